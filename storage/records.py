"""What is remembered, as frozen keyword-only records; made from rows with `Record.of(row)`.

One word for one thing: see the glossary in docs/glossary.md. Times are aware and in UTC.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict

from storage.transaction import Row

Utc = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_from_json)]


class Record(BaseModel):
    """A frozen record that refuses unknown fields and naive times."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    @classmethod
    def of(cls, row: Row) -> Self:
        """Make the record from a database row."""
        return cls.model_validate(dict(row))


def to_json(value: Any) -> str:
    """The JSON text that a TEXT column keeps (Vietnamese letters stay readable)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


class Role(StrEnum):
    """What an official may do; `inspector` is the only role that may read a suspected denunciation."""

    ADMIN = "admin"
    COMMITTEE = "committee"
    OFFICE = "office"
    AGENCY = "agency"
    CHAIR = "chair"
    INSPECTOR = "inspector"


class Topic(Record):
    """A field of life, as the office names it; `agency` is the key of the agency that answers by default."""

    key: str
    vi: str
    en: str
    agency: str | None = None


class Profile(Record):
    """What an office says of itself and how it works: from its plan, never code."""

    kind: str
    issuer: str
    address: str
    phone: str
    reception: str
    house_rules: tuple[str, ...]
    topics: tuple[Topic, ...]
    consent_version: str
    committee: str
    demo: bool = False


class Office(Record):
    """The body that hosts: a commune or a province."""

    id: int
    code: str
    name: str
    parent_id: int | None
    profile: Annotated[Profile, BeforeValidator(_from_json)]
    created_at: Utc


class Area(Record):
    """A hamlet of the office (xóm, thôn, ấp …)."""

    office_id: int
    id: int
    key: str
    name: str
    kind: str
    position: int


class Agency(Record):
    """A body that answers concerns."""

    office_id: int
    id: int
    key: str
    name: str
    topics: Strings
    position: int


class Consent(StrEnum):
    """Silence is not consent: `unasked` is the beginning."""

    UNASKED = "unasked"
    GIVEN = "given"
    REFUSED = "refused"


class Person(Record):
    """Somebody who writes to the office, resident or official."""

    office_id: int
    id: int
    language: str
    area_id: int | None
    consent: Consent
    consent_version: str | None
    consent_at: Utc | None
    subscribed: bool
    created_at: Utc


class IdentityState(StrEnum):
    """`gone`: the platform says that this address no longer takes messages."""

    ACTIVE = "active"
    GONE = "gone"


class Identity(Record):
    """A person's address on one channel."""

    office_id: int
    id: int
    person_id: int
    channel: str
    address: str
    display_name: str
    state: IdentityState
    last_seen_at: Utc


class Official(Record):
    """A person enrolled to work for the office."""

    office_id: int
    id: int
    person_id: int
    role: Role
    agency_id: int | None
    name: str
    enrolled_at: Utc
    removed_at: Utc | None


class Enrolment(Record):
    """A one-time code that makes its finder an official; only its hash is kept."""

    office_id: int
    id: int
    code_hash: str
    role: Role
    agency_id: int | None
    name: str
    created_by: int | None
    expires_at: Utc
    used_at: Utc | None


class Purpose(StrEnum):
    """Why a group chat is registered: the committee's group, or a public channel."""

    COMMITTEE = "committee"
    PUBLIC = "public"


class GroupChat(Record):
    """A group or public channel that the office writes to."""

    office_id: int
    id: int
    channel: str
    address: str
    title: str
    purpose: Purpose
    registered_by: int
    registered_at: Utc
    removed_at: Utc | None


class Conversation(Record):
    """Where one identity stands: the step that waits for a word, what it has gathered, what it offered last."""

    office_id: int
    identity_id: int
    step: str
    serial: int
    data: Annotated[Mapping[str, Any], BeforeValidator(_from_json)]
    offered: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_from_json)]
    updated_at: Utc


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


class Kind(StrEnum):
    """What the sender wants (domain.md 2.3)."""

    PETITION = "petition"
    REPORT = "report"
    QUESTION = "question"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    OFFTOPIC = "offtopic"


class ConcernState(StrEnum):
    """How far a concern has come."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    FORWARDED = "forwarded"
    OUT_OF_REMIT = "out_of_remit"


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


class DraftState(StrEnum):
    """Answers and conclusions: a draft until a second person releases or returns it."""

    DRAFT = "draft"
    RELEASED = "released"
    RETURNED = "returned"
    REPLACED = "replaced"


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
    public_folded: str


class RegistrationState(StrEnum):
    """A registration to speak stands or was withdrawn."""

    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


class Registration(Record):
    """A resident's registration to speak at a session."""

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


class Outcome(StrEnum):
    """What a conclusion says of one concern."""

    ANSWERED = "answered"
    ASSIGNED = "assigned"
    FORWARDED = "forwarded"
    OUT_OF_REMIT = "out_of_remit"


class Closure(Record):
    """A concern that left the office without an answer of its own: forwarded up or out of remit, and why."""

    office_id: int
    id: int
    concern_id: int
    outcome: Outcome
    reason: str
    decided_by: int
    decided_at: Utc


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


class Audience(StrEnum):
    """Whom an announcement is for."""

    ALL = "all"
    AREA = "area"
    SESSION = "session"
    PUBLIC = "public"


class AnnouncementState(StrEnum):
    """Draft until a second person releases or returns it; then it is sent, unless stopped."""

    DRAFT = "draft"
    RETURNED = "returned"
    RELEASED = "released"
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"


class Announcement(Record):
    """A text for many."""

    office_id: int
    id: int
    text: str
    audience: Audience
    area_id: int | None
    session_id: int | None
    send_at: Utc | None
    state: AnnouncementState
    drafted_by: int
    drafted_at: Utc
    released_by: int | None
    released_at: Utc | None
    stopped_by: int | None
    reason: str
    expanded_to: int
    total: int
    progress_identity_id: int | None


class Urgency(IntEnum):
    """Replies go before notices, notices before announcements."""

    REPLY = 0
    NOTICE = 1
    ANNOUNCEMENT = 2


class DeliveryState(StrEnum):
    """`parked`: given up, and why stands in error_code."""

    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"
    STOPPED = "stopped"


class Delivery(Record):
    """One message on its way out: a row of the outbox."""

    office_id: int
    id: int
    channel: str
    address: str
    urgency: Urgency
    body: str
    state: DeliveryState
    attempts: int
    not_before: Utc
    created_at: Utc
    sent_at: Utc | None
    remote_id: str | None
    error_code: str | None
    announcement_id: int | None
    update_key: str | None
    once_key: str | None


class AuditEntry(Record):
    """Who did what to what, when, and what it was before and after."""

    office_id: int
    id: int
    at: Utc
    person_id: int | None
    act: str
    subject: str
    subject_id: int | None
    before: Annotated[Mapping[str, Any], BeforeValidator(_from_json)]
    after: Annotated[Mapping[str, Any], BeforeValidator(_from_json)]
