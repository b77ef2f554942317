"""Báo cáo tổng hợp ý kiến, kiến nghị: sections I to V, charts, and the appendix table on landscape pages."""

from bot.documents.docx import xml
from bot.documents.docx.frame import Sheet, sheet_of
from bot.documents.docx.rules import A4, Role
from bot.documents.docx.xml import Cell
from handlers.papers.families import Family
from handlers.papers.report import CollectedReport, ConcernRow, Outstanding, Proposal, Said, Tally
from handlers.papers.words import number, percent, short_day, stopped

ABSTRACT = "Tổng hợp ý kiến, kiến nghị của Nhân dân gửi tới {}"
PARTS = (
    "Kết quả tiếp nhận ý kiến, kiến nghị",
    "Nội dung chủ yếu theo lĩnh vực",
    "Phân loại theo thẩm quyền",
    "Đề xuất nội dung trả lời và cơ quan trả lời",
    "Ý kiến, kiến nghị tồn đọng từ kỳ trước",
)
SPAN = " từ ngày {} đến ngày {}"
RECEIVED = "Đã tiếp nhận {} ý kiến, kiến nghị{}; sau khi gộp các ý kiến trùng còn {} ý kiến."
NONE = "Không có."
NO_ANSWER = "Chưa có đề xuất trả lời."
SEE = "Chi tiết từng ý kiến tại Phụ lục kèm theo."
CLOSING = "Trên đây là báo cáo tổng hợp ý kiến, kiến nghị của Nhân dân gửi tới {}{}"
APPENDIX = "PHỤ LỤC"
APPENDIX_TITLE = "Danh mục ý kiến, kiến nghị của Nhân dân"
APPENDIX_NOTE = "(Kèm theo {} của {})"

COLUMNS = (
    ("TT", 11),
    ("Nội dung ý kiến, kiến nghị", 82),
    ("Đơn vị, thôn", 29),
    ("Lĩnh vực", 28),
    ("Cơ quan trả lời (thẩm quyền)", 33),
    ("Kết quả, nội dung trả lời", 48),
    ("Ghi chú", 21),
)
"""domain 3.4; the code stands before each concern's words."""
TALLY_WIDTHS = (115.0, 25.0, 25.0)


def draw(report: CollectedReport, family: Family) -> bytes:
    """The report as DOCX."""
    abstract = ABSTRACT.format(report.meeting.title)
    sheet = sheet_of(report, family, abstract)
    sheet.letterhead(report)
    sheet.title(report.type_name, abstract)
    sheet.addressed(report.addressed_to)
    sheet.bases(report.legal_bases)
    for heading, write in zip(PARTS, (_collected, _topics, _authority, _proposals, _outstanding), strict=True):
        sheet.part(heading)
        write(sheet, report)
    if report.rows:
        sheet.body(SEE)
    sheet.put(Role.BODY, CLOSING.format(report.meeting.title, report.ending))
    sheet.signed(report)
    if report.rows:
        _appendix(sheet, report)
    return sheet.finish()


def _collected(sheet: Sheet, report: CollectedReport) -> None:
    span = ""
    if report.collected_from and report.collected_to:
        span = SPAN.format(short_day(report.collected_from), short_day(report.collected_to))
    sheet.body(RECEIVED.format(number(report.received), span, number(report.distinct)))
    if report.at_session:
        sheet.body(report.at_session)
    for heading, column, parts, whole in (
        ("Theo kênh tiếp nhận (trước khi gộp)", "Kênh tiếp nhận", report.by_channel, report.received),
        ("Theo địa bàn", "Địa bàn", report.by_hamlet, report.distinct),
        ("Theo lĩnh vực", "Lĩnh vực", report.by_topic, report.distinct),
    ):
        if parts:
            sheet.section(heading)
            _tally(sheet, column, parts, whole)
    for chart in report.charts:
        holder = xml.paragraph(Role.PICTURE)
        holder.append(sheet.picture(chart.png, chart.alt or chart.caption, 150))
        sheet.add(holder, xml.paragraph(Role.CAPTION, chart.caption))


