"""Sheets through the whole way: asked for in chat, filled, sent back, read, and taken whole or not at all."""

import asyncio
import shutil
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.documents.xlsx.report_form import TABLE
from bot.documents.xlsx.report_reader import read_report
from bot.sheets_in import SheetDesk
from handlers.reports.filing import prepare
from handlers.reports.sheet import SheetRead, take
from handlers.rules.contributions import check_rows
from storage import uploads
from storage.database import Database, open_database
from storage.records import Role
from storage.transaction import Transaction
from tests.documents import books
from tests.house import LIMITS
from tests.milestones.planned import local
from tests.official.sessions_at_work import run
from tests.reports.filing import (
    DENUNCIATION,
    commune,
    counted,
    farmers,
    hand_in,
    read_files,
    row,
    send_sheet,
    sheet,
    store,
)

NOVEMBER = date(2025, 11, 27)
NOTHING = {"report": 0, "concern": 0, "on_behalf": 0}


def only_people(found: dict[str, int]) -> dict[str, int]:
    return {name: n for name, n in found.items() if name != "person"}


def texts(n: int) -> list[list[object]]:
    return [row(f"Đoạn đường số {k} của xóm bị hỏng, đề nghị xã cho sửa.", name=f"Trần Thị Số {k}") for k in range(n)]


async def test_the_template_comes_with_the_offices_hamlets_and_is_taken_when_filled(
    database: Database, tmp_path: Path
) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await nong.say("/nhap")
    await nong.tap("Lấy mẫu Excel")
    await read_files(house, tmp_path)
    await nong.heard()
    (file,) = [file for reply in await nong.heard() for file in reply.files]
    assert file.name == "nhap-y-kien-mau-gm-20251127.xlsx"
    book = openpyxl.load_workbook(BytesIO(store(tmp_path).read(file.stored_as)))
    assert book["Danh mục"].cell(2, 2).value == "Xóm 1"
    for place, value in enumerate(("Họp dân", "20/11/2025", "Họp xóm 3", "30"), 2):
        book[TABLE].cell(5, place, value)
    book[TABLE].cell(5, 10, "Mương xóm 3 tắc, mưa là ngập.")
    assert "mã GM-0001" in await send_sheet(nong, tmp_path, books.saved(book))
    await read_files(house, tmp_path)
    assert len([file for reply in await nong.heard() for file in reply.files]) == 1, "made once"


async def test_twelve_rows_become_twelve_concerns_with_codes_in_a_row(database: Database, tmp_path: Path) -> None:
    house = await commune(database)
    nong = await farmers(house)
    said = await send_sheet(nong, tmp_path, sheet(*texts(12)))
    assert "Đã ghi nhận 12 ý kiến, mã GM-0001 đến GM-0012." in said
    assert "đúng hạn" in said
    assert only_people(await counted(house)) == {"report": 1, "concern": 12, "on_behalf": 12}


async def test_what_counts_for_the_cutoff_is_when_the_sheet_was_sent_not_when_it_was_read(
    database: Database, tmp_path: Path
) -> None:
    house = await commune(database, local(2025, 11, 28, 10, 59))
    nong = await farmers(house)
    data = sheet(*texts(2))
    await hand_in(nong, data)
    house.at = local(2025, 11, 28, 11, 30)
    await read_files(house, tmp_path, data)
    await nong.heard()
    assert "đúng hạn" in nong.last.text


async def test_one_wrong_row_keeps_all_out_and_the_sheet_comes_back_with_what_is_wrong(
    database: Database, tmp_path: Path
) -> None:
    house = await commune(database)
    nong = await farmers(house)
    before = await counted(house)
    said = await send_sheet(nong, tmp_path, sheet(*texts(4), row(area="Xóm 99")))
    assert "Chưa nhận dòng nào: 1 dòng cần sửa" in said
    assert "Dòng 6: Không có «Xóm 99» trong danh sách thôn, xóm." in said
    assert await counted(house) == before
    (file,) = [file for reply in await nong.heard() for file in reply.files]
    back = openpyxl.load_workbook(BytesIO(store(tmp_path).read(file.stored_as)))
    assert "Xóm 99" in str(back[TABLE].cell(8, 12).value)
    back[TABLE].cell(8, 6, "Xóm 9")
    assert "Đã ghi nhận 5 ý kiến" in await send_sheet(nong, tmp_path, books.saved(back))


