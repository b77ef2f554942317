"""What leaves an office as data: never a protected concern."""

from storage.records import Concern
from storage.transaction import Transaction


def open_concerns(tx: Transaction, office_id: int) -> list[Concern]:
    """Every unprotected concern of an office that was not taken back, the oldest first."""
    rows = tx.all(
        """SELECT * FROM concern
           WHERE office_id = :office_id AND protected = FALSE AND state <> 'withdrawn' ORDER BY id""",
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


def texts_that_name_files(tx: Transaction) -> list[str]:
    """Every text of any office in which the name of a stored file may stand."""
    rows = tx.all(
        """SELECT stored_as AS named FROM attachment WHERE stored_as <> ''
           UNION ALL SELECT data FROM conversation WHERE data LIKE '%stored_as%'
           UNION ALL SELECT body FROM web_event WHERE body LIKE '%stored_as%'
           UNION ALL SELECT body FROM delivery WHERE state = 'queued' AND body LIKE '%stored_as%'
           UNION ALL SELECT files FROM paper WHERE files <> '[]'
           UNION ALL SELECT files FROM document_request WHERE files <> '[]'"""
    )
    return [str(row["named"]) for row in rows]
