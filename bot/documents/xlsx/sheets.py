"""Tables as XLSX: the summary, the follow-up of conclusions, the timeline, an index.

Each function writes one workbook to a path or an open binary file. Rows are written in the order in which they come.
"""

from collections.abc import Sequence
from typing import Any

from bot.documents.xlsx.cells import one_line
from bot.documents.xlsx.workbook import (
    Book,
    Column,
    Target,
    Value,
    add_heading,
    add_table,
    cell_format,
    count_format,
    head_format,
    open_book,
    set_page,
    write_cell,
    write_row,
)
from handlers.papers.tables import (
    PROGRESS_WORDS,
    AgencySum,
    ConcernRow,
    Count,
    Counts,
    DossierItem,
    FollowUpRow,
    Heading,
    Progress,
    TimelineEntry,
    agency_sums,
)

_SUMMARY = (
    Column(title="TT", width=5, centred=True),
    Column(title="Nội dung ý kiến, kiến nghị", width=58),
    Column(title="Đơn vị/Thôn", width=15),
    Column(title="Lĩnh vực", width=17),
    Column(title="Cơ quan trả lời", width=20),
    Column(title="Kết quả/Nội dung trả lời", width=42),
    Column(title="Ghi chú", width=15),
    Column(title="Mã số", width=11, centred=True),
)
_FOLLOW_UP = (
    Column(title="TT", width=5, centred=True),
    Column(title="Nội dung giao", width=44),
    Column(title="Nguồn (ý kiến số)", width=12, centred=True),
    Column(title="Cơ quan chủ trì", width=18),
    Column(title="Phối hợp", width=16),
    Column(title="Thời hạn", width=12, centred=True),
    Column(title="Tình trạng", width=13, centred=True),
    Column(title="Kết quả, văn bản trả lời", width=30),
    Column(title="Ngày trả lời dân", width=12, centred=True),
    Column(title="Dân phản hồi", width=20),
    Column(title="Ghi chú", width=14),
)
_TIMELINE = (
    Column(title="TT", width=5, centred=True),
    Column(title="Việc", width=42),
    Column(title="Hạn", width=12, centred=True),
    Column(title="Giờ", width=8, centred=True),
    Column(title="Nơi thực hiện", width=28),
    Column(title="Nơi nhận", width=28),
    Column(title="Tình trạng", width=16, centred=True),
    Column(title="Cách tính hạn", width=44),
)
_INDEX = (
    Column(title="STT", width=6, centred=True),
    Column(title="Số, ký hiệu", width=18, centred=True),
    Column(title="Ngày", width=12, centred=True),
    Column(title="Tên văn bản", width=60),
    Column(title="Số trang", width=10, centred=True),
    Column(title="Tệp", width=50),
)
_COUNT_COLUMNS = ("", "Số ý kiến", "Tỷ lệ")
_SUM_COLUMNS = ("Cơ quan chủ trì", "Số việc", "Đã xong", "Chưa đến hạn", "Quá hạn")
_CHART_COLUMN = 4
_CHART_ROWS = 16
_ONE_PAGE = 60
"""Rows of counts that still can be read when they are printed on one page."""
_BLUE, _GREY, _RED = "#2F5D8A", "#B8BFC6", "#B5382A"


def write_summary(target: Target, heading: Heading, rows: Sequence[ConcernRow], counts: Counts) -> None:
    """The published summary (domain.md 3.4) and a second sheet with counts and charts.

    A row of a sheet is at most 409 points high: of a text beyond some 1,600 letters print shows the beginning, the
    cell holds all of it.
    """
    with open_book(target, heading, len(rows)) as book:
        add_table(
            book,
            "Tổng hợp",
            heading,
            _SUMMARY,
            (
                (False, (n, row.text, row.area, row.topic, row.agency, row.result, row.note, row.code))
                for n, row in enumerate(rows, 1)
            ),
        )
        _add_counts(book, heading, counts)


def write_follow_up(target: Target, heading: Heading, rows: Sequence[FollowUpRow]) -> None:
    """The follow-up of conclusions, what is overdue in red, and a second sheet with the sums by agency."""
    with open_book(target, heading, len(rows)) as book:
        add_table(book, "Theo dõi kết luận", heading, _FOLLOW_UP, (_follow_up(n, row) for n, row in enumerate(rows, 1)))
        _add_agency_sums(book, heading, agency_sums(rows))


def _follow_up(n: int, row: FollowUpRow) -> tuple[bool, Sequence[Value]]:
    return row.progress is Progress.LATE, (
        n,
        row.task,
        row.source,
        row.agency,
        row.with_agencies,
        row.due_on,
        PROGRESS_WORDS[row.progress],
        row.result,
        row.answered_on,
        row.feedback,
        row.note,
    )


def write_timeline(target: Target, heading: Heading, entries: Sequence[TimelineEntry]) -> None:
    """The milestones with their days and how those were counted, what is overdue in red."""
    with open_book(target, heading, len(entries)) as book:
        rows = ((entry.progress is Progress.LATE, _milestone(n, entry)) for n, entry in enumerate(entries, 1))
        add_table(book, "Các mốc", heading, _TIMELINE, rows)


def _milestone(n: int, entry: TimelineEntry) -> Sequence[Value]:
    clock = f"{entry.clock:%H:%M}" if entry.clock else ""
    state = PROGRESS_WORDS[entry.progress]
    return (n, entry.name, entry.due or "Chưa ấn định", clock, entry.owed_by, entry.owed_to, state, entry.explanation)


