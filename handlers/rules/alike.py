"""Which concerns may be called one matter, to whom: pure."""

from handlers.rules.answers import OPEN
from storage.records import Concern, Kind

SURE = 0.75
"""From this score on a suggestion is called «fairly sure»."""
_OWN_CASE = frozenset({Kind.COMPLAINT, Kind.DENUNCIATION, Kind.OFFTOPIC})


def one_place(area_id: int | None, other_id: int | None, *, named: bool) -> bool:
    """Whether two concerns may lie in one place: one hamlet, an unknown one, or both name the same place."""
    return named or area_id is None or other_id is None or area_id == other_id


def may_publish(concern: Concern) -> bool:
    """Whether the answer to a concern may be published: never that to a complaint, nor anything of a denunciation."""
    return not concern.protected and concern.kind not in {Kind.COMPLAINT, Kind.DENUNCIATION}


def is_open(concern: Concern) -> bool:
    """Whether a concern may stand in a group that still waits for its answer."""
    return not concern.protected and concern.state in OPEN


def is_shown_to_others(concern: Concern) -> bool:
    """Whether other residents may hear that somebody raised it: never one's own case, and nothing protected."""
    return not concern.protected and concern.kind not in _OWN_CASE
