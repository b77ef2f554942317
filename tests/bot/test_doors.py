"""Windows and doors: what may not be sent here now goes another way, and nothing is silently dropped."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot import clock
from bot.channels.base import Limits, SendError, Take, Window
from bot.delivery import Sender
from handlers.messages import Reply
from handlers.rules.doors import Reach, best_door, may_write, reach_of
from storage import people, unreached
from storage.database import Database
from storage.records import Identity, IdentityState, Role
from tests.house import CHANNELS, NOON, WINDOWED, House, Someone
from tests.resident.talking import sent

DAY = timedelta(days=1)


@dataclass
class WindowedFake:
    """A platform that closes after a while; `fails` is what it says instead of taking a message."""

    limits: Limits = WINDOWED
    name: str = "zalo_oa"
    asked: Window = field(default_factory=Window)
    template: SendError | None = field(default_factory=lambda: SendError("no_template"))
    fails: SendError | None = None
    sent: list[tuple[str, str]] = field(default_factory=list)
    templates: list[tuple[str, Mapping[str, str], str | None]] = field(default_factory=list)

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        if self.fails is not None:
            raise self.fails
        self.sent.append((address, reply.text))
        return f"r{len(self.sent)}"

    async def fetch(self, remote_ref: str) -> bytes:
        raise SendError("none")

    async def receive(self, take: Take) -> None:
        await asyncio.Event().wait()

    async def window(self, address: str) -> Window:
        return self.asked

    async def send_template(
        self, delivery_id: int, address: str, values: Mapping[str, str], phone: str | None
    ) -> str | None:
        if self.template is not None:
            raise self.template
        self.templates.append((address, values, phone))
        return "t1"


Drain = Callable[[], Awaitable[None]]


@asynccontextmanager
async def sending(house: House, channel: WindowedFake) -> AsyncIterator[Drain]:
    """The sender at work; what it yields waits until nothing is queued on its channel any more."""
    sender = Sender(house.database, house.office.id, channel, lambda: house.at, clock.monotonic, CHANNELS)
    task = asyncio.create_task(sender.run())

    async def drained() -> None:
        sender.wake()
        async with asyncio.timeout(10):
            while await house.rows("SELECT id FROM delivery WHERE state = 'queued' AND channel = 'zalo_oa'"):
                await asyncio.wait([asyncio.create_task(house.database.write(lambda tx: None))])

    try:
        yield drained
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def on_oa(house: House, name: str = "lan") -> Someone:
    """A resident who entered on the windowed channel."""
    someone = house.resident(name, "zalo_oa")
    await someone.enter()
    return someone


async def answered(house: House, someone: Someone, code: str) -> None:
    """An answer for a concern, released by a second person."""
    office, chair = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.CHAIR)
    await office.say(f"/traloi {code}")
    await office.say("Xã sẽ xem xét trong tháng 12.")
    await office.tap("Gửi để duyệt")
    await chair.say(f"/duyet {code}")
    await chair.tap("Duyệt")
    assert someone.channel == "zalo_oa"


async def states(house: House) -> list[tuple[str, str | None]]:
    """State and reason of the notices about concerns, in order."""
    rows = await house.rows("SELECT state, error_code FROM delivery WHERE concern_id IS NOT NULL ORDER BY id")
    return [(str(row["state"]), row["error_code"] and str(row["error_code"])) for row in rows]  # type: ignore[misc]


def door(**values: object) -> Identity:
    return Identity.model_validate(
        {
            "office_id": 1,
            "id": 1,
            "person_id": 1,
            "channel": "x",
            "address": "a",
            "display_name": "",
            "state": IdentityState.ACTIVE,
            "last_seen_at": NOON,
            **values,
        }
    )


@pytest.mark.parametrize(
    ("values", "reach"),
    [
        pytest.param({}, Reach.FREE, id="a platform without windows"),
        pytest.param({"free_until": NOON + DAY, "open_until": NOON + DAY}, Reach.FREE, id="inside"),
        pytest.param({"free_until": NOON, "open_until": NOON + DAY}, Reach.PAID, id="the last free second is over"),
        pytest.param({"free_until": NOON + DAY, "free_left": 0}, Reach.PAID, id="all free messages are spent"),
        pytest.param({"free_until": NOON - DAY, "open_until": NOON}, Reach.SHUT, id="the window is shut"),
        pytest.param({"state": IdentityState.GONE}, Reach.GONE, id="gone"),
    ],
)
def test_how_a_door_may_be_written_to(values: dict[str, object], reach: Reach) -> None:
    assert reach_of(door(**values), NOON) is reach
    assert may_write(door(**values), NOON, paid=True) is (reach in {Reach.FREE, Reach.PAID})
    assert may_write(door(**values), NOON, paid=False) is (reach is Reach.FREE)


def test_the_best_door_is_the_one_used_last_among_those_that_are_open() -> None:
    old, shut = door(id=1, last_seen_at=NOON - DAY), door(id=2, open_until=NOON)
    assert best_door([old, shut], NOON, paid=True) == old
    assert best_door([shut], NOON, paid=True) is None


async def test_a_message_opens_the_window_for_as_long_as_its_platform_does(database: Database) -> None:
    house = await House.build(database)
    await on_oa(house)
    identity = await house.database.read(lambda tx: people.door_at(tx, house.office.id, "zalo_oa", "lan"))
    assert identity is not None
    assert identity.free_until == NOON + timedelta(hours=48)
    assert identity.open_until == NOON + timedelta(days=7)


async def test_an_answer_whose_window_is_shut_is_announced_by_the_approved_template(database: Database) -> None:
    house, channel = await House.build(database), WindowedFake(template=None)
    async with sending(house, channel) as drained:
        lan = await on_oa(house)
        code = await sent(lan)
        await lan.say("/dienthoai 0912345678")
        await drained()
        house.later(days=8)
        channel.asked = Window(free_until=NOON, open_until=NOON + timedelta(days=7))
        await answered(house, lan, code)
        channel.sent.clear()
        await drained()
        (told,) = channel.templates
        assert told[0] == "lan"
        assert told[1]["code"] == code
        assert told[2] == "84912345678"
        assert channel.sent == []
        assert await states(house) == [("waiting", "by_template")]


async def test_what_waited_goes_as_soon_as_the_person_writes_again(database: Database) -> None:
    house, channel = await House.build(database), WindowedFake(template=None)
    async with sending(house, channel) as drained:
        lan = await on_oa(house)
        code = await sent(lan)
        house.later(days=8)
        channel.asked = Window(free_until=NOON, open_until=NOON + timedelta(days=7))
        await answered(house, lan, code)
        await drained()
        await lan.say("/menu")
        await drained()
        assert any("Xã sẽ xem xét" in text for _, text in channel.sent)
        assert await states(house) == [("sent", None)]


async def test_without_a_template_it_goes_by_another_door_of_the_same_person(database: Database) -> None:
    house, channel = await House.build(database), WindowedFake()
    async with sending(house, channel) as drained:
        lan = await on_oa(house)
        code = await sent(lan)
        await lan.say("/lienket")
        link = lan.last.text.split(": ")[1].split("\n")[0]
        web = house.resident("w1", "web_chat")
        await web.say(f"/start {link}")
        house.later(minutes=1)
        await lan.say("/menu")
        house.later(days=8)
        channel.asked = Window(free_until=NOON, open_until=NOON + timedelta(days=7))
        await answered(house, lan, code)
        await drained()
        assert any("Xã sẽ xem xét" in reply.text for reply in await web.heard())
        assert ("stopped", "other_door") in await states(house)
        assert await house.rows("SELECT id FROM unreached") == []


async def test_without_any_way_it_stands_on_the_list_of_people_to_call_or_visit(database: Database) -> None:
    house, channel = await House.build(database), WindowedFake()
    async with sending(house, channel) as drained:
        lan = await on_oa(house)
        code = await sent(lan)
        house.later(days=8)
        channel.asked = Window(free_until=NOON, open_until=NOON + timedelta(days=7))
        await answered(house, lan, code)
        await drained()
        (entry,) = await house.database.read(lambda tx: unreached.open_ones(tx, house.office.id, protected=False))
        assert entry.reason == "window_closed"
        assert await states(house) == [("waiting", "window_closed")]
        await lan.say("/menu")
        await drained()
        assert any("Xã sẽ xem xét" in text for _, text in channel.sent)
        rows = await house.rows("SELECT outcome FROM unreached")
        assert [row["outcome"] for row in rows] == ["reached"], "the entry closes by itself"


async def test_the_platform_is_asked_before_a_window_is_believed_to_be_shut(database: Database) -> None:
    house, channel = await House.build(database), WindowedFake()
    async with sending(house, channel) as drained:
        lan = await on_oa(house)
        code = await sent(lan)
        house.later(days=8)
        channel.asked = Window(free_until=house.at + DAY, open_until=house.at + DAY, free_left=3)
        await answered(house, lan, code)
        await drained()
        assert any("Xã sẽ xem xét" in text for _, text in channel.sent)
        identity = await house.database.read(lambda tx: people.door_at(tx, house.office.id, "zalo_oa", "lan"))
        assert identity is not None
        assert identity.free_left is not None
        assert identity.free_left < 3, "a free message that was spent is counted"


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(SendError("oa_-230", window_closed=True), id="the platform says that the window is shut"),
        pytest.param(SendError("blocked", recipient_gone=True), id="blocked"),
        pytest.param(SendError("oa_unknown"), id="a code nobody knows"),
    ],
)
async def test_a_notice_that_the_platform_refuses_is_not_lost(database: Database, error: SendError) -> None:
    house, channel = await House.build(database), WindowedFake()
    async with sending(house, channel) as drained:
        lan = await on_oa(house)
        code = await sent(lan)
        await drained()
        channel.fails = error
        await answered(house, lan, code)
        await drained()
        entries = await house.database.read(lambda tx: unreached.open_ones(tx, house.office.id, protected=False))
        assert [entry.reason for entry in entries] == [error.code]


async def test_the_news_of_a_protected_concern_takes_no_other_door(database: Database) -> None:
    house, channel = await House.build(database), WindowedFake()
    async with sending(house, channel) as drained:
        lan = await on_oa(house)
        await lan.say("Tôi tố cáo ông Nguyễn Văn A, trưởng thôn, ăn chặn tiền hỗ trợ của dân")
        await lan.say("1")
        await lan.tap("Gửi")
        await lan.say("/lienket")
        link = lan.last.text.split(": ")[1].split("\n")[0]
        web = house.resident("w1", "web_chat")
        await web.say(f"/start {link}")
        inspector = await house.official("tam", Role.INSPECTOR)
        (row,) = await house.rows("SELECT code FROM concern")
        house.later(days=8)
        channel.asked = Window(free_until=NOON, open_until=NOON + timedelta(days=7))
        await inspector.say(f"/ngoai {row['code']}")
        await inspector.say("Việc này thuộc cơ quan điều tra.")
        await inspector.press(inspector.last.choices[0].value)
        await drained()
        assert not any(str(row["code"]) in reply.text for reply in await web.heard())
        open_ones = await house.database.read(lambda tx: unreached.open_ones(tx, house.office.id, protected=True))
        assert len(open_ones) == 1
        assert await house.database.read(lambda tx: unreached.open_ones(tx, house.office.id, protected=False)) == []
