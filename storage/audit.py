"""The append-only audit log: who, what, when, before and after. The database refuses to change it (migration 0002)."""

from storage.records import AuditEntry
from storage.rows import insert
from storage.transaction import Transaction


def add_entry(tx: Transaction, entry: AuditEntry) -> None:
    """Append one entry."""
    insert(tx, "audit", entry)


def history(tx: Transaction, office_id: int, subject: str, subject_id: int) -> list[AuditEntry]:
    """Everything that was done to one thing, the oldest first."""
    rows = tx.all(
        """SELECT * FROM audit WHERE office_id = :office_id AND subject = :subject AND subject_id = :subject_id
           ORDER BY id""",
        office_id=office_id,
        subject=subject,
        subject_id=subject_id,
    )
    return [AuditEntry.of(row) for row in rows]
