"""A plan in short words: what it is, its sessions, who chairs, and what is found when it is checked."""

from collections.abc import Sequence
from datetime import datetime

from handlers.milestones.calendar import calendar_of
from handlers.rules.plans.check import Finding, check
from handlers.rules.plans.model import Plan
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.timeline import timeline
from handlers.rules.plans.window import when_words, zone_of
from handlers.texts import N_, Texts
from storage.transaction import Transaction

MOST_SESSIONS, MOST_FINDINGS, MOST_DATES = 6, 8, 6


def plan_summary(texts: Texts, plan: Plan) -> str:
    """Its title and number, its sessions with time and place, who chairs."""
    document = plan.document
    number = texts.t(N_("plan.number"), number=document.number) if document.number else ""
    lines = [" ".join(part for part in (document.title, number) if part)]
    for session in plan.sessions[:MOST_SESSIONS]:
        venue = session.venue.name or texts.t(N_("plan.venue_later"))
        lines.append(texts.t(N_("plan.session_line"), title=session.title, when=when_words(session.when), venue=venue))
    if len(plan.sessions) > MOST_SESSIONS:
        lines.append(texts.tn("milestone.more", len(plan.sessions) - MOST_SESSIONS))
    chairs = ", ".join(chair.title for chair in plan.chairs)
    lines.append(texts.t(N_("plan.chairs"), chairs=chairs, committee=plan.committee.name))
    return "\n".join(lines)


def dates_words(tx: Transaction, office_id: int, texts: Texts, plan: Plan, at: datetime) -> str:
    """The first deadlines that are still to come, as the plan counts them; "" when none has a day."""
    counted = timeline(plan, {}, calendar_of(tx, office_id), read_profile())
    today = at.astimezone(zone_of(plan)).date()
    coming = [each for each in counted if each.due is not None and each.due.date >= today]
    lines = [
        texts.t(N_("plan.date_line"), day=texts.long_day(each.due.date), name=each.name, owed_by=each.owed_by)
        for each in coming[:MOST_DATES]
        if each.due is not None
    ]
    if not lines:
        return ""
    if len(coming) > MOST_DATES:
        lines.append(texts.tn("milestone.more", len(coming) - MOST_DATES))
    return "\n".join([texts.t(N_("plan.dates")), *lines])


def examined(tx: Transaction, office_id: int, plan: Plan, text: str = "") -> list[Finding]:
    """What the checks find in a plan; `text` is its TOML, for the lines."""
    return check(plan, calendar_of(tx, office_id), read_profile(), text=text)


def findings_words(texts: Texts, findings: Sequence[Finding]) -> str:
    """What was found, a line each; of very many the first. "" for nothing."""
    lines = [f"- {finding}" for finding in findings[:MOST_FINDINGS]]
    if len(findings) > MOST_FINDINGS:
        lines.append(texts.tn("milestone.more", len(findings) - MOST_FINDINGS))
    return "\n".join(lines)
