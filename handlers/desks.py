"""Who is written to when nobody has just written: officials by the door they used last, and registered group chats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handlers.messages import Choice, Outgoing, Reply
from handlers.texts import DEFAULT_LANGUAGE
from storage import officials, people
from storage.records import Office, Official, Purpose, Urgency
from storage.transaction import Transaction


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Somebody to be told: a committee member or officer by the door they used last, or a group chat.

    `since`: who came after something fell due is not owed it.
    """

    key: str
    since: datetime
    channel: str
    address: str
    language: str
    group: bool = False


def members(tx: Transaction, office: Office, found: Iterable[Official]) -> list[Desk]:
    """One desk a person, whatever number of roles; keyed by person, so that a new door means no second message."""
    desks: dict[int, Desk] = {}
    for official in found:
        door = people.last_identity(tx, office.id, official.person_id)
        person = people.get_person(tx, office.id, official.person_id)
        if door is not None and person is not None:
            desks[person.id] = Desk(
                key=f"person/{person.id}",
                since=official.enrolled_at,
                channel=door.channel,
                address=door.address,
                language=person.language,
            )
    return list(desks.values())


def groups(tx: Transaction, office: Office) -> list[Desk]:
    """The committee's group chats."""
    return [
        Desk(
            key=f"group/{chat.channel}/{chat.address}",
            since=chat.registered_at,
            channel=chat.channel,
            address=chat.address,
            language=DEFAULT_LANGUAGE,
            group=True,
        )
        for chat in officials.group_chats(tx, office.id, Purpose.COMMITTEE)
    ]


def notice(
    desk: Desk, occasion: str, text: str, choices: tuple[Choice, ...] = (), *, not_before: datetime | None = None
) -> Outgoing:
    """A notice to a desk, once an occasion."""
    return Outgoing(
        channel=desk.channel,
        address=desk.address,
        reply=Reply(text=text, choices=choices),
        urgency=Urgency.NOTICE,
        once_key=f"{occasion}/{desk.key}",
        not_before=not_before,
    )
