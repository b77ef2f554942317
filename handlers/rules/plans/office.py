"""Who stands behind a plan: the office, its hamlets, the bodies it works with, its chairs and its
committee.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, Strict, StringConstraints, field_validator

from handlers.rules.plans.parts import Clock, Count, Day, Flag, Key, Part, Text

Level = Literal["tinh", "xa", "huyen"]
"""Levels of government; ``huyen`` stays for plans from before 01/7/2025, when districts were abolished."""

DocumentFamily = Literal["party", "state"]

EVERYBODY: Mapping[str, str] = {
    "residents": "Nhân dân",
    "askers": "người nêu ý kiến",
    "delegates": "đại biểu được mời",
    "hamlet-heads": "các trưởng thôn, xóm",
    "superiors": "cấp có thẩm quyền",
    "organiser": "cơ quan tổ chức đối thoại",
    "related-agencies": "các cơ quan, đơn vị có liên quan",
}
"""Parties every plan may name without listing them among its agencies."""

_EVENING = dt.time(20)
"""Nothing of the day is sent from then on (handlers/reminders/mornings.py)."""

OfficeCode = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Z]{2,5}$")]


class Contact(Part):
    """How else to reach the office. ``invented`` marks a demonstration's details, which must not reach real
    people.
    """

    address: Text
    phone: Text
    reception_place: Text
    reception_hours: Text
    invented: Flag = False


class Office(Part):
    """The body that hosts the dialogue. ``code`` begins every receipt code: ``GM-0042``.

    ``paid_announcements``: announcements also go where a platform takes money for them, as some do a while after
    somebody's last word. Answers always do.
    """

    code: OfficeCode
    name: Text
    issuer: Text
    kind: Literal["party_committee", "people_council", "people_committee"]
    level: Level
    document_family: DocumentFamily
    time_zone: Text = "Asia/Ho_Chi_Minh"
    superior: Text | None = None
    contact: Contact | None = None
    house_rules: tuple[Text, ...] = ()
    paid_announcements: Flag = False

    @field_validator("time_zone")
    @classmethod
    def _a_known_time_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(f'không có múi giờ «{value}»; ở Việt Nam viết "Asia/Ho_Chi_Minh"') from unknown
        return value


class Area(Part):
    """A hamlet; ``kind`` is the local word for it: xóm, thôn, ấp, bản, tổ dân phố …"""

    key: Key
    name: Text
    kind: Text


AgencyKind = Literal[
    "standing", "government", "council", "office", "department", "party", "front", "union", "police",
    "military", "health", "school", "cell", "press", "other",
]  # fmt: skip


class Agency(Part):
    """A body that owes or receives something. ``topics`` are those it answers when nobody says otherwise.

    ``answers`` is false for bodies to which no concern is assigned; ``superior`` is the body told when this
    one is late; ``successor`` names what took over the work of a body that no longer exists.
    """

    key: Key
    name: Text
    kind: AgencyKind = "department"
    topics: tuple[Key, ...] = ()
    answers: Flag = True
    superior: Key | None = None
    successor: Text | None = None


class Chair(Part):
    """A person who chairs the dialogue, by position; the name may be left out of a plan."""

    key: Key
    title: Text
    name: Text | None = None


class Committee(Part):
    """The body that receives the summaries, and from what local time on in the mornings while collection is open."""

    agency: Key
    name: Text
    summary_time: Clock = dt.time(7, 30)

    @field_validator("summary_time")
    @classmethod
    def _before_the_evening(cls, value: dt.time) -> dt.time:
        if value >= _EVENING:
            raise ValueError("bản tổng hợp buổi sáng phải gửi trước 20 giờ")
        return value


class Amendment(Part):
    """One change to a plan after it was signed («điều chỉnh, bổ sung Kế hoạch»)."""

    date: Day
    text: Text
    session: Key | None = None


class Document(Part):
    """The paper the plan was made from: number, date, legal bases, signature.

    ``term`` is the Party term («2025-2030») in which the office's Party papers are numbered.
    """

    title: Text
    year: Annotated[int, Strict(), Field(ge=2013, le=2100)]
    number: Text | None = None
    issued: Day | None = None
    place: Text | None = None
    term: Text | None = None
    legal_bases: tuple[Text, ...] = ()
    public: Flag = True
    signed_for: Text | None = None
    signed_position: Text | None = None
    signed_by: Text | None = None
    amendments: tuple[Amendment, ...] = ()


class Recipient(Part):
    """A line of «Nơi nhận» and what the copy is for."""

    name: Text
    purpose: Literal["report", "implement", "know", "file"]


class Reminders(Part):
    """When people are reminded: days before a deadline, how often once late, when the superior is told,
    never at night.
    """

    days_before: tuple[Count, ...] = (3, 1)
    late_every_days: Annotated[int, Strict(), Field(ge=1, le=30)] = 1
    superior_after_days: Annotated[int, Strict(), Field(ge=1, le=60)] = 2
    quiet_from: Clock = dt.time(21, 0)
    quiet_until: Clock = dt.time(6, 30)
