"""Persons, the consent they gave, and their identities on channels."""

from datetime import datetime

from storage.records import Consent, Identity, IdentityState, Person
from storage.rows import insert
from storage.transaction import Transaction, Value


def add_person(tx: Transaction, person: Person) -> None:
    """Remember a new person."""
    insert(tx, "person", person)


def get_person(tx: Transaction, office_id: int, person_id: int) -> Person | None:
    """One person, or None."""
    row = tx.one(
        "SELECT * FROM person WHERE office_id = :office_id AND id = :person_id",
        office_id=office_id,
        person_id=person_id,
    )
    return Person.of(row) if row else None


def set_language(tx: Transaction, office_id: int, person_id: int, language: str) -> None:
    """Remember the language a person chose."""
    tx.run(
        "UPDATE person SET language = :language WHERE office_id = :office_id AND id = :person_id",
        office_id=office_id,
        person_id=person_id,
        language=language,
    )


def set_area(tx: Transaction, office_id: int, person_id: int, area_id: int | None) -> None:
    """Remember the hamlet a person lives in."""
    tx.run(
        "UPDATE person SET area_id = :area_id WHERE office_id = :office_id AND id = :person_id",
        office_id=office_id,
        person_id=person_id,
        area_id=area_id,
    )


def set_subscribed(tx: Transaction, office_id: int, person_id: int, *, subscribed: bool) -> None:
    """Remember whether a person wants announcements."""
    tx.run(
        "UPDATE person SET subscribed = :subscribed WHERE office_id = :office_id AND id = :person_id",
        office_id=office_id,
        person_id=person_id,
        subscribed=subscribed,
    )


def record_consent(
    tx: Transaction,
    office_id: int,
    person_id: int,
    consent: Consent,
    version: str,
    at: datetime,
    consent_id: int,
) -> None:
    """Keep a person's decision with its time and the version of the text shown; earlier decisions stay in the list.

    Law 91/2025/QH15 Art. 9: consent is provable, and silence is not consent.
    """
    values: dict[str, Value] = {
        "office_id": office_id,
        "person_id": person_id,
        "state": consent,
        "version": version,
        "at": at,
    }
    tx.run(
        """INSERT INTO consent (office_id, id, person_id, state, version, at)
           VALUES (:office_id, :id, :person_id, :state, :version, :at)""",
        id=consent_id,
        **values,
    )
    tx.run(
        """UPDATE person SET consent = :state, consent_version = :version, consent_at = :at
           WHERE office_id = :office_id AND id = :person_id""",
        **values,
    )


def add_identity(tx: Transaction, identity: Identity) -> None:
    """Remember a person's address on a channel."""
    insert(tx, "identity", identity)


def find_identity(tx: Transaction, office_id: int, channel: str, address: str) -> Identity | None:
    """Who writes from this address, or None. On PostgreSQL the row is locked: one message of a person at a time."""
    row = tx.one(
        """SELECT * FROM identity
           WHERE office_id = :office_id AND channel = :channel AND address = :address /*pg FOR UPDATE*/""",
        office_id=office_id,
        channel=channel,
        address=address,
    )
    return Identity.of(row) if row else None


def get_identity(tx: Transaction, office_id: int, identity_id: int) -> Identity | None:
    """One identity, or None."""
    row = tx.one(
        "SELECT * FROM identity WHERE office_id = :office_id AND id = :identity_id",
        office_id=office_id,
        identity_id=identity_id,
    )
    return Identity.of(row) if row else None


def last_identity(tx: Transaction, office_id: int, person_id: int) -> Identity | None:
    """The door a person used last and that still takes messages, or None."""
    row = tx.one(
        """SELECT * FROM identity WHERE office_id = :office_id AND person_id = :person_id AND state = 'active'
           ORDER BY last_seen_at DESC, id DESC LIMIT 1""",
        office_id=office_id,
        person_id=person_id,
    )
    return Identity.of(row) if row else None


def touch_identity(tx: Transaction, identity: Identity, at: datetime) -> None:
    """Remember that somebody wrote from this address just now, which also makes it active again."""
    tx.run(
        """UPDATE identity SET last_seen_at = :at, state = 'active'
           WHERE office_id = :office_id AND id = :id""",
        office_id=identity.office_id,
        id=identity.id,
        at=at,
    )


def set_identity_state(tx: Transaction, office_id: int, channel: str, address: str, state: IdentityState) -> None:
    """Remember that an address no longer takes messages, or does again."""
    tx.run(
        """UPDATE identity SET state = :state
           WHERE office_id = :office_id AND channel = :channel AND address = :address""",
        office_id=office_id,
        channel=channel,
        address=address,
        state=state,
    )


def door_at(tx: Transaction, office_id: int, channel: str, address: str) -> Identity | None:
    """Whose address this is, or None; nobody's turn is held up by the look."""
    row = tx.one(
        "SELECT * FROM identity WHERE office_id = :office_id AND channel = :channel AND address = :address",
        office_id=office_id,
        channel=channel,
        address=address,
    )
    return Identity.of(row) if row else None


def doors(tx: Transaction, office_id: int, person_id: int) -> list[Identity]:
    """Every address of a person, the one used last first."""
    rows = tx.all(
        """SELECT * FROM identity WHERE office_id = :office_id AND person_id = :person_id
           ORDER BY last_seen_at DESC, id DESC""",
        office_id=office_id,
        person_id=person_id,
    )
    return [Identity.of(row) for row in rows]


def set_window(
    tx: Transaction,
    office_id: int,
    channel: str,
    address: str,
    free_until: datetime | None,
    open_until: datetime | None,
    free_left: int | None,
) -> None:
    """Remember until when a platform lets us write to an address for nothing, and at all; None: without an end."""
    tx.run(
        """UPDATE identity SET free_until = :free_until, open_until = :open_until, free_left = :free_left
           WHERE office_id = :office_id AND channel = :channel AND address = :address""",
        office_id=office_id,
        channel=channel,
        address=address,
        free_until=free_until,
        open_until=open_until,
        free_left=free_left,
    )


def spend_free(tx: Transaction, office_id: int, channel: str, address: str) -> None:
    """One free message less, where the platform counts them."""
    tx.run(
        """UPDATE identity SET free_left = free_left - 1
           WHERE office_id = :office_id AND channel = :channel AND address = :address AND free_left > 0""",
        office_id=office_id,
        channel=channel,
        address=address,
    )


def set_phone(tx: Transaction, office_id: int, person_id: int, phone: str) -> None:
    """Remember the number by which a person wants to be called where no message arrives; "" forgets it."""
    tx.run(
        "UPDATE person SET phone = :phone WHERE office_id = :office_id AND id = :person_id",
        office_id=office_id,
        person_id=person_id,
        phone=phone,
    )
