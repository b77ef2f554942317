"""Phrases that show what the sender wants: demands, questions, objections, accusations, advertising.

The lists are `data/kinds/*.txt`; adding a phrase there is enough, and `python -m training.train` lets the model use it.
"""

from collections.abc import Iterable
from functools import cache

from handlers.understanding.phrases import Match, Table, build
from handlers.understanding.reading import Reading

FOLDER = "kinds"
LISTS = ("demand", "handle", "ask", "contest", "accusation", "accused", "advert", "state")
SILENT = ("polite", "nobody")

SUSPECT = 7.0
"""Wrongdoing (5 or 3) and accused (3, 2 or 1, and one more for a name) must add up to this."""
NEAR = 14
"""An accusation and the accused belong together when they stand within this many words."""
_HEAD = 7
_HANDLED = 7
"""A demand followed by «xử lý», «kiểm tra» within so many words closes a report."""


@cache
def table() -> Table:
    """Return the phrases of all lists, read once."""
    return build(FOLDER, LISTS, silent=SILENT)


def signals(reading: Reading) -> list[Match]:
    """Find the phrases of a text."""
    return table().matches(reading)


def signal_features(reading: Reading, found: Iterable[Match]) -> set[str]:
    """Return what the lists say of a text: which phrases, how many, at the head, in the middle, at the tail."""
    features: set[str] = set()
    size = max(len(reading.typed), 1)
    named = sorted(reading.names)
    skipped = 0
    demand = -_HANDLED - 1
    for match in found:
        while skipped < len(named) and named[skipped] < match.start:
            skipped += 1
        place = "head" if match.start - skipped <= _HEAD else "tail" if match.start * 3 >= size * 2 else "middle"
        for name, weight in match.weights.items():
            features.add(f"@{name}+" if f"@{name}" in features else f"@{name}")
            features.add(f"@{name} {place}")
            if weight >= 4:
                features.add(f"@{name}!")
            if name == "demand":
                demand = match.start
            elif name == "handle" and match.start - demand <= _HANDLED:
                features.add(f"@demand handle {place}")
    features.update(f"@no {name}" for name in LISTS if f"@{name}" not in features)
    if accusation(reading, found):
        features.add("@suspect")
    return features


def accusation(reading: Reading, found: Iterable[Match]) -> tuple[str, ...]:
    """Return the accused and the wrongdoing as typed where they stand near each other, or nothing."""
    latest: dict[str, tuple[float, Match]] = {}
    for match in found:
        for name in ("accusation", "accused"):
            weight = match.weights.get(name, 0.0)
            if not weight:
                continue
            if name == "accused" and match.end in reading.names:
                weight += 1
            latest[name] = (weight, match)
            other = latest.get("accused" if name == "accusation" else "accusation")
            if other and weight + other[0] >= SUSPECT and 0 < match.start - other[1].start <= NEAR:
                return typed(reading, latest["accused"][1]), typed(reading, latest["accusation"][1])
    return ()


def typed(reading: Reading, match: Match) -> str:
    """Return the words of a match as they were typed."""
    return " ".join(reading.typed[match.start : match.end])
