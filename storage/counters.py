"""Numbers that people read out: one gapless row of them per office and name."""

from storage.transaction import Transaction


def take_next(tx: Transaction, office_id: int, name: str, count: int = 1) -> int:
    """The next number of this name, beginning with 1, or the first of the next `count`, which are taken together.

    They are given back if the transaction fails.
    """
    row = tx.one(
        """INSERT INTO counter (office_id, name, value) VALUES (:office_id, :name, :count)
           ON CONFLICT (office_id, name) DO UPDATE SET value = counter.value + :count
           RETURNING value""",
        office_id=office_id,
        name=name,
        count=count,
    )
    assert row is not None  # the upsert always returns its row
    return int(row["value"]) - count + 1
