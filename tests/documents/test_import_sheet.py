"""Sheets that come back: read as they were meant, or refused as a whole with a sentence, in little time and memory."""

import subprocess
import sys
import zlib
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bot.documents.xlsx import read_parts
from bot.documents.xlsx.report_form import TABLE
from bot.documents.xlsx.report_reader import read_report
from handlers.rules.contributions import (
    ERROR_HEADING,
    HEADINGS,
    MOST_ROWS,
    Checked,
    Column,
    SheetError,
    check_rows,
)
from tests.documents import books
from tests.sources import ROOT

GOOD = books.saved(books.filled(books.ROW, books.GROUP))
SHARED = books.sent_back(read_report(GOOD), [])
"""The same rows in a workbook that keeps its words in a table of strings."""
SHEET = "xl/worksheets/sheet1.xml"


def checked(data: bytes) -> Checked:
    return check_rows(read_report(data), books.CHOICES, books.TODAY)


def refused(data: bytes) -> str:
    with pytest.raises(SheetError) as error:
        read_report(data)
    return str(error.value)


def table_of(data: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(data))[TABLE]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]


def test_a_filled_sheet_is_read_row_by_row() -> None:
    found = checked(GOOD)
    assert found.problems == ()
    assert [(one.name, one.people, one.area, one.day) for one in found.contributions] == [
        ("Trần Thị Bình", None, "xom-3", date(2026, 11, 5)),
        ("Họp dân xóm 4", 45, "xom-4", date(2026, 11, 6)),
    ]


def test_the_template_filled_in_below_its_example_is_read_without_the_example() -> None:
    book = openpyxl.load_workbook(BytesIO(books.template()))
    order = list(HEADINGS)
    values = {
        Column.SOURCE: "Họp dân",
        Column.DAY: "05/11/2026",
        Column.NAME: "Họp xóm 3",
        Column.PEOPLE: "30",
        Column.TEXT: "Mương xóm 3 tắc.",
    }
    for column, value in values.items():
        book[TABLE].cell(5, order.index(column) + 2, value)
    found = checked(books.saved(book))
    assert (found.problems, [one.name for one in found.contributions]) == ((), ["Họp xóm 3"])


def test_the_page_of_lists_is_no_table_even_when_somebody_unhides_it() -> None:
    book = openpyxl.load_workbook(BytesIO(SHARED))
    book["Danh mục"].sheet_state = "visible"
    assert len(checked(books.saved(book)).contributions) == 2


def test_an_empty_template_says_that_nothing_stands_in_it() -> None:
    assert refused(books.template()) == "Bảng chưa có ý kiến nào dưới dòng tiêu đề."


def test_the_template_has_lists_a_locked_header_open_cells_and_instructions() -> None:
    book = openpyxl.load_workbook(BytesIO(books.template()))
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Ý kiến", "visible"),
        ("Hướng dẫn", "visible"),
        ("Danh mục", "hidden"),
    ]
    sheet = book[TABLE]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists == {
        "B4:B1003": "'Danh mục'!$A$2:$A$4",
        "F4:F1003": "'Danh mục'!$B$2:$B$13",
        "I4:I1003": "'Danh mục'!$C$2:$C$3",
        "H4:H1003": "'Danh mục'!$D$2:$D$3",
    }
    assert [book["Danh mục"].cell(row, 2).value for row in (2, 13)] == ["Xóm 1", "Xóm 12"]
    assert sheet.protection.sheet
    assert [sheet.cell(3, 2).protection.locked, sheet.cell(4, 2).protection.locked] == [True, False]
    assert not sheet.column_dimensions["G"].protection.locked
    assert sheet.cell(4, 7).number_format == "@"
    assert sheet.freeze_panes == "A4"
    assert "Không ghi đơn tố cáo" in str([cell.value for row in book["Hướng dẫn"].iter_rows() for cell in row])


