"""Where a plan is played: one office in this process, on a clock that the story moves; no network, no sleeping.

town = await Town.of_plan(database, "hdnd-quang-nghiep-2023", local(2023, 8, 10, 9))
hoa = await town.enrol("Hoa", "Văn phòng chuẩn bị")
await town.until(local(2023, 9, 8))

Time passes with ticks on the way. Each is repeated, so that it comes three times, and must say nothing twice; nothing
that nobody asked for may go out at night. The platforms take what is due at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.intake import Intake
from bot.outbox import queue_all
from bot.schedule import Schedule
from handlers.messages import Reply
from handlers.official.enrol import new_enrolment
from handlers.rules.calendar import read_calendar
from handlers.rules.plans.check import Finding, check_text, has_errors
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.reading import PLANS, Plan, load_plan, plan_text
from handlers.rules.quiet_hours import is_night
from handlers.setup import import_and_tell
from handlers.texts import LOCAL
from storage import milestones, sessions
from storage.database import Database
from storage.records import Delivery, Milestone, Office, Role, Session, Urgency
from storage.transaction import Transaction
from tests.house import LIMITS, House, Someone

CHANNELS = {"telegram": LIMITS, "web_chat": LIMITS}
TICKS = (time(7, 30), time(22, 0))
"""When the clock strikes on the way: when the day's letters are owed, and at night."""


