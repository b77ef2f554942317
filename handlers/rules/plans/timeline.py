"""Every promise of a plan as a milestone: what, by when and how that was counted, who owes it to whom, and
whence it comes.

Pure: the session's day is an argument, since many plans fix it later. A milestone that counts from a day
not fixed yet has no ``due`` and says what it waits for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.rules.calendar import Calendar, base_calendar
from handlers.rules.deadlines import Due, cutoff, day_words
from handlers.rules.plans.model import Plan
from handlers.rules.plans.parts import DueRule
from handlers.rules.plans.profile import AFTER, Profile, promise
from handlers.rules.plans.reading import duties_for, routes_for
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.window import anchored_due, held_on, rule_words, when_words, zone_of
from handlers.rules.plans.work import Duty, Origin, Route

NO_LIMIT = "kế hoạch không nêu hạn"


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone:
    """One promise for one session, owed by one body (by nobody in particular: ``debtor`` None).

    ``owed_by`` and ``owed_to`` are names for people, ``debtor`` and ``creditors`` the plan's keys. ``key``
    with ``session`` and ``debtor`` names the milestone for good, whatever its date.
    """

    key: str
    kind: str
    session: str
    name: str
    due: Due | None
    owed_by: str
    owed_to: str
    explanation: str
    source: str
    origin: Origin = "plan"
    debtor: str | None = None
    creditors: tuple[str, ...] = ()


def timeline(
    plan: Plan, session_dates: Mapping[str, dt.date], calendar: Calendar, profile: Profile | None = None
) -> list[Milestone]:
    """The plan's milestones in the order they fall due, those without a day last.

    ``session_dates`` fixes sessions by key and comes before the plan's own dates; ``profile`` adds what the
    law asks for where the plan asks for less.
    """
    several = len(plan.sessions) > 1
    found = [
        _titled(milestone, session) if several else milestone
        for session in plan.sessions
        for milestone in session_timeline(plan, session, session_dates.get(session.key), calendar, profile)
    ]
    return sorted(found, key=lambda milestone: _order(plan, milestone))


def session_timeline(
    plan: Plan,
    session: PlannedSession,
    fixed: dt.date | None,
    calendar: Calendar,
    profile: Profile | None = None,
) -> list[Milestone]:
    """The milestones of one session, unsorted; ``fixed`` is its day where the office has fixed one."""
    held = held_on(session, fixed)
    count = _Count(plan=plan, session=session, held=held, calendar=calendar)
    return [
        *_reports(count),
        *(found for duty in _duties(plan, session, profile) for found in _duty(count, duty)),
        *_closings(count),
        _session_itself(count, fixed=fixed is not None),
    ]


def unlimited(plan: Plan, session: PlannedSession, profile: Profile | None = None) -> list[Milestone]:
    """What the plan promises for one session without saying until when: a list to tick off, and no timeline."""
    count = _Count(plan=plan, session=session, held=None, calendar=base_calendar())
    duties = [duty for duty in _duties(plan, session, profile) if duty.due is None]
    reports = [route for route in routes_for(plan, session) if route.due is None]
    return [
        *(_report(count, route, sender, None, NO_LIMIT) for route in reports for sender in route.senders),
        *(_task(count, duty, debtor, None, NO_LIMIT) for duty in duties for debtor in duty.by),
    ]


def timeline_json(plan: Plan, milestones: Sequence[Milestone]) -> list[dict[str, str | None]]:
    """The timeline as plain data: ``due`` in ISO 8601, with the clock time where the plan has one."""
    zone = zone_of(plan)
    return [
        {
            "name": milestone.name,
            "due": milestone.due.iso(zone) if milestone.due else None,
            "owed_by": milestone.owed_by,
            "owed_to": milestone.owed_to,
            "explanation": milestone.explanation,
            "source": milestone.source,
        }
        for milestone in milestones
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Count:
    """One session and the day it is held, from which its milestones are counted."""

    plan: Plan
    session: PlannedSession
    held: dt.date | None
    calendar: Calendar

    def due(self, rule: DueRule) -> tuple[Due | None, str]:
        """When a rule falls due, and in words how that was counted or what it waits for."""
        found = anchored_due(self.plan, rule, self.held, self.calendar)
        return found, found.explanation if found else f"{rule_words(rule)}; {when_words(self.session.when)}"

    def names(self, keys: tuple[str, ...]) -> str:
        return ", ".join(self.plan.party_name(key) for key in keys)


def _reports(count: _Count) -> Iterator[Milestone]:
    for route in routes_for(count.plan, count.session):
        if route.due is None:
            continue
        found, words = count.due(route.due)
        yield from (_report(count, route, sender, found, words) for sender in route.senders)


def _report(count: _Count, route: Route, sender: str, due: Due | None, words: str) -> Milestone:
    return Milestone(
        key=route.key,
        kind=route.kind,
        session=count.session.key,
        name=route.name,
        due=due,
        owed_by=count.plan.party_name(sender),
        owed_to=_way(count, route),
        explanation=words,
        source=route.source,
        origin=route.origin,
        debtor=sender,
        creditors=(*([route.via] if route.via else []), route.receiver, *route.copies),
    )


def _way(count: _Count, route: Route) -> str:
    words = count.plan.party_name(route.receiver)
    if route.via is not None:
        words += f" (qua {count.plan.party_name(route.via)})"
    return words + (f"; đồng gửi {count.names(route.copies)}" if route.copies else "")


def _duty(count: _Count, duty: Duty) -> Iterator[Milestone]:
    if duty.due is None:
        return
    found, words = count.due(duty.due)
    yield from (_task(count, duty, debtor, found, words) for debtor in duty.by)


def _task(count: _Count, duty: Duty, debtor: str, due: Due | None, words: str) -> Milestone:
    return Milestone(
        key=duty.key,
        kind=duty.kind,
        session=count.session.key,
        name=duty.name,
        due=due,
        owed_by=count.plan.party_name(debtor),
        owed_to=count.names(duty.to),
        explanation=words,
        source=duty.source,
        origin=duty.origin,
        debtor=debtor,
        creditors=duty.to,
    )


def _duties(plan: Plan, session: PlannedSession, profile: Profile | None) -> Iterator[Duty]:
    yield from duties_for(plan, session)
    if profile is None:
        yield from plan.after.promises()
        return
    if plan.office.level in profile.levels and not announced_early_enough(plan, session, profile):
        yield _from_profile(plan, profile.announce)
    for name in AFTER:
        if (after := promise(plan, name, profile)) is not None:
            yield after if after is getattr(plan.after, name) else _from_profile(plan, after)


def announced_early_enough(plan: Plan, session: PlannedSession, profile: Profile) -> bool:
    """Whether the plan itself has the session announced at least as early as the profile asks."""
    asked = profile.announce.due
    leads = [duty.due for duty in duties_for(plan, session) if duty.kind == "announce" and duty.due is not None]
    return asked is None or any(
        lead.days is not None and lead.unit == asked.unit and lead.days >= (asked.days or 0) for lead in leads
    )


def _from_profile(plan: Plan, duty: Duty) -> Duty:
    """A promise that is not the plan's own says so beside its name.

    The law binds the state's own dialogues; for the Party's its dates are advice, and shown as such.
    """
    if duty.origin != "law":
        return duty.model_copy(update={"name": f"{duty.name} (mặc định)"})
    if plan.office.document_family == "state":
        return duty.model_copy(update={"name": f"{duty.name} (theo luật)"})
    source = f"{duty.source} (khuyến nghị, vì là kế hoạch của Đảng)"
    return duty.model_copy(update={"name": f"{duty.name} (luật khuyến nghị)", "source": source, "origin": "advice"})


def _closings(count: _Count) -> Iterator[Milestone]:
    rules = {
        "collection": (count.session.collection.closes, "Hết hạn nhận ý kiến"),
        "registration": (count.plan.speaking.closes, "Hết hạn đăng ký phát biểu"),
    }
    for kind, (rule, name) in rules.items():
        if rule is not None:
            found, words = count.due(rule)
            yield Milestone(
                key=kind,
                kind=kind,
                session=count.session.key,
                name=name,
                due=found,
                owed_by=count.plan.party_name("residents"),
                owed_to=count.plan.committee.name,
                explanation=words,
                source=_source_of(count, rule),
                creditors=(count.plan.committee.agency,),
            )


def _source_of(count: _Count, rule: DueRule) -> str:
    """The phrase of the report that has the same deadline: what residents say must be in by then."""
    promises: tuple[Route | Duty, ...] = (*count.plan.routes, *count.plan.duties)
    same = (promise.source for promise in promises if promise.due == rule)
    return next(same, count.plan.document.title)


def _session_itself(count: _Count, *, fixed: bool) -> Milestone:
    when = count.session.when
    day = count.held
    words = when_words(when) if day is None or not fixed else f"đã ấn định ngày {day_words(day)}"
    held = day and Due(date=day, time=when.start, explanation=words, calendar_version=count.calendar.version)
    chairs = count.plan.chairs_of(count.session)
    return Milestone(
        key="session",
        kind="session",
        session=count.session.key,
        name="Buổi đối thoại",
        due=held or None,
        owed_by=", ".join(chair.title for chair in chairs),
        owed_to=count.plan.party_name("residents"),
        explanation=words,
        source=count.plan.document.title,
        creditors=("residents",),
    )


def _titled(milestone: Milestone, session: PlannedSession) -> Milestone:
    return replace(milestone, name=f"{milestone.name} ({session.title})")


def _order(plan: Plan, milestone: Milestone) -> tuple[bool, dt.datetime]:
    if milestone.due is None:
        return True, dt.datetime.max.replace(tzinfo=dt.UTC)
    return False, cutoff(milestone.due, zone_of(plan))
