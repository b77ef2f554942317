"""What the tests of sessions, conclusions and announcements share: many people at once, ticks, and what was queued."""

from datetime import timedelta

from bot.outbox import queue_all
from handlers.messages import Reply
from handlers.reminders import due_messages
from storage import people, registrations
from storage.ids import new_id
from storage.records import (
    Consent,
    Delivery,
    Identity,
    IdentityState,
    Person,
    Registration,
    RegistrationState,
    Role,
    Session,
)
from storage.rows import insert_many
from storage.transaction import Transaction, Value
from tests.house import LIMITS, House, Someone

CHANNELS = {"telegram": LIMITS, "web_chat": LIMITS}


async def registered(house: House, someone: Someone, number: int = 1) -> None:
    """Register somebody who has entered the house to speak at its session."""
    session = await house.session()

    def add(tx: Transaction) -> None:
        identity = people.find_identity(tx, house.office.id, someone.channel, someone.name)
        assert identity is not None
        registrations.add_registration(
            tx,
            Registration(
                office_id=house.office.id,
                id=new_id(house.at),
                session_id=session.id,
                person_id=identity.person_id,
                identity_id=identity.id,
                number=number,
                topic="transport",
                content="Đường làng",
                concern_id=None,
                representing="self",
                state=RegistrationState.REGISTERED,
                created_at=house.at,
                withdrawn_at=None,
            ),
        )

    await house.database.write(add)


async def many_residents(house: House, count: int, channel: str = "telegram") -> list[str]:
    """Put this many subscribers who gave consent into the house; returns their addresses."""
    persons = [
        Person(
            office_id=house.office.id,
            id=new_id(house.at),
            language="vi",
            area_id=None,
            consent=Consent.GIVEN,
            consent_version="1",
            consent_at=house.at,
            subscribed=True,
            created_at=house.at,
        )
        for _ in range(count)
    ]
    identities = [
        Identity(
            office_id=house.office.id,
            id=new_id(house.at),
            person_id=person.id,
            channel=channel,
            address=f"{channel}-{number}",
            display_name="",
            state=IdentityState.ACTIVE,
            last_seen_at=house.at,
        )
        for number, person in enumerate(persons)
    ]

    def add(tx: Transaction) -> None:
        insert_many(tx, "person", list(persons))
        insert_many(tx, "identity", list(identities))

    await house.database.write(add)
    return [identity.address for identity in identities]


async def tick(house: House) -> list[Delivery]:
    """Let the clock strike: what is owed is queued. Returns what is new in the outbox."""
    before = {row.id for row in await house.deliveries()}
    await house.database.write(
        lambda tx: queue_all(tx, house.office.id, due_messages(tx, house.office, house.at), CHANNELS, house.at)
    )
    return [row for row in await house.deliveries() if row.id not in before]


async def until_held(house: House) -> Session:
    """Let time pass until the session is over; returns it."""
    session = await house.session()
    assert session.ends_at is not None
    house.at = session.ends_at + timedelta(hours=1)
    return session


async def run(house: House, sql: str, **values: Value) -> None:
    """Bring the house into a state that would take long to reach by talking."""
    await house.database.write(lambda tx: tx.run(sql, **values))


async def person_at(house: House, address: str) -> int:
    """Whose address this is."""
    (row,) = await house.rows(f"SELECT person_id FROM identity WHERE address = '{address}'")
    return int(str(row["person_id"]))


async def joined(house: House, address: str, person_id: int) -> None:
    """Make an address one more door of a person."""
    await run(house, "UPDATE identity SET person_id = :id WHERE address = :address", id=person_id, address=address)


def said(row: Delivery) -> str:
    """The words of a row of the outbox."""
    return Reply.model_validate_json(row.body).text


async def staff(house: House) -> tuple[Someone, Someone]:
    """Two officials who may release each other's work: hoa of the office, minh of the committee."""
    return await house.official("hoa", Role.OFFICE), await house.official("minh", Role.COMMITTEE)
