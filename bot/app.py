"""The only wiring: ordered start, unwinding stop. Importing any module opens nothing; everything is opened here."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import structlog
import uvicorn
from filelock import FileLock, Timeout
from starlette.applications import Starlette

from bot import clock
from bot.accounts import Accounts, links_of, make_accounts, secret_for
from bot.alerts import Alerts
from bot.attachments import AttachmentFetcher
from bot.channels.base import Channel
from bot.channels.files import FileStore
from bot.channels.web_chat import WebChat
from bot.clock import Clock
from bot.delivery import Sender
from bot.intake import Intake
from bot.papers import Desk, PaperMaker
from bot.schedule import Schedule
from bot.settings import Settings
from bot.sweep import sweep_files
from bot.web.chat_api import ChatApi
from bot.web.file_pages import FilePages
from bot.web.hall_pages import HallPages
from bot.web.pages import Pages
from bot.web.server import build
from storage import offices
from storage.database import Database, is_postgres, open_database
from storage.errors import StorageError
from storage.records import Office

log = structlog.get_logger(__name__)
_MEGABYTE = 1024 * 1024
_FETCH_SECONDS = 2.0
_PAPERS_SECONDS = 1.0
_SWEEP_SECONDS = 24 * 3600.0
_SHUTDOWN_SECONDS = 3
_NEW_OBJECTS = 20_000


class NotReady(Exception):
    """The program cannot start; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class House:
    """Everything that runs, wired together."""

    settings: Settings
    database: Database
    office: Office
    web: Starlette
    intake: Intake
    channels: dict[str, Channel]
    senders: dict[str, Sender]
    schedule: Schedule
    fetcher: AttachmentFetcher
    files: FileStore
    papers: PaperMaker
    accounts: Accounts
    at: Clock


@asynccontextmanager
async def only_process(settings: Settings) -> AsyncIterator[None]:
    """One process a SQLite database: the lock goes with the process, also when it is killed."""
    if is_postgres(settings.database):
        yield
        return
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.data_dir / "running.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise NotReady(f"Another process is using {settings.data_dir}. Stop it first, or set DATA_DIR.") from error
    try:
        yield
    finally:
        lock.release()


async def find_office(database: Database, settings: Settings) -> Office:
    """The office that the accounts serve. Raises NotReady when there is none, or several and none is named."""
    known = await database.read(offices.all_offices)
    if settings.office:
        known = [office for office in known if office.code == settings.office]
    if len(known) != 1:
        how = "doithoai office import plans/giao-minh-2025.toml" if not known else "set OFFICE to its code"
        raise NotReady(f"There {'is no office yet' if not known else 'are several offices'}: {how}.")
    return known[0]


class _Alarm:
    """Passes the news of a dead account on to the admins, once everything that sends is laid together."""

    def __init__(self) -> None:
        self.alerts: Alerts | None = None

    async def __call__(self, reason: str) -> None:
        """`reason`: what the platform said."""
        if self.alerts is not None:
            await self.alerts.account_dead("zalo_oa", reason)


def wire(
    settings: Settings,
    database: Database,
    office: Office,
    accounts: Accounts,
    files: FileStore,
    at: Clock,
    alarm: _Alarm | None = None,
) -> House:
    """Lay everything together. Opens nothing."""
    secret, largest = settings.secret(), settings.largest_file_mb * _MEGABYTE
    web_chat = WebChat(database, office.id, at)
    channels: dict[str, Channel] = {channel.name: channel for channel in (web_chat, *accounts.channels())}
    limits = {name: channel.limits for name, channel in channels.items()}
    senders: dict[str, Sender] = {}

    def wake(channel: str) -> None:
        if sender := senders.get(channel):
            sender.wake()

    for name, channel in channels.items():
        senders[name] = Sender(database, office.id, channel, at, clock.monotonic, limits, wake)
    if alarm is not None:
        alarm.alerts = Alerts(database, office.id, limits, wake, at)
    intake = Intake(database, limits, wake, settings.public_url.rstrip("/"))
    api = ChatApi(database, office.id, intake, web_chat, files, secret_for(secret, "files"), at, largest)
    pages = Pages(database, office.id, at, largest)
    linked = FilePages(links_of(settings, at), files, pages)
    hall = HallPages(database, office.id, at, pages)
    return House(
        settings=settings,
        database=database,
        office=office,
        web=build(
            database,
            office.id,
            api,
            pages,
            at,
            more=[*linked.routes(), *hall.routes(), *accounts.routes(settings, intake.take)],
            portal_origins=settings.portal_origins.split(),
        ),
        intake=intake,
        channels=channels,
        senders=senders,
        schedule=Schedule(database, office.id, limits, wake, at, intake.somebody_waits),
        fetcher=AttachmentFetcher(database, channels, files, limits, wake),
        files=files,
        papers=PaperMaker(database, office.id, files, limits, wake, _desk(settings)),
        accounts=accounts,
        at=at,
    )


