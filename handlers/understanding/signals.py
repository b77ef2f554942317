"""Phrases that show what the sender wants: demands, questions, objections, accusations, advertising.

The lists are `data/kinds/*.txt`; adding a phrase there is enough, and `python -m training.train` lets the model use it.
"""

from collections.abc import Iterable
from functools import cache

from handlers.understanding.phrases import Match, Table, build
from handlers.understanding.reading import Reading

FOLDER = "kinds"
LISTS = ("demand", "handle", "ask", "contest", "accusation", "accused", "advert", "state")
STORY = ("deed", "kin", "proof", "punish", "own", "verdict", "vague", "rhetoric", "chat", "money")
"""Lists that tell who did what to whom; they count by what stands near what."""
SILENT = ("polite", "nobody")

SUSPECT = 7.0
"""Wrongdoing (5 or 3) and accused (3, 2 or 1, and one more for a name) must add up to this."""
NEAR = 14
"""An accusation and the accused belong together when they stand within this many words."""
_HEAD = 7
_NAMED = 3
"""A capital within so many words of a title or role is a name."""
_ROLE, _BODY = 3, 2
_HANDLED = 7
"""A demand followed by «xử lý», «kiểm tra» within so many words closes a report."""
_PLACED = frozenset(LISTS)
_PAIRED = frozenset(
    ("accusation", "deed", "kin", "proof", "punish", "own", "verdict", "vague", "contest", "money", "ask", "demand")
)


@cache
def table() -> Table:
    """Return the phrases of all lists, read once."""
    return build(FOLDER, LISTS + STORY, silent=SILENT)


def signals(reading: Reading) -> list[Match]:
    """Find the phrases of a text."""
    return table().matches(reading)


def signal_features(reading: Reading, found: list[Match]) -> set[str]:
    """Return what the lists say of a text: which phrases, how many, at the head, in the middle or at the tail, and
    which stand near each other."""
    features = placed_features(reading, found) | story_features(reading, found)
    features.update(f"@no {name}" for name in LISTS if f"@{name}" not in features)
    if accusation(reading, found):
        features.add("@suspect")
    return features


def placed_features(reading: Reading, found: Iterable[Match]) -> set[str]:
    """Return which lists are met, whether more than once, and for `LISTS` where and how strongly."""
    features: set[str] = set()
    size = max(len(reading.typed), 1)
    named = sorted(reading.names)
    skipped = 0
    demand = -_HANDLED - 1
    for match in found:
        while skipped < len(named) and named[skipped] < match.start:
            skipped += 1
        place = "head" if match.start - skipped <= _HEAD else "tail" if match.start * 3 >= size * 2 else "middle"
        for name, weight in match.weights.items():
            features.add(f"@{name}+" if f"@{name}" in features else f"@{name}")
            if name in _PLACED:
                features.add(f"@{name} {place}")
                if weight >= 4:
                    features.add(f"@{name}!")
            if name == "demand":
                demand = match.start
            elif name == "handle" and match.start - demand <= _HANDLED:
                features.add(f"@demand handle {place}")
    return features


def story_features(reading: Reading, found: Iterable[Match]) -> set[str]:
    """Return what stands within `NEAR` words after what: who and a deed, one's own case and a decision."""
    features: set[str] = set()
    latest: dict[str, int] = {}
    for match in found:
        roles = [name for name in match.weights if name in _PAIRED]
        if "accused" in match.weights:
            who = _who(reading, match)
            features.add(f"@{who}")
            roles.append(who)
        if roles:
            near = [name for name, start in latest.items() if match.start - start <= NEAR]
            features.update(f"@{name}>{role}" for role in roles for name in near)
            latest.update(dict.fromkeys(roles, match.start))
    return features


def _who(reading: Reading, match: Match) -> str:
    """Return what sort of accused a match is: named, a role («trưởng thôn»), a body or «that one», a bare title."""
    weight = match.weights["accused"]
    after = reading.typed[match.end : match.end + _NAMED]
    if any(word[:1].isupper() and match.end + index not in reading.sentences for index, word in enumerate(after)):
        return "who named"
    return "who role" if weight >= _ROLE else "who body" if weight >= _BODY else "who"


def accusation(reading: Reading, found: Iterable[Match], least: float = SUSPECT) -> tuple[str, ...]:
    """Return the accused and the wrongdoing as typed where they stand near each other and weigh at least so much
    together, or nothing."""
    latest: dict[str, tuple[float, Match]] = {}
    for match in found:
        for name in ("accusation", "accused"):
            weight = match.weights.get(name, 0.0)
            if not weight:
                continue
            if name == "accused" and match.end in reading.names:
                weight += 1
            latest[name] = (weight, match)
            other = latest.get("accused" if name == "accusation" else "accusation")
            if other and weight + other[0] >= least and 0 < match.start - other[1].start <= NEAR:
                return typed(reading, latest["accused"][1]), typed(reading, latest["accusation"][1])
    return ()


def typed(reading: Reading, match: Match) -> str:
    """Return the words of a match as they were typed."""
    return " ".join(reading.typed[match.start : match.end])
