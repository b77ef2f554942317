"""A template to begin with: our own drawing of a notice, its words replaced by the fields of an office's template."""

import copy
import io
from datetime import date
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from bot.documents.docx.blank import EARLIEST, with_fixed_times
from bot.documents.docx.draw import draw
from bot.documents.docx.rules import GUIDES, Role
from bot.documents.docx.xml import Element, style_id
from handlers.papers.before import Meeting, Notice
from handlers.papers.content import Authority, Letterhead, Recipient, Signature, Standing
from handlers.papers.families import Family

NAME = "thong-bao.docx"

_WORDS = {
    "ZISSUER": "{{ issuer }}",
    "ZTITLE": "{{ meeting.title }}",
    "ZAUDIENCE": "{{ audience }}",
    "ZWHEN": "{{ meeting.when }}",
    "ZWHERE": "{{ meeting.where }}",
    "ZDEADLINE": "{{ deadline }}",
    "ZPOSITION": "{{ position | upper }}",
    "ZSIGNER": "{{ signer }}",
    "./.": "{{ ending }}",
}
_STYLES = {
    Role.SUPERIOR: "{{ superior | upper }}",
    Role.ISSUER: "{{ issuer | upper }}",
    Role.NUMBER: "{{ number_line }}",
    Role.PLACE_DATE: "{{ date_line }}",
}
"""Paragraphs that are a field as a whole, by their style."""
_DASHED = "- {{ line }}{% if loop.last %}.{% else %};{% endif %}"
_LISTS = {
    "ZHOST": ("meeting.hosts", _DASHED),
    "ZTOPIC": ("topics", _DASHED),
    "ZATTEND": ("attendance", _DASHED),
    "ZWAY": ("ways", _DASHED),
    "ZCONTACT": ("contact", _DASHED),
    "ZBASIS": ("legal_bases", "{{ line }}"),
    "ZBODY": ("authority", "{{ line }}"),
    "ZRECIPIENT": ("recipients", "{{ line }}"),
}
"""Words that stand for a list: its field, and what is repeated for each line."""


def example(family: Family) -> bytes:
    """A notice as template, in the family's format."""
    document = Document(io.BytesIO(draw(_placeholders(), family)))
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        _replace(paragraph, family)
    made = io.BytesIO()
    document.save(made)
    return with_fixed_times(made, EARLIEST)


def _placeholders() -> Notice:
    """A notice whose words say which field stands there; lists have two lines, the second of which goes."""
    return Notice(
        letterhead=Letterhead(
            superior="ZSUPERIOR",
            issuer="ZISSUER",
            mark="ZMARK",
            place="ZPLACE",
            number=1,
            issued=date(2026, 1, 1),
            draft=False,
        ),
        signature=Signature(
            standing=(Standing(authority=Authority.ON_BEHALF, body="ZBODY"),), position="ZPOSITION", name="ZSIGNER"
        ),
        recipients=(Recipient(name="ZRECIPIENT"),),
        legal_bases=("ZBASIS",),
        automatic=False,
        meeting=Meeting(title="ZTITLE", hosts=("ZHOST", "ZREST"), time_note="ZWHEN", venue="ZWHERE"),
        audience="ZAUDIENCE",
        topics=("ZTOPIC", "ZREST"),
        attendance=("ZATTEND", "ZREST"),
        ways=("ZWAY", "ZREST"),
        collected_note="ZDEADLINE",
        contact=("ZCONTACT", "ZREST"),
    )


def _replace(paragraph: Element, family: Family) -> None:
    words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
    style = paragraph.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val"))
    if "ZREST" in words:
        paragraph.getparent().remove(paragraph)
    elif found := next((one for one in _LISTS if one in words), None):
        field, repeated = _LISTS[found]
        before, after = copy.deepcopy(paragraph), copy.deepcopy(paragraph)
        _say(before, f"{{%p for line in {field} %}}")
        _say(paragraph, repeated + (_basis_end(family) if found == "ZBASIS" else ""))
        _say(after, "{%p endfor %}")
        paragraph.addprevious(before)
        paragraph.addnext(after)
    elif whole := next((text for role, text in _STYLES.items() if style_id(role) == style), None):
        _say(paragraph, whole)
    else:
        for text in paragraph.iter(qn("w:t")):
            for sign, field in _WORDS.items():
                text.text = (text.text or "").replace(sign, field)


def _basis_end(family: Family) -> str:
    """The sign behind each legal basis, as the family has it."""
    between, last = GUIDES[family].basis_end
    return between if between == last else f"{{% if loop.last %}}{last}{{% else %}}{between}{{% endif %}}"


def _say(paragraph: Element, words: str) -> None:
    texts: list[Any] = list(paragraph.iter(qn("w:t")))
    texts[0].text = words
    for text in texts[1:]:
        text.text = ""
