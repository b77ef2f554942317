"""People whom no message reached, each morning while there are any: to who calls or visits them."""

from collections.abc import Iterator
from datetime import datetime

from handlers.desks import members, notice
from handlers.messages import Choice, Outgoing
from handlers.reminders.mornings import this_morning
from handlers.texts import N_, Texts, local_day
from storage import deliveries, officials, unreached
from storage.records import Office, Role
from storage.transaction import Transaction


def people_to_call(tx: Transaction, office: Office, at: datetime) -> Iterator[Outgoing]:
    """How many wait for a call: to the office and the committee; of protected concerns to the inspector alone."""
    if this_morning(at) is None:
        return
    for protected, roles in ((False, (Role.OFFICE, Role.COMMITTEE)), (True, (Role.INSPECTOR,))):
        waiting = len(unreached.open_ones(tx, office.id, protected=protected))
        if not waiting:
            continue
        for desk in members(tx, office, officials.with_role(tx, office.id, *roles)):
            occasion = f"unreached/{local_day(at)}"
            if deliveries.was_queued(tx, office.id, f"{occasion}/{desk.key}"):
                continue
            texts = Texts(desk.language)
            look = Choice(label=texts.t(N_("unreached.list_again")), value="/chuaden")
            yield notice(desk, occasion, texts.tn("unreached.count", waiting), (look,))
