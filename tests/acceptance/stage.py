"""Where the story is played: the real program in this process, all of its loops running, on a clock that can be set.

The demo office is made as `doithoai run --demo` makes it. A restart stops everything and starts it anew on the same
database, at the same address.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Protocol

import httpx

from benchmarks.processes import free_port
from bot import clock, demo
from bot.app import open_house, serve
from bot.settings import Settings
from handlers.texts import LOCAL
from storage import sessions
from storage.database import Database, open_database
from storage.records import Session
from storage.transaction import Transaction
from tests.acceptance.chats import PATIENCE, Chat, TelegramChat, WebChat, ZaloBotChat, ZaloOAChat
from tests.fakes.bot_api import BotApi
from tests.fakes.zalo_bot import ZaloBotServer
from tests.fakes.zalo_oa import OAServer

OPENS, CLOSES = time(8), time(17)
_BETWEEN_LOOKS = 0.05


class Stage(Protocol):
    """What the story asks of the place where it is played."""

    async def resident(self, name: str) -> Chat:
        """Somebody new, who has opened the chat."""
        ...

    async def official(self, who: str) -> Chat:
        """The demo official of this name in the list that the program prints, by their one-time code."""
        ...

    async def restart(self) -> None:
        """Stop the program and start it anew on the same data."""
        ...

    async def files_arrive(self) -> None:
        """Wait until every file that was sent is on the office's disk."""
        ...

    async def after_the_session(self) -> None:
        """Go on when the session has been held."""
        ...


class SetClock:
    """The true time moved forward: first to a working hour of an office, later to wherever the story goes."""

    def __init__(self) -> None:
        self._ahead = timedelta()
        local = self().astimezone(LOCAL)
        if not OPENS <= local.time() < CLOSES:
            self.move_to(datetime.combine(local.date() + timedelta(days=1), OPENS, LOCAL))

    def __call__(self) -> datetime:
        return clock.now() + self._ahead

    def move_to(self, moment: datetime) -> None:
        """From now on it is this moment or later."""
        self._ahead = max(self._ahead, moment - clock.now())


@asynccontextmanager
async def opened(database_url: str) -> AsyncIterator[Database]:
    """The program's database beside the program."""
    async with open_database(database_url) as database:
        yield database


def no_file_is_on_its_way(tx: Transaction) -> bool:
    """Whether no attachment waits to be fetched."""
    return not tx.one("SELECT id FROM attachment WHERE state = 'pending' LIMIT 1")


def the_session(tx: Transaction) -> Session:
    """The demo office's only session."""
    row = tx.one("SELECT office_id FROM session LIMIT 1")
    assert row is not None
    return sessions.sessions(tx, row["office_id"])[0]


Doors = Callable[[str], str]
"""By which channel somebody of this name comes: «telegram», «web_chat», «zalo_bot» or «zalo_oa»."""


@dataclass(frozen=True, kw_only=True)
class Platforms:
    """The fakes of all platforms; each runs, whether anybody comes by it or not."""

    telegram: BotApi
    zalo_bot: ZaloBotServer
    zalo_oa: OAServer


