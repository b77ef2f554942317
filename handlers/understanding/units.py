"""What a text says, as units that can be compared across styles.

Two layers lie over the same words: the concepts («=mương»), and every syllable and pair of neighbours accent-blind, so
that a text without marks, where fewer concepts are sure, still meets one with marks.
"""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

from handlers.understanding.concepts import find_concepts
from handlers.understanding.reading import Reading

RARE = 6.0
"""The weight of a unit that the example sentences hardly ever use."""
LEAST = 1.2
"""Units more common than this are «và», «của», «đề nghị»: they count for nothing."""
_LEAST_CONCEPT = 0.8
_ROLE = {">": 0.5, "?": 0.5}
"""What is asked for tells less than what it is about or what is wrong."""
MOST_WORDS = 400
"""Two concerns are compared by their first so many words."""
SIGNS = "=!~>?"
NOT_SURE = 0.4
"""What of its weight a concept keeps that was read from one syllable without marks."""


class Unit(NamedTuple):
    """A unit and the words it stands at."""

    name: str
    start: int
    end: int
    sure: bool = True


def place_units(reading: Reading) -> list[Unit]:
    """Return the units in order: «=duong», «!ngap», «>sua», «?baogio», a syllable, two syllables."""
    size = min(len(reading.folded), MOST_WORDS)
    found: list[Unit] = []
    for match in find_concepts(reading, MOST_WORDS):
        names = (name if name[0] in SIGNS else "=" + name for name in match.names)
        found += [Unit(name, match.start, match.end, match.sure) for name in names]
    for index in range(size):
        if index not in reading.names:
            found.append(Unit(reading.folded[index], index, index + 1))
            if index + 1 < size and index + 1 not in reading.names and index + 1 not in reading.clauses:
                found.append(Unit(f"{reading.folded[index]} {reading.folded[index + 1]}", index, index + 2))
    return found


def units(reading: Reading) -> list[str]:
    """Return the units' names."""
    return [unit.name for unit in place_units(reading)]


def weigh(found: list[Unit]) -> dict[str, float]:
    """Return unit -> weight, without those that tell nothing."""
    weights: dict[str, float] = {}
    for unit in found:
        value = round(weight(unit.name) * (1.0 if unit.sure else NOT_SURE), 2)
        if value > weights.get(unit.name, 0.0):
            weights[unit.name] = value
    return weights


def weight(unit: str) -> float:
    """Return how much a unit tells: nothing for the commonest and for numbers, most for a rare one."""
    table = rarity()
    known = table.get(unit, RARE)
    if unit[0] in SIGNS:
        return max(known, _LEAST_CONCEPT) * _ROLE.get(unit[0], 1.0)
    parts = unit.split(" ")
    if any(part[0].isdigit() or table.get(part, RARE) < LEAST for part in parts):
        return 0.0
    return known


@cache
def rarity() -> dict[str, float]:
    """Return the weights of the units of the example sentences (`python -m training.same_matters weigh`)."""
    rows = (files(__package__) / "data" / "rarity.txt").read_text("utf-8").splitlines()
    return {unit: float(value) for unit, value in (row.split("\t") for row in rows)}
