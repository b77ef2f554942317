"""The only wiring: ordered start, unwinding stop. Importing any module opens nothing; everything is opened here."""

import asyncio
import hashlib
import hmac
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import structlog
import uvicorn
from filelock import FileLock, Timeout
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot import clock
from bot.attachments import AttachmentFetcher
from bot.channels.base import Channel, SendError
from bot.channels.files import FileStore
from bot.channels.telegram import Telegram
from bot.channels.web_chat import WebChat
from bot.clock import Clock
from bot.delivery import Sender
from bot.intake import Intake
from bot.schedule import Schedule
from bot.settings import Settings
from bot.sweep import sweep_files
from bot.web.chat_api import ChatApi
from bot.web.pages import Pages
from bot.web.server import build, webhook
from handlers.commands import COMMANDS
from handlers.texts import LANGUAGES, Texts
from storage import offices
from storage.database import Database, is_postgres, open_database
from storage.errors import StorageError
from storage.records import Office

log = structlog.get_logger(__name__)
TELEGRAM_WEBHOOK = "/webhook/telegram"
_MEGABYTE = 1024 * 1024
_FETCH_SECONDS = 2.0
_SWEEP_SECONDS = 24 * 3600.0
_RECONNECT_SECONDS = 10.0
_SHUTDOWN_SECONDS = 3


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
    telegram: Telegram | None
    at: Clock


def secret_for(secret: str, purpose: str) -> str:
    """A secret of its own for each purpose, derived from SECRET_KEY."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


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


def wire(
    settings: Settings,
    database: Database,
    office: Office,
    telegram: Telegram | None,
    files: FileStore,
    at: Clock,
) -> House:
    """Lay everything together. Opens nothing."""
    secret, largest = settings.secret(), settings.largest_file_mb * _MEGABYTE
    web_chat = WebChat(database, office.id, at)
    channels: dict[str, Channel] = {web_chat.name: web_chat}
    if telegram is not None:
        channels[telegram.name] = telegram
    senders = {name: Sender(database, office.id, channel, at, clock.monotonic) for name, channel in channels.items()}
    limits = {name: channel.limits for name, channel in channels.items()}

    def wake(channel: str) -> None:
        if sender := senders.get(channel):
            sender.wake()

    intake = Intake(database, limits, wake)
    api = ChatApi(database, office.id, intake, web_chat, files, secret_for(secret, "files"), at, largest)
    pages = Pages(database, office.id, at, largest)
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
            more=_webhooks(settings, telegram, intake),
            portal_origins=settings.portal_origins.split(),
        ),
        intake=intake,
        channels=channels,
        senders=senders,
        schedule=Schedule(database, office.id, limits, wake, at),
        fetcher=AttachmentFetcher(database, channels, files, limits, wake),
        files=files,
        telegram=telegram,
        at=at,
    )


def _webhooks(settings: Settings, telegram: Telegram | None, intake: Intake) -> Sequence[BaseRoute]:
    if telegram is None or not settings.public_url:
        return []
    header = "X-Telegram-Bot-Api-Secret-Token"
    return [webhook(TELEGRAM_WEBHOOK, header, lambda body, given: telegram.take_webhook(body, given, intake.take))]


def make_telegram(settings: Settings, office: Office, files: FileStore, at: Clock) -> Telegram | None:
    """The Telegram account, when a token is set."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    account = Telegram(
        token,
        office.id,
        settings.telegram_base_url,
        settings.telegram_file_base_url,
        files,
        at,
        proxy_from_environment=settings.telegram_use_proxy,
        webhook_secret=secret_for(settings.secret(), "telegram-webhook"),
    )
    account.limits = replace(account.limits, per_second=settings.telegram_per_second)
    return account


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
    loops["sweep"] = _sweep(house)
    if house.telegram is not None:
        loops["telegram"] = _telegram(house, house.telegram)
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


async def _sweep(house: House) -> None:
    """Once a day, remove the files that nothing points to any more."""
    while True:
        try:
            removed = await sweep_files(house.database, house.files, clock.now())
            log.info("files_swept", removed=removed)
        except (StorageError, OSError) as error:
            log.warning("sweep_failed", error=type(error).__name__)
        await asyncio.sleep(_SWEEP_SECONDS)


async def _telegram(house: House, telegram: Telegram) -> None:
    """Receive from Telegram: by webhook where PUBLIC_URL is set, else by polling. An outage is waited out."""
    menu = {language: _menu(Texts(language)) for language in LANGUAGES}
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_until_reached(lambda: telegram.set_commands(menu)))
        if house.settings.public_url:
            secret = secret_for(house.settings.secret(), "telegram-webhook")
            url = house.settings.address + TELEGRAM_WEBHOOK
            tasks.create_task(_until_reached(lambda: telegram.set_webhook(url, secret)))
            await asyncio.Event().wait()  # updates come by HTTP from here on; a loop that ends would end the program
        else:
            tasks.create_task(telegram.receive(house.intake.take))


def _menu(texts: Texts) -> list[tuple[str, str]]:
    return [(name, texts.t(command.help_id)) for name, command in COMMANDS.items() if not command.roles]


async def _until_reached(call: Callable[[], Awaitable[None]]) -> None:
    """Call the platform until it was reached; nothing else waits for it."""
    while True:
        try:
            await call()
            return
        except SendError as error:
            log.warning("telegram_not_reached", code=error.code)
            await asyncio.sleep(_RECONNECT_SECONDS)


@asynccontextmanager
async def open_house(settings: Settings, at: Clock = clock.now) -> AsyncIterator[House]:
    """Open the database and the accounts, in order; close them in the opposite order. Raises NotReady, Unavailable."""
    async with only_process(settings), open_database(settings.database) as database:
        office = await find_office(database, settings)
        files = FileStore(settings.data_dir / "files", settings.largest_file_mb * _MEGABYTE)
        telegram = make_telegram(settings, office, files, at)
        try:
            yield wire(settings, database, office, telegram, files, at)
        finally:
            if telegram is not None:
                with suppress(SendError):
                    await telegram.close()
