"""Officials, the one-time codes that enrol them, and the group chats they registered."""

from datetime import datetime

from storage.records import Enrolment, GroupChat, Official, Purpose, Role
from storage.rows import insert
from storage.transaction import Transaction


def add_official(tx: Transaction, official: Official) -> None:
    """Remember that a person works for the office."""
    insert(tx, "official", official)


def find_official(tx: Transaction, office_id: int, person_id: int) -> Official | None:
    """The official that this person is now, or None."""
    row = tx.one(
        """SELECT * FROM official WHERE office_id = :office_id AND person_id = :person_id AND removed_at IS NULL
           ORDER BY id DESC LIMIT 1""",
        office_id=office_id,
        person_id=person_id,
    )
    return Official.of(row) if row else None


def last_official(tx: Transaction, office_id: int, person_id: int) -> Official | None:
    """The official that this person is, or was last, or None: whose name stands beside an earlier act."""
    row = tx.one(
        "SELECT * FROM official WHERE office_id = :office_id AND person_id = :person_id ORDER BY id DESC LIMIT 1",
        office_id=office_id,
        person_id=person_id,
    )
    return Official.of(row) if row else None


def lock_admins(tx: Transaction, office_id: int) -> list[Official]:
    """The admins of now; nobody else removes one until the transaction ends, so that the last one stays."""
    rows = tx.all(
        """SELECT * FROM official WHERE office_id = :office_id AND role = 'admin' AND removed_at IS NULL
           ORDER BY id /*pg FOR UPDATE*/""",
        office_id=office_id,
    )
    return [Official.of(row) for row in rows]


def get_official(tx: Transaction, office_id: int, official_id: int) -> Official | None:
    """One official, removed or not, or None."""
    row = tx.one(
        "SELECT * FROM official WHERE office_id = :office_id AND id = :official_id",
        office_id=office_id,
        official_id=official_id,
    )
    return Official.of(row) if row else None


def officials(tx: Transaction, office_id: int) -> list[Official]:
    """Everybody who works for the office now, in order of enrolment."""
    rows = tx.all(
        "SELECT * FROM official WHERE office_id = :office_id AND removed_at IS NULL ORDER BY id",
        office_id=office_id,
    )
    return [Official.of(row) for row in rows]


def with_role(tx: Transaction, office_id: int, *roles: Role) -> list[Official]:
    """Everybody who works for the office now in one of these roles."""
    return [official for official in officials(tx, office_id) if official.role in roles]


def of_agency(tx: Transaction, office_id: int, agency_id: int) -> list[Official]:
    """The officers of an agency."""
    return [official for official in officials(tx, office_id) if official.agency_id == agency_id]


def remove_official(tx: Transaction, office_id: int, official_id: int, at: datetime) -> bool:
    """End an official's rights; False when they had ended before."""
    return bool(
        tx.run(
            """UPDATE official SET removed_at = :at
               WHERE office_id = :office_id AND id = :official_id AND removed_at IS NULL""",
            office_id=office_id,
            official_id=official_id,
            at=at,
        )
    )


def add_enrolment(tx: Transaction, enrolment: Enrolment) -> None:
    """Remember a one-time code by its hash."""
    insert(tx, "enrolment", enrolment)


def find_enrolment(tx: Transaction, office_id: int, code_hash: str) -> Enrolment | None:
    """The enrolment with this code's hash, used or not, or None."""
    row = tx.one(
        "SELECT * FROM enrolment WHERE office_id = :office_id AND code_hash = :code_hash",
        office_id=office_id,
        code_hash=code_hash,
    )
    return Enrolment.of(row) if row else None


def waiting_enrolments(tx: Transaction, office_id: int, at: datetime) -> list[Enrolment]:
    """The codes that can still be used, the oldest first."""
    rows = tx.all(
        """SELECT * FROM enrolment WHERE office_id = :office_id AND used_at IS NULL AND expires_at > :at ORDER BY id""",
        office_id=office_id,
        at=at,
    )
    return [Enrolment.of(row) for row in rows]


def cancel_enrolment(tx: Transaction, office_id: int, enrolment_id: int, at: datetime) -> bool:
    """End a code before its time; False when it was used or had expired."""
    return bool(
        tx.run(
            """UPDATE enrolment SET expires_at = :at
               WHERE office_id = :office_id AND id = :enrolment_id AND used_at IS NULL AND expires_at > :at""",
            office_id=office_id,
            enrolment_id=enrolment_id,
            at=at,
        )
    )


def use_enrolment(tx: Transaction, enrolment: Enrolment, at: datetime) -> bool:
    """Use a code once: True for the first who does, and only before it expires."""
    return bool(
        tx.run(
            """UPDATE enrolment SET used_at = :at
               WHERE office_id = :office_id AND id = :id AND used_at IS NULL AND expires_at > :at""",
            office_id=enrolment.office_id,
            id=enrolment.id,
            at=at,
        )
    )


def drop_unused_demo_codes(tx: Transaction, office_id: int) -> None:
    """Forget the codes that no official made and nobody used: the demo gives new ones at every start."""
    tx.run(
        "DELETE FROM enrolment WHERE office_id = :office_id AND created_by IS NULL AND used_at IS NULL",
        office_id=office_id,
    )


def add_group_chat(tx: Transaction, group: GroupChat) -> None:
    """Register a group chat or public channel, or register it anew for another purpose."""
    tx.run(
        "DELETE FROM group_chat WHERE office_id = :office_id AND channel = :channel AND address = :address",
        office_id=group.office_id,
        channel=group.channel,
        address=group.address,
    )
    insert(tx, "group_chat", group)


def group_chats(tx: Transaction, office_id: int, purpose: Purpose) -> list[GroupChat]:
    """The registered group chats of one purpose."""
    rows = tx.all(
        """SELECT * FROM group_chat WHERE office_id = :office_id AND purpose = :purpose AND removed_at IS NULL
           ORDER BY id""",
        office_id=office_id,
        purpose=purpose,
    )
    return [GroupChat.of(row) for row in rows]


def remove_group_chat(tx: Transaction, office_id: int, channel: str, address: str, at: datetime) -> bool:
    """Stop writing to a group chat; False when it was not registered."""
    return bool(
        tx.run(
            """UPDATE group_chat SET removed_at = :at
               WHERE office_id = :office_id AND channel = :channel AND address = :address AND removed_at IS NULL""",
            office_id=office_id,
            channel=channel,
            address=address,
            at=at,
        )
    )
