"""Due days: the default by the session's answer rule, and days as officials type them («15/12», «10 ngày»). Pure."""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from handlers.rules.calendar import LAST_YEAR, Calendar, add_working_days
from handlers.rules.concerns import answer_by
from handlers.rules.deadlines import due
from handlers.rules.plans.parts import DueRule
from handlers.rules.plans.profile import read_profile
from handlers.understanding.normalise import fold
from storage.records import Session

FARTHEST = timedelta(days=366)
_NEXT_YEAR_WITHIN = timedelta(days=180)
_DAY = re.compile(r"(?:truoc |den )?(?:ngay )?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_COUNT = re.compile(r"(\d{1,3}) (?:(ngay lam viec|working days?)|ngay|days?)")
_LEADS = {"han", "due", "truoc", "den", "ngay"}
_MOST_WORDS = 5


class DueProblem(StrEnum):
    """Why a typed day cannot be the due day."""

    UNREADABLE = "unreadable"
    PAST = "past"
    TOO_FAR = "too_far"


@cache
def usual_rule() -> DueRule:
    """The time for an answer where no session sets one: from the profile that binds every commune, read once."""
    answers = read_profile().after.answers
    if answers is None or answers.due is None:
        raise ValueError("the profile sets no time for answers")
    return answers.due


def default_due(session: Session | None, today: date, calendar: Calendar) -> date:
    """The last day for an answer: by the session's rule from its day, by the usual rule from today outside a session.

    A day that has passed already is no help to anybody: then the rule counts from today.
    """
    if session is None:
        return due(usual_rule(), today, calendar).date
    day = answer_by(session, calendar)
    if day is not None and day >= today:
        return day
    return _counted(session.answer_days, today, calendar, working=session.answer_unit == "working")


def read_due(text: str, today: date, calendar: Calendar) -> date | DueProblem:
    """The day that was typed: «15/12», «15/12/2026», «10 ngày» (calendar), «10 ngày làm việc»; today is not counted.

    A day without a year that has passed is of the next year when that is less than half a year away.
    """
    plain = " ".join(fold(text).split()).removeprefix("han ").strip(" .")
    if counted := _COUNT.fullmatch(plain):
        day: date | None = _counted(int(counted[1]), today, calendar, working=counted[2] is not None)
    elif named := _DAY.fullmatch(plain):
        day = _named(int(named[1]), int(named[2]), named[3], today)
    else:
        day = None
    if day is None:
        return DueProblem.UNREADABLE
    if day < today:
        return DueProblem.PAST
    return DueProblem.TOO_FAR if day > today + FARTHEST or day.year > LAST_YEAR else day


def _counted(days: int, today: date, calendar: Calendar, *, working: bool) -> date:
    if working and days <= FARTHEST.days:
        return add_working_days(today, days, calendar)
    return today + timedelta(days=days)


def _named(day: int, month: int, year: str | None, today: date) -> date | None:
    try:
        if year is not None:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        found = date(today.year, month, day)
        following = date(today.year + 1, month, day) if found < today else found
    except ValueError:
        return None
    return following if following - today <= _NEXT_YEAR_WITHIN else found


def split_due(text: str) -> tuple[str, str]:
    """The words before a day at the end of a line, and that day's words («kinh tế 15/12» → «kinh tế», «15/12»).

    What merely looks like a day («31/13») is taken for one, so that its writer hears that it is none.
    """
    words = text.split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        if _looks_like_due(words[-count:]):
            return " ".join(words[:-count]), " ".join(words[-count:])
    return text.strip(), ""


def _looks_like_due(words: list[str]) -> bool:
    plain = fold(" ".join(words))
    while plain.split()[0] in _LEADS and len(plain.split()) > 1:
        plain = plain.split(None, 1)[1]
    return bool(_DAY.fullmatch(plain) or _COUNT.fullmatch(plain))
