"""Doors of one person: the one-time codes that join them, and what moves when two persons turn out to be one."""

from datetime import datetime

from storage.records import DoorLink
from storage.rows import insert
from storage.transaction import Transaction

MOVED = ("concern", "registration", "consent", "official", "unreached", "upload", "identity")
"""The tables whose rows go along with a person. The audit log stays as it was written, and so do used codes."""


def add_link(tx: Transaction, link: DoorLink) -> None:
    """Remember a one-time code by its hash."""
    insert(tx, "door_link", link)


def find_link(tx: Transaction, office_id: int, code_hash: str) -> DoorLink | None:
    """The code with this hash, used or not, or None."""
    row = tx.one(
        "SELECT * FROM door_link WHERE office_id = :office_id AND code_hash = :code_hash",
        office_id=office_id,
        code_hash=code_hash,
    )
    return DoorLink.of(row) if row else None


def use_link(tx: Transaction, link: DoorLink, at: datetime) -> bool:
    """Use a code up; False when somebody had done so, or its time is over."""
    return bool(
        tx.run(
            """UPDATE door_link SET used_at = :at
               WHERE office_id = :office_id AND id = :id AND used_at IS NULL AND expires_at > :at""",
            office_id=link.office_id,
            id=link.id,
            at=at,
        )
    )


def join(tx: Transaction, office_id: int, person_id: int, into: int, at: datetime) -> None:
    """Make everything of `person_id` that of `into`. Whoever stands registered twice for a session keeps one place."""
    tx.run(
        """UPDATE registration SET state = 'withdrawn', withdrawn_at = :at
           WHERE office_id = :office_id AND state = 'registered' AND person_id IN (:person_id, :into)
             AND EXISTS (SELECT 1 FROM registration AS r
                         WHERE r.office_id = :office_id AND r.session_id = registration.session_id
                           AND r.state = 'registered' AND r.person_id IN (:person_id, :into)
                           AND r.number < registration.number)""",
        office_id=office_id,
        person_id=person_id,
        into=into,
        at=at,
    )
    for table in MOVED:
        tx.run(
            f"UPDATE {table} SET person_id = :into WHERE office_id = :office_id AND person_id = :person_id",  # noqa: S608
            office_id=office_id,
            person_id=person_id,
            into=into,
        )


def part(tx: Transaction, office_id: int, identity_id: int, into: int) -> None:
    """Make one door, and what was sent by it, that of the person `into`."""
    for table, column in (("identity", "id"), ("concern", "identity_id"), ("registration", "identity_id")):
        tx.run(
            f"UPDATE {table} SET person_id = :into WHERE office_id = :office_id AND {column} = :identity_id",  # noqa: S608
            office_id=office_id,
            identity_id=identity_id,
            into=into,
        )


def move_draft_files(tx: Transaction, office_id: int, identity_id: int, to: int) -> None:
    """Give the files of a draft to the door where it is written on."""
    tx.run(
        """UPDATE attachment SET identity_id = :to
           WHERE office_id = :office_id AND identity_id = :identity_id AND concern_id IS NULL""",
        office_id=office_id,
        identity_id=identity_id,
        to=to,
    )
