"""The working-day calendar: which days offices are closed, as versioned data.

The base is the ``holidays`` package, read once into days; official announcements it lacks
(``plans/calendar/*.toml``) and what an admin adds lie over it. Everything else here is pure. A deadline
keeps the ``version`` that computed it.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import holidays
from pydantic import Field, ValidationError

from handlers.rules.plans.errors import PlanError, Problem, schema_problems, syntax_problem
from handlers.rules.plans.lines import lines_of
from handlers.rules.plans.parts import Day, Flag, Part, Text

FIRST_YEAR, LAST_YEAR = 2013, 2040
"""Years the base covers: from the oldest rule the plans cite (QĐ 218-QĐ/TW) to well past any deadline."""

WEEKEND = (5, 6)
"""Saturday and Sunday, on which public offices rest."""

CALENDARS = Path(__file__).resolve().parents[2] / "plans" / "calendar"


class CalendarDay(Part):
    """A day that differs from its weekday: a holiday (``off``), or a weekend day worked in exchange
    (``work``).
    """

    date: Day
    kind: Literal["off", "work"]
    name: Text
    source: Text
    official: Flag = True


class Announcements(Part):
    """A file of ``plans/calendar/``: days announced, and until when the year's days off are all official."""

    announced_until: Day | None = None
    day: Annotated[tuple[CalendarDay, ...], Field(max_length=400)] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Days that differ from their weekday, by date. ``version`` changes whenever any of them does."""

    days: Mapping[dt.date, CalendarDay]
    announced_until: dt.date
    version: str


class OutsideCalendar(ValueError):
    """A date in a year the calendar does not cover."""


def is_working_day(day: dt.date, calendar: Calendar) -> bool:
    """Whether public offices work on ``day``."""
    _covered(day)
    special = calendar.days.get(day)
    if special is not None:
        return special.kind == "work"
    return day.weekday() not in WEEKEND


def add_working_days(day: dt.date, n: int, calendar: Calendar) -> dt.date:
    """The n-th working day after ``day`` (before it, if n is negative); ``day`` itself never counts.

    With n = 0: ``day`` if offices work then, else the next day they do.
    """
    step = dt.timedelta(days=1 if n >= 0 else -1)
    if n == 0:
        while not is_working_day(day, calendar):
            day += step
    for _ in range(abs(n)):
        day += step
        while not is_working_day(day, calendar):
            day += step
    return day


def working_days_between(first: dt.date, last: dt.date, calendar: Calendar) -> int:
    """How many working days lie after ``first`` up to and including ``last``; negative when ``last`` is
    earlier.
    """
    if last < first:
        return -working_days_between(last - dt.timedelta(days=1), first - dt.timedelta(days=1), calendar)
    days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, calendar) for day in days)


def days_off_between(first: dt.date, last: dt.date, calendar: Calendar) -> tuple[CalendarDay, ...]:
    """The holidays on weekdays and the weekend days worked, from ``first`` to ``last`` in order."""
    inside = (special for day, special in calendar.days.items() if first <= day <= last)
    telling = (special for special in inside if (special.kind == "off") == (special.date.weekday() not in WEEKEND))
    return tuple(sorted(telling, key=lambda special: special.date))


def is_official(day: dt.date, calendar: Calendar) -> bool:
    """Whether the days off up to ``day`` have been announced, so that a deadline there is final."""
    return day <= calendar.announced_until


def _covered(day: dt.date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutsideCalendar(f"lịch làm việc chỉ có từ năm {FIRST_YEAR} đến năm {LAST_YEAR}, không có {day:%d/%m/%Y}")


@functools.cache
def base_calendar() -> Calendar:
    """The calendar of the ``holidays`` package alone (Labour Code 2019 Art. 111-112 and the yearly
    exchanges it knows).
    """
    known = holidays.country_holidays("VN", years=range(FIRST_YEAR, LAST_YEAR + 1), language="vi")
    source = f"holidays {version('holidays')}"
    off = [CalendarDay(date=day, kind="off", name=name, source=source) for day, name in known.items()]
    work = [
        CalendarDay(date=day, kind="work", name="Ngày làm bù", source=source)
        for day in known.weekend_workdays
        if FIRST_YEAR <= day.year <= LAST_YEAR
    ]
    return _calendar({day.date: day for day in [*off, *work]}, dt.date(FIRST_YEAR, 1, 1))


def with_days(calendar: Calendar, days: Iterable[CalendarDay], announced_until: dt.date | None = None) -> Calendar:
    """The calendar with ``days`` laid over it; a later announcement of a date replaces the earlier one."""
    merged = {**calendar.days, **{day.date: day for day in days}}
    until = max(calendar.announced_until, announced_until or calendar.announced_until)
    return _calendar(merged, until)


def _calendar(days: Mapping[dt.date, CalendarDay], until: dt.date) -> Calendar:
    listed = "".join(f"{day} {days[day].kind}\n" for day in sorted(days)) + str(until)
    version = f"vn-{hashlib.sha256(listed.encode()).hexdigest()[:12]}"
    return Calendar(days=MappingProxyType(dict(days)), announced_until=until, version=version)


def load_announcements(text: str) -> Announcements:
    """The announcements in a TOML text; PlanError with the lines when it is wrong."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
        found = Announcements.model_validate(data)
    except tomllib.TOMLDecodeError as wrong:
        raise PlanError([syntax_problem(wrong, text)]) from wrong
    except ValidationError as refused:
        raise PlanError(schema_problems(refused, Announcements, lines_of(text))) from refused
    if outside := [day.date for day in found.day if not FIRST_YEAR <= day.date.year <= LAST_YEAR]:
        raise PlanError([Problem(path="day", message=f"ngày {outside[0]:%d/%m/%Y} nằm ngoài lịch làm việc")])
    return found


def read_calendar(folder: Path = CALENDARS, added: Iterable[CalendarDay] = ()) -> Calendar:
    """The base with every announcement file of ``folder`` in the order of names, then what an admin
    ``added``.
    """
    calendar = base_calendar()
    for path in sorted(folder.glob("*.toml")):
        found = load_announcements(path.read_text(encoding="utf-8"))
        calendar = with_days(calendar, found.day, found.announced_until)
    return with_days(calendar, added)
