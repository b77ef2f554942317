"""Concerns: the words of a resident, immutable, and what stands beside them."""

from datetime import date

from storage import prints
from storage.records import Concern, ConcernState
from storage.rows import insert
from storage.transaction import Row, Transaction


def add_concern(tx: Transaction, concern: Concern) -> None:
    """Remember a concern for good, and let it wait to be compared with others unless it is protected.

    Raises AlreadyRecorded when its code is taken.
    """
    insert(tx, "concern", concern)
    if not concern.protected and concern.text.strip():
        prints.enqueue(tx, concern.office_id, concern.id)


def find_concern(tx: Transaction, office_id: int, code: str) -> Concern | None:
    """The concern with this code («GM-0042»), or None. Whether the asker may see it is the caller's question."""
    row = tx.one("SELECT * FROM concern WHERE office_id = :office_id AND code = :code", office_id=office_id, code=code)
    return Concern.of(row) if row else None


def lock_concern(tx: Transaction, office_id: int, code: str) -> Concern | None:
    """Like find_concern, and nobody else decides about this concern until the transaction ends."""
    row = tx.one(
        "SELECT * FROM concern WHERE office_id = :office_id AND code = :code /*pg FOR UPDATE*/",
        office_id=office_id,
        code=code,
    )
    return Concern.of(row) if row else None


def get_concern(tx: Transaction, office_id: int, concern_id: int) -> Concern | None:
    """The concern with this id, or None."""
    row = tx.one(
        "SELECT * FROM concern WHERE office_id = :office_id AND id = :concern_id",
        office_id=office_id,
        concern_id=concern_id,
    )
    return Concern.of(row) if row else None


def id_of_number(tx: Transaction, office_id: int, number: int) -> int | None:
    """The id of the concern with this number, or None."""
    row = tx.one(
        "SELECT id FROM concern WHERE office_id = :office_id AND number = :number", office_id=office_id, number=number
    )
    return int(row["id"]) if row else None


def concerns_of_person(
    tx: Transaction, office_id: int, person_id: int, *, before_number: int | None = None, limit: int = 1000
) -> list[Concern]:
    """A person's own concerns, the newest first: those with a number below `before_number` when it is given."""
    rows = tx.all(
        """SELECT * FROM concern WHERE office_id = :office_id AND person_id = :person_id
             AND (CAST(:before_number AS BIGINT) IS NULL OR number < CAST(:before_number AS BIGINT))
           ORDER BY number DESC LIMIT :limit""",
        office_id=office_id,
        person_id=person_id,
        before_number=before_number,
        limit=limit,
    )
    return [Concern.of(row) for row in rows]


def concerns_of_session(tx: Transaction, office_id: int, session_id: int) -> list[Concern]:
    """The open (never the protected) concerns of a session, the oldest first."""
    rows = tx.all(
        """SELECT * FROM concern WHERE office_id = :office_id AND session_id = :session_id AND protected = FALSE
           ORDER BY id""",
        office_id=office_id,
        session_id=session_id,
    )
    return [Concern.of(row) for row in rows]


def counts(tx: Transaction, office_id: int, session_id: int | None) -> list[Row]:
    """How many open (unprotected) concerns a session has by topic, area, state and kind; None: outside any session."""
    return tx.all(
        """SELECT topic, area_id, state, kind, COUNT(*) AS n FROM concern
           WHERE office_id = :office_id AND protected = FALSE AND state <> 'withdrawn'
             AND (session_id = CAST(:session_id AS BIGINT)
                  OR (session_id IS NULL AND CAST(:session_id AS BIGINT) IS NULL))
           GROUP BY topic, area_id, state, kind ORDER BY topic, area_id, state, kind""",
        office_id=office_id,
        session_id=session_id,
    )


def set_state(tx: Transaction, office_id: int, concern_id: int, state: ConcernState) -> None:
    """Remember how far a concern has come."""
    tx.run(
        """UPDATE concern SET state = :state WHERE office_id = :office_id AND id = :concern_id""",
        office_id=office_id,
        concern_id=concern_id,
        state=state,
    )


def set_due(tx: Transaction, office_id: int, concern_id: int, due_on: date | None) -> None:
    """Remember until which day a concern is to be answered."""
    tx.run(
        "UPDATE concern SET due_on = :due_on WHERE office_id = :office_id AND id = :concern_id",
        office_id=office_id,
        concern_id=concern_id,
        due_on=due_on,
    )


def set_topic(tx: Transaction, office_id: int, concern_id: int, topic: str, confirmed_by: str) -> None:
    """Remember the topic a person confirmed («resident» or «official»)."""
    tx.run(
        """UPDATE concern SET topic = :topic, topic_confirmed_by = :confirmed_by
           WHERE office_id = :office_id AND id = :concern_id""",
        office_id=office_id,
        concern_id=concern_id,
        topic=topic,
        confirmed_by=confirmed_by,
    )


def set_kind(tx: Transaction, office_id: int, concern_id: int, kind: str) -> None:
    """Remember the kind that a person decided, of a concern that is open to the office."""
    tx.run(
        """UPDATE concern SET kind = :kind
           WHERE office_id = :office_id AND id = :concern_id AND protected = FALSE""",
        office_id=office_id,
        concern_id=concern_id,
        kind=kind,
    )


def set_protected(tx: Transaction, office_id: int, concern_id: int, kind: str, *, protected: bool) -> None:
    """Remember a person's decision about the kind of a concern, and whether it is closed to all but the inspector."""
    tx.run(
        """UPDATE concern SET kind = :kind, protected = :protected
           WHERE office_id = :office_id AND id = :concern_id""",
        office_id=office_id,
        concern_id=concern_id,
        kind=kind,
        protected=protected,
    )


def adopt_waiting(tx: Transaction, office_id: int, session_id: int) -> int:
    """Give the concerns kept for the next session to this one; return how many."""
    return tx.run(
        """UPDATE concern SET session_id = :session_id, for_next_session = FALSE
           WHERE office_id = :office_id AND for_next_session = TRUE AND session_id IS NULL""",
        office_id=office_id,
        session_id=session_id,
    )
