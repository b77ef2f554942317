"""What the plan has to say against a day that an official is about to fix, in the words of `doithoai plan check`."""

import re

from handlers.milestones.calendar import calendar_of
from handlers.milestones.plans import plan_of, plans_of
from handlers.rules.plans.check import check
from handlers.rules.plans.model import Plan
from handlers.rules.plans.profile import read_profile
from handlers.texts import local_day
from storage.records import Office, Session
from storage.transaction import Transaction

MOST_REMARKS = 5


def day_remarks(tx: Transaction, office: Office, session: Session) -> list[str]:
    """What is found only because the session is held on its day, errors first; [] for a session beside every plan."""
    plan = plan_of(plans_of(tx, office.id), session)
    if plan is None or session.starts_at is None or all(each.key != session.key for each in plan.sessions):
        return []
    calendar, profile = calendar_of(tx, office.id), read_profile()
    without = {finding.message for finding in check(plan, calendar, profile)}
    found = check(plan, calendar, profile, session_dates={session.key: local_day(session.starts_at)})
    remarks = [finding.message for finding in found if finding.message not in without]
    return [_by_name(plan, remark) for remark in remarks[:MOST_REMARKS]]


def _by_name(plan: Plan, remark: str) -> str:
    """The remark with the names of reports and duties: keys are for who writes the plan's file."""
    names = {route.key: route.name for route in plan.routes} | {duty.key: duty.name for duty in plan.duties}
    return re.sub(r"«([a-z0-9-]+)»", lambda key: f"«{names.get(key[1], key[1])}»", remark)
