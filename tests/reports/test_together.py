"""Concerns that were filed on behalf, beside what else is done with concerns: groups and papers."""

from pathlib import Path

from handlers.papers.gather import source_of
from handlers.papers.gather_report import report
from handlers.papers.report import CollectedReport
from storage.database import Database
from storage.records import Role
from storage.transaction import Transaction
from tests.house import House, Someone
from tests.official.comparing import AGAIN, CANAL, FLOODED, compare
from tests.official.sessions_at_work import staff
from tests.official.test_conclude_release import handed_in, opened
from tests.official.writing import a_concern, a_resident, drafted
from tests.papers.test_protected import all_papers
from tests.reports.test_answers import filed


async def together(database: Database) -> tuple[House, Someone]:
    """GM-0001, filed on behalf, and GM-0002 of a resident, in one group; and the official who filed the first."""
    house = await House.build(database)
    thu = await filed(house, FLOODED)
    lan = await a_resident(house)
    await a_concern(house, lan, AGAIN, topic=CANAL)
    await compare(house)
    return house, thu


async def test_a_report_of_which_a_concern_stands_in_a_group_is_not_taken_back(database: Database) -> None:
    house, thu = await together(database)
    await thu.say("/nhom gop GM-0002 GM-0001")
    assert len(await house.rows("SELECT id FROM group_member WHERE left_at IS NULL")) == 2
    await thu.say("/nhap huy")
    assert "Không gỡ được" in thu.last.text
    assert await house.rows("SELECT id FROM concern WHERE state = 'withdrawn'") == []


async def test_the_answer_to_a_group_is_read_out_to_a_member_without_a_door(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, AGAIN, topic=CANAL)
    thu = await filed(house, FLOODED)
    await compare(house)
    await thu.say("/nhom gop GM-0002 GM-0001")
    await drafted(house, "GM-0001", "Xã nạo vét mương trong tháng 12 năm 2026.")
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet GM-0001")
    await cuc.tap("Duyệt, chỉ gửi")
    await cuc.say("/chuaden")
    assert "GM-0002" in cuc.last.text
    told = [reply.text for reply in await thu.heard() if "Xin báo lại cho Trần Thị Bình" in reply.text]
    assert len(told) == 1
    assert "Xã nạo vét mương" in told[0]


async def test_the_report_says_how_a_concern_without_a_door_came_and_names_nobody(database: Database) -> None:
    house, _ = await together(database)
    session = await house.session()

    def gather(tx: Transaction) -> CollectedReport:
        return report(source_of(tx, house.office, session, house.at))

    paper = await database.read(gather)
    assert "Gửi thay qua cơ quan, đoàn thể, thôn, xóm" in [tally.label for tally in paper.by_channel]


async def test_no_paper_names_for_whom_a_concern_was_filed(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    await filed(house)
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Giao")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    words = await all_papers(house, hoa, tmp_path, ["GM-0001"])
    assert "GM-0001" in words
    assert "Trần Thị Bình" not in words
    assert "0912345678" not in words
