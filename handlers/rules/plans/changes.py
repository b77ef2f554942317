"""Changes to a plan in force: a day fixed or moved, a session added. Pure; each leaves a line in the
amendment log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from handlers.rules.plans.errors import PlanError, Problem, path_words
from handlers.rules.plans.model import Plan
from handlers.rules.plans.office import Amendment
from handlers.rules.plans.references import flaws
from handlers.rules.plans.session import PlannedSession


def with_date(plan: Plan, key: str, day: dt.date, amended: dt.date, reason: str) -> Plan:
    """The plan with the session ``key`` on ``day``; ``amended`` is when that was decided. KeyError: no such
    session.
    """
    session = plan.session(key)
    when = session.when.model_copy(
        update={
            "date": day,
            "first": None,
            "last": None,
            "month": None,
            "quarter": None,
            "tentative": False,
        }
    )
    dated = session.model_copy(update={"when": when})
    sessions = tuple(dated if each.key == key else each for each in plan.sessions)
    return _amended(plan, sessions, Amendment(date=amended, text=reason, session=key))


def with_session(plan: Plan, session: PlannedSession, amended: dt.date, reason: str) -> Plan:
    """The plan with one more session («đối thoại đột xuất»); PlanError where the plan does not allow it or
    it does not fit.
    """
    if not plan.ad_hoc.allowed:
        raise PlanError([Problem(path="ad_hoc.allowed", message="kế hoạch không cho thêm buổi đối thoại đột xuất")])
    added = session.model_copy(update={"ad_hoc": True})
    return _amended(plan, (*plan.sessions, added), Amendment(date=amended, text=reason, session=session.key))


def read_session_dates(plan: Plan, words: Sequence[str]) -> Mapping[str, dt.date]:
    """Days for sessions as typed: ``key=2025-11-29`` names its session; days alone go to the plan's sessions in
    their order, those that were named left out.
    """
    named = [word for word in words if "=" in word]
    found = dict(_named_date(plan, word) for word in named)
    open_keys = [session.key for session in plan.sessions if session.key not in found]
    alone = [word for word in words if "=" not in word]
    if len(alone) > len(open_keys):
        keys = ", ".join(session.key for session in plan.sessions)
        raise _refused(f"kế hoạch có {len(plan.sessions)} buổi ({keys}), mà nêu {len(words)} ngày")
    return found | {key: _day(word) for key, word in zip(open_keys, alone, strict=False)}


def _named_date(plan: Plan, word: str) -> tuple[str, dt.date]:
    key, _, day = word.rpartition("=")
    keys = [session.key for session in plan.sessions]
    if key not in keys:
        raise _refused(f"không có buổi đối thoại «{key}»; các buổi: {', '.join(keys)}")
    return key, _day(day)


def _day(word: str) -> dt.date:
    try:
        return dt.date.fromisoformat(word)
    except ValueError as wrong:
        raise _refused(f"«{word}» không phải ngày; viết như 2025-11-29") from wrong


def _refused(message: str) -> PlanError:
    return PlanError([Problem(path="", message=message)])


def _amended(plan: Plan, sessions: tuple[PlannedSession, ...], amendment: Amendment) -> Plan:
    document = plan.document.model_copy(update={"amendments": (*plan.document.amendments, amendment)})
    changed = plan.model_copy(update={"document": document, "sessions": sessions})
    if found := flaws(changed):
        raise PlanError([Problem(path=path_words(path), message=words) for path, words in found])
    return changed
