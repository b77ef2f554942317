"""Messages that no door of a person takes: the office calls or visits, and writes down what came of it."""

from collections.abc import Sequence
from datetime import datetime

from storage.records import Unreached
from storage.rows import insert_many
from storage.transaction import Transaction


def add(tx: Transaction, unreached: Unreached) -> None:
    """Put a message onto the list; one that stands there stays as it is."""
    insert_many(tx, "unreached", [unreached])


def open_ones(
    tx: Transaction, office_id: int, *, protected: bool, after: int = 0, limit: int = 1000
) -> list[Unreached]:
    """Whom somebody still has to call or visit, the oldest first.

    `protected`: those about suspected denunciations, for whoever may read them, and nothing else.
    """
    rows = tx.all(
        """SELECT u.* FROM unreached AS u
           LEFT JOIN concern AS c ON c.office_id = u.office_id AND c.id = u.concern_id
           WHERE u.office_id = :office_id AND u.outcome = '' AND u.id > :after
             AND COALESCE(c.protected, FALSE) = :protected
           ORDER BY u.id LIMIT :limit""",
        office_id=office_id,
        protected=protected,
        after=after,
        limit=limit,
    )
    return [Unreached.of(row) for row in rows]


def get(tx: Transaction, office_id: int, unreached_id: int) -> Unreached | None:
    """One entry of the list, or None."""
    row = tx.one(
        "SELECT * FROM unreached WHERE office_id = :office_id AND id = :id", office_id=office_id, id=unreached_id
    )
    return Unreached.of(row) if row else None


def settle(tx: Transaction, office_id: int, unreached_id: int, outcome: str, at: datetime, by: int | None) -> bool:
    """Write down what came of it; False when somebody had done so before."""
    return bool(
        tx.run(
            """UPDATE unreached SET outcome = :outcome, outcome_at = :at, outcome_by = CAST(:by AS BIGINT)
               WHERE office_id = :office_id AND id = :id AND outcome = ''""",
            office_id=office_id,
            id=unreached_id,
            outcome=outcome,
            at=at,
            by=by,
        )
    )


def reopen(tx: Transaction, office_id: int, unreached_id: int) -> bool:
    """Take back what was written down by mistake; False when nothing was."""
    return bool(
        tx.run(
            """UPDATE unreached SET outcome = '', outcome_at = NULL, outcome_by = NULL
               WHERE office_id = :office_id AND id = :id AND outcome <> ''""",
            office_id=office_id,
            id=unreached_id,
        )
    )


def settle_deliveries(tx: Transaction, office_id: int, delivery_ids: Sequence[int], outcome: str, at: datetime) -> None:
    """These messages reached their people after all."""
    for delivery_id in delivery_ids:
        tx.run(
            """UPDATE unreached SET outcome = :outcome, outcome_at = :at
               WHERE office_id = :office_id AND delivery_id = :delivery_id AND outcome = ''""",
            office_id=office_id,
            delivery_id=delivery_id,
            outcome=outcome,
            at=at,
        )
