"""The sheet that contributors fill in, and the same sheet sent back with what is wrong beside each row."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.documents.xlsx.cells import cell_text
from bot.documents.xlsx.workbook import RED, Book, Target, head_format, open_book, row_height, set_page, write_cell
from handlers.papers.tables import Heading
from handlers.rules.contributions import (
    ERROR_HEADING,
    EXAMPLE,
    HEADINGS,
    MOST_PEOPLE,
    MOST_ROWS,
    NO,
    NUMBER_HEADING,
    SOURCE_WORDS,
    YES,
    Choices,
    Column,
    RowProblem,
    SheetRow,
    read_day,
)

TABLE, HELP, LISTS = "Ý kiến", "Hướng dẫn", "Danh mục"
_WIDTHS = {
    Column.SOURCE: 15,
    Column.DAY: 13,
    Column.NAME: 24,
    Column.PEOPLE: 9,
    Column.AREA: 15,
    Column.PHONE: 14,
    Column.NAMED: 11,
    Column.TOPIC: 19,
    Column.TEXT: 60,
    Column.PROPOSAL: 34,
}
_STARRED = frozenset({Column.SOURCE, Column.DAY, Column.TEXT})
_HEADER_ROW = 2
_FIRST_ROW = _HEADER_ROW + 1
_ERROR_WIDTH = 50
_WRONG_FILL, _EXAMPLE_COLOUR = "#FBE4E4", "#6A6A6A"
_TEXT_FORMAT = "@"
"""Text: a telephone number keeps its 0, and «5/12» does not become the 12th of May."""
_ALLOWED = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}


def write_template(target: Target, office: str, choices: Choices, today: date) -> None:
    """An empty sheet with an example row, drop-down lists and a page of instructions."""
    with _open(target, office, today) as book:
        sheet = _add_table(book, office, choices)
        example = _example(choices, today)
        style = _cell(book, italic=True, font_color=_EXAMPLE_COLOUR)
        sheet.set_row(_FIRST_ROW, row_height(list(example.values()), [_WIDTHS[column] for column in example]))
        sheet.write_string(_FIRST_ROW, 0, EXAMPLE, style)
        for place, column in enumerate(HEADINGS, 1):
            write_cell(sheet, _FIRST_ROW, place, example.get(column), style)
        _add_help(book, office)
        _add_lists(book, choices)


def write_with_errors(
    target: Target, office: str, choices: Choices, today: date, rows: Sequence[SheetRow], problems: Sequence[RowProblem]
) -> None:
    """The rows as they came, words as words, wrong cells coloured, and a last column that says what is wrong.

    The sheet can be mended and sent back as it is: that column is not read.
    """
    wrong = {line: [one for one in problems if one.line == line] for line in {one.line for one in problems}}
    with _open(target, office, today) as book:
        sheet = _add_table(book, office, choices, errors=True)
        for n, row in enumerate(rows, 1):
            _write_row(book, sheet, _FIRST_ROW + n - 1, n, row, wrong.get(row.line, []))
        _add_help(book, office)
        _add_lists(book, choices)


def _open(target: Target, office: str, today: date) -> Any:
    return open_book(target, Heading(office=office, title="Báo cáo ý kiến của Nhân dân", as_of=today), rows=0)


def _write_row(book: Book, sheet: Any, at: int, n: int, row: SheetRow, wrong: Sequence[RowProblem]) -> None:
    columns = {problem.column for problem in wrong}
    sentences = "\n".join(problem.message for problem in wrong)
    shown = [_shown(row, column) for column in HEADINGS]
    sheet.set_row(at, row_height([*shown, sentences], [*_WIDTHS.values(), _ERROR_WIDTH]))
    sheet.write_number(at, 0, n, _cell(book))
    for place, column in enumerate(HEADINGS, 1):
        style = _cell(book, bg_color=_WRONG_FILL) if column in columns else _cell(book)
        write_cell(sheet, at, place, shown[place - 1], style)
    write_cell(sheet, at, len(HEADINGS) + 1, sentences, _cell(book, font_color=RED))


def _shown(row: SheetRow, column: Column) -> str:
    """What stood in a cell; a day that was kept as a number, as a day."""
    cell = row.cells.get(column)
    if cell is not None and column is Column.DAY and cell.number is not None and (day := read_day(cell)) is not None:
        return f"{day:%d/%m/%Y}"
    return row.text(column)


def _cell(book: Book, **more: object) -> Any:
    return book.format(locked=False, text_wrap=True, num_format=_TEXT_FORMAT, **more)


def _add_table(book: Book, office: str, choices: Choices, *, errors: bool = False) -> Any:
    sheet = book.workbook.add_worksheet(TABLE)
    sheet.set_column(0, 0, 7, _cell(book))
    for place, column in enumerate(HEADINGS, 1):
        sheet.set_column(place, place, _WIDTHS[column], _cell(book))
    sheet.write_string(0, 0, cell_text(f"BÁO CÁO Ý KIẾN CỦA NHÂN DÂN: {office}"), book.format(bold=True, font_size=14))
    lead = f"Xin sửa các ô tô màu theo cột «{ERROR_HEADING}», rồi gửi lại cả tệp." if errors else "Mỗi dòng một ý kiến."
    sheet.write_string(1, 0, f"{lead} Cột có dấu * bắt buộc ghi. Xem trang «{HELP}».", book.format(italic=True))
    sheet.write_string(_HEADER_ROW, 0, NUMBER_HEADING, head_format(book))
    for place, column in enumerate(HEADINGS, 1):
        sheet.write_string(
            _HEADER_ROW, place, HEADINGS[column] + (" *" if column in _STARRED else ""), head_format(book)
        )
    if errors:
        place = len(HEADINGS) + 1
        sheet.set_column(place, place, _ERROR_WIDTH, _cell(book))
        sheet.write_string(_HEADER_ROW, place, ERROR_HEADING, head_format(book, font_color=RED))
    sheet.set_row(_HEADER_ROW, 36)
    sheet.freeze_panes(_FIRST_ROW, 0)
    sheet.protect("", _ALLOWED)
    _add_choices(sheet, choices)
    set_page(sheet, Heading(office=office, title="", as_of=date(1980, 1, 1)), header_row=_HEADER_ROW)
    return sheet


def _lists(choices: Choices) -> Mapping[Column, Sequence[str]]:
    return {
        Column.SOURCE: tuple(SOURCE_WORDS.values()),
        Column.AREA: tuple(area.name for area in choices.areas),
        Column.TOPIC: tuple(topic.name for topic in choices.topics),
        Column.NAMED: (YES, NO),
    }


def _add_choices(sheet: Any, choices: Choices) -> None:
    """Drop-down lists from the page of lists: a list inside the cell's own rule may have 255 letters only."""
    last = _FIRST_ROW + MOST_ROWS - 1
    for place, (column, names) in enumerate(_lists(choices).items()):
        at = list(HEADINGS).index(column) + 1
        letter = chr(ord("A") + place)
        if names:
            rule = {
                "validate": "list",
                "source": f"='{LISTS}'!${letter}$2:${letter}${len(names) + 1}",
                "error_title": "Chưa có trong danh sách",
                "error_message": f"Xin chọn «{HEADINGS[column]}» trong danh sách.",
            }
            sheet.data_validation(_FIRST_ROW, at, last, at, rule)
    people = list(HEADINGS).index(Column.PEOPLE) + 1
    rule = {
        "validate": "custom",
        "value": f"=AND(ISNUMBER(VALUE(E{_FIRST_ROW + 1})),VALUE(E{_FIRST_ROW + 1})>=1)",
        "error_title": "Số người chưa đúng",
        "error_message": f"Xin ghi một số từ 1 đến {MOST_PEOPLE}.",
        "input_title": "Số người",
        "input_message": "Chỉ ghi khi là một nhóm, họp dân hoặc thăm dò.",
    }
    sheet.data_validation(_FIRST_ROW, people, last, people, rule)


