"""What a text's matter means, as a short vector: texts that tell one matter in other words have vectors that lie close.

`data/meaning.bin` gives a learnt vector for each syllable (accent-blind, and with its marks), pair of syllables and
concept (`python -m training.meaning`). A text's vector is their weighted sum at one length; the words of places are
left out, so that it tells what, and not where. All sums are of whole numbers: the same on every machine.
"""

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, chain, combinations
from math import sqrt
from operator import mul

from handlers.understanding.reading import Reading
from handlers.understanding.units import LEAST, MOST_WORDS, RARE, Unit, rarity, weigh

MARKED = "^"
"""Before a syllable with its marks, which tells «cống» from «công»."""
_STEPS = 20
"""Weights are counted in twentieths."""
_LENGTH = 127
_STRONGEST = 3
NOTHING = b""
"""The vector of a text of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Table:
    """Vectors of units, signed bytes, one after the other; each has parts of the given sizes."""

    places: dict[str, int]
    sizes: tuple[int, ...]
    numbers: memoryview

    def row(self, unit: str) -> memoryview | None:
        """Return the vector of a unit, or None for an unknown one."""
        place, size = self.places.get(unit), sum(self.sizes)
        return None if place is None else self.numbers[place * size : (place + 1) * size]


def units_for_meaning(reading: Reading, found: list[Unit], named: set[str]) -> dict[str, float]:
    """Return unit -> weight of a text without the words of its places; `found` are its units."""
    weights = {unit: value for unit, value in weigh(found).items() if not named.intersection(unit.split(" "))}
    if reading.marked:
        table = rarity()
        for index, (key, folded) in enumerate(zip(reading.accented[:MOST_WORDS], reading.folded, strict=False)):
            value = table.get(folded, RARE)
            if key != folded and value >= LEAST and index not in reading.names and folded not in named:
                weights[MARKED + key] = value
    return weights


def vector(weights: Mapping[str, float], table: Table | None = None) -> bytes:
    """Return the vector of weighted units as signed bytes, each part about 127 long; `NOTHING` if no unit is known."""
    table = table or learnt()
    total = [0] * sum(table.sizes)
    for unit, value in weights.items():
        row = table.row(unit)
        if row is not None:
            steps = round(value * _STEPS)
            total = [so_far + steps * number for so_far, number in zip(total, row, strict=True)]
    if not any(total):
        return NOTHING
    ends = [*accumulate(table.sizes)]
    parts = [_to_length(total[end - size : end]) for size, end in zip(table.sizes, ends, strict=True)]
    return array("b", chain.from_iterable(parts)).tobytes()


def _to_length(numbers: list[int]) -> list[int]:
    scale = _LENGTH / (sqrt(sum(map(mul, numbers, numbers))) or 1.0)
    return [round(number * scale) for number in numbers]


def closeness(one: bytes, other: bytes, table: Table | None = None) -> tuple[float, ...]:
    """Return how close two vectors lie in each part, from -1 to 1; 0 where one says nothing or was taken otherwise."""
    sizes = (table or learnt()).sizes
    if len(one) != len(other) or len(one) != sum(sizes):
        return (0.0,) * len(sizes)
    mine, theirs = memoryview(one).cast("b"), memoryview(other).cast("b")
    ends = [*accumulate(sizes)]
    products = (sum(map(mul, mine[e - s : e], theirs[e - s : e])) for s, e in zip(sizes, ends, strict=True))
    return tuple(max(-1.0, min(1.0, product / _LENGTH**2)) for product in products)


def directions_of(meaning: bytes) -> list[str]:
    """Return the pairs of the strongest directions of a vector's first part, so that close vectors mostly share one."""
    numbers = memoryview(meaning).cast("b")[: learnt().sizes[0]]
    strongest = sorted(range(len(numbers)), key=lambda place: (-abs(numbers[place]), place))[:_STRONGEST]
    named = sorted(f"{'-' if numbers[place] < 0 else ''}{place}" for place in strongest)
    return [f"{one},{other}" for one, other in combinations(named, 2)]


def closest(one: Mapping[str, float], other: Mapping[str, float], most: int = 2) -> list[tuple[str, str]]:
    """Return the pairs of unlike units of two texts that bring their matters closest together, the closest first."""
    table = learnt()
    start = sum(table.sizes[:-1])
    mine, theirs = ({unit: row[start:] for unit in listed if (row := table.row(unit))} for listed in (one, other))
    pairs = [
        (-one[a] * other[b] * sum(map(mul, mine[a], theirs[b])), a, b)
        for a in mine
        for b in theirs
        if a != b and a not in theirs and b not in mine
    ]
    found: list[tuple[str, str]] = []
    for value, a, b in sorted(pairs):
        if value < 0 and len(found) < most and not any(a == known or b == seen for known, seen in found):
            found.append((a, b))
    return found


@cache
def learnt() -> Table:
    """Read the shipped table once."""
    return read_table((files(__package__) / "data" / "meaning.bin").read_bytes())


def read_table(content: bytes) -> Table:
    """Read a table: a line of JSON, the units a line each, an empty line, the vectors."""
    header, _, rest = content.partition(b"\n")
    names, _, numbers = rest.partition(b"\n\n")
    units = names.decode().split("\n")
    sizes = tuple(json.loads(header)["sizes"])
    return Table({unit: place for place, unit in enumerate(units)}, sizes, memoryview(numbers).cast("b"))
