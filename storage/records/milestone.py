"""What a plan promised for one session and what became of it; and the days off and worked that an office added."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from storage.records.base import Record, Strings, Utc


class MilestoneState(StrEnum):
    """`late`: past its deadline and still open; `waived`: no longer owed (cancelled, or gone from the plan)."""

    PLANNED = "planned"
    LATE = "late"
    DONE = "done"
    WAIVED = "waived"


OPEN_MILESTONE = (MilestoneState.PLANNED, MilestoneState.LATE)
"""States in which something is still owed."""


MOMENTS = frozenset({"session", "collection", "registration"})
"""Kinds that come by themselves and are owed by nobody: a moment, never late."""


def _clock(value: object) -> object:
    return time.fromisoformat(value) if isinstance(value, str) else value


class Milestone(Record):
    """One promise of a session, owed by one body.

    `key`, `session_id` and `debtor` name it for good. `debtor` and `creditors` are keys of the plan (`debtor` is ""
    where nobody in particular owes it), `owed_by` and `owed_to` their names for people. `due_on` (and the local
    `due_time`, where there is one) is the last day on time as it was counted by the calendar `computed_by`; None while
    it waits for the session's day, or where the plan sets no time. `extended_on` comes in its place once it was
    extended. `late_from` is the first instant that is too late, of the day that holds. `reminded` names the occasion
    told last, `escalated` how many steps of the ladder were told.
    """

    office_id: int
    id: int
    session_id: int
    key: str
    kind: str
    name: str
    debtor: str
    owed_by: str
    owed_to: str
    creditors: Strings
    due_on: date | None
    due_time: Annotated[time | None, BeforeValidator(_clock)]
    late_from: Utc | None
    explanation: str
    source: str
    origin: str
    computed_by: str
    provisional: bool
    state: MilestoneState
    extended_on: date | None = None
    extension_reason: str = ""
    extended_by: int | None = None
    extended_at: Utc | None = None
    done_at: Utc | None = None
    done_by: int | None = None
    note: str = ""
    reminded: str = ""
    escalated: int = 0
    created_at: Utc
    updated_at: Utc

    @property
    def last_day(self) -> date | None:
        """The last local day on time: the extended one, else the one that was counted."""
        return self.extended_on or self.due_on

    @property
    def is_moment(self) -> bool:
        """Whether it comes by itself (the session, the end of collection or registration) and is never late."""
        return self.kind in MOMENTS

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self.state in OPEN_MILESTONE


class AddedDay(Record):
    """A day off or a weekend day worked that an admin added, with the paper it stands in; undone days stay."""

    office_id: int
    id: int
    date: date
    kind: str
    name: str
    source: str
    added_by: int
    added_at: Utc
    undone_by: int | None = None
    undone_at: Utc | None = None
