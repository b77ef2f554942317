"""Persons, their consent and addresses, officials, group chats, and where a conversation stands."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator

from storage.records.base import Record, Utc, from_json
from storage.records.office import Role


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
    phone: str = ""


class IdentityState(StrEnum):
    """`gone`: the platform says that this address no longer takes messages."""

    ACTIVE = "active"
    GONE = "gone"


class Identity(Record):
    """A person's address on one channel.

    free_until, open_until: until when its platform lets us write for nothing, and at all; None: without an end.
    free_left: how many free messages are left, where the platform counts them.
    """

    office_id: int
    id: int
    person_id: int
    channel: str
    address: str
    display_name: str
    state: IdentityState
    last_seen_at: Utc
    free_until: Utc | None = None
    open_until: Utc | None = None
    free_left: int | None = None


class DoorLink(Record):
    """A one-time code that joins another door to a person; only its hash is kept."""

    office_id: int
    id: int
    code_hash: str
    person_id: int
    identity_id: int
    expires_at: Utc
    used_at: Utc | None


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
    data: Annotated[Mapping[str, Any], BeforeValidator(from_json)]
    offered: Annotated[tuple[tuple[str, str], ...], BeforeValidator(from_json)]
    updated_at: Utc