def _tally(sheet: Sheet, column: str, parts: tuple[Tally, ...], whole: int) -> None:
    rows = [xml.row(TALLY_WIDTHS, [column, "Số ý kiến", "Tỷ lệ"], head=True)]
    for part in parts:
        counts = (number(part.count), percent(part.count, whole))
        rows.append(xml.row(TALLY_WIDTHS, [part.label, *(Cell(count, Role.CELL_CENTRED) for count in counts)]))
    total = (number(whole), percent(whole, whole))
    cells = [Cell(count, Role.CELL_CENTRED, bold=True) for count in total]
    rows.append(xml.row(TALLY_WIDTHS, [Cell("Tổng số", bold=True), *cells]))
    made = xml.table(TALLY_WIDTHS, rows)
    xml.keep_whole(made)
    sheet.add(made)
    sheet.gap()


def _topics(sheet: Sheet, report: CollectedReport) -> None:
    for part in report.topics:
        sheet.section(f"{part.topic} ({number(part.count)} ý kiến)")
        sheet.dashes(_said(one) for one in part.lines)
    if not report.topics:
        sheet.body(NONE)


def _said(one: Said) -> str:
    return stopped(one.text + _codes(one.codes))


def _codes(codes: tuple[str, ...]) -> str:
    return f" ({', '.join(codes)})" if codes else ""


def _authority(sheet: Sheet, report: CollectedReport) -> None:
    for part in report.by_authority:
        share = percent(part.count, report.distinct)
        sheet.said(part.authority, f"{number(part.count)} ý kiến, chiếm {share}{_codes(part.codes)}.")
    if not report.by_authority:
        sheet.body(NONE)


def _proposals(sheet: Sheet, report: CollectedReport) -> None:
    for one in report.proposals:
        sheet.put(Role.BODY, sheet.numbered(stopped(one.matter + _codes(one.codes))))
        sheet.dashes(_proposed(one))
    if not report.proposals:
        sheet.body(NONE)


def _proposed(one: Proposal) -> list[str]:
    answer = f"Đề xuất trả lời: {stopped(one.answer)}" if one.answer else NO_ANSWER
    return [answer, *([f"Cơ quan trả lời: {stopped(one.agency)}"] if one.agency else [])]


def _outstanding(sheet: Sheet, report: CollectedReport) -> None:
    for one in report.outstanding:
        sheet.put(Role.BODY, sheet.numbered(_left(one)))
    if not report.outstanding:
        sheet.body(NONE)


def _left(one: Outstanding) -> str:
    due = f"hạn {short_day(one.due_on)}" if one.due_on else ""
    beside = "; ".join(filter(None, (one.agency, due, one.state)))
    return stopped(f"{one.code}: {one.matter}" + (f" ({beside})" if beside else ""))


def _appendix(sheet: Sheet, report: CollectedReport) -> None:
    sheet.next_page(A4.turned())
    sheet.put(Role.APPENDIX, APPENDIX)
    sheet.put(Role.APPENDIX_TITLE, APPENDIX_TITLE.upper())
    sheet.put(Role.APPENDIX_NOTE, APPENDIX_NOTE.format(sheet.named(report), report.letterhead.issuer))
    widths = [width for _, width in COLUMNS]
    rows = [xml.row(widths, [heading for heading, _ in COLUMNS], head=True)]
    rows += [xml.row(widths, _concern(place, one)) for place, one in enumerate(report.rows, 1)]
    sheet.add(xml.table(widths, rows))


def _concern(place: int, one: ConcernRow) -> list[Cell | str]:
    words = [xml.Run(f"{one.code}: ", bold=True), xml.Run(one.text)]
    beside = (one.hamlet, one.topic, one.agency, one.result, one.remark)
    return [Cell(str(place), Role.CELL_CENTRED), Cell(words), *beside]
