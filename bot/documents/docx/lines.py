"""The words of signature and recipients in a family's form: for what we draw, and for an office's own templates."""

from collections.abc import Sequence

from bot.documents.docx.rules import GUIDES
from handlers.papers.content import Authority, Recipient, Signature
from handlers.papers.families import Family

PURPOSES = {"report": "để báo cáo", "implement": "để thực hiện"}


def authority_lines(signature: Signature, family: Family) -> list[str]:
    """«TM. ỦY BAN NHÂN DÂN», «KT. CHỦ TỊCH»; in Party papers a collective body is never signed for by «K/T»."""
    signs = GUIDES[family].signs
    collective = family.of_party and any(one.authority is Authority.ON_BEHALF for one in signature.standing)
    shown = [one for one in signature.standing if not (collective and one.authority is Authority.DEPUTY)]
    return [f"{signs[one.authority]} {one.body.upper()}" for one in shown]


def recipient_lines(recipients: Sequence[Recipient], family: Family) -> list[str]:
    """«- Thường trực Tỉnh ủy (để báo cáo);» …; where the paper is kept comes last and ends with a stop."""
    guide = GUIDES[family]
    ordered = sorted(recipients, key=lambda one: one.purpose == "file")
    ends = [guide.between_recipients] * (len(ordered) - 1) + ["."]
    return [f"- {_recipient(one, guide.file_line)}{end}" for one, end in zip(ordered, ends, strict=False)]


def _recipient(one: Recipient, file_line: str) -> str:
    name = one.name.rstrip(" .;,")
    if one.purpose == "file":
        return file_line.format(name.removeprefix("Lưu").lstrip(" :"))
    remark = one.remark or PURPOSES.get(one.purpose, "")
    return name + (f" ({remark})" if remark else "")
