"""What contributors report in a sheet: concerns of residents without a phone, of meetings and of polls. Pure.

A sheet is taken whole or not at all: `check_rows` says of each row what is wrong, in a sentence for whoever filled it.

SheetError               a file or a table that cannot be read at all; says why and what to do
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from handlers.rules.concerns import LONGEST_TEXT, says_too_little
from handlers.rules.naming import bare_place
from handlers.texts import Texts
from handlers.understanding.normalise import syllables
from storage.records import Record

MOST_ROWS = 1_000
"""Rows of one sheet: twice the concerns of a large session."""
LONGEST_NAME = 120
MOST_PEOPLE = 100_000
LONGEST_AGO = timedelta(days=366)
_SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of a spreadsheet, counted back from days after February 1900 (ECMA-376 part 1, 18.17.4.1)."""
_SERIALS = range(36_526, 73_050)  # the years 2000 to 2099
_DAY = re.compile(r"(?P<day>\d{1,2})\s*[/.-]\s*(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4}|\d{2})")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ][\d:.]*Z?)?")
_PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{9})")
"""Mobile numbers have ten digits, those of a house eleven."""
_VI = Texts("vi")
_TWICE = "Trùng với một dòng ở trên: cùng người, cùng nội dung. Xin xóa một dòng."


class SheetError(ValueError):
    """A sheet that cannot be taken; the message is a sentence for the contributor."""


class Source(StrEnum):
    """How a contributor came by a concern."""

    RESIDENT = "resident"
    MEETING = "meeting"
    POLL = "poll"


SOURCE_WORDS = {Source.RESIDENT: "Gặp người dân", Source.MEETING: "Họp dân", Source.POLL: "Thăm dò ý kiến"}
_SOURCES = {
    **{" ".join(syllables(words)): source for source, words in SOURCE_WORDS.items()},
    **dict.fromkeys(("nguoi dan", "ca nhan", "mot nguoi"), Source.RESIDENT),
    **dict.fromkeys(("hop", "hop thon", "hop xom", "hop ap", "hop ban", "hop to dan pho"), Source.MEETING),
    **dict.fromkeys(("tham do", "khao sat", "phieu tham do"), Source.POLL),
}
YES, NO = "Có", "Không"
_YES = frozenset({"co", "dong y", "x", "yes"})
_NO = frozenset({"khong", "khong dong y", "no"})


class Column(StrEnum):
    """A column of the sheet."""

    SOURCE = "source"
    DAY = "day"
    NAME = "name"
    PEOPLE = "people"
    AREA = "area"
    PHONE = "phone"
    NAMED = "named"
    TOPIC = "topic"
    TEXT = "text"
    PROPOSAL = "proposal"


HEADINGS: Mapping[Column, str] = {
    Column.SOURCE: "Nguồn",
    Column.DAY: "Ngày ghi nhận",
    Column.NAME: "Họ tên hoặc tên nhóm",
    Column.PEOPLE: "Số người",
    Column.AREA: "Thôn/Xóm",
    Column.PHONE: "Số điện thoại",
    Column.NAMED: "Đồng ý ghi tên",
    Column.TOPIC: "Lĩnh vực",
    Column.TEXT: "Nội dung ý kiến",
    Column.PROPOSAL: "Đề xuất trả lời",
}
REQUIRED = (Column.SOURCE, Column.DAY, Column.NAME, Column.AREA, Column.TEXT)
"""Columns that a table must have, and whose cells may not be empty (a name may: see `named`)."""
_ALIASES = {
    Column.SOURCE: ("nguồn ý kiến", "hình thức", "nguồn thu thập"),
    Column.DAY: ("ngày", "ngày tháng", "ngày nhận", "ngày họp"),
    Column.NAME: ("họ tên", "họ và tên", "tên", "người dân", "họ và tên hoặc tên nhóm", "tên nhóm"),
    Column.PEOPLE: ("số lượng người", "số người dự", "số lượng"),
    Column.AREA: ("thôn", "xóm", "ấp", "bản", "nơi ở", "tổ dân phố", "đơn vị/thôn", "khu phố", "thôn, xóm, ấp, bản"),
    Column.PHONE: ("điện thoại", "sđt", "số đt", "đt"),
    Column.NAMED: ("đồng ý", "người dân đồng ý ghi tên", "cho ghi tên"),
    Column.TOPIC: ("lĩnh vực ý kiến", "chủ đề"),
    Column.TEXT: ("nội dung", "ý kiến", "nội dung ý kiến, kiến nghị", "kiến nghị"),
    Column.PROPOSAL: ("đề xuất", "phương án trả lời", "đề xuất phương án trả lời"),
}
NUMBER_HEADING, ERROR_HEADING, EXAMPLE = "TT", "Cần sửa", "Ví dụ"
"""What the template itself writes beside the columns; nothing in them is read, except that an example is left out."""


