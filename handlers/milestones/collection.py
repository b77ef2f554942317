"""The end of collection follows the session's day, where the plan counts it from there and nobody set it by hand."""

from datetime import datetime

from handlers.milestones.calendar import calendar_of
from handlers.milestones.plans import plan_of, plans_of
from handlers.rules.plans.window import collection_window
from handlers.texts import local_day
from storage.records import Office, Session
from storage.transaction import Transaction


def following_close(tx: Transaction, office: Office, before: Session | None, after: Session) -> datetime | None:
    """Until when opinions are taken once the session is as in `after`; `before` is how it was, None for a new one."""
    plan = plan_of(plans_of(tx, office.id), after)
    planned = next((each for each in plan.sessions if each.key == after.key), None) if plan is not None else None
    rule = planned.collection.closes if planned is not None else None
    if plan is None or planned is None or rule is None or rule.date is not None or after.starts_at is None:
        return after.collection_closes_at
    calendar = calendar_of(tx, office.id)
    counted = collection_window(plan, planned, local_day(after.starts_at), calendar).closes
    was = None
    if before is not None and before.starts_at is not None:
        was = collection_window(plan, planned, local_day(before.starts_at), calendar).closes
    return counted if after.collection_closes_at in {None, was} else after.collection_closes_at