def test_wrong_rows_come_back_as_the_same_sheet_with_what_is_wrong_beside_them() -> None:
    bad: list[object] = list(books.ROW)
    bad[5], bad[6] = "Xóm 99", "12"
    data = books.saved(books.filled(books.ROW, bad))
    found = checked(data)
    back = table_of(books.sent_back(read_report(data), found.problems))
    header, first, second = back[:3]
    assert header[-1] == ERROR_HEADING
    assert (first[3], first[-1]) == ("Trần Thị Bình", None)
    assert (second[5], second[6]) == ("Xóm 99", "12")
    assert "Không có «Xóm 99»" in str(second[-1])
    assert "Số điện thoại chưa đúng" in str(second[-1])


def test_the_sheet_that_came_back_is_taken_once_it_is_mended() -> None:
    bad = list(books.ROW)
    bad[5] = "Xóm 99"
    rows = read_report(books.saved(books.filled(bad, books.GROUP)))
    back = books.sent_back(rows, check_rows(rows, books.CHOICES, books.TODAY).problems)
    book = openpyxl.load_workbook(BytesIO(back))
    assert checked(back).problems[0].column is Column.AREA
    book[TABLE].cell(4, 6, "Xóm 9")
    assert [one.area for one in checked(books.saved(book)).contributions] == ["xom-9", "xom-4"]


def test_formulas_come_back_as_text_beside_the_sentence_that_refuses_them() -> None:
    row = list(books.ROW)
    row[8] = "=cmd|' /C calc'!A0"
    data = books.saved(books.filled(row))
    found = checked(data)
    assert [(problem.line, problem.column) for problem in found.problems] == [(2, Column.TEXT)]
    sheet = openpyxl.load_workbook(BytesIO(books.sent_back(read_report(data), found.problems)))[TABLE]
    assert (sheet.cell(4, 10).data_type, sheet.cell(4, 10).value) == ("s", "=cmd|' /C calc'!A0")


def test_a_formula_with_a_stored_value_is_refused_too_and_one_in_the_running_number_is_not() -> None:
    sheet = books.part(GOOD, SHEET).replace(b"<v>45</v>", b"<f>40+5</f><v>45</v>")
    assert [problem.column for problem in checked(books.changed(GOOD, {SHEET: sheet})).problems] == [Column.PEOPLE]
    assert checked(books.saved(books.filled(("=1+0", *books.ROW[1:])))).problems == ()


def test_merged_cells_are_refused_with_their_range_and_merged_titles_are_not() -> None:
    book = books.filled(books.ROW, books.GROUP, (None,) * 9)
    book.worksheets[0].merge_cells("F2:F3")
    assert [problem.message for problem in checked(books.saved(book)).problems] == [
        "Ô F2:F3 bị gộp. Xin bỏ gộp ô và ghi đủ từng dòng."
    ] * 2
    titled = books.filled(books.ROW)
    titled.worksheets[0].insert_rows(1)
    titled.worksheets[0].cell(1, 1, "BÁO CÁO")
    titled.worksheets[0].merge_cells("A1:I1")
    assert checked(books.saved(titled)).problems == ()


def test_columns_may_stand_in_any_order_with_titles_in_any_spelling() -> None:
    order = [8, 5, 3, 2, 1, 7, 6]
    titles = ["noi dung y kien", "THÔN", "ho ten", "ngay", "Nguồn ý kiến", "dong y", "SDT"]
    data = books.saved(books.filled([books.ROW[place] for place in order], header=titles))
    assert checked(data) == checked(books.saved(books.filled(books.ROW)))


def test_numbers_that_the_spreadsheet_made_of_words_are_understood() -> None:
    row: list[object] = list(books.ROW)
    row[2], row[6], row[5] = datetime(2026, 11, 5), 912345678, 3  # noqa: DTZ001
    found = checked(books.saved(books.filled(row))).contributions[0]
    assert (found.day, found.phone, found.area) == (date(2026, 11, 5), "0912345678", "xom-3")


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days() -> None:
    row: list[object] = list(books.ROW)
    row[2] = datetime(2026, 11, 5)  # noqa: DTZ001
    book = books.filled(row)
    book.epoch = CALENDAR_MAC_1904
    assert checked(books.saved(book)).contributions[0].day == date(2026, 11, 5)


