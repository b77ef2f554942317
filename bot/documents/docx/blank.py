"""The blank document of a family: python-docx's, without what no paper uses, with the family's own styles."""

import io
import zipfile
from datetime import date
from functools import cache

from docx import Document
from docx.oxml.ns import qn

from bot.documents.docx import xml
from bot.documents.docx.rules import FONT, GUIDES, Role
from bot.documents.docx.xml import node
from handlers.papers.families import Family

EARLIEST = date(1980, 1, 1)
"""The first day a zip file can name: for papers that have no date yet."""
_UNUSED = (
    "/relationships/stylesWithEffects",
    "/relationships/customXml",
    "/relationships/numbering",
    "/relationships/webSettings",
    "/relationships/fontTable",
    "/relationships/theme",
    "/metadata/thumbnail",
    "/relationships/extended-properties",
)
"""What python-docx's blank document brings and no paper uses."""


@cache
def blank(family: Family) -> bytes:
    """An empty DOCX with the styles of a family; made once, for reading the original takes longer than most papers."""
    document = Document()
    for holder in (document.part.package, document.part):
        for key, relation in list(holder.rels.items()):
            if relation.reltype.endswith(_UNUSED):
                holder.rels.pop(key)
    styles = document.styles.element
    for old in list(styles):
        if old.tag in {qn("w:style"), qn("w:latentStyles")} and not _is_basic(old):
            styles.remove(old)
    _set_defaults(styles)
    for role in Role:
        styles.append(xml.style(role, GUIDES[family].styles[role], FONT))
    _set_compatible(document.settings.element)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _is_basic(style: xml.Element) -> bool:
    return bool(style.get(qn("w:default")) == "1")


def _set_defaults(styles: xml.Element) -> None:
    """Times New Roman, 14, Vietnamese, in the document's defaults and in Normal: nothing falls back to another font."""
    fonts = {"ascii": FONT, "hAnsi": FONT, "eastAsia": FONT, "cs": FONT}
    for defaults in styles.findall(qn("w:docDefaults")):
        styles.remove(defaults)
    marks = [
        node("w:rFonts", **fonts),
        node("w:sz", val="28"),
        node("w:szCs", val="28"),
        node("w:lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA"),
    ]
    spacing = node("w:spacing", before="0", after="0", line="240", lineRule="auto")
    styles.insert(
        0,
        node(
            "w:docDefaults",
            [
                node("w:rPrDefault", [node("w:rPr", marks)]),
                node("w:pPrDefault", [node("w:pPr", [spacing])]),
            ],
        ),
    )


def _set_compatible(settings: xml.Element) -> None:
    """Word 2013 and later without compatibility mode; Vietnamese as the language of the fonts."""
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")
    for one in settings.iter(qn("w:themeFontLang")):
        one.set(qn("w:val"), "vi-VN")
        one.attrib.pop(qn("w:eastAsia"), None)
    for tag in ("w:rsids", "w:proofState", "w:savePreviewPicture"):
        for one in settings.findall(qn(tag)):
            settings.remove(one)


def with_fixed_times(made: io.BytesIO, day: date) -> bytes:
    """The zip file with every time in it set to the start of `day`."""
    day = max(day, EARLIEST)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()
