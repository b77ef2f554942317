"""The collected report and its figures: what officials merged counts once, and every code stays named."""

import pytest

from handlers.papers.gather import NothingToSay, source_of
from handlers.papers.gather_report import counts, report
from handlers.papers.report import CollectedReport
from handlers.papers.tables import Counts
from storage.database import Database
from tests.house import House
from tests.official.comparing import OTHER, grouped
from tests.official.writing import a_concern


async def gathered(house: House) -> tuple[CollectedReport, Counts]:
    session = await house.session()
    return await house.database.read(
        lambda tx: (
            report(source_of(tx, house.office, session, house.at)),
            counts(source_of(tx, house.office, session, house.at)),
        )
    )


async def test_merged_concerns_are_received_three_times_and_counted_once(database: Database) -> None:
    house = await House.build(database)
    _, residents = await grouped(house)
    await a_concern(house, residents[0], OTHER, topic="education")
    made, figures = await gathered(house)
    assert (made.received, made.distinct) == (4, 2)
    assert (figures.received, figures.merged) == (4, 2)
    assert sorted(part.count for part in made.topics) == [1, 1]
    assert sum(one.n for one in figures.by_topic) == 2


async def test_the_line_of_a_group_and_its_row_name_the_codes_of_all_members(database: Database) -> None:
    house = await House.build(database)
    await grouped(house)
    made, _ = await gathered(house)
    ((line,),) = [part.lines for part in made.topics]
    assert line.codes == ("GM-0001", "GM-0002", "GM-0003")
    (row,) = made.rows
    assert row.code == "GM-0001"
    assert "GM-0002" in row.remark
    assert "GM-0003" in row.remark


async def test_a_split_counts_both_again(database: Database) -> None:
    house = await House.build(database)
    hoa, _ = await grouped(house)
    await hoa.say("/nhom tach GM-0003")
    made, figures = await gathered(house)
    assert (made.received, made.distinct, figures.merged) == (3, 2, 2)


async def test_a_member_protected_later_is_neither_received_nor_named(database: Database) -> None:
    house = await House.build(database)
    hoa, _ = await grouped(house)
    await hoa.say("/tocao GM-0001")
    await hoa.tap("Đóng lại")
    made, figures = await gathered(house)
    assert (made.received, made.distinct, figures.received) == (2, 1, 2)
    assert "GM-0001" not in made.model_dump_json()


async def test_a_session_without_concerns_has_no_report(database: Database) -> None:
    house = await House.build(database)
    with pytest.raises(NothingToSay):
        await gathered(house)
