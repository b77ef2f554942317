"""What Word would show: the formatting of a DOCX resolved from run, style and defaults, read from the file itself."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True)
class Look:
    """A paragraph's first words: font, points, marks; where they stand; points before and after; exact leading."""

    font: str
    size: float
    bold: bool
    italic: bool
    underline: bool
    align: str
    first_line: float
    before: float
    after: float
    exact: float | None


@lru_cache(maxsize=64)
def opened(data: bytes) -> DocumentType:
    """The document; the same for the same bytes, so do not change it."""
    return Document(io.BytesIO(data))


def paragraphs(data: bytes) -> Iterator[Any]:
    """Every paragraph of the body, those of tables included, as elements."""
    yield from opened(data).element.body.iter(qn("w:p"))


def words(element: Any) -> str:
    """The text of an element: breaks as blanks."""
    parts = []
    for one in element.iter(qn("w:t"), qn("w:br"), qn("w:tab")):
        parts.append(one.text or "" if one.tag == qn("w:t") else " ")
    return "".join(parts)


def text_of(data: bytes) -> str:
    """All words of the body, a paragraph a line."""
    return "\n".join(words(one) for one in paragraphs(data))


def headers(data: bytes) -> dict[str, str]:
    """The XML of each header part."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name).decode() for name in file.namelist() if name.startswith("word/header")}


def look(data: bytes, text: str) -> Look:
    """How the first paragraph that begins with `text` looks; the run's own marks before the style's."""
    document = opened(data)
    found = next(one for one in document.element.body.iter(qn("w:p")) if words(one).startswith(text))
    style = _style(document, found.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val")))
    run = next(one for one in found.iter(qn("w:r")) if words(one).strip())
    marks = [run.find(qn("w:rPr")), style.find(qn("w:rPr"))]
    spacing, indent = style.find(qn("w:pPr")).find(qn("w:spacing")), style.find(qn("w:pPr")).find(qn("w:ind"))
    exact = spacing.get(qn("w:lineRule")) == "exact"
    return Look(
        font=_first(marks, "w:rFonts", "w:ascii"),
        size=int(_first(marks, "w:sz", "w:val")) / 2,
        bold=_on(marks, "w:b"),
        italic=_on(marks, "w:i"),
        underline=_first(marks, "w:u", "w:val") == "single",
        align=style.find(qn("w:pPr")).find(qn("w:jc")).get(qn("w:val")),
        first_line=round(int(indent.get(qn("w:firstLine"))) / TWIPS_PER_MM, 1),
        before=int(spacing.get(qn("w:before"))) / 20,
        after=int(spacing.get(qn("w:after"))) / 20,
        exact=int(spacing.get(qn("w:line"))) / 20 if exact else None,
    )


def margins(section: Any) -> tuple[float, ...]:
    """Width, height, top, bottom, left, right in whole millimetres."""
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    return tuple(round(length.mm) for length in lengths)


def tables_with_borders(data: bytes) -> list[Any]:
    """The tables that one sees: letterhead and signature have no borders."""
    tables = opened(data).element.body.iter(qn("w:tbl"))
    return [one for one in tables if one.find(qn("w:tblPr")).find(qn("w:tblBorders"))[0].get(qn("w:val")) == "single"]


def _style(document: DocumentType, style_id: str) -> Any:
    styles = document.styles.element.findall(qn("w:style"))
    return next(one for one in styles if one.get(qn("w:styleId")) == style_id)


def _first(marks: list[Any], tag: str, attribute: str) -> str:
    for one in marks:
        found = one.find(qn(tag)) if one is not None else None
        if found is not None and found.get(qn(attribute)):
            return str(found.get(qn(attribute)))
    return ""


def _on(marks: list[Any], tag: str) -> bool:
    for one in marks:
        found = one.find(qn(tag)) if one is not None else None
        if found is not None:
            return bool(found.get(qn("w:val")) != "0")
    return False
