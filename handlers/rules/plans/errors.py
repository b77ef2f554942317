"""What is wrong with a plan, in Vietnamese words and with the line, instead of a parser's English.

PlanError                the plan cannot be read; carries every Problem found
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from handlers.rules.plans.lines import Path, line_of

_WORDS = {
    "missing": "thiếu mục này",
    "string_type": "phải là chữ, viết trong ngoặc kép",
    "string_too_short": "không được để trống",
    "string_too_long": "dài quá {max_length} ký tự",
    "int_type": "phải là số nguyên, không có ngoặc kép",
    "bool_type": "phải là true hoặc false",
    "date_type": "phải là ngày, viết như 2025-11-28, không có ngoặc kép",
    "time_type": "phải là giờ, viết như 11:00:00, không có ngoặc kép",
    "tuple_type": "phải là một danh sách, viết trong dấu [ ]",
    "model_type": "phải là một bảng có các mục con",
    "model_attributes_type": "phải là một bảng có các mục con",
    "greater_than_equal": "không được nhỏ hơn {ge}",
    "less_than_equal": "không được lớn hơn {le}",
    "too_short": "phải có ít nhất {min_length} dòng",
    "too_long": "nhiều nhất {max_length} mục",
}

_PATTERNS = {
    "^[a-z0-9]": "chỉ gồm chữ thường không dấu, số và dấu gạch nối, như «phong-kinh-te»",
    "^[A-Z]": "gồm 2 đến 5 chữ in hoa không dấu, như «GM»",
    r"^20\d\d-Q": "viết như «2022-Q3»",
    r"^20\d\d-(0": "viết như «2021-04»",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that is wrong: where in the plan, on which line of its file (None: the file as a whole),
    and what.
    """

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"dòng {self.line}" if self.line else "cả tệp"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class PlanError(ValueError):
    """A plan that cannot be used; ``problems`` lists all that was found, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def path_words(path: Path) -> str:
    """``("sessions", 0, "title")`` as people read it: ``sessions[1].title``."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


_NO_SUCH_TIME = "ngày hoặc giờ không có thật; ngày viết như 2025-11-28, giờ viết đủ như 11:00:00"

_SYNTAX = {
    "Cannot overwrite": "mục này đã có ở trên, không được viết hai lần",
    "Cannot declare": "bảng này đã có ở trên, không được viết hai lần",
    "Invalid date": _NO_SUCH_TIME,
    "Unterminated string": "chữ thiếu dấu ngoặc kép đóng",
    "Illegal character": "có ký tự không được dùng ở đây, có thể thiếu dấu ngoặc kép đóng",
    "Unclosed array": "danh sách thiếu dấu ] đóng",
    "Invalid value": "giá trị viết sai; chữ phải ở trong ngoặc kép",
    "Expected '='": "thiếu dấu = sau tên mục",
    "Expected newline": "sau giá trị còn chữ thừa",
}

_TIME_OR_DATE = re.compile(r"=\s*(\d{4}-\d|\d{1,2}:\d)")


def syntax_problem(error: tomllib.TOMLDecodeError, text: str) -> Problem:
    """The parser's complaint about ``text`` with its line, in words."""
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(found.group(1)) if found else text.rstrip().count("\n") + 1
    column = f", cột {found.group(2)}" if found else ""
    return Problem(path="", message=_syntax_words(str(error), text.split("\n")[line - 1]) + column, line=line)


def _syntax_words(error: str, line: str) -> str:
    if error.startswith("Expected newline") and _TIME_OR_DATE.search(line):
        return _NO_SUCH_TIME
    return next((words for start, words in _SYNTAX.items() if error.startswith(start)), "viết sai cách của TOML")


MOST_PROBLEMS = 50
"""Told at once; somebody who made more mistakes than that sent the wrong file."""


def schema_problems(error: ValidationError, model: type[BaseModel], lines: Mapping[Path, int]) -> list[Problem]:
    """What the schema refused, each with the line of the offending key; of very many the first, and how many more."""
    details = error.errors(include_url=False, include_input=False)
    few = details[:MOST_PROBLEMS]
    places = [detail["loc"] for detail in few]
    found = [_schema_problem(dict(detail), model, lines) for detail in few if not _follows(dict(detail), places)]
    if len(details) > len(few):
        found.append(Problem(path="", message=f"và còn {len(details) - len(few)} chỗ sai nữa"))
    return found


def _follows(detail: dict[str, Any], places: Sequence[Path]) -> bool:
    """Whether a list is called too short only because the errors told of its own lines took them away."""
    path = detail["loc"]
    return detail["type"] == "too_short" and any(at[: len(path)] == path != at for at in places)


def _schema_problem(detail: dict[str, Any], model: type[BaseModel], lines: Mapping[Path, int]) -> Problem:
    path = tuple(detail["loc"])
    return Problem(path=path_words(path), message=_words(detail, model), line=line_of(lines, path))


def _words(detail: dict[str, Any], model: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return _unknown_key(tuple(detail["loc"]), model)
    if kind == "literal_error":
        return "chỉ nhận một trong các giá trị: " + str(context["expected"]).replace(" or ", ", ")
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return next((words for start, words in _PATTERNS.items() if pattern.startswith(start)), "viết chưa đúng mẫu")
    return _WORDS.get(kind, "giá trị không dùng được ở đây").format(**context)


def _unknown_key(path: Path, model: type[BaseModel]) -> str:
    known = _fields_around(path, model)
    near = difflib.get_close_matches(str(path[-1]), known, n=1)
    hint = f"; có phải «{near[0]}»?" if near else ""
    return f"không có mục nào tên «{path[-1]}»{hint}"


def _fields_around(path: Path, model: type[BaseModel]) -> list[str]:
    schema = model.model_json_schema()
    node: dict[str, Any] = schema
    for part in path[:-1]:
        node = _opened(node, schema)
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
    return list(_opened(node, schema).get("properties", ()))


def _opened(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The node behind a reference or an optional value."""
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _opened(choice, schema)
    if "$ref" in node:
        definition: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
        return definition
    return node
