"""The plans of an office as they were imported, and which of them promises a session."""

from functools import lru_cache

from handlers.rules.plans.model import Plan
from storage import offices
from storage.records import Session
from storage.transaction import Transaction


def plans_of(tx: Transaction, office_id: int) -> list[Plan]:
    """The newest version of every plan of an office, the newest plan first."""
    newest: dict[str, Plan] = {}
    for text in offices.plan_texts(tx, office_id):
        plan = _plan(text)
        newest.setdefault(plan.key, plan)
    return list(newest.values())


def plan_in_force(tx: Transaction, office_id: int) -> Plan | None:
    """The plan imported last, or None for an office that has none."""
    found = plans_of(tx, office_id)
    return found[0] if found else None


def plan_of(plans: list[Plan], session: Session) -> Plan | None:
    """The plan that has this session; for one beside every plan the newest; None where there is no plan."""
    having = (plan for plan in plans if any(planned.key == session.key for planned in plan.sessions))
    return next(having, plans[0] if plans else None)


@lru_cache(maxsize=64)
def _plan(text: str) -> Plan:
    """A plan from its JSON: a tick asks every few seconds, and it hardly ever changes."""
    return Plan.model_validate_json(text)
