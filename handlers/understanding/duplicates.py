"""Whether two concerns are the same matter in the same place, and which open concerns a new one may repeat.

Everything is a pure function of texts; `Index` is a plain object that the caller fills with the open concerns. Reading
a text costs most: `fingerprint` does it once, `Fingerprint.dump` gives what to keep beside the concern, `load` reads
that back, so that an index is filled again without reading any text.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files
from itertools import chain, islice
from math import exp, log, sqrt

from handlers.understanding.concepts import exclusive
from handlers.understanding.places import Places, common_places, find_places, names_apart
from handlers.understanding.reading import Reading, read
from handlers.understanding.tags import tag
from handlers.understanding.units import MOST_WORDS, SIGNS, Unit, place_units, weigh

SAME = 0.42
"""Two texts at or above this chance are taken for one matter (figures: `docs/understanding.md`)."""
FACTORS: dict[str, float] = {
    "concepts": 1.00,
    "contained": 1.57,
    "wrongs": -0.10,
    "conflict": -0.94,
    "asked": 0.33,
    "things": 0.64,
    "object alone": -1.93,
    "words": 0.36,
    "words contained": 0.08,
    "phrases": -0.32,
    "amount": 0.27,
    "words amount": 0.51,
    "place": 0.57,
    "numbers": 0.51,
    "one place": -1.94,
    "other places": -1.99,
    "topic": 0.80,
    "asking": -1.57,
    "things apart": -1.26,
    "wrongs apart": -0.90,
    "share": 0.32,
    "nowhere": 0.36,
    "contained in one place": 1.56,
    "topic in one place": 0.45,
}
"""What each piece of evidence adds to the log-odds; learnt by `python -m training.same_matters fit`."""
START = -3.40
MOST_CHARACTERS = 4_000
"""Two concerns are compared by what they begin with, so that the time is bounded for any text."""
_SEEN_TERMS = 8
"""A lookup walks the lists of so many of the text's rarest units."""
_LONGEST_LIST = 800
"""Of a longer list only the newest concerns are walked: a unit that common tells little."""
_COMPARED = 40
_PLACE_WEIGHT = 4.0


@dataclass(frozen=True, slots=True)
class _Said:
    """What every comparison needs of one fingerprint, whatever the other is: worked out once."""

    signed: dict[str, float]
    """The weights of its concepts."""
    length: float
    whole: float
    """Length and sum of these weights."""
    rest: float
    """The length of the weights of its single words."""
    syllables: frozenset[str]
    """Every word of a unit that is no concept."""
    sorts: dict[str, frozenset[int]]
    """Its things that exclude others, with the numbers of their lines."""
    numbers: frozenset[str]
    """Its telling numbers («82», «5a»): those of two signs or more."""


@dataclass(frozen=True)
class Fingerprint:
    """What is compared of a concern. It holds the concern's words and is to be guarded like its text."""

    weights: dict[str, float]
    """Weight by unit, without the common ones."""
    topics: tuple[str, ...]
    """The two likeliest topics."""
    places: Places
    wrongs: frozenset[str]
    """What is surely and definitely wrong («!ngap», not «~huhong»)."""
    asks: bool
    version: str
    """What the tables were when it was taken; `is_stale` compares it with today's."""

    @cached_property
    def said(self) -> _Said:
        """What comparisons need of it."""
        signed = _signed(self.weights)
        table = exclusive()
        return _Said(
            signed=signed,
            length=_length(signed.values()),
            whole=sum(signed.values()),
            rest=_rest(self.weights, signed),
            syllables=frozenset(word for unit in self.weights if unit not in signed for word in unit.split(" ")),
            sorts={unit: table[unit] for unit in self.weights if unit in table},
            numbers=_telling(self.places.words),
        )

    def dump(self) -> str:
        """Return the line to keep beside the concern (ASCII JSON, about 0.5 kB for 30 words)."""
        places = sorted(self.places.names)
        row = [self.version, self.weights, self.topics, places, " ".join(self.places.words), self.places.capitals]
        return json.dumps([*row, sorted(self.wrongs), self.asks], separators=(",", ":"))

    @property
    def is_stale(self) -> bool:
        """Whether it was taken with other tables than today's: still comparable, but worth taking again some time."""
        return self.version != version()


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two concerns are one matter (0 to 1), whether they are taken for it, and why.

    A reason is a piece of both texts as typed: «xóm 3», «bị lấp – nghẹt» (the same said otherwise), «xóm 3 ≠ xóm 5»
    (what sets them apart).
    """

    score: float
    same: bool
    reasons: tuple[str, ...]


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a text of any length: of its first `MOST_CHARACTERS`."""
    text = text[:MOST_CHARACTERS]
    reading = read(text)
    places = find_places(reading, MOST_WORDS)
    named = {word for _, name in places.names for word in name.split()}
    found = place_units(reading)
    weights = {unit: value for unit, value in weigh(found).items() if unit not in named}
    wrongs = frozenset(unit.name for unit in found if unit.sure and unit.name[0] == "!")
    topics = tuple(suggestion.topic for suggestion in tag(text).topics[:2])
    return Fingerprint(
        weights, topics, places, wrongs, reading.asks or any(unit[0] == "?" for unit in weights), version()
    )


