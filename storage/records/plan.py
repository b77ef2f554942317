"""A plan that waits for a second person, and a file that a conversation waits for."""

from enum import StrEnum

from storage.records.base import Record, Utc


class PlanDraftState(StrEnum):
    """`draft`: its writer looks at it; `waiting`: a second person decides; then in force, returned or dropped."""

    DRAFT = "draft"
    WAITING = "waiting"
    RELEASED = "released"
    RETURNED = "returned"
    DROPPED = "dropped"


class PlanDraft(Record):
    """A plan on its way into force; `text` is the whole plan as JSON."""

    office_id: int
    id: int
    title: str
    text: str
    state: PlanDraftState
    drafted_by: int
    drafted_at: Utc
    decided_by: int | None = None
    decided_at: Utc | None = None
    reason: str = ""


class UploadState(StrEnum):
    """`waiting` until the bytes are there and were read."""

    WAITING = "waiting"
    READ = "read"


class Upload(Record):
    """A file that an official sent for a purpose; the attachment with the same id has its bytes."""

    office_id: int
    id: int
    purpose: str
    identity_id: int
    person_id: int
    state: UploadState
    created_at: Utc
