"""Reports as rows: one filed report a file, marks that hold once, and numbers taken together without a gap."""

import pytest

from storage import counters, reports
from storage.database import Database
from storage.errors import AlreadyRecorded
from storage.ids import new_id
from storage.records import Report, ReportState, ReportWay
from storage.rows import insert_many
from storage.transaction import Transaction
from tests.house import NOON, House


def a_report(house: House, state: ReportState = ReportState.FILED, source_hash: str = "") -> Report:
    return Report(
        office_id=house.office.id,
        id=new_id(NOON),
        session_id=None,
        route="",
        sender="",
        filed_by=1,
        filed_at=NOON,
        due_at=None,
        late=False,
        way=ReportWay.SHEET,
        source_hash=source_hash,
        state=state,
    )


async def test_the_same_file_is_filed_once_also_when_two_read_it_at_once(database: Database) -> None:
    house = await House.build(database)
    first, second = a_report(house, ReportState.WAITING), a_report(house, ReportState.WAITING)
    await database.write(lambda tx: insert_many(tx, "report", [first, second]))
    same = {"source_hash": "a" * 64}
    assert await database.write(lambda tx: reports.mark_filed(tx, first.model_copy(update=same)))
    with pytest.raises(AlreadyRecorded):
        await database.write(lambda tx: reports.mark_filed(tx, second.model_copy(update=same)))
    assert await database.write(lambda tx: reports.mark_withdrawn(tx, house.office.id, first.id, NOON))
    assert await database.write(lambda tx: reports.mark_filed(tx, second.model_copy(update=same)))


async def test_of_two_who_take_a_report_back_one_does_and_nothing_is_filed_twice(database: Database) -> None:
    house = await House.build(database)
    report = a_report(house)
    await database.write(lambda tx: reports.add_report(tx, report))
    taken = [
        await database.write(lambda tx: reports.mark_withdrawn(tx, house.office.id, report.id, NOON)) for _ in range(2)
    ]
    assert taken == [True, False]
    assert not await database.write(lambda tx: reports.mark_filed(tx, report))
    assert not await database.write(lambda tx: reports.forward(tx, house.office.id, report.id, 7))


async def test_numbers_taken_together_follow_each_other_and_are_given_back_when_it_fails(database: Database) -> None:
    house = await House.build(database)
    office_id = house.office.id

    def failing(tx: Transaction) -> None:
        counters.take_next(tx, office_id, "concern", 50)
        raise RuntimeError("killed")

    firsts = await database.write(lambda tx: [counters.take_next(tx, office_id, "concern", n) for n in (1, 12)])
    with pytest.raises(RuntimeError):
        await database.write(failing)
    firsts.append(await database.write(lambda tx: counters.take_next(tx, office_id, "concern")))
    assert firsts == [1, 2, 14]
