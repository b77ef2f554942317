"""Dialogue sessions, who speaks there, and how they are concluded."""

from datetime import date
from enum import StrEnum

from storage.records.base import Record, Strings, Utc


class SessionState(StrEnum):
    """What people decided of a session; whether it collects or is closed follows from its dates."""

    SCHEDULED = "scheduled"
    ANNOUNCED = "announced"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class Session(Record):
    """A dialogue conference."""

    office_id: int
    id: int
    key: str
    title: str
    state: SessionState
    starts_at: Utc | None
    ends_at: Utc | None
    date_note: str
    venue: str
    focus: Strings
    collection_opens_at: Utc | None
    collection_closes_at: Utc | None
    answer_days: int
    answer_unit: str
    created_at: Utc
    updated_at: Utc


class DraftState(StrEnum):
    """Answers and conclusions: a draft until a second person releases or returns it."""

    DRAFT = "draft"
    RELEASED = "released"
    RETURNED = "returned"
    REPLACED = "replaced"


class RegistrationState(StrEnum):
    """A registration to speak stands or was withdrawn."""

    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


class Registration(Record):
    """A registration to speak at a session. `name`: from a paper slip; who has a door of their own has theirs there."""

    office_id: int
    id: int
    session_id: int
    person_id: int
    identity_id: int
    number: int
    topic: str
    content: str
    concern_id: int | None
    representing: str
    state: RegistrationState
    created_at: Utc
    withdrawn_at: Utc | None
    name: str = ""


class Outcome(StrEnum):
    """What a conclusion says of one concern."""

    ANSWERED = "answered"
    ASSIGNED = "assigned"
    FORWARDED = "forwarded"
    OUT_OF_REMIT = "out_of_remit"


class Conclusion(Record):
    """The conclusion of a session: one row. `submission` names what was handed in; None while it is being written."""

    office_id: int
    id: int
    session_id: int
    text: str
    state: DraftState
    drafted_by: int
    drafted_at: Utc
    submission: int | None
    decided_by: int | None
    decided_at: Utc | None
    reason: str


class ConclusionItem(Record):
    """What the conclusion says of one concern."""

    office_id: int
    conclusion_id: int
    concern_id: int
    outcome: Outcome
    agency_id: int | None
    due_on: date | None
    note: str


class SummaryTold(Record):
    """What a desk was last told of a session in the mornings.

    looked_on: the last morning on which it was decided whether there is anything to tell. told_on: the last on which
    something was told. content: the hash of what the summary said then.
    """

    office_id: int
    session_id: int
    desk: str
    looked_on: date
    told_on: date
    content: str
