"""Count a session's milestones and write them down: at import, and whenever a date or the calendar moves.

Nothing that is done is touched. What is no longer promised is waived, not deleted: what was asked of whom stays known.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from handlers.milestones.calendar import calendar_of
from handlers.milestones.plans import plan_of, plans_of
from handlers.rules.calendar import Calendar
from handlers.rules.deadlines import cutoff
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.timeline import Milestone as Counted
from handlers.rules.session_milestones import session_milestones
from handlers.texts import LOCAL
from storage import milestones, sessions
from storage.ids import new_id
from storage.records import Milestone, MilestoneState, Office, Session, SessionState
from storage.transaction import Transaction

GONE = "không còn trong kế hoạch"
CANCELLED = "buổi đối thoại không tổ chức"


@dataclass(frozen=True, kw_only=True)
class Move:
    """One milestone whose deadline changed: as it was, and as it is."""

    before: Milestone
    after: Milestone


def keep_all(tx: Transaction, office: Office, at: datetime, *, calendar_only: bool = False) -> list[Move]:
    """Count every session that is not cancelled; return what moved."""
    every = [one for one in sessions.sessions(tx, office.id) if one.state is not SessionState.CANCELLED]
    return [move for session in every for move in keep(tx, office, session, at, calendar_only=calendar_only)]


def keep(tx: Transaction, office: Office, session: Session, at: datetime, *, calendar_only: bool = False) -> list[Move]:
    """Bring the milestones of one session up to date; return those whose deadline moved.

    `calendar_only`: nothing but the days off changed, and what was due before `at` stays as it was counted.
    """
    known = {(one.key, one.debtor): one for one in milestones.of_session(tx, office.id, session.id)}
    if session.state is SessionState.CANCELLED:
        _waive(tx, list(known.values()), at, CANCELLED)
        return []
    wanted = {(each.key, each.debtor or ""): each for each in _counted(tx, office, session)}
    moves = []
    for name, counted in wanted.items():
        old = known.get(name)
        if calendar_only and (old is None or (old.late_from is not None and old.late_from <= at)):
            continue
        if old is None:
            milestones.add_milestone(tx, _new(office, session, counted, at))
        elif (move := _recount(tx, old, counted, at)) is not None:
            moves.append(move)
    if not calendar_only:
        _waive(tx, [one for name, one in known.items() if name not in wanted], at, GONE)
    return moves


def preview(
    tx: Transaction, office: Office, session: Session, at: datetime, calendar: Calendar | None = None
) -> list[Move]:
    """What would move if the session (or the calendar) were as given; writes nothing."""
    if session.state is SessionState.CANCELLED:
        return []
    known = {(one.key, one.debtor): one for one in milestones.of_session(tx, office.id, session.id)}
    counted = _counted(tx, office, session, calendar)
    pairs = [(known.get((each.key, each.debtor or "")), each) for each in counted]
    changed = [(old, _recounted(old, each, at)) for old, each in pairs if old is not None and old.is_open]
    return [Move(before=old, after=new) for old, new in changed if _moved(old, new)]


def _counted(tx: Transaction, office: Office, session: Session, calendar: Calendar | None = None) -> list[Counted]:
    plan = plan_of(plans_of(tx, office.id), session)
    return session_milestones(plan, office, session, calendar or calendar_of(tx, office.id), read_profile())


def _waive(tx: Transaction, gone: list[Milestone], at: datetime, note: str) -> None:
    for one in gone:
        milestones.waive(tx, one.office_id, one.id, at, note)


def _recount(tx: Transaction, old: Milestone, counted: Counted, at: datetime) -> Move | None:
    again = old.state is MilestoneState.WAIVED and old.note in {GONE, CANCELLED}
    if not old.is_open and not again:
        return None
    new = _recounted(old, counted, at)
    if again:
        new = new.model_copy(update={"state": MilestoneState.PLANNED, "note": ""})
    if new.model_copy(update={"updated_at": old.updated_at}) == old:
        return None
    milestones.recount(tx, new)
    return Move(before=old, after=new) if _moved(old, new) else None


def _moved(old: Milestone, new: Milestone) -> bool:
    return (old.last_day, old.due_time) != (new.last_day, new.due_time)


def _recounted(old: Milestone, counted: Counted, at: datetime) -> Milestone:
    """As it is counted now. An extension holds while it still gives more time than the new count."""
    new = old.model_copy(update=_values(counted))
    if old.extended_on is not None and (new.due_on is None or old.extended_on <= new.due_on):
        new = new.model_copy(update={"extended_on": None, "extension_reason": ""})
    elif old.extended_on is not None:
        new = new.model_copy(update={"late_from": old.late_from})
    if _moved(old, new):
        new = new.model_copy(update={"reminded": "", "escalated": 0, "state": MilestoneState.PLANNED})
    return new.model_copy(update={"updated_at": max(at, old.updated_at + timedelta(microseconds=1))})


def _new(office: Office, session: Session, counted: Counted, at: datetime) -> Milestone:
    return Milestone(
        office_id=office.id,
        id=new_id(at),
        session_id=session.id,
        key=counted.key,
        debtor=counted.debtor or "",
        state=MilestoneState.PLANNED,
        created_at=at,
        updated_at=at,
        **_values(counted),
    )


def _values(counted: Counted) -> dict[str, Any]:
    """What a count says; a deadline keeps the version of the calendar that counted it."""
    due = counted.due
    return {
        "kind": counted.kind,
        "name": counted.name,
        "owed_by": counted.owed_by,
        "owed_to": counted.owed_to,
        "creditors": counted.creditors,
        "due_on": due.date if due else None,
        "due_time": due.time if due else None,
        "late_from": cutoff(due, LOCAL) if due else None,
        "explanation": counted.explanation,
        "source": counted.source,
        "origin": counted.origin,
        "computed_by": due.calendar_version if due else "",
        "provisional": due.provisional if due else False,
    }