def test_a_second_sheet_without_a_table_is_left_alone_and_one_with_a_table_is_refused() -> None:
    book = books.filled(books.ROW)
    notes = book.create_sheet("Ghi chú")
    notes.append(["Họp lúc 8 giờ"])
    assert len(checked(books.saved(book)).contributions) == 1
    other = book.create_sheet("Thôn khác")
    for values in (books.HEADER, books.GROUP):
        other.append(values)
    assert (
        refused(books.saved(book)) == "Tệp có nhiều bảng ý kiến, ở các trang «Ý kiến», «Thôn khác». Xin giữ một bảng."
    )
    other.sheet_state = "hidden"
    assert len(checked(books.saved(book)).contributions) == 1


def test_a_hundred_thousand_rows_are_refused_by_their_number() -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Ý kiến")
    sheet.append(books.HEADER)
    for n in range(100_000):
        sheet.append((n, "Họp dân", "05/11/2026", "Họp", 3, "Xóm 1", None, None, "Mương tắc"))
    data = books.saved(book)
    expected = "Bảng có hơn 1.000 dòng. Xin chia thành nhiều tệp, mỗi tệp không quá 1.000 dòng."
    assert refused(data) == expected


def test_the_largest_sheet_that_is_allowed_is_taken() -> None:
    rows = [(n, *books.ROW[1:8], f"Ý kiến số {n}: " + "đường hỏng " * 60) for n in range(MOST_ROWS)]
    assert len(checked(books.saved(books.filled(*rows))).contributions) == MOST_ROWS


def document() -> bytes:
    file = BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(512)


