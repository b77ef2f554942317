"""From a plan's promises to instants and days: when opinions are taken, and on which days a session can be
held.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handlers.rules.calendar import Calendar
from handlers.rules.deadlines import DAY, Due, cutoff, day_words, due
from handlers.rules.plans.parts import AT_SESSION, DueRule
from handlers.rules.plans.reading import Plan, routes_for
from handlers.rules.plans.session import PlannedSession, When


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """When opinions for a session are taken: UTC instants, ``opens`` included, ``closes`` excluded; None
    while unknown.
    """

    opens: dt.datetime | None
    closes: dt.datetime | None
    closes_due: Due | None


def zone_of(plan: Plan) -> ZoneInfo:
    """The office's time zone."""
    return ZoneInfo(plan.office.time_zone)


def held_on(session: PlannedSession, fixed: dt.date | None = None) -> dt.date | None:
    """The session's day: the one ``fixed`` by the office, else the plan's own date, else None."""
    return fixed or session.when.date


def anchored_due(plan: Plan, rule: DueRule, held: dt.date | None, calendar: Calendar) -> Due | None:
    """When a rule of the plan falls due, along its chain of anchors; None while the session has no date."""
    if rule.date is not None:
        return due(rule, None, calendar)
    if rule.anchor == AT_SESSION:
        return due(rule, held, calendar) if held else None
    _, before = dict(plan.rules_with_paths())[rule.anchor]
    anchor = anchored_due(plan, before, held, calendar)
    return due(rule, anchor.date, calendar) if anchor else None


def when_words(when: When) -> str:
    """The time of a session as the plan knows it: «dự kiến trong quý III/2021»."""
    words = _span_words(when)
    return words if words == _NO_DAY else ("dự kiến " if when.tentative else "") + words


def rule_words(rule: DueRule) -> str:
    """A rule while the day it counts from is open: «10 ngày trước ngày đối thoại»."""
    unit = "ngày làm việc" if rule.unit == "working" else "ngày"
    side = "sau" if rule.direction == "after" else "trước"
    anchor = "ngày đối thoại" if rule.anchor == AT_SESSION else f"«{rule.anchor}»"
    return f"{rule.days} {unit} {side} {anchor}" if rule.days else f"đúng {anchor}"


_NO_DAY = "chưa ấn định ngày đối thoại"


def _span_words(when: When) -> str:
    if when.date is not None:
        return f"ngày {day_words(when.date)}"
    if when.first is not None and when.last is not None:
        return f"từ ngày {day_words(when.first)} đến ngày {day_words(when.last)}"
    if when.month is not None:
        return f"trong tháng {int(when.month[5:])}/{when.month[:4]}"
    if when.quarter is not None:
        return f"trong quý {('I', 'II', 'III', 'IV')[int(when.quarter[-1]) - 1]}/{when.quarter[:4]}"
    return _NO_DAY


def collection_window(plan: Plan, session: PlannedSession, held: dt.date | None, calendar: Calendar) -> Window:
    """When opinions for ``session`` are taken, if it is held on the local day ``held`` (None: not fixed
    yet).
    """
    zone = zone_of(plan)
    opens = session.collection.opens
    rule = session.collection.closes
    closes = anchored_due(plan, rule, held_on(session, held), calendar) if rule else None
    return Window(
        opens=dt.datetime.combine(opens, dt.time(), zone).astimezone(dt.UTC) if opens else None,
        closes=cutoff(closes, zone) if closes else None,
        closes_due=closes,
    )


def last_fixed_day(plan: Plan, session: PlannedSession, calendar: Calendar) -> dt.date | None:
    """The last day of the fixed deadlines that must pass before ``session`` can be held."""
    rules = [route.due for route in routes_for(plan, session)] + [session.collection.closes]
    days = [due(rule, None, calendar).date for rule in rules if rule is not None and rule.date is not None]
    return max(days, default=None)


def feasible_days(plan: Plan, session: PlannedSession, calendar: Calendar) -> tuple[dt.date, ...]:
    """The days of the session's span that come after every fixed deadline before it; empty when none does."""
    span = session.when.span()
    if span is None:
        return ()
    last = last_fixed_day(plan, session, calendar)
    days = (span[0] + n * DAY for n in range((span[1] - span[0]).days + 1))
    return tuple(day for day in days if last is None or day > last)
