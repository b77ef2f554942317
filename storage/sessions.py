"""Dialogue sessions."""

from datetime import datetime

from storage.errors import NotFound
from storage.records import Session
from storage.rows import insert, values_of
from storage.transaction import Transaction


def add_session(tx: Transaction, session: Session) -> None:
    """Remember a new session. Raises AlreadyRecorded when its key is taken."""
    insert(tx, "session", session)


def get_session(tx: Transaction, office_id: int, session_id: int) -> Session:
    """One session. Raises NotFound."""
    row = tx.one(
        "SELECT * FROM session WHERE office_id = :office_id AND id = :session_id",
        office_id=office_id,
        session_id=session_id,
    )
    if row is None:
        raise NotFound("session")
    return Session.of(row)


def find_session(tx: Transaction, office_id: int, key: str) -> Session | None:
    """The session with this key, or None."""
    row = tx.one("SELECT * FROM session WHERE office_id = :office_id AND key = :key", office_id=office_id, key=key)
    return Session.of(row) if row else None


def sessions(tx: Transaction, office_id: int) -> list[Session]:
    """Every session of an office, the earliest first; those without a date last."""
    rows = tx.all(
        "SELECT * FROM session WHERE office_id = :office_id ORDER BY starts_at IS NULL, starts_at, id",
        office_id=office_id,
    )
    return [Session.of(row) for row in rows]


def change_session(tx: Transaction, session: Session, seen: Session) -> bool:
    """Write a session over what was `seen` when it was read (the audit log keeps what it was).

    False when somebody changed it since: then nothing is written.
    """
    values = values_of(session)
    return bool(
        tx.run(
            """UPDATE session SET title = :title, state = :state, starts_at = :starts_at, ends_at = :ends_at,
                 date_note = :date_note, venue = :venue, focus = :focus, collection_opens_at = :collection_opens_at,
                 collection_closes_at = :collection_closes_at, answer_days = :answer_days,
                 answer_unit = :answer_unit, updated_at = :updated_at
               WHERE office_id = :office_id AND id = :id AND updated_at = :seen""",
            **values,
            seen=seen.updated_at,
        )
    )


def conclude_session(tx: Transaction, office_id: int, session_id: int, at: datetime) -> bool:
    """The conclusion of a session was released; False when the session was concluded or cancelled before."""
    return bool(
        tx.run(
            """UPDATE session SET state = 'concluded', updated_at = :at
               WHERE office_id = :office_id AND id = :session_id AND state IN ('scheduled', 'announced')""",
            office_id=office_id,
            session_id=session_id,
            at=at,
        )
    )
