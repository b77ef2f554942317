"""People who registered to speak, and the morning of the session: what the tests of the queue share."""

from datetime import timedelta

from storage import counters
from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.sessions_at_work import registered

NAMES = ("an", "binh", "chi", "dung", "em")
AREAS = ("Thôn Giữa", "Thôn Đông", "Thôn Đoài")


async def with_speakers(house: House, count: int, channel: str = "telegram") -> list[Someone]:
    """So many residents who registered to speak, numbers 1, 2, …"""
    people = []
    for number, name in enumerate(NAMES[:count], 1):
        someone = house.resident(name, channel)
        await someone.enter(AREAS[number % 3])
        await registered(house, someone, number)
        people.append(someone)
    session = await house.session()
    name = f"registration/{session.id}"
    await house.database.write(lambda tx: counters.take_next(tx, house.office.id, name, count) if count else 0)
    return people


async def the_morning(house: House, minutes: float = 0) -> None:
    """The session begins, or began so many minutes ago."""
    session = await house.session()
    assert session.starts_at is not None
    house.at = session.starts_at + timedelta(minutes=minutes)


async def conference(database: Database, count: int) -> tuple[House, Someone]:
    """A session that has begun with so many speakers, and its chair before the screen of the queue."""
    house = await House.build(database)
    await with_speakers(house, count)
    await the_morning(house)
    return house, await chair_of(house)


async def chair_of(house: House) -> Someone:
    """The chair, with the screen of the queue before them."""
    chair = await house.official("chair", Role.CHAIR)
    await chair.say("/phatbieu")
    return chair


def labels(someone: Someone) -> list[str]:
    """What the last thing said offers."""
    return [choice.label for choice in someone.last.choices]
