"""Until when somebody may be written to at one of their doors, and which door a message takes: pure.

Some platforms let a bot write for nothing for a while after a person's own message, then for money, then not at all
(docs/operators.md names them). What each of them allows stands on the identity, so that no rule names a platform.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from storage.records import Identity, IdentityState


class Reach(StrEnum):
    """How a door may be written to now."""

    FREE = "free"
    PAID = "paid"
    SHUT = "shut"
    GONE = "gone"


def reach_of(identity: Identity, at: datetime) -> Reach:
    """How this door may be written to at `at`."""
    if identity.state is IdentityState.GONE:
        return Reach.GONE
    if identity.open_until is not None and at >= identity.open_until:
        return Reach.SHUT
    spent = identity.free_left is not None and identity.free_left <= 0
    ended = identity.free_until is not None and at >= identity.free_until
    return Reach.PAID if spent or ended else Reach.FREE


def may_write(identity: Identity, at: datetime, *, paid: bool) -> bool:
    """Whether a message may go to this door at `at`; `paid`: also where it costs the office something."""
    reach = reach_of(identity, at)
    return reach is Reach.FREE or (paid and reach is Reach.PAID)


def best_door(doors: Iterable[Identity], at: datetime, *, paid: bool) -> Identity | None:
    """The door that was used last among those that may be written to; None where there is none."""
    usable = [door for door in doors if may_write(door, at, paid=paid)]
    return max(usable, key=lambda door: (door.last_seen_at, door.id), default=None)
