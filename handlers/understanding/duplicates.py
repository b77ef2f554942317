"""Whether two concerns are the same matter in the same place, and which open concerns a new one may repeat.

Everything is a pure function of texts; `Index` is a plain object that the caller fills with the open concerns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from handlers.understanding.places import Places, common_places, find_places
from handlers.understanding.reading import read
from handlers.understanding.tags import tag
from handlers.understanding.units import MOST_WORDS, units, weight

SAME = 0.36
"""Two texts at or above this likeness are taken for one matter (figures: `docs/understanding.md`)."""
PLACE_AGREES = 0.15
"""What a named place in common adds, once: the words of the matter must agree as well."""
TOPIC_AGREES = 0.12
WRONG_AGREES = 0.12
_SEEN_TERMS = 6
"""A lookup walks the lists of so many of the text's rarest units."""
_LONGEST_LIST = 700
"""Of a longer list only the newest concerns are walked: a unit that common tells little."""
_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is compared of a concern."""

    weights: dict[str, float]
    """Weight by unit, without the common ones."""
    topics: tuple[str, ...]
    """The two likeliest topics."""
    places: Places


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two concerns are (0 to 1) and the units and places they share."""

    score: float
    shared: tuple[str, ...]


@dataclass(slots=True)
class Index:
    """The open concerns by their units."""

    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, text: str) -> None:
        """Add one concern, newest last."""
        fingerprint = take(text)
        self.fingerprints[code] = fingerprint
        for unit in _entries(fingerprint):
            self.lists.setdefault(unit, []).append(code)

    def remove(self, code: str) -> None:
        """Take a concern out; an unknown code is no error."""
        fingerprint = self.fingerprints.pop(code, None)
        if fingerprint:
            for unit in _entries(fingerprint):
                self.lists[unit].remove(code)

    def find(self, text: str, limit: int = 3) -> list[tuple[str, Likeness]]:
        """Return the open concerns that are the same matter, most alike first, then by code."""
        fingerprint = take(text)
        found = []
        for code in self._candidates(fingerprint):
            likeness = compare(fingerprint, self.fingerprints[code])
            if likeness.score >= SAME:
                found.append((code, likeness))
        return sorted(found, key=lambda pair: (-pair[1].score, pair[0]))[:limit]

    def _candidates(self, fingerprint: Fingerprint) -> list[str]:
        """Return the concerns that share the most weight in rare units."""
        walked = sorted(_entries(fingerprint), key=lambda unit: (len(self.lists.get(unit, ())), unit))
        points: dict[str, float] = {}
        for unit in walked[:_SEEN_TERMS]:
            value = _entries(fingerprint)[unit]
            for code in self.lists.get(unit, ())[-_LONGEST_LIST:]:
                points[code] = points.get(code, 0.0) + value
        return sorted(points, key=lambda code: (-points[code], code))[:_COMPARED]


def take(text: str) -> Fingerprint:
    """Return the fingerprint of a text of any length."""
    reading = read(text)
    places = find_places(reading, MOST_WORDS)
    named = {word for _, name in places.names for word in name.split()}
    weights = {unit: value for unit in units(reading) if unit not in named and (value := weight(unit))}
    topics = tuple(suggestion.topic for suggestion in tag(text).topics[:2])
    return Fingerprint(weights, topics, places)


def compare(one: Fingerprint, other: Fingerprint) -> Likeness:
    """Return how alike two concerns are; 0 where they name different places of the same class."""
    places = common_places(one.places, other.places)
    if places is None:
        return Likeness(0.0, ())
    named = {word for name in places for word in name.split()}
    mine = {unit: value for unit, value in one.weights.items() if not named.intersection(unit.split())}
    theirs = {unit: value for unit, value in other.weights.items() if not named.intersection(unit.split())}
    shared = mine.keys() & theirs.keys()
    if not shared:
        return Likeness(0.0, ())
    product = sum(mine[unit] * theirs[unit] for unit in shared)
    lengths = sqrt(_square(mine)), sqrt(_square(theirs))
    matter = 0.5 * product / (lengths[0] * lengths[1]) + 0.5 * min(product / min(lengths) ** 2, 1.0)
    score = matter + PLACE_AGREES * bool(places) + _topic_share(one, other) + _wrong_share(mine, theirs)
    ordered = sorted(shared, key=lambda unit: (-mine[unit], unit))
    return Likeness(round(min(max(score, 0.0), 1.0), 4), (*sorted(places), *ordered[:5]))


def _square(weights: dict[str, float]) -> float:
    return sum(value * value for value in weights.values())


def _topic_share(one: Fingerprint, other: Fingerprint) -> float:
    """Return what the suggested topics say for or against one matter."""
    if not one.topics or not other.topics:
        return 0.0
    if one.topics[0] == other.topics[0]:
        return TOPIC_AGREES
    return 0.0 if one.topics[0] in other.topics or other.topics[0] in one.topics else -TOPIC_AGREES


def _wrong_share(mine: dict[str, float], theirs: dict[str, float]) -> float:
    """Return what the named wrongs («ngập», «hết thuốc») say for or against one matter."""
    wrongs = {unit for unit in mine if unit.startswith("=!")}, {unit for unit in theirs if unit.startswith("=!")}
    if not wrongs[0] or not wrongs[1]:
        return 0.0
    if wrongs[0] & wrongs[1]:
        return WRONG_AGREES
    return 0.0 if {"=!huhong"} in wrongs else -WRONG_AGREES


def group(concerns: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return concern code -> code of its group's representative (its first member), in the order given."""
    index = Index()
    groups: dict[str, str] = {}
    for code, text in concerns:
        found = index.find(text, limit=1)
        groups[code] = groups[found[0][0]] if found else code
        index.add(code, text)
    return groups


def _entries(fingerprint: Fingerprint) -> dict[str, float]:
    """Return what a fingerprint is listed under: its units and its places."""
    named = {f"@{name}": 3.0 for _, name in fingerprint.places.names}
    return {**fingerprint.weights, **named}
