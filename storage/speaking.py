"""The queue of speakers on the day: its steps, each taken once, and who is in it.

A step that moves the floor says how many moves its author had seen, and the row of the queue changes only while that is
still so: of two officials who press at once, one does.
"""

from storage.records import QueuedSpeaker, Registration, SpeakerAct, SpeakerQueue
from storage.rows import insert
from storage.transaction import Transaction


def open_queue(tx: Transaction, office_id: int, session_id: int, screen: str) -> SpeakerQueue:
    """The queue of a session; made with this address of its screen when nobody has opened it before."""
    tx.run(
        """INSERT INTO speaker_queue (office_id, session_id, acts, moves, screen)
           VALUES (:office_id, :session_id, 0, 0, :screen) ON CONFLICT DO NOTHING""",
        office_id=office_id,
        session_id=session_id,
        screen=screen,
    )
    found = find_queue(tx, office_id, session_id)
    assert found is not None  # it was made just now, if it was not there
    return found


def find_queue(tx: Transaction, office_id: int, session_id: int) -> SpeakerQueue | None:
    """The queue of a session, or None while nobody has opened it."""
    row = tx.one(
        "SELECT * FROM speaker_queue WHERE office_id = :office_id AND session_id = :session_id",
        office_id=office_id,
        session_id=session_id,
    )
    return SpeakerQueue.of(row) if row else None


def queue_of_screen(tx: Transaction, office_id: int, screen: str) -> SpeakerQueue | None:
    """The queue whose screen has this address, or None."""
    row = tx.one(
        "SELECT * FROM speaker_queue WHERE office_id = :office_id AND screen = :screen",
        office_id=office_id,
        screen=screen,
    )
    return SpeakerQueue.of(row) if row else None


def move(tx: Transaction, office_id: int, session_id: int, seen: int) -> int | None:
    """Take the next step, one that moves the floor; its number, or None when the floor moved since `seen` moves."""
    row = tx.one(
        """UPDATE speaker_queue SET acts = acts + 1, moves = moves + 1
           WHERE office_id = :office_id AND session_id = :session_id AND moves = :seen RETURNING acts""",
        office_id=office_id,
        session_id=session_id,
        seen=seen,
    )
    return int(row["acts"]) if row else None


def take_back(tx: Transaction, office_id: int, session_id: int, seen: int) -> int | None:
    """Take the next step, one that undoes the last; its number, or None when anything was done since `seen` steps."""
    row = tx.one(
        """UPDATE speaker_queue SET acts = acts + 1, moves = moves + 1
           WHERE office_id = :office_id AND session_id = :session_id AND acts = :seen RETURNING acts""",
        office_id=office_id,
        session_id=session_id,
        seen=seen,
    )
    return int(row["acts"]) if row else None


def note(tx: Transaction, office_id: int, session_id: int) -> int:
    """Take the next step, one that leaves the floor where it is; its number. The queue must be open."""
    row = tx.one(
        """UPDATE speaker_queue SET acts = acts + 1
           WHERE office_id = :office_id AND session_id = :session_id RETURNING acts""",
        office_id=office_id,
        session_id=session_id,
    )
    assert row is not None
    return int(row["acts"])


def add_act(tx: Transaction, act: SpeakerAct) -> None:
    """Remember a step under the number that was taken for it."""
    insert(tx, "speaker_act", act)


def acts(tx: Transaction, office_id: int, session_id: int) -> list[SpeakerAct]:
    """Every step of a session's queue, in order."""
    rows = tx.all(
        "SELECT * FROM speaker_act WHERE office_id = :office_id AND session_id = :session_id ORDER BY seq",
        office_id=office_id,
        session_id=session_id,
    )
    return [SpeakerAct.of(row) for row in rows]


def speakers(tx: Transaction, office_id: int, session_id: int) -> list[QueuedSpeaker]:
    """Everybody who registered for a session, withdrawn or not, by number; nobody whose matter may not be told."""
    rows = tx.all(
        """SELECT r.*, COALESCE(i.display_name, '') AS display_name, p.area_id, c.code FROM registration AS r
           JOIN person AS p ON p.office_id = r.office_id AND p.id = r.person_id
           LEFT JOIN identity AS i ON i.office_id = r.office_id AND i.id = r.identity_id
           LEFT JOIN concern AS c ON c.office_id = r.office_id AND c.id = r.concern_id
           WHERE r.office_id = :office_id AND r.session_id = :session_id
             AND (c.id IS NULL OR (c.protected = FALSE AND c.kind <> 'denunciation'))
           ORDER BY r.number""",
        office_id=office_id,
        session_id=session_id,
    )
    return [_speaker(dict(row)) for row in rows]


def _speaker(row: dict[str, object]) -> QueuedSpeaker:
    given, area_id, code = (row.pop(column) for column in ("display_name", "area_id", "code"))
    registration = Registration.of(row)
    return QueuedSpeaker.model_validate(
        {"registration": registration, "name": registration.name or given, "area_id": area_id, "code": code}
    )
