"""How much a term counts where it stands: a place, a purpose or an effect is not the matter itself."""

from handlers.understanding.normalise import accented, fold
from handlers.understanding.phrases import Match
from handlers.understanding.reading import Reading

_PLACE = "trước gần cạnh sát sau bên cổng đối diện ngoài tại dọc ven trên trong khu vực quanh xung ngay phía đầu cuối"
_PURPOSE = "để nhằm phục vụ đáp ứng hưởng giúp tránh"
_DEMAND = "nghị mong xin cần cầu muốn hỏi ánh"

PLACE_FACTOR = 0.45
PURPOSE_FACTOR = 0.55
DEMAND_FACTOR = 1.2
LATE_FACTOR = 0.75
LATE = 22
"""Words after this many come from the tail of a usual message, where effects and thanks stand."""


def _both(words: str) -> frozenset[str]:
    """Return the accented and the folded keys of some words."""
    return frozenset(key(word) for word in words.split() for key in (accented, fold))


_PLACES, _PURPOSES, _DEMANDS = _both(_PLACE), _both(_PURPOSE), _both(_DEMAND)


def weigh(reading: Reading, match: Match) -> float:
    """Return the factor of a match: where it is a place, a purpose, the demand, or late in a long text."""
    before = _before(reading, match.start)
    factor = LATE_FACTOR if match.start > LATE else 1.0
    if before[-1:] and before[-1] in _PLACES:
        factor *= PLACE_FACTOR
    elif any(word in _PURPOSES for word in before[-3:]):
        factor *= PURPOSE_FACTOR
    elif any(word in _DEMANDS for word in before):
        factor *= DEMAND_FACTOR
    return factor


def _before(reading: Reading, start: int) -> list[str]:
    """Return up to five words before `start` in the same clause."""
    first = start
    while first > 0 and start - first < 5 and first not in reading.clauses:
        first -= 1
    return reading.keys[first:start]
