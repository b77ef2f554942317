"""What a session is doing at a moment: pure rules on its record. Nobody has to open or close anything by hand."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from handlers.texts import local_day
from storage.records import Session, SessionState


class Phase(StrEnum):
    """Where a session stands at a moment (domain.md 6; «draft» and «reported» come with the papers)."""

    SCHEDULED = "scheduled"
    COLLECTING = "collecting"
    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


def phase(session: Session, at: datetime) -> Phase:
    """The phase at `at`. Collection includes its opening moment and excludes its closing moment."""
    if session.state is SessionState.CANCELLED:
        return Phase.CANCELLED
    if session.state is SessionState.CONCLUDED:
        return Phase.CONCLUDED
    if session.ends_at is not None and at >= session.ends_at:
        return Phase.CLOSED
    if session.starts_at is not None and at >= session.starts_at:
        return Phase.OPEN
    if is_collecting(session, at):
        return Phase.COLLECTING
    closes = session.collection_closes_at
    return Phase.PREPARED if closes is not None and at >= closes else Phase.SCHEDULED


def is_collecting(session: Session, at: datetime) -> bool:
    """Whether concerns sent at `at` belong to this session."""
    if session.state in {SessionState.CANCELLED, SessionState.CONCLUDED}:
        return False
    opens, closes = session.collection_opens_at, session.collection_closes_at
    return opens is not None and opens <= at and (closes is None or at < closes)


def collecting(sessions: Iterable[Session], at: datetime) -> Session | None:
    """The session whose collection window is open; of several, the one that closes first."""
    opened = [session for session in sessions if is_collecting(session, at)]
    return min(opened, key=lambda s: (s.collection_closes_at is None, s.collection_closes_at), default=None)


def last_closed(sessions: Iterable[Session], at: datetime) -> Session | None:
    """The session whose collection closed most recently, or None."""
    closed = [s for s in sessions if s.collection_closes_at is not None and s.collection_closes_at <= at]
    return max(closed, key=lambda s: s.collection_closes_at or at, default=None)


def next_opening(sessions: Iterable[Session], at: datetime) -> Session | None:
    """The session whose collection opens next, or None."""
    coming = [
        s
        for s in sessions
        if s.collection_opens_at is not None and s.collection_opens_at > at and s.state is not SessionState.CANCELLED
    ]
    return min(coming, key=lambda s: s.collection_opens_at or at, default=None)


def open_for_speakers(sessions: Iterable[Session], at: datetime) -> list[Session]:
    """The announced sessions that have not begun: residents may register to speak."""
    return [
        s
        for s in sessions
        if s.state is SessionState.ANNOUNCED and phase(s, at) in {Phase.SCHEDULED, Phase.COLLECTING, Phase.PREPARED}
    ]


def may_be_run(session: Session, at: datetime) -> bool:
    """Whether its speakers may be called at `at`: from the morning of its day on, until it is concluded."""
    if session.state in {SessionState.CANCELLED, SessionState.CONCLUDED} or session.starts_at is None:
        return False
    return local_day(session.starts_at) <= local_day(at)


def is_its_day(session: Session, at: datetime) -> bool:
    """Whether the session is held on the local day of `at`."""
    return session.starts_at is not None and local_day(session.starts_at) == local_day(at)


def in_the_hall(sessions: Iterable[Session], at: datetime) -> Session | None:
    """The session whose speakers are called now: of those of today the one that is not over yet, else the last."""
    today = [one for one in sessions if may_be_run(one, at) and is_its_day(one, at)]
    going_on = [one for one in today if phase(one, at) is not Phase.CLOSED]
    return next(iter(going_on), today[-1] if today else None)
