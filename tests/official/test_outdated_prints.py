"""A new version of the program reads texts otherwise: what an earlier one kept to compare with is taken anew."""

import json

import pytest

from bot.schedule import Schedule
from handlers import matching
from storage.database import Database
from storage.records import Role
from tests.house import CHANNELS, House
from tests.official.comparing import AGAIN, CANAL, FLOODED, THIRD, compare, three
from tests.official.writing import a_concern, a_resident


async def aged(house: House, stored: str) -> None:
    """All prints are an earlier version's, and the program has begun anew."""
    await house.database.write(
        lambda tx: tx.run("UPDATE concern_print SET print = :stored WHERE seq IS NOT NULL", stored=stored)
    )
    matching.forget_all()


async def ticked(house: House) -> None:
    schedule = Schedule(house.database, house.office.id, CHANNELS, lambda _channel: None, lambda: house.at)
    await schedule.compare(house.at)


async def kept(house: House) -> list[str]:
    return [str(row["print"]) for row in await house.rows("SELECT print FROM concern_print ORDER BY concern_id")]


def of_another_version() -> str:
    _, *rest = json.loads(matching.dump(FLOODED))
    return json.dumps(["00000000", *rest])


@pytest.mark.parametrize("stored", [of_another_version(), "nothing that can be read", '["an earlier form"]'])
async def test_the_tick_takes_anew_what_an_earlier_version_kept(database: Database, stored: str) -> None:
    house = await House.build(database)
    await three(house)
    await aged(house, stored)
    await ticked(house)
    assert await kept(house) == [matching.dump(text) for text in (FLOODED, AGAIN, THIRD)]
    assert matching.known_of(house.office.id).outdated == []


async def test_what_is_new_is_compared_first_and_finds_the_others_once_they_are_renewed(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    await house.database.write(lambda tx: tx.run("DELETE FROM likeness"))
    await aged(house, "nothing that can be read")
    await ticked(house)
    await a_concern(house, await a_resident(house, "tu"), FLOODED, topic=CANAL)
    assert await compare(house) == 1
    assert await house.rows("SELECT * FROM likeness") != []


async def test_what_was_suggested_before_stays_as_it_is(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    before = await house.rows("SELECT * FROM likeness ORDER BY concern_id, other_id")
    await aged(house, of_another_version())
    await ticked(house)
    assert await house.rows("SELECT * FROM likeness ORDER BY concern_id, other_id") == before


async def test_of_a_concern_protected_meanwhile_nothing_is_taken(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    await aged(house, of_another_version())
    await compare(house)  # the memory is filled
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/tocao GM-0002")
    await hoa.tap("Đóng lại")
    await ticked(house)
    assert await kept(house) == [matching.dump(text) for text in (FLOODED, THIRD)]
