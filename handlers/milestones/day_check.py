"""What the plan has to say against a day that an official is about to fix, in the words of `doithoai plan check`."""

from handlers.milestones.calendar import calendar_of
from handlers.milestones.plans import plan_of, plans_of
from handlers.rules.plan_check import check
from handlers.rules.plan_profile import read_profile
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
    return [finding.message for finding in found if finding.message not in without][:MOST_REMARKS]
