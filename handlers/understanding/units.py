"""What a text says, as units that can be compared across styles: concepts, syllables and pairs of syllables."""

from functools import cache
from importlib.resources import files

from handlers.understanding.dialect import concepts
from handlers.understanding.lexicon import lexicon
from handlers.understanding.reading import Reading

LONGEST = 5
RARE = 7.0
"""The weight of a unit that the example sentences hardly ever use."""
_LEAST = 1.2
"""Units more common than this are «và», «của», «đề nghị»: they count for nothing."""
_STRONG = 3.0
TERM = 3.0
"""The weight of a term of the lexicon of two syllables or more."""
_LEAST_CONCEPT = 1.5
SYLLABLE_SHARE = 0.5
"""A syllable alone is half a word."""
MOST_WORDS = 400
"""Two concerns are compared by their first so many words."""


def units(reading: Reading) -> list[str]:
    """Return concepts, the other syllables, and pairs of neighbours among these; names stay out."""
    keys, known = reading.folded[:MOST_WORDS], concepts()
    found: list[str] = []
    index, size = 0, len(keys)
    lone = ""
    while index < size:
        if index in reading.names:
            lone = ""
            index += 1
            continue
        for length in range(min(LONGEST, size - index), 0, -1):
            phrase = " ".join(keys[index : index + length])
            if phrase in known:
                found.append("=" + known[phrase])
                lone = ""
                break
        else:
            length = 1
            found.append(keys[index])
            if lone:
                found.append(f"{lone} {keys[index]}")
            lone = keys[index]
        index += length
    return found + _terms(keys)


def _terms(keys: list[str]) -> list[str]:
    """Return the strong lexicon terms of two syllables or more, accent-blind, longest first, without overlap."""
    table = lexicon()
    found = []
    after = 0
    for index, key in enumerate(keys):
        if index < after:
            continue
        for length in table.lengths.get(key, ()):
            phrase = " ".join(keys[index : index + length])
            if length > 1 and max(table.bare.get(phrase, {}).values(), default=0.0) >= _STRONG:
                found.append("+" + phrase)
                after = index + length
                break
    return found


def weight(unit: str) -> float:
    """Return how much a unit tells: nothing for the commonest and for numbers, most for a rare term."""
    if unit[0] == "+":
        return TERM
    known = rarity().get(unit, RARE)
    if unit[0] == "=":
        return max(known, _LEAST_CONCEPT)
    if known < _LEAST or unit[0].isdigit():
        return 0.0
    return known if " " in unit else known * SYLLABLE_SHARE


@cache
def rarity() -> dict[str, float]:
    """Return the weights of the units of the example sentences (`data/rarity.txt`, written by the training)."""
    rows = (files(__package__) / "data" / "rarity.txt").read_text("utf-8").splitlines()
    return {unit: float(value) for unit, value in (row.split("\t") for row in rows)}