def declaring(size: int) -> bytes:
    """A workbook whose directory says that a part has so many bytes."""
    data = bytearray(books.changed(GOOD, {"xl/media/image1.png": b"x" * 10}))
    entry = data.rfind(b"xl/media/image1.png") - 46
    data[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(data)


def bomb() -> bytes:
    """Few bytes that unpack to 200 MB, honestly declared."""
    return books.changed(GOOD, {"xl/media/image1.bin": bytes(200 * 1024 * 1024)})


def big_sheet() -> bytes:
    """A sheet of 50 MB of blank rows, which the directory still allows."""
    blank = b"<row><c/></row>" * (50 * 1024 * 1024 // 15)
    start, end = books.part(GOOD, SHEET).split(b"</sheetData>")
    return books.changed(GOOD, {SHEET: start + blank + b"</sheetData>" + end})


def with_entities(kind: str) -> bytes:
    doctypes = {
        "billion laughs": b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        "external": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "empty": b"<!DOCTYPE x>",
    }
    sheet = books.part(GOOD, SHEET)
    start = sheet.find(b"?>") + 2 if sheet.startswith(b"<?xml") else 0
    return books.changed(GOOD, {SHEET: sheet[:start] + doctypes[kind] + sheet[start:]})


HOSTILE = {
    "nothing": (b"", read_parts.EMPTY),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), read_parts.NOT_EXCEL),
    "a table as text": ("Nguồn;Ngày\n".encode(), read_parts.NOT_EXCEL),
    "a Word document": (document(), read_parts.WORD),
    "an old Word document": (ole("WordDocument"), read_parts.WORD),
    "an old workbook": (ole("Workbook"), read_parts.OLD_EXCEL),
    "a password": (ole("EncryptedPackage"), read_parts.LOCKED),
    "an unknown old file": (ole("PowerPoint Document"), read_parts.OTHER_KIND),
    "macros": (books.changed(GOOD, {"xl/vbaProject.bin": b"x"}), read_parts.MACROS),
    "macros elsewhere": (books.changed(GOOD, {"xl/code/VBAPROJECT2.BIN": b"x"}), read_parts.MACROS),
    "a binary workbook": (
        books.changed(GOOD, {"xl/workbook.xml": None, "xl/workbook.bin": b"x"}),
        read_parts.OTHER_KIND,
    ),
    "any other ZIP": (books.changed(GOOD, {"[Content_Types].xml": None}), read_parts.NOT_EXCEL),
    "too large": (b"PK\x03\x04" + bytes(read_parts.LARGEST_FILE), read_parts.TOO_LARGE),
    "a bomb": (bomb(), read_parts.UNPACKS_TOO_LARGE),
    "a declared bomb": (declaring(2**31), read_parts.UNPACKS_TOO_LARGE),
    "a sheet of blank rows": (big_sheet(), read_parts.UNPACKS_TOO_LARGE),
    "entities": (with_entities("billion laughs"), read_parts.UNSAFE),
    "a file from outside": (with_entities("external"), read_parts.UNSAFE),
    "a document type": (with_entities("empty"), read_parts.UNSAFE),
    "half of it": (GOOD[: len(GOOD) // 2], read_parts.BROKEN),
    "no sheet": (books.changed(GOOD, {"xl/_rels/workbook.xml.rels": None}), read_parts.BROKEN),
    "broken XML": (books.changed(GOOD, {SHEET: b"<worksheet><sheetData>"}), read_parts.BROKEN),
    "an unknown encoding": (
        books.changed(GOOD, {SHEET: b'<?xml version="1.0" encoding="rot13"?><worksheet/>'}),
        read_parts.BROKEN,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_plain_workbook_is_refused_in_words(name: str) -> None:
    data, sentence = HOSTILE[name]
    assert refused(data) == sentence


def test_a_packed_part_that_unpacks_to_more_than_it_declared_is_refused() -> None:
    data = bytearray(big_sheet())
    at = data.rfind(SHEET.encode()) - 46
    data[at + 24 : at + 28] = (2_000).to_bytes(4, "little")
    assert refused(bytes(data)) in {read_parts.BROKEN, read_parts.UNPACKS_TOO_LARGE}


def test_a_locked_zip_is_a_password() -> None:
    data = bytearray(GOOD)
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)) == read_parts.LOCKED


@pytest.mark.parametrize("header", [("Tên", "Tuổi"), ("Nguồn", "Ngày")])
def test_a_table_without_our_columns_is_refused_with_their_names(header: tuple[str, ...]) -> None:
    sentence = refused(books.saved(books.filled(("x", "y"), header=header)))
    assert sentence.startswith("Không thấy bảng ý kiến trong tệp.")
    assert "«Nội dung ý kiến»" in sentence


def test_a_title_in_an_inline_string_with_spoken_letters_and_escapes_is_read() -> None:
    cell = '<c r="I2" t="inlineStr"><is><r><t>Đường </t></r><r><t>hỏng_x000D_</t></r><rPh><t>xx</t></rPh></is></c>'
    sheet = books.part(GOOD, SHEET).decode()
    start, end = sheet.index('<c r="I2"'), sheet.index("</row>", sheet.index('<c r="I2"'))
    data = books.changed(GOOD, {SHEET: (sheet[:start] + cell + sheet[end:]).encode()})
    assert checked(data).contributions[0].text == "Đường hỏng"


@settings(max_examples=40)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_another_reader_sees_the_same_words(texts: list[str]) -> None:
    rows = read_back([text for text in texts if text.strip()] or ["x"])
    assert rows[0] == rows[1]


def read_back(texts: list[str]) -> tuple[list[str], list[str]]:
    """Texts written by our template, as we and as openpyxl read them."""
    given_rows = read_report(books.saved(books.filled(*[books.ROW] * len(texts))))
    rows = [
        row.model_copy(
            update={"cells": {**row.cells, Column.TEXT: row.cells[Column.TEXT].model_copy(update={"text": text})}}
        )
        for row, text in zip(given_rows, texts, strict=True)
    ]
    data = books.sent_back(rows, [])
    ours = [row.text(Column.TEXT) for row in read_report(data)]
    theirs = [str(values[9] or "").strip() for values in table_of(data)[1:]]
    return ours, theirs


@settings(max_examples=300)
@given(
    st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
)
def test_any_bytes_are_refused_in_words(data: bytes, beginning: bytes) -> None:
    assert refused(beginning + data)


@settings(max_examples=400)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_workbook_with_broken_bytes_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, value in changes:
        data[place] = value
    assert rows_or_sentence(bytes(data))


PARTS = [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "_rels/.rels"]
SCRAPS = st.binary(max_size=6) | st.sampled_from([b"<", b">", b'"', b"</v>", b'r="ZZZ9"', b't="s"', b"&#0;", b"-1"])


@settings(max_examples=400)
@given(st.sampled_from(PARTS), st.lists(st.tuples(st.floats(0, 1), SCRAPS), min_size=1, max_size=5))
def test_a_workbook_with_broken_xml_is_read_or_refused(name: str, changes: list[tuple[float, bytes]]) -> None:
    content = bytearray(books.part(SHARED, name))
    for place, value in changes:
        at = int(place * len(content))
        content[at : at + len(value)] = value
    assert rows_or_sentence(books.changed(SHARED, {name: bytes(content)}))


def rows_or_sentence(data: bytes) -> Checked | str:
    try:
        return checked(data)
    except SheetError as error:
        return str(error)


def peak_megabytes(data: bytes, folder: Path) -> tuple[str, int]:
    """What a process of its own says of the file, and the most memory it took beyond what it began with.

    The high-water mark of its own pages: `ru_maxrss` would begin with what the process that started it had.
    """
    path = folder / "sheet.xlsx"
    path.write_bytes(data)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from bot.documents.xlsx.report_reader import read_report\n"
        "from handlers.rules.contributions import SheetError\n"
        "data = Path(sys.argv[1]).read_bytes()\n"
        "most = lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
        "before = most()\n"
        "try:\n    read_report(data); said = 'read'\n"
        "except SheetError as error:\n    said = str(error)\n"
        "print((most() - before) // 1024); print(said)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    grown, said = done.stdout.split("\n", 1)
    return said.strip(), int(grown)


def nested() -> bytes:
    return books.changed(GOOD, {SHEET: b"<a>" * 4_000_000})


def many_strings() -> bytes:
    strings = b"<sst>" + b"<si/>" * 1_600_000 + b"</sst>"
    cell = b'<worksheet><sheetData><row><c t="s"><v>1599999</v></c></row></sheetData></worksheet>'
    return books.changed(SHARED, {"xl/sharedStrings.xml": strings, SHEET: cell})


def wide() -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 400_000 + b"</row>"
    return books.changed(GOOD, {SHEET: b"<worksheet><sheetData>" + row * 2 + b"</sheetData></worksheet>"})


def merges() -> bytes:
    start, end = books.part(GOOD, SHEET).split(b"</sheetData>")
    many = b'<mergeCell ref="A1:B2"/>' * 300_000
    return books.changed(GOOD, {SHEET: start + b"</sheetData><mergeCells>" + many + b"</mergeCells>" + end})


@pytest.mark.parametrize(
    "build", [bomb, big_sheet, nested, many_strings, wide, merges], ids=lambda build: build.__name__
)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it")
def test_a_hostile_workbook_takes_little_memory(build: object, tmp_path: Path) -> None:
    assert callable(build)
    data = build()
    assert len(data) < 5 * 1024 * 1024
    said, grown = peak_megabytes(data, tmp_path)
    assert said
    assert grown < 40


def test_what_was_packed_to_test_a_bomb_is_one() -> None:
    with ZipFile(BytesIO(bomb())) as archive:
        assert sum(entry.file_size for entry in archive.infolist()) > 100 * len(bomb())
    assert zlib.decompress(zlib.compress(b"x")) == b"x"
