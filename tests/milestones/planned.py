"""A house that runs one of the five real plans: its office, bodies and sessions, in simulated time.

house = await planned(database, "hdnd-quang-nghiep-2023", local(2023, 8, 10, 9))
van_phong = await house.official("hoa", Role.OFFICE)
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from bot.intake import Intake
from handlers.rules.plans.reading import PLANS, Plan, read_plan
from handlers.setup import import_plan
from storage import milestones, sessions
from storage.database import Database
from storage.records import Milestone, Session
from storage.transaction import Transaction
from tests.house import LIMITS, House
from tests.official.sessions_at_work import said, tick

COUNCIL, COMMUNE, GIAO_MINH, DISTRICT, PROVINCE = (
    "hdnd-quang-nghiep-2023",
    "dang-uy-xa-2017",
    "giao-minh-2025",
    "huyen-uy-2022",
    "tinh-uy-quang-ngai-2021",
)


def local(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of local time (UTC+7)."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


async def planned(database: Database, name: str | Plan, at: datetime, dates: Mapping[str, date] | None = None) -> House:
    """The house of a plan that was imported at `at`; `dates` fixes the days that the plan leaves open."""
    plan = name if isinstance(name, Plan) else read_plan(PLANS / f"{name}.toml")
    fixed = dates or {}
    office = await database.write(
        lambda tx: import_plan(tx, plan, at, lambda each: fixed.get(each.key, each.when.date))
    )
    intake = Intake(database, {"telegram": LIMITS, "web_chat": LIMITS}, lambda _channel: None)
    return House(database, office, intake, at)


async def kept(house: House, key: str = "") -> list[Milestone]:
    """The milestones of every session in order, or those of one key."""

    def read(tx: Transaction) -> list[Milestone]:
        every = sessions.sessions(tx, house.office.id)
        return [one for session in every for one in milestones.of_session(tx, house.office.id, session.id)]

    found = await house.database.read(read)
    return [one for one in found if not key or one.key == key]


async def the(house: House, key: str) -> Milestone:
    """The one milestone of this key."""
    (found,) = await kept(house, key)
    return found


async def session_of(house: House, key: str) -> Session:
    """A session by its key in the plan."""
    found = await house.database.read(lambda tx: sessions.find_session(tx, house.office.id, key))
    assert found is not None
    return found


async def told(house: House, address: str) -> list[str]:
    """What a tick tells this address now."""
    return [said(row) for row in await tick(house) if row.address == address]
