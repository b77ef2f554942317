"""An office's own template: a DOCX edited in Word, with `{{ issuer }}` where a field goes, filled by docxtpl.

TemplateError    the template cannot be used; carries every Fault with its place; nothing was produced

A template may name fields, repeat paragraphs or rows over a list, and ask whether a field is filled. Nothing else: no
calls, no arithmetic, no attributes beyond the fields. It is checked against the shape of the paper's content before it
is filled, so that a misspelt field is found also where the list it stands in is empty.
"""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from jinja2 import UndefinedError
from lxml import etree

from bot.documents.docx.blank import EARLIEST, with_fixed_times
from bot.documents.docx.rules import DRAFT, DRAFT_NOTE, FONT
from bot.documents.docx.template_check import Fault, environment, word_faults
from bot.documents.docx.template_fields import TEMPLATED, fields_of, shape_of
from bot.documents.docx.xml import Element, node
from handlers.papers.content import Paper
from handlers.papers.families import Family

LARGEST = 10 * 2**20
LARGEST_UNPACKED = 60 * 2**20
MOST_PARTS = 2_000
_EXTERNAL_ALLOWED = "/hyperlink"
_BROKEN = "không dựng được văn bản từ mẫu này; hãy kiểm tra các lệnh {% … %} ở chú thích và thuộc tính tài liệu"
_EMPTY = "một mục trống lúc điền mẫu; hãy đặt nó trong {% if … %}"


class TemplateError(ValueError):
    """A template that cannot be used: the file's name and all faults found, in the order of the document."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.name, self.faults = name, tuple(faults)
        super().__init__("\n".join(f"{name}: {fault}" for fault in faults))


def kind_of(path: Path) -> type[Paper] | None:
    """The paper that a template is for, by its file's name: «thong-bao.docx» is a Notice."""
    return TEMPLATED.get(path.stem) if path.suffix == ".docx" else None


def template_beside(plan: Path, paper: type[Paper]) -> Path | None:
    """The office's template for a paper: in the folder that is named as its plan, beside it. None: we draw."""
    name = next((name for name, kind in TEMPLATED.items() if kind is paper), None)
    found = plan.with_suffix("") / f"{name}.docx"
    return found if name and found.is_file() else None


def check(data: bytes, name: str, paper: type[Paper]) -> None:
    """Refuse a template that cannot be filled for this kind of paper."""
    if faults := _file_faults(data) or word_faults(data, shape_of(paper)):
        raise TemplateError(name, faults)


def fill(data: bytes, name: str, paper: Paper, family: Family) -> bytes:
    """The paper in the office's own layout. A draft says so at its top, whatever the template has."""
    check(data, name, type(paper))
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.render(fields_of(paper, family), environment(), autoescape=True)
    except UndefinedError as error:
        raise TemplateError(name, [Fault(place="", message=_EMPTY)]) from error
    except (JinjaError, etree.XMLSyntaxError, TypeError) as error:
        raise TemplateError(name, [Fault(place="", message=_BROKEN)]) from error
    _fill_cells(template.docx.element.body)
    if paper.letterhead.draft:
        _mark_draft(template.docx.element.body, automatic=paper.automatic)
    day = paper.letterhead.issued or EARLIEST
    made = io.BytesIO()
    template.save(made)
    return with_fixed_times(made, day)


# -- the file


def _file_faults(data: bytes) -> list[Fault]:
    """What is wrong with the file before anything in it is read."""
    if len(data) > LARGEST:
        return [Fault(place="", message=f"tệp lớn quá {LARGEST // 2**20} MB")]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return [Fault(place="", message=message) for message in _archive_faults(file)]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, etree.XMLSyntaxError):
        return [Fault(place="", message="không phải tệp DOCX, hoặc tệp hỏng, hoặc có mật khẩu")]


def _archive_faults(file: zipfile.ZipFile) -> Iterator[str]:
    parts = file.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        yield "tệp giải nén ra quá lớn"
        return
    names = {part.filename for part in parts}
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        yield "không phải tệp DOCX của Word"
        return
    if any(name.endswith("vbaProject.bin") for name in names):
        yield "tệp có macro; hãy lưu lại thành DOCX không có macro"
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for name in sorted(name for name in names if name.endswith(".rels")):
        for relation in etree.fromstring(file.read(name), parser):
            kind = str(relation.get("Type", ""))
            if relation.get("TargetMode") == "External" and not kind.endswith(_EXTERNAL_ALLOWED):
                yield "tài liệu nối tới tệp khác bên ngoài; hãy chèn hẳn vào tài liệu"


# -- after filling


def _fill_cells(body: Element) -> None:
    """A cell must end with a paragraph: one whose loop had nothing to say gets an empty one."""
    for cell in body.iter(qn("w:tc")):
        if cell[-1].tag != qn("w:p"):
            cell.append(node("w:p"))


def _mark_draft(body: Element, *, automatic: bool) -> None:
    """«DỰ THẢO» as the first paragraph, in its own formatting: the template may have no such style."""
    if automatic:
        body.insert(0, _marked(DRAFT_NOTE, size=10, mark="w:i"))
    body.insert(0, _marked(DRAFT, size=13, mark="w:b"))


def _marked(words: str, *, size: int, mark: str) -> Element:
    text = node("w:t")
    text.text = words
    look = [node("w:rFonts", ascii=FONT, hAnsi=FONT, cs=FONT), node(mark), node("w:sz", val=str(size * 2))]
    properties = node("w:pPr", [node("w:jc", val="right")])
    return node("w:p", [properties, node("w:r", [node("w:rPr", look), text])])
