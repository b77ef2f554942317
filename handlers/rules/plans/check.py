"""Reading a plan as a careful colleague would: what cannot work (errors) and what will hurt (warnings),
with the line.

What cannot even be read is an error too, so that one list answers «is this plan all right?».
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from handlers.rules.calendar import Calendar
from handlers.rules.plans.check_dates import DATE_CHECKS
from handlers.rules.plans.check_words import WORD_CHECKS
from handlers.rules.plans.errors import PlanError
from handlers.rules.plans.lines import line_of, lines_of
from handlers.rules.plans.model import Plan
from handlers.rules.plans.profile import Profile
from handlers.rules.plans.reading import load_plan
from handlers.rules.plans.remarks import Case, Remark

CHECKS: tuple[Callable[[Case], Iterator[Remark]], ...] = (*DATE_CHECKS, *WORD_CHECKS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing found in a plan: how bad, in Vietnamese, and on which line (None: the file as a whole)."""

    level: Literal["error", "warning"]
    message: str
    line: int | None = None

    def __str__(self) -> str:
        word = "Lỗi" if self.level == "error" else "Lưu ý"
        return f"{word}, dòng {self.line}: {self.message}" if self.line else f"{word}: {self.message}"


def check_text(
    text: str,
    calendar: Calendar,
    profile: Profile,
    session_dates: Mapping[str, dt.date] | None = None,
) -> list[Finding]:
    """Everything found in a TOML text, errors first, then in the order of the file."""
    try:
        plan = load_plan(text)
    except PlanError as unreadable:
        return [
            Finding(level="error", message=f"{p.path}: {p.message}" if p.path else p.message, line=p.line)
            for p in unreadable.problems
        ]
    return check(plan, calendar, profile, session_dates=session_dates, text=text)


def check(
    plan: Plan,
    calendar: Calendar,
    profile: Profile,
    session_dates: Mapping[str, dt.date] | None = None,
    text: str = "",
) -> list[Finding]:
    """Everything found in a plan that could be read; ``text`` is its TOML, for the lines."""
    case = Case(plan=plan, calendar=calendar, profile=profile, session_dates=session_dates or {})
    lines = lines_of(text) if text else {}
    findings = [
        Finding(level=remark.level, message=remark.message, line=line_of(lines, remark.path))
        for rule in CHECKS
        for remark in rule(case)
    ]
    return sorted(findings, key=lambda finding: (finding.level != "error", finding.line or 0))


def has_errors(findings: list[Finding]) -> bool:
    """Whether a plan with these findings must not be imported."""
    return any(finding.level == "error" for finding in findings)
