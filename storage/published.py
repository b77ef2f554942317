"""Answers that reached people: those released to the sender, and the public ones. Search: storage/search.py."""

from storage.records import Answer
from storage.transaction import Transaction

PUBLIC = """a.state = 'released' AND a.public = TRUE
             AND c.protected = FALSE AND c.kind NOT IN ('complaint', 'denunciation')"""
"""Which answers `a` to concerns `c` everybody may read.

Migration 0015 takes an answer back when its concern changes; every reader asks this once more all the same.
"""


def get_published(tx: Transaction, office_id: int, answer_id: int) -> Answer | None:
    """One answer that everybody may read, or None when it is not there or may not be read by everybody."""
    row = tx.one(
        f"""SELECT a.* FROM answer AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND a.id = :answer_id AND {PUBLIC}""",  # noqa: S608 - our own words only
        office_id=office_id,
        answer_id=answer_id,
    )
    return Answer.of(row) if row else None


def published_of_concern(tx: Transaction, office_id: int, concern_id: int) -> Answer | None:
    """The newest answer to this concern that everybody may read, or None."""
    row = tx.one(
        f"""SELECT a.* FROM answer AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND a.concern_id = :concern_id AND {PUBLIC}
           ORDER BY a.decided_at DESC, a.id DESC LIMIT 1""",  # noqa: S608 - our own words only
        office_id=office_id,
        concern_id=concern_id,
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


def publish(tx: Transaction, office_id: int, answer_id: int, question: str) -> bool:
    """Let everybody read a released answer under this question; False when somebody did so first."""
    return bool(
        tx.run(
            """UPDATE answer SET public = TRUE, public_question = :question
               WHERE office_id = :office_id AND id = :answer_id AND state = 'released' AND public = FALSE""",
            office_id=office_id,
            answer_id=answer_id,
            question=question,
        )
    )


def take_back(tx: Transaction, office_id: int, concern_id: int) -> int:
    """Let only the sender read the answers to a concern; return how many were public."""
    return tx.run(
        """UPDATE answer SET public = FALSE, public_question = ''
           WHERE office_id = :office_id AND concern_id = :concern_id AND public = TRUE""",
        office_id=office_id,
        concern_id=concern_id,
    )
