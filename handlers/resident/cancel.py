"""`/huy`: leave whatever waits, and say what was dropped."""

from handlers.menu import choices_of
from handlers.resident import drafts, held, submit
from handlers.texts import N_
from handlers.turn import Turn


def huy(turn: Turn, _argument: str = "") -> None:
    """Leave the step that waits; without one, drop the concern that waits aside; else say that nothing waits."""
    if turn.step.startswith("submit."):
        submit.drop(turn)
    elif turn.step:
        words_held = bool(held.held(turn))
        turn.finish()
        turn.say(turn.t(N_("cancel.words_dropped") if words_held else N_("cancel.left")))
    elif drafts.find(turn) is not None:
        submit.drop(turn)
    else:
        turn.say(turn.t(N_("cancel.nothing")), choices_of(turn.texts, turn.official))
