"""A small office to test in: people who say and tap things at a time that the test chooses, on a real database.

house = await House.build(database)
lan = house.resident("lan"); await lan.enter(); await lan.say("Đường hỏng"); await lan.tap("Gửi")
office = await house.official("hoa", Role.OFFICE); await office.say("/ykien"); office.last.text
"""

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.channels.base import Limits
from bot.intake import Intake
from handlers.messages import Choice, InboundFile, Incoming, Reply
from storage import offices, officials, people, sessions
from storage.database import Database
from storage.ids import new_id
from storage.records import (
    Agency,
    Area,
    Consent,
    Delivery,
    Identity,
    IdentityState,
    Office,
    Official,
    Person,
    Profile,
    Role,
    Session,
    SessionState,
    Topic,
    Urgency,
)
from storage.transaction import Transaction

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LIMITS = Limits(text=4096)
NUMBERED = Limits(text=2000, text_unit="utf16", buttons=False, numbered=True, edits=False)
WINDOWED = replace(NUMBERED, free_for=timedelta(hours=48), open_for=timedelta(days=7))
CHANNELS = {"telegram": LIMITS, "web_chat": LIMITS, "zalo_bot": NUMBERED, "zalo_oa": WINDOWED}
WEB = "https://giaominh.example"
PROFILE = Profile(
    kind="xa",
    issuer="Đảng ủy xã Thử",
    address="Thôn Giữa, xã Thử",
    phone="0200 000 000",
    reception="thứ Ba hằng tuần",
    house_rules=("Xin ông/bà nói việc có thật.", "Không nêu tên người khác nếu chưa chắc."),
    topics=(
        Topic(key="land", vi="Đất đai", en="Land", agency="kinh-te"),
        Topic(key="transport", vi="Giao thông", en="Transport", agency="kinh-te"),
        Topic(key="environment", vi="Môi trường", en="Environment", agency="kinh-te"),
        Topic(key="education", vi="Giáo dục", en="Education", agency="van-hoa"),
        Topic(key="utilities", vi="Điện, nước, thoát nước", en="Utilities", agency="kinh-te"),
        Topic(key="other", vi="Việc khác", en="Other", agency=None),
    ),
    consent_version="1",
    committee="Ban Xây dựng Đảng",
)


@dataclass
class Someone:
    """A person with an address on a channel, and everything that was said to it."""

    house: "House"
    name: str
    channel: str = "telegram"
    group: str | None = None
    count: int = 0

    async def say(self, text: str, *, files: tuple[InboundFile, ...] = ()) -> list[Reply]:
        """Write something; returns the replies and notices that it led to at this address."""
        return await self._send(text=text, files=files)

    async def tap(self, label: str) -> list[Reply]:
        """Press the newest choice whose label begins with this."""
        return await self.press(self.choice(label).value)

    async def press(self, value: str) -> list[Reply]:
        """Press a choice by its value, also one of long ago."""
        return await self._send(choice=value)

    async def _send(self, **said: object) -> list[Reply]:
        self.count += 1
        before = len(await self.heard())
        incoming = Incoming.model_validate(
            {
                "office_id": self.house.office.id,
                "channel": self.channel,
                "inbound_id": f"{self.name}-{self.count}",
                "sender": self.name,
                "group": self.group,
                "sender_name": self.name.title(),
                "received_at": self.house.at,
                **said,
            }
        )
        rows = len(await self.house.deliveries())
        await self.house.intake.take(incoming)
        await self._numbers_are_true(rows)
        return (await self.heard())[before:]

    async def _numbers_are_true(self, before: int) -> None:
        """Whatever was listed in this turn can be chosen by its place in the list, on a channel without buttons."""
        if self.group:
            return
        said = [
            row
            for row in (await self.house.deliveries())[before:]
            if (row.channel, row.address, row.urgency) == (self.channel, self.name, Urgency.REPLY)
        ]
        listed = [[c.label, c.value] for row in said for c in Reply.model_validate_json(row.body).choices]
        kept = await self.house.rows(
            "SELECT c.offered FROM conversation AS c JOIN identity AS i ON i.id = c.identity_id "
            f"WHERE i.channel = '{self.channel}' AND i.address = '{self.name}'"
        )
        offered = json.loads(str(kept[0]["offered"])) if kept else []
        assert not listed or not offered or offered == listed, f"listed {listed}, but kept {offered}"

    async def heard(self) -> list[Reply]:
        """Everything said to this address so far, in order."""
        address = self.group or self.name
        rows = await self.house.deliveries()
        self._heard = [
            Reply.model_validate_json(r.body) for r in rows if (r.channel, r.address) == (self.channel, address)
        ]
        return self._heard

    _heard: list[Reply] = field(default_factory=list)

    @property
    def last(self) -> Reply:
        """The newest thing said, as of the latest `say`, `tap` or `heard`."""
        return self._heard[-1]

    def choice(self, label: str) -> Choice:
        """The newest choice offered whose label begins with this."""
        for reply in reversed(self._heard):
            for choice in reply.choices:
                if choice.label.startswith(label):
                    return choice
        raise LookupError(f"{label!r} was not offered; the last words were: {self.last.text!r}")

    async def enter(self, area: str = "Thôn Giữa") -> None:
        """Go through /start as a new resident: agree, and say the hamlet."""
        await self.say("/start")
        await self.tap("Đồng ý")
        await self.tap(area)


