"""Checks of a plan's time: days on which a session cannot be held, notice too short, stages that leave no
time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from handlers.rules.calendar import is_official, is_working_day
from handlers.rules.deadlines import DAY, Due, cutoff, day_words
from handlers.rules.plans.lines import Path
from handlers.rules.plans.parts import DueRule
from handlers.rules.plans.reading import duties_for, routes_for
from handlers.rules.plans.remarks import Case, Remark, error, warning
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.timeline import announced_early_enough
from handlers.rules.plans.window import (
    anchored_due,
    feasible_days,
    last_fixed_day,
    when_words,
    zone_of,
)
from handlers.rules.plans.work import Route

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def date_not_fixed(case: Case) -> Iterator[Remark]:
    """What counts from the session waits until its day is fixed."""
    for path, session in case.sessions():
        if case.held(session) is None:
            words = when_words(session.when)
            yield warning((*path, "when"), f"buổi «{session.title}» {words}: các hạn tính từ ngày đối thoại còn chờ")


def session_on_a_day_off(case: Case) -> Iterator[Remark]:
    """A Saturday, a Sunday or a holiday: possible, but officials and schools must know."""
    for path, session in case.sessions():
        day = case.held(session)
        if day is not None and not is_working_day(day, case.calendar):
            yield warning((*path, "when"), f"buổi đối thoại ngày {_day(day)} rơi vào ngày nghỉ")


def outside_the_span(case: Case) -> Iterator[Remark]:
    """A day fixed outside the time the plan gave."""
    for path, session in case.sessions():
        day, span = case.session_dates.get(session.key), session.when.span()
        if day is not None and span is not None and not span[0] <= day <= span[1]:
            yield warning((*path, "when"), f"{_day(day)} nằm ngoài thời gian của kế hoạch: {when_words(session.when)}")


def window_too_early(case: Case) -> Iterator[Remark]:
    """Fixed deadlines of the preparation that pass only after the first days of the session's window."""
    for path, session in case.sessions():
        span, last = session.when.span(), last_fixed_day(case.plan, session, case.calendar)
        if case.held(session) is not None or span is None or last is None or last < span[0]:
            continue
        left = feasible_days(case.plan, session, case.calendar)
        if not left:
            yield error((*path, "when"), f"không còn ngày nào để đối thoại: hạn chuẩn bị tới {_day(last)}")
            continue
        impossible = f"từ {_day(span[0])} đến {_day(last)}"
        yield warning(
            (*path, "when"),
            f"giải trình, báo cáo còn được gửi tới hết {_day(last)}, nên không thể đối thoại {impossible};"
            f" chỉ còn {', '.join(_day(day) for day in left)}",
        )
        if not any(is_working_day(day, case.calendar) for day in left):
            yield warning((*path, "when"), "những ngày còn lại đều là ngày nghỉ")


def session_before_its_preparation(case: Case) -> Iterator[Remark]:
    """A report or task for the session whose deadline comes after the session's own day."""
    for _, session in case.sessions():
        day = case.held(session)
        for path, key, due_at in _before_the_session(case, session, day):
            if day is not None and due_at.date >= day:
                message = f"hạn «{key}» tới {_day(due_at.date)}, không trước buổi đối thoại {_day(day)}"
                yield error(path, message) if due_at.date > day else warning(path, message)


def dossier_before_the_opinions(case: Case) -> Iterator[Remark]:
    """A dossier counted back from an early day of the span would be due before the opinions are in."""
    for path, session in case.sessions():
        last = last_fixed_day(case.plan, session, case.calendar)
        leads = [r.due.days for r in routes_for(case.plan, session) if r.kind == "dossier" and r.due and r.due.days]
        span = session.when.span()
        if last is None or span is None or not leads:
            continue
        first = last + (max(leads) + 1) * DAY
        day = case.held(session)
        if (day or span[0]) < first:
            yield warning(
                (*path, "when"),
                f"ý kiến nhận tới {_day(last)}, hồ sơ trình trước {max(leads)} ngày: nên đối thoại từ {_day(first)}",
            )


def no_time_between_stages(case: Case) -> Iterator[Remark]:
    """A body that must pass on what it only receives at its own deadline, or later."""
    for at, later in enumerate(case.plan.routes):
        for earlier in case.plan.routes:
            if earlier.receiver in later.senders and earlier.kind == later.kind and _share_a_session(earlier, later):
                yield from _squeeze(case, earlier, later, ("routes", at, "due"))


def notice_shorter_than_the_law(case: Case) -> Iterator[Remark]:
    """The law's notice (profile) against the plan's own announcement."""
    if case.plan.office.level not in case.profile.levels or case.profile.announce.due is None:
        return
    days, source = case.profile.announce.due.days, case.profile.announce.source
    for path, session in case.sessions():
        if announced_early_enough(case.plan, session, case.profile):
            continue
        leads = [
            (("duties", case.plan.duties.index(duty), "due"), duty.due.days)
            for duty in duties_for(case.plan, session)
            if duty.kind == "announce" and duty.due is not None and duty.due.days is not None
        ]
        for place, lead in leads:
            yield warning(place, f"thông báo trước {lead} ngày, ngắn hơn {days} ngày theo luật ({source})")
        if not leads:
            yield warning(path, f"kế hoạch không nêu thời hạn thông báo; luật yêu cầu trước {days} ngày ({source})")


