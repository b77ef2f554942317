"""The office's working-day calendar: what ships with the program, and the days its admins added over it."""

from functools import lru_cache

from handlers.rules.calendar import Calendar, CalendarDay, with_days
from handlers.rules.concerns import office_calendar
from storage import calendar_days
from storage.records import AddedDay
from storage.transaction import Transaction


def calendar_of(tx: Transaction, office_id: int, *, without: int | None = None) -> Calendar:
    """The calendar that counts for this office now; its `version` changes with every day that differs.

    `without` leaves out one added day, as if it had been undone.
    """
    return _calendar(tuple(day for day in calendar_days.added_days(tx, office_id) if day.id != without))


@lru_cache(maxsize=64)
def _calendar(added: tuple[AddedDay, ...]) -> Calendar:
    return with_days(office_calendar(), [calendar_day(day) for day in added])


def calendar_day(day: AddedDay) -> CalendarDay:
    """An added day as the calendar takes it."""
    return CalendarDay.model_validate(
        {"date": day.date, "kind": day.kind, "name": day.name, "source": day.source, "official": True}
    )
