"""When a milestone is spoken of: before it is due, once it is late, and up the ladder. Pure; days are local.

The figures (days before, how often once late, when the superior hears) are the plan's own (``reminders``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.rules.plans.office import Reminders
from handlers.texts import LOCAL
from storage.records import Milestone, MilestoneState

MOST_LATE_REMINDERS = 14
"""Told so often, nobody reads it any more; the list of what is late (`/hanchot`) stays."""
MOST_LADDER_STEPS = 5
"""No plan's ladder is longer; who stands at its top is not told for ever."""


ADVICE = "advice"
"""The law's date where it does not bind (a Party session): told beforehand, never chased."""


class Standing(StrEnum):
    """Where a milestone stands at a moment, as people are shown it; `passed`: advice whose day is over."""

    LATE = "late"
    PASSED = "passed"
    DUE = "due"
    COMING = "coming"
    WAITING = "waiting"
    DONE = "done"
    DONE_LATE = "done_late"
    WAIVED = "waived"


SOON_DAYS = 7
"""What falls due within so many days is near."""


def standing(milestone: Milestone, at: datetime) -> Standing:
    """Where it stands at `at`, also before a tick has flagged it."""
    if milestone.state is MilestoneState.WAIVED:
        return Standing.WAIVED
    if milestone.state is MilestoneState.DONE:
        return Standing.DONE_LATE if was_late(milestone) else Standing.DONE
    if milestone.late_from is None or milestone.last_day is None:
        return Standing.WAITING
    if milestone.late_from <= at:
        if milestone.is_moment:
            return Standing.DONE
        return Standing.PASSED if milestone.origin == ADVICE else Standing.LATE
    return Standing.DUE if (milestone.last_day - _today(at)).days <= SOON_DAYS else Standing.COMING


def was_late(milestone: Milestone) -> bool:
    """Whether it was done after its deadline: the flag of a late sender stays."""
    done, late_from = milestone.done_at, milestone.late_from
    return not milestone.is_moment and done is not None and late_from is not None and done >= late_from


def days_late(milestone: Milestone, at: datetime) -> int:
    """How many days it is late at `at`; 0 while it is not, or is late only since this morning."""
    late_from = milestone.late_from
    if milestone.is_moment or milestone.last_day is None or late_from is None or late_from > at:
        return 0
    return (_today(at) - milestone.last_day).days


@dataclass(frozen=True, kw_only=True)
class Call:
    """A reminder that is owed: `occasion` names it for good; `days` before (positive) or after (negative) the day."""

    occasion: str
    days: int


def call(milestone: Milestone, reminders: Reminders, at: datetime) -> Call | None:
    """The reminder that this day owes to the debtor, or None. One that was missed is made good by the next.

    What was over before it was written down is not reminded of.
    """
    last, late_from = milestone.last_day, milestone.late_from
    if not milestone.is_open or last is None or late_from is None or late_from <= milestone.created_at:
        return None
    left = (last - _today(at)).days
    if late_from > at:
        leads = [days for days in reminders.days_before if left <= days]
        return Call(occasion=f"{last}/-{min(leads)}", days=left) if leads else None
    late = days_late(milestone, at)
    if late < 1 or milestone.origin == ADVICE:
        return None
    times = min((late - 1) // reminders.late_every_days, MOST_LATE_REMINDERS - 1)
    return Call(occasion=f"{last}/+{times}", days=-late)


def ladder_steps(milestone: Milestone, reminders: Reminders, at: datetime) -> int:
    """How many steps of the ladder have been told by now: one each time the plan's patience has run out again, at most
    `MOST_LADDER_STEPS`.
    """
    late_from = milestone.late_from
    if not milestone.is_open or late_from is None or late_from <= milestone.created_at or milestone.origin == ADVICE:
        return 0
    return min(days_late(milestone, at) // reminders.superior_after_days, MOST_LADDER_STEPS)


def _today(at: datetime) -> date:
    return at.astimezone(LOCAL).date()
