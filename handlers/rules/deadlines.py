"""When something is due, and in words how that was counted. Pure; local dates and clock times, no time zone.

The day counted from is never counted itself (Civil Code 2015 Art. 147). An exclusive date («trước ngày
29/11») leaves the day before as the last one; an exclusive clock time («trước 11 giờ») leaves the minutes
before it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handlers.rules.calendar import (
    WEEKEND,
    Calendar,
    CalendarDay,
    add_working_days,
    days_off_between,
    is_official,
    is_working_day,
    working_days_between,
)
from handlers.rules.plans.parts import DueRule

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """The last local ``date`` (and ``time``, where there is one) on which something is on time, and why.

    ``before_time`` is true when the clock time itself is already too late, ``before_day`` when the rule is «trước
    ngày». ``calendar_version`` is the working-day calendar that was used; ``provisional`` when it holds days off that
    have not been announced yet.
    """

    date: dt.date
    time: dt.time | None
    explanation: str
    calendar_version: str
    before_time: bool = False
    before_day: bool = False
    provisional: bool = False

    def iso(self, zone: ZoneInfo) -> str:
        """The deadline that was set, in ISO 8601: with clock time and offset where there is one, else the date.

        «trước ngày 31/5» gives 31/5, as the plan names it, although ``date`` (the last day on time) is 30/5.
        """
        if self.time is None:
            return self.named_day.isoformat()
        return dt.datetime.combine(self.date, self.time, zone).isoformat()

    @property
    def named_day(self) -> dt.date:
        """The day that was named: the last one on time, or the first one late where the rule says «trước ngày»."""
        return self.date + DAY if self.before_day else self.date


def due(rule: DueRule, anchor: dt.date | None, calendar: Calendar) -> Due:
    """When ``rule`` falls due; ``anchor`` is the day it counts from and may be None for a fixed date."""
    if rule.date is not None:
        return _fixed(rule, rule.date, calendar)
    if anchor is None or rule.days is None:
        raise ValueError("chưa có ngày để tính hạn")
    counted = _counted(rule, anchor, calendar)
    last = _excluded(rule, counted)
    return Due(
        date=last,
        time=rule.time,
        explanation=_count_words(rule, anchor, counted, calendar),
        calendar_version=calendar.version,
        before_time=not rule.inclusive and rule.time is not None,
        before_day=last != counted,
        provisional=rule.unit == "working" and not is_official(max(last, anchor), calendar),
    )


def cutoff(due_at: Due, zone: ZoneInfo) -> dt.datetime:
    """The first instant (UTC) that is too late."""
    if due_at.time is None:
        late = dt.datetime.combine(due_at.date + DAY, dt.time(), zone)
    else:
        late = dt.datetime.combine(due_at.date, due_at.time, zone)
        late += dt.timedelta() if due_at.before_time else dt.timedelta(minutes=1)
    return late.astimezone(dt.UTC)


def day_words(day: dt.date) -> str:
    """A date as officials write it in running text: ``28/11/2025``, ``4/10/2023``."""
    return f"{day.day}/{day.month}/{day.year}"


def clock_words(time: dt.time) -> str:
    """A clock time as it is said: ``11 giờ``, ``7 giờ 30``."""
    return f"{time.hour} giờ" + (f" {time.minute:02}" if time.minute else "")


def _excluded(rule: DueRule, day: dt.date) -> dt.date:
    return day if rule.inclusive or rule.time is not None else day - DAY


def _fixed(rule: DueRule, day: dt.date, calendar: Calendar) -> Due:
    last = _excluded(rule, day)
    return Due(
        date=last,
        time=rule.time,
        explanation=_fixed_words(rule, day, last),
        calendar_version=calendar.version,
        before_time=not rule.inclusive and rule.time is not None,
        before_day=last != day,
    )


def _fixed_words(rule: DueRule, day: dt.date, last: dt.date) -> str:
    before = "" if rule.inclusive else "trước "
    if rule.time is not None:
        return f"{before or 'chậm nhất '}{clock_words(rule.time)} ngày {day_words(day)}"
    if rule.inclusive:
        return f"chậm nhất trong ngày {day_words(day)}"
    return f"trước ngày {day_words(day)}, tức là chậm nhất hết ngày {day_words(last)}"


def _counted(rule: DueRule, anchor: dt.date, calendar: Calendar) -> dt.date:
    days = (rule.days or 0) * (1 if rule.direction == "after" else -1)
    if rule.unit == "working":
        return anchor if days == 0 else add_working_days(anchor, days, calendar)
    day = anchor + days * DAY
    if rule.roll == "none" or is_working_day(day, calendar):
        return day
    return add_working_days(day, 1 if rule.roll == "next" else -1, calendar)


def _count_words(rule: DueRule, anchor: dt.date, counted: dt.date, calendar: Calendar) -> str:
    unit = "ngày làm việc" if rule.unit == "working" else "ngày"
    side = "sau" if rule.direction == "after" else "trước"
    words = f"{rule.days} {unit} {side} {day_words(anchor)}" if rule.days else f"đúng ngày {day_words(anchor)}"
    if rule.unit == "working":
        words += _exceptions(anchor, counted, calendar)
    elif rule.roll != "none" and abs(counted - anchor) != (rule.days or 0) * DAY:
        words += ", dời sang ngày làm việc " + ("kế tiếp" if rule.roll == "next" else "liền trước")
    if not rule.inclusive and rule.time is None:
        words += f", không kể ngày {day_words(counted)}"
    return words + (f", lúc {clock_words(rule.time)}" if rule.time is not None else "")


def _exceptions(anchor: dt.date, counted: dt.date, calendar: Calendar) -> str:
    first, last = min(anchor + DAY, counted), max(anchor - DAY, counted)
    special = days_off_between(first, last, calendar)
    words = ", trừ thứ Bảy, Chủ nhật" if _has_weekend(first, last) else ""
    if off := [day for day in special if day.kind == "off"]:
        words += (" và " if words else ", trừ ") + "ngày nghỉ "
        words += ", ".join(_run_words(run) for run in _runs(off, calendar))
    if worked := [day for day in special if day.kind == "work"]:
        words += ", kể cả ngày " + ", ".join(_named(day) for day in worked)
    if not is_official(max(last, anchor), calendar):
        words += f" (lịch nghỉ năm {last.year} chưa công bố, tạm tính)"
    return words


def _runs(days: list[CalendarDay], calendar: Calendar) -> list[list[CalendarDay]]:
    """The days off, those with no working day between them together."""
    runs: list[list[CalendarDay]] = []
    for day in days:
        if runs and working_days_between(runs[-1][-1].date, day.date, calendar) == 0:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _run_words(run: list[CalendarDay]) -> str:
    if len(run) > 2:
        return f"từ {day_words(run[0].date)} đến {day_words(run[-1].date)}"
    return ", ".join(_named(day) for day in run)


def _named(day: CalendarDay) -> str:
    return f"{day_words(day.date)} ({day.name})"


def _has_weekend(first: dt.date, last: dt.date) -> bool:
    return any((first + n * DAY).weekday() in WEEKEND for n in range((last - first).days + 1))
