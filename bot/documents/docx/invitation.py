"""Giấy mời (NĐ 30 mẫu 1.7), one a guest under one number, and the register of who got it."""

from bot.documents.docx import xml
from bot.documents.docx.frame import Sheet, sheet_of
from bot.documents.docx.rules import A4, Role
from bot.documents.docx.xml import Cell, Run
from handlers.papers.before import Delivered, Guest, Invitation, InvitationRegister
from handlers.papers.families import Family
from handlers.papers.words import moment_words, short_day, stopped

ABSTRACT = "Dự {}"
INVITES = "{} trân trọng kính mời: "
TO = "Tới dự"
CHAIR = "Chủ trì"
CONTENT = "Nội dung"
TIME = "Thời gian"
PLACE = "Địa điểm"
REGISTER = "Đăng ký phát biểu trước {}."
BRING = "Khi đến dự, đề nghị mang theo Giấy mời này."
CLOSING = "Rất mong {} đến dự đúng thời gian"
QR = "Quét mã để đăng ký phát biểu"

REGISTER_COLUMNS = (
    ("TT", 10),
    ("Người được mời", 50),
    ("Chức vụ, đơn vị", 62),
    ("Ngày gửi", 24),
    ("Người gửi, cách gửi", 38),
    ("Ngày nhận", 24),
    ("Người nhận (ký, ghi rõ họ tên)", 44),
)


def draw(invitation: Invitation, family: Family) -> bytes:
    """All invitations in one DOCX, a page each, by the guests' given names."""
    abstract = ABSTRACT.format(invitation.meeting.title)
    sheet = sheet_of(invitation, family, abstract)
    for index, guest in enumerate(invitation.in_order()):
        if index:
            sheet.next_page()
        _one(sheet, invitation, guest, abstract)
    return sheet.finish()


def _one(sheet: Sheet, invitation: Invitation, guest: Guest, abstract: str) -> None:
    meeting = invitation.meeting
    sheet.letterhead(invitation)
    sheet.title(invitation.type_name, abstract)
    who = ", ".join(filter(None, (f"{guest.address} {guest.name}".strip(), guest.position, guest.unit)))
    sheet.put(Role.BODY, INVITES.format(invitation.letterhead.issuer), Run(who, bold=True))
    _labelled(sheet, TO, meeting.title)
    for index, host in enumerate(meeting.hosts):
        _labelled(sheet, CHAIR, host) if index == 0 else sheet.body(stopped(host))
    for index, line in enumerate(invitation.content):
        _labelled(sheet, CONTENT, line) if index == 0 else sheet.body(f"- {stopped(line)}")
    _labelled(sheet, TIME, meeting.when)
    _labelled(sheet, PLACE, meeting.where)
    notes = [BRING, *invitation.notes]
    if invitation.register_by is not None:
        notes.insert(1, REGISTER.format(moment_words(invitation.register_by)))
    sheet.body(*(stopped(note) for note in notes))
    sheet.put(Role.BODY, CLOSING.format(guest.address.lower() or "quý vị") + invitation.ending)
    sheet.signed(invitation, *_code(sheet, invitation))


def _labelled(sheet: Sheet, label: str, words: str) -> None:
    sheet.put(Role.BODY, Run(f"{label}: ", bold=True), stopped(words))


def _code(sheet: Sheet, invitation: Invitation) -> list[xml.Element]:
    """The QR code and what it is for, below the recipients."""
    if invitation.qr is None:
        return []
    words = invitation.qr_text or QR
    holder = xml.paragraph(Role.FORM_SMALL)
    holder.append(sheet.picture(invitation.qr, words, 24))
    return [xml.paragraph(Role.RULE), holder, xml.paragraph(Role.FORM_SMALL, words)]


def draw_register(register: InvitationRegister, family: Family) -> bytes:
    """The register as a landscape table."""
    sheet = sheet_of(register, family, register.meeting.title, A4.turned())
    sheet.letterhead(register)
    sheet.title(register.type_name, register.meeting.title)
    if register.invitation:
        sheet.put(Role.APPENDIX_NOTE, register.invitation)
    widths = [width for _, width in REGISTER_COLUMNS]
    rows = [xml.row(widths, [heading for heading, _ in REGISTER_COLUMNS], head=True)]
    rows += [xml.row(widths, _delivered(place, one)) for place, one in enumerate(register.in_order(), 1)]
    sheet.add(xml.table(widths, rows))
    sheet.signed(register)
    return sheet.finish()


def _delivered(place: int, one: Delivered) -> list[Cell | str]:
    where = ", ".join(filter(None, (one.guest.position, one.guest.unit)))
    return [
        Cell(str(place), Role.CELL_CENTRED),
        f"{one.guest.address} {one.guest.name}".strip(),
        where,
        Cell(short_day(one.sent_on), Role.CELL_CENTRED),
        one.sent_by,
        Cell(short_day(one.received_on), Role.CELL_CENTRED),
        one.received_by,
    ]
