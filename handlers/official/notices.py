"""Telling others: officials and residents at the door that they used last."""

from collections.abc import Callable, Iterable

from handlers.messages import Choice
from handlers.texts import Texts
from handlers.turn import Turn
from storage import officials, people
from storage.records import Concern, Official, Role

Wording = Callable[[Texts], str]
Offer = Callable[[Texts], list[Choice]]


def desk_of(turn: Turn) -> list[Official]:
    """The committee and the office: who assigns and releases."""
    return officials.with_role(turn.tx, turn.office.id, Role.COMMITTEE, Role.OFFICE)


def agency_officers(turn: Turn, agency_id: int) -> list[Official]:
    """The officers of an agency."""
    return [o for o in officials.of_agency(turn.tx, turn.office.id, agency_id) if o.role is Role.AGENCY]


def tell_officials(turn: Turn, recipients: Iterable[Official], wording: Wording, offer: Offer) -> None:
    """Tell each of these, once, in their own language; never the one who writes."""
    persons = dict.fromkeys(official.person_id for official in recipients)
    for person_id in persons:
        identity = people.last_identity(turn.tx, turn.office.id, person_id)
        if person_id != turn.person.id and identity is not None:
            texts = turn.texts_of(person_id)
            turn.tell(identity, wording(texts), offer(texts))


def tell_resident(turn: Turn, concern: Concern, wording: Wording, offer: Offer, *, once_key: str) -> None:
    """Tell the sender of a concern at the door they used last, once and never again.

    A protected concern stays at the door by which it came: another may be a family's. Who has no door hears of steps on
    the way from nobody, and of the outcome from a person (`in_person.py`).
    """
    own = people.get_identity(turn.tx, turn.office.id, concern.identity_id)
    last = None if concern.protected else people.last_identity(turn.tx, turn.office.id, concern.person_id)
    identity = last or own if concern.has_door else None
    if identity is not None:
        texts = turn.texts_of(concern.person_id)
        turn.tell(identity, wording(texts), offer(texts), once_key=once_key, concern_id=concern.id)


def view_choice(texts: Texts, code: str) -> Choice:
    """A tap opens the concern."""
    return Choice(label=texts.t("desk.open", code=code), value=f"/xem {code}")
