"""`/phien`: the sessions of the office and where each stands; from here one is created or changed."""

from handlers.messages import Choice
from handlers.official.sessions import edit as session_edit
from handlers.official.sessions.words import find, held_words, label, phase_words
from handlers.rules.sessions import Phase, phase
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import sessions as stored
from storage.records import Session

PAGE = 6
_NEW, _AFTER = "moi", "sau"
_OVER = frozenset({Phase.CONCLUDED, Phase.CANCELLED})


def sessions(turn: Turn, argument: str = "") -> None:
    """`/phien` lists, `/phien moi` creates, `/phien <id>` shows one, `/phien sau <id>` lists on after it."""
    word, _, rest = fold(argument).partition(" ")
    if word == _NEW:
        session_edit.create(turn)
    elif word == _AFTER:
        _list(turn, find(turn, rest.strip()))
    elif word:
        _one(turn, word)
    else:
        _list(turn, None)


def _one(turn: Turn, argument: str) -> None:
    session = find(turn, argument)
    if session is None:
        turn.say(turn.t(N_("session.unknown")), [Choice(label=turn.t(N_("session.list_again")), value="/phien")])
        return
    session_edit.show(turn, session)


def _list(turn: Turn, after: Session | None) -> None:
    turn.finish()
    every = _in_order(turn)
    start = [session.id for session in every].index(after.id) + 1 if after else 0
    shown, more = every[start : start + PAGE], len(every) > start + PAGE
    lines = [_line(turn, number, session) for number, session in enumerate(shown, 1)]
    choices = [Choice(label=label(session.title), value=f"/phien {session.id}") for session in shown]
    if more:
        choices.append(Choice(label=turn.t(N_("session.more")), value=f"/phien {_AFTER} {shown[-1].id}"))
    choices.append(Choice(label=turn.t(N_("session.new")), value=f"/phien {_NEW}"))
    turn.say("\n\n".join([turn.t(N_("session.list")) if lines else turn.t(N_("session.none")), *lines]), choices)


def _in_order(turn: Turn) -> list[Session]:
    """Those to come first, the nearest first; then those that are over, the newest first."""
    every = stored.sessions(turn.tx, turn.office.id)
    coming = [session for session in every if phase(session, turn.at) not in _OVER]
    return coming + [session for session in reversed(every) if phase(session, turn.at) in _OVER]


def _line(turn: Turn, number: int, session: Session) -> str:
    return turn.t(
        N_("session.line"),
        number=number,
        title=session.title,
        held=held_words(turn.texts, session),
        phase=phase_words(turn.texts, session, turn.at),
    )
