"""The days off and the weekend days worked that an office's admins added to the calendar."""

from datetime import datetime

from storage.records import AddedDay
from storage.rows import insert
from storage.transaction import Transaction


def add_day(tx: Transaction, day: AddedDay) -> None:
    """Remember a day. Raises AlreadyRecorded while another entry of the same date stands."""
    insert(tx, "calendar_day", day)


def added_days(tx: Transaction, office_id: int) -> list[AddedDay]:
    """The days that stand, in order of date."""
    rows = tx.all(
        "SELECT * FROM calendar_day WHERE office_id = :office_id AND undone_at IS NULL ORDER BY date",
        office_id=office_id,
    )
    return [AddedDay.of(row) for row in rows]


def get_day(tx: Transaction, office_id: int, day_id: int) -> AddedDay | None:
    """One entry, undone or not, or None."""
    row = tx.one(
        "SELECT * FROM calendar_day WHERE office_id = :office_id AND id = :day_id", office_id=office_id, day_id=day_id
    )
    return AddedDay.of(row) if row else None


def undo_day(tx: Transaction, office_id: int, day_id: int, by: int, at: datetime) -> bool:
    """Take an entry back; False when that was done before."""
    return bool(
        tx.run(
            """UPDATE calendar_day SET undone_by = :by, undone_at = :at
               WHERE office_id = :office_id AND id = :day_id AND undone_at IS NULL""",
            office_id=office_id,
            day_id=day_id,
            by=by,
            at=at,
        )
    )
