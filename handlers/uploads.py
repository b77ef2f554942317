"""Who reads a file that an official sent, once its bytes are there: one function a purpose."""

from collections.abc import Callable
from datetime import datetime

from handlers.messages import Outgoing
from handlers.official.plans import file as plan_file
from storage import offices, uploads
from storage.records import Office, Upload
from storage.transaction import Transaction

Reader = Callable[[Transaction, Office, Upload, bytes, datetime], list[Outgoing]]
READERS: dict[str, Reader] = {plan_file.PURPOSE: plan_file.read_file}


def read_upload(tx: Transaction, office_id: int, upload_id: int, data: bytes, at: datetime) -> list[Outgoing]:
    """Read one file and say what became of it; nothing when it was read before."""
    upload = uploads.take_upload(tx, office_id, upload_id)
    if upload is None or upload.purpose not in READERS:
        return []
    return READERS[upload.purpose](tx, offices.get_office(tx, office_id), upload, data, at)
