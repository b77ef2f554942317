"""Offices, their hamlets and agencies, and what officials may do there."""

from datetime import time
from enum import StrEnum
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator

from storage.records.base import Record, Strings, Utc


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
    quiet_from: time = time(21)
    quiet_until: time = time(7)
    demo: bool = False
    paid_announcements: bool = False
    flag_recurring: bool = True


@lru_cache(maxsize=256)
def _profile(text: str) -> Profile:
    """An office's profile from its text: every message needs it, and it hardly ever changes."""
    return Profile.model_validate_json(text)


class Office(Record):
    """The body that hosts: a commune or a province."""

    id: int
    code: str
    name: str
    parent_id: int | None
    profile: Annotated[Profile, BeforeValidator(lambda value: _profile(value) if isinstance(value, str) else value)]
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
    """A body of the plan: one that answers concerns, or (`answers` false) one that only sends or receives reports.

    `superior` is the key of the body that is told when this one is late, "" for none.
    """

    office_id: int
    id: int
    key: str
    name: str
    topics: Strings
    position: int
    kind: str = "department"
    superior: str = ""
    answers: bool = True
