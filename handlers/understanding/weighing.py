"""What weighs for each kind beside the words themselves: the model's log-odds and what the lists found.

The weights are learnt from whole texts, each judged by a model that had not seen it (`training/train.py`), and stand in
the head of `data/model.bin`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from handlers.understanding.lexicon import TOPICS
from handlers.understanding.phrases import Match
from handlers.understanding.reading import Reading
from handlers.understanding.signals import LISTS, STORY

COUNTED = (*STORY, *(name for name in LISTS if name != "state"))
SURE = 8.0
"""Log-odds beyond this say nothing more."""
MATTER = 3.0
"""A word of this weight in a topic's lexicon speaks of a resident's matter."""
READABLE = 0.5
"""Another language has fewer words that the model knows; Vietnamese has more, however it is typed."""
_SELLS = 6
_CONTESTS = 4
_MOST = 3
_LONG = 40
_CLAIMS = ("demand", "handle", "contest", "accusation", "accused")


def evidence(
    reading: Reading, log_odds: Sequence[float], found: Iterable[Match], matter: float, known: float, *, suspected: bool
) -> list[float]:
    """Return the numbers that are weighed, each between about -4 and 4; `matter` is the strongest lexicon weight of the
    text, `known` the share of its words that the model knows, `suspected` that an accusation stands near an accused."""
    counts = Counter(name for match in found for name in match.weights)
    selling = sum(match.weights.get("advert", 0.0) >= _SELLS for match in found)
    contests = any(match.weights.get("contest", 0.0) >= _CONTESTS for match in found)
    size = len(reading.folded)
    speaks = matter >= MATTER
    return [
        *(max(-SURE, min(SURE, odds)) / 2 for odds in log_odds[len(TOPICS) :]),
        *(min(counts[name], _MOST) / 2 for name in COUNTED),
        float(suspected),
        float(contests),
        float(speaks),
        float(speaks and not counts["advert"]),
        float(not speaks and not any(counts[name] for name in _CLAIMS)),
        float(known < READABLE),
        known,
        float(selling >= 2),
        float(reading.asks),
        min(size, _LONG) / _LONG,
        1 / max(size, 1),
    ]


def weigh(row: Sequence[float], values: Sequence[float]) -> float:
    """Return the log-odds of a kind: its starting value and the weighed numbers."""
    total = row[0]
    for weight, value in zip(row[1:], values, strict=True):
        total += weight * value
    return total
