"""Hand the bytes of files that officials sent for a purpose to the function that reads them (`handlers/uploads.py`).

Contributors' sheets are read outside the transaction (`bot/sheets_in.py`): a thousand rows would hold up everybody.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog

from bot.channels.base import Limits
from bot.channels.files import FileStore
from bot.outbox import queue_all
from bot.sheets_in import SheetDesk
from handlers.reports.sheet import PURPOSE as REPORT
from handlers.uploads import read_upload
from storage import uploads
from storage.database import Database
from storage.transaction import Transaction
from storage.uploads import Arrived

log = structlog.get_logger(__name__)
_AT_ONCE = 4


class UploadReader:
    """Reads what has arrived, one after the other; each is read once, also by several workers."""

    def __init__(
        self, database: Database, files: FileStore, limits: Mapping[str, Limits], wake: Callable[[str], None]
    ) -> None:
        self._database = database
        self._files = files
        self._limits = limits
        self._wake = wake
        self._sheets = SheetDesk(database, files, limits, wake)

    async def read_due(self, at: datetime) -> int:
        """Read the next few files, and make the empty sheets that were asked for; return how many there were."""
        due = await self._database.read(lambda tx: uploads.arrived(tx, _AT_ONCE))
        for arrived in due:
            await self._read(arrived, at)
        return len(due) + await self._sheets.make_due(at)

    async def _read(self, arrived: Arrived, at: datetime) -> None:
        try:
            data = await asyncio.to_thread(self._files.read, arrived.stored_as)
        except (OSError, ValueError) as error:  # somebody took it off the disk: an empty file is told as one
            log.error("upload_unreadable", upload=arrived.id, error=type(error).__name__)
            data = b""
        if arrived.purpose == REPORT:
            await self._sheets.read(arrived, data, at)
            return

        def unit(tx: Transaction) -> set[str]:
            said = read_upload(tx, arrived.office_id, arrived.id, data, at)
            return queue_all(tx, arrived.office_id, said, self._limits, at)

        for channel in await self._database.write(unit):
            self._wake(channel)
