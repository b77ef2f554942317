"""A contributor's sheet that comes back: from the bytes of a file to the rows of its table.

    rows = read_report(data)                        # SheetError: the whole file is refused, with a sentence
    checked = check_rows(rows, choices, today)      # handlers.rules.contributions
    if checked.problems:
        write_with_errors(target, office, choices, rows, checked.problems)    # bot.documents.xlsx.report_form

Reading takes bounded time and memory, but blocks: run it in a thread.
"""

from bot.documents.xlsx.cells import one_line
from bot.documents.xlsx.read_cells import Merge, SheetContent, read_sheets
from bot.documents.xlsx.read_parts import open_parts
from handlers.rules.contributions import (
    HEADINGS,
    MOST_ROWS,
    NUMBER_HEADING,
    REQUIRED,
    Header,
    SheetError,
    SheetRow,
    check_header,
    find_header,
    is_example,
)
from handlers.texts import Texts

_HEADER_WITHIN = 20
"""Rows from the top of a sheet among which its header is looked for."""
_VI = Texts("vi")
_NO_TABLE = (
    "Không thấy bảng ý kiến trong tệp. Dòng tiêu đề phải có các cột "
    + ", ".join(f"«{HEADINGS[column]}»" for column in REQUIRED)
    + ". Xin dùng tệp mẫu."
)
_NO_ROWS = "Bảng chưa có ý kiến nào dưới dòng tiêu đề."
_LIMIT = f"{_VI.number(MOST_ROWS)} dòng"
_TOO_MANY = f"Bảng có hơn {_LIMIT}. Xin chia thành nhiều tệp, mỗi tệp không quá {_LIMIT}."


def read_report(data: bytes) -> tuple[SheetRow, ...]:
    """The rows of the one table of concerns in a file, unchecked. Raises SheetError and nothing else."""
    with open_parts(data) as parts:
        sheets = read_sheets(parts, MOST_ROWS + _HEADER_WITHIN + 1)
    tables = [(sheet, *found) for sheet in sheets if (found := _header_of(sheet)) is not None]
    filled = [table for table in tables if any(row > table[1] for row in table[0].rows)]
    if not tables:
        raise SheetError(_NO_TABLE)
    if len(filled) > 1:
        names = ", ".join(f"«{one_line(sheet.name)[:31]}»" for sheet, _, _ in filled)
        raise SheetError(f"Tệp có nhiều bảng ý kiến, ở các trang {names}. Xin giữ một bảng.")
    return _rows(*(filled or tables)[0])


def _header_of(sheet: SheetContent) -> tuple[int, Header] | None:
    """The row of the header and its columns; the first row that looks like one."""
    for row in sorted(sheet.rows)[:_HEADER_WITHIN]:
        if (header := find_header({place: cell.text for place, cell in sheet.rows[row].items()})) is not None:
            return row, header
    return None


def _rows(sheet: SheetContent, header_row: int, header: Header) -> tuple[SheetRow, ...]:
    below = {row: cells for row, cells in sheet.rows.items() if row > header_row and cells}
    check_header(header, sorted({place for cells in below.values() for place in cells}))
    numbered = _number_column(sheet, header_row)
    rows = tuple(
        SheetRow(
            line=row,
            cells={column: cells[place] for place, column in header.columns.items() if place in cells},
            merged=_merged(row, header, sheet.merges),
        )
        for row, cells in sorted(below.items())
        if not (numbered in cells and is_example(cells[numbered].text))
    )
    rows = tuple(row for row in rows if row.cells)
    if sheet.cut or len(rows) > MOST_ROWS:
        raise SheetError(_TOO_MANY)
    if not rows:
        raise SheetError(_NO_ROWS)
    return rows


def _number_column(sheet: SheetContent, header_row: int) -> int:
    """Where the template writes «Ví dụ»: the column TT, by custom the first."""
    titles = sheet.rows[header_row]
    return next((place for place, cell in titles.items() if cell.text.strip() == NUMBER_HEADING), 0)


def _merged(row: int, header: Header, merges: list[Merge]) -> str:
    """The first merged range that touches a column of the table in this row."""
    return next(
        (
            one_line(merge.words)
            for merge in merges
            if merge.first_row <= row <= merge.last_row
            and any(merge.first_column <= place <= merge.last_column for place in header.columns)
        ),
        "",
    )
