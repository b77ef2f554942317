"""When words come where a choice is waited for: say so, ask again, and say how to leave."""

from handlers.texts import N_
from handlers.turn import QUESTION, Turn


def choose_again(turn: Turn) -> None:
    """Ask the question that waits again, after a word that one of its choices is needed."""
    lead = turn.t(N_("choose.again"))
    turn.ask_again(f"{lead}\n\n{turn.data.get(QUESTION, '')}")
