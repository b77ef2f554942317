"""What a summary is made of. Protected concerns are never counted, listed or hinted at here."""

from datetime import date, timedelta

from storage.records import Concern, Record
from storage.transaction import Transaction

_OF_SESSION = """c.office_id = :office_id AND c.protected = FALSE AND c.state <> 'withdrawn'
    AND (c.session_id = CAST(:session_id AS BIGINT)
         OR (c.session_id IS NULL AND CAST(:session_id AS BIGINT) IS NULL))"""
_LATE = "c.state IN ('received', 'assigned', 'drafted') AND c.due_on < :today"
"""Past its last day, and the office still owes something."""
_PART = f"""(:part = 'all' OR (:part = 'unassigned' AND c.state = 'received') OR (:part = 'late' AND {_LATE}))"""


def page(
    tx: Transaction,
    office_id: int,
    session_id: int | None,
    part: str,
    today: date,
    *,
    before: int | None = None,
    limit: int = 6,
) -> list[Concern]:
    """A page of concerns of a session (None: of no session), the newest first, below the id `before`.

    `part` is «all», «unassigned» or «late» on the local day `today`.
    """
    rows = tx.all(
        f"""SELECT c.* FROM concern AS c WHERE {_OF_SESSION} AND {_PART}
              AND (CAST(:before AS BIGINT) IS NULL OR c.id < CAST(:before AS BIGINT))
            ORDER BY c.id DESC LIMIT :limit""",  # noqa: S608 - our own text, no word of a person
        office_id=office_id,
        session_id=session_id,
        part=part,
        today=today,
        before=before,
        limit=limit,
    )
    return [Concern.of(row) for row in rows]


def count(tx: Transaction, office_id: int, session_id: int | None, part: str, today: date) -> int:
    """How many concerns this part of a session has."""
    row = tx.one(
        f"SELECT COUNT(*) AS n FROM concern AS c WHERE {_OF_SESSION} AND {_PART}",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
        part=part,
        today=today,
    )
    assert row is not None  # a COUNT always returns its row
    return int(row["n"])


def every(tx: Transaction, office_id: int, session_id: int | None) -> list[Concern]:
    """The open (unprotected) concerns of a session (None: of no session), the oldest first."""
    rows = tx.all(
        f"SELECT c.* FROM concern AS c WHERE {_OF_SESSION} ORDER BY c.id",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
    )
    return [Concern.of(row) for row in rows]


class Late(Record):
    """An assignment past its last day, or near it."""

    code: str
    topic: str
    agency_id: int
    due_on: date


def late_assignments(tx: Transaction, office_id: int, today: date) -> list[Late]:
    """What agencies have had longer than they were given, on the local day `today`; the longest overdue first.

    Of a group only the representative.
    """
    rows = tx.all(
        """SELECT c.code, c.topic, a.agency_id, a.due_on
           FROM assignment AS a JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND a.state = 'open' AND a.due_on < :today
             AND c.protected = FALSE AND c.state IN ('assigned', 'drafted')
             AND NOT EXISTS (SELECT 1 FROM group_member AS m
                             JOIN concern_group AS g ON g.office_id = m.office_id AND g.id = m.group_id
                             WHERE m.office_id = c.office_id AND m.concern_id = c.id AND m.left_at IS NULL
                               AND g.representative_id <> c.id)
           ORDER BY a.due_on, c.id""",
        office_id=office_id,
        today=today,
    )
    return [Late.of(row) for row in rows]


def assignments_due(tx: Transaction, office_id: int, today: date, days: int) -> list[Late]:
    """What agencies have still to answer, due from the local day `today` on and within so many days."""
    rows = tx.all(
        """SELECT c.code, c.topic, a.agency_id, a.due_on
           FROM assignment AS a JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND a.state = 'open' AND a.due_on >= :today AND a.due_on <= :last
             AND c.protected = FALSE AND c.state IN ('assigned', 'drafted')
           ORDER BY a.due_on, c.id""",
        office_id=office_id,
        today=today,
        last=today + timedelta(days=days),
    )
    return [Late.of(row) for row in rows]
