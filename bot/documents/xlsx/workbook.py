"""The manner of every workbook: a heading, a table that prints on A4 with its header on each page, words as words.

No cell is ever a formula: text is written as text whatever it begins with, and sums are written as numbers, so that a
phone's viewer shows them and nothing that a resident wrote («=cmd|…») is run by an official's computer.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from bot.documents.xlsx.cells import cell_text, one_line
from handlers.papers.tables import Heading

Target = Path | BinaryIO
Value = str | int | float | date | None

FONT = "Times New Roman"
RED = "#B00020"
_HEAD_FILL, _LATE_FILL, _LINE = "#DDE5EE", "#FBE4E4", "#8A8A8A"
_LINE_HEIGHT, _TALLEST_ROW = 16.0, 409.0
"""Points; Excel's own limit for a row."""
_PERCENT, _DAY, _WHOLE = "0.0%", "dd/mm/yyyy", "#,##0"
_A4 = 9
_MOST_IN_MEMORY = 2_000
"""Rows. A longer table goes to the disk row by row, in constant memory."""
_FOOTER_LETTERS = 80
_DRAFT = "DỰ THẢO, chưa được duyệt. Do phần mềm lập; cán bộ cần kiểm tra lại."


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its title, its width in characters, and whether its cells stand in the middle."""

    title: str
    width: float
    centred: bool = False


class Book:
    """A workbook while it is written; `workbook` is XlsxWriter's own."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def format(self, **properties: object) -> Any:
        """A cell format with these properties of XlsxWriter, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            base = {"font_name": FONT, "font_size": 12, "valign": "top"}
            self._formats[key] = self.workbook.add_format({**base, **properties})
        return self._formats[key]


@contextmanager
def open_book(target: Target, heading: Heading, rows: int) -> Iterator[Book]:
    """A new workbook at `target`, written when the block ends. Its bytes depend on what is written alone."""
    workbook = xlsxwriter.Workbook(
        target if not isinstance(target, Path) else str(target),
        {
            "constant_memory": rows > _MOST_IN_MEMORY,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    workbook.set_properties(
        {
            "title": one_line(heading.title)[:200],
            "company": one_line(heading.office)[:200],
            "created": datetime.combine(heading.as_of, time()),
        }
    )
    with workbook:
        yield Book(workbook)


def add_table(
    book: Book, name: str, heading: Heading, columns: Sequence[Column], rows: Iterable[tuple[bool, Sequence[Value]]]
) -> Any:
    """A sheet with the heading and the table, ready to print; a row whose flag is set stands there in red."""
    sheet = book.workbook.add_worksheet(name)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, column.width)
    top = add_heading(book, sheet, heading, len(columns), sum(column.width for column in columns))
    write_row(sheet, top, [column.title for column in columns], [head_format(book)] * len(columns))
    widths = [column.width for column in columns]
    sheet.set_row(top, row_height([column.title for column in columns], widths, bold=True))
    last = top
    for last, (late, values) in enumerate(rows, start=top + 1):
        sheet.set_row(last, row_height(values, widths))
        write_row(
            sheet,
            last,
            values,
            [_format_of(book, value, late, column) for value, column in zip(values, columns, strict=True)],
        )
    sheet.freeze_panes(top + 1, 0)
    if last > top:
        sheet.autofilter(top, 0, last, len(columns) - 1)
    set_page(sheet, heading, header_row=top)
    return sheet


def add_heading(book: Book, sheet: Any, heading: Heading, columns: int, width: float) -> int:
    """Write the lines above a table across its columns; the row after them."""
    lines = [
        (heading.office, book.format(bold=True, text_wrap=True)),
        (heading.title, book.format(bold=True, font_size=14, align="center", text_wrap=True)),
        (heading.subtitle, book.format(italic=True, align="center", text_wrap=True)),
        (f"Tính đến ngày {heading.as_of:%d/%m/%Y}", book.format(italic=True, align="center")),
    ]
    if heading.draft:
        lines.append((_DRAFT, book.format(bold=True, align="center", font_color=RED)))
    row = 0
    for text, line_format in lines:
        if words := cell_text(text):
            sheet.merge_range(row, 0, row, columns - 1, "", line_format)
            sheet.write_string(row, 0, words, line_format)
            sheet.set_row(row, 19.0 * (1 + len(words) // max(1, int(width * 0.8))))
            row += 1
    return row + 1


def row_height(values: Sequence[Value], widths: Sequence[float], *, bold: bool = False) -> float:
    """How many points a row needs for its words in columns of these widths: not every program works that out itself."""
    texts = (value if isinstance(value, str) else "" for value in values)
    narrow = 1.15 if bold else 0.94
    lines = max(_lines(cell_text(text), max(1, int(width / narrow))) for text, width in zip(texts, widths, strict=True))
    return min(_TALLEST_ROW, lines * _LINE_HEIGHT)


def _lines(text: str, letters: int) -> int:
    return sum(max(1, len(textwrap.wrap(line, letters))) for line in text.split("\n"))


def write_row(sheet: Any, row: int, values: Sequence[Value], formats: Sequence[Any]) -> None:
    """Write cells by the kind of their value; a text is always written as text."""
    for column, (value, cell) in enumerate(zip(values, formats, strict=True)):
        write_cell(sheet, row, column, value, cell)


def write_cell(sheet: Any, row: int, column: int, value: Value, cell: Any) -> None:
    """Write one cell by the kind of its value."""
    if isinstance(value, str) and (words := cell_text(value)):
        sheet.write_string(row, column, words, cell)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), cell)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, cell)
    else:
        sheet.write_blank(row, column, None, cell)


def cell_format(book: Book, *, late: bool = False, centred: bool = False, **more: Any) -> Any:
    """The format of a cell inside a table, red when it is late."""
    properties: dict[str, Any] = {
        "border": 1,
        "border_color": _LINE,
        "text_wrap": True,
        **more,
    }
    if centred:
        properties["align"] = "center"
    if late:
        properties |= {"font_color": RED, "bg_color": _LATE_FILL}
    return book.format(**properties)


def _format_of(book: Book, value: Value, late: bool, column: Column) -> Any:
    shown = {"num_format": _DAY} if isinstance(value, date) else {}
    return cell_format(book, late=late, centred=column.centred, **shown)


def count_format(book: Book, *, percent: bool = False, total: bool = False) -> Any:
    """The format of a number in a table of sums."""
    return cell_format(book, align="right", num_format=_PERCENT if percent else _WHOLE, bold=total)


def head_format(book: Book, **more: object) -> Any:
    """The format of a table's header."""
    centred = {"align": "center", "valign": "vcenter", "text_wrap": True}
    return book.format(bold=True, border=1, border_color=_LINE, bg_color=_HEAD_FILL, **{**centred, **more})


def set_page(
    sheet: Any, heading: Heading, header_row: int | None, *, portrait: bool = False, one_page: bool = False
) -> None:
    """A4, one page wide, the header on each page, and the number of the page below."""
    sheet.set_portrait() if portrait else sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.7)  # inches
    sheet.fit_to_pages(1, 1 if one_page else 0)
    if header_row is not None:
        sheet.repeat_rows(header_row)
    office = one_line(heading.office)[:_FOOTER_LETTERS].replace("&", "&&")
    sheet.set_footer(f'&L&"{FONT}"&10{office}&R&"{FONT}"&10Trang &P/&N')
