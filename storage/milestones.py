"""Milestones: what was promised for a session, by when, and whether it was kept."""

from datetime import date, datetime

from storage.errors import NotFound
from storage.records import Milestone
from storage.rows import insert, values_of
from storage.transaction import Transaction


def add_milestone(tx: Transaction, milestone: Milestone) -> None:
    """Remember a promise. Raises AlreadyRecorded when this body owes it for this session already."""
    insert(tx, "milestone", milestone)


def get_milestone(tx: Transaction, office_id: int, milestone_id: int) -> Milestone:
    """One milestone. Raises NotFound."""
    row = tx.one(
        "SELECT * FROM milestone WHERE office_id = :office_id AND id = :milestone_id",
        office_id=office_id,
        milestone_id=milestone_id,
    )
    if row is None:
        raise NotFound("milestone")
    return Milestone.of(row)


def of_session(tx: Transaction, office_id: int, session_id: int) -> list[Milestone]:
    """Every milestone of a session, the earliest first; those without a day last."""
    rows = tx.all(
        """SELECT * FROM milestone WHERE office_id = :office_id AND session_id = :session_id
           ORDER BY late_from IS NULL, late_from, id""",
        office_id=office_id,
        session_id=session_id,
    )
    return [Milestone.of(row) for row in rows]


def open_milestones(tx: Transaction, office_id: int) -> list[Milestone]:
    """Everything still owed, the earliest first; what has no day last."""
    rows = tx.all(
        """SELECT * FROM milestone WHERE office_id = :office_id AND state IN ('planned', 'late')
           ORDER BY late_from IS NULL, late_from, id""",
        office_id=office_id,
    )
    return [Milestone.of(row) for row in rows]


def recount(tx: Transaction, milestone: Milestone) -> None:
    """Write what was counted anew, and what was told of the old day is told again of the new one."""
    tx.run(
        """UPDATE milestone SET name = :name, kind = :kind, owed_by = :owed_by, owed_to = :owed_to,
             creditors = :creditors, due_on = :due_on, due_time = :due_time, late_from = :late_from,
             explanation = :explanation, source = :source, origin = :origin, computed_by = :computed_by,
             provisional = :provisional, state = :state, extended_on = :extended_on,
             extension_reason = :extension_reason, reminded = :reminded, escalated = :escalated, note = :note,
             updated_at = :updated_at
           WHERE office_id = :office_id AND id = :id""",
        **{name: value for name, value in values_of(milestone).items() if name not in _KEPT},
    )


_KEPT = frozenset({"session_id", "key", "debtor", "extended_by", "extended_at", "done_at", "done_by", "created_at"})


def flag_late(tx: Transaction, office_id: int, at: datetime) -> int:
    """Flag every debt whose deadline has passed at `at`; return how many were flagged now. Neither a moment
    nor advice is ever late.
    """
    return tx.run(
        """UPDATE milestone SET state = 'late', updated_at = :at
           WHERE office_id = :office_id AND state = 'planned' AND late_from <= :at
             AND kind NOT IN ('session', 'collection', 'registration') AND origin <> 'advice'""",
        office_id=office_id,
        at=at,
    )


def mark_done(tx: Transaction, office_id: int, milestone_id: int, at: datetime, by: int | None, note: str = "") -> bool:
    """It was done at `at`; `by` is the person who said so, None when the program saw it. False: it was not open."""
    return bool(
        tx.run(
            """UPDATE milestone SET state = 'done', done_at = :at, done_by = :by, note = :note, updated_at = :at
                WHERE office_id = :office_id AND id = :milestone_id AND state IN ('planned', 'late')""",
            office_id=office_id,
            milestone_id=milestone_id,
            at=at,
            by=by,
            note=note,
        )
    )


def reopen(tx: Transaction, office_id: int, milestone_id: int, at: datetime) -> bool:
    """A done mark was a mistake: it is owed again. False when it was not done."""
    return bool(
        tx.run(
            """UPDATE milestone SET state = 'planned', done_at = NULL, done_by = NULL, note = '', updated_at = :at
               WHERE office_id = :office_id AND id = :milestone_id AND state = 'done'""",
            office_id=office_id,
            milestone_id=milestone_id,
            at=at,
        )
    )


def waive(tx: Transaction, office_id: int, milestone_id: int, at: datetime, note: str) -> bool:
    """It is no longer owed, and why; False when it was not open."""
    return bool(
        tx.run(
            """UPDATE milestone SET state = 'waived', note = :note, updated_at = :at
                WHERE office_id = :office_id AND id = :milestone_id AND state IN ('planned', 'late')""",
            office_id=office_id,
            milestone_id=milestone_id,
            at=at,
            note=note,
        )
    )


