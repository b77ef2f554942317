"""A plan that is imported again with another date, place or end of collection brings its sessions along.

What an official fixed in chat stays while the plan itself says nothing new about it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from handlers.rules.plans.model import Plan
from handlers.rules.plans.session import PlannedSession
from storage import sessions
from storage.records import Office, Session, SessionState
from storage.transaction import Transaction

Change = tuple[Session, Session]
_OVER = frozenset({SessionState.CONCLUDED, SessionState.CANCELLED})


def follow_plan(
    tx: Transaction,
    office: Office,
    old: Plan | None,
    new: Plan,
    at: datetime,
    made: Callable[[PlannedSession], Session],
) -> list[Change]:
    """Change the sessions about which the new version of a plan says something else; return (before, after) of each.

    `made` is the session as the new plan alone would have it.
    """
    before = {planned.key: planned for planned in old.sessions} if old is not None else {}
    changes = []
    for planned in new.sessions:
        earlier = before.get(planned.key)
        kept = sessions.find_session(tx, office.id, planned.key)
        if earlier is None or kept is None or kept.state in _OVER:
            continue
        wanted = kept.model_copy(update=_said_anew(earlier, planned, kept, made(planned)))
        if wanted == kept:
            continue
        after = wanted.model_copy(update={"updated_at": max(at, kept.updated_at + timedelta(microseconds=1))})
        if sessions.change_session(tx, after, kept):
            changes.append((kept, after))
    return changes


def _said_anew(earlier: PlannedSession, planned: PlannedSession, kept: Session, made: Session) -> dict[str, object]:
    """The fields of a session that the new version of its plan sets otherwise than the old one did."""
    found: dict[str, object] = {}
    moved = earlier.when != planned.when and made.starts_at is not None
    if moved:
        found.update(starts_at=made.starts_at, ends_at=made.ends_at, date_note="")
    if moved or earlier.collection != planned.collection:
        found["collection_closes_at"] = made.collection_closes_at
    if earlier.venue != planned.venue and made.venue:
        found["venue"] = made.venue
    if earlier.title != planned.title:
        found["title"] = made.title
    if earlier.focus != planned.focus:
        found["focus"] = made.focus
    if (made.answer_days, made.answer_unit) != (kept.answer_days, kept.answer_unit):
        found.update(answer_days=made.answer_days, answer_unit=made.answer_unit)
    return found
