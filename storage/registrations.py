"""Registrations to speak at a session. A number is given once and never again, also after a withdrawal."""

from datetime import datetime

from storage.records import Registration
from storage.rows import insert
from storage.transaction import Transaction


def add_registration(tx: Transaction, registration: Registration) -> None:
    """Remember a registration. Raises AlreadyRecorded when the person stands registered for the session."""
    insert(tx, "registration", registration)


def standing(tx: Transaction, office_id: int, session_id: int, person_id: int) -> Registration | None:
    """A person's registration for a session that was not withdrawn, or None."""
    row = tx.one(
        """SELECT * FROM registration
           WHERE office_id = :office_id AND session_id = :session_id AND person_id = :person_id
             AND state = 'registered'""",
        office_id=office_id,
        session_id=session_id,
        person_id=person_id,
    )
    return Registration.of(row) if row else None


def get_registration(tx: Transaction, office_id: int, registration_id: int) -> Registration | None:
    """One registration, or None."""
    row = tx.one(
        "SELECT * FROM registration WHERE office_id = :office_id AND id = :registration_id",
        office_id=office_id,
        registration_id=registration_id,
    )
    return Registration.of(row) if row else None


def registrations_of_person(tx: Transaction, office_id: int, person_id: int) -> list[Registration]:
    """Everything a person registered for, withdrawn or not, the newest first."""
    rows = tx.all(
        "SELECT * FROM registration WHERE office_id = :office_id AND person_id = :person_id ORDER BY id DESC",
        office_id=office_id,
        person_id=person_id,
    )
    return [Registration.of(row) for row in rows]


def withdraw(tx: Transaction, office_id: int, registration_id: int, at: datetime) -> bool:
    """Take a registration back; False when it was taken back before."""
    return bool(
        tx.run(
            """UPDATE registration SET state = 'withdrawn', withdrawn_at = :at
               WHERE office_id = :office_id AND id = :registration_id AND state = 'registered'""",
            office_id=office_id,
            registration_id=registration_id,
            at=at,
        )
    )
