"""The summaries: when collection of a session closed, and each morning while it collects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from handlers.desks import groups, members, notice
from handlers.messages import Choice, Outgoing
from handlers.milestones.marks import summary_sent
from handlers.official.concerns.summary import summary_text
from handlers.reminders.mornings import this_morning
from handlers.rules.sessions import Phase, is_collecting, phase
from handlers.texts import N_, Texts, local_day
from storage import deliveries, officials
from storage.records import Office, Role, Session
from storage.transaction import Transaction

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
    """This morning's summary of each session that collected at the hour and still does."""
    hour = this_morning(at)
    if hour is None:
        return
    for session in every:
        if is_collecting(session, hour) and is_collecting(session, at):
            owed = Owed(occasion=f"summary/{session.id}/{local_day(at)}", at=hour)
            yield from _summaries(tx, office, session, at, owed)


def _summaries(tx: Transaction, office: Office, session: Session, at: datetime, owed: Owed) -> Iterator[Outgoing]:
    desks = [*members(tx, office, officials.with_role(tx, office.id, Role.COMMITTEE)), *groups(tx, office)]
    said: dict[str, str] = {}
    for desk in desks:
        if desk.since > owed.at or deliveries.was_queued(tx, office.id, f"{owed.occasion}/{desk.key}"):
            continue
        texts = Texts(desk.language)
        if desk.language not in said:
            said[desk.language] = summary_text(tx, office, session, at, texts)
        look = Choice(label=texts.t(N_("reminder.look")), value=f"/tonghop {session.id}")
        yield notice(desk, owed.occasion, said[desk.language], () if desk.group else (look,))
