"""How well a text fits a query: one measure for every index engine. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import log

from handlers.understanding.search_terms import Group, Query

_BY_SYNONYM = 0.8
"""A synonym fits a little less than the word itself; so does a text without marks, where it may be another word."""
_WITHOUT_MARKS = 0.7
_BESIDE = 0.6
"""What two words of the query standing side by side in the text add, of the weight of the rarer."""
_LONG = 150.0
"""Words of a text at which it counts half: the same words say more in a short text."""


def rarities(query: Query, texts: Mapping[str, int], total: int) -> list[float]:
    """Return the weight of each group: the rarer its words, the more. `texts`: how many of `total` have each word."""
    return [log(1 + (total + 1) / (1 + group_texts(group, texts))) for group in query.groups]


def group_texts(group: Group, texts: Mapping[str, int]) -> int:
    """Return how many texts have a group, as far as its words' counts tell."""
    return max((min(texts.get(word, 0) for word in terms) for terms in group.blind), default=0)


def scorer(query: Query, weights: Sequence[float]) -> Callable[[str], float]:
    """Return what says how well a text with these terms fits a query; larger is better, and 0 is not at all.

    Terms are looked for in their line as it is: cutting it up would take most of the time of a ranked search.
    """
    fits = [(weight, _fits(group)) for group, weight in zip(query.groups, weights, strict=True)]
    besides = [
        (_BESIDE * min(weights[at : at + 2]), _side_by_side(one, other))
        for at, (one, other) in enumerate(pairwise(query.groups))
    ]

    def score(terms: str) -> float:
        line = f" {terms} "
        points = sum(weight * _best(line, fit) for weight, fit in fits)
        points += sum(weight for weight, beside in besides if beside(line))
        length = line.count(" ") - 1 - line.count(" @_")  # how a concern stands says nothing of its text
        return points / (1 + length / (2 * _LONG))

    return score


def _fits(group: Group) -> list[tuple[float, list[str]]]:
    """What each alternative is worth, and its terms as they stand in a line; the best first."""
    worth = {"=": _BY_SYNONYM, "~": _WITHOUT_MARKS}
    fits = [(worth.get(terms[0][0], 1.0), [f" {term} " for term in terms]) for terms in group.alternatives]
    return sorted(fits, key=lambda fit: -fit[0])


def _best(line: str, fits: list[tuple[float, list[str]]]) -> float:
    for worth, terms in fits:
        if all(term in line for term in terms):
            return worth
    return 0.0


def _side_by_side(one: Group, other: Group) -> Callable[[str], object]:
    """Return what finds the last word of one group before the first of the other, only their marks between them."""
    return re.compile(rf" {re.escape(one.words[-1])}(?: [.~=@]\S*)* {re.escape(other.words[0])} ").search