def _key(heading: str) -> str:
    return " ".join(syllables(heading))


_KNOWN = {
    **{_key(words): column for column, aliases in _ALIASES.items() for words in aliases},
    **{_key(words): column for column, words in HEADINGS.items()},
}
_OURS = frozenset(_key(words) for words in (NUMBER_HEADING, ERROR_HEADING, "STT", "Số thứ tự"))


class Cell(Record):
    """What stands in a cell, as text; `number` where it is a number.

    `formula` where a formula or its error is; its text is then the formula itself, with «=».
    """

    text: str
    number: float | None = None
    formula: bool = False


class SheetRow(Record):
    """One row of the table; `line` is its number in the sheet, `merged` a range of merged cells that touches it."""

    line: int
    cells: Mapping[Column, Cell]
    merged: str = ""

    def text(self, column: Column) -> str:
        """The words of a cell without blanks around them."""
        cell = self.cells.get(column)
        return cell.text.strip() if cell else ""


class Choice(Record):
    """A hamlet or topic of the office: its key and its name."""

    key: str
    name: str


class Choices(Record):
    """What a sheet may name."""

    areas: tuple[Choice, ...]
    topics: tuple[Choice, ...]


class Contribution(Record):
    """One concern from a sheet, on behalf of a person or, where `people` is set, of a group of so many.

    `name` and `phone` are empty for a person who did not want to be named; `area` is None for the whole commune and
    `topic` for a matter that nobody sorted.
    """

    line: int
    source: Source
    day: date
    name: str
    people: int | None
    area: str | None
    phone: str
    topic: str | None
    text: str
    proposal: str


class RowProblem(Record):
    """What is wrong with a cell, or with the row as a whole."""

    line: int
    column: Column | None
    message: str


class Checked(Record):
    """What came of a sheet: either problems, or contributions and no problem. Never half of it."""

    contributions: tuple[Contribution, ...] = ()
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Header:
    """Which column stands where, by position from 0, and the titles that nobody knows."""

    columns: Mapping[int, Column]
    unknown: Mapping[int, str]


def find_header(titles: Mapping[int, str]) -> Header | None:
    """The columns of a row of titles, in any order, with or without marks; None for a row that is no header."""
    found = {place: _KNOWN[_key(title)] for place, title in titles.items() if _key(title) in _KNOWN}
    if len(set(found.values())) < 3:
        return None
    strange = {place: title for place, title in titles.items() if place not in found and _key(title) not in _OURS}
    return Header(columns=found, unknown={place: title for place, title in strange.items() if _key(title)})


def check_header(header: Header, used: Sequence[int]) -> None:
    """Raise SheetError for a table that lacks a column, has one twice, or has a strange one with words in it.

    `used` are the positions below which something stands.
    """
    columns = list(header.columns.values())
    missing = [HEADINGS[column] for column in REQUIRED if column not in columns]
    twice = [HEADINGS[column] for column in HEADINGS if columns.count(column) > 1]
    if missing:
        raise SheetError(f"Bảng thiếu cột {_listed(missing)}. Xin lấy lại tệp mẫu và không đổi dòng tiêu đề.")
    if twice:
        raise SheetError(f"Bảng có hai cột {_listed(twice)}. Xin giữ một cột.")
    for place, title in header.unknown.items():
        if place in used:
            shown = _short(title)
            raise SheetError(f"Mẫu không có cột «{shown}».{_near(title)} Xin sửa tên cột theo mẫu, hoặc xóa cột này.")


def _near(title: str) -> str:
    near = difflib.get_close_matches(_key(title)[:100], list(_KNOWN), n=1)
    return f" Có phải cột «{HEADINGS[_KNOWN[near[0]]]}»?" if near else ""


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39].rstrip() + "…"


def is_example(number_cell: str) -> bool:
    """Whether a row is the template's own example, left standing."""
    return _key(number_cell) == _key(EXAMPLE)


def check_rows(rows: Sequence[SheetRow], known: Choices, today: date) -> Checked:
    """All rows as contributions, or everything that is wrong with any of them; `today` is the local day."""
    contributions: list[Contribution] = []
    problems: list[RowProblem] = []
    seen: set[tuple[str, str, str]] = set()
    for row in rows:
        wrong = list(_unreadable(row))
        read = _Reading(row=row, known=known, today=today, problems=wrong)
        contribution = read.contribution()
        wrong = _one_a_column(wrong)
        same = (_key(row.text(Column.TEXT)), _key(row.text(Column.NAME)), _key(row.text(Column.AREA)))
        if not wrong and same in seen:
            wrong.append(RowProblem(line=row.line, column=None, message=_TWICE))
        seen.add(same)
        problems += wrong
        contributions.append(contribution)
    return Checked(problems=tuple(problems)) if problems else Checked(contributions=tuple(contributions))


