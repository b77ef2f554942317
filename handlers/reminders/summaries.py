"""The summaries: when collection of a session closed, and while it collects each morning that has anything new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from handlers.desks import Desk, groups, members, notice
from handlers.messages import Choice, Outgoing
from handlers.milestones.marks import summary_sent
from handlers.milestones.plans import plan_of, plans_of
from handlers.official.concerns.summary import figures_text, summary_text
from handlers.reminders.mornings import MORNING, this_morning
from handlers.rules.sessions import Phase, is_collecting, phase
from handlers.texts import DEFAULT_LANGUAGE, N_, Texts, local_day
from storage import deliveries, officials
from storage.records import Office, Role, Session, SummaryTold
from storage.summaries_told import last_told, remember
from storage.transaction import Transaction

QUIET = timedelta(days=7)
"""After so long without anything new a short word says so: silence might mean that the program stands still."""
_OVER = frozenset({Phase.CONCLUDED, Phase.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What fell due, as the beginning of its once_keys, and when."""

    occasion: str
    at: datetime


def closed(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> Iterator[Outgoing]:
    """The summary of each session whose collection closed and that is not over: owed however late the tick comes.

    A session that was entered after its collection had closed owes nothing.
    """
    for session in every:
        closes = session.collection_closes_at
        if closes is None or not session.created_at < closes <= at or phase(session, at) in _OVER:
            continue
        occasion = f"summary/{session.id}/closed/{closes:%Y%m%dT%H%M}"
        told = list(_summaries(tx, office, session, at, Owed(occasion=occasion, at=closes)))
        if told:
            summary_sent(tx, office.id, session.id)
        yield from told


def morning(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> Iterator[Outgoing]:
    """This morning's summary of each session that collected at the hour and still does, to whom it says anything new.

    The hour is the plan's `committee.summary_time`. A desk is looked at once a morning: what comes in later in the day
    is for the next one. Who has heard nothing for a week hears that there is nothing new.
    """
    today, plans = local_day(at), plans_of(tx, office.id)
    for session in every:
        plan = plan_of(plans, session)
        hour = this_morning(at, plan.committee.summary_time if plan is not None else MORNING)
        if hour is None or not (is_collecting(session, hour) and is_collecting(session, at)):
            continue
        lasts = [(desk, last_told(tx, office.id, session.id, desk.key)) for desk in _desks(tx, office)]
        owed = [(desk, last) for desk, last in lasts if desk.since <= hour and (last is None or last.looked_on < today)]
        if owed:
            yield from _mornings(tx, office, session, at, owed)


def _mornings(
    tx: Transaction, office: Office, session: Session, at: datetime, owed: Iterable[tuple[Desk, SummaryTold | None]]
) -> Iterator[Outgoing]:
    """What each of these desks is told this morning, and that it was looked at."""
    today, said = local_day(at), _Said(tx, office, session, at)
    content = sha256(figures_text(tx, office, session, at, Texts(DEFAULT_LANGUAGE)).encode()).hexdigest()
    for desk, last in owed:
        new = last is None or last.content != content
        quiet = last is not None and not new and today - last.told_on >= QUIET
        told = SummaryTold(
            office_id=office.id,
            session_id=session.id,
            desk=desk.key,
            looked_on=today,
            told_on=today if last is None or new or quiet else last.told_on,
            content=content,
        )
        remember(tx, told)
        occasion = f"summary/{session.id}/{today}"
        if new:
            yield said.to(desk, occasion)
        elif quiet:
            text = Texts(desk.language).t(N_("reminder.nothing_new"), title=session.title)
            yield notice(desk, occasion, text, said.look(desk))


def _summaries(tx: Transaction, office: Office, session: Session, at: datetime, owed: Owed) -> Iterator[Outgoing]:
    said = _Said(tx, office, session, at)
    for desk in _desks(tx, office):
        if desk.since <= owed.at and not deliveries.was_queued(tx, office.id, f"{owed.occasion}/{desk.key}"):
            yield said.to(desk, owed.occasion)


def _desks(tx: Transaction, office: Office) -> list[Desk]:
    return [*members(tx, office, officials.with_role(tx, office.id, Role.COMMITTEE)), *groups(tx, office)]


@dataclass(frozen=True)
class _Said:
    """The summary of a session, worked out once a language."""

    tx: Transaction
    office: Office
    session: Session
    at: datetime
    texts: dict[str, str] = field(default_factory=dict)

    def to(self, desk: Desk, occasion: str) -> Outgoing:
        """The whole summary to a desk, in its language."""
        if desk.language not in self.texts:
            language = Texts(desk.language)
            self.texts[desk.language] = summary_text(self.tx, self.office, self.session, self.at, language)
        return notice(desk, occasion, self.texts[desk.language], self.look(desk))

    def look(self, desk: Desk) -> tuple[Choice, ...]:
        """The button to leaf through the concerns; a group chat has none."""
        label = Texts(desk.language).t(N_("reminder.look"))
        return () if desk.group else (Choice(label=label, value=f"/tonghop {self.session.id}"),)
