"""Concerns and everything that stands beside them: files, assignments, answers, closures."""

from datetime import date
from enum import StrEnum

from storage.records.base import Record, Strings, Utc
from storage.records.session import DraftState, Outcome


class Kind(StrEnum):
    """What the sender wants (domain.md 2.3)."""

    PETITION = "petition"
    REPORT = "report"
    QUESTION = "question"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    OFFTOPIC = "offtopic"


class ConcernState(StrEnum):
    """How far a concern has come. `withdrawn`: who filed it on behalf of somebody took it back; it is in no list."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    OUT_OF_REMIT = "out_of_remit"
    WITHDRAWN = "withdrawn"


NO_DOOR = 0
"""The identity of a concern that was filed on behalf of somebody: no message reaches them, a person tells them."""


class Concern(Record):
    """What a resident sent, word for word; everything else stands beside it."""

    office_id: int
    id: int
    number: int
    code: str
    session_id: int | None
    for_next_session: bool
    person_id: int
    identity_id: int
    area_id: int | None
    text: str
    topic: str
    topic_confirmed_by: str
    suggested: Strings
    kind: Kind
    protected: bool
    summary: str
    state: ConcernState
    due_on: date | None
    created_at: Utc

    @property
    def has_door(self) -> bool:
        """Whether its sender has an address of their own; False for what was filed on behalf of somebody."""
        return self.identity_id != NO_DOOR


class AttachmentState(StrEnum):
    """`pending` until its bytes are on disk; `refused` when too large or of a wrong type; `lost` when the link died."""

    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"
    LOST = "lost"


class Attachment(Record):
    """A photo, voice note, document or place that came with a concern."""

    office_id: int
    id: int
    identity_id: int
    concern_id: int | None
    kind: str
    name: str
    content_type: str
    size: int
    channel: str
    remote_ref: str
    stored_as: str
    latitude: float | None
    longitude: float | None
    state: AttachmentState
    attempts: int
    not_before: Utc
    created_at: Utc


class AssignmentState(StrEnum):
    """`returned`: the agency said that it is not theirs; `replaced`: given to another."""

    OPEN = "open"
    RETURNED = "returned"
    REPLACED = "replaced"
    DONE = "done"


class Assignment(Record):
    """A concern given to an agency."""

    office_id: int
    id: int
    concern_id: int
    agency_id: int
    due_on: date | None
    assigned_by: int
    assigned_at: Utc
    state: AssignmentState
    reason: str


class Answer(Record):
    """An agency's answer to one concern."""

    office_id: int
    id: int
    concern_id: int
    agency_id: int | None
    text: str
    drafted_by: int
    drafted_at: Utc
    state: DraftState
    decided_by: int | None
    decided_at: Utc | None
    reason: str
    public: bool
    public_question: str


class Closure(Record):
    """A concern that left the office without an answer of its own: forwarded up or out of remit, and why."""

    office_id: int
    id: int
    concern_id: int
    outcome: Outcome
    reason: str
    decided_by: int
    decided_at: Utc