HOSTILE = {
    "a formula": (sheet(row("=HYPERLINK(1)")), "là công thức"),
    "a hundred thousand rows": (None, "Xin chia thành nhiều tệp"),
    "wrong headers": (sheet(row(), header=("A", "B", "C", "D", "E", "F", "G", "H", "I")), "Không thấy bảng ý kiến"),
    "no row": (sheet(), "chưa có ý kiến nào"),
    "a misspelt column": (
        sheet([*row(), "x"], header=(*books.HEADER, "Số điện thoại nhà")),
        "Mẫu không có cột «Số điện thoại nhà»",
    ),
    "a strange part": (books.changed(sheet(row()), {"xl/vbaProject.bin": b"macro"}), ""),
    "a document type": (
        books.changed(sheet(row()), {"xl/worksheets/sheet1.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "",
    ),
    "cut off": (sheet(row())[:2000], ""),
    "a bomb": (books.changed(sheet(row()), {"xl/worksheets/sheet1.xml": b"<a>" + b" " * 120_000_000}), ""),
}


@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_sheet_is_answered_with_a_sentence_and_leaves_nothing(
    database: Database, tmp_path: Path, case: tuple[bytes | None, str]
) -> None:
    data, words = case
    if data is None:
        book = openpyxl.Workbook(write_only=True)
        table = book.create_sheet("Ý kiến")
        for values in (books.HEADER, *([row()] * 1_500)):
            table.append(values)
        data = books.saved(book)
    house = await commune(database)
    nong = await farmers(house)
    before, heard = await counted(house), len(await nong.heard())
    said = await send_sheet(nong, tmp_path, data)
    assert len(await nong.heard()) >= heard + 3, "asked, received, and told what is wrong"
    assert "Đã nhận tệp" not in said
    assert words in said
    assert await counted(house) == before


async def test_a_merged_cell_is_named_and_nothing_is_taken(database: Database, tmp_path: Path) -> None:
    house = await commune(database)
    nong = await farmers(house)
    book = books.filled(row(), row("Cầu xóm 4 sập, không qua lại được."))
    book.worksheets[0].merge_cells("F2:F3")
    assert "bị gộp" in await send_sheet(nong, tmp_path, books.saved(book))
    assert only_people(await counted(house)) == NOTHING


async def test_the_same_file_twice_is_noticed_and_not_taken_again(database: Database, tmp_path: Path) -> None:
    house = await commune(database)
    nong, data = await farmers(house), sheet(*texts(3))
    await send_sheet(nong, tmp_path, data)
    before = await counted(house)
    said = await send_sheet(nong, tmp_path, data, name="bao-cao (1).xlsx")
    assert "Tệp này đã nhận lúc" in said
    assert "mã GM-0001 đến GM-0003" in said
    assert await counted(house) == before


async def test_a_file_that_was_taken_back_may_be_sent_again(database: Database, tmp_path: Path) -> None:
    house = await commune(database)
    nong, data = await farmers(house), sheet(*texts(2))
    await send_sheet(nong, tmp_path, data)
    await nong.tap("Gỡ báo cáo này")
    await nong.tap("Gỡ")
    assert "Đã gỡ 2 ý kiến" in nong.last.text
    assert "mã GM-0003 đến GM-0004" in await send_sheet(nong, tmp_path, data)


async def test_an_upload_that_two_workers_read_is_taken_once(database: Database, tmp_path: Path) -> None:
    """Also what a kill between reading and committing leaves: the row still waits, and is read again."""
    house = await commune(database)
    nong, data = await farmers(house), sheet(*texts(5))
    await hand_in(nong, data)
    files = store(tmp_path)
    stored_as = files.put(data)
    await run(house, "UPDATE attachment SET state = 'stored', stored_as = :name", name=stored_as)
    (arrived,) = await database.read(lambda tx: uploads.arrived(tx, 9))
    workers = [SheetDesk(database, files, {"telegram": LIMITS}, lambda _channel: None) for _ in range(3)]
    await asyncio.gather(*(worker.read(arrived, data, house.at) for worker in workers))
    assert only_people(await counted(house)) == {"report": 1, "concern": 5, "on_behalf": 5}
    said = [reply.text for reply in await nong.heard()]
    assert len([one for one in said if "Đã ghi nhận 5 ý kiến" in one]) == 1


async def test_a_transaction_that_fails_at_its_end_leaves_the_sheet_to_be_read_again(
    database: Database, tmp_path: Path
) -> None:
    house = await commune(database)
    nong, data = await farmers(house), sheet(*texts(3))
    await hand_in(nong, data)
    contribution = check_rows(read_report(data), books.CHOICES, NOVEMBER).contributions[0]
    read = SheetRead(source_hash="x", prepared=(prepare(house.office, contribution),))
    before = await counted(house)

    def broken(tx: Transaction) -> None:
        (upload,) = tx.all("SELECT id FROM upload")
        take(tx, house.office, upload["id"], read, house.at)
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        await database.write(broken)
    assert await counted(house) == before
    await read_files(house, tmp_path, data)
    await nong.heard()
    assert "mã GM-0001 đến GM-0003" in nong.last.text


async def test_who_lost_their_rights_while_the_sheet_was_on_its_way_files_nothing(
    database: Database, tmp_path: Path
) -> None:
    house = await commune(database)
    nong, data = await farmers(house), sheet(*texts(2))
    await hand_in(nong, data)
    await run(house, "UPDATE official SET removed_at = :at", at=house.at)
    await read_files(house, tmp_path, data)
    assert only_people(await counted(house)) == NOTHING


async def test_a_denunciation_among_the_rows_is_closed_and_the_others_are_not(
    database: Database, tmp_path: Path
) -> None:
    house = await commune(database)
    nong, hoa = await farmers(house), await house.official("hoa", Role.OFFICE)
    rows = texts(3)
    rows[1] = row(DENUNCIATION)
    said = await send_sheet(nong, tmp_path, sheet(*rows))
    assert "GM-0002: được xử lý kín" in said
    found = await house.rows("SELECT code, protected FROM concern ORDER BY number")
    assert [bool(one["protected"]) for one in found] == [False, True, False]
    await hoa.say("/ykien")
    assert "GM-0002" not in hoa.last.text
    assert "hối lộ" not in str(await house.rows("SELECT before, after FROM audit"))


async def test_names_and_numbers_stand_in_no_log_and_no_other_table(database: Database, tmp_path: Path) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await send_sheet(nong, tmp_path, sheet(row(name="Trần Thị Bình")))
    for table in ("audit", "concern", "person", "report", "milestone", "conversation"):
        kept = str(await house.rows(f"SELECT * FROM {table}"))
        assert "Bình" not in kept, table
        assert "0912345678" not in kept, table


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bad=st.lists(st.booleans(), min_size=1, max_size=6))
def test_a_sheet_is_taken_whole_or_leaves_nothing(tmp_path: Path, sqlite_template: Path, bad: list[bool]) -> None:
    rows = [
        row(f"Mương số {k} bị tắc, đề nghị xã cho nạo vét.", area="Xóm 99" if wrong else "Xóm 2")
        for k, wrong in enumerate(bad)
    ]

    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    shutil.copy(sqlite_template, path)
    expected = NOTHING if any(bad) else {"report": 1, "concern": len(bad), "on_behalf": len(bad)}
    assert asyncio.run(_filed(path, sheet(*rows))) == expected


async def _filed(path: Path, data: bytes) -> dict[str, int]:
    """What stands in a database of its own after this sheet was sent."""
    async with open_database(f"sqlite:///{path}") as database:
        house = await commune(database)
        await send_sheet(await farmers(house), path.parent / "files", data)
        return only_people(await counted(house))
