"""Workbooks that are written: words stay words, dates are dates, and the page prints as an office prints it."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.xlsx import sheets
from bot.documents.xlsx.cells import LONGEST_CELL, cell_text
from bot.documents.xlsx.workbook import Book, cell_format, write_cell
from handlers.papers.tables import ConcernRow, Counts, DossierItem, Heading, agency_sums
from tests.documents import examples

Write = Callable[[BytesIO], None]
NO_COUNTS = Counts(received=0, merged=0)
ROWS = examples.concerns(30)
WORKBOOKS: dict[str, Write] = {
    "summary": lambda file: sheets.write_summary(file, examples.HEADING, ROWS, examples.counts(ROWS)),
    "follow-up": lambda file: sheets.write_follow_up(file, examples.HEADING, examples.follow_up()),
    "timeline": lambda file: sheets.write_timeline(file, examples.HEADING, examples.milestones(7)),
    "index": lambda file: sheets.write_index(
        file, examples.HEADING, [(DossierItem(name="Biên bản", extension="docx"), "01-bien-ban.docx")]
    ),
    "nothing in it": lambda file: sheets.write_summary(file, examples.HEADING, [], NO_COUNTS),
    "no tasks": lambda file: sheets.write_follow_up(file, examples.HEADING, []),
}


def written(write: Write) -> bytes:
    file = BytesIO()
    write(file)
    return file.getvalue()


def opened(write: Write) -> Any:
    return openpyxl.load_workbook(BytesIO(written(write)))


def summary_of(*texts: str) -> Any:
    concerns = [ConcernRow(code="GM-0001", text=text) for text in texts]
    return opened(lambda file: sheets.write_summary(file, examples.HEADING, concerns, NO_COUNTS))["Tổng hợp"]


def header_row(sheet: Any) -> int:
    return next(row for row in range(1, 12) if sheet.cell(row, 1).value in {"TT", "STT"})


@pytest.mark.parametrize("text", examples.HOSTILE)
def test_what_looks_like_a_formula_a_link_or_a_number_stays_text(text: str) -> None:
    sheet = summary_of(text)
    cell = sheet.cell(header_row(sheet) + 1, 2)
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", cell_text(text), None)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_no_cell_of_any_workbook_is_a_formula(name: str) -> None:
    cells = [cell for sheet in opened(WORKBOOKS[name]) for row in sheet.iter_rows() for cell in row]
    assert cells
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


@settings(max_examples=30)
@given(st.lists(st.text(), min_size=1, max_size=20))
def test_any_text_comes_back_as_the_same_text(texts: list[str]) -> None:
    sheet = summary_of(*texts)
    values = [sheet.cell(header_row(sheet) + n, 2).value for n in range(1, len(texts) + 1)]
    assert [value or "" for value in values] == [cell_text(text) for text in texts]


@given(st.text(alphabet=st.characters(), min_size=1))
def test_cleaning_twice_is_cleaning_once_and_leaves_nothing_invisible(text: str) -> None:
    once = cell_text(text)
    assert cell_text(once) == once
    assert not [sign for sign in once if (sign < " " and sign not in "\t\n") or "\ud800" <= sign <= "\udfff"]


def test_a_text_longer_than_a_cell_is_cut_with_a_sign_and_read_back() -> None:
    sheet = summary_of("ầ" * 40_000, "😀" * 20_000)
    values = [sheet.cell(header_row(sheet) + n, 2).value for n in (1, 2)]
    assert [len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL and value[-1] == "…" for value in values] == [
        True,
        True,
    ]


def test_a_name_of_300_letters_stands_there_in_full() -> None:
    long = examples.milestones(1)[0].model_copy(update={"owed_by": examples.LONG_NAME})
    sheet = opened(lambda file: sheets.write_timeline(file, examples.HEADING, [long]))["Các mốc"]
    assert len(examples.LONG_NAME) >= 300
    assert examples.LONG_NAME in [cell.value for cell in sheet[header_row(sheet) + 1]]


@pytest.mark.parametrize("name", [name for name in WORKBOOKS if name != "nothing in it"])
def test_the_table_prints_on_a4_with_its_header_on_each_page_and_page_numbers(name: str) -> None:
    sheet = opened(WORKBOOKS[name]).worksheets[0]
    top = header_row(sheet)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == f"${top}:${top}"
    assert sheet.freeze_panes == f"A{top + 1}"
    assert "&P/&N" in sheet.oddFooter.right.text
    assert all(cell.alignment.wrap_text for cell in sheet[top])


def test_the_columns_are_those_of_the_published_summary() -> None:
    sheet = opened(WORKBOOKS["summary"])["Tổng hợp"]
    assert [cell.value for cell in sheet[header_row(sheet)]] == [
        "TT",
        "Nội dung ý kiến, kiến nghị",
        "Đơn vị/Thôn",
        "Lĩnh vực",
        "Cơ quan trả lời",
        "Kết quả/Nội dung trả lời",
        "Ghi chú",
        "Mã số",
    ]


def test_days_are_days_to_sort_by_and_show_as_in_vietnam() -> None:
    sheet = opened(WORKBOOKS["follow-up"])["Theo dõi kết luận"]
    cell = sheet.cell(header_row(sheet) + 1, 6)
    assert (cell.value, cell.number_format) == (datetime(2026, 11, 20), "dd/mm/yyyy")  # noqa: DTZ001


def test_what_is_overdue_is_red_and_says_so_and_nothing_else_is() -> None:
    sheet = opened(WORKBOOKS["follow-up"])["Theo dõi kết luận"]
    top = header_row(sheet)
    states = {sheet.cell(top + n, 7).value: sheet.cell(top + n, 7).font.color for n in range(1, 5)}
    red = [state for state, colour in states.items() if colour is not None and colour.rgb == "FFB00020"]
    assert red == ["Quá hạn"]
    assert set(states) == {"Quá hạn", "Đã xong", "Chưa đến hạn", "Đến hạn hôm nay"}


def test_the_sums_by_agency_add_up() -> None:
    sheet = opened(WORKBOOKS["follow-up"])["Theo cơ quan"]
    rows = [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=5) if row[0].value]
    assert rows[-4:] == [
        ["Phòng Kinh tế", 2, 1, 0, 1],
        ["Phòng Văn hóa – Xã hội", 1, 0, 1, 0],
        ["Công an xã", 1, 0, 1, 0],
        ["Cộng", 4, 1, 2, 1],
    ]
    assert sum(one.given for one in agency_sums(examples.follow_up())) == 4


def test_the_counts_say_how_many_were_received_and_merged_and_each_share() -> None:
    sheet = opened(WORKBOOKS["summary"])["Thống kê"]
    found = {row[0].value: (row[1].value, row[2].value) for row in sheet.iter_rows() if row[0].value}
    assert found["Số ý kiến nhận được"] == (33, None)
    assert found["Còn lại sau khi gộp ý kiến trùng"] == (30, None)
    topics = examples.counts(ROWS).by_topic
    assert found[topics[0].label] == (topics[0].n, pytest.approx(topics[0].n / 30))


@pytest.mark.parametrize(("name", "sheet", "charts"), [("summary", 1, 2), ("follow-up", 1, 1), ("nothing in it", 1, 0)])
def test_charts_stand_where_there_is_something_to_show(name: str, sheet: int, charts: int) -> None:
    assert len(opened(WORKBOOKS[name]).worksheets[sheet]._charts) == charts


def test_a_draft_says_that_it_is_one() -> None:
    heading = examples.HEADING.model_copy(update={"draft": True})
    sheet = opened(lambda file: sheets.write_follow_up(file, heading, [])).worksheets[0]
    assert any("DỰ THẢO" in str(row[0].value) for row in sheet.iter_rows(max_row=6))


def test_an_office_with_a_sign_of_the_footers_own_language_is_written_as_it_is() -> None:
    heading = Heading(office="Xã A & B " * 30, title="&P" * 200, as_of=date(2026, 11, 26))
    footer = opened(lambda file: sheets.write_follow_up(file, heading, [])).worksheets[0].oddFooter
    assert "A && B" in footer.left.text


@pytest.mark.parametrize("name", WORKBOOKS)
def test_the_same_rows_give_the_same_bytes(name: str) -> None:
    assert written(WORKBOOKS[name]) == written(WORKBOOKS[name])


def test_a_long_table_is_written_row_by_row_with_the_same_words() -> None:
    rows = examples.concerns(2_500)
    book = opened(lambda file: sheets.write_summary(file, examples.HEADING, rows, examples.counts(rows)))
    sheet = book["Tổng hợp"]
    top = header_row(sheet)
    assert [sheet.cell(top + n, 8).value for n in (1, 2_500)] == ["GM-0001", "GM-2500"]
    assert (
        sheet.cell(top + 2_500, 2).value == rows[-1].text.strip() or sheet.cell(top + 2_500, 2).value == rows[-1].text
    )


@settings(max_examples=30)
@given(st.lists(st.text(), min_size=1, max_size=20))
def test_any_text_comes_back_from_a_workbook_that_is_written_row_by_row(texts: list[str]) -> None:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
        book, sheet = Book(workbook), workbook.add_worksheet()
        for row, text in enumerate(texts):
            write_cell(sheet, row, 0, text, cell_format(book))
    found = openpyxl.load_workbook(file).worksheets[0]
    assert [found.cell(row, 1).value or "" for row in range(1, len(texts) + 1)] == [cell_text(text) for text in texts]
