"""How well a text fits a query: one measure for every index engine. Pure."""

from collections.abc import Mapping, Sequence
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
    return max((min(texts.get(word, 0) for word in terms) for terms in _literal(group)), default=0)


def _literal(group: Group) -> list[tuple[str, ...]]:
    return [terms for terms in group.blind if not terms[0].startswith("=")]


def score(terms: str, query: Query, weights: Sequence[float]) -> float:
    """Return how well a text with these terms fits; larger is better, and 0 is not at all."""
    listed = terms.split()
    held = frozenset(listed)
    points = sum(weight * _fit(held, group) for group, weight in zip(query.groups, weights, strict=True))
    if len(query.groups) > 1:
        points += _side_by_side(listed, query, weights)
    return points / (1 + len(listed) / (2 * _LONG))


def _fit(held: frozenset[str], group: Group) -> float:
    best = 0.0
    for terms in group.alternatives:
        if held.issuperset(terms):
            first = terms[0][0]
            best = max(best, _BY_SYNONYM if first == "=" else _WITHOUT_MARKS if first == "~" else 1.0)
    return best


def _side_by_side(listed: list[str], query: Query, weights: Sequence[float]) -> float:
    bare = [term for term in listed if term[0] not in ".~=@"]
    line = f" {' '.join(bare)} "
    pairs = zip(query.groups, query.groups[1:], weights, weights[1:], strict=False)
    return sum(
        _BESIDE * min(one_weight, other_weight)
        for one, other, one_weight, other_weight in pairs
        if f" {one.words[-1]} {other.words[0]} " in line
    )
