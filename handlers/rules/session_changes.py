"""What may not be saved of a session, what is worth a word, and who has to hear of a change: pure."""

from datetime import datetime
from enum import StrEnum
from functools import cache

from handlers.rules.plans.profile import read_profile
from handlers.texts import local_day
from storage.records import Session, SessionState


class Fault(StrEnum):
    """Why a session cannot be saved as it is."""

    NO_TITLE = "no_title"
    PAST = "past"
    WINDOW = "window"
    CLOSES_LATE = "closes_late"
    INCOMPLETE = "incomplete"


def faults(before: Session | None, after: Session, at: datetime) -> list[Fault]:
    """What is wrong with a session that is to be saved at `at`; `before` is what it was, None for a new one."""
    opens, closes, starts = after.collection_opens_at, after.collection_closes_at, after.starts_at
    moved = starts is not None and (before is None or before.starts_at != starts)
    window_moved = before is None or (before.collection_opens_at, before.collection_closes_at) != (opens, closes)
    found = {
        Fault.NO_TITLE: not after.title,
        Fault.PAST: moved and starts is not None and starts <= at,
        Fault.WINDOW: window_moved and closes is not None and (opens is None or closes <= opens),
        Fault.CLOSES_LATE: closes is not None and starts is not None and closes > starts,
        Fault.INCOMPLETE: after.state is SessionState.ANNOUNCED and (starts is None or not after.venue),
    }
    return [fault for fault, wrong in found.items() if wrong]


def must_tell(before: Session, after: Session) -> bool:
    """Whether the people of a session have to hear of this change: of an announced one its time, its place, or its
    end; of any other that it is announced now, as who wrote before was told that the day would be.
    """
    if SessionState.ANNOUNCED not in {before.state, after.state}:
        return False
    if before.state is SessionState.SCHEDULED:
        return True
    place_and_time = (before.starts_at, before.ends_at, before.venue) != (after.starts_at, after.ends_at, after.venue)
    return place_and_time or before.state is not after.state


def short_notice(session: Session, at: datetime) -> int | None:
    """The days of notice that the law wants, where a session announced at `at` is nearer than that; else None.

    The figure stands in the profile of the communes (law on local government 2025, Art. 43), not here.
    """
    wanted = _notice_days()
    if session.starts_at is None or wanted is None:
        return None
    return wanted if (local_day(session.starts_at) - local_day(at)).days < wanted else None


@cache
def _notice_days() -> int | None:
    announce = read_profile().announce
    return announce.due.days if announce.due is not None else None
