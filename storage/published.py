"""Answers that reached people: those released to the sender, and the public ones. Search: storage/search.py."""

from storage.records import Answer
from storage.transaction import Transaction


def get_published(tx: Transaction, office_id: int, answer_id: int) -> Answer | None:
    """One public answer, or None when it is not there, not released, not public, or from a protected concern."""
    row = tx.one(
        """SELECT a.* FROM answer AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND a.id = :answer_id AND a.state = 'released' AND a.public = TRUE
             AND c.protected = FALSE""",
        office_id=office_id,
        answer_id=answer_id,
    )
    return Answer.of(row) if row else None


def released_of_concern(tx: Transaction, office_id: int, concern_id: int) -> list[Answer]:
    """The answers that were released to the sender of a concern, the oldest first."""
    rows = tx.all(
        """SELECT * FROM answer WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'released'
           ORDER BY decided_at, id""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Answer.of(row) for row in rows]
