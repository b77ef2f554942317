"""Files that officials sent for a purpose: they wait until their bytes are there, and are read once."""

from storage.records import Record, Upload
from storage.rows import insert
from storage.transaction import Transaction


class Arrived(Record):
    """An upload whose bytes are on disk, and under which name."""

    office_id: int
    id: int
    purpose: str
    stored_as: str


def add_upload(tx: Transaction, upload: Upload) -> None:
    """Remember that a file is expected; its attachment has the same id."""
    insert(tx, "upload", upload)


def arrived(tx: Transaction, limit: int) -> list[Arrived]:
    """The uploads of every office whose bytes are there and that nobody has read, the oldest first."""
    rows = tx.all(
        """SELECT u.office_id, u.id, u.purpose, a.stored_as
           FROM upload AS u JOIN attachment AS a ON a.office_id = u.office_id AND a.id = u.id
           WHERE u.state = 'waiting' AND a.state = 'stored' ORDER BY u.id LIMIT :limit""",
        limit=limit,
    )
    return [Arrived.of(row) for row in rows]


def take_upload(tx: Transaction, office_id: int, upload_id: int) -> Upload | None:
    """The upload, marked as read; None when somebody else has read it."""
    taken = tx.run(
        "UPDATE upload SET state = 'read' WHERE office_id = :office_id AND id = :upload_id AND state = 'waiting'",
        office_id=office_id,
        upload_id=upload_id,
    )
    row = tx.one(
        "SELECT * FROM upload WHERE office_id = :office_id AND id = :upload_id",
        office_id=office_id,
        upload_id=upload_id,
    )
    return Upload.of(row) if taken and row else None
