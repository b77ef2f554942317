"""Bảng theo dõi thực hiện kết luận: landscape, what is late in red, sums by agency."""

from datetime import date

from bot.documents.docx import xml
from bot.documents.docx.frame import Sheet, sheet_of
from bot.documents.docx.rules import A4, Role
from bot.documents.docx.xml import RED, Cell, Run
from handlers.papers.after import Followed, FollowState, FollowUpTable
from handlers.papers.families import Family
from handlers.papers.words import day_words, listed, number, short_day

AS_OF = "(Theo {}; số liệu đến {})"
AS_OF_ALONE = "(Số liệu đến {})"
STATES = {
    FollowState.DONE: "Đã thực hiện",
    FollowState.UNDER_WAY: "Đang thực hiện",
    FollowState.NOT_BEGUN: "Chưa thực hiện",
    FollowState.HANDED_UP: "Đã chuyển cấp trên",
}
OVERDUE = "quá hạn"
COLUMNS = (
    ("TT", 10),
    ("Nội dung giao", 40),
    ("Nguồn (ý kiến số)", 21),
    ("Cơ quan chủ trì", 26),
    ("Phối hợp", 23),
    ("Thời hạn", 23),
    ("Tình trạng", 23),
    ("Kết quả, văn bản trả lời", 30),
    ("Ngày trả lời dân", 23),
    ("Dân phản hồi", 18),
    ("Ghi chú", 15),
)
SUM_TITLE = "Tổng hợp theo cơ quan"
SUM_COLUMNS = (
    ("Cơ quan chủ trì", 92),
    ("Số việc", 32),
    ("Đã thực hiện", 32),
    ("Đã chuyển cấp trên", 32),
    ("Chưa xong", 32),
    ("Trong đó quá hạn", 32),
)
NOBODY = "(chưa giao)"


def draw(table: FollowUpTable, family: Family) -> bytes:
    """The table as DOCX."""
    sheet = sheet_of(table, family, table.meeting.title, A4.turned())
    sheet.letterhead(table)
    sheet.title(table.type_name, table.meeting.title)
    day = day_words(table.as_of)
    sheet.put(Role.APPENDIX_NOTE, AS_OF.format(table.conclusion, day) if table.conclusion else AS_OF_ALONE.format(day))
    widths = [width for _, width in COLUMNS]
    rows = [xml.row(widths, [heading for heading, _ in COLUMNS], head=True)]
    rows += [xml.row(widths, _task(place, row, table.as_of)) for place, row in enumerate(table.rows, 1)]
    sheet.add(xml.table(widths, rows))
    _sums(sheet, table)
    sheet.signed(table)
    return sheet.finish()


def _task(place: int, row: Followed, as_of: date) -> list[Cell | str]:
    late = row.overdue(as_of)
    colour = RED if late else ""
    state = STATES[row.state] + (f", {OVERDUE}" if late else "")
    return [
        Cell(str(place), Role.CELL_CENTRED),
        row.matter,
        Cell(", ".join(row.codes), Role.CELL_CENTRED),
        row.agency,
        listed(row.with_agencies),
        Cell([Run(short_day(row.due_on), bold=late, colour=colour)], Role.CELL_CENTRED),
        Cell([Run(state, bold=late, colour=colour)]),
        row.result,
        Cell(short_day(row.answered_on), Role.CELL_CENTRED),
        row.feedback,
        row.remark,
    ]


def _sums(sheet: Sheet, table: FollowUpTable) -> None:
    sheet.put(Role.SECTION, SUM_TITLE)
    widths = [width for _, width in SUM_COLUMNS]
    rows = [xml.row(widths, [heading for heading, _ in SUM_COLUMNS], head=True)]
    totals = [0] * 5
    for agency, counts in table.sums().items():
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        rows.append(xml.row(widths, [agency or NOBODY, *(_count(count) for count in counts)]))
    rows.append(xml.row(widths, [Cell("Tổng số", bold=True), *(_count(total, bold=True) for total in totals)]))
    made = xml.table(widths, rows)
    xml.keep_whole(made)
    sheet.add(made)
    sheet.gap()


def _count(count: int, *, bold: bool = False) -> Cell:
    return Cell(number(count), Role.CELL_CENTRED, bold=bold)
