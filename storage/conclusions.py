"""Conclusions of sessions: one row a session, and one item for each concern that was decided.

A conclusion is written while `submission` is NULL, waits for a second person while it names a hand-in, and is decided
by a conditional UPDATE: of two who decide at once, one touches the row. Protected concerns never appear here.
"""

from datetime import datetime

from storage.records import Concern, Conclusion, ConclusionItem
from storage.rows import values_of
from storage.transaction import Transaction

_WRITING = "state = 'draft' AND submission IS NULL"


def begin_conclusion(tx: Transaction, conclusion: Conclusion) -> bool:
    """Begin the conclusion of a session; False when somebody began it first."""
    return bool(
        tx.run(
            """INSERT INTO conclusion (office_id, id, session_id, text, state, drafted_by, drafted_at, submission,
                 decided_by, decided_at, reason)
               VALUES (:office_id, :id, :session_id, :text, :state, :drafted_by, :drafted_at, :submission,
                 :decided_by, :decided_at, :reason)
               ON CONFLICT DO NOTHING""",
            **values_of(conclusion),
        )
    )


def conclusion_of_session(tx: Transaction, office_id: int, session_id: int) -> Conclusion | None:
    """The conclusion of a session, whatever its state, or None. On PostgreSQL the row is locked."""
    row = tx.one(
        """SELECT * FROM conclusion WHERE office_id = :office_id AND session_id = :session_id /*pg FOR UPDATE*/""",
        office_id=office_id,
        session_id=session_id,
    )
    return Conclusion.of(row) if row else None


def conclusions(tx: Transaction, office_id: int) -> list[Conclusion]:
    """Every conclusion of an office."""
    rows = tx.all("SELECT * FROM conclusion WHERE office_id = :office_id ORDER BY id", office_id=office_id)
    return [Conclusion.of(row) for row in rows]


def set_text(tx: Transaction, conclusion: Conclusion, text: str) -> bool:
    """Write the overall text; False when the conclusion is no longer being written."""
    return bool(
        tx.run(
            f"UPDATE conclusion SET text = :text WHERE office_id = :office_id AND id = :id AND {_WRITING}",  # noqa: S608
            office_id=conclusion.office_id,
            id=conclusion.id,
            text=text,
        )
    )


def take_up(tx: Transaction, conclusion: Conclusion, person_id: int, at: datetime) -> bool:
    """Go on with one's own returned draft, or take over another's unfinished one; False when it is not free."""
    return bool(
        tx.run(
            """UPDATE conclusion SET state = 'draft', submission = NULL, drafted_by = :person_id, drafted_at = :at
               WHERE office_id = :office_id AND id = :id
                 AND (state = 'returned' OR (state = 'draft' AND submission IS NULL))""",
            office_id=conclusion.office_id,
            id=conclusion.id,
            person_id=person_id,
            at=at,
        )
    )


def hand_in(tx: Transaction, conclusion: Conclusion, submission: int) -> bool:
    """Hand the draft in for release; False when it is no longer being written."""
    return bool(
        tx.run(
            f"""UPDATE conclusion SET submission = :submission
                WHERE office_id = :office_id AND id = :id AND {_WRITING}""",  # noqa: S608
            office_id=conclusion.office_id,
            id=conclusion.id,
            submission=submission,
        )
    )


def take_back(tx: Transaction, conclusion: Conclusion) -> bool:
    """The drafter takes a hand-in back to write on; False when it was decided first."""
    return bool(
        tx.run(
            """UPDATE conclusion SET submission = NULL
               WHERE office_id = :office_id AND id = :id AND state = 'draft' AND submission IS NOT NULL""",
            office_id=conclusion.office_id,
            id=conclusion.id,
        )
    )


def decide(
    tx: Transaction,
    conclusion: Conclusion,
    state: str,
    person_id: int,
    at: datetime,
    *,
    submission: int,
    reason: str,
) -> bool:
    """Release («released») or return («returned») exactly this hand-in; True for the one who did.

    Never by its drafter, and never what was changed since it was read.
    """
    return bool(
        tx.run(
            """UPDATE conclusion SET state = :state, decided_by = :person_id, decided_at = :at, reason = :reason
               WHERE office_id = :office_id AND id = :id AND state = 'draft' AND submission = :submission
                 AND drafted_by <> :person_id""",
            office_id=conclusion.office_id,
            id=conclusion.id,
            state=state,
            person_id=person_id,
            at=at,
            submission=submission,
            reason=reason,
        )
    )


