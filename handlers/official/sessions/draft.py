"""A session as plain values that a conversation can keep, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.rules.due_words import usual_rule
from storage.ids import new_id
from storage.records import Session, SessionState

_MOMENTS = {
    "starts": "starts_at",
    "ends": "ends_at",
    "opens": "collection_opens_at",
    "closes": "collection_closes_at",
}
_WORDS = ("title", "venue", "date_note", "answer_days", "answer_unit", "key")


def new_draft(like: Session | None) -> dict[str, Any]:
    """A session of which nothing is known yet; answers may take as long as with the session it is `like`."""
    usual = usual_rule()
    days = like.answer_days if like else usual.days
    unit = like.answer_unit if like else usual.unit
    return {
        **dict.fromkeys((*_MOMENTS, "title", "venue", "date_note", "key", "id", "seen", "created"), ""),
        "focus": [],
        "answer_days": days,
        "answer_unit": unit,
        "state": SessionState.SCHEDULED.value,
    }


def draft_of(session: Session) -> dict[str, Any]:
    """The values of a session that stands; `seen` is when it was last changed."""
    moments = {name: getattr(session, field) for name, field in _MOMENTS.items()}
    return {
        **{name: getattr(session, name) for name in _WORDS},
        **{name: moment.isoformat() if moment else "" for name, moment in moments.items()},
        "focus": list(session.focus),
        "id": str(session.id),
        "seen": session.updated_at.isoformat(),
        "created": session.created_at.isoformat(),
        "state": session.state.value,
    }


def session_of(draft: Mapping[str, Any], office_id: int, at: datetime) -> Session:
    """The session that the values describe; a new one begins at `at`."""
    session_id = int(draft["id"]) if draft["id"] else new_id(at)
    return Session(
        office_id=office_id,
        id=session_id,
        key=draft["key"] or str(session_id),
        title=draft["title"],
        state=SessionState(draft["state"]),
        starts_at=_moment(draft["starts"]),
        ends_at=_moment(draft["ends"]),
        date_note=draft["date_note"],
        venue=draft["venue"],
        focus=tuple(draft["focus"]),
        collection_opens_at=_moment(draft["opens"]),
        collection_closes_at=_moment(draft["closes"]),
        answer_days=draft["answer_days"],
        answer_unit=draft["answer_unit"],
        created_at=_moment(draft["created"]) or at,
        updated_at=_moment(draft["seen"]) or at,
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
