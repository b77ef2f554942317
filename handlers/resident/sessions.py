"""`/lich`: the sessions, when and where, until when concerns are taken, and how to attend."""

from datetime import datetime

from handlers.messages import Choice
from handlers.resident.outlook import held_words
from handlers.rules.sessions import Phase, is_collecting, open_for_speakers, phase
from handlers.texts import N_
from handlers.turn import Turn
from storage import sessions
from storage.records import Session, SessionState

MOST_SHOWN = 5
_PAST = frozenset({Phase.CLOSED, Phase.CONCLUDED})
_PHASES = {
    Phase.OPEN: N_("schedule.open"),
    Phase.CLOSED: N_("schedule.closed"),
    Phase.CONCLUDED: N_("schedule.concluded"),
    Phase.CANCELLED: N_("schedule.cancelled"),
}


def lich(turn: Turn, _argument: str = "") -> None:
    """What is coming, the nearest first, then the last one that was."""
    every = sessions.sessions(turn.tx, turn.office.id)
    shown = shown_sessions(every, turn.at)
    if not shown:
        turn.say(turn.t(N_("schedule.none"), office=turn.office.name), _choices(turn, every))
        return
    parts = [_session_words(turn, session) for session in shown]
    turn.say("\n\n".join([turn.t(N_("schedule.title"), office=turn.office.name), *parts]), _choices(turn, every))


def shown_sessions(every: list[Session], at: datetime) -> list[Session]:
    """Coming ones (a cancelled one until its day is over), at most five, and the newest of those that are past."""
    coming = [one for one in every if phase(one, at) not in _PAST and not _cancelled_long_ago(one, at)]
    past = [one for one in every if phase(one, at) in _PAST]
    return coming[:MOST_SHOWN] + past[-1:]


def _cancelled_long_ago(session: Session, at: datetime) -> bool:
    return session.state is SessionState.CANCELLED and (session.ends_at is None or session.ends_at <= at)


def _session_words(turn: Turn, session: Session) -> str:
    now = phase(session, turn.at)
    lines = [session.title, held_words(turn, session)]
    if now in _PHASES:
        lines.append(turn.t(_PHASES[now]))
    elif session.state is SessionState.SCHEDULED:
        lines.append(turn.t(N_("schedule.planned")))
    if session.focus and now not in _PHASES:
        lines.append(turn.t(N_("schedule.focus"), focus="; ".join(session.focus)))
    return "\n".join([*lines, *_collection_lines(turn, session, now), *_attend_lines(turn, session)])


def _collection_lines(turn: Turn, session: Session, now: Phase) -> list[str]:
    opens, closes = session.collection_opens_at, session.collection_closes_at
    if now in _PHASES:
        return []
    if is_collecting(session, turn.at):
        until = turn.texts.end(closes) if closes else ""
        return [turn.t(N_("schedule.collects_until"), until=until) if until else turn.t(N_("schedule.collects"))]
    if closes is not None and closes <= turn.at:
        return [turn.t(N_("schedule.collected"), since=turn.texts.end(closes))]
    return [turn.t(N_("schedule.collects_from"), when=turn.texts.beginning(opens))] if opens else []


def _attend_lines(turn: Turn, session: Session) -> list[str]:
    return [turn.t(N_("schedule.attend"))] if open_for_speakers([session], turn.at) else []


def _choices(turn: Turn, every: list[Session]) -> list[Choice]:
    choices = [Choice(label=turn.t(N_("track.write")), value="/gopy")]
    if open_for_speakers(every, turn.at):
        choices.append(Choice(label=turn.t(N_("receipt.speak")), value="/dangky"))
    return choices
