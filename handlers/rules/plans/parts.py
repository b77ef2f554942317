"""The small pieces every part of a plan is made of: strict field types, and the rule by which a date falls
due.

TOML already knows dates, clock times, numbers and truth values, so the field types are strict: a date in
quotes or a number in quotes is refused with a sentence rather than guessed at.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, model_validator

Text = Annotated[str, Strict(), StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""Words for people: never empty, at most 2,000 characters."""

Key = Annotated[str, Strict(), StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A name for the machine, unaccented and lower case, as typed in a chat command: ``phong-kinh-te``."""

Flag = Annotated[bool, Strict()]
Day = Annotated[dt.date, Strict()]
Clock = Annotated[dt.time, Strict()]
Count = Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
DayCount = Annotated[int, Strict(), Field(ge=0, le=366)]

Unit = Literal["calendar", "working"]
Direction = Literal["before", "after"]

AT_SESSION = "session"
"""The anchor of a rule that counts from the day the session is held."""


class Part(BaseModel):
    """A frozen piece of a plan; a key the schema does not know is an error, not something to ignore."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DueRule(Part):
    """When something is due: either on a fixed ``date``, or a number of ``days`` from an anchor.

    ``inclusive`` tells «chậm nhất trong ngày 31/3» (true) from «trước ngày 31/5» (false: the day before is
    the last); with a clock time, false is «trước 11 giờ». Both kinds stand in one of the real plans (Quảng
    Ngãi 2021). ``unit`` tells «ngày» (calendar) from «ngày làm việc» (working). ``anchor`` is ``session``
    or the key of another route or duty. ``roll`` moves a calendar-day result that falls on a day off; off
    by default, since the rule of Civil Code Art. 148 is for the office to adopt.
    """

    date: Day | None = None
    time: Clock | None = None
    inclusive: Flag = True
    days: DayCount | None = None
    unit: Unit = "calendar"
    direction: Direction = "before"
    anchor: Key = AT_SESSION
    roll: Literal["none", "next", "previous"] = "none"

    @model_validator(mode="after")
    def _either_a_date_or_days(self) -> DueRule:
        if (self.date is None) == (self.days is None):
            raise ValueError("hạn phải có đúng một trong hai mục «date» (ngày cố định) hoặc «days» (số ngày)")
        counted = (self.unit, self.direction, self.anchor, self.roll) != (
            "calendar",
            "before",
            AT_SESSION,
            "none",
        )
        if self.date is not None and counted:
            raise ValueError("hạn có ngày cố định thì không dùng các mục unit, direction, anchor, roll")
        if self.time is not None and self.time.tzinfo is not None:
            raise ValueError("giờ của hạn là giờ địa phương, không kèm múi giờ")
        return self