@dataclass
class House:
    """One office on one database, and the time it is there."""

    database: Database
    office: Office
    intake: Intake
    at: datetime = NOON

    @classmethod
    async def build(cls, database: Database, at: datetime = NOON) -> "House":
        """An office with three hamlets, two agencies, and a session that collects from yesterday for ten days."""
        office = Office(id=new_id(at), code="GM", name="Xã Thử", parent_id=None, profile=PROFILE, created_at=at)
        await database.write(lambda tx: _furnish(tx, office, at))
        return cls(
            database,
            office,
            Intake(database, CHANNELS, lambda _channel: None, WEB),
            at,
        )

    def resident(self, name: str, channel: str = "telegram") -> Someone:
        """Somebody who has not written yet."""
        return Someone(self, name, channel)

    def member(self, someone: Someone, group: str) -> Someone:
        """The same person writing in a group chat."""
        return Someone(self, someone.name, someone.channel, group=group, count=1000)

    async def official(self, name: str, role: Role, agency: str | None = None, channel: str = "telegram") -> Someone:
        """Somebody enrolled in a role already."""
        someone = Someone(self, name, channel)
        await self.database.write(lambda tx: _enrol(tx, self.office, someone, role, agency, self.at))
        return someone

    async def deliveries(self) -> list[Delivery]:
        """Every row of the outbox, in order."""
        rows = await self.database.read(lambda tx: tx.all("SELECT * FROM delivery ORDER BY id"))
        return [Delivery.of(row) for row in rows]

    async def rows(self, sql: str) -> list[dict[str, object]]:
        """Rows of a query, for looking at what was remembered."""
        return [dict(row) for row in await self.database.read(lambda tx: tx.all(sql))]

    def later(self, **delta: float) -> None:
        """Let time pass."""
        self.at += timedelta(**delta)

    async def session(self) -> Session:
        """The office's session as it is now."""
        found = await self.database.read(lambda tx: sessions.find_session(tx, self.office.id, "doi-thoai"))
        assert found is not None
        return found


def _furnish(tx: Transaction, office: Office, at: datetime) -> None:
    offices.add_office(tx, office)
    for position, name in enumerate(("Thôn Giữa", "Thôn Đông", "Thôn Đoài")):
        area = Area(office_id=office.id, id=new_id(at), key=f"a{position}", name=name, kind="thôn", position=position)
        offices.add_area(tx, area)
    for position, (key, name, topics) in enumerate(
        (
            ("kinh-te", "Phòng Kinh tế", ("land", "transport", "environment")),
            ("van-hoa", "Phòng Văn hóa", ("education",)),
        )
    ):
        offices.add_agency(
            tx,
            Agency(office_id=office.id, id=new_id(at), key=key, name=name, topics=topics, position=position),
        )
    sessions.add_session(
        tx,
        Session(
            office_id=office.id,
            id=new_id(at),
            key="doi-thoai",
            title="Đối thoại với Nhân dân",
            state=SessionState.ANNOUNCED,
            starts_at=at + timedelta(days=14),
            ends_at=at + timedelta(days=14, hours=4),
            date_note="",
            venue="Hội trường xã Thử",
            focus=("Đất đai", "Môi trường"),
            collection_opens_at=at - timedelta(days=1),
            collection_closes_at=at + timedelta(days=10),
            answer_days=10,
            answer_unit="working",
            created_at=at,
            updated_at=at,
        ),
    )


def _enrol(tx: Transaction, office: Office, someone: Someone, role: Role, agency: str | None, at: datetime) -> None:
    person = Person(
        office_id=office.id,
        id=new_id(at),
        language="vi",
        area_id=None,
        consent=Consent.UNASKED,
        consent_version=None,
        consent_at=None,
        subscribed=False,
        created_at=at,
    )
    people.add_person(tx, person)
    people.add_identity(
        tx,
        Identity(
            office_id=office.id,
            id=new_id(at),
            person_id=person.id,
            channel=someone.channel,
            address=someone.name,
            display_name=someone.name.title(),
            state=IdentityState.ACTIVE,
            last_seen_at=at,
        ),
    )
    agencies = {a.key: a.id for a in offices.bodies(tx, office.id)}
    officials.add_official(
        tx,
        Official(
            office_id=office.id,
            id=new_id(at),
            person_id=person.id,
            role=role,
            agency_id=agencies[agency] if agency else None,
            name=someone.name.title(),
            enrolled_at=at,
            removed_at=None,
        ),
    )