def local(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of local time (UTC+7)."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Something that was said to somebody without their asking, and when it may go out."""

    to: str
    text: str
    at: datetime


class Town(House):
    """The house of a plan, its people and its time."""

    plan: Plan
    findings: list[Finding]
    admin: Someone

    def __init__(self, database: Database, office: Office, at: datetime) -> None:
        intake = Intake(database, CHANNELS, lambda _channel: None)
        super().__init__(database, office, intake, at)
        self._clock = Schedule(database, office.id, CHANNELS, lambda _channel: None, lambda: self.at)
        self._rows: list[Delivery] = []

    @classmethod
    async def of_plan(
        cls, database: Database, name: str, at: datetime, dates: Mapping[str, date] | None = None
    ) -> "Town":
        """What `doithoai plan import` does at `at`, and the first admin by a code of `doithoai office admin`."""
        text = plan_text(PLANS / f"{name}.toml")
        fixed = dates or {}
        findings = check_text(text, read_calendar(), read_profile(), fixed or None)
        assert not has_errors(findings), findings
        plan = load_plan(text)

        def unit(tx: Transaction) -> tuple[Office, str]:
            office, said = import_and_tell(tx, plan, at, lambda each: fixed.get(each.key, each.when.date))
            queue_all(tx, office.id, said, {}, at)
            return office, new_enrolment(tx, office.id, Role.ADMIN, None, "Quản trị", None, at)

        office, code = await database.write(unit)
        town = cls(database, office, at)
        town.plan, town.findings = plan, findings
        town.admin = Someone(town, "quan-tri")
        await town.admin.say(f"/start {code}")
        return town

    async def deliveries(self) -> list[Delivery]:
        """Every row of the outbox, in order; what was read once is not read again."""
        last = self._rows[-1].id if self._rows else 0
        rows = await self.database.read(
            lambda tx: tx.all("SELECT * FROM delivery WHERE id > :last ORDER BY id", last=last)
        )
        self._rows += [Delivery.of(row) for row in rows]
        return self._rows

    # --- people ---

    async def enrol(self, name: str, role: str, body: str = "") -> Someone:
        """An official whom the admin adds by chat, with the code that the chat gave; `body` by its name in the plan."""
        await self.admin.say("/canbo them")
        await self.admin.tap(role)
        if body:
            await self.admin.tap(body)
        replies = await self.admin.say(name)
        line = next(line for line in replies[-1].text.splitlines() if "/start" in line)
        someone = Someone(self, name)
        await someone.say(line[line.index("/start") :].strip(" .»"))
        assert "Kính chào" in someone.last.text, someone.last.text
        return someone

    async def comes(self, name: str, area: str, channel: str = "telegram") -> Someone:
        """A resident who agrees and says where they live."""
        someone = Someone(self, name, channel)
        await someone.say("/start")
        await someone.tap("Đồng ý")
        await someone.tap(area)
        return someone

    # --- time ---

    async def until(self, moment: datetime) -> list[Letter]:
        """Let time pass until `moment`, ticking on the way and then; returns what was said meanwhile."""
        before = len(await self.deliveries())
        for tick in self._ticks(moment):
            self.at = tick
            await self.strike()
        return [self._letter(row) for row in (await self.deliveries())[before:]]

    async def down_until(self, moment: datetime) -> list[Letter]:
        """The machine is off until `moment`; the first tick comes then. Returns what it says."""
        before = len(await self.deliveries())
        self.at = moment
        await self.strike()
        return [self._letter(row) for row in (await self.deliveries())[before:]]

    def _ticks(self, moment: datetime) -> list[datetime]:
        assert moment > self.at, "time does not run back"
        day, last = self.at.astimezone(LOCAL).date(), moment.astimezone(LOCAL).date()
        days = [day + timedelta(days=n) for n in range((last - day).days + 1)]
        on_the_way = [datetime.combine(day, clock, LOCAL).astimezone(UTC) for day in days for clock in TICKS]
        at_once = [self.at + timedelta(seconds=20 * n) for n in (1, 2, 3)]
        return [*at_once, *(tick for tick in on_the_way if at_once[-1] < tick < moment), moment]

    async def strike(self) -> None:
        """A tick: what is owed is said once, whatever repeats it, and not at night. The platforms take what is due."""
        before = len(await self.deliveries())
        await self._clock.tick(self.at)
        await self._clock.broadcast(self.at)
        rows = (await self.deliveries())[before:]
        for row in rows:
            assert not is_night(row.not_before, self.office.profile), f"said at night: {row.body}"
        await self._again(0 if not rows and is_night(self.at, self.office.profile) else 2)
        await self._taken()

    async def _again(self, times: int) -> None:
        """The same tick once more, or by another worker: nothing new is said."""
        before = len(await self.deliveries())
        for _ in range(times):
            await self._clock.tick(self.at)
        assert len(await self.deliveries()) == before, "a repeated tick said something again"

    async def _taken(self) -> None:
        """The platforms take whatever may go out now."""
        await self.database.write(
            lambda tx: tx.run(
                "UPDATE delivery SET state = 'sent', sent_at = :at WHERE state = 'queued' AND not_before <= :at",
                at=self.at,
            )
        )

    def _letter(self, row: Delivery) -> Letter:
        return Letter(to=row.address, text=Reply.model_validate_json(row.body).text, at=row.not_before)

    # --- looking ---

    async def milestones(self, session: str = "") -> list[Milestone]:
        """The promises of a session by its key, or of all."""

        def read(tx: Transaction) -> list[Milestone]:
            every = [one for one in sessions.sessions(tx, self.office.id) if not session or one.key == session]
            return [row for one in every for row in milestones.of_session(tx, self.office.id, one.id)]

        return await self.database.read(read)

    async def promise(self, key: str, debtor: str = "", session: str = "") -> Milestone:
        """One promise by its key in the plan, and its debtor where several owe the same."""
        found = [m for m in await self.milestones(session) if m.key == key and (not debtor or m.debtor == debtor)]
        assert len(found) == 1, [(m.key, m.debtor) for m in found]
        return found[0]

    async def sessions(self) -> list[Session]:
        """Every session of the office."""
        return await self.database.read(lambda tx: sessions.sessions(tx, self.office.id))

    async def session_of(self, key: str) -> Session:
        """A session by its key in the plan."""
        found = await self.database.read(lambda tx: sessions.find_session(tx, self.office.id, key))
        assert found is not None, key
        return found

    async def nothing_was_said_twice(self) -> None:
        """No two notices of the same words to the same person on the same day."""
        seen = set()
        for row in await self.deliveries():
            if row.urgency is Urgency.REPLY:
                continue
            name = (row.channel, row.address, row.not_before.astimezone(LOCAL).date(), row.body)
            assert name not in seen, row.body
            seen.add(name)


def to(letters: list[Letter], someone: Someone) -> str:
    """Everything that these letters say to somebody, as one text; "" when nothing."""
    return "\n\n".join(letter.text for letter in letters if letter.to == someone.name)


ON_SQLITE = pytest.mark.parametrize("migrated_url", ["sqlite"], indirect=True)
"""For stories that one engine is enough for."""
