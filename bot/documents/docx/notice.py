"""Thông báo (NĐ 30 mẫu 1.4): who meets whom, on what, when, where; how to come and how to send a concern."""

from bot.documents.docx.frame import sheet_of
from bot.documents.docx.rules import Role
from handlers.papers.before import Notice
from handlers.papers.families import Family
from handlers.papers.words import stopped

ABSTRACT = "Về việc tổ chức {}"
OPENING = "{} thông báo về việc tổ chức {} như sau:"
CLOSING = "{} thông báo để các cơ quan, tổ chức, cá nhân và Nhân dân biết"


def draw(notice: Notice, family: Family) -> bytes:
    """The notice as DOCX."""
    meeting, issuer = notice.meeting, notice.letterhead.issuer
    abstract = ABSTRACT.format(meeting.title)
    sheet = sheet_of(notice, family, abstract)
    sheet.letterhead(notice)
    sheet.title(notice.type_name, abstract)
    sheet.bases(notice.legal_bases)
    sheet.body(OPENING.format(issuer, meeting.title))
    sheet.said_list("Chủ trì", meeting.hosts)
    sheet.said("Thành phần tham dự", stopped(notice.audience))
    sheet.said_list("Nội dung", notice.topics)
    sheet.said("Thời gian", stopped(meeting.when))
    sheet.said("Địa điểm", stopped(meeting.where))
    sheet.said_list("Cách tham dự", notice.attendance)
    sheet.said_list("Cách gửi ý kiến, kiến nghị", notice.ways)
    if notice.deadline:
        sheet.said("Hạn nhận ý kiến, kiến nghị", stopped(notice.deadline))
    sheet.said_list("Liên hệ", notice.contact)
    sheet.put(Role.BODY, CLOSING.format(issuer) + notice.ending)
    sheet.signed(notice)
    return sheet.finish()
