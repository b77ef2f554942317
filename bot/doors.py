"""What becomes of a message whose recipient may not be written to here and now: nothing is silently dropped.

An answer whose window is shut is announced by an approved template where one is configured (bot/delivery.py sends it),
else it goes by another door of the same person, else it stands on the office's list of people whom nobody reached. In
the first and last case it stays in the outbox and goes as soon as the person writes to us, by whichever door.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.channels.base import Limits, Window
from bot.outbox import rows_of
from handlers.messages import Incoming, Outgoing, Reply
from handlers.rules.doors import best_door
from storage import concerns, deliveries, offices, people, unreached
from storage.ids import new_id
from storage.records import Delivery, Identity, IdentityState, Unreached, Urgency
from storage.transaction import Transaction

REACHED = "reached"
"""The outcome of an entry of the list whose message went out after all."""


def heard_from(tx: Transaction, incoming: Incoming, limits: Limits) -> None:
    """Somebody wrote to us: their window at this door is open from now on, as long as its platform keeps it open."""
    if limits.free_for is None and limits.open_for is None:
        return
    at = incoming.received_at
    people.set_window(
        tx,
        incoming.office_id,
        incoming.channel,
        incoming.sender,
        at + limits.free_for if limits.free_for is not None else None,
        at + limits.open_for if limits.open_for is not None else None,
        None,
    )


def let_waiting_go(tx: Transaction, incoming: Incoming, limits: Mapping[str, Limits]) -> set[str]:
    """What waited for this person, at any door of theirs, goes now by the door that they used; who has to send."""
    if incoming.kind == "left" or incoming.group:
        return set()
    waiting = deliveries.waiting_for(tx, incoming.office_id, incoming.channel, incoming.sender)
    if not waiting:
        return set()
    for row in waiting:
        if (row.channel, row.address) == (incoming.channel, incoming.sender):
            deliveries.mark_queued(tx, row.office_id, row.id, incoming.received_at)
        else:
            _send_by(tx, row, incoming.channel, incoming.sender, limits, incoming.received_at)
    ids = [row.id for row in waiting]
    unreached.settle_deliveries(tx, incoming.office_id, ids, REACHED, incoming.received_at)
    return {incoming.channel}


def keep_window(tx: Transaction, row: Delivery, window: Window) -> Identity | None:
    """Remember what the platform itself says of a recipient's window; the identity as it is then."""
    people.set_window(
        tx, row.office_id, row.channel, row.address, window.free_until, window.open_until, window.free_left
    )
    return people.door_at(tx, row.office_id, row.channel, row.address)


def detour(tx: Transaction, row: Delivery, code: str, limits: Mapping[str, Limits], at: datetime) -> set[str]:
    """Another way for a message that cannot go where it stands; returns the channels that have something to send.

    A reply takes none: who asked sees that nothing came, and asks again. `code`: why it cannot go.
    """
    here = people.door_at(tx, row.office_id, row.channel, row.address)
    if here is None or row.urgency is Urgency.REPLY:
        deliveries.mark_parked(tx, row, code)
        return set()
    door = _other_door(tx, row, here, at)
    if door is not None and door.channel in limits:
        _send_by(tx, row, door.channel, door.address, limits, at)
        return {door.channel}
    if row.urgency is Urgency.ANNOUNCEMENT:
        deliveries.mark_parked(tx, row, code)
        return set()
    deliveries.mark_waiting(tx, row, code)
    unreached.add(
        tx,
        Unreached(
            office_id=row.office_id,
            id=new_id(at),
            delivery_id=row.id,
            person_id=here.person_id,
            concern_id=row.concern_id,
            reason=code,
            at=at,
            outcome="",
            outcome_at=None,
            outcome_by=None,
        ),
    )
    return set()


def _other_door(tx: Transaction, row: Delivery, here: Identity, at: datetime) -> Identity | None:
    """A protected concern's news has no other door than the one it came by."""
    concern = concerns.get_concern(tx, row.office_id, row.concern_id) if row.concern_id is not None else None
    if concern is not None and concern.protected:
        return None
    paid = row.urgency is not Urgency.ANNOUNCEMENT or pays_for_announcements(tx, row.office_id)
    others = [door for door in people.doors(tx, row.office_id, here.person_id) if door.id != here.id]
    return best_door(others, at, paid=paid)


def pays_for_announcements(tx: Transaction, office_id: int) -> bool:
    """Whether this office sends announcements also where they cost something."""
    return offices.get_office(tx, office_id).profile.paid_announcements


def _send_by(
    tx: Transaction, row: Delivery, channel: str, address: str, limits: Mapping[str, Limits], at: datetime
) -> None:
    """The same message anew for another door; a key of its own keeps a repeated detour from sending it twice."""
    outgoing = Outgoing(
        channel=channel,
        address=address,
        reply=Reply.model_validate_json(row.body).model_copy(update={"update_key": None}),
        urgency=row.urgency,
        announcement_id=row.announcement_id,
        once_key=f"detour/{row.id}/{channel}",
        concern_id=row.concern_id,
    )
    deliveries.queue_many(tx, rows_of(row.office_id, outgoing, limits[channel], at))
    deliveries.mark_replaced(tx, row.office_id, row.id, "other_door")


def give_up(tx: Transaction, row: Delivery, code: str, limits: Mapping[str, Limits], at: datetime) -> set[str]:
    """The address takes nothing any more: it is marked as gone, and all that waits for it takes another way."""
    people.set_identity_state(tx, row.office_id, row.channel, row.address, IdentityState.GONE)
    channels: set[str] = set()
    for waiting in deliveries.queued_at(tx, row.office_id, row.channel, row.address):
        channels |= detour(tx, waiting, code, limits, at)
    return channels
