"""Groups of concerns that are one matter in one place; each is named after its representative, its first member.

A concern joins the group whose members it is most like on average, and none where its likeness to the members
falls short of `SAME` or one of them lies elsewhere: so that «A like B, B like C» does not chain A and C.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from handlers.understanding.duplicates import SAME, Fingerprint, Index, fingerprint, likeness

_ASKED = 12
"""Of a larger group so many members are compared: its first ones."""


@dataclass(slots=True)
class Groups:
    """Groups that grow by one concern at a time, in a fixed order."""

    index: Index = field(default_factory=Index)
    group_of: dict[str, str] = field(default_factory=dict)
    """Concern code -> code of the representative."""
    members: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, found: Fingerprint) -> str:
        """Put one concern into its group, or into a new one; return the group's code."""
        best, score = code, 0.0
        for candidate in dict.fromkeys(self.group_of[like] for like, _ in self.index.find_like(found)):
            agreed = self._agreement(found, candidate)
            if agreed > score:
                best, score = candidate, agreed
        self.group_of[code] = best
        self.members.setdefault(best, []).append(code)
        self.index.add(code, found)
        return best

    def _agreement(self, found: Fingerprint, group: str) -> float:
        """Return the likeness to a group, or 0 where it does not belong there."""
        scores = [likeness(found, self.index.fingerprints[code]) for code in self.members[group][:_ASKED]]
        average = sum(scores) / len(scores)
        return average if average >= SAME and min(scores) > 0.0 else 0.0


def group(concerns: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return concern code -> code of its group's representative, in the order given."""
    return group_fingerprints([(code, fingerprint(text)) for code, text in concerns])


def group_fingerprints(concerns: Sequence[tuple[str, Fingerprint]]) -> dict[str, str]:
    """The same for fingerprints already taken."""
    groups = Groups()
    for code, found in concerns:
        groups.add(code, found)
    return groups.group_of
