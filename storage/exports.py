"""What leaves an office as data: never a protected concern."""

from storage.records import Concern
from storage.transaction import Transaction


def open_concerns(tx: Transaction, office_id: int) -> list[Concern]:
    """Every unprotected concern of an office, the oldest first."""
    rows = tx.all(
        "SELECT * FROM concern WHERE office_id = :office_id AND protected = FALSE ORDER BY id",
        office_id=office_id,
    )
    return [Concern.of(row) for row in rows]


def released_answers(tx: Transaction, office_id: int) -> dict[int, list[str]]:
    """The texts of the released answers to unprotected concerns, by concern."""
    rows = tx.all(
        """SELECT a.concern_id, a.text FROM answer AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND a.state = 'released' AND c.protected = FALSE ORDER BY a.id""",
        office_id=office_id,
    )
    answers: dict[int, list[str]] = {}
    for row in rows:
        answers.setdefault(int(row["concern_id"]), []).append(row["text"])
    return answers
