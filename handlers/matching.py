"""The one door to the comparison of texts, and the concerns of an office kept in memory to be compared with.

Everything else of the program that wants to know whether two concerns are one matter asks here, and nothing else calls
handlers/understanding/duplicates.py. What is kept of a concern (`dump`) holds its words and is guarded like them: it is
never taken of a protected concern, and forgotten when one is protected later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from handlers.understanding import duplicates
from handlers.understanding.duplicates import Fingerprint
from handlers.understanding.places import common_places

MOST_KNOWN = 20_000
"""Of more concerns than these the newest are kept in memory: some kilobytes each, on a commune's laptop."""


@dataclass(frozen=True, slots=True)
class Match:
    """A known concern that seems to be the same matter, how likely (0 to 1), and whether both name the same place."""

    concern_id: int
    score: float
    named: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two texts are one matter (0 to 1), and the words that decided."""

    score: float
    reasons: tuple[str, ...]


def compare(one: str, other: str) -> Comparison:
    """Compare two texts."""
    found = duplicates.compare_taken(one, other, _taken(one), _taken(other))
    return Comparison(found.score, found.reasons)


def dump(text: str) -> str:
    """What to keep of a text, so that it need not be read again."""
    return _taken(text).dump()


@lru_cache(maxsize=128)  # a concern's words are looked up before it is sent, and kept, looked up and compared after it
def _taken(text: str) -> Fingerprint:
    return duplicates.fingerprint(text)


class Known:
    """What one process has in memory of an office's concerns. Used by several threads.

    `place` is how far the kept prints were read (seq and concern id); `ready` says that this was once to their end;
    `outdated` are the concerns whose prints were taken with other tables than today's, or cannot be read any more.
    """

    def __init__(self) -> None:
        self.place = (0, 0)
        self.ready = False
        self.outdated: list[int] = []
        self._index = duplicates.Index()
        self._lock = Lock()

    def add(self, concern_id: int, stored: str) -> None:
        """Take in what was kept of a concern; what cannot be read any more is only noted as outdated."""
        try:
            found = duplicates.load(stored)
        except ValueError:
            self.outdated.append(concern_id)
            return
        if found.is_stale:
            self.outdated.append(concern_id)
        with self._lock:
            self._index.add(str(concern_id), found)

    def remove(self, concern_id: int) -> None:
        """Forget a concern; one that is not there is no error."""
        with self._lock:
            self._index.remove(str(concern_id))

    def like(self, text: str, limit: int) -> list[Match]:
        """The concerns that seem to be the same matter, the likeliest first."""
        wanted, candidates = self._candidates(text)
        found = [match for key, other in candidates if (match := _match(wanted, key, other)) is not None]
        return sorted(found, key=_likeliest_first)[:limit]

    def each_like(self, text: str, certain: float) -> Iterator[Match]:
        """The same one by one: those at or above `certain` as soon as they are met, then the others.

        Whoever has enough stops, and of a text that hundreds forwarded only a few are compared.
        """
        wanted, candidates = self._candidates(text)
        others: list[Match] = []
        for key, other in candidates:
            match = _match(wanted, key, other)
            if match is not None and match.score >= certain:
                yield match
            elif match is not None:
                others.append(match)
        yield from sorted(others, key=_likeliest_first)

    def _candidates(self, text: str) -> tuple[Fingerprint, list[tuple[str, Fingerprint]]]:
        wanted = _taken(text)  # takes longest, like comparing: nobody else waits for either
        with self._lock:
            return wanted, self._index.candidates(wanted)


def _match(wanted: Fingerprint, key: str, other: Fingerprint) -> Match | None:
    score = duplicates.likeness(wanted, other)
    if score < duplicates.SAME:
        return None
    return Match(int(key), score, named=bool(common_places(wanted.places, other.places)))


def _likeliest_first(match: Match) -> tuple[float, str]:
    return -match.score, str(match.concern_id)


_OFFICES: dict[int, Known] = {}


def known_of(office_id: int) -> Known:
    """What this process has in memory of an office's concerns."""
    return _OFFICES.setdefault(office_id, Known())


def forget_all() -> None:
    """Forget what is in memory, as a restart does."""
    _OFFICES.clear()
