"""Phiếu chuyển (type PC, NĐ 30 mẫu 1.4): a concern goes to who is competent, with a stub that says it arrived."""

from bot.documents.docx.frame import Sheet, sheet_of
from bot.documents.docx.rules import Role
from bot.documents.docx.xml import Run
from handlers.papers.after import TransferSlip
from handlers.papers.families import Family
from handlers.papers.words import day_words, stopped

ABSTRACT = "Chuyển ý kiến, kiến nghị của Nhân dân"
OPENING = "{} chuyển đến {} ý kiến, kiến nghị sau đây để xem xét, trả lời theo thẩm quyền:"
SEVERAL = "các cơ quan nêu trên"
ANSWER = "Đề nghị trả lời người nêu ý kiến và gửi kết quả về {} chậm nhất {}"
ANSWER_OPEN = "Đề nghị trả lời người nêu ý kiến và gửi kết quả về {}"
RECEIPT = "XÁC NHẬN CỦA NƠI NHẬN"
RECEIPT_LINES = ("Nhận ngày … tháng … năm …; số đến: …", "Người nhận (ký, ghi rõ họ tên): …")


def draw(slip: TransferSlip, family: Family) -> bytes:
    """The slip as DOCX."""
    sheet = sheet_of(slip, family, ABSTRACT)
    sheet.letterhead(slip)
    sheet.title(slip.type_name, ABSTRACT)
    sheet.addressed(slip.addressed_to)
    sheet.bases(slip.legal_bases)
    issuer = slip.letterhead.issuer
    to = slip.addressed_to[0] if len(slip.addressed_to) == 1 else SEVERAL
    sheet.body(OPENING.format(issuer, to))
    sheet.said("Mã số ý kiến", stopped(slip.code))
    sheet.said("Ngày nhận", stopped(day_words(slip.received_on)))
    if slip.raised_at:
        sheet.said("Nêu tại", stopped(slip.raised_at))
    if slip.raised_by:
        sheet.said("Người nêu ý kiến", stopped(slip.raised_by))
    _verbatim(sheet, slip)
    sheet.said("Lý do chuyển", stopped(slip.reason))
    sheet.said_list("Tài liệu kèm theo", slip.attachments)
    asked = ANSWER.format(issuer, day_words(slip.answer_by)) if slip.answer_by else ANSWER_OPEN.format(issuer)
    sheet.put(Role.BODY, asked + slip.ending)
    sheet.signed(slip)
    sheet.add_receipt(RECEIPT, RECEIPT_LINES)
    return sheet.finish()


def _verbatim(sheet: Sheet, slip: TransferSlip) -> None:
    """The resident's own words between quotation marks, nothing changed in them."""
    sheet.put(Role.BODY, Run(f"{sheet.numbered('Nội dung (nguyên văn)')}: ", bold=True))
    lines = slip.content.split("\n")
    quoted = [f"“{lines[0]}", *lines[1:]]
    quoted[-1] += "”"
    sheet.body(*quoted)
