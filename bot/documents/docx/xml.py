"""WordprocessingML made straight with lxml: python-docx walks the whole table for every cell it touches.

Lengths come in millimetres and leave as twentieths of a point; sizes come in points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from bot.documents.docx.rules import Role, Style
from handlers.papers.words import without_forbidden

Element = Any
"""An lxml element of python-docx's own classes, which have no useful types."""

RED = "C00000"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words that differ from their paragraph's style."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = ""
    plain: bool = False
    """Neither bold nor italic, whatever the style says."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its paragraphs' words, how they stand, over how many columns."""

    text: str | Sequence[Run]
    role: Role = Role.CELL
    span: int = 1
    bold: bool = False
    colour: str = ""


def twips(millimetres: float) -> str:
    """Twentieths of a point."""
    return str(round(millimetres / 25.4 * 1440))


def node(tag: str, children: Iterable[Element] = (), **attributes: str) -> Element:
    """An element of Word's namespace: `node("w:jc", val="center")`."""
    made = OxmlElement(tag, attrs={qn(f"w:{name.rstrip('_')}"): value for name, value in attributes.items()})
    made.extend(children)
    return made


def run(words: Run | str) -> Element:
    """A run; «\\n» becomes a line break and «\\t» a tab."""
    shown = Run(words) if isinstance(words, str) else words
    made = node("w:r")
    if marks := _marks(shown):
        made.append(node("w:rPr", marks))
    for index, line in enumerate(without_forbidden(shown.text).split("\n")):
        if index:
            made.append(node("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(node("w:tab"))
            if piece:
                made.append(_words(piece))
    return made


def _words(text: str) -> Element:
    made = OxmlElement("w:t")
    made.text = text
    if text[:1] == " " or text[-1:] == " " or "  " in text:
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def _marks(shown: Run) -> list[Element]:
    marks = []
    for tag, on in (("w:b", shown.bold), ("w:i", shown.italic)):
        if on:
            marks.append(node(tag))
        elif shown.plain:
            marks.append(node(tag, val="0"))
    if shown.colour:
        marks.append(node("w:color", val=shown.colour))
    if shown.underline:
        marks.append(node("w:u", val="single"))
    return marks


@dataclass(frozen=True, slots=True)
class Tab:
    """A place (mm) that «\t» jumps to; `dotted` fills the way there."""

    at: float
    align: str = "left"
    dotted: bool = False


def paragraph(role: Role, *runs: Run | str, keep_next: bool = False, tabs: Sequence[Tab] = ()) -> Element:
    """A paragraph in the style of its role."""
    properties = node("w:pPr", [node("w:pStyle", val=style_id(role))])
    if keep_next:
        properties.append(node("w:keepNext"))
    if tabs:
        properties.append(node("w:tabs", [_tab(tab) for tab in tabs]))
    return node("w:p", [properties, *(run(words) for words in runs)])


def _tab(tab: Tab) -> Element:
    leader = {"leader": "dot"} if tab.dotted else {}
    return node("w:tab", val=tab.align, pos=twips(tab.at), **leader)


_WHOLE_ROWS = 15
"""A table of more rows may break over pages."""


def keep_whole(made: Element) -> None:
    """Hold a small table on one page."""
    rows = made.findall(qn("w:tr"))
    if len(rows) <= _WHOLE_ROWS:
        _keep([one for part in rows[:-1] for one in part.iter(qn("w:p"))])


def keep_with_next(element: Element) -> None:
    """Hold a paragraph, or the last row of a table, on the page of what follows."""
    rows = element.findall(qn("w:tr"))
    _keep(list(rows[-1].iter(qn("w:p"))) if rows else [element])


def _keep(paragraphs: list[Element]) -> None:
    for one in paragraphs:
        properties = one.find(qn("w:pPr"))
        if properties is not None and properties.find(qn("w:keepNext")) is None:
            properties.insert(1, node("w:keepNext"))


def rule(width: float, available: float, *, look: str = "single") -> Element:
    """A line of `width` points in the middle of `available` points (NĐ 30 asks for a drawn line, not an underline)."""
    side = str(max(0, round((available - width) / 2 * 20)))
    border = node("w:bottom", val=look, sz="6", space="0", color="000000")
    properties = node(
        "w:pPr",
        [
            node("w:pStyle", val=style_id(Role.RULE)),
            node("w:pBdr", [border]),
            node("w:ind", left=side, right=side),
        ],
    )
    return node("w:p", [properties])


def table(widths: Sequence[float], rows: Iterable[Element], *, bordered: bool = True, padding: float = 1.2) -> Element:
    """A table of fixed column widths (mm) that holds `rows`."""
    borders = [
        node(f"w:{side}", val="single" if bordered else "nil", sz="4", space="0", color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    margins = [node(f"w:{side}", w=twips(padding if bordered else 0), type="dxa") for side in ("left", "right")]
    properties = node(
        "w:tblPr",
        [
            node("w:tblW", w=twips(sum(widths)), type="dxa"),
            node("w:tblInd", w="0", type="dxa"),
            node("w:tblBorders", borders),
            node("w:tblLayout", type="fixed"),
            node("w:tblCellMar", margins),
        ],
    )
    grid = node("w:tblGrid", [node("w:gridCol", w=twips(width)) for width in widths])
    return node("w:tbl", [properties, grid, *rows])


def frame_row(widths: Sequence[float], cells: Sequence[Sequence[Element]], *, whole: bool = True) -> Element:
    """A row whose cells hold ready paragraphs; `whole`: it does not break over pages."""
    made = node("w:tr", [node("w:trPr", [node("w:cantSplit")])] if whole else [])
    for width, content in zip(widths, cells, strict=True):
        properties = node("w:tcPr", [node("w:tcW", w=twips(width), type="dxa")])
        made.append(node("w:tc", [properties, *(content or [paragraph(Role.CELL)])]))
    return made


_SHORT_ROW = 600
"""Letters up to which a row stays on one page; a longer one may break, or pages would end half empty."""


def row(widths: Sequence[float], cells: Sequence[Cell | str], *, head: bool = False) -> Element:
    """A row of words; `head` repeats it on every page the table reaches."""
    shown = [Cell(cell) if isinstance(cell, str) else cell for cell in cells]
    properties = []
    if head or sum(len(_plain(cell)) for cell in shown) <= _SHORT_ROW:
        properties.append(node("w:cantSplit"))
    if head:
        properties.append(node("w:tblHeader"))
    made = node("w:tr", [node("w:trPr", properties)] if properties else [])
    column = 0
    for cell in shown:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        made.append(_cell(cell, width, head=head))
    return made


def _cell(cell: Cell, width: float, *, head: bool) -> Element:
    properties = node("w:tcPr", [node("w:tcW", w=twips(width), type="dxa")])
    if cell.span > 1:
        properties.append(node("w:gridSpan", val=str(cell.span)))
    properties.append(node("w:vAlign", val="center" if head else "top"))
    runs: Sequence[Run | str] = (
        [Run(cell.text, bold=cell.bold, colour=cell.colour)] if isinstance(cell.text, str) else cell.text
    )
    return node("w:tc", [properties, paragraph(Role.CELL_HEAD if head else cell.role, *runs)])


def _plain(cell: Cell) -> str:
    return cell.text if isinstance(cell.text, str) else "".join(words.text for words in cell.text)


def field(instruction: str) -> list[Element]:
    """Runs that Word fills in: the page's number for «PAGE»."""
    begin = node("w:r", [node("w:fldChar", fldCharType="begin")])
    code = OxmlElement("w:instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    separate = node("w:r", [node("w:fldChar", fldCharType="separate")])
    end = node("w:r", [node("w:fldChar", fldCharType="end")])
    return [begin, node("w:r", [code]), separate, run("1"), end]


def style_id(role: Role) -> str:
    """The style's identifier inside the file: letters without marks."""
    return f"DT{role.name.title().replace('_', '')}"


def style(role: Role, look: Style, font: str) -> Element:
    """A paragraph style with everything the rules say of it."""
    spacing = {"before": str(round(look.before * 20)), "after": str(round(look.after * 20))}
    if look.exact is not None:
        spacing |= {"line": str(round(look.exact * 20)), "lineRule": "exact"}
    else:
        spacing |= {"line": str(round(look.lines * 240)), "lineRule": "auto"}
    properties = [node("w:keepNext")] if look.keep_next else []
    properties += [
        node("w:widowControl"),
        node("w:spacing", **spacing),
        node("w:ind", left=twips(look.left), firstLine=twips(look.first_line)),
        node("w:jc", val=look.align),
    ]
    marks = [node("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)]
    marks += [node(tag) for tag, on in (("w:b", look.bold), ("w:i", look.italic)) if on]
    marks += [node("w:color", val="000000")]
    marks += [node(tag, val=str(round(look.size * 2))) for tag in ("w:sz", "w:szCs")]
    marks += [node("w:u", val="single")] if look.underline else []
    return node(
        "w:style",
        [
            node("w:name", val=role.value),
            node("w:basedOn", val="Normal"),
            node("w:qFormat"),
            node("w:pPr", properties),
            node("w:rPr", marks),
        ],
        type="paragraph",
        customStyle="1",
        styleId=style_id(role),
    )
