"""What a machine suggests of two concerns, and what people decided about it; and which concerns come up again."""

from collections.abc import Iterable, Sequence

from storage.records import Concern, Likeness, LikenessState
from storage.rows import insert_many
from storage.transaction import Transaction

_OPEN = "('received', 'assigned', 'drafted')"


def suggest(tx: Transaction, found: Iterable[Likeness]) -> None:
    """Remember suggestions; a pair that is remembered already stays as it was decided."""
    insert_many(tx, "likeness", list(found))


def between(tx: Transaction, office_id: int, one: int, other: int) -> Likeness | None:
    """What is remembered of two concerns, whichever is the newer."""
    row = tx.one(
        """SELECT * FROM likeness WHERE office_id = :office_id
             AND ((concern_id = :one AND other_id = :other) OR (concern_id = :other AND other_id = :one))
           LIMIT 1""",
        office_id=office_id,
        one=one,
        other=other,
    )
    return Likeness.of(row) if row else None


def of_concern(tx: Transaction, office_id: int, concern_id: int) -> list[Likeness]:
    """Everything that is remembered of a concern and others, the likeliest first."""
    rows = tx.all(
        """SELECT * FROM likeness WHERE office_id = :office_id
             AND (concern_id = :concern_id OR other_id = :concern_id)
           ORDER BY score DESC, concern_id, other_id""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Likeness.of(row) for row in rows]


_WAITS = f"""FROM likeness AS l
    JOIN concern AS c ON c.office_id = l.office_id AND c.id = l.concern_id
    JOIN concern AS o ON o.office_id = l.office_id AND o.id = l.other_id
    WHERE l.office_id = :office_id AND l.state = 'suggested'
      AND c.protected = FALSE AND c.state IN {_OPEN} AND o.protected = FALSE AND o.state IN {_OPEN}"""


def waiting(tx: Transaction, office_id: int, *, after: int = 0, limit: int = 6) -> list[Likeness]:
    """A page of suggestions about two open concerns that nobody has decided about, after the concern with this id."""
    rows = tx.all(
        f"SELECT l.* {_WAITS} AND l.concern_id > :after ORDER BY l.concern_id, l.score DESC LIMIT :limit",
        office_id=office_id,
        after=after,
        limit=limit,
    )
    return [Likeness.of(row) for row in rows]


def count_waiting(tx: Transaction, office_id: int) -> int:
    """How many suggestions wait."""
    row = tx.one(f"SELECT COUNT(*) AS n {_WAITS}", office_id=office_id)
    return int(row["n"]) if row else 0


def decide(tx: Transaction, office_id: int, one: int, other: int, state: LikenessState) -> bool:
    """Remember what a person decided of two concerns; False when nothing was suggested of them."""
    return bool(
        tx.run(
            """UPDATE likeness SET state = :state WHERE office_id = :office_id
                 AND ((concern_id = :one AND other_id = :other) OR (concern_id = :other AND other_id = :one))""",
            office_id=office_id,
            one=one,
            other=other,
            state=state,
        )
    )


def apart_from(tx: Transaction, office_id: int, concern_id: int) -> set[int]:
    """The concerns that people decided to keep apart from this one."""
    rows = tx.all(
        """SELECT concern_id, other_id FROM likeness WHERE office_id = :office_id AND state = 'apart'
             AND (concern_id = :concern_id OR other_id = :concern_id)""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return {int(row["concern_id"]) + int(row["other_id"]) - concern_id for row in rows}


def forget(tx: Transaction, office_id: int, concern_id: int) -> None:
    """Remove everything that is remembered of a concern and others: it was closed to all but the inspector."""
    for table, other in (("likeness", "other_id"), ("recurrence", "earlier_id")):
        tx.run(
            f"""DELETE FROM {table} WHERE office_id = :office_id
                  AND (concern_id = :concern_id OR {other} = :concern_id)""",  # noqa: S608 - our own names
            office_id=office_id,
            concern_id=concern_id,
        )


def mark_recurring(tx: Transaction, office_id: int, concern_id: int, earlier: Iterable[int]) -> None:
    """Remember which concerns of earlier sessions a concern brings up again."""
    tx.many(
        """INSERT INTO recurrence (office_id, concern_id, earlier_id) VALUES (:office_id, :concern_id, :earlier_id)
           ON CONFLICT DO NOTHING""",
        [{"office_id": office_id, "concern_id": concern_id, "earlier_id": one} for one in earlier],
    )


def earlier_of(tx: Transaction, office_id: int, concern_id: int) -> list[Concern]:
    """The concerns of earlier sessions that this one brings up again, the oldest first; none that is protected."""
    rows = tx.all(
        """SELECT c.* FROM recurrence AS r
           JOIN concern AS c ON c.office_id = r.office_id AND c.id = r.earlier_id AND c.protected = FALSE
           WHERE r.office_id = :office_id AND r.concern_id = :concern_id ORDER BY c.id""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Concern.of(row) for row in rows]


def recurring_among(tx: Transaction, office_id: int, ids: Sequence[int]) -> set[int]:
    """Which of these concerns bring up something of an earlier session again."""
    if not ids:
        return set()
    rows = tx.all(
        """SELECT DISTINCT r.concern_id FROM recurrence AS r
           JOIN concern AS e ON e.office_id = r.office_id AND e.id = r.earlier_id AND e.protected = FALSE
           WHERE r.office_id = :office_id AND r.concern_id >= :first AND r.concern_id <= :last""",
        office_id=office_id,
        first=min(ids),
        last=max(ids),
    )
    return {int(row["concern_id"]) for row in rows} & set(ids)


def count_recurring(tx: Transaction, office_id: int, session_id: int | None) -> int:
    """How many concerns of a session (None: of no session) bring up something of an earlier one again."""
    row = tx.one(
        """SELECT COUNT(DISTINCT c.id) AS n FROM concern AS c
           JOIN recurrence AS r ON r.office_id = c.office_id AND r.concern_id = c.id
           JOIN concern AS e ON e.office_id = r.office_id AND e.id = r.earlier_id AND e.protected = FALSE
           WHERE c.office_id = :office_id AND c.protected = FALSE
             AND (c.session_id = CAST(:session_id AS BIGINT)
                  OR (c.session_id IS NULL AND CAST(:session_id AS BIGINT) IS NULL))""",
        office_id=office_id,
        session_id=session_id,
    )
    return int(row["n"]) if row else 0
