"""How else to reach the office: a person, not a machine."""

from handlers.texts import N_
from handlers.turn import Turn


def reach_words(turn: Turn) -> str:
    """The office's phone, address and reception hours as lines; what the office has not said is left out."""
    profile = turn.office.profile
    lines = [
        turn.t(N_("reach.phone"), phone=profile.phone) if profile.phone else "",
        turn.t(N_("reach.address"), address=profile.address) if profile.address else "",
        turn.t(N_("reach.reception"), reception=profile.reception) if profile.reception else "",
    ]
    return "\n".join(line for line in lines if line) or turn.t(N_("reach.unknown"), office=turn.office.name)
