"""A dialogue plan: what an office promised, read from TOML into one frozen value.

    load_plan(text), read_plan(path)   TOML in, Plan out; PlanError says what is wrong, and on which line
    moved(plan, days)                  the same plan with every fixed date shifted, for demonstrations
    duties_for, routes_for             what binds one session

Everything an office may set differently stands here as data and nowhere in code.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from handlers.rules.plans.errors import PlanError, Problem, path_words, schema_problems, syntax_problem
from handlers.rules.plans.lines import line_of, lines_of
from handlers.rules.plans.model import Plan
from handlers.rules.plans.references import flaws
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.work import Duty, Route

__all__ = [
    "LARGEST_PLAN",
    "PLANS",
    "Plan",
    "decoded",
    "duties_for",
    "load_plan",
    "moved",
    "plan_text",
    "read_plan",
    "routes_for",
]

PLANS = Path(__file__).resolve().parents[3] / "plans"
"""The folder of the plans that ship with the program."""

LARGEST_PLAN = 1_000_000
"""Characters; the real plans need about 20,000 as TOML."""

_DEEP_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){40}""")
"""A key of more parts than any plan has: the parser's time and memory grow with the square of their number."""

_LARGEST_FILE = 4 * LARGEST_PLAN
"""Bytes: no letter of UTF-8 takes more than four. Nothing larger is read into memory."""


def routes_for(plan: Plan, session: PlannedSession) -> tuple[Route, ...]:
    """The reports owed for one session."""
    return tuple(route for route in plan.routes if not route.sessions or session.key in route.sessions)


def duties_for(plan: Plan, session: PlannedSession) -> tuple[Duty, ...]:
    """The duties before and at one session; what follows it is ``plan.after``."""
    return tuple(duty for duty in plan.duties if not duty.sessions or session.key in duty.sessions)


def read_plan(path: Path) -> Plan:
    """The plan in a TOML file; PlanError when it is not one."""
    return load_plan(plan_text(path))


def plan_text(path: Path) -> str:
    """The text of a file that should hold a plan; PlanError when it is far too large or no text."""
    if path.stat().st_size > _LARGEST_FILE:
        raise PlanError([_too_long()])
    return decoded(path.read_bytes())


def decoded(data: bytes) -> str:
    """The text of a plan's bytes, as they come from a disk or a chat; PlanError when they are no text."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as not_text:
        raise PlanError([Problem(path="", message="tệp không phải chữ UTF-8")]) from not_text


def _too_long() -> Problem:
    return Problem(path="", message=f"tệp dài quá {LARGEST_PLAN} ký tự")


def load_plan(text: str) -> Plan:
    """The plan in a TOML text; PlanError with every problem found and its line when it is not one."""
    text = unicodedata.normalize("NFC", text)
    data = _parsed(text)
    try:
        plan = Plan.model_validate(data)
    except ValidationError as refused:
        raise PlanError(schema_problems(refused, Plan, lines_of(text))) from refused
    if found := flaws(plan):
        lines = lines_of(text)
        raise PlanError([Problem(path=path_words(at), message=words, line=line_of(lines, at)) for at, words in found])
    return plan


def _parsed(text: str) -> dict[str, Any]:
    if len(text) > LARGEST_PLAN:
        raise PlanError([_too_long()])
    if deep_key := _DEEP_KEY.search(text):
        line = text.count("\n", 0, deep_key.start()) + 1
        raise PlanError([Problem(path="", message="tên mục có quá nhiều dấu chấm", line=line)])
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PlanError([syntax_problem(wrong, text)]) from wrong
    except ValueError as number:
        raise PlanError([Problem(path="", message="có con số dài quá mức")]) from number
    except RecursionError as deep:
        raise PlanError([Problem(path="", message="các dấu ngoặc lồng nhau quá sâu")]) from deep


def moved(plan: Plan, days: int) -> Plan:
    """The plan with every fixed date ``days`` later (or earlier, if negative); leads and quoted sources
    stay as they are.

    A month or quarter becomes the one its shifted first day falls in, and «năm 2025» in a title follows the
    sessions.
    """
    data = _shifted(plan.model_dump(exclude_unset=True), dt.timedelta(days=days))
    shifted = Plan.model_validate(data)
    return _with_year(shifted, plan.document.year, _year_of(shifted))


def _shifted(value: object, by: dt.timedelta) -> object:
    if isinstance(value, dict):
        return {key: _shifted_month(key, _shifted(item, by), by) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_shifted(item, by) for item in value)
    return value + by if isinstance(value, dt.date) else value


def _shifted_month(key: object, value: object, by: dt.timedelta) -> object:
    if key == "month" and isinstance(value, str):
        return f"{dt.date(int(value[:4]), int(value[5:]), 1) + by:%Y-%m}"
    if key == "quarter" and isinstance(value, str):
        first = dt.date(int(value[:4]), int(value[-1]) * 3 - 2, 1) + by
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return value


def _year_of(plan: Plan) -> int:
    spans = [span for session in plan.sessions if (span := session.when.span())]
    return min(spans)[0].year if spans else plan.document.year


def _with_year(plan: Plan, old: int, new: int) -> Plan:
    def retitled(title: str) -> str:
        return title.replace(f"năm {old}", f"năm {new}")

    document = plan.document.model_copy(update={"year": new, "title": retitled(plan.document.title)})
    sessions = tuple(s.model_copy(update={"title": retitled(s.title)}) for s in plan.sessions)
    return plan.model_copy(update={"document": document, "sessions": sessions})
