"""What the model sees of a text: its words and pairs of words, where a few of them stand, and what the lists say."""

from collections.abc import Iterable

from handlers.understanding.phrases import Match
from handlers.understanding.reading import Reading
from handlers.understanding.signals import signal_features

_EDGE = 3
"""Words at the beginning and the end of a message carry what the sender wants, so they are marked as such."""
_SHORT = 6
_STRONG = 3.0
_OPENS = 3.0
_ASKED = 9
"""So many words after a demand belong to it, and the last few demands of a message count."""
_DEMANDS = 2


def features(reading: Reading, terms: list[Match], found: list[Match]) -> set[str]:
    """Return all features of a text; `terms` are its lexicon words, `found` the phrases of `kinds/`."""
    return (
        word_features(reading)
        | order_features(terms)
        | demand_features(reading, terms, found)
        | signal_features(reading, found)
    )


def word_features(reading: Reading) -> set[str]:
    """Return the words and pairs of a text; names and numbers are blanks that no pair crosses."""
    bare = _blanked(reading, reading.folded)
    found = set(bare)
    found.update(map("{} {}".format, bare, bare[1:]))
    found.update(map("^{}".format, bare[:_EDGE]))
    found.update(map("${}".format, bare[-_EDGE:]))
    found.add("^" + " ".join(bare[:2]))
    if reading.marked:
        full = _blanked(reading, reading.accented)
        found.update(map("={}".format, full))
        found.update(map("={} {}".format, full, full[1:]))
    if reading.asks:
        found.add("?")
    found.add(f"#{min(len(bare) // 6, 8)}")
    if len(bare) <= _SHORT:
        found.add(f"#={len(bare)}")
    return found


def _blanked(reading: Reading, keys: list[str]) -> list[str]:
    """Return the keys with names and numbers replaced by blanks."""
    if not reading.names:
        return ["0" if key.isdigit() else key for key in keys]
    return ["_" if index in reading.names else "0" if key.isdigit() else key for index, key in enumerate(keys)]


def order_features(terms: Iterable[Match]) -> set[str]:
    """Return which topic the first, the second and the last strong lexicon word belong to: the head says most."""
    strong = [_strongest(match) for match in terms if max(match.weights.values(), default=0.0) >= _STRONG]
    if not strong:
        return {"&none"}
    found = {f"&1 {strong[0]}", f"&last {strong[-1]}"}
    if len(strong) > 1:
        found |= {f"&2 {strong[1]}", f"&12 {strong[0]} {strong[1]}"}
    return found


def demand_features(reading: Reading, terms: Iterable[Match], found: Iterable[Match]) -> set[str]:
    """Return the words and the strong lexicon words' topics that follow a demand: what is asked for decides."""
    ends = [match.end for match in found if match.weights.get("demand", 0.0) >= _OPENS]
    if not ends:
        return set()
    asked = {index for end in ends[-_DEMANDS:] for index in range(end, end + _ASKED)} - reading.names
    folded = reading.folded
    features = {f">{folded[index]}" for index in asked if index < len(folded)}
    features.update(
        f"&> {_strongest(match)}"
        for match in terms
        if match.start in asked and max(match.weights.values(), default=0.0) >= _STRONG
    )
    return features


def _strongest(match: Match) -> str:
    return max(match.weights, key=lambda topic: match.weights[topic])
