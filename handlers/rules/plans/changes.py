"""Days of sessions as they are typed beside a plan. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from handlers.rules.plans.errors import PlanError, Problem
from handlers.rules.plans.model import Plan


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