def _desk(settings: Settings) -> Desk:
    return Desk(
        party_05_from=settings.party_format_from,
        link=settings.public_url.rstrip("/"),
        templates=settings.paper_templates,
        scratch=settings.data_dir / "drawing",
    )


def spare_the_collector() -> None:
    """What is there now stays until the end: the garbage collector of this process need not walk through it again.

    And it need not look after every 700 new objects, of which one message makes more: that took a fifth of the
    processor time while many wrote (docs/performance.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)


async def serve(settings: Settings, house: House) -> None:
    """Run everything until a signal asks to stop; then finish what is under way."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = uvicorn.Server(
        uvicorn.Config(
            house.web,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        )
    )
    tasks = [asyncio.create_task(work, name=name) for name, work in _loops(house).items()]
    web = asyncio.create_task(server.serve(), name="web")
    stopping = asyncio.create_task(stop.wait())
    try:
        done, _ = await asyncio.wait([*tasks, web, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        for task in (*tasks, stopping):
            task.cancel()
        results = await asyncio.gather(*tasks, web, stopping, return_exceptions=True)
        log.info("stopped", failed=[type(r).__name__ for r in results if isinstance(r, Exception)])
    for task in done:
        if task is not stopping and not task.cancelled() and (failure := task.exception()):
            raise failure


def _loops(house: House) -> dict[str, Any]:
    loops: dict[str, Any] = {f"send:{name}": sender.run() for name, sender in house.senders.items()}
    loops["schedule"] = house.schedule.run()
    loops["fetch"] = _fetch(house)
    loops["papers"] = _papers(house)
    loops["sweep"] = _sweep(house)
    loops.update(house.accounts.loops(house.settings, house.intake.take))
    return loops


async def _fetch(house: House) -> None:
    """Fetch the files that residents sent, as long as there are any."""
    while True:
        try:
            fetched = await house.fetcher.fetch_due(house.at())
        except Exception as error:  # the rows stay, the next round tries again
            log.error("fetch_failed", error=type(error).__name__)
            fetched = 0
        if not fetched:
            await asyncio.sleep(_FETCH_SECONDS)


async def _papers(house: House) -> None:
    """Draw what was asked for, as long as there is anything."""
    await house.papers.begin(house.at(), alone=not is_postgres(house.settings.database))
    while True:
        try:
            made = await house.papers.make_due(house.at())
        except Exception as error:  # the rows stay, the next round tries again
            log.error("papers_failed", error=type(error).__name__)
            made = False
        if not made:
            await asyncio.sleep(_PAPERS_SECONDS)


async def _sweep(house: House) -> None:
    """Once a day, remove the files that nothing points to any more."""
    while True:
        try:
            removed = await sweep_files(house.database, house.files, clock.now())
            log.info("files_swept", removed=removed)
        except (StorageError, OSError) as error:
            log.warning("sweep_failed", error=type(error).__name__)
        await asyncio.sleep(_SWEEP_SECONDS)


@asynccontextmanager
async def open_house(settings: Settings, at: Clock = clock.now) -> AsyncIterator[House]:
    """Open the database and the accounts, in order; close them in the opposite order. Raises NotReady, Unavailable."""
    async with only_process(settings), open_database(settings.database) as database:
        office = await find_office(database, settings)
        files = FileStore(settings.data_dir / "files", settings.largest_file_mb * _MEGABYTE)
        alarm = _Alarm()
        accounts = make_accounts(settings, office, database, files, at, alarm)
        try:
            yield wire(settings, database, office, accounts, files, at, alarm)
        finally:
            await accounts.close()
