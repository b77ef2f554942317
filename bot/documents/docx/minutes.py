"""Biên bản (NĐ 30 mẫu 1.9): who was there, what was said and answered, how it ended; two signatures."""

from bot.documents.docx import xml
from bot.documents.docx.frame import Sheet, sheet_of
from bot.documents.docx.rules import Role
from handlers.papers.after import Attendance, Minutes, Spoken
from handlers.papers.families import Family
from handlers.papers.words import clock_words, day_words, enumerated, number, stopped

PARTS = ("Thành phần tham dự", "Khai mạc", "Báo cáo", "Ý kiến của Nhân dân và nội dung trả lời", "Kết luận")
BEGAN = "Thời gian bắt đầu"
PLACE = "Địa điểm"
CHAIRS = "Chủ trì"
SECRETARIES = "Thư ký"
ABSENT = "Vắng mặt"
NOT_CALLED = "Đã đăng ký, chưa phát biểu"
SURVEY = "Lấy ý kiến hài lòng"
ENDED = "Hội nghị kết thúc vào {}, {}{}"
ENDED_UNKNOWN = "Hội nghị kết thúc vào … giờ …, ngày … tháng … năm …{}"
COLUMNS = (("Đơn vị, nhóm", 85), ("Yêu cầu ít nhất", 40), ("Có mặt", 40))
AGREED = {True: "Người nêu ý kiến đồng ý.", False: "Người nêu ý kiến chưa đồng ý.", None: ""}


def draw(minutes: Minutes, family: Family) -> bytes:
    """The minutes as DOCX; like the model, without the line of place and date."""
    meeting = minutes.meeting
    sheet = sheet_of(minutes, family, meeting.title)
    sheet.letterhead(minutes, dated=False)
    sheet.title(minutes.type_name, meeting.title)
    sheet.put(Role.BODY, f"{BEGAN}: {stopped(meeting.when)}")
    sheet.put(Role.BODY, f"{PLACE}: {stopped(meeting.where)}")
    sheet.part(PARTS[0])
    _there(sheet, minutes)
    for heading, lines in ((PARTS[1], minutes.opening), (PARTS[2], minutes.report)):
        if lines:
            sheet.part(heading)
            sheet.body(*lines)
    sheet.part(PARTS[3])
    for one in minutes.spoken:
        _spoken(sheet, one)
    if not minutes.spoken:
        sheet.body("Không có ý kiến.")
    sheet.said_list(NOT_CALLED, minutes.not_called)
    if minutes.survey:
        sheet.part(SURVEY)
        sheet.dashes(enumerated(minutes.survey))
    if minutes.conclusion:
        sheet.part(PARTS[4])
        sheet.body(*minutes.conclusion)
    sheet.put(Role.BODY, _end(minutes))
    _signatures(sheet, minutes)
    return sheet.finish()


def _there(sheet: Sheet, minutes: Minutes) -> None:
    sheet.said_list(CHAIRS, minutes.chairs)
    sheet.said_list(SECRETARIES, minutes.secretaries)
    if minutes.attendance:
        counted = [one.present for one in minutes.attendance if one.present is not None]
        total = number(sum(counted)) if len(counted) == len(minutes.attendance) else "…"
        sheet.said("Đại biểu và Nhân dân", f"{total} người có mặt.")
        widths = [width for _, width in COLUMNS]
        rows = [xml.row(widths, [heading for heading, _ in COLUMNS], head=True)]
        rows += [xml.row(widths, _group(one)) for one in minutes.attendance]
        sheet.add(xml.table(widths, rows))
        sheet.gap()
    sheet.said_list(ABSENT, minutes.absent)


def _group(one: Attendance) -> list[xml.Cell | str]:
    expected = number(one.expected) if one.expected is not None else ""
    present = number(one.present) if one.present is not None else "…"
    return [one.group, *(xml.Cell(count, Role.CELL_CENTRED) for count in (expected, present))]


def _spoken(sheet: Sheet, one: Spoken) -> None:
    who = f"{one.speaker}{f', {one.hamlet}' if one.hamlet else ''}{f' ({one.code})' if one.code else ''}"
    sheet.section(who)
    first, *others = one.content.split("\n")
    sheet.body(f"Ý kiến: {first}", *others)
    if one.answer:
        said, *more = one.answer.split("\n")
        sheet.body(f"Trả lời{f' ({one.answerer})' if one.answerer else ''}: {said}", *more)
    if AGREED[one.agreed]:
        sheet.body(AGREED[one.agreed])


def _end(minutes: Minutes) -> str:
    if minutes.ended_at is None:
        return ENDED_UNKNOWN.format(minutes.ending)
    return ENDED.format(clock_words(minutes.ended_at), day_words(minutes.ended_at), minutes.ending)


def _signatures(sheet: Sheet, minutes: Minutes) -> None:
    """Secretary left, chair right; where the paper is kept stands below, on the left."""
    sheet.foot(
        sheet.signature(minutes.secretary, sheet.guide.secretary), sheet.signature(minutes.chair, sheet.guide.chair)
    )
    if minutes.recipients:
        sheet.foot(sheet.recipients(minutes.recipients), [])
