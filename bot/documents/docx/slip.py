"""Phiếu đăng ký phát biểu: A5, filled in or blank, with a stub that the resident keeps."""

from bot.documents.docx import xml
from bot.documents.docx.frame import Sheet
from bot.documents.docx.rules import A5, Role
from bot.documents.docx.xml import Run
from handlers.papers.before import SpeakerSlip
from handlers.papers.families import Family
from handlers.papers.words import clock_words, short_day

TITLE = "PHIẾU ĐĂNG KÝ PHÁT BIỂU"
STUB = "PHẦN NGƯỜI DÂN GIỮ"
CUT = "Cắt theo đường này"
CONSENT = "Tôi đồng ý để cơ quan dùng thông tin này cho việc tổ chức đối thoại và trả lời tôi."
RULES = "Tôi đã đọc và sẽ theo nội quy hội nghị."
SIGN = "Người đăng ký\n(ký, ghi rõ họ tên)"
RECEIVE = "Người nhận phiếu\n(ký, ghi rõ họ tên)"
REPRESENTING = {"self": "Bản thân", "household": "Hộ gia đình", "group": "Nhóm người"}
_TO_MARGIN = xml.Tab(A5.text_width, "right", dotted=True)
BOX, TICKED = "☐", "☒"
_LINES = 3
"""Lines for the matter on a blank slip (domain 3.3, no. 4)."""


def draw(slip: SpeakerSlip, family: Family) -> bytes:
    """The slip as DOCX on A5."""
    sheet = Sheet(family, title=TITLE, issuer=slip.issuer, day=None, page=A5, draft=slip.draft, automatic=slip.draft)
    sheet.put(Role.FORM, Run(slip.issuer.upper(), bold=True))
    sheet.put(Role.TYPE, TITLE)
    title = "\n".join(sheet.heading_lines(Role.CELL_CENTRED, slip.meeting.title))
    sheet.put(Role.CELL_CENTRED, Run(title, italic=True))
    _line(sheet, "Họ và tên", slip.name)
    _line(sheet, "Nơi ở (thôn, xóm, ấp)", slip.hamlet)
    _line(sheet, "Điện thoại (không bắt buộc)", slip.phone)
    chosen = [f"{TICKED if key == slip.representing else BOX} {words}" for key, words in REPRESENTING.items()]
    _line(sheet, "Nói thay cho", "    ".join(chosen))
    _line(sheet, "Lĩnh vực", slip.topic)
    _content(sheet, slip)
    _line(sheet, "Có bài viết kèm theo", _yes_no(slip.has_text))
    _line(sheet, "Đã kiến nghị việc này trước đây", _yes_no(slip.asked_before))
    _line(sheet, "Muốn nhận trả lời bằng văn bản", _yes_no(slip.wants_written))
    sheet.put(Role.FORM_SMALL, f"{_box(slip.consented)} {CONSENT}")
    sheet.put(Role.FORM_SMALL, f"{_box(slip.knows_rules)} {RULES}")
    if slip.rules:
        sheet.put(Role.FORM_SMALL, Run("Nội quy: " + " ".join(slip.rules), italic=True))
    signed = [xml.paragraph(Role.CELL_CENTRED, Run(words, italic=True)) for words in (SIGN, RECEIVE)]
    receiver = xml.paragraph(Role.CELL_CENTRED, Run(f"\n\n{slip.receiver}", bold=True))
    sheet.foot([signed[0]], [signed[1], receiver])
    _stub(sheet, slip)
    return sheet.finish()


def _line(sheet: Sheet, label: str, words: str) -> None:
    sheet.add(_filled(Run(f"{label}: ", bold=True), words))


def _filled(label: Run | str, words: str) -> xml.Element:
    """Words behind a label, or dots to the margin for a hand to write on."""
    return xml.paragraph(Role.FORM, label, words or "\t", tabs=() if words else (_TO_MARGIN,))


def _content(sheet: Sheet, slip: SpeakerSlip) -> None:
    sheet.put(Role.FORM, Run("Nội dung sẽ nói: ", bold=True), slip.content or "")
    if not slip.content:
        for _ in range(_LINES):
            sheet.add(_filled("", ""))


def _yes_no(answer: bool | None) -> str:
    return f"{_box(answer is True)} Có    {_box(answer is False)} Không"


def _box(ticked: bool) -> str:
    return TICKED if ticked else BOX


def _stub(sheet: Sheet, slip: SpeakerSlip) -> None:
    points = sheet.page.text_width / 25.4 * 72
    sheet.add(xml.rule(points, points, look="dashed"))
    sheet.put(Role.FORM_SMALL, Run(CUT, italic=True))
    sheet.put(Role.CELL_CENTRED, Run(f"{STUB} – {TITLE}", bold=True))
    moment = slip.received_at
    _line(sheet, "Số thứ tự", str(slip.order or ""))
    _line(sheet, "Nhận lúc", f"{clock_words(moment)}, {short_day(moment)}" if moment else "")
    _line(sheet, "Họ và tên", slip.name)
    _line(sheet, "Hội nghị", f"{slip.meeting.when}; {slip.meeting.where}")
    _line(sheet, "Người nhận phiếu", slip.receiver)