class InThisProcess:
    """A Stage in this process; `doors` says for each person by which channel they come."""

    def __init__(self, settings: Settings, platforms: Platforms, clock: SetClock, doors: Doors) -> None:
        self.settings = settings
        self.clock = clock
        self.platforms = platforms
        self._doors = doors
        self._codes: dict[str, str] = {}
        self._running: asyncio.Task[None] | None = None
        self._http = httpx.AsyncClient(base_url=settings.address, timeout=PATIENCE, trust_env=False)

    async def start(self) -> None:
        """Start the program and wait until it answers."""
        self._running = asyncio.create_task(self._run())
        await self._until("the program answers", self.answers)

    async def _until(self, what: str, found: Callable[[], Awaitable[bool]]) -> None:
        """Look again and again, while the program runs, until it is so. Raises TimeoutError, saying what never was."""
        assert self._running is not None
        try:
            async with asyncio.timeout(PATIENCE):
                while not await found():
                    ended, _ = await asyncio.wait({self._running}, timeout=_BETWEEN_LOOKS)
                    assert not ended, "the program ended by itself"
        except TimeoutError:
            raise TimeoutError(f"waited in vain until {what}") from None

    async def _run(self) -> None:
        async with open_house(self.settings, self.clock) as house:
            await serve(self.settings, house)

    async def waiting(self, channel: str) -> int:
        """How many messages are queued on a channel, as /health says."""
        outbox = (await self._http.get("/health")).json()["outbox"]
        return sum(row["messages"] for row in outbox if (row["channel"], row["state"]) == (channel, "queued"))

    async def answers(self) -> bool:
        """Whether the program answers."""
        try:
            return (await self._http.get("/health")).status_code == 200
        except httpx.TransportError:
            return False

    async def stop(self) -> None:
        """Stop the program; what failed while it ran fails here."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            if not self._running.cancelled() and (failure := self._running.exception()):
                raise failure
        await self._http.aclose()

    async def restart(self) -> None:
        assert self._running is not None
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        await self.start()

    async def resident(self, name: str) -> Chat:
        return await self._enter(name, "")

    async def official(self, who: str) -> Chat:
        if not self._codes:
            self._codes = await self._make_codes()
        return await self._enter(who, self._codes[who])

    async def _enter(self, name: str, code: str) -> Chat:
        door = self._doors(name)
        if door == "web_chat":
            return await WebChat.open(name, self._http, code)
        if door == "zalo_oa" and not code:
            follower = self.platforms.zalo_oa.resident(name)
            await follower.follow()
            return ZaloOAChat(name, follower)
        chat = self._somebody(door, name)
        await chat.say(f"/start {code}".strip())
        return chat

    def _somebody(self, door: str, name: str) -> Chat:
        if door == "zalo_bot":
            return ZaloBotChat(name, self.platforms.zalo_bot.resident(name))
        if door == "zalo_oa":
            return ZaloOAChat(name, self.platforms.zalo_oa.resident(name))
        return TelegramChat(name, self.platforms.telegram.resident(first_name=name))

    async def _make_codes(self) -> dict[str, str]:
        async with opened(self.settings.database) as database:
            shown = await database.write(lambda tx: demo.links(tx, demo.prepare(tx, self.clock()), "", self.clock()))
        return {who: link.partition("#")[2] for who, link in shown}

    async def files_arrive(self) -> None:
        async with opened(self.settings.database) as database:
            await self._until("every file is here", lambda: database.read(no_file_is_on_its_way))

    async def after_the_session(self) -> None:
        async with opened(self.settings.database) as database:
            session = await database.read(the_session)
        assert session.ends_at is not None
        self.clock.move_to(session.ends_at + timedelta(hours=1))


@asynccontextmanager
async def staged(
    folder: Path, database_url: str, doors: Doors, *, pushed: bool = False
) -> AsyncIterator[InThisProcess]:
    """The program running with the demo office, and the platforms' fakes beside it.

    pushed: the platforms push messages (PUBLIC_URL is set); else those that can be are polled.
    """
    clock = SetClock()
    async with BotApi.serve() as telegram, ZaloBotServer.serve() as zalo_bot, OAServer.serve(clock) as zalo_oa:
        port = free_port()
        zalo_oa.webhook_url = f"http://127.0.0.1:{port}/webhook/zalo_oa"
        settings = Settings.model_validate(
            {
                "data_dir": folder,
                "database_url": database_url,
                "port": port,
                "public_url": f"http://127.0.0.1:{port}" if pushed else "",
                "secret_key": "a test's own secret",
                "telegram_token": telegram.token,
                "telegram_base_url": telegram.base_url,
                "telegram_file_base_url": telegram.base_file_url,
                "zalo_bot_token": zalo_bot.token,
                "zalo_bot_base_url": zalo_bot.base_url,
                **oa_settings(zalo_oa),
            }
        )
        platforms = Platforms(telegram=telegram, zalo_bot=zalo_bot, zalo_oa=zalo_oa)
        stage = InThisProcess(settings, platforms, clock, doors)
        async with opened(settings.database) as database:
            await database.write(lambda tx: demo.prepare(tx, stage.clock()))
        await stage.start()
        try:
            yield stage
        finally:
            await stage.stop()
        assert zalo_oa.faults == [], "the Official Account's platform was spoken to in a wrong way"


def oa_settings(server: OAServer) -> dict[str, object]:
    """The settings of an account on the fake platform."""
    return {
        "zalo_oa_app_id": server.app_id,
        "zalo_oa_app_secret": server.app_secret,
        "zalo_oa_access_token": server.tokens.access,
        "zalo_oa_refresh_token": server.tokens.refresh,
        "zalo_oa_webhook_secret": server.webhook_secret,
        "zalo_oa_base_url": server.url,
        "zalo_oa_business_url": server.url,
        "zalo_oa_oauth_url": server.url,
    }
