"""The real program and the fake Bot API server as processes of their own, always ended, and a client of the fake.

Nothing here reaches another host. Folders, ports and databases are made for one run and belong to it.
"""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, TypeVar

import aiohttp

from bot import clock
from bot.settings import Settings

T = TypeVar("T")
Json = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
TOKEN = "123456789:FAKE-TOKEN-of-no-real-bot"
PROGRAM = (str(Path(sys.executable).parent / "doithoai"), "run", "--demo")
DATABASE = "doithoai.db"
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_TEN_IN_THE_MORNING = 10


class Ended(Exception):
    """A process ended although nobody had asked it to; the message has the end of its log."""

    def __init__(self, what: str, log: Path) -> None:
        super().__init__(f"{what}; the end of its log:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


class Process:
    """A running subprocess. Its standard error, and what it prints after its first lines, go to a log."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self.log = log

    @property
    def pid(self) -> int:
        """Its number in the operating system."""
        return self._process.pid

    async def line(self, having: str = "", within: float = _START_SECONDS) -> str:
        """The next line it prints that has these words. Raises Ended, or TimeoutError after `within` seconds."""
        assert self._process.stdout is not None  # it was opened with a pipe
        async with asyncio.timeout(within):
            while line := (await self._process.stdout.readline()).decode():
                if having in line:
                    return line
        raise Ended(f"it ended before it printed «{having}»", self.log)

    async def alive_until(self, event: Coroutine[Any, Any, T], within: float = _START_SECONDS) -> T:
        """Wait for an event while it runs. Raises Ended when it ends by itself, TimeoutError after `within` seconds."""
        waiting, ending = asyncio.create_task(event), asyncio.create_task(self._process.wait())
        try:
            await asyncio.wait((waiting, ending), timeout=within, return_when=asyncio.FIRST_COMPLETED)
            if waiting.done():
                return waiting.result()
            if ending.done():
                raise Ended(f"it ended by itself with {ending.result()}", self.log)
            raise TimeoutError(f"nothing came of it in {within:.0f} s")
        finally:
            waiting.cancel()
            ending.cancel()

    async def kill(self) -> None:
        """kill -9; returns when it is gone."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()

    async def stop(self) -> int:
        """Ask it to stop (SIGTERM) and return its exit code. Raises TimeoutError when it does not."""
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(_STOP_SECONDS):
            await self._process.communicate()
        return self._process.returncode or 0


@asynccontextmanager
async def running(
    *command: str, folder: Path, log: Path, environment: Mapping[str, str] | None = None, core: int | None = None
) -> AsyncIterator[Process]:
    """A subprocess with `folder` as its working folder; killed at the end if it still runs. `core` pins it to one."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=errors
        )
    started = Process(process, log)
    try:
        if core is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, {core % (os.cpu_count() or 1)})
        yield started
    finally:
        await started.kill()


class BotApiAddresses(Protocol):
    """Where a Bot API server is, as python-telegram-bot's base_url and base_file_url."""

    @property
    def base_url(self) -> str: ...

    @property
    def base_file_url(self) -> str: ...


def program_environment(folder: Path, server: BotApiAddresses, port: int, **settings: str) -> dict[str, str]:
    """The environment of the real program: settings of this shell do not count, those given here do."""
    ours = {name.upper() for name in Settings.model_fields}
    foreign = {name: value for name, value in os.environ.items() if name.upper() not in ours}
    return {
        **foreign,
        "NO_PROXY": "127.0.0.1",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "SECRET_KEY": "only-for-measuring",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": server.base_url,
        "TELEGRAM_FILE_BASE_URL": server.base_file_url,
        **settings,
    }


def always_morning(folder: Path) -> dict[str, str]:
    """A setting of the environment with which it is about ten in the morning in Vietnam, whatever the hour here.

    Announcements wait for the end of the night; measuring one must not. The clock stays true: the process is given a
    table of time zones in which Asia/Ho_Chi_Minh lies where it is morning now.
    """
    ahead = (_TEN_IN_THE_MORNING - clock.now().hour + 11) % 24 - 11
    zone = f"GMT{-ahead:+d}" if ahead else "GMT"  # POSIX signs: GMT-3 is three hours ahead
    table = folder / "zones" / "Asia"
    table.mkdir(parents=True, exist_ok=True)
    (table / "Ho_Chi_Minh").write_bytes(resources.files("tzdata.zoneinfo.Etc").joinpath(zone).read_bytes())
    return {"PYTHONTZPATH": str(table.parent)}


def free_port() -> int:
    """A port on 127.0.0.1 that nobody uses now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class BotApiProcess:
    """The fake Bot API server in another process, through its control door (tests/fakes/bot_api/control.py)."""

    def __init__(self, addresses: Mapping[str, str], session: aiohttp.ClientSession) -> None:
        self.base_url = addresses["base_url"]
        self.base_file_url = addresses["base_file_url"]
        self._control = addresses["control_url"]
        self._session = session

    async def act(self, person: int, do: str, **values: object) -> Any:
        """A person does something: say, tap … Raises ValueError with the fake's own words when it cannot be done."""
        return (await self._post("people", {"id": person, "do": do, **values}))["result"]

    async def set(self, **switches: object) -> None:
        """Set switches of the fake (tests/fakes/bot_api/switches.py)."""
        await self._post("switches", switches)

    async def open_chats(self, first: int, count: int) -> None:
        """Make people known as having started the bot."""
        await self._post("chats", {"first": first, "count": count})

    async def sent(self, since: int, within: float = 0.0) -> list[Json]:
        """What the bot sent from position `since` on; waits up to `within` seconds for there to be something."""
        found: list[Json] = (await self._get(f"sent?since={since}&timeout={within}"))["sent"]
        return found

    async def state(self) -> Json:
        """Counters: sent, pending_updates, too_many, calls, refusals …"""
        return await self._get("state")

    async def _post(self, verb: str, body: Json) -> Json:
        async with self._session.post(f"{self._control}{verb}", json=body) as answer:
            return _checked(await answer.json())

    async def _get(self, verb: str) -> Json:
        async with self._session.get(f"{self._control}{verb}") as answer:
            return _checked(await answer.json())


def _checked(answer: Json) -> Json:
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer


@asynccontextmanager
async def bot_api(folder: Path) -> AsyncIterator[BotApiProcess]:
    """A fake Bot API server of its own for this run."""
    command = (sys.executable, "-m", "tests.fakes.bot_api", "--token", TOKEN)
    async with (
        running(*command, folder=ROOT, log=folder / "bot_api.log") as process,
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120)) as session,
    ):
        yield BotApiProcess(json.loads(await process.line("{")), session)


def run(work: Coroutine[Any, Any, T]) -> T:
    """asyncio.run, where SIGTERM (of `timeout`, say) cancels the work, so that every subprocess is ended."""

    async def until_told() -> T:
        task = asyncio.current_task()
        assert task is not None  # a coroutine runs in one
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        return await work

    return asyncio.run(until_told())
