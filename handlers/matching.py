"""The one door to the comparison of texts, and the concerns of an office kept in memory to be compared with.

Everything else of the program that wants to know whether two concerns are one matter asks here, and nothing else calls
handlers/understanding/duplicates.py. What is kept of a concern (`dump`) holds its words and is guarded like them: it is
never taken of a protected concern, and forgotten when one is protected later.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from handlers.rules.publication import without_names
from handlers.understanding import duplicates
from handlers.understanding.duplicates import Fingerprint
from handlers.understanding.places import Places, common_places
from handlers.understanding.summary import summarise

LONGEST_LINE = 180
MOST_KNOWN = 20_000
"""Of more concerns than these the newest are kept in memory: some kilobytes each, on a commune's laptop."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two texts are one matter (0 to 1), the words that decided, and whether both name one place."""

    score: float
    reasons: tuple[str, ...]
    one_place: bool


def compare(one: str, other: str) -> Comparison:
    """Compare two texts."""
    mine, theirs = duplicates.take(one), duplicates.take(other)
    found = duplicates.compare(mine, theirs)
    words = tuple(unit for unit in found.shared if not unit.startswith("="))
    return Comparison(found.score, words, bool(common_places(mine.places, theirs.places)))


def dump(text: str) -> str:
    """What to keep of a text, so that it need not be read again."""
    found = duplicates.take(text)
    places = found.places
    return json.dumps([found.weights, found.topics, sorted(places.names), places.words, places.capitals])


def _load(stored: str) -> Fingerprint:
    weights, topics, names, words, capitals = json.loads(stored)
    places = Places(frozenset((kind, name) for kind, name in names), tuple(words), f" {' '.join(words)} ", capitals)
    return Fingerprint(weights, tuple(topics), places)


def central_line(texts: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Of (code, text) pairs that are one matter the line that says what they have in common, and the code it is from.

    A piece of a text as it came in, without names; never reworded. The first pair is the representative.
    """
    code, text = texts[0]
    return summarise(without_names(text), LONGEST_LINE), code


class Known:
    """What one process has in memory of an office's concerns. Used by several threads.

    `place` is how far the kept prints were read (seq and concern id); `ready` says that this was once to their end.
    """

    def __init__(self) -> None:
        self.place = (0, 0)
        self.ready = False
        self._index = duplicates.Index()
        self._lock = Lock()

    def add(self, concern_id: int, stored: str) -> None:
        """Take in what was kept of a concern; what cannot be read any more is passed over."""
        try:
            found = _load(stored)
        except (ValueError, TypeError):
            return
        key = str(concern_id)
        with self._lock:
            self._index.remove(key)
            self._index.fingerprints[key] = found
            for unit in (*found.weights, *(f"@{name}" for _, name in found.places.names)):
                self._index.lists.setdefault(unit, []).append(key)

    def remove(self, concern_id: int) -> None:
        """Forget a concern; one that is not there is no error."""
        with self._lock:
            self._index.remove(str(concern_id))

    def like(self, text: str, limit: int) -> list[tuple[int, float]]:
        """The concerns that seem to be the same matter and how likely, the likeliest first."""
        with self._lock:
            return [(int(key), found.score) for key, found in self._index.find(text, limit)]


_OFFICES: dict[int, Known] = {}


def known_of(office_id: int) -> Known:
    """What this process has in memory of an office's concerns."""
    return _OFFICES.setdefault(office_id, Known())
