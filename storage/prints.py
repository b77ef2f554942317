"""What concerns are compared by (handlers/matching.py): waiting to be taken, or taken. Never of a protected concern.

`seq` numbers what was taken in the order of the commits (counter «comparing»), so that every worker can go on from
where it has read to.
"""

from storage.records import Concern
from storage.transaction import Row, Transaction


def enqueue(tx: Transaction, office_id: int, concern_id: int) -> None:
    """Let a concern wait to be compared; one that waits or was taken already stays as it is."""
    tx.run(
        """INSERT INTO concern_print (office_id, concern_id, print) VALUES (:office_id, :concern_id, '')
           ON CONFLICT DO NOTHING""",
        office_id=office_id,
        concern_id=concern_id,
    )


def waiting(tx: Transaction, office_id: int, limit: int) -> list[Concern]:
    """Concerns that wait to be compared, the oldest first."""
    rows = tx.all(
        """SELECT c.* FROM concern_print AS p
           JOIN concern AS c ON c.office_id = p.office_id AND c.id = p.concern_id
           WHERE p.office_id = :office_id AND p.seq IS NULL AND c.protected = FALSE
           ORDER BY p.concern_id LIMIT :limit""",
        office_id=office_id,
        limit=limit,
    )
    return [Concern.of(row) for row in rows]


def keep(tx: Transaction, office_id: int, concern_id: int, print_: str, seq: int) -> bool:
    """Keep what a concern is compared by; False when it no longer waits."""
    return bool(
        tx.run(
            """UPDATE concern_print SET print = :print_, seq = :seq
               WHERE office_id = :office_id AND concern_id = :concern_id AND seq IS NULL""",
            office_id=office_id,
            concern_id=concern_id,
            print_=print_,
            seq=seq,
        )
    )


def renew(tx: Transaction, office_id: int, concern_id: int, print_: str) -> bool:
    """Keep another print of a concern that was compared; False when it is forgotten or still waits."""
    return bool(
        tx.run(
            """UPDATE concern_print SET print = :print_
               WHERE office_id = :office_id AND concern_id = :concern_id AND seq IS NOT NULL""",
            office_id=office_id,
            concern_id=concern_id,
            print_=print_,
        )
    )


def hold(tx: Transaction, office_id: int, concern_id: int) -> bool:
    """Keep a print from being forgotten until the transaction ends; False when it is forgotten already."""
    return bool(
        tx.one(
            """SELECT concern_id FROM concern_print
               WHERE office_id = :office_id AND concern_id = :concern_id /*pg FOR SHARE*/""",
            office_id=office_id,
            concern_id=concern_id,
        )
    )


def taken_after(tx: Transaction, office_id: int, seq: int, concern_id: int, limit: int) -> list[Row]:
    """What was taken after this place in the order: seq, concern_id and print."""
    return tx.all(
        """SELECT seq, concern_id, print FROM concern_print
           WHERE office_id = :office_id AND seq IS NOT NULL
             AND (seq > :seq OR (seq = :seq AND concern_id > :concern_id))
           ORDER BY seq, concern_id LIMIT :limit""",
        office_id=office_id,
        seq=seq,
        concern_id=concern_id,
        limit=limit,
    )


def newest(tx: Transaction, office_id: int, most: int) -> int:
    """The seq after which at most about `most` concerns were taken; 0 when there are fewer."""
    row = tx.one(
        """SELECT seq FROM concern_print WHERE office_id = :office_id AND seq IS NOT NULL
           ORDER BY seq DESC, concern_id DESC LIMIT 1 OFFSET :most""",
        office_id=office_id,
        most=most,
    )
    return int(row["seq"]) if row else 0


def forget(tx: Transaction, office_id: int, concern_id: int) -> None:
    """Remove what a concern is compared by: it was closed to all but the inspector."""
    tx.run(
        "DELETE FROM concern_print WHERE office_id = :office_id AND concern_id = :concern_id",
        office_id=office_id,
        concern_id=concern_id,
    )
