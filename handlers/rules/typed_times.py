"""Days and hours as officials type them: «15/12/2026 8h-11h30», «20/12 8h», «14 giờ mai». Pure; local time.

What cannot be read whole is not read at all: a number left over means that something else was meant.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.texts import LOCAL
from handlers.understanding.normalise import fold

_DAY = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})(?:\s*/\s*(\d{4}|\d{2}))?(?!\d)|(\d{1,2})[.-](\d{1,2})[.-](\d{4})(?!\d)")
_SPOKEN_DAY = re.compile(r"(\d{1,2})\s*thang\s*(\d{1,2})(?:\s*nam\s*(\d{4}))?")
_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(?:\s*(?:h|:|g(?:io)?)\s*(\d{2})?(?!\d)(?:\s*(?:phut|p)\b)?)(\s*(?:sang|chieu|toi|trua))?"
)
_BARE_HOUR = re.compile(r"\b(\d{1,2})\s*(?:-|den|to)\s*(?=\d{1,2}\s*(?:h|:|g))")
_RELATIVE = (("hom nay", 0), ("today", 0), ("ngay mai", 1), ("tomorrow", 1), ("mai", 1))
_AFTERNOON = {"chieu", "toi", "trua"}
_FIRST_YEAR, _LAST_YEAR = 2020, 2100


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was found in the words: a local day, and the clock times in order."""

    day: date | None
    clocks: tuple[time, ...]


def read(text: str, at: datetime) -> Typed | None:
    """The day and the clock times in a text, or None when it holds anything else that looks like a number.

    A day without a year is the next such day from `at` on.
    """
    rest = " ".join(fold(text).split())
    today = at.astimezone(LOCAL).date()
    try:
        day, rest = _take_day(rest, today)
        clocks, rest = _take_clocks(rest)
    except ValueError:
        return None
    return None if any(letter.isdigit() for letter in rest) else Typed(day=day, clocks=clocks)


def _take_day(text: str, today: date) -> tuple[date | None, str]:
    for pattern in (_DAY, _SPOKEN_DAY):
        if found := pattern.search(text):
            day, month, *year = [part for part in found.groups() if part]
            return _day_of(int(day), int(month), year, today), text.replace(found[0], " ", 1)
    for word, ahead in _RELATIVE:
        if re.search(rf"\b{word}\b", text):
            return today + timedelta(days=ahead), text.replace(word, " ", 1)
    return None, text


def _day_of(day: int, month: int, year: list[str], today: date) -> date:
    if year:
        full = int(year[0]) + (2000 if len(year[0]) == 2 else 0)
        if not _FIRST_YEAR <= full <= _LAST_YEAR:
            raise ValueError("year")
        return date(full, month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _take_clocks(text: str) -> tuple[tuple[time, ...], str]:
    text = _BARE_HOUR.sub(r"\1h-", text)
    clocks = tuple(_clock_of(*found) for found in _CLOCK.findall(text))
    return clocks, _CLOCK.sub(" ", text)


def _clock_of(hour: str, minute: str, half: str) -> time:
    hours = int(hour)
    if half.strip() in _AFTERNOON and hours < 11:
        hours += 12
    return time(hours, int(minute or 0))


def read_hours(text: str, at: datetime) -> tuple[datetime, datetime] | None:
    """When something begins and ends on one day: «15/12/2026 8h-11h30». None unless all three are there, in order."""
    typed = read(text, at)
    if typed is None or typed.day is None or len(typed.clocks) != 2 or typed.clocks[0] >= typed.clocks[1]:
        return None
    begins, ends = (_moment(typed.day, clock) for clock in typed.clocks)
    return begins, ends


def read_moment(text: str, at: datetime, *, usual: time | None = None) -> datetime | None:
    """One moment: a day with a clock time, or the `usual` one; a clock time alone is the next such from `at` on."""
    typed = read(text, at)
    if typed is None or len(typed.clocks) > 1:
        return None
    if typed.day is None:
        return _next(typed.clocks[0], at) if typed.clocks else None
    clock = typed.clocks[0] if typed.clocks else usual
    return None if clock is None else _moment(typed.day, clock)


def read_end(text: str, at: datetime) -> datetime | None:
    """The first moment that is too late: of a day alone, the end of that day."""
    typed = read(text, at)
    if typed is not None and typed.day is not None and not typed.clocks:
        return _moment(typed.day + timedelta(days=1), time())
    return read_moment(text, at)


def _next(clock: time, at: datetime) -> datetime:
    today = at.astimezone(LOCAL).date()
    moment = _moment(today, clock)
    return moment if moment > at else _moment(today + timedelta(days=1), clock)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LOCAL).astimezone(UTC)
