"""What is wrong with a template's words, and where: unclosed marks, broken syntax, fields that the paper does not have.

Each paragraph becomes one line of a plain Jinja template, so that a line's number is a place in the document.
"""

import difflib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.documents.docx.xml import Element

DEEPEST_LOOP = 2
"""Loops inside each other; a third would let a template of a page grow into gigabytes."""

_FILTERS = ("upper", "lower", "capitalize", "join", "length", "first", "last", "default", "trim")
_EXPRESSIONS = (
    nodes.TemplateData,
    nodes.CondExpr,
    nodes.Const,
    nodes.Filter,
    nodes.Compare,
    nodes.Operand,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
_ONLY = "mẫu chỉ được nêu mục, lặp và điều kiện"
_LOOP = dict.fromkeys(("index", "first", "last", "length"))
_STEPS = re.compile(r"\{%-?(tr|tc|p|r)?\s*(for|if|endfor|endif)\b")
_HELD_BY = {"tr": 2, "tc": 3}
"""How much of `_Line.inside` must stay the same between the ends of a loop over rows, over cells."""
_MARK = re.compile(r"\{[{%].*?[}%]\}")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_STRUCTURE = re.compile(r"(\{[%{#])(tr|tc|p|r)(?=\s)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """What is wrong, and where an official finds it in Word."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja without globals and with few filters; `_within` keeps templates plain."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _FILTERS}
    return made


def word_faults(data: bytes, shape: Mapping[str, Any]) -> list[Fault]:
    """All that is wrong with the words of a DOCX that is to be filled with fields of this shape."""
    lines = list(_lines(data))
    return _unclosed(lines) or _faults(lines, shape) or _torn(lines)


# -- the words, a paragraph a line


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph's words; `inside` names what holds it: the part, and in a table the table, row and cell."""

    place: str
    text: str
    inside: tuple[str, ...]


def _lines(data: bytes) -> Iterator[_Line]:
    """Every paragraph of headers, body and footers, with the words that Word shows for its place."""
    document = Document(io.BytesIO(data))
    for section in document.sections:
        yield from _margin("đầu trang", section.header, section.first_page_header, section.even_page_header)
    yield from _of(document.element.body, "")
    for section in document.sections:
        yield from _margin("chân trang", section.footer, section.first_page_footer, section.even_page_footer)


def _margin(place: str, *parts: Any) -> Iterator[_Line]:
    """Headers or footers of a section, those alone that are its own."""
    for part in parts:
        if not part.is_linked_to_previous:
            yield from _of(part._element, f"{place}, ")


def _of(root: Element, before: str) -> Iterator[_Line]:
    paragraphs = tables = 0
    for child in root:
        if child.tag == qn("w:p"):
            paragraphs += 1
            yield from (_Line(f"{before}đoạn {paragraphs}", text, (before,)) for text in _texts(child))
        elif child.tag == qn("w:tbl"):
            tables += 1
            yield from _of_table(child, f"{before}bảng {tables}", before)
        elif child.tag == qn("w:sdt"):
            yield from (_Line(f"{before}khung nội dung", text, (before,)) for text in _texts(child))


def _of_table(table: Element, place: str, before: str) -> Iterator[_Line]:
    for number, row in enumerate(table.findall(qn("w:tr")), 1):
        for column, cell in enumerate(row.findall(qn("w:tc")), 1):
            where = f"{place}, hàng {number}, cột {column}"
            inside = (before, place, f"{number}", f"{number}/{column}")
            yield from (_Line(where, text, inside) for text in _texts(cell))


def _texts(element: Element) -> Iterator[str]:
    """The words of each paragraph in an element; those of a box inside a paragraph are a line of their own."""
    for one in element.iter(qn("w:p")):
        found = (words.text or "" for words in one.iter(qn("w:t")) if next(words.iterancestors(qn("w:p"))) is one)
        yield " ".join("".join(found).split())


# -- what is wrong with the words


def _unclosed(lines: list[_Line]) -> list[Fault]:
    """Marks that are not closed in their own paragraph, and row marks outside a table."""
    faults = []
    for line in lines:
        for start, end in (("{{", "}}"), ("{%", "%}")):
            if line.text.count(start) > line.text.count(end):
                faults.append(_fault(line, f"thiếu dấu {end} đóng"))
            elif line.text.count(start) < line.text.count(end):
                faults.append(_fault(line, f"thiếu dấu {start} mở"))
        if len(line.inside) == 1 and re.search(r"\{%t[rc]\s", line.text):
            faults.append(_fault(line, "{%tr … %} và {%tc … %} chỉ dùng trong bảng; ngoài bảng hãy dùng {%p … %}"))
    return faults


def _torn(lines: list[_Line]) -> list[Fault]:
    """Loops and conditions that end in another cell, row or table than they began in: the document would be torn."""
    faults = []
    begun: list[tuple[_Line, tuple[str, ...]]] = []
    for line in lines:
        for structure, keyword in _STEPS.findall(line.text):
            here = line.inside[: _HELD_BY.get(structure, len(line.inside))]
            if not keyword.startswith("end"):
                begun.append((line, (structure, *here)))
                continue
            start, there = begun.pop()
            if there != (structure, *here):
                faults.append(_fault(line, f"đóng lệnh mở ở {start.place}, khác chỗ hoặc khác loại (tr, tc, p)"))
    return faults


def _faults(lines: list[_Line], shape: Mapping[str, Any]) -> list[Fault]:
    """Broken syntax, and names that the paper does not have."""
    source = "\n".join(_MARK.sub(_straight, _STRUCTURE.sub(r"\1", line.text)) for line in lines)
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        line = lines[min(error.lineno, len(lines)) - 1]
        return [_fault(line, f"viết sai cách của mẫu ({_syntax_words(error)})")]
    found = [_fault(lines[number - 1], message) for number, message in _within(tree.body, shape, 0)]
    return list(dict.fromkeys(found))


def _straight(mark: re.Match[str]) -> str:
    """Word bends quotation marks while one types; docxtpl straightens them as we do."""
    return mark[0].translate(_QUOTES)


def _syntax_words(error: TemplateSyntaxError) -> str:
    message = error.message or ""
    if "Unexpected end of template" in message:
        return "thiếu {% endfor %} hoặc {% endif %}"
    if "unknown tag" in message:
        return f"không có lệnh {_quoted(message)}"
    return "kiểm tra dấu ngoặc, dấu chấm, chữ thừa"


def _quoted(message: str) -> str:
    found = re.search(r"'([^']*)'", message)
    return f"«{found[1]}»" if found else "này"


def _fault(line: _Line, message: str) -> Fault:
    shown = line.text if len(line.text) <= 60 else f"{line.text[:57]}…"
    return Fault(place=f"{line.place} («{shown}»)", message=message)


_Problem = tuple[int, str]


def _within(parts: Iterable[nodes.Node], scope: Mapping[str, Any], depth: int) -> Iterator[_Problem]:
    """What is wrong with a template's statements, given the shapes of the names that are known there."""
    for part in parts:
        if isinstance(part, nodes.For):
            yield from _loop(part, scope, depth)
        elif isinstance(part, nodes.If):
            yield from _read(part.test, scope)[0]
            for inner in (part.body, part.elif_, part.else_):
                yield from _within(inner, scope, depth)
        elif isinstance(part, nodes.Output):
            yield from (problem for expression in part.nodes for problem in _printed(expression, scope))
        else:
            yield part.lineno, _ONLY


def _printed(expression: nodes.Node, scope: Mapping[str, Any]) -> list[_Problem]:
    problems, shape = _read(expression, scope)
    if not problems and shape is not None:
        return [(expression.lineno, "mục này gồm nhiều phần, không in thẳng được; hãy nêu một phần của nó")]
    return problems


def _loop(loop: nodes.For, scope: Mapping[str, Any], depth: int) -> Iterator[_Problem]:
    problems, shape = _read(loop.iter, scope)
    yield from problems
    if depth >= DEEPEST_LOOP or loop.recursive or loop.test is not None:
        yield loop.lineno, f"chỉ được lồng {DEEPEST_LOOP} vòng lặp, không có điều kiện ngay trong lệnh lặp"
    elif not isinstance(loop.target, nodes.Name):
        yield loop.lineno, "vòng lặp chỉ đặt một tên: {% for x in danh_sách %}"
    elif not problems and not isinstance(shape, list):
        yield loop.lineno, "mục này không phải danh sách, không lặp được"
    elif isinstance(shape, list):
        yield from _within(loop.body, {**scope, loop.target.name: shape[0], "loop": _LOOP}, depth + 1)
        yield from _within(loop.else_, scope, depth + 1)


def _read(expression: nodes.Node, scope: Mapping[str, Any]) -> tuple[list[_Problem], Any]:
    """What is wrong with an expression, and the shape of its value."""
    if isinstance(expression, nodes.Name):
        return _member(expression, expression.name, scope, "")
    if isinstance(expression, nodes.Getattr):
        problems, shape = _read(expression.node, scope)
        return (problems, None) if problems else _member(expression, expression.attr, shape, _written(expression.node))
    if isinstance(expression, nodes.Filter) and expression.name not in _FILTERS:
        return [(expression.lineno, f"không có phép «{expression.name}»")], None
    if not isinstance(expression, _EXPRESSIONS):
        return [(expression.lineno, _ONLY)], None
    return [problem for child in expression.iter_child_nodes() for problem in _read(child, scope)[0]], None


def _member(at: nodes.Node, name: str, shape: Any, of: str) -> tuple[list[_Problem], Any]:
    if isinstance(shape, Mapping) and name in shape:
        return [], shape[name]
    near = difflib.get_close_matches(name, list(shape) if isinstance(shape, Mapping) else [], n=1)
    hint = f"; có phải «{near[0]}»?" if near else ""
    where = f"«{of}» không có mục" if of else "không có mục"
    return [(at.lineno, f"{where} «{name}»{hint}")], None


def _written(expression: nodes.Node) -> str:
    if isinstance(expression, nodes.Getattr):
        return f"{_written(expression.node)}.{expression.attr}"
    return expression.name if isinstance(expression, nodes.Name) else ""
