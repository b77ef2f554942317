"""Answers that are owed soon, in the mornings that the plan sets: to each agency its own.

One letter for what is due on one day; its key names the day and the lead, so a morning that was missed is made good by
the next one.
"""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from handlers.desks import Desk, members, notice
from handlers.messages import Choice, Outgoing
from handlers.milestones.plans import plans_of
from handlers.official.words import Words
from handlers.reminders.mornings import this_morning
from handlers.rules.plans.office import Reminders
from handlers.texts import N_, Texts, local_day
from storage import deliveries, officials, summaries
from storage.records import Office
from storage.summaries import Late
from storage.transaction import Transaction

MOST_LINES = 15


def coming_assignments(tx: Transaction, office: Office, at: datetime) -> Iterator[Outgoing]:
    """What agencies have to answer within the plan's days before."""
    if this_morning(at) is None:
        return
    plans = plans_of(tx, office.id)
    leads = sorted(plans[-1].reminders.days_before if plans else Reminders().days_before)
    if not leads:
        return
    today = local_day(at)
    found = sorted(
        summaries.assignments_due(tx, office.id, today, leads[-1]), key=lambda one: (one.agency_id, one.due_on)
    )
    for (agency_id, due_on), own in groupby(found, key=lambda one: (one.agency_id, one.due_on)):
        lead = next(days for days in leads if (due_on - today).days <= days)
        occasion, listed = f"coming/{due_on}/{lead}", list(own)
        for desk in members(tx, office, officials.of_agency(tx, office.id, agency_id)):
            if not deliveries.was_queued(tx, office.id, f"{occasion}/{desk.key}"):
                yield _letter(tx, office, desk, occasion, due_on, listed)


def _letter(tx: Transaction, office: Office, desk: Desk, occasion: str, due_on: date, own: list[Late]) -> Outgoing:
    words = Words(tx=tx, office=office, texts=Texts(desk.language))
    lines = [
        words.texts.tn("reminder.coming", len(own), day=words.texts.long_day(due_on)),
        *(f"{one.code} · {words.topic(one.topic)}" for one in own[:MOST_LINES]),
    ]
    if len(own) > MOST_LINES:
        lines.append(words.texts.tn("reminder.more_late", len(own) - MOST_LINES))
    return notice(
        desk, occasion, "\n".join(lines), (Choice(label=words.texts.t(N_("reminder.inbox")), value="/ykien"),)
    )