def results_later_than_the_law(case: Case) -> Iterator[Remark]:
    """The law's publication of results (profile) against the plan's own."""
    asked, own = case.profile.after.results, case.plan.after.results
    if case.plan.office.level not in case.profile.levels or asked is None or asked.due is None:
        return
    path: Path = ("after", "results") if own else ("after",)
    if own is None or own.due is None or own.due.days is None:
        yield warning(path, f"kế hoạch không nêu hạn công bố kết quả; luật yêu cầu trong {asked.due.days} ngày")
    elif own.due.unit == "calendar" and own.due.days > (asked.due.days or 0):
        yield warning(path, f"công bố kết quả sau {own.due.days} ngày, chậm hơn {asked.due.days} ngày theo luật")


def deadline_on_a_day_off(case: Case) -> Iterator[Remark]:
    """A report whose last day nobody works, so that it must really be in on the day before."""
    for at, route in enumerate(case.plan.routes):
        if route.due is None or route.due.date is None:
            continue
        due_at = anchored_due(case.plan, route.due, None, case.calendar)
        if due_at and not is_working_day(due_at.date, case.calendar):
            yield warning(("routes", at, "due"), f"ngày cuối để gửi «{route.name}» là {_day(due_at.date)}, ngày nghỉ")


def signed_too_late(case: Case) -> Iterator[Remark]:
    """Something that had to be done before the plan was signed."""
    issued = case.plan.document.issued
    for _, session in case.sessions():
        day = case.held(session)
        for path, key, due_at in _before_the_session(case, session, day):
            if issued is not None and due_at.date < issued:
                yield warning(path, f"hạn «{key}» là {_day(due_at.date)}, trước ngày ký kế hoạch {_day(issued)}")


def calendar_not_announced(case: Case) -> Iterator[Remark]:
    """Days off that nobody has announced yet make every count of working days provisional."""
    for path, session in case.sessions():
        day = case.held(session)
        if day is not None and not is_official(day, case.calendar):
            yield warning((*path, "when"), f"lịch nghỉ năm {day.year} chưa công bố; các hạn là tạm tính")


DATE_CHECKS: tuple[Callable[[Case], Iterator[Remark]], ...] = (
    date_not_fixed,
    session_on_a_day_off,
    outside_the_span,
    window_too_early,
    session_before_its_preparation,
    dossier_before_the_opinions,
    no_time_between_stages,
    notice_shorter_than_the_law,
    results_later_than_the_law,
    deadline_on_a_day_off,
    signed_too_late,
    calendar_not_announced,
)


def _day(day: dt.date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day_words(day)}"


def _before_the_session(case: Case, session: PlannedSession, day: dt.date | None) -> Iterator[tuple[Path, str, Due]]:
    """The deadlines of one session that belong before it, as far as they can be counted."""
    rules = dict(case.plan.rules_with_paths())
    keys = [route.key for route in routes_for(case.plan, session)]
    keys += [duty.key for duty in duties_for(case.plan, session) if duty.kind not in _LATER]
    found: list[tuple[Path, str, DueRule]] = [(rules[key][0], key, rules[key][1]) for key in keys if key in rules]
    if session.collection.closes is not None:
        at = case.plan.sessions.index(session)
        found.append((("sessions", at, "collection", "closes"), "nhận ý kiến", session.collection.closes))
    for path, key, rule in found:
        if (due_at := anchored_due(case.plan, rule, day, case.calendar)) is not None:
            yield path, key, due_at


_LATER = (
    "monitor",
    "supervise",
    "archive",
    "conclude",
    "answer",
    "publish",
    "escalate",
    "transfer",
    "verify",
)
"""Duties that follow the session even where a plan lists them among the others."""


def _share_a_session(one: Route, other: Route) -> bool:
    return not one.sessions or not other.sessions or bool(set(one.sessions) & set(other.sessions))


def _squeeze(case: Case, earlier: Route, later: Route, path: Path) -> Iterator[Remark]:
    if earlier.due is None or later.due is None:
        return
    name = case.plan.party_name(earlier.receiver)
    same = f"{name} phải gửi tiếp đúng lúc nhận: «{earlier.key}» và «{later.key}» cùng một hạn"
    if earlier.due == later.due:
        yield warning(path, f"{same}; nên đặt hạn của «{earlier.key}» sớm hơn")
        return
    for _, session in case.sessions():
        ends = _cutoffs(case, session, (earlier.due, later.due))
        if len(ends) == 2 and ends[0] == ends[1]:
            yield warning(path, f"{same}; nên đặt hạn của «{earlier.key}» sớm hơn")
        elif len(ends) == 2 and ends[0] > ends[1]:
            yield error(path, f"{name} phải gửi «{later.key}» trước khi nhận được «{earlier.key}»")


def _cutoffs(case: Case, session: PlannedSession, rules: tuple[DueRule, ...]) -> list[dt.datetime]:
    """The instants at which the rules run out for a session, those that can be counted yet."""
    dues = (anchored_due(case.plan, rule, case.held(session), case.calendar) for rule in rules)
    return [cutoff(due_at, zone_of(case.plan)) for due_at in dues if due_at is not None]
