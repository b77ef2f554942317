"""Which agency a concern was given to; at most one assignment of a concern is open (a unique index says so)."""

from datetime import date

from storage.records import Assignment, AssignmentState
from storage.rows import insert
from storage.transaction import Transaction


def add_assignment(tx: Transaction, assignment: Assignment) -> None:
    """Remember that a concern was given to an agency. Raises AlreadyRecorded while another is open."""
    insert(tx, "assignment", assignment)


def current_assignment(tx: Transaction, office_id: int, concern_id: int) -> Assignment | None:
    """The agency that answers or has answered (open or done), or None: never given, returned or taken back."""
    row = tx.one(
        """SELECT * FROM assignment
           WHERE office_id = :office_id AND concern_id = :concern_id AND state IN ('open', 'done')
           ORDER BY id DESC LIMIT 1""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return Assignment.of(row) if row else None


def assignments_of(tx: Transaction, office_id: int, concern_id: int) -> list[Assignment]:
    """Every assignment of a concern, the oldest first."""
    rows = tx.all(
        "SELECT * FROM assignment WHERE office_id = :office_id AND concern_id = :concern_id ORDER BY id",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Assignment.of(row) for row in rows]


def end_open(tx: Transaction, office_id: int, concern_id: int, state: AssignmentState, reason: str = "") -> bool:
    """End the open assignment of a concern; False when none was open."""
    return bool(
        tx.run(
            """UPDATE assignment SET state = :state, reason = :reason
               WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'open'""",
            office_id=office_id,
            concern_id=concern_id,
            state=state,
            reason=reason,
        )
    )


def set_due(tx: Transaction, office_id: int, concern_id: int, due_on: date) -> bool:
    """Give the agency that has a concern until this day; False when none has it."""
    return bool(
        tx.run(
            """UPDATE assignment SET due_on = :due_on
               WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'open'""",
            office_id=office_id,
            concern_id=concern_id,
            due_on=due_on,
        )
    )
