"""The milestones of one session as it stands in the database: pure.

The plan says what is promised; the session's record says when it is held and until when opinions are taken, since an
official may have changed both. A session beside the plan («đối thoại đột xuất») has the promises that count from its
own day; an office without a plan has those of the law (Art. 43 of the law on local government 2025).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.rules.calendar import Calendar
from handlers.rules.deadlines import Due, clock_words, cutoff, day_words
from handlers.rules.plans.model import Plan
from handlers.rules.plans.office import Agency, Chair, Committee, Document, Office
from handlers.rules.plans.profile import Profile
from handlers.rules.plans.session import PlannedSession, Venue, When
from handlers.rules.plans.timeline import Milestone, session_timeline, unlimited
from handlers.rules.plans.window import zone_of
from handlers.rules.plans.work import Duty, Route
from storage.records import Office as OfficeRecord
from storage.records import Session

_NO_PLAN = "khong-ke-hoach"
_COLLECTION = "collection"


def session_milestones(
    plan: Plan | None, office: OfficeRecord, session: Session, calendar: Calendar, profile: Profile
) -> list[Milestone]:
    """Every promise of a session, also those without a day; `plan` is the one that promises it, None for none."""
    own, planned = plan_for(plan, office, session, profile)
    zone = zone_of(own)
    held = session.starts_at.astimezone(zone).date() if session.starts_at else None
    counted = [
        *session_timeline(own, planned, held, calendar, profile),
        *unlimited(own, planned, profile),
    ]
    found = [_as_held(milestone, session, zone) for milestone in counted]
    return list(_with_collection(found, own, session, calendar))


def plan_for(
    plan: Plan | None, office: OfficeRecord, session: Session, profile: Profile
) -> tuple[Plan, PlannedSession]:
    """The plan as far as it binds this session, and the session in it."""
    for planned in plan.sessions if plan is not None else ():
        if planned.key == session.key and plan is not None:
            open_day = planned.model_copy(update={"when": planned.when.model_copy(update={"date": None})})
            return plan, planned if session.starts_at is not None else open_day
    beside = PlannedSession(
        key=_key_of(session),
        title=session.title or office.name,
        ad_hoc=True,
        audience=("Nhân dân",),
        when=When(),
        venue=Venue(announced_later=True),
    )
    base = plan if plan is not None else _plan_of_the_law(office, beside, profile)
    return _only_counted(base, beside), beside


def _key_of(session: Session) -> str:
    """A key that no planned session has: an ad hoc one is named by its id."""
    return f"phien-{session.id}"


def _only_counted(plan: Plan, beside: PlannedSession) -> Plan:
    """What the plan promises of every session and counts from its day; fixed dates were meant for others."""
    routes = tuple(route for route in plan.routes if not route.sessions and _counts(route))
    duties = tuple(duty for duty in plan.duties if not duty.sessions and _counts(duty))
    return plan.model_copy(update={"sessions": (beside,), "routes": routes, "duties": duties})


def _counts(promise: Route | Duty) -> bool:
    return promise.due is None or (promise.due.date is None and promise.due.anchor == "session")


def _plan_of_the_law(office: OfficeRecord, beside: PlannedSession, profile: Profile) -> Plan:
    desk = office.profile.committee or office.name
    return Plan(
        format=1,
        key=_NO_PLAN,
        document=Document(title=profile.name, year=2026),
        office=Office(
            code=office.code if office.code.isalpha() and office.code.isupper() and len(office.code) > 1 else "XA",
            name=office.name,
            issuer=office.profile.issuer or office.name,
            kind="people_committee",
            level="xa",
            document_family="state",
        ),
        agencies=(Agency(key="van-phong", name=desk, kind="office"),),
        committee=Committee(agency="van-phong", name=desk),
        chairs=(Chair(key="chu-tri", title="Người chủ trì"),),
        sessions=(beside,),
    )


def _as_held(milestone: Milestone, session: Session, zone: dt.tzinfo) -> Milestone:
    """The session itself with its hour, as it is set."""
    if milestone.kind != "session" or milestone.due is None or session.starts_at is None:
        return milestone
    return replace(milestone, due=replace(milestone.due, time=session.starts_at.astimezone(zone).time()))


def _with_collection(
    found: Sequence[Milestone], plan: Plan, session: Session, calendar: Calendar
) -> Iterator[Milestone]:
    """The end of collection as it is set, where that is not what the plan counts."""
    closes = session.collection_closes_at
    zone = zone_of(plan)
    for milestone in found:
        counted = milestone.kind == _COLLECTION and milestone.due is not None and cutoff(milestone.due, zone) == closes
        if milestone.kind != _COLLECTION or counted:
            yield milestone
    if closes is None or any(m.kind == _COLLECTION and m.due and cutoff(m.due, zone) == closes for m in found):
        return
    due = _due_before(closes, zone, calendar)
    yield Milestone(
        key=_COLLECTION,
        kind=_COLLECTION,
        session=session.key,
        name="Hết hạn nhận ý kiến",
        due=due,
        owed_by=plan.party_name("residents"),
        owed_to=plan.committee.name,
        explanation=due.explanation,
        source="Cơ quan đặt",
        origin="practice",
        creditors=(plan.committee.agency,),
    )


def _due_before(closes: dt.datetime, zone: dt.tzinfo, calendar: Calendar) -> Due:
    local = closes.astimezone(zone)
    if local.time() == dt.time():
        day = local.date() - dt.timedelta(days=1)
        words = f"cơ quan đặt: hết ngày {day_words(day)}"
        return Due(date=day, time=None, explanation=words, calendar_version=calendar.version)
    words = f"cơ quan đặt: trước {clock_words(local.time())} ngày {day_words(local.date())}"
    return Due(
        date=local.date(), time=local.time(), explanation=words, calendar_version=calendar.version, before_time=True
    )
