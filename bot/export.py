"""An office's concerns and answers as plain rows, without anybody's name or address and without anything protected."""

from typing import Any

from storage import concerns, exports, offices, sessions
from storage.errors import NotFound
from storage.records import Office
from storage.transaction import Transaction


def rows(tx: Transaction, office: Office, session_key: str = "") -> list[dict[str, Any]]:
    """One row a concern, the oldest first. Raises NotFound when there is no session with this key."""
    session = sessions.find_session(tx, office.id, session_key) if session_key else None
    if session_key and session is None:
        raise NotFound(f"session {session_key}")
    areas = {area.id: area.name for area in offices.areas(tx, office.id)}
    answers = exports.released_answers(tx, office.id)
    found = concerns.concerns_of_session(tx, office.id, session.id) if session else exports.open_concerns(tx, office.id)
    return [
        {
            "code": concern.code,
            "at": concern.created_at.isoformat(),
            "hamlet": areas.get(concern.area_id or 0),
            "topic": concern.topic,
            "kind": concern.kind,
            "state": concern.state,
            "text": concern.text,
            "answers": answers.get(concern.id, []),
        }
        for concern in found
    ]
