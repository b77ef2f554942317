"""What goes out, to one or to many, and the log of what was done."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from storage.records.base import Record, Utc, from_json


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
    """`parked`: given up, and why stands in error_code; `waiting`: it goes when the person writes to us again."""

    QUEUED = "queued"
    SENT = "sent"
    PARKED = "parked"
    STOPPED = "stopped"
    WAITING = "waiting"


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
    concern_id: int | None = None


class NoticeOffer(Record):
    """One choice of a notice, and the number by which it can be chosen at an address."""

    office_id: int
    channel: str
    address: str
    number: int
    label: str
    value: str
    delivery_id: int


class Unreached(Record):
    """A message that no door of a person takes; somebody calls or visits. `outcome` is "" until then."""

    office_id: int
    id: int
    delivery_id: int
    person_id: int
    concern_id: int | None
    reason: str
    at: Utc
    outcome: str
    outcome_at: Utc | None
    outcome_by: int | None


class AuditEntry(Record):
    """Who did what to what, when, and what it was before and after."""

    office_id: int
    id: int
    at: Utc
    person_id: int | None
    act: str
    subject: str
    subject_id: int | None
    before: Annotated[Mapping[str, Any], BeforeValidator(from_json)]
    after: Annotated[Mapping[str, Any], BeforeValidator(from_json)]
