"""What the XML of a workbook says (ECMA-376 part 1, 18): its sheets, their rows of cells, the strings they share.

Each reader is a SAX handler: it sees one element after the other and keeps only what it looks for.
"""

import math
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from bot.documents.xlsx.cells import clean
from bot.documents.xlsx.read_parts import BROKEN, Enough, Parts
from handlers.rules.contributions import Cell, SheetError

MOST_SHEETS = 30
MOST_COLUMNS = 64
_LAST_ROW = 1_048_576
_MOST_MERGES = 10_000
_DEEPEST = 100
"""Elements inside each other; a workbook has a dozen."""
_REF = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAYS_TO_1904 = 1_462
_CALCULATED = frozenset({"e"})


@dataclass(frozen=True, kw_only=True)
class Merge:
    """A range of merged cells: its rows and columns from the first to the last, columns from 0."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int
    words: str


@dataclass(kw_only=True)
class SheetContent:
    """One sheet as far as it was read: cells by row from 1 and column from 0; `cut` when there are more rows."""

    name: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    cut: bool = False


def read_sheets(parts: Parts, most_rows: int) -> list[SheetContent]:
    """All sheets that people see, each with its first `most_rows` rows that are not empty. Raises as `Parts.parse`."""
    workbook = _find_workbook(parts)
    book = _Workbook()
    parts.parse(workbook, book)
    links = _links(parts, workbook)
    raw = [
        (name, _read_raw(parts, links.by_id[link], most_rows))
        for name, link in book.sheets[:MOST_SHEETS]
        if link in links.by_id and parts.has(links.by_id[link])
    ]
    wanted = {int(cell.value) for _, sheet in raw for cell in sheet.cells() if cell.is_shared}
    strings = _Strings(wanted)
    if wanted and links.strings and parts.has(links.strings):
        parts.parse(links.strings, strings)
    return [_content(name, sheet, strings.found, book.zero) for name, sheet in raw]


def _find_workbook(parts: Parts) -> str:
    """The part that the package itself calls its workbook, by custom xl/workbook.xml."""
    if parts.has("_rels/.rels"):
        links = _Links("")
        parts.parse("_rels/.rels", links)
        if links.workbook and parts.has(links.workbook):
            return links.workbook
    return "xl/workbook.xml"


def _links(parts: Parts, workbook: str) -> "_Links":
    folder, name = posixpath.split(workbook)
    links = _Links(folder)
    parts.parse(posixpath.join(folder, "_rels", f"{name}.rels"), links)
    return links


class _Handler(ContentHandler):
    """Elements and attributes by their names without a prefix."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SheetError(BROKEN)
        self.begin(_local(name), {_local(key): value for key, value in attrs.items()})

    def endElement(self, name: str) -> None:
        self._depth -= 1
        self.end(_local(name))

    def begin(self, name: str, values: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Workbook(_Handler):
    """The names of the sheets that are not hidden, with the ids of their links."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.zero = 0
        """Days to add to the numbers of days: not 0 where they count from 1904."""

    def begin(self, name: str, values: Mapping[str, str]) -> None:
        if name == "workbookPr" and values.get("date1904") in {"1", "true"}:
            self.zero = _DAYS_TO_1904
        elif name == "sheet" and values.get("state", "visible") == "visible":
            # `id` is that of the link: the sheet's own number is called `sheetId`.
            self.sheets.append((clean(values.get("name", "")), values.get("id", "")))


class _Links(_Handler):
    """Which part an id stands for (ECMA-376 part 2, 9.3)."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self.by_id: dict[str, str] = {}
        self.strings = ""
        self.workbook = ""

    def begin(self, name: str, values: Mapping[str, str]) -> None:
        if name != "Relationship" or values.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", self._folder, values.get("Target", ""))).lstrip("/")
        kind = values.get("Type", "").rpartition("/")[2]
        if kind == "worksheet":
            self.by_id[values.get("Id", "")] = target
        elif kind == "sharedStrings":
            self.strings = target
        elif kind == "officeDocument":
            self.workbook = target


@dataclass(frozen=True, kw_only=True)
class _RawCell:
    """A cell before its shared string is known."""

    kind: str
    value: str
    formula: bool

    @property
    def is_shared(self) -> bool:
        return self.kind == "s" and self.value.isascii() and self.value.isdigit() and len(self.value) < 10


class _Sheet(_Handler):
    """Rows of cells, and the merged ranges that stand after them."""

    def __init__(self, most_rows: int) -> None:
        super().__init__()
        self._most_rows = most_rows
        self._row = 0
        self._column = -1
        self._kind = ""
        self._formula = False
        self._reading = ""
        self._words: list[str] = []
        self._calculation: list[str] = []
        self.rows: dict[int, dict[int, _RawCell]] = {}
        self.merges: list[Merge] = []
        self.cut = False

    def cells(self) -> Iterable[_RawCell]:
        """All cells that were read."""
        return (cell for row in self.rows.values() for cell in row.values())

    def begin(self, name: str, values: Mapping[str, str]) -> None:
        if name == "row":
            self._begin_row(values.get("r", ""))
        elif name == "c":
            self._begin_cell(values)
        elif name == "f":
            self._formula = True
            self._reading = name
        elif name in {"v", "t"} and not self._reading:
            self._reading = name
        elif name == "rPh":
            self._reading = name  # how a word is spoken, not the word
        elif name == "mergeCell" and len(self.merges) < _MOST_MERGES:
            self.merges += _merge(values.get("ref", ""))

    def characters(self, content: str) -> None:
        if self._reading in {"v", "t"}:
            self._words.append(content)
        elif self._reading == "f":
            self._calculation.append(content)

    def end(self, name: str) -> None:
        if name == self._reading:
            self._reading = ""
        elif name == "c":
            self._end_cell()

    def _begin_row(self, number: str) -> None:
        given = int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 0
        self._row = given if self._row < given <= _LAST_ROW else self._row + 1
        self._column = -1

    def _begin_cell(self, values: Mapping[str, str]) -> None:
        found = _REF.fullmatch(values.get("r", ""))
        self._column = _column_of(found[1]) if found else self._column + 1
        self._kind = values.get("t", "n")
        self._formula = False
        self._words, self._calculation = [], []

    def _end_cell(self) -> None:
        value, kind = "".join(self._words), self._kind
        if self._formula and self._calculation:
            value, kind = f"={''.join(self._calculation)}", "str"
        self._words, self._calculation = [], []
        if (not value.strip() and not self._formula) or self._column >= MOST_COLUMNS:
            return
        if self._row not in self.rows and len(self.rows) == self._most_rows:
            self.cut = True
            raise Enough
        cell = _RawCell(kind=kind, value=value, formula=self._formula or self._kind in _CALCULATED)
        self.rows.setdefault(self._row, {})[self._column] = cell


def _read_raw(parts: Parts, name: str, most_rows: int) -> _Sheet:
    sheet = _Sheet(most_rows)
    parts.parse(name, sheet)
    return sheet


def _column_of(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _merge(ref: str) -> list[Merge]:
    first, _, last = ref.partition(":")
    start, end = _REF.fullmatch(first), _REF.fullmatch(last or first)
    if start is None or end is None:
        return []
    return [
        Merge(
            first_row=int(start[2]),
            last_row=int(end[2]),
            first_column=_column_of(start[1]),
            last_column=_column_of(end[1]),
            words=ref,
        )
    ]


class _Strings(_Handler):
    """Those strings of the shared table that a cell asks for."""

    def __init__(self, wanted: set[int]) -> None:
        super().__init__()
        self._wanted = wanted
        self._last = max(wanted, default=-1)
        self._place = -1
        self._words: list[str] = []
        self._reading = ""
        self.found: dict[int, str] = {}

    def begin(self, name: str, values: Mapping[str, str]) -> None:  # noqa: ARG002
        if name == "si":
            self._place += 1
            self._words = []
            if self._place > self._last:
                raise Enough
        elif name == "rPh" or (name == "t" and not self._reading):
            self._reading = name

    def characters(self, content: str) -> None:
        if self._reading == "t":
            self._words.append(content)

    def end(self, name: str) -> None:
        if name == self._reading:
            self._reading = ""
        elif name == "si" and self._place in self._wanted:
            self.found[self._place] = "".join(self._words)


def _content(name: str, sheet: _Sheet, strings: Mapping[int, str], zero: int) -> SheetContent:
    rows = {
        row: {column: found for column, cell in cells.items() if (found := _cell(cell, strings, zero)) is not None}
        for row, cells in sheet.rows.items()
    }
    return SheetContent(name=name, rows=rows, merges=sheet.merges, cut=sheet.cut)


def _cell(cell: _RawCell, strings: Mapping[int, str], zero: int) -> Cell | None:
    """A cell as words, and as a number where it is one; None for one that holds nothing but blanks."""
    if cell.is_shared:
        words = strings.get(int(cell.value), "")
    elif cell.kind == "b":
        words = "TRUE" if cell.value.strip() in {"1", "true"} else "FALSE"
    elif cell.kind == "n" and (number := _number(cell.value)) is not None:
        return Cell(text=_number_words(number), number=number + zero, formula=cell.formula)
    else:
        words = cell.value
    words = clean(_ESCAPED.sub(_unescaped, words))
    return Cell(text=words, formula=cell.formula) if words.strip() or cell.formula else None


def _number(value: str) -> float | None:
    try:
        number = float(value) if value.isascii() and len(value) < 40 else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _number_words(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def _unescaped(found: re.Match[str]) -> str:
    """A letter that XML cannot hold is written «_x000B_» (ECMA-376 part 1, 22.9.2.19)."""
    return chr(int(found[1], 16))
