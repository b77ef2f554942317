"""Concerns that left the office without an answer of its own: forwarded up, or out of remit, and why."""

from storage.records import Closure
from storage.rows import insert
from storage.transaction import Transaction


def add_closure(tx: Transaction, closure: Closure) -> None:
    """Remember that a concern was forwarded up or found out of remit."""
    insert(tx, "closure", closure)


def closures_of(tx: Transaction, office_id: int, concern_id: int) -> list[Closure]:
    """Every closure of a concern, the oldest first."""
    rows = tx.all(
        "SELECT * FROM closure WHERE office_id = :office_id AND concern_id = :concern_id ORDER BY id",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Closure.of(row) for row in rows]
