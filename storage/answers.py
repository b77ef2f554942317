"""Answers: drafted by one person, released or returned by another; of a concern at most one draft waits."""

from datetime import datetime

from storage.records import Answer
from storage.rows import insert
from storage.transaction import Transaction


def add_answer(tx: Transaction, answer: Answer) -> None:
    """Remember a draft. Raises AlreadyRecorded while another draft of the concern waits."""
    insert(tx, "answer", answer)


def get_answer(tx: Transaction, office_id: int, answer_id: int) -> Answer | None:
    """One answer, or None."""
    row = tx.one(
        "SELECT * FROM answer WHERE office_id = :office_id AND id = :answer_id",
        office_id=office_id,
        answer_id=answer_id,
    )
    return Answer.of(row) if row else None


def answers_of(tx: Transaction, office_id: int, concern_id: int) -> list[Answer]:
    """Every draft and answer of a concern, the oldest first."""
    rows = tx.all(
        "SELECT * FROM answer WHERE office_id = :office_id AND concern_id = :concern_id ORDER BY id",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Answer.of(row) for row in rows]


def waiting_draft(tx: Transaction, office_id: int, concern_id: int) -> Answer | None:
    """The draft of a concern that waits for a second person, or None."""
    row = tx.one(
        """SELECT * FROM answer
           WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'draft' ORDER BY id DESC LIMIT 1""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return Answer.of(row) if row else None


def waiting_drafts(tx: Transaction, office_id: int, *, after_id: int = 0, limit: int = 6) -> list[Answer]:
    """A page of the drafts that wait, the oldest first, after the one with this id; none of a protected concern."""
    rows = tx.all(
        """SELECT a.* FROM answer AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id AND c.protected = FALSE
           WHERE a.office_id = :office_id AND a.state = 'draft' AND a.id > :after_id
           ORDER BY a.id LIMIT :limit""",
        office_id=office_id,
        after_id=after_id,
        limit=limit,
    )
    return [Answer.of(row) for row in rows]


def replace_draft(tx: Transaction, office_id: int, concern_id: int) -> bool:
    """Put the waiting draft of a concern aside for a newer one or another agency; False when none waited."""
    return bool(
        tx.run(
            """UPDATE answer SET state = 'replaced'
               WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'draft'""",
            office_id=office_id,
            concern_id=concern_id,
        )
    )


def release(tx: Transaction, answer: Answer) -> bool:
    """Release a draft as this record says (who, when, public or not); False when somebody decided about it first."""
    return bool(
        tx.run(
            """UPDATE answer SET state = 'released', decided_by = :decided_by, decided_at = :decided_at,
                 public = :public, public_question = :public_question
               WHERE office_id = :office_id AND id = :id AND state = 'draft'""",
            office_id=answer.office_id,
            id=answer.id,
            decided_by=answer.decided_by,
            decided_at=answer.decided_at,
            public=answer.public,
            public_question=answer.public_question,
        )
    )


def return_draft(
    tx: Transaction, office_id: int, answer_id: int, *, decided_by: int, decided_at: datetime, reason: str
) -> bool:
    """Return a draft to its drafter with a reason; False when somebody decided about it first."""
    return bool(
        tx.run(
            """UPDATE answer
               SET state = 'returned', decided_by = :decided_by, decided_at = :decided_at, reason = :reason
               WHERE office_id = :office_id AND id = :answer_id AND state = 'draft'""",
            office_id=office_id,
            answer_id=answer_id,
            decided_by=decided_by,
            decided_at=decided_at,
            reason=reason,
        )
    )
