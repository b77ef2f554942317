"""Draws what was asked for, one request at a time, and sends it: the handlers only write the request down.

Drawing blocks, and matplotlib keeps what it took: it is done in a child process that ends with the request. No
transaction is open meanwhile. Kill the bot at any moment: the request is a row, and the one write that finishes it also
queues the files, so they go out once. What cannot be drawn is tried a few times and then said in words.
"""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import structlog

from bot.channels.base import Limits
from bot.channels.file_types import SENT
from bot.channels.files import FileStore
from bot.documents.docx.office_template import template_beside
from bot.documents.work import JOB, Drawing, Job, Made, Packed, PaperJob
from bot.outbox import queue_all
from handlers.messages import Outgoing
from handlers.papers.families import Family, family_on
from handlers.papers.gather import NothingToSay
from handlers.papers.kinds import SORTS
from handlers.papers.making import number_words
from handlers.papers.requests import (
    TITLES,
    Order,
    OrderedPaper,
    order_of,
    told_of_failure,
    told_of_files,
    told_of_progress,
)
from handlers.papers.tables import DossierItem
from handlers.texts import N_, Texts
from storage import document_requests, offices, papers
from storage.database import Database
from storage.records import DocumentRequest, Office, RequestState, StoredFile
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
MOST_ATTEMPTS = 3
LEASE = timedelta(minutes=5)
AGAIN_AFTER = timedelta(seconds=30)
LONGEST_SECONDS = 240.0
"""Less than the lease: a child that hangs is ended before anybody else takes its request."""
_KEPT = {kept.content_type: kept for kept in SENT}
_LEFT_BEHIND = timedelta(hours=1)
_NO_SECRETS = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH", "SYSTEMROOT", "MPLCONFIGDIR"})
"""What a child gets of the environment: no token of any account."""
_ROOT = Path(__file__).resolve().parents[1]
_VI = Texts("vi")

Told = Callable[[int, int], Awaitable[None]]
Draw = Callable[[Job, Path, Told], Awaitable[Drawing]]
"""Draws a job into a folder and tells how far it is. Raises when it cannot; a refused template is no error."""


class DrawingFailed(Exception):
    """The child ended without a result: the name of its error, or its exit code. No word of a paper is in it."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What the machine knows that the database does not.

    party_05_from: the first day of HD 05. link: where a browser reaches the chat, or "". templates: the folder in which
    the folders of offices' own templates lie, each named as its plan. scratch: where files lie until they are stored.
    """

    party_05_from: date
    link: str = ""
    templates: Path
    scratch: Path


async def draw_apart(job: Job, folder: Path, told: Told) -> Drawing:
    """Draw in a child process. Raises DrawingFailed when it dies, TimeoutError when it takes too long."""
    (folder / JOB).write_text(job.model_dump_json(), encoding="utf-8")
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.documents.work",
        str(folder),
        cwd=_ROOT,
        env={name: value for name, value in os.environ.items() if name in _NO_SECRETS},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=2**22,
    )
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            return await _listen(child, told)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _listen(child: asyncio.subprocess.Process, told: Told) -> Drawing:
    assert child.stdout is not None  # asked for a line above
    drawing = None
    async for line in child.stdout:
        said = json.loads(line)
        if "error" in said:
            raise DrawingFailed(str(said["error"]))
        if "drawing" in said:
            drawing = Drawing.model_validate(said["drawing"])
        else:
            await told(said["done"], said["of"])
    code = await child.wait()
    if drawing is None or code:
        raise DrawingFailed(f"exit_{code}")
    return drawing


