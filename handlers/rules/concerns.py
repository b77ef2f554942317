"""Pure rules on concerns: whose one is, what is too short or too long, and what comes next and when."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice

from handlers.rules.calendar import Calendar, add_working_days, read_calendar
from handlers.texts import local_day
from storage.records import Concern, ConcernState, Session

LONGEST_TEXT = 20_000
"""Characters of one concern. More is refused with a sentence that says how to send it."""
MOST_FILES = 20
"""Photos, voice notes, documents and places that one concern may carry."""
_FEWEST_LETTERS = 4

_DONE = frozenset({ConcernState.ANSWERED, ConcernState.FORWARDED, ConcernState.OUT_OF_REMIT, ConcernState.WITHDRAWN})


def is_own(concern: Concern, person_id: int) -> bool:
    """Whether this person sent the concern: nobody else may track it."""
    return concern.person_id == person_id


def says_too_little(text: str) -> bool:
    """Whether a text has so few letters (emoji, one sign) that nobody could know what it is about."""
    letters = (sign for sign in text[:1000] if unicodedata.category(sign).startswith("L"))
    return len(list(islice(letters, _FEWEST_LETTERS))) < _FEWEST_LETTERS


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """What comes next for a concern, as far as dates are known. None of it is a promise of a result."""

    collects_until: datetime | None = None
    held_at: datetime | None = None
    answer_by: date | None = None


def ahead(concern: Concern, session: Session | None, calendar: Calendar, at: datetime) -> Ahead:
    """What still lies ahead at `at`: the end of collection, the session, and the last day for the answer."""
    if concern.state in _DONE or concern.protected:
        return Ahead()
    if session is None:
        return Ahead(answer_by=concern.due_on)
    return Ahead(
        collects_until=_future(session.collection_closes_at, at),
        held_at=_future(session.starts_at, at),
        answer_by=concern.due_on or answer_by(session, calendar),
    )


def _future(moment: datetime | None, at: datetime) -> datetime | None:
    return moment if moment is not None and moment > at else None


def answer_by(session: Session, calendar: Calendar) -> date | None:
    """The last day for answers by the session's own rule, counted from its day; None while that day is open."""
    if session.starts_at is None:
        return None
    held = local_day(session.starts_at)
    if session.answer_unit == "working":
        return add_working_days(held, session.answer_days, calendar)
    return held + timedelta(days=session.answer_days)


@cache
def office_calendar() -> Calendar:
    """The working-day calendar with the announcements that ship with the program, read once."""
    return read_calendar()
