"""The rows of a timeline, as text or as a picture: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from handlers.rules.milestone_clock import Standing, standing
from storage.records import Milestone


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One milestone of a timeline: `due` is the local last day on time (`clock` its hour), None while it waits."""

    name: str
    due: date | None
    clock: time | None
    owed_by: str
    owed_to: str
    state: Standing
    explanation: str
    source: str
    extended: bool


def timeline_entries(milestones: Iterable[Milestone], at: datetime) -> list[TimelineEntry]:
    """The milestones as they stand at `at`, in the order they fall due; waived ones left out, those without a day last.

    Bodies that owe the same by the same moment and stand alike share a row.
    """
    shown = [one for one in milestones if standing(one, at) is not Standing.WAIVED]
    rows: dict[tuple[object, ...], list[Milestone]] = {}
    for one in sorted(shown, key=_order):
        rows.setdefault((one.session_id, one.key, one.last_day, one.due_time, standing(one, at)), []).append(one)
    return [_entry(together, at) for together in rows.values()]


def _order(milestone: Milestone) -> tuple[bool, date, time, int]:
    return (
        milestone.last_day is None,
        milestone.last_day or date.max,
        milestone.due_time or time.max,
        milestone.id,
    )


def _entry(together: list[Milestone], at: datetime) -> TimelineEntry:
    first = together[0]
    return TimelineEntry(
        name=first.name,
        due=first.last_day,
        clock=first.due_time if first.extended_on is None else None,
        owed_by=", ".join(dict.fromkeys(one.owed_by for one in together)),
        owed_to=first.owed_to,
        state=standing(first, at),
        explanation=first.explanation,
        source=first.source,
        extended=first.extended_on is not None,
    )
