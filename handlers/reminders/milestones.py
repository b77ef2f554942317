"""Milestones by the clock: late ones are flagged, what the clock itself can see is marked done, and each morning
everybody who owes something hears of it, and who stands above them when it stays late.

What was told last stands in the row itself (`reminded`, `escalated`) and is written conditionally, so a tick repeated,
missed for days, or run by two workers tells each occasion once. Without anybody to tell, nothing is marked as told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handlers.desks import members, notice
from handlers.messages import Choice, Outgoing
from handlers.milestones.bodies import Directory, directory
from handlers.milestones.calendar import calendar_of
from handlers.milestones.keep import keep, keep_all
from handlers.milestones.moves import told_of_moves
from handlers.milestones.plans import plan_of, plans_of
from handlers.milestones.words import line, session_names
from handlers.reminders.mornings import this_morning
from handlers.rules.milestone_clock import call, ladder_steps
from handlers.rules.plans.model import Plan
from handlers.rules.plans.office import Reminders
from handlers.texts import N_, Texts, local_day
from storage import milestones, sessions
from storage.records import Milestone, Office, Official, Session, SessionState
from storage.transaction import Transaction

MOST_LINES = 12


def what_the_clock_saw(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> None:
    """Flag what is late; mark done what happened by itself: the session was held, registration ended.

    Sessions of a plan that were there before milestones were get theirs.
    """
    plans = plans_of(tx, office.id)
    if plans:
        having = milestones.sessions_with(tx, office.id)
        for session in every:
            if session.id not in having and session.state in {SessionState.SCHEDULED, SessionState.ANNOUNCED}:
                keep(tx, office, session, at)
    milestones.close_held(tx, office.id, at)
    milestones.close_by_clock(tx, office.id, at)
    milestones.flag_late(tx, office.id, at)


def recounted(tx: Transaction, office: Office, at: datetime) -> list[Outgoing]:
    """Deadlines counted by an older calendar are counted anew, and those affected hear which moved."""
    version = calendar_of(tx, office.id).version
    if not milestones.counted_otherwise(tx, office.id, version, at):
        return []
    moves = keep_all(tx, office, at, calendar_only=True)
    return told_of_moves(tx, office, moves, at, N_("milestone.calendar_moved"), occasion=f"calendar/{version}")


@dataclass(kw_only=True)
class _Letter:
    """What one person is told this morning."""

    own: list[Milestone] = field(default_factory=list)
    below: list[Milestone] = field(default_factory=list)


def milestone_reminders(tx: Transaction, office: Office, at: datetime) -> Iterator[Outgoing]:
    """This morning's letters: one a person, with everything they owe and everything late below them."""
    if this_morning(at) is None:
        return
    yield from recounted(tx, office, at)
    waiting = milestones.open_milestones(tx, office.id)
    if not waiting:
        return
    plans = plans_of(tx, office.id)
    known = directory(tx, office, plans)
    settings = _settings(tx, office, plans)
    letters: dict[int, _Letter] = {}
    recipients: dict[int, Official] = {}
    for milestone in waiting:
        reminders = settings.get(milestone.session_id, Reminders())
        for official, below in _owed(tx, known, milestone, reminders, at):
            letter = letters.setdefault(official.person_id, _Letter())
            recipients.setdefault(official.person_id, official)
            _put(letter, milestone, below=below)
    for person_id, letter in letters.items():
        yield from _send(tx, office, known, recipients[person_id], letter, at)


def _put(letter: _Letter, milestone: Milestone, *, below: bool) -> None:
    """Once a letter: who owes it themselves is not told besides that somebody below is late."""
    ids = {one.id for one in (*letter.own, *letter.below)}
    if milestone.id not in ids:
        (letter.below if below else letter.own).append(milestone)


def _settings(tx: Transaction, office: Office, plans: list[Plan]) -> dict[int, Reminders]:
    found = {session.id: plan_of(plans, session) for session in sessions.sessions(tx, office.id)}
    return {session_id: plan.reminders for session_id, plan in found.items() if plan is not None}


def _owed(
    tx: Transaction, known: Directory, milestone: Milestone, reminders: Reminders, at: datetime
) -> Iterator[tuple[Official, bool]]:
    """Who is told of it this morning; True beside those who only stand above."""
    debtors = known.debtors(milestone)
    due = call(milestone, reminders, at)
    new = due is not None and due.occasion != milestone.reminded
    if due is not None and new and debtors and milestones.mark_reminded(tx, milestone, due.occasion):
        yield from ((official, False) for official in debtors)
    steps = ladder_steps(milestone, reminders, at)
    above = known.above(milestone, steps) if steps > milestone.escalated else []
    if milestone.debtor and above and milestones.mark_escalated(tx, milestone, steps):
        yield from ((official, True) for official in above)


def _send(
    tx: Transaction, office: Office, known: Directory, official: Official, letter: _Letter, at: datetime
) -> Iterator[Outgoing]:
    titles = session_names(tx, office.id)
    for desk in members(tx, office, [official]):
        texts = Texts(desk.language)
        parts = [
            *_part(texts, N_("milestone.yours"), letter.own, known, titles, at),
            *_part(texts, N_("milestone.below"), letter.below, known, titles, at),
        ]
        choices = (
            Choice(label=texts.t(N_("milestone.mark_done")), value="/xongviec"),
            Choice(label=texts.t(N_("milestone.all")), value="/hanchot"),
        )
        # the letter's own occasion: the milestones in it, as they were marked a moment ago
        names = ".".join(str(one.id) for one in (*letter.own, *letter.below))
        yield notice(desk, f"milestones/{local_day(at)}/{names}", "\n".join(parts), choices)


def _part(
    texts: Texts, heading: str, found: list[Milestone], known: Directory, names: Mapping[int, str], at: datetime
) -> Iterator[str]:
    if not found:
        return
    yield texts.t(heading)
    for milestone in found[:MOST_LINES]:
        yield line(texts, milestone, at)
        if milestone.session_id in names:
            yield f"  {names[milestone.session_id]}"
        if not known.is_reached(milestone):
            yield texts.t(N_("milestone.not_reached"), owed_by=milestone.owed_by)
    if len(found) > MOST_LINES:
        yield texts.tn("milestone.more", len(found) - MOST_LINES)
