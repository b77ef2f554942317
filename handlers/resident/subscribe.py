"""`/dangkytin`: whether somebody wants the office's announcements. Answers to their own concerns come in any case."""

from handlers.messages import Choice
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import people

_WANTED = {"co": True, "bat": True, "yes": True, "on": True, "khong": False, "tat": False, "no": False, "off": False}


def dangkytin(turn: Turn, argument: str = "") -> None:
    """Say how it stands and offer the other way; «co» and «khong» set it."""
    wanted = _WANTED.get(fold(argument.strip()))
    if wanted is not None:
        _set(turn, wanted=wanted)
    state = N_("subscribe.is_on") if turn.person.subscribed else N_("subscribe.is_off")
    turn.say(turn.t(state), [_other_way(turn)])


def _set(turn: Turn, *, wanted: bool) -> None:
    if wanted == turn.person.subscribed:
        return
    people.set_subscribed(turn.tx, turn.office.id, turn.person.id, subscribed=wanted)
    turn.record("subscribe", "person", turn.person.id, before={"subscribed": not wanted}, after={"subscribed": wanted})
    turn.person = turn.person.model_copy(update={"subscribed": wanted})


def _other_way(turn: Turn) -> Choice:
    if turn.person.subscribed:
        return Choice(label=turn.t(N_("subscribe.stop")), value="/dangkytin khong")
    return Choice(label=turn.t(N_("subscribe.begin")), value="/dangkytin co")
