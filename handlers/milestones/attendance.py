"""Who a session is for and how many are expected, as its plan says; nobody counts heads here."""

from collections.abc import Iterator

from handlers.milestones.plans import plan_of, plans_of
from handlers.rules.plans.model import Plan
from handlers.rules.plans.session import Quotas
from handlers.texts import N_, Texts
from storage.records import Office, Session
from storage.transaction import Transaction


def attendance_lines(tx: Transaction, office: Office, session: Session, texts: Texts) -> list[str]:
    """The audience and the numbers that the plan sets, a line each; [] for a session beside every plan."""
    plan = plan_of(plans_of(tx, office.id), session)
    planned = next((each for each in plan.sessions if each.key == session.key), None) if plan is not None else None
    if plan is None or planned is None:
        return []
    lines = [texts.t(N_("attendance.audience"), audience="; ".join(planned.audience))] if planned.audience else []
    numbers = ", ".join(_numbers(planned.quotas, _place_word(plan, planned.areas, texts), texts))
    return [*lines, texts.t(N_("attendance.numbers"), numbers=numbers)] if numbers else lines


def _place_word(plan: Plan, keys: tuple[str, ...], texts: Texts) -> str:
    """«ấp» when all places of the session are of one kind, else a word for any."""
    kinds = {area.kind for area in plan.areas if not keys or area.key in keys}
    return kinds.pop() if len(kinds) == 1 else texts.t(N_("attendance.place"))


def _numbers(quotas: Quotas, place: str, texts: Texts) -> Iterator[str]:
    if quotas.full_roll:
        yield quotas.full_roll
    if quotas.expected is not None:
        yield texts.tn("attendance.expected", quotas.expected)
    if quotas.total_min is not None:
        yield texts.tn("attendance.least", quotas.total_min)
    if quotas.total_max is not None:
        yield texts.tn("attendance.most", quotas.total_max)
    if quotas.per_area is not None:
        yield texts.tn("attendance.per_place", quotas.per_area, place=place)
    if quotas.per_area_min is not None:
        yield texts.tn("attendance.least_per_place", quotas.per_area_min, place=place)
