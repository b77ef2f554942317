"""Who is writing: the identity, the person behind it, the official they may be, and where their conversation stands."""

from datetime import datetime

from handlers.messages import Incoming
from handlers.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts
from handlers.turn import Turn
from storage import conversations, officials, people
from storage.errors import NotFound
from storage.ids import new_id
from storage.records import Consent, Identity, IdentityState, Office, Person
from storage.transaction import Transaction

LONGEST_NAME = 120


def turn_for(tx: Transaction, office: Office, incoming: Incoming, at: datetime, web_address: str = "") -> Turn:
    """The turn that this message begins; a new sender becomes a person here."""
    identity = people.find_identity(tx, office.id, incoming.channel, incoming.sender)
    if identity is None:
        identity = _new_identity(tx, office, incoming, at)
    else:
        people.touch_identity(tx, identity, at)
    person = people.get_person(tx, office.id, identity.person_id)
    if person is None:
        raise NotFound("person")
    state = conversations.get_conversation(tx, office.id, identity.id)
    turn = Turn(
        tx=tx,
        at=at,
        incoming=incoming,
        office=office,
        identity=identity,
        person=person,
        official=officials.find_official(tx, office.id, person.id),
        texts=Texts(person.language),
        web_address=web_address,
    )
    if state is not None:
        turn.step, turn.serial, turn.data, turn.offered = (
            state.step,
            state.serial,
            dict(state.data),
            state.offered,
        )
    return turn


def _new_identity(tx: Transaction, office: Office, incoming: Incoming, at: datetime) -> Identity:
    person = Person(
        office_id=office.id,
        id=new_id(at),
        language=incoming.language if incoming.language in LANGUAGES else DEFAULT_LANGUAGE,
        area_id=None,
        consent=Consent.UNASKED,
        consent_version=None,
        consent_at=None,
        subscribed=True,
        created_at=at,
    )
    people.add_person(tx, person)
    identity = Identity(
        office_id=office.id,
        id=new_id(at),
        person_id=person.id,
        channel=incoming.channel,
        address=incoming.sender,
        display_name=incoming.sender_name[:LONGEST_NAME],
        state=IdentityState.ACTIVE,
        last_seen_at=at,
    )
    people.add_identity(tx, identity)
    return identity


def left(turn: Turn) -> None:
    """The person stopped the bot: nothing can be said, and nothing more is sent until they write again."""
    people.set_identity_state(turn.tx, turn.office.id, turn.identity.channel, turn.identity.address, IdentityState.GONE)
