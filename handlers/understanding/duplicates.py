"""Whether two concerns are the same matter in the same place, and which open concerns a new one may repeat.

Everything is a pure function of texts; `Index` is a plain object that the caller fills with the open concerns. Reading
a text costs most: `fingerprint` does it once, `Fingerprint.dump` gives what to keep beside the concern, `load` reads
that back, so that an index is filled again without reading any text.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from importlib.resources import files
from itertools import chain, islice
from math import exp
from operator import mul

from handlers.understanding.concepts import exclusive
from handlers.understanding.meaning import NOTHING, closeness, closest, directions_of, units_for_meaning, vector
from handlers.understanding.places import Places, common_places, find_places, names_apart, where
from handlers.understanding.reading import Reading, read
from handlers.understanding.tags import tag
from handlers.understanding.units import MOST_WORDS, SIGNS, Unit, place_units, weigh

SAME = 0.35
"""Two texts at or above this chance are taken for one matter (figures: `docs/understanding.md`)."""
EVIDENCE: dict[str, int] = {
    "asked": 1,
    "place": 1,
    "numbers": 1,
    "one place": -1,
    "other places": -1,
    "topic": 1,
    "asking": -1,
    "things apart": -1,
    "wrongs apart": -1,
    "nowhere": 0,
    "topic in one place": 0,
    "theme": 1,
    "matter": 1,
    "theme in one place": 0,
    "matter in one place": 0,
    "doubts": -1,
}
"""What `evidence` measures, and whether it may speak only for (1) or only against (-1) one matter.

Without this the factors would learn that people write near-misses in the words of what they are near to, and that
shared words speak against one matter: a little better on such sets, and wrong about people.
"""
COPY = 0.95
"""The least likeness of what is nearly a copy."""
MOST_CHARACTERS = 4_000
"""Two concerns are compared by what they begin with, so that the time is bounded for any text."""
_SEEN_TERMS = 8
"""A lookup walks the lists of so many of the text's rarest units."""
_LONGEST_LIST = 800
"""Of a longer list only the newest concerns are walked: a unit that common tells little."""
_COMPARED = 40
_PLACE_WEIGHT = 4.0
_DIRECTION_WEIGHT = 3.0
_TABLES = ("concepts.txt", "rarity.txt", "names.txt", "meaning.bin", "model.bin")
"""What a fingerprint is taken with."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What every comparison needs of one fingerprint, whatever the other is: worked out once."""

    signed: dict[str, float]
    """The weights of its concepts."""
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
    meaning: bytes = NOTHING
    """What its matter means, as a vector; nothing in those kept before there were vectors."""

    @cached_property
    def said(self) -> _Said:
        """What comparisons need of it."""
        signed = _signed(self.weights)
        table = exclusive()
        return _Said(
            signed=signed,
            sorts={unit: table[unit] for unit in self.weights if unit in table},
            numbers=_telling(self.places.words),
        )

    def dump(self) -> str:
        """Return the line to keep beside the concern (ASCII JSON, about 0.6 kB for 30 words)."""
        places = sorted(self.places.names)
        row = [self.version, self.weights, self.topics, places, " ".join(self.places.words), self.places.capitals]
        meaning = b64encode(self.meaning).decode()
        row += [sorted(self.wrongs), self.asks, sorted(self.places.maybe), meaning]
        return json.dumps(row, separators=(",", ":"))

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
    meaning = vector(units_for_meaning(reading, found, named))
    weights = {unit: value for unit, value in weigh(found).items() if unit not in named}
    wrongs = frozenset(unit.name for unit in found if unit.sure and unit.name[0] == "!")
    topics = tuple(suggestion.topic for suggestion in tag(text).topics[:2])
    asks = reading.asks or any(unit[0] == "?" for unit in weights)
    return Fingerprint(weights, topics, places, wrongs, asks, version(), meaning)


def load(stored: str) -> Fingerprint:
    """Return the fingerprint that `dump` wrote, also the shorter line of earlier versions.

    Raises ValueError for anything else.
    """
    try:
        made, weights, topics, names, words, capitals, wrongs, asks, *later = json.loads(stored)
        maybe, meaning = later or ((), "")
        places = Places(_names(names), tuple(words.split()), capitals, _names(maybe))
        taken = b64decode(meaning, validate=True)
        return Fingerprint(dict(weights), tuple(topics), places, frozenset(wrongs), bool(asks), str(made), taken)
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError("no fingerprint") from error