class PaperMaker:
    """Takes requests, draws, stores the files, queues the answers."""

    def __init__(
        self,
        database: Database,
        office_id: int,
        files: FileStore,
        limits: Mapping[str, Limits],
        wake: Callable[[str], None],
        desk: Desk,
        draw: Draw = draw_apart,
    ) -> None:
        self._database = database
        self._office_id = office_id
        self._files = files
        self._limits = limits
        self._wake = wake
        self._desk = desk
        self._draw = draw

    async def begin(self, at: datetime, *, alone: bool) -> None:
        """Clear what a killed process left behind; when `alone` on this database, what it had taken is free again."""
        await asyncio.to_thread(self._clear, at)
        if alone:
            await self._database.write(lambda tx: document_requests.free_all(tx, self._office_id, at))

    def _clear(self, at: datetime) -> None:
        before = (at - _LEFT_BEHIND).timestamp()
        for folder in self._desk.scratch.glob("*"):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)

    def _folder(self) -> Path:
        """A new folder for one request, for nobody else to read."""
        self._desk.scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self._desk.scratch))

    async def make_due(self, at: datetime) -> bool:
        """Make the oldest request that waits; False when none does."""

        def take(tx: Transaction) -> DocumentRequest | None:
            request = document_requests.next_request(tx, self._office_id, at)
            return request if request is not None and document_requests.take(tx, request, at + LEASE) else None

        request = await self._database.write(take)
        if request is None:
            return False
        if request.attempts >= MOST_ATTEMPTS:
            await self._give_up(request, at, lambda texts: texts.t(N_("paper.tried_enough")))
            return True
        try:
            await self._make(request, at)
        except NothingToSay as nothing:
            await self._give_up(request, at, _said_why(nothing))
        except Exception as error:  # it stays asked for: the next attempt, or the last word, is at most a minute away
            log.error("drawing_failed", work=request.work, error=type(error).__name__, attempt=request.attempts + 1)
            await self._database.write(lambda tx: document_requests.put_back(tx, request, at + AGAIN_AFTER))
        return True

    async def _make(self, request: DocumentRequest, at: datetime) -> None:
        office, order = await self._database.read(lambda tx: self._read(tx, request, at))
        what = _name_of(order)
        folder = await asyncio.to_thread(self._folder)
        try:
            job = self._job(office, order)

            async def told(done: int, of: int) -> None:
                if of > 1 and done < of:
                    await self._queue(self._progress(request, what, done, of), at)

            drawing = await self._draw(job, folder, told)
            if drawing.refused:
                await self._give_up(request, at, lambda _: drawing.refused, what)
                return
            stored = [await asyncio.to_thread(self._store, made) for made in drawing.files]
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        await self._finish(request, order, what, stored, drawing.remarks, at)

    def _read(self, tx: Transaction, request: DocumentRequest, at: datetime) -> tuple[Office, Order]:
        office = offices.get_office(tx, request.office_id)
        return office, order_of(tx, office, request, at)

    def _progress(self, request: DocumentRequest, what: str, done: int, of: int) -> list[Outgoing]:
        """Only where words said before are replaced: elsewhere each step would be one more message."""
        told = told_of_progress(request, what, done, of)
        return [said for said in told if self._limits.get(said.channel, Limits(text=0, edits=False)).edits]

    async def _queue(self, said: Sequence[Outgoing], at: datetime) -> None:
        if said:
            for channel in await self._database.write(
                lambda tx: queue_all(tx, self._office_id, said, self._limits, at)
            ):
                self._wake(channel)

    async def _finish(
        self,
        request: DocumentRequest,
        order: Order,
        what: str,
        stored: Sequence[StoredFile],
        remarks: Sequence[str],
        at: datetime,
    ) -> None:
        """One write: the request is done, the paper has its files, and they are on their way."""

        def unit(tx: Transaction) -> set[str]:
            if order.paper is not None:
                row = order.paper.row
                if not papers.set_files(tx, row.office_id, row.id, stored, row.state):
                    document_requests.put_back(tx, request, at)  # released meanwhile: drawn once more, as it is now
                    return set()
            if not document_requests.finish(tx, request, RequestState.DONE, at, files=stored):
                return set()
            said = told_of_files(tx, request, what, stored, remarks)
            return queue_all(tx, self._office_id, said, self._limits, at)

        for channel in await self._database.write(unit):
            self._wake(channel)

    async def _give_up(
        self, request: DocumentRequest, at: datetime, why: Callable[[Texts], str], what: str = ""
    ) -> None:
        def unit(tx: Transaction) -> set[str]:
            if not document_requests.finish(tx, request, RequestState.FAILED, at, error=why(_VI)):
                return set()
            named = what or TITLES.get(request.work, "")
            if not named:
                row = papers.get_paper(tx, request.office_id, request.paper_id or 0)
                named = SORTS[row.kind].name if row is not None else ""
            return queue_all(tx, self._office_id, told_of_failure(request, named, why), self._limits, at)

        for channel in await self._database.write(unit):
            self._wake(channel)

    def _store(self, made: Made) -> StoredFile:
        data = Path(made.path).read_bytes()
        stored_as = self._files.put_own(data, _KEPT[made.content_type])
        return StoredFile(stored_as=stored_as, name=made.name, content_type=made.content_type)

    # -- from an order to a job

    def _job(self, office: Office, order: Order) -> Job:
        family = self._family(order.party, order.heading.as_of)
        return Job(
            work=order.work,
            heading=order.heading,
            family=family,
            paper=self._paper_job(office, order, order.paper) if order.paper is not None else None,
            slips=order.slips,
            counts=order.counts,
            timeline=order.timeline,
            packed=tuple(packed for paper in order.ready for packed in self._packed(paper)),
            drawn=tuple(self._paper_job(office, order, paper) for paper in order.undrawn),
            summary=order.summary,
        )

    def _family(self, party: bool, day: date) -> Family:
        return family_on("party" if party else "state", day, self._desk.party_05_from)

    def _paper_job(self, office: Office, order: Order, paper: OrderedPaper) -> PaperJob:
        row = paper.row
        day = row.issued_on or order.heading.as_of
        template = template_beside(self._desk.templates / f"{row.plan_key}.toml", SORTS[row.kind].content)
        return PaperJob(
            kind=row.kind,
            title=paper.title,
            content=row.content,
            family=self._family(row.document_family == "party", day),
            office=office.name,
            link=self._desk.link,
            template=str(template or ""),
            as_of=day,
        )

    def _packed(self, paper: OrderedPaper) -> list[Packed]:
        row = paper.row
        return [
            Packed(
                item=DossierItem(
                    number=number_words(row),
                    name=file.name.rpartition(".")[0],
                    day=row.issued_on,
                    extension=file.stored_as.rpartition(".")[2],
                ),
                path=str(self._files.path(file.stored_as)),
            )
            for file in row.files
        ]


def _name_of(order: Order) -> str:
    return order.paper.title if order.paper is not None else TITLES[order.work]


def _said_why(nothing: NothingToSay) -> Callable[[Texts], str]:
    return lambda texts: texts.t(nothing.message_id, **nothing.values)