def set_item(tx: Transaction, item: ConclusionItem) -> None:
    """Say what becomes of one concern, over what was said of it before."""
    tx.run(
        """INSERT INTO conclusion_item (office_id, conclusion_id, concern_id, outcome, agency_id, due_on, note)
           VALUES (:office_id, :conclusion_id, :concern_id, :outcome, :agency_id, :due_on, :note)
           ON CONFLICT (office_id, conclusion_id, concern_id) DO UPDATE SET
             outcome = :outcome, agency_id = :agency_id, due_on = :due_on, note = :note""",
        **values_of(item),
    )


def add_defaults(tx: Transaction, conclusion: Conclusion) -> None:
    """Decide each concern that its present state decides already; what has an item keeps it.

    Answered, forwarded and out of remit stay so, with the reason that stands there. A concern that an agency has with a
    date stays assigned. The rest waits for a person.
    """
    tx.run(
        """INSERT INTO conclusion_item (office_id, conclusion_id, concern_id, outcome, agency_id, due_on, note)
           SELECT c.office_id, :conclusion_id, c.id,
                  CASE WHEN c.state = 'drafted' THEN 'assigned' ELSE c.state END, a.agency_id, a.due_on,
                  COALESCE((SELECT k.reason FROM closure AS k WHERE k.office_id = c.office_id
                              AND k.concern_id = c.id AND k.outcome = c.state ORDER BY k.id DESC LIMIT 1), '')
           FROM concern AS c
           LEFT JOIN assignment AS a ON a.office_id = c.office_id AND a.concern_id = c.id AND a.state = 'open'
             AND c.state IN ('assigned', 'drafted')
           WHERE c.office_id = :office_id AND c.session_id = :session_id AND c.protected = FALSE
             AND (c.state IN ('answered', 'forwarded', 'out_of_remit')
                  OR (c.state IN ('assigned', 'drafted') AND a.due_on IS NOT NULL))
           ON CONFLICT DO NOTHING""",
        office_id=conclusion.office_id,
        conclusion_id=conclusion.id,
        session_id=conclusion.session_id,
    )


def items(
    tx: Transaction, conclusion: Conclusion, *, after: int = 0, limit: int = 1_000_000
) -> list[tuple[Concern, ConclusionItem]]:
    """What is decided, with its concern, in the order of arrival after this concern's id."""
    rows = tx.all(
        """SELECT i.concern_id, i.outcome, i.agency_id, i.due_on AS item_due_on, i.note, c.*
           FROM conclusion_item AS i
           JOIN concern AS c ON c.office_id = i.office_id AND c.id = i.concern_id
           WHERE i.office_id = :office_id AND i.conclusion_id = :conclusion_id AND c.session_id = :session_id
             AND c.protected = FALSE AND c.id > :after
           ORDER BY c.id LIMIT :limit""",
        office_id=conclusion.office_id,
        conclusion_id=conclusion.id,
        session_id=conclusion.session_id,
        after=after,
        limit=limit,
    )
    return [_pair(dict(row), conclusion) for row in rows]


def _pair(row: dict[str, object], conclusion: Conclusion) -> tuple[Concern, ConclusionItem]:
    of_item = {name: row.pop(name) for name in ("concern_id", "outcome", "agency_id", "note")}
    due_on = row.pop("item_due_on")
    item = ConclusionItem.of(
        {"office_id": conclusion.office_id, "conclusion_id": conclusion.id, "due_on": due_on, **of_item}
    )
    return Concern.of(row), item


def next_undecided(tx: Transaction, conclusion: Conclusion, *, after: int = 0) -> Concern | None:
    """The first concern after this id of which nothing is said yet, or None."""
    row = tx.one(
        """SELECT c.* FROM concern AS c
           WHERE c.office_id = :office_id AND c.session_id = :session_id AND c.protected = FALSE AND c.id > :after
             AND NOT EXISTS (SELECT 1 FROM conclusion_item AS i WHERE i.office_id = c.office_id
                               AND i.conclusion_id = :conclusion_id AND i.concern_id = c.id)
           ORDER BY c.id LIMIT 1""",
        office_id=conclusion.office_id,
        conclusion_id=conclusion.id,
        session_id=conclusion.session_id,
        after=after,
    )
    return Concern.of(row) if row else None


def progress(tx: Transaction, conclusion: Conclusion) -> tuple[int, int]:
    """How many concerns of the session are decided, and how many there are."""
    row = tx.one(
        """SELECT COUNT(*) AS total, COUNT(i.concern_id) AS decided FROM concern AS c
           LEFT JOIN conclusion_item AS i ON i.office_id = c.office_id AND i.conclusion_id = :conclusion_id
             AND i.concern_id = c.id
           WHERE c.office_id = :office_id AND c.session_id = :session_id AND c.protected = FALSE""",
        office_id=conclusion.office_id,
        conclusion_id=conclusion.id,
        session_id=conclusion.session_id,
    )
    assert row is not None  # a COUNT always returns its row
    return int(row["decided"]), int(row["total"])
