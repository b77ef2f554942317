"""What officials type of a new plan: when, how many days, and the plan that comes out of it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from handlers.rules.plans.model import Plan
from handlers.rules.plans.office import Chair, Document
from handlers.rules.plans.parts import DueRule, Unit
from handlers.rules.plans.session import Collection, PlannedSession, Venue, When
from handlers.rules.plans.work import After, Archive, Duty, Survey
from handlers.rules.typed_times import read
from handlers.understanding.normalise import fold

MOST_DAYS = 366
_DAYS = re.compile(
    r"(?:trong |truoc |sau |cham nhat )?(\d{1,3}) (?:(ngay lam viec|working days?)|ngay|days?)(?: truoc| before)?"
)
_MONTH = re.compile(r"(?:trong )?(?:thang|month) (\d{1,2})\s*[/-]\s*(20\d\d)")
_QUARTER = re.compile(r"(?:trong )?(?:quy|quarter|q) ?(i{1,3}|iv|[1-4])\s*[/-]\s*(20\d\d)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, kw_only=True)
class Days:
    """«15 ngày làm việc»: how many, and of which kind."""

    days: int
    unit: Unit


def read_days(text: str) -> Days | None:
    """A number of days as typed: «5 ngày», «3 ngày làm việc trước»; None when it is none."""
    found = _DAYS.fullmatch(" ".join(fold(text).split()).strip(" ."))
    if found is None or not 0 < int(found[1]) <= MOST_DAYS:
        return None
    return Days(days=int(found[1]), unit="working" if found[2] else "calendar")


def read_when(text: str, at: datetime) -> When | None:
    """The time of a session as typed: a day with or without an hour, «tháng 4/2027», «quý II/2027»."""
    plain = " ".join(fold(text).split()).strip(" .")
    if found := _MONTH.fullmatch(plain):
        month = int(found[1])
        return When(month=f"{found[2]}-{month:02}", tentative=True) if 1 <= month <= 12 else None
    if found := _QUARTER.fullmatch(plain):
        number = _ROMAN.get(found[1]) or int(found[1])
        return When(quarter=f"{found[2]}-Q{number}", tentative=True)
    typed = read(text, at)
    if typed is None or typed.day is None or len(typed.clocks) > 2:
        return None
    return When(date=typed.day, start=typed.clocks[0] if typed.clocks else None)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What an office said of its new plan, question by question."""

    title: str
    chairs: tuple[str, ...]
    when: When
    venue: str
    closes: Days
    committee: str
    answers: Days


def plan_of_answers(base: Plan, said: Answers, key: str, today: date) -> Plan:
    """A plan of one session: the office, bodies and hamlets of `base`, the law's notice and publication, and what was
    said. Every promise names where it comes from.
    """
    office = f"{base.office.issuer} đặt khi lập kế hoạch, ngày {today.day}/{today.month}/{today.year}"
    chairs = tuple(Chair(key=f"chu-tri-{number}", title=title) for number, title in enumerate(said.chairs, 1))
    span = said.when.span()
    year = span[0].year if span is not None else today.year
    session = PlannedSession(
        key=key,
        title=said.title,
        audience=("Nhân dân",),
        areas=(),
        when=said.when,
        venue=Venue(name=said.venue) if said.venue else Venue(announced_later=True),
        collection=Collection(closes=DueRule(days=said.closes.days, unit=said.closes.unit, direction="before")),
    )
    collect = Duty(
        key="tong-hop",
        kind="classify",
        name="Tổng hợp, phân loại ý kiến, trình người chủ trì",
        by=(said.committee,),
        to=(chairs[0].key,),
        due=DueRule(days=max(said.closes.days - 1, 0), unit=said.closes.unit, direction="before"),
        origin="practice",
        source=office,
    )
    answer = Duty(
        key="tra-loi",
        kind="answer",
        name="Trả lời người nêu ý kiến",
        by=("related-agencies",),
        to=("askers",),
        due=DueRule(days=said.answers.days, unit=said.answers.unit, direction="after"),
        origin="practice",
        source=office,
    )
    return base.model_copy(
        update={
            "key": key,
            "document": Document(title=said.title, year=year),
            "chairs": chairs,
            "committee": base.committee.model_copy(
                update={"agency": said.committee, "name": base.party_name(said.committee)}
            ),
            "sessions": (session,),
            "routes": (),
            "duties": (_notice(said.committee), collect),
            "programme": (),
            "after": After(results=_results(said.committee), answers=answer),
            "survey": Survey(),
            "archive": Archive(owner=said.committee),
        }
    )


_ARTICLE = "Luật Tổ chức chính quyền địa phương 2025, Điều 43"


def _notice(by: str) -> Duty:
    return Duty(
        key="thong-bao",
        kind="announce",
        name="Thông báo thời gian, địa điểm, nội dung và cách tham dự",
        by=(by,),
        to=("residents",),
        channels=("media", "loudspeaker", "posting", "hamlet_head", "bot"),
        due=DueRule(days=7, direction="before"),
        origin="law",
        source=f"{_ARTICLE}: chậm nhất 7 ngày trước hội nghị",
    )


def _results(by: str) -> Duty:
    return Duty(
        key="ket-qua",
        kind="publish",
        name="Công bố, niêm yết kết quả và gửi các trưởng thôn",
        by=(by,),
        to=("residents", "hamlet-heads"),
        channels=("media", "posting", "hamlet_head", "bot"),
        due=DueRule(days=10, direction="after"),
        origin="law",
        source=f"{_ARTICLE}: chậm nhất 10 ngày sau hội nghị",
    )
