"""What a search says of itself: the words it looked for besides what was typed, and those it left out."""

from handlers.searching import Found
from handlers.texts import N_
from handlers.turn import Turn


def besides(turn: Turn, found: Found) -> list[str]:
    """No line, one or two."""
    lines = []
    if found.left_out:
        lines.append(turn.t(N_("search.left_out"), words=", ".join(found.left_out)))
    if found.also:
        lines.append(turn.t(N_("search.also"), words=", ".join(found.also)))
    return lines