def extend(
    tx: Transaction, milestone: Milestone, until: date, late_from: datetime, reason: str, by: int, at: datetime
) -> bool:
    """A later last day, with the reason; False when it is done, or was extended by somebody else since it was read."""
    return bool(
        tx.run(
            """UPDATE milestone SET extended_on = :until, late_from = :late_from, extension_reason = :reason,
                  extended_by = :by, extended_at = :at, state = 'planned', reminded = '', escalated = 0,
                  updated_at = :at
                WHERE office_id = :office_id AND id = :id AND state IN ('planned', 'late') AND updated_at = :seen""",
            office_id=milestone.office_id,
            id=milestone.id,
            until=until,
            late_from=late_from,
            reason=reason,
            by=by,
            at=at,
            seen=milestone.updated_at,
        )
    )


def mark_reminded(tx: Transaction, milestone: Milestone, occasion: str) -> bool:
    """`occasion` is being told; of two who tell it at once, one gets True."""
    return bool(
        tx.run(
            """UPDATE milestone SET reminded = :occasion
                WHERE office_id = :office_id AND id = :id AND state IN ('planned', 'late') AND reminded = :before""",
            office_id=milestone.office_id,
            id=milestone.id,
            occasion=occasion,
            before=milestone.reminded,
        )
    )


def mark_escalated(tx: Transaction, milestone: Milestone, steps: int) -> bool:
    """The ladder is being climbed to `steps`; of two who do it at once, one gets True."""
    return bool(
        tx.run(
            """UPDATE milestone SET escalated = :steps
                WHERE office_id = :office_id AND id = :id AND state IN ('planned', 'late') AND escalated = :before""",
            office_id=milestone.office_id,
            id=milestone.id,
            steps=steps,
            before=milestone.escalated,
        )
    )


def sessions_with(tx: Transaction, office_id: int) -> set[int]:
    """The ids of the sessions that have milestones."""
    rows = tx.all("SELECT DISTINCT session_id FROM milestone WHERE office_id = :office_id", office_id=office_id)
    return {int(row["session_id"]) for row in rows}


def close_held(tx: Transaction, office_id: int, at: datetime) -> int:
    """Sessions that are over by `at` were held; return how many were marked."""
    return tx.run(
        """UPDATE milestone SET state = 'done', done_at = :at, updated_at = :at
           WHERE office_id = :office_id AND kind = 'session' AND state IN ('planned', 'late')
             AND session_id IN (SELECT id FROM session
                                WHERE office_id = :office_id AND ends_at <= :at AND state <> 'cancelled')""",
        office_id=office_id,
        at=at,
    )


def close_by_clock(tx: Transaction, office_id: int, at: datetime) -> int:
    """The end of collection or registration is kept by the clock: done once it has passed; return how many were."""
    return tx.run(
        """UPDATE milestone SET state = 'done', done_at = late_from, updated_at = :at
           WHERE office_id = :office_id AND kind IN ('collection', 'registration') AND state IN ('planned', 'late')
             AND late_from <= :at""",
        office_id=office_id,
        at=at,
    )


def add_note(tx: Transaction, office_id: int, session_id: int, kind: str, note: str) -> int:
    """Say something beside the milestones of a kind, done or not; return how many there are."""
    return tx.run(
        """UPDATE milestone SET note = :note
           WHERE office_id = :office_id AND session_id = :session_id AND kind = :kind AND state <> 'waived'""",
        office_id=office_id,
        session_id=session_id,
        kind=kind,
        note=note,
    )


def counted_otherwise(tx: Transaction, office_id: int, version: str, at: datetime) -> bool:
    """Whether anything that is not due yet was counted by another calendar than this."""
    row = tx.one(
        """SELECT 1 AS found FROM milestone
            WHERE office_id = :office_id AND state IN ('planned', 'late') AND computed_by <> ''
              AND computed_by <> :version
              AND late_from > :at LIMIT 1""",
        office_id=office_id,
        version=version,
        at=at,
    )
    return row is not None


def waiting_concerns(tx: Transaction, office_id: int, session_id: int) -> int:
    """How many unprotected concerns of a session still wait for an answer or a decision."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM concern
           WHERE office_id = :office_id AND session_id = :session_id AND protected = FALSE
             AND state IN ('received', 'assigned', 'drafted')""",
        office_id=office_id,
        session_id=session_id,
    )
    return int(row["n"]) if row else 0


def is_held(tx: Transaction, office_id: int, session_id: int, at: datetime) -> bool:
    """Whether the session has begun by `at` and was not cancelled."""
    row = tx.one(
        """SELECT 1 AS found FROM session
           WHERE office_id = :office_id AND id = :session_id AND starts_at <= :at AND state <> 'cancelled'""",
        office_id=office_id,
        session_id=session_id,
        at=at,
    )
    return row is not None