def _add_lists(book: Book, choices: Choices) -> None:
    sheet = book.workbook.add_worksheet(LISTS)
    for place, (column, names) in enumerate(_lists(choices).items()):
        sheet.set_column(place, place, 32)
        # Titles unlike those of the table: a page of lists that somebody unhides is no second table.
        for row, words in enumerate((f"Danh sách: {HEADINGS[column]}", *names)):
            sheet.write_string(row, place, cell_text(words), book.format(bold=row == 0))
    sheet.protect()
    sheet.hide()


def _example(choices: Choices, today: date) -> dict[Column, str]:
    return {
        Column.SOURCE: next(iter(SOURCE_WORDS.values())),
        Column.DAY: f"{today:%d/%m/%Y}",
        Column.NAME: "Nguyễn Văn A",
        Column.AREA: choices.areas[0].name if choices.areas else "",
        Column.PHONE: "0912 345 678",
        Column.NAMED: YES,
        Column.TOPIC: choices.topics[0].name if choices.topics else "",
        Column.TEXT: "Mương trước nhà văn hóa bị tắc, mưa là ngập đường. Đề nghị xã cho nạo vét.",
        Column.PROPOSAL: "Thôn đề nghị đưa vào kế hoạch nạo vét quý tới.",
    }


_HELP = (
    ("Cách ghi", ""),
    ("1", f"Ghi vào trang «{TABLE}», mỗi dòng một ý kiến. Dòng «{EXAMPLE}» để xem, không được nhận; có thể xóa."),
    ("2", "Không đổi dòng tiêu đề, không gộp ô, không dùng công thức. Chép từ nơi khác thì dán giá trị."),
    ("3", f"Mỗi tệp không quá {MOST_ROWS} dòng. Nhiều hơn thì chia thành nhiều tệp."),
    ("4", "Gửi tệp này cho trợ lý tự động trong cuộc trò chuyện, sau lệnh /nhap."),
    ("5", "Nếu có dòng sai, ông/bà nhận lại tệp này với cột nói cần sửa gì. Khi ấy chưa dòng nào được nhận."),
    ("Từng cột", ""),
    (HEADINGS[Column.SOURCE], "«Gặp người dân», «Họp dân» hoặc «Thăm dò ý kiến»."),
    (HEADINGS[Column.DAY], "Ngày/tháng/năm gặp, họp hoặc thăm dò. Ví dụ 05/12/2026 là ngày 5 tháng 12."),
    (HEADINGS[Column.NAME], "Tên người nêu ý kiến. Với nhóm: tên nhóm hoặc cuộc họp, ví dụ «Họp dân xóm 3»."),
    (HEADINGS[Column.PEOPLE], "Chỉ ghi với nhóm: bao nhiêu người dự họp hoặc trả lời thăm dò."),
    (HEADINGS[Column.AREA], "Nơi ở của người nêu ý kiến. Nhóm ở nhiều nơi thì để trống."),
    (HEADINGS[Column.PHONE], "Để báo kết quả. Không có thì để trống."),
    (HEADINGS[Column.NAMED], f"Với một người: «{YES}» khi họ đồng ý cho ghi tên. «{NO}»: để trống tên và điện thoại."),
    (HEADINGS[Column.TOPIC], "Chọn trong danh sách. Chưa rõ thì để trống."),
    (HEADINGS[Column.TEXT], "Ghi đúng lời người dân, đầy đủ, trung thực."),
    (HEADINGS[Column.PROPOSAL], "Nơi báo cáo đề xuất trả lời thế nào. Không bắt buộc."),
    ("Lưu ý", ""),
    ("Tố cáo", "Không ghi đơn tố cáo vào tệp này. Xin hướng dẫn người tố cáo đến nơi tiếp công dân."),
    ("Bảo mật", "Tệp có tên và số điện thoại của người dân. Xin không gửi cho người không có trách nhiệm."),
)


def _add_help(book: Book, office: str) -> None:
    sheet = book.workbook.add_worksheet(HELP)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, cell_text(f"Hướng dẫn ghi báo cáo ý kiến: {office}"), book.format(bold=True, font_size=14))
    for row, (title, words) in enumerate(_HELP, 2):
        sheet.write_string(row, 0, title, book.format(bold=not words or not title.isdigit(), align="left"))
        sheet.write_string(row, 1, words, book.format(text_wrap=True))
    sheet.protect()
    set_page(sheet, Heading(office=office, title="", as_of=date(1980, 1, 1)), header_row=None, portrait=True)
