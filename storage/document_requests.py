"""What is asked to be drawn: taken by one worker for a while, finished once, given up after a few attempts."""

from collections.abc import Sequence
from datetime import datetime

from storage.records import DocumentRequest, RequestState, StoredFile, to_json
from storage.rows import insert
from storage.transaction import Transaction


def add_request(tx: Transaction, request: DocumentRequest) -> None:
    """Ask for something to be drawn."""
    insert(tx, "document_request", request)


def next_request(tx: Transaction, office_id: int, at: datetime) -> DocumentRequest | None:
    """The oldest request that waits and that no worker has, or None."""
    row = tx.one(
        """SELECT * FROM document_request WHERE office_id = :office_id AND state = 'queued' AND not_before <= :at
           ORDER BY id LIMIT 1""",
        office_id=office_id,
        at=at,
    )
    return DocumentRequest.of(row) if row else None


def take(tx: Transaction, request: DocumentRequest, until: datetime) -> bool:
    """Take a request until then; of two workers who do so at once, one gets True. Counts as an attempt."""
    return bool(
        tx.run(
            """UPDATE document_request SET attempts = attempts + 1, not_before = :until
               WHERE office_id = :office_id AND id = :id AND state = 'queued' AND attempts = :seen""",
            office_id=request.office_id,
            id=request.id,
            seen=request.attempts,
            until=until,
        )
    )


def put_back(tx: Transaction, request: DocumentRequest, at: datetime) -> None:
    """It could not be drawn this time: again at `at`."""
    tx.run(
        """UPDATE document_request SET not_before = :at
           WHERE office_id = :office_id AND id = :id AND state = 'queued'""",
        office_id=request.office_id,
        id=request.id,
        at=at,
    )


def finish(
    tx: Transaction,
    request: DocumentRequest,
    state: RequestState,
    at: datetime,
    *,
    files: Sequence[StoredFile] = (),
    error: str = "",
) -> bool:
    """It is drawn, or never will be; True for the one who says so first, who then tells the people."""
    return bool(
        tx.run(
            """UPDATE document_request SET state = :state, files = :files, error = :error, finished_at = :at
               WHERE office_id = :office_id AND id = :id AND state = 'queued'""",
            office_id=request.office_id,
            id=request.id,
            state=state,
            files=to_json([file.model_dump(mode="json") for file in files]),
            error=error,
            at=at,
        )
    )


def free_all(tx: Transaction, office_id: int, at: datetime) -> int:
    """A worker begins: what a killed one had is free again at once. Only where no other worker is at work."""
    return tx.run(
        """UPDATE document_request SET not_before = :at
           WHERE office_id = :office_id AND state = 'queued' AND not_before > :at""",
        office_id=office_id,
        at=at,
    )