def _names(listed: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset((place, name) for place, name in listed)


@cache
def factors() -> tuple[float, ...]:
    """Return the log-odds to begin with and what each piece of evidence adds, as `training.same_matters` learnt it."""
    stored = json.loads((files(__package__) / "data" / "factors.json").read_bytes())
    return (stored["start"], *(stored[name] for name in EVIDENCE))


@cache
def version() -> str:
    """Return a short name of the tables that fingerprints are taken with."""
    folder = files(__package__) / "data"
    content = (folder.joinpath(name).read_bytes() for name in _TABLES)
    return blake2b(b"".join(content), digest_size=4).hexdigest()


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """Return how likely two concerns are one matter (0 to 1); 0 where they name different places of one class."""
    found = evidence(one, other)
    if found is None:
        return 0.0
    start, *weights = factors()
    odds = start + sum(map(mul, weights, found))
    chance = round(1.0 / (1.0 + exp(-max(min(odds, 30.0), -30.0))), 4)
    return max(chance, COPY) if _is_copy(one, other) else chance


def _is_copy(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether nine tenths of what either text says is the same, number by number and wrong by wrong."""
    if one.wrongs != other.wrongs or one.said.numbers != other.said.numbers or not one.weights:
        return False
    shared = sum(min(value, other.weights.get(unit, 0.0)) for unit, value in one.weights.items())
    return shared >= 0.9 * max(sum(one.weights.values()), sum(other.weights.values()))


def evidence(one: Fingerprint, other: Fingerprint) -> tuple[float, ...] | None:
    """Return the values of `EVIDENCE`, the same both ways round; None where the two cannot be one matter."""
    found = where(one.places, other.places)
    if found.apart:
        return None
    places = found.common
    theme, matter = closeness(one.meaning, other.meaning)
    mine, theirs = one.said.signed, other.said.signed
    shared = sorted(mine.keys() & theirs.keys())
    asked = sum(min(mine[unit], theirs[unit]) for unit in shared if unit[0] in ">?")
    one_wrong = any(unit[0] == "!" for unit in shared)
    topic = _topics(one, other)
    together = float(bool(places))
    return (
        min(asked / 2.0, 2.0),
        float(min(len(places), 2)),
        float(min(len(one.said.numbers & other.said.numbers), 2)),
        float(not places and bool(one.places.names) != bool(other.places.names)),
        float(not places and bool(one.places.names) and bool(other.places.names)),
        topic,
        float(one.asks != other.asks),
        float(_exclude(one.said.sorts, other.said.sorts)),
        0.0 if one_wrong else _unlike(mine, theirs, one.wrongs, other.wrongs),
        float(not one.places.names and not other.places.names),
        float(topic == 1.0) * together,
        theme,
        matter,
        theme * together,
        matter * together,
        float(min(found.doubts, 2)),
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


def _signed(weights: Mapping[str, float]) -> dict[str, float]:
    return {unit: value for unit, value in weights.items() if unit[0] in SIGNS}


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
_FEW_SHARED = 2
"""Where fewer words are shared, the words that mean nearly the same are said too."""
_MOST_TOLD = 24


def _reasons(mine: Reading, theirs: Reading, one: Fingerprint, other: Fingerprint) -> tuple[str, ...]:
    """Return what decided: different places, or shared places and matters, else the different wrongs."""
    apart = names_apart(one.places, other.places)
    if apart:
        return tuple(f"{_as_typed(mine, a)} ≠ {_as_typed(theirs, b)}" for a, b in apart)
    places = sorted(common_places(one.places, other.places) or ())
    typed = _typed(mine), _typed(theirs)
    shared = sorted(one.weights.keys() & other.weights.keys(), key=lambda unit: (-one.weights[unit], unit))
    said = [_both(typed[0][unit], typed[1][unit]) for unit in shared if unit in typed[0] and unit in typed[1]]
    if len(said) < _FEW_SHARED:
        near = closest(_told(one, typed[0]), _told(other, typed[1]))
        said += [_both(typed[0][a], typed[1][b]) for a, b in near]
    reasons = [*(_as_typed(mine, name) for name in places), *said][:_MOST_REASONS]
    if one.wrongs and other.wrongs and not one.wrongs & other.wrongs:
        reasons.append(f"{typed[0][min(one.wrongs)]} ≠ {typed[1][min(other.wrongs)]}")
    return tuple(dict.fromkeys(reasons))


def _told(found: Fingerprint, typed: Mapping[str, str]) -> dict[str, float]:
    """Return the heaviest units of a text that stand for words of it."""
    listed = sorted((unit for unit in found.weights if unit in typed), key=lambda unit: (-found.weights[unit], unit))
    return {unit: found.weights[unit] for unit in listed[:_MOST_TOLD]}


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
        """Return the concerns that are worth comparing: those that share the most weight in rare units, places and
        directions of meaning.

        Half of them may be of the same place, so that the same story of many other places does not crowd them out;
        those come first.
        """
        entries = _entries(wanted)
        asked = tuple(entries.items())
        if self.last is None or self.last[0] != asked:  # a text that is forwarded is asked for again and again
            self.last = asked, self._foremost(entries)
        return [(code, self.fingerprints[code]) for code in self.last[1]]

    def _foremost(self, entries: Mapping[str, float]) -> list[str]:
        """Return the codes that `candidates` compares."""
        walked = sorted(entries, key=lambda unit: (len(self.lists.get(unit, ())), unit))
        points: dict[str, float] = {}
        so_far = points.get
        nearby: set[str] = set()
        seen = 0
        for unit in walked:
            listed = self.lists.get(unit)
            is_word = unit[0] not in "@%"
            if not listed or (is_word and seen == _SEEN_TERMS):
                continue
            seen += is_word
            value = entries[unit]
            newest = list(islice(reversed(listed), _LONGEST_LIST))
            for code in newest:
                points[code] = so_far(code, 0.0) + value
            if unit[0] == "@":
                nearby.update(newest)
        there = dict.fromkeys(_foremost({code: points[code] for code in nearby}, _COMPARED // 2))
        return [*there, *(code for code in _foremost(points, _COMPARED) if code not in there)][:_COMPARED]


def _foremost(points: Mapping[str, float], most: int) -> list[str]:
    """Return the codes with the most points; of several with the same the first by code."""
    least = sorted(points.values())[-most:][0] if points else 0.0
    near = [code for code, value in points.items() if value >= least]
    return sorted(near, key=lambda code: (-points[code], code))[:most]


def _entries(found: Fingerprint) -> dict[str, float]:
    """Return what a fingerprint is listed under: its units, its places and the directions of its meaning."""
    named = ((f"@{name}", _PLACE_WEIGHT) for _, name in chain(found.places.names, found.places.maybe))
    directions = ((f"%{direction}", _DIRECTION_WEIGHT) for direction in directions_of(found.meaning))
    return dict(chain(found.weights.items(), named, directions))
