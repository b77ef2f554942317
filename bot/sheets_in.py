"""Contributors' sheets: read what came back, and make the empty one that somebody asked for.

Reading and drawing block, so both are done in a thread and outside every transaction; `handlers/reports/sheet.py` then
takes what was read in one transaction, whole or not at all.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from io import BytesIO

import structlog

from bot.channels.base import Limits
from bot.channels.files import FileStore
from bot.documents.xlsx.report_form import write_template, write_with_errors
from bot.documents.xlsx.report_reader import read_report
from bot.outbox import queue_all
from handlers.messages import Choice, OutboundFile, Outgoing, Reply
from handlers.reports.filing import choices_of, prepare
from handlers.reports.sheet import SheetRead, take
from handlers.rules.contributions import Checked, Choices, SheetError, SheetRow, check_rows
from handlers.texts import DEFAULT_LANGUAGE, N_, Texts, local_day
from handlers.understanding.normalise import fold
from storage import offices, people, reports
from storage.database import Database
from storage.records import Office, SheetOrder
from storage.transaction import Transaction
from storage.uploads import Arrived

log = structlog.get_logger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AT_ONCE = 4


class SheetDesk:
    """Reads filled sheets and makes empty ones, one after the other; each once, also by several workers."""

    def __init__(
        self, database: Database, files: FileStore, limits: Mapping[str, Limits], wake: Callable[[str], None]
    ) -> None:
        self._database = database
        self._files = files
        self._limits = limits
        self._wake = wake

    async def read(self, arrived: Arrived, data: bytes, at: datetime) -> None:
        """Take one sheet whole, or send it back."""
        office, choices = await self._database.read(lambda tx: _known(tx, arrived.office_id))
        read = await asyncio.to_thread(self._examine, office, choices, data, local_day(at))
        await self._say(office.id, lambda tx: take(tx, office, arrived.id, read, at), at)

    def _examine(self, office: Office, choices: Choices, data: bytes, today: date) -> SheetRead:
        source_hash = hashlib.sha256(data).hexdigest()
        try:
            rows = read_report(data)
        except SheetError as error:
            return SheetRead(source_hash=source_hash, refusal=str(error))
        checked = check_rows(rows, choices, today)
        if checked.problems:
            corrected = self._corrected(office, choices, rows, checked, today)
            return SheetRead(source_hash=source_hash, problems=checked.problems, corrected=corrected)
        prepared = tuple(prepare(office, one) for one in checked.contributions)
        return SheetRead(source_hash=source_hash, prepared=prepared)

    def _corrected(
        self, office: Office, choices: Choices, rows: tuple[SheetRow, ...], checked: Checked, today: date
    ) -> OutboundFile | None:
        """The same sheet with what is wrong; None when the disk is full: the first problems are said all the same."""
        target = BytesIO()
        write_with_errors(target, office.name, choices, today, rows, checked.problems)
        try:
            return _file(self._files.put(target.getvalue()), "can-sua", today)
        except OSError as error:
            log.error("sheet_not_stored", error=type(error).__name__)
            return None

    async def make_due(self, at: datetime) -> int:
        """Make the empty sheet for the next few who asked for it; return how many there were."""
        due = await self._database.read(lambda tx: reports.waiting_orders(tx, _AT_ONCE))
        for order in due:
            await self._make(order, at)
        return len(due)

    async def _make(self, order: SheetOrder, at: datetime) -> None:
        office, choices = await self._database.read(lambda tx: _known(tx, order.office_id))
        file = await asyncio.to_thread(self._template, office, choices, local_day(at))
        await self._say(office.id, lambda tx: _sent(tx, order, file), at)

    def _template(self, office: Office, choices: Choices, today: date) -> OutboundFile:
        target = BytesIO()
        write_template(target, office.name, choices, today)
        return _file(self._files.put(target.getvalue()), f"mau-{fold(office.code)}", today)

    async def _say(self, office_id: int, unit: Callable[[Transaction], list[Outgoing]], at: datetime) -> None:
        def work(tx: Transaction) -> set[str]:
            return queue_all(tx, office_id, unit(tx), self._limits, at)

        for channel in await self._database.write(work):
            self._wake(channel)


def _known(tx: Transaction, office_id: int) -> tuple[Office, Choices]:
    office = offices.get_office(tx, office_id)
    return office, choices_of(tx, office)


def _file(stored_as: str, name: str, today: date) -> OutboundFile:
    return OutboundFile(
        stored_as=stored_as, name=f"nhap-y-kien-{name}-{today:%Y%m%d}.xlsx", content_type=XLSX, kind="document"
    )


def _sent(tx: Transaction, order: SheetOrder, file: OutboundFile) -> list[Outgoing]:
    """The empty sheet to who asked for it; nothing when another worker sent it."""
    identity = people.get_identity(tx, order.office_id, order.identity_id)
    if not reports.take_order(tx, order) or identity is None:
        return []
    person = people.get_person(tx, order.office_id, identity.person_id)
    texts = Texts(person.language if person else DEFAULT_LANGUAGE)
    send = Choice(label=texts.t(N_("report.send_file")), value="/nhap tep")
    reply = Reply(text=texts.t(N_("report.template")), choices=(send,), files=(file,))
    return [Outgoing(channel=identity.channel, address=identity.address, reply=reply, language=texts.language)]