def _one_a_column(problems: Sequence[RowProblem]) -> list[RowProblem]:
    """The first problem of each column, in the order of the columns: what follows from it need not be said."""
    first = {problem.column or problem.message: problem for problem in reversed(problems)}
    order = list(HEADINGS)
    return sorted(first.values(), key=lambda one: -1 if one.column is None else order.index(one.column))


def _unreadable(row: SheetRow) -> list[RowProblem]:
    """What must be mended before anything can be read: merged cells, formulas.

    A formula's stored value is not read: it may be old, missing, or other than what its writer saw.
    """
    found = []
    if row.merged:
        words = f"Ô {row.merged} bị gộp. Xin bỏ gộp ô và ghi đủ từng dòng."
        found.append(RowProblem(line=row.line, column=None, message=words))
    found += [
        RowProblem(
            line=row.line,
            column=column,
            message=f"Cột «{HEADINGS[column]}» là công thức. Xin ghi bằng chữ, hoặc chép rồi dán giá trị.",
        )
        for column in HEADINGS
        if column in row.cells and row.cells[column].formula
    ]
    return found


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """One row while it is read: each function gives a value, or notes a problem and gives something harmless."""

    row: SheetRow
    known: Choices
    today: date
    problems: list[RowProblem]

    def contribution(self) -> Contribution:
        """Read every cell, so that all problems of the row are found at once."""
        source = self._source()
        people = self._people(source)
        name, phone = self._name(people), self._phone()
        is_group = people is not None or source is not Source.RESIDENT
        self._named(name, phone, is_group=is_group)
        return Contribution(
            line=self.row.line,
            source=source,
            day=self._day(),
            name=name,
            people=people,
            area=self._area(is_group=is_group),
            phone=phone,
            topic=self._topic(),
            text=self._text(),
            proposal=self._proposal(),
        )

    def _wrong(self, column: Column, message: str) -> None:
        self.problems.append(RowProblem(line=self.row.line, column=column, message=message))

    def _source(self) -> Source:
        words = self.row.text(Column.SOURCE)
        found = _SOURCES.get(_key(words))
        if found is None:
            may_be = _listed(list(SOURCE_WORDS.values()))
            lead = f"Nguồn «{_short(words)}» không có trong mẫu" if words else "Thiếu nguồn"
            self._wrong(Column.SOURCE, f"{lead}. Xin chọn {may_be}.")
        return found or Source.RESIDENT

    def _people(self, source: Source) -> int | None:
        words = self.row.text(Column.PEOPLE)
        if not words:
            if source is not Source.RESIDENT:
                self._wrong(Column.PEOPLE, "Họp dân và thăm dò cần ghi số người.")
            return None
        digits = words.replace(".", "").replace(" ", "")
        if not re.fullmatch("[0-9]{1,7}", digits) or not 1 <= int(digits) <= MOST_PEOPLE:
            self._wrong(Column.PEOPLE, f"Số người «{_short(words)}» chưa đúng. Xin ghi một số, ví dụ 25.")
            return None
        return int(digits) if int(digits) > 1 or source is not Source.RESIDENT else None

    def _name(self, people: int | None) -> str:
        name = " ".join(self.row.text(Column.NAME).split())
        if len(name) > LONGEST_NAME:
            self._wrong(Column.NAME, f"Tên dài {_VI.number(len(name))} chữ; xin ghi không quá {LONGEST_NAME} chữ.")
        if people is not None and not name:
            self._wrong(Column.NAME, "Xin ghi tên nhóm hoặc cuộc họp, ví dụ «Họp dân xóm 3».")
        return name

    def _named(self, name: str, phone: str, *, is_group: bool) -> None:
        """A person is named only who agreed to it (Law 91/2025/QH15, Art. 9: silence is no consent)."""
        words = _key(self.row.text(Column.NAMED))
        if words and words not in _YES | _NO:
            self._wrong(Column.NAMED, f"Cột này chỉ ghi «{YES}» hoặc «{NO}».")
        elif is_group:
            return
        elif words in _YES:
            if not name:
                self._wrong(Column.NAME, "Thiếu họ tên.")
        elif words in _NO:
            if name or phone:
                column = Column.NAME if name else Column.PHONE
                self._wrong(column, "Người này không đồng ý ghi tên. Xin xóa họ tên và số điện thoại.")
        elif name or phone:
            self._wrong(Column.NAMED, f"Người dân có đồng ý ghi tên không? Xin chọn «{YES}» hoặc «{NO}».")
        else:
            self._wrong(Column.NAME, f"Thiếu họ tên. Nếu người dân không muốn ghi tên, xin chọn «{NO}» ở cột đồng ý.")

    def _phone(self) -> str:
        words = self.row.text(Column.PHONE)
        if not words:
            return ""
        phone = plain_phone(words)
        if phone is None:
            self._wrong(Column.PHONE, "Số điện thoại chưa đúng. Xin ghi đủ 10 chữ số, ví dụ 0912 345 678.")
        return phone or ""

    def _day(self) -> date:
        cell = self.row.cells.get(Column.DAY)
        day = read_day(cell) if cell else None
        words = self.row.text(Column.DAY)
        if day is None:
            lead = f"Ngày «{_short(words)}» chưa đúng" if words else "Thiếu ngày"
            self._wrong(Column.DAY, f"{lead}. Xin ghi ngày/tháng/năm, ví dụ {self.today:%d/%m/%Y}.")
        elif day > self.today:
            self._wrong(Column.DAY, f"Ngày {day:%d/%m/%Y} chưa đến. Xin xem lại.")
        elif day < self.today - LONGEST_AGO:
            self._wrong(Column.DAY, f"Ngày {day:%d/%m/%Y} đã quá một năm. Xin xem lại.")
        return day or self.today

    def _area(self, *, is_group: bool) -> str | None:
        words = self.row.text(Column.AREA)
        if not words:
            if not is_group:
                self._wrong(Column.AREA, "Thiếu thôn, xóm. Xin chọn trong danh sách.")
            return None
        found = find_choice(words, self.known.areas, places=True)
        if found is None:
            self._wrong(
                Column.AREA, f"Không có «{_short(words)}» trong danh sách thôn, xóm.{_hint(words, self.known.areas)}"
            )
        return found

    def _topic(self) -> str | None:
        words = self.row.text(Column.TOPIC)
        found = find_choice(words, self.known.topics) if words else None
        if words and found is None:
            hint = _hint(words, self.known.topics)
            self._wrong(Column.TOPIC, f"Không có lĩnh vực «{_short(words)}».{hint} Nếu chưa rõ, xin để trống.")
        return found

    def _text(self) -> str:
        text = self.row.text(Column.TEXT)
        if not text:
            self._wrong(Column.TEXT, "Thiếu nội dung ý kiến.")
        elif says_too_little(text):
            self._wrong(Column.TEXT, "Nội dung quá ngắn, chưa rõ việc gì.")
        else:
            self._fits(Column.TEXT, text)
        return text

    def _proposal(self) -> str:
        text = self.row.text(Column.PROPOSAL)
        self._fits(Column.PROPOSAL, text)
        return text

    def _fits(self, column: Column, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            size, limit = _VI.number(len(text)), _VI.number(LONGEST_TEXT)
            self._wrong(column, f"Ô này dài {size} chữ cái; xin rút còn dưới {limit}.")


def _hint(words: str, choices: Sequence[Choice]) -> str:
    keys = {_key(choice.name): choice.name for choice in choices}
    near = difflib.get_close_matches(_key(words)[:100], list(keys), n=1, cutoff=0.75)
    return f" Có phải «{keys[near[0]]}»?" if near else ""


def find_choice(words: str, choices: Sequence[Choice], *, places: bool = False) -> str | None:
    """The key of the one choice that is meant, with or without marks; a place also without its kind («Giữa»)."""
    for same in (_key, bare_place) if places else (_key,):
        wanted = same(words)
        found = [choice.key for choice in choices if wanted and same(choice.name) == wanted]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def read_day(cell: Cell) -> date | None:
    """The day in a cell, written as day/month/year, in ISO 8601, or kept by the spreadsheet as a number."""
    if cell.number is not None:
        serial = int(cell.number) if abs(cell.number) < 1e6 else 0
        return _SERIAL_ZERO + timedelta(days=serial) if serial in _SERIALS else None
    words = cell.text.strip()
    found = _DAY.fullmatch(words) or _ISO_DAY.fullmatch(words)
    if found is None or not words.isascii():
        return None
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def plain_phone(words: str) -> str | None:
    """A Vietnamese telephone number as 0912345678, or None. A leading 0 that a spreadsheet took away is given back."""
    digits = re.sub(r"[\s.()/-]", "", words)
    digits = re.sub(r"\A(?:\+84|0084)", "0", digits)
    if re.fullmatch("84[35789][0-9]{8}", digits):
        digits = f"0{digits[2:]}"
    elif re.fullmatch("[35789][0-9]{8}|2[0-9]{9}", digits):
        digits = f"0{digits}"
    return digits if _PHONE.fullmatch(digits) and digits.isascii() else None
