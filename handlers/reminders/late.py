"""Late assignments, each morning: to each agency its own, to the committee all of them."""

from collections.abc import Iterator
from datetime import datetime

from handlers.desks import Desk, members, notice
from handlers.messages import Choice, Outgoing
from handlers.official.words import Words
from handlers.reminders.mornings import this_morning
from handlers.texts import N_, Texts, local_day
from storage import deliveries, officials, summaries
from storage.records import Office, Role
from storage.summaries import Late
from storage.transaction import Transaction

MOST_LATE = 15


def late_assignments(tx: Transaction, office: Office, at: datetime) -> Iterator[Outgoing]:
    """Late assignments, once a day: to each agency its own, to the committee all of them."""
    if this_morning(at) is None:
        return
    late = summaries.late_assignments(tx, office.id, local_day(at))
    if not late:
        return
    committee = members(tx, office, officials.with_role(tx, office.id, Role.COMMITTEE))
    told = {desk.key for desk in committee}
    for desk in committee:
        yield from _late_to(tx, office, desk, late, at)
    for agency_id in dict.fromkeys(one.agency_id for one in late):
        own = [one for one in late if one.agency_id == agency_id]
        for desk in members(tx, office, officials.of_agency(tx, office.id, agency_id)):
            if desk.key not in told:
                yield from _late_to(tx, office, desk, own, at)


def _late_to(tx: Transaction, office: Office, desk: Desk, late: list[Late], at: datetime) -> Iterator[Outgoing]:
    occasion = f"late/{local_day(at)}"
    if deliveries.was_queued(tx, office.id, f"{occasion}/{desk.key}"):
        return
    words = Words(tx=tx, office=office, texts=Texts(desk.language))
    lines = [words.texts.tn("reminder.late", len(late)), *(_line(words, one) for one in late[:MOST_LATE])]
    if len(late) > MOST_LATE:
        lines.append(words.texts.tn("reminder.more_late", len(late) - MOST_LATE))
    yield notice(desk, occasion, "\n".join(lines), (Choice(label=words.texts.t(N_("reminder.inbox")), value="/ykien"),))


def _line(words: Words, one: Late) -> str:
    return words.texts.t(
        N_("reminder.late_line"),
        code=one.code,
        topic=words.topic(one.topic),
        agency=words.agency(one.agency_id),
        day=words.texts.day(one.due_on),
    )
