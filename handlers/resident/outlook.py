"""What happens next with a concern and until when, in a resident's words. A plan is told, never a promise made."""

from handlers.milestones.calendar import calendar_of
from handlers.rules import sessions as phases
from handlers.rules.concerns import ahead
from handlers.texts import N_
from handlers.turn import Turn
from storage import sessions
from storage.records import Concern, ConcernState, Session

_DONE = frozenset({ConcernState.ANSWERED, ConcernState.OUT_OF_REMIT})


def session_of(turn: Turn, concern: Concern) -> Session | None:
    """The session that a concern belongs to, or None."""
    if concern.session_id is None:
        return None
    return sessions.get_session(turn.tx, turn.office.id, concern.session_id)


def next_words(turn: Turn, concern: Concern) -> str:
    """What happens next, one sentence a line; "" when nothing more is to come."""
    if concern.protected:
        return turn.t(N_("outlook.closed_to_all"))
    if concern.state in _DONE:
        return ""
    if concern.for_next_session:
        return turn.t(N_("outlook.for_next"))
    session = session_of(turn, concern)
    lines = _session_lines(turn, session) if session else [turn.t(N_("outlook.outside"), office=turn.office.name)]
    coming = ahead(concern, session, calendar_of(turn.tx, turn.office.id), turn.at)
    if coming.answer_by:
        lines.append(turn.t(N_("outlook.answer_by"), day=turn.texts.day(coming.answer_by)))
    return "\n".join([*lines, turn.t(N_("outlook.told_here"))])


def _session_lines(turn: Turn, session: Session) -> list[str]:
    lines = [turn.t(N_("outlook.session"), title=session.title)]
    closes, held = session.collection_closes_at, session.starts_at
    if closes is not None and closes > turn.at:
        lines.append(turn.t(N_("outlook.collects_until"), closes=turn.texts.end(closes)))
    if held is None:
        lines.append(turn.t(N_("outlook.day_open")))
    elif held > turn.at:
        lines.append(held_words(turn, session))
    return lines


def held_words(turn: Turn, session: Session) -> str:
    """When and where a session is held, or that its day is not fixed yet."""
    if session.starts_at is None:
        return session.date_note or turn.t(N_("outlook.day_open"))
    clock, day = turn.texts.clock(session.starts_at), turn.texts.long_day(session.starts_at)
    if not session.venue:
        return turn.t(N_("outlook.held"), clock=clock, day=day)
    return turn.t(N_("outlook.held_at"), clock=clock, day=day, venue=session.venue)


def window_words(turn: Turn) -> str:
    """While no session collects: since when the last one is closed, and when the next one opens."""
    every = sessions.sessions(turn.tx, turn.office.id)
    closed, opens = phases.last_closed(every, turn.at), phases.next_opening(every, turn.at)
    lines = []
    if closed and closed.collection_closes_at:
        since = turn.texts.end(closed.collection_closes_at)
        lines.append(turn.t(N_("window.closed"), title=closed.title, since=since))
    if opens and opens.collection_opens_at:
        lines.append(
            turn.t(N_("window.opens"), title=opens.title, when=turn.texts.beginning(opens.collection_opens_at))
        )
    return "\n".join(lines) or turn.t(N_("window.none"))
