"""What each desk was last told of a session in the mornings."""

from storage.records import SummaryTold
from storage.rows import values_of
from storage.transaction import Transaction


def last_told(tx: Transaction, office_id: int, session_id: int, desk: str) -> SummaryTold | None:
    """What this desk was last told of this session, or None before its first morning."""
    row = tx.one(
        "SELECT * FROM summary_told WHERE office_id = :office_id AND session_id = :session_id AND desk = :desk",
        office_id=office_id,
        session_id=session_id,
        desk=desk,
    )
    return SummaryTold.of(row) if row else None


def remember(tx: Transaction, told: SummaryTold) -> None:
    """Remember this morning in place of the last one."""
    tx.run(
        """INSERT INTO summary_told (office_id, session_id, desk, looked_on, told_on, content)
           VALUES (:office_id, :session_id, :desk, :looked_on, :told_on, :content)
           ON CONFLICT (office_id, session_id, desk) DO UPDATE
           SET looked_on = excluded.looked_on, told_on = excluded.told_on, content = excluded.content""",
        **values_of(told),
    )
