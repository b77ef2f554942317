"""Papers that a plan promised are drafted before they are due, once, and offered to whoever owes them.

A draft stands in the database in the same write, and one that is there is not made again: not by a repeated tick, not
by two workers, not after a person put it aside.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from handlers.desks import members
from handlers.milestones.bodies import Directory, directory
from handlers.milestones.plans import plan_of, plans_of
from handlers.papers.gather import NothingToSay, source_of
from handlers.papers.kinds import OF_MILESTONE, title_of
from handlers.papers.making import ask, first_draft
from handlers.rules.access import RELEASERS
from handlers.rules.plans.model import Plan
from handlers.rules.plans.office import Reminders
from handlers.rules.sessions import Phase, phase
from handlers.texts import N_, Texts
from storage import audit, milestones, papers
from storage.ids import new_id
from storage.records import Addressee, AuditEntry, Milestone, Office, Session, Work
from storage.transaction import Transaction


def draft_papers(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> None:
    """Draft what is due soon. What cannot be gathered yet (nothing was held, concluded, sent) waits."""
    plans = plans_of(tx, office.id)
    by_id = {session.id: session for session in every}
    leads = {session.id: _lead(plan_of(plans, session)) for session in every}
    over = {session.id for session in every if phase(session, at) in {Phase.CLOSED, Phase.CONCLUDED}}
    due = [one for one in milestones.open_milestones(tx, office.id) if _is_soon(one, at, over, leads)]
    if not due:
        return
    made, known = papers.kinds_made(tx, office.id), directory(tx, office, plans)
    for milestone in due:
        kind = OF_MILESTONE[milestone.kind]
        if (milestone.session_id, kind) in made or milestone.session_id not in by_id:
            continue
        if _draft(tx, office, by_id[milestone.session_id], milestone, known, at):
            made.add((milestone.session_id, kind))


def _lead(plan: Plan | None) -> timedelta:
    """As early as the plan's first reminder: what came by then stands in the paper, and there is time to read it."""
    return timedelta(days=max((plan.reminders if plan is not None else Reminders()).days_before, default=0))


def _is_soon(milestone: Milestone, at: datetime, over: set[int], leads: Mapping[int, timedelta]) -> bool:
    """Minutes are due once the session is over: plans name who writes them, not until when."""
    late_from = milestone.late_from
    if milestone.kind == "minutes":
        return milestone.session_id in over
    lead = leads.get(milestone.session_id, timedelta())
    return milestone.kind in OF_MILESTONE and late_from is not None and late_from - lead <= at < late_from


def _draft(
    tx: Transaction, office: Office, session: Session, milestone: Milestone, known: Directory, at: datetime
) -> bool:
    kind = OF_MILESTONE[milestone.kind]
    owing = [one for one in known.debtors(milestone) if one.role in RELEASERS] or known.desk()
    desks = members(tx, office, owing)
    if not desks:
        return False
    try:
        row = first_draft(source_of(tx, office, session, at), kind)
    except NothingToSay:
        return False
    if row is None:
        return False
    people = {f"person/{one.person_id}": one.person_id for one in owing}
    addresses = [
        Addressee(
            channel=desk.channel,
            address=desk.address,
            language=desk.language,
            person_id=people.get(desk.key),
            note=_note(Texts(desk.language), milestone, title_of(kind)),
        )
        for desk in desks
    ]
    ask(tx, office, Work.PAPER, session.id, addresses, at, paper_id=row.id)
    after = {"kind": kind, "milestone": milestone.id}
    entry = AuditEntry(
        office_id=office.id,
        id=new_id(at),
        at=at,
        person_id=None,
        act="draft_paper",
        subject="paper",
        subject_id=row.id,
        before={},
        after=after,
    )
    audit.add_entry(tx, entry)
    return True


def _note(texts: Texts, milestone: Milestone, name: str) -> str:
    if milestone.last_day is None:
        return texts.t(N_("paper.due_now"), milestone=milestone.name, name=name)
    day = texts.day(milestone.last_day)
    return texts.t(N_("paper.due_soon"), milestone=milestone.name, day=day, name=name)
