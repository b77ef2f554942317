"""What papers are gathered from, a whole session at once and not a concern at a time. Never a protected concern."""

from storage.records import Concern, Record, Registration, Utc
from storage.transaction import Transaction

_OPEN = "c.protected = FALSE AND c.kind <> 'denunciation'"


class Released(Record):
    """An answer that a person released. text: «» where only the sender may read it."""

    concern_id: int
    text: str
    agency_id: int | None
    decided_at: Utc | None


def concerns_to_tell(tx: Transaction, office_id: int, session_id: int) -> list[Concern]:
    """The concerns of a session that a paper may hold, the oldest first."""
    rows = tx.all(
        f"""SELECT c.* FROM concern AS c
            WHERE c.office_id = :office_id AND c.session_id = :session_id AND {_OPEN} ORDER BY c.id""",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
    )
    return [Concern.of(row) for row in rows]


def left_open(tx: Transaction, office_id: int, session_id: int) -> list[Concern]:
    """What still waits for an answer from sessions that were concluded before this one, the oldest first."""
    rows = tx.all(
        f"""SELECT c.* FROM concern AS c
            JOIN session AS s ON s.office_id = c.office_id AND s.id = c.session_id AND s.state = 'concluded'
            WHERE c.office_id = :office_id AND c.session_id <> :session_id AND {_OPEN}
              AND c.state IN ('received', 'assigned', 'drafted') ORDER BY c.id""",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
    )
    return [Concern.of(row) for row in rows]


def doors(tx: Transaction, office_id: int, session_id: int) -> dict[int, str]:
    """By which channel each of these concerns came; «no_door» for what was filed on behalf of somebody."""
    rows = tx.all(
        f"""SELECT c.id, COALESCE(i.channel, 'no_door') AS channel FROM concern AS c
            LEFT JOIN identity AS i ON i.office_id = c.office_id AND i.id = c.identity_id
            WHERE c.office_id = :office_id AND c.session_id = :session_id AND {_OPEN}""",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
    )
    return {int(row["id"]): str(row["channel"]) for row in rows}


def agencies_of_concerns(tx: Transaction, office_id: int) -> dict[int, int]:
    """The agency that answers or has answered each concern of the office: concern id, agency id."""
    rows = tx.all(
        """SELECT concern_id, agency_id FROM assignment
           WHERE office_id = :office_id AND state IN ('open', 'done') ORDER BY id""",
        office_id=office_id,
    )
    return {int(row["concern_id"]): int(row["agency_id"]) for row in rows}


def released_answers(tx: Transaction, office_id: int, session_id: int) -> dict[int, Released]:
    """The newest released answer to each concern of a session, without the words of those to a complaint."""
    rows = tx.all(
        f"""SELECT a.concern_id, a.agency_id, a.decided_at,
              CASE WHEN c.kind = 'complaint' THEN '' ELSE a.text END AS text
            FROM answer AS a
            JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
            WHERE a.office_id = :office_id AND c.session_id = :session_id AND a.state = 'released' AND {_OPEN}
            ORDER BY a.id""",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
    )
    return {answer.concern_id: answer for answer in map(Released.of, rows)}


def answers_to_complaints(tx: Transaction, office_id: int, session_id: int) -> list[tuple[str, str]]:
    """The released answers of a session that are for their senders alone: the concern's code, the answer."""
    rows = tx.all(
        """SELECT c.code, a.text FROM answer AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND c.session_id = :session_id AND a.state = 'released'
             AND c.kind = 'complaint' ORDER BY a.id""",
        office_id=office_id,
        session_id=session_id,
    )
    return [(str(row["code"]), str(row["text"])) for row in rows]


def reasons(tx: Transaction, office_id: int, session_id: int) -> dict[int, str]:
    """Why each concern of a session left the office without an answer of its own: the newest reason."""
    rows = tx.all(
        f"""SELECT k.concern_id, k.reason FROM closure AS k
            JOIN concern AS c ON c.office_id = k.office_id AND c.id = k.concern_id
            WHERE k.office_id = :office_id AND c.session_id = :session_id AND {_OPEN} ORDER BY k.id""",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
    )
    return {int(row["concern_id"]): str(row["reason"]) for row in rows}


class Speaker(Record):
    """Who stands registered to speak, with the name they gave themselves or a paper slip has, and their hamlet."""

    registration: Registration
    name: str
    area_id: int | None
    consented: bool


def speakers(tx: Transaction, office_id: int, session_id: int) -> list[Speaker]:
    """Who stands registered, in the order of their numbers; nobody whose matter may not be told."""
    rows = tx.all(
        f"""SELECT r.*, i.display_name, p.area_id, p.consent FROM registration AS r
            LEFT JOIN identity AS i ON i.office_id = r.office_id AND i.id = r.identity_id
            JOIN person AS p ON p.office_id = r.office_id AND p.id = r.person_id
            WHERE r.office_id = :office_id AND r.session_id = :session_id AND r.state = 'registered'
              AND NOT EXISTS (SELECT 1 FROM concern AS c WHERE c.office_id = r.office_id AND c.id = r.concern_id
                                AND NOT ({_OPEN}))
            ORDER BY r.number""",  # noqa: S608
        office_id=office_id,
        session_id=session_id,
    )
    return [_speaker(dict(row)) for row in rows]


def _speaker(row: dict[str, object]) -> Speaker:
    name, area_id, consent = (row.pop(column) for column in ("display_name", "area_id", "consent"))
    registration = Registration.of(row)
    return Speaker.model_validate(
        {
            "registration": registration,
            "name": registration.name or str(name or ""),
            "area_id": area_id,
            "consented": consent == "given",
        }
    )