def write_index(target: Target, heading: Heading, items: Sequence[tuple[DossierItem, str]]) -> None:
    """The index of a dossier; beside each paper the name of its file. Pages stay empty where nobody counted them."""
    with open_book(target, heading, len(items)) as book:
        rows = (
            (False, (n, item.number, item.day, item.name, item.pages, file)) for n, (item, file) in enumerate(items, 1)
        )
        add_table(book, "Mục lục", heading, _INDEX, rows)


def _add_counts(book: Book, heading: Heading, counts: Counts) -> None:
    sheet = book.workbook.add_worksheet("Thống kê")
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 2, 12)
    row = add_heading(book, sheet, heading, 3, 68)
    # A sheet that is written row by row takes no row twice: first every table, then the charts beside them.
    row = _write_counts(book, sheet, row, ("Tiếp nhận", "Số ý kiến", ""), _received(counts), shares=False)
    charts: list[tuple[str, int, int]] = []
    for title, found in (
        ("Theo lĩnh vực", counts.by_topic),
        ("Theo thôn, xóm", counts.by_area),
        ("Theo loại", counts.by_kind),
        ("Theo kết quả", counts.by_state),
        ("Theo cơ quan trả lời", counts.by_agency),
    ):
        if found:
            charts.append((title, row + 2, len(found)))
            row = _write_counts(book, sheet, row + 1, (title, *_COUNT_COLUMNS[1:]), found, shares=True)
    for n, (title, first, size) in enumerate(charts[:2]):
        _insert_bars(book, sheet, title, first, size, row=2 + n * (_CHART_ROWS + 2))
    set_page(sheet, heading, header_row=None, one_page=row <= _ONE_PAGE)


def _received(counts: Counts) -> tuple[Count, ...]:
    return (
        Count(label="Số ý kiến nhận được", n=counts.received),
        Count(label="Còn lại sau khi gộp ý kiến trùng", n=counts.merged),
    )


def _write_counts(
    book: Book, sheet: Any, row: int, titles: Sequence[str], found: Sequence[Count], *, shares: bool
) -> int:
    """A small table of counts with its total; the row after it."""
    write_row(sheet, row, titles, [head_format(book)] * 3)
    total = sum(one.n for one in found)
    for one in found:
        row += 1
        write_cell(sheet, row, 0, one.label, cell_format(book))
        write_cell(sheet, row, 1, one.n, count_format(book))
        write_cell(sheet, row, 2, one.n / total if shares and total else None, count_format(book, percent=True))
    if not shares:
        return row + 1
    row += 1
    write_cell(sheet, row, 0, "Cộng", cell_format(book, bold=True))
    write_cell(sheet, row, 1, total, count_format(book, total=True))
    write_cell(sheet, row, 2, 1 if total else None, count_format(book, percent=True, total=True))
    return row + 1


def _insert_bars(book: Book, sheet: Any, title: str, first: int, size: int, *, row: int) -> None:
    chart = book.workbook.add_chart({"type": "bar"})
    name = sheet.get_name()
    chart.add_series(
        {
            "categories": [name, first, 0, first + size - 1, 0],
            "values": [name, first, 1, first + size - 1, 1],
            "fill": {"color": _BLUE},
            "data_labels": {"value": True},
            "gap": 60,
        }
    )
    _finish_chart(chart, f"Số ý kiến {one_line(title).lower()}", legend=False)
    sheet.insert_chart(row, _CHART_COLUMN, chart)


def _finish_chart(chart: Any, title: str, *, legend: bool) -> None:
    chart.set_title({"name": title, "name_font": {"size": 13}})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0", "major_gridlines": {"visible": False}, "visible": False})
    chart.set_size({"width": 620, "height": _CHART_ROWS * 21})


def _add_agency_sums(book: Book, heading: Heading, sums: Sequence[AgencySum]) -> None:
    sheet = book.workbook.add_worksheet("Theo cơ quan")
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 4, 12)
    top = add_heading(book, sheet, heading, 5, 92)
    write_row(sheet, top, _SUM_COLUMNS, [head_format(book)] * 5)
    row = top
    for one in sums:
        row += 1
        late = cell_format(book, late=one.late > 0, align="right", num_format="#,##0")
        write_row(
            sheet,
            row,
            (one.agency, one.given, one.done, one.open, one.late),
            [cell_format(book), *[count_format(book)] * 3, late],
        )
    total = (sum(values) for values in zip(*((one.given, one.done, one.open, one.late) for one in sums), strict=True))
    write_row(
        sheet,
        row + 1,
        ("Cộng", *(tuple(total) or (0, 0, 0, 0))),
        [cell_format(book, bold=True), *[count_format(book, total=True)] * 4],
    )
    if sums:
        _insert_progress(book, sheet, top, len(sums), row=row + 3)
    set_page(sheet, heading, header_row=top)


def _insert_progress(book: Book, sheet: Any, top: int, size: int, *, row: int) -> None:
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    name = sheet.get_name()
    for column, colour in ((2, _BLUE), (3, _GREY), (4, _RED)):
        chart.add_series(
            {
                "name": [name, top, column],
                "categories": [name, top + 1, 0, top + size, 0],
                "values": [name, top + 1, column, top + size, column],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    _finish_chart(chart, "Tiến độ theo cơ quan", legend=True)
    sheet.insert_chart(row, 0, chart)
