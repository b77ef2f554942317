"""Thông báo kết luận: the assessment, each item with its agency and day, what goes upward, who reports when."""

from bot.documents.docx.frame import Sheet, sheet_of
from bot.documents.docx.rules import Role
from bot.documents.docx.xml import Run
from handlers.papers.after import ConclusionNotice, Task
from handlers.papers.families import Family
from handlers.papers.words import day_words, listed, stopped

ABSTRACT = "Kết luận tại {}"
OPENING_DAY = "{}, {} chủ trì {}."
OPENING = "{} chủ trì {}."
SOMEBODY = "người chủ trì"
ATTENDED = "Dự hội nghị có {}"
CONCLUDED = "Sau khi nghe ý kiến của Nhân dân, {} kết luận như sau:"
PARTS = ("Đánh giá chung", "Kết luận từng nội dung", "Nội dung kiến nghị cấp trên", "Tổ chức thực hiện")
REPORT = "Các cơ quan được giao báo cáo kết quả{} chậm nhất {}."
MONITOR = "{} theo dõi, đôn đốc việc thực hiện."
CLOSING = "{} thông báo để các cơ quan, đơn vị và Nhân dân biết, thực hiện{}"


def draw(notice: ConclusionNotice, family: Family) -> bytes:
    """The conclusion notice as DOCX."""
    abstract = ABSTRACT.format(notice.meeting.title)
    sheet = sheet_of(notice, family, abstract)
    sheet.letterhead(notice)
    sheet.title(notice.type_name, abstract)
    sheet.bases(notice.legal_bases)
    _opening(sheet, notice)
    if notice.assessment:
        sheet.section(PARTS[0])
        sheet.body(*notice.assessment)
    sheet.section(PARTS[1])
    for place, task in enumerate(notice.tasks, 1):
        _task(sheet, f"{_section_number(notice)}.{place}", task)
    if not notice.tasks:
        sheet.body("Không có nội dung phải giao.")
    if notice.upward:
        sheet.section(PARTS[2])
        sheet.dashes(notice.upward)
    if notice.report_by or notice.monitor:
        sheet.section(PARTS[3])
        _reporting(sheet, notice)
    sheet.put(Role.BODY, CLOSING.format(notice.letterhead.issuer, notice.ending))
    sheet.signed(notice)
    return sheet.finish()


def _opening(sheet: Sheet, notice: ConclusionNotice) -> None:
    meeting = notice.meeting
    chair = listed(meeting.hosts) or SOMEBODY
    if meeting.starts_at is not None:
        day = day_words(meeting.starts_at)
        sheet.body(OPENING_DAY.format(day[0].upper() + day[1:], chair, meeting.title))
    else:
        sheet.body(OPENING.format(chair[0].upper() + chair[1:], meeting.title))
    if notice.attended:
        sheet.body(stopped(ATTENDED.format(notice.attended)))
    sheet.body(CONCLUDED.format(chair))


def _section_number(notice: ConclusionNotice) -> int:
    return 2 if notice.assessment else 1


def _task(sheet: Sheet, place: str, task: Task) -> None:
    codes = f" ({', '.join(task.codes)})" if task.codes else ""
    sheet.put(Role.BODY, Run(f"{place}. Nội dung: ", bold=True), stopped(task.matter + codes))
    sheet.dashes(
        filter(
            None,
            (
                f"Kết luận: {stopped(task.conclusion)}",
                f"Cơ quan chủ trì: {stopped(task.agency)}" if task.agency else "",
                f"Cơ quan phối hợp: {stopped(listed(task.with_agencies))}" if task.with_agencies else "",
                f"Thời hạn: chậm nhất {stopped(day_words(task.due_on))}" if task.due_on else "",
            ),
        )
    )


def _reporting(sheet: Sheet, notice: ConclusionNotice) -> None:
    to = f" về {notice.report_to}" if notice.report_to else ""
    if notice.report_by:
        sheet.body(REPORT.format(to, day_words(notice.report_by)))
    if notice.monitor:
        sheet.body(MONITOR.format(notice.monitor))
