"""Photos, voice notes, documents and places: `pending` until their bytes are on disk, of a draft until it is sent."""

from datetime import datetime

from storage.records import Attachment, AttachmentState
from storage.rows import insert
from storage.transaction import Transaction


def add(tx: Transaction, attachment: Attachment) -> None:
    """Remember a file that came with a message."""
    insert(tx, "attachment", attachment)


def of_concern(tx: Transaction, office_id: int, concern_id: int) -> list[Attachment]:
    """What came with a concern, in order."""
    rows = tx.all(
        "SELECT * FROM attachment WHERE office_id = :office_id AND concern_id = :concern_id ORDER BY id",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Attachment.of(row) for row in rows]


def of_identity_draft(tx: Transaction, office_id: int, identity_id: int) -> list[Attachment]:
    """What somebody sent for the concern that they are still writing, in order."""
    rows = tx.all(
        """SELECT * FROM attachment
           WHERE office_id = :office_id AND identity_id = :identity_id AND concern_id IS NULL ORDER BY id""",
        office_id=office_id,
        identity_id=identity_id,
    )
    return [Attachment.of(row) for row in rows]


def attach_to(tx: Transaction, office_id: int, identity_id: int, concern_id: int) -> int:
    """Give the files of somebody's draft to the concern that it became; return how many."""
    return tx.run(
        """UPDATE attachment SET concern_id = :concern_id
           WHERE office_id = :office_id AND identity_id = :identity_id AND concern_id IS NULL""",
        office_id=office_id,
        identity_id=identity_id,
        concern_id=concern_id,
    )


def drop_drafts(tx: Transaction, office_id: int, identity_id: int) -> int:
    """Forget the files of a draft that was dropped; return how many."""
    return tx.run(
        "DELETE FROM attachment WHERE office_id = :office_id AND identity_id = :identity_id AND concern_id IS NULL",
        office_id=office_id,
        identity_id=identity_id,
    )


def pending(tx: Transaction, at: datetime, limit: int) -> list[Attachment]:
    """The files of every office whose bytes are still to be fetched and may be tried at `at`, the oldest first."""
    rows = tx.all(
        "SELECT * FROM attachment WHERE state = 'pending' AND not_before <= :at ORDER BY id LIMIT :limit",
        at=at,
        limit=limit,
    )
    return [Attachment.of(row) for row in rows]


def mark_stored(tx: Transaction, attachment: Attachment, stored_as: str, content_type: str, size: int) -> None:
    """The bytes are on disk under this name."""
    tx.run(
        """UPDATE attachment SET state = 'stored', stored_as = :stored_as, content_type = :content_type, size = :size
           WHERE office_id = :office_id AND id = :id""",
        office_id=attachment.office_id,
        id=attachment.id,
        stored_as=stored_as,
        content_type=content_type,
        size=size,
    )


def mark_ended(tx: Transaction, attachment: Attachment, state: AttachmentState) -> bool:
    """The file was refused, or its link died; False when that was said before."""
    return bool(
        tx.run(
            """UPDATE attachment SET state = :state
               WHERE office_id = :office_id AND id = :id AND state = 'pending'""",
            office_id=attachment.office_id,
            id=attachment.id,
            state=state,
        )
    )


def mark_retry(tx: Transaction, attachment: Attachment, not_before: datetime) -> None:
    """The bytes could not be fetched just now."""
    tx.run(
        """UPDATE attachment SET not_before = :not_before, attempts = attempts + 1
           WHERE office_id = :office_id AND id = :id""",
        office_id=attachment.office_id,
        id=attachment.id,
        not_before=not_before,
    )