def load(stored: str) -> Fingerprint:
    """Return the fingerprint that `dump` wrote; raises ValueError for anything else."""
    try:
        made, weights, topics, names, words, capitals, wrongs, asks = json.loads(stored)
        places = Places(frozenset((place, name) for place, name in names), tuple(words.split()), capitals)
        return Fingerprint(dict(weights), tuple(topics), places, frozenset(wrongs), bool(asks), str(made))
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError("no fingerprint") from error


@cache
def version() -> str:
    """Return a short name of the tables that fingerprints are taken with."""
    folder = files(__package__) / "data"
    content = (folder.joinpath(name).read_bytes() for name in ("concepts.txt", "rarity.txt", "model.bin"))
    return blake2b(b"".join(content), digest_size=4).hexdigest()


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Return how likely two concerns are one matter (0 to 1); 0 where they name different places of one class."""
    found = evidence(one, other)
    if found is None:
        return 0.0
    odds = START + sum(factor * value for factor, value in zip(FACTORS.values(), found, strict=True))
    return round(1.0 / (1.0 + exp(-max(min(odds, 30.0), -30.0))), 4)


def evidence(one: Fingerprint, other: Fingerprint) -> tuple[float, ...] | None:
    """Return the values that `FACTORS` weighs, the same both ways round; None where the two cannot be one matter."""
    places = common_places(one.places, other.places)
    if places is None:
        return None
    named = {word for name in places for word in name.split()}
    mine, theirs = _without(one, named), _without(other, named)
    shared = sorted(mine.keys() & theirs.keys())
    if not shared:
        return None
    concepts = [unit for unit in shared if unit[0] in SIGNS]
    words = [unit for unit in shared if unit[0] not in SIGNS]
    all_mine, all_theirs = one.said.signed, other.said.signed
    product = sum(mine[unit] * theirs[unit] for unit in concepts)
    lengths = one.said.length, other.said.length
    shorter = min(lengths)
    rest = (
        one.said.rest if mine is one.weights else _rest(mine, all_mine),
        other.said.rest if theirs is other.weights else _rest(theirs, all_theirs),
    )
    words, phrases = [unit for unit in words if " " not in unit], [unit for unit in words if " " in unit]
    word_product = sum(mine[unit] * theirs[unit] for unit in words)
    wrong = [unit for unit in concepts if unit[0] in "!~"]
    asked = [unit for unit in concepts if unit[0] in ">?"]
    things = [unit for unit in concepts if unit[0] == "="]
    apart = bool(one.wrongs and other.wrongs and not any(unit[0] == "!" for unit in wrong))
    return (
        product / (lengths[0] * lengths[1]) if product else 0.0,
        min(product / shorter**2, 1.0) if product else 0.0,
        min(sum(min(mine[unit], theirs[unit]) for unit in wrong) / 4.0, 2.0),
        float(apart),
        min(sum(min(mine[unit], theirs[unit]) for unit in asked) / 2.0, 2.0),
        min(sum(min(mine[unit], theirs[unit]) for unit in things) / 4.0, 2.0),
        float(not wrong and not asked),
        word_product / (rest[0] * rest[1]) if word_product else 0.0,
        min(word_product / min(rest) ** 2, 1.0) if word_product else 0.0,
        min(sum(mine[unit] for unit in phrases), 24.0) / 6.0,
        log(1.0 + sum(min(mine[unit], theirs[unit]) for unit in concepts)),
        log(1.0 + sum(min(mine[unit], theirs[unit]) for unit in words)),
        float(min(len(places), 2)),
        float(min(len(one.said.numbers & other.said.numbers), 2)),
        float(not places and bool(one.places.names) != bool(other.places.names)),
        float(not places and bool(one.places.names) and bool(other.places.names)),
        _topics(one, other),
        float(one.asks != other.asks),
        float(_exclude(one.said.sorts, other.said.sorts)),
        _unlike(mine, theirs, one.wrongs, other.wrongs) if not any(unit[0] == "!" for unit in wrong) else 0.0,
        _share(concepts, all_mine, all_theirs, min(one.said.whole, other.said.whole)),
        float(not one.places.names and not other.places.names),
        (min(product / shorter**2, 1.0) if product else 0.0) * float(bool(places)),
        float(_topics(one, other) == 1.0) * float(bool(places)),
    )


def _exclude(mine: Mapping[str, frozenset[int]], theirs: Mapping[str, frozenset[int]]) -> bool:
    """Return whether the two speak of things that exclude each other, and of none of that sort in common."""
    if not mine or not theirs:
        return False
    here, there = (frozenset(chain.from_iterable(found.values())) for found in (mine, theirs))
    common = frozenset(chain.from_iterable(mine[unit] for unit in mine.keys() & theirs.keys()))
    return bool((here & there) - common)


def _unlike(
    mine: Mapping[str, float], theirs: Mapping[str, float], one: frozenset[str], other: frozenset[str]
) -> float:
    """Return how much the surest wrongs of two texts weigh that have none in common."""
    pair = (
        max((weights.get(unit, 0.0) for unit in wrongs), default=0.0)
        for weights, wrongs in ((mine, one), (theirs, other))
    )
    return min(*pair) / 4.0


def _share(shared: list[str], mine: Mapping[str, float], theirs: Mapping[str, float], least: float) -> float:
    """Return which share of what the briefer text says (`least` in all) the other says too."""
    return sum(min(mine[unit], theirs[unit]) for unit in shared) / least if least else 0.0


def _without(found: Fingerprint, named: set[str]) -> dict[str, float]:
    """Return the weights without the syllables of the places that both name."""
    if named.isdisjoint(found.said.syllables):
        return found.weights
    weights = found.weights.items()
    return {u: value for u, value in weights if u[0] in SIGNS or not named.intersection(u.split(" "))}


def _signed(weights: Mapping[str, float]) -> dict[str, float]:
    return {unit: value for unit, value in weights.items() if unit[0] in SIGNS}


def _rest(weights: Mapping[str, float], signed: Mapping[str, float]) -> float:
    """Return the length of the weights of single words."""
    return _length(value for unit, value in weights.items() if unit not in signed and " " not in unit)


def _length(values: Iterable[float]) -> float:
    return sqrt(sum(value * value for value in values))


def _telling(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) > 1 and any(letter.isdigit() for letter in word))


def _topics(one: Fingerprint, other: Fingerprint) -> float:
    """Return what the suggested topics say for (1) or against (-1) one matter."""
    if not one.topics or not other.topics:
        return 0.0
    if one.topics[0] == other.topics[0]:
        return 1.0
    return 0.0 if one.topics[0] in other.topics or other.topics[0] in one.topics else -1.0


def compare(one: str, other: str) -> Comparison:
    """Compare two texts and say why, in their own words."""
    return compare_taken(one, other, fingerprint(one), fingerprint(other))


def compare_taken(one: str, other: str, mine: Fingerprint, theirs: Fingerprint) -> Comparison:
    """The same for two texts whose fingerprints were already taken."""
    score = likeness(mine, theirs)
    return Comparison(
        score, score >= SAME, _reasons(read(one[:MOST_CHARACTERS]), read(other[:MOST_CHARACTERS]), mine, theirs)
    )


_MOST_REASONS = 5


def _reasons(mine: Reading, theirs: Reading, one: Fingerprint, other: Fingerprint) -> tuple[str, ...]:
    """Return what decided: different places, or shared places and matters, else the different wrongs."""
    apart = names_apart(one.places, other.places)
    if apart:
        return tuple(f"{_as_typed(mine, a)} ≠ {_as_typed(theirs, b)}" for a, b in apart)
    places = sorted(common_places(one.places, other.places) or ())
    typed = _typed(mine), _typed(theirs)
    shared = sorted(one.weights.keys() & other.weights.keys(), key=lambda unit: (-one.weights[unit], unit))
    said = [_both(typed[0][unit], typed[1][unit]) for unit in shared if unit in typed[0] and unit in typed[1]]
    reasons = [*(_as_typed(mine, name) for name in places), *said][:_MOST_REASONS]
    if one.wrongs and other.wrongs and not one.wrongs & other.wrongs:
        reasons.append(f"{typed[0][min(one.wrongs)]} ≠ {typed[1][min(other.wrongs)]}")
    return tuple(dict.fromkeys(reasons))


def _typed(reading: Reading) -> dict[str, str]:
    """Return unit -> the words it was first seen at, as typed."""
    found: dict[str, str] = {}
    for unit in place_units(reading):
        found.setdefault(unit.name, _words(reading, unit))
    return found


def _words(reading: Reading, unit: Unit) -> str:
    """Return the words as typed; one that stands for several («bhyt») is said once."""
    typed = reading.typed[unit.start : unit.end]
    return " ".join(word for index, word in enumerate(typed) if not index or typed[index - 1] != word)


def _both(mine: str, theirs: str) -> str:
    return mine if mine.lower() == theirs.lower() else f"{mine} – {theirs}"


def _as_typed(reading: Reading, name: str) -> str:
    """Return a folded name as it stands in the text, with the word before it."""
    wanted = name.split(" ")
    for index in range(len(reading.folded) - len(wanted) + 1):
        if reading.folded[index : index + len(wanted)] == wanted:
            start = index - 1 if index and len(wanted) == 1 else index
            return " ".join(reading.typed[start : index + len(wanted)])
    return name


@dataclass(slots=True)
class Index:
    """The open concerns by their units. Codes are whatever hashable the caller has; newest are added last."""

    fingerprints: dict[str, Fingerprint] = field(default_factory=dict)
    lists: dict[str, dict[str, None]] = field(default_factory=dict)
    last: tuple[tuple[tuple[str, float], ...], list[str]] | None = None
    """What was looked up last, and its candidates, as long as nothing was added or taken out."""

    def add(self, code: str, found: Fingerprint) -> None:
        """Add one concern, or put a new fingerprint in the place of its old one."""
        if code in self.fingerprints:
            self.remove(code)
        self.fingerprints[code] = found
        self.last = None
        for unit in _entries(found):
            self.lists.setdefault(unit, {})[code] = None

    def remove(self, code: str) -> None:
        """Take a concern out; an unknown code is no error."""
        found = self.fingerprints.pop(code, None)
        self.last = None
        for unit in _entries(found) if found else ():
            listed = self.lists[unit]
            del listed[code]
            if not listed:
                del self.lists[unit]

    def find(self, text: str, limit: int = 3) -> list[tuple[str, float]]:
        """Return the open concerns that are the same matter and how likely, likeliest first, then by code."""
        return self.find_like(fingerprint(text))[:limit]

    def find_like(self, wanted: Fingerprint) -> list[tuple[str, float]]:
        """The same for a fingerprint already taken, without a limit."""
        scored = ((code, likeness(wanted, other)) for code, other in self.candidates(wanted))
        return sorted(((code, score) for code, score in scored if score >= SAME), key=lambda row: (-row[1], row[0]))

    def candidates(self, wanted: Fingerprint) -> list[tuple[str, Fingerprint]]:
        """Return the concerns that are worth comparing, those that share most first."""
        entries = _entries(wanted)
        asked = tuple(entries.items())
        if self.last is None or self.last[0] != asked:  # a text that is forwarded is asked for again and again
            self.last = asked, self._foremost(entries)
        return [(code, self.fingerprints[code]) for code in self.last[1]]

    def _foremost(self, entries: Mapping[str, float]) -> list[str]:
        """Return the concerns that share the most weight in rare units and places, those with most first."""
        walked = sorted(entries, key=lambda unit: (len(self.lists.get(unit, ())), unit))
        points: dict[str, float] = {}
        so_far = points.get
        seen = 0
        for unit in walked:
            if seen == _SEEN_TERMS:
                break
            listed = self.lists.get(unit)
            if listed:
                seen += 1
                value = entries[unit]
                for code in islice(reversed(listed), _LONGEST_LIST):
                    points[code] = so_far(code, 0.0) + value
        return _foremost(points, _COMPARED)


def _foremost(points: Mapping[str, float], most: int) -> list[str]:
    """Return the codes with the most points; of several with the same the first by code."""
    least = sorted(points.values())[-most:][0] if points else 0.0
    near = [code for code, value in points.items() if value >= least]
    return sorted(near, key=lambda code: (-points[code], code))[:most]


def _entries(found: Fingerprint) -> dict[str, float]:
    """Return what a fingerprint is listed under: its units and its places."""
    return dict(chain(found.weights.items(), ((f"@{name}", _PLACE_WEIGHT) for _, name in found.places.names)))
