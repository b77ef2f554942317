"""Concerns that are one matter: what a machine suggests, what people decided, and the trail of it."""

from enum import StrEnum

from storage.records.base import Record, Strings, Utc
from storage.records.concern import Concern


class LikenessState(StrEnum):
    """A suggestion waits until an official merges the two or keeps them apart for good."""

    SUGGESTED = "suggested"
    MERGED = "merged"
    APART = "apart"


class Likeness(Record):
    """A machine's suggestion that a concern is the same matter as an earlier one.

    score: how likely, 0 to 1. reasons: words of both texts, to be guarded like them.
    """

    office_id: int
    concern_id: int
    other_id: int
    score: float
    reasons: Strings
    state: LikenessState
    found_at: Utc


class ConcernGroup(Record):
    """Concerns that a person found to be one matter; the representative's answer is everybody's."""

    office_id: int
    id: int
    representative_id: int
    created_at: Utc


class GroupActKind(StrEnum):
    """What officials do with groups, and `join`: a resident said «me too»."""

    MERGE = "merge"
    APART = "apart"
    SPLIT = "split"
    REPRESENT = "represent"
    JOIN = "join"
    UNDO = "undo"


class GroupAct(Record):
    """One act on groups. other_id: the concern it was merged into, kept apart from, or joined.

    before_id: who represented the group until then. For UNDO the act that was undone.
    """

    office_id: int
    id: int
    kind: GroupActKind
    group_id: int | None
    concern_id: int
    other_id: int | None
    before_id: int | None
    done_by: int
    done_at: Utc
    undone_at: Utc | None


class Member(Record):
    """A concern in a group, from when until when, and by which act it came and left (None: by a rule)."""

    office_id: int
    id: int
    group_id: int
    concern_id: int
    joined: bool
    came_by: int | None
    came_at: Utc
    left_by: int | None
    left_at: Utc | None


class Correction(Record):
    """A topic or kind that an official changed, or confirmed: then it is `changed_to` what it was.

    The text is not copied: it stays with its concern.

    part: «topic» or «kind». suggested, score, reasons: what the machine had said of the text, and by which words.
    """

    office_id: int
    id: int
    concern_id: int
    part: str
    suggested: str
    score: float
    reasons: Strings
    changed_from: str
    changed_to: str
    corrected_by: int
    corrected_at: Utc


class CorrectedText(Record):
    """A concern as training data: its words, the topic and the kind that people decided, or «»."""

    text: str
    topic: str
    kind: str


class Grouped(Record):
    """A current member of a group with its concern."""

    concern: Concern
    joined: bool
