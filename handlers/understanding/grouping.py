"""Groups of concerns that are one matter in one place; each is named after its representative, its first member.

The likeliest pairs are joined first, so that a text without a place comes to the group it is most like, whatever the
order of the texts. Two groups are joined where their members are on average as like as `SAME` asks, and none of one
lies elsewhere than one of the other: so that «A like B, B like C» does not chain A and C.
"""

from collections.abc import Iterable, Sequence

from handlers.understanding.duplicates import SAME, Fingerprint, Index, fingerprint, likeness

_ASKED = 12
"""Of a larger group so many members are compared: its first ones."""


def group(concerns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return concern code -> code of its group's representative, in the order given."""
    return group_fingerprints([(code, fingerprint(text)) for code, text in concerns])


def group_fingerprints(concerns: Sequence[tuple[str, Fingerprint]]) -> dict[str, str]:
    """The same for fingerprints already taken."""
    known = dict(concerns)
    members = {code: [code] for code in known}
    """Representative -> the codes of its group."""
    group_of = {code: code for code in known}
    scores: dict[tuple[str, str], float] = {}
    """What was compared once: groups meet again at each of their pairs."""
    for one, other in _likely_pairs(concerns):
        mine, theirs = group_of[one], group_of[other]
        if mine != theirs and _belong_together(members[mine], members[theirs], known, scores):
            for code in members[theirs]:
                group_of[code] = mine
            members[mine] += members.pop(theirs)
    first: dict[str, str] = {}
    return {code: first.setdefault(group_of[code], code) for code in known}


def _likely_pairs(concerns: Sequence[tuple[str, Fingerprint]]) -> list[tuple[str, str]]:
    """Return the pairs that seem to be one matter, the likeliest first, then in the order given."""
    index = Index()
    found: list[tuple[float, int, int]] = []
    numbers: dict[str, int] = {}
    for number, (code, taken) in enumerate(concerns):
        found += [(-score, numbers[like], number) for like, score in index.find_like(taken)]
        numbers[code] = number
        index.add(code, taken)
    return [(concerns[one][0], concerns[other][0]) for _, one, other in sorted(found)]


def _belong_together(
    mine: list[str], theirs: list[str], known: dict[str, Fingerprint], scores: dict[tuple[str, str], float]
) -> bool:
    """Return whether two groups are one matter on average and nobody of them lies elsewhere."""
    total = 0.0
    pairs = [(one, other) for one in mine[:_ASKED] for other in theirs[:_ASKED]]
    for pair in pairs:
        if pair not in scores:
            scores[pair] = scores[pair[::-1]] = likeness(known[pair[0]], known[pair[1]])
        if not scores[pair]:
            return False
        total += scores[pair]
    return total / len(pairs) >= SAME
