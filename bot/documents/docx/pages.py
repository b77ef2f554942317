"""The shape of a section and what stands in its top margin: the page's number, and on drafts that they are drafts."""

from dataclasses import dataclass
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm

from bot.documents.docx import xml
from bot.documents.docx.rules import DRAFT, DRAFT_NOTE, Page, Role
from bot.documents.docx.xml import Run, Tab, node, paragraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """`draft`: every page says «DỰ THẢO»; `automatic`: the first says besides that a machine wrote it."""

    draft: bool
    automatic: bool


def lay(section: Section, page: Page, marks: Marks | None) -> None:
    """Give a section its shape, pages counted from 1, and its headers; without `marks` it goes on with those before."""
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.orientation = WD_ORIENT.LANDSCAPE if page.landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(page.header), Mm(page.header)
    section.different_first_page_header_footer = True
    properties: xml.Element = section._sectPr
    for tag in ("w:pgNumType", "w:docGrid"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    properties.find(qn("w:pgMar")).addnext(node("w:pgNumType", start="1"))
    if marks is not None:
        _write(section.first_page_header, _first(marks))
        _write(section.header, [_numbered(page, marks)])


def _write(header: Any, lines: list[xml.Element]) -> None:
    header.is_linked_to_previous = False
    for old in list(header._element):
        header._element.remove(old)
    header._element.extend(lines)


def _first(marks: Marks) -> list[xml.Element]:
    """The first page has no number (NĐ 30); a draft says there what it is."""
    if not marks.draft:
        return [paragraph(Role.PAGE_NUMBER)]
    note = [paragraph(Role.DRAFT_NOTE, DRAFT_NOTE)] if marks.automatic else []
    return [paragraph(Role.DRAFT_MARK, DRAFT), *note]


def _numbered(page: Page, marks: Marks) -> xml.Element:
    """The page's number in the middle; on a draft «DỰ THẢO» at the right."""
    if not marks.draft:
        line = paragraph(Role.PAGE_NUMBER)
        line.extend(xml.field("PAGE"))
        return line
    tabs = (Tab(page.text_width / 2, "center"), Tab(page.text_width, "right"))
    line = paragraph(Role.DRAFT_PAGE, "\t", tabs=tabs)
    line.extend([*xml.field("PAGE"), xml.run("\t"), xml.run(Run(DRAFT, bold=True))])
    return line
