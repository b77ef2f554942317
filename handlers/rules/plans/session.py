"""A dialogue session as a plan promises it: who, about what, when, where, how many, and until when opinions
come in.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from typing import Annotated, Literal

from pydantic import Field, Strict, StringConstraints, model_validator

from handlers.rules.plans.parts import Clock, Count, Day, DueRule, Flag, Key, Part, Text

Month = Annotated[str, Strict(), StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Quarter = Annotated[str, Strict(), StringConstraints(pattern=r"^20\d\d-Q[1-4]$")]


class When(Part):
    """The time of a session, as exactly as the plan knows it: a date, a window, a month, a quarter, or not
    yet.

    Window, month and quarter wait for a date to be fixed; what counts from the session waits with them.
    """

    date: Day | None = None
    first: Day | None = None
    last: Day | None = None
    month: Month | None = None
    quarter: Quarter | None = None
    start: Clock | None = None
    half_days: Annotated[int, Strict(), Field(ge=1, le=6)] = 1
    tentative: Flag = False

    @model_validator(mode="after")
    def _one_way_of_saying_when(self) -> When:
        if (self.first is None) != (self.last is None):
            raise ValueError("khoảng ngày phải có cả «first» và «last»")
        if self.first and self.last and self.first > self.last:
            raise ValueError("ngày đầu «first» đứng sau ngày cuối «last»")
        if sum(way is not None for way in (self.date, self.first, self.month, self.quarter)) > 1:
            raise ValueError("chỉ chọn một cách nêu thời gian: date, first và last, month, hoặc quarter")
        return self

    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and last day on which the session may be held; None while the plan does not say."""
        if self.date is not None:
            return self.date, self.date
        if self.first is not None and self.last is not None:
            return self.first, self.last
        if self.month is not None:
            return _months(int(self.month[:4]), int(self.month[5:]), 1)
        if self.quarter is not None:
            return _months(int(self.quarter[:4]), int(self.quarter[-1]) * 3 - 2, 3)
        return None


def _months(year: int, month: int, count: int) -> tuple[dt.date, dt.date]:
    last = month + count - 1
    return dt.date(year, month, 1), dt.date(year, last, months.monthrange(year, last)[1])


class Venue(Part):
    """Where the session is held; ``announced_later`` for «Sẽ thông báo cụ thể sau»."""

    name: Text | None = None
    address: Text | None = None
    announced_later: Flag = False

    @model_validator(mode="after")
    def _named_or_announced_later(self) -> Venue:
        if self.name is None and not self.announced_later:
            raise ValueError("địa điểm cần «name», hoặc ghi announced_later = true")
        return self


class Quotas(Part):
    """How many people come. ``per_area`` is exact («mỗi xóm 5 đại biểu»), ``per_area_min`` a floor («tối
    thiểu 70»).

    ``full_roll`` is «triệu tập 100%»: an attendance list with the absent, not only a number.
    """

    expected: Count | None = None
    total_min: Count | None = None
    total_max: Count | None = None
    per_area: Count | None = None
    per_area_min: Count | None = None
    full_roll: Text | None = None


class Focus(Part):
    """One of the matters a session is about; ``topics`` are the fields that fall under it."""

    key: Key
    text: Text
    topics: tuple[Key, ...] = ()


class Collection(Part):
    """When residents' opinions are taken: from the start of ``opens`` (local day) until ``closes`` falls
    due.
    """

    opens: Day | None = None
    closes: DueRule | None = None


class Attendee(Part):
    """A group expected in the room. ``meeting`` tells the dialogue itself from a preparatory conference
    before it.
    """

    name: Text
    tier: Literal["tinh", "huyen", "xa", "area", "residents"]
    meeting: Literal["session", "preparation"] = "session"


class PlannedSession(Part):
    """One dialogue conference of the plan. Empty ``chairs`` means all of the plan's; empty ``areas`` the
    whole office.

    ``other_matters`` keeps an open bucket beside the focus list («những vấn đề khác»).
    """

    key: Key
    title: Text
    theme: Text | None = None
    ad_hoc: Flag = False
    audience: tuple[Text, ...]
    areas: tuple[Key, ...] = ()
    chairs: tuple[Key, ...] = ()
    topics: tuple[Key, ...] = ()
    focus: tuple[Focus, ...] = ()
    other_matters: Flag = True
    when: When = When()
    venue: Venue = Venue(announced_later=True)
    quotas: Quotas = Quotas()
    collection: Collection = Collection()
    attendees: tuple[Attendee, ...] = ()
