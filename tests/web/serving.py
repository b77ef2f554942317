"""The whole program served on this machine, as `doithoai run` wires it, for tests that speak HTTP to it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from bot import clock
from bot.accounts import make_accounts
from bot.app import House as Program
from bot.app import wire
from bot.channels.files import FileStore
from bot.settings import Settings
from storage.database import Database
from storage.records import Office


@dataclass(frozen=True)
class Served:
    """A running program and where it listens."""

    address: str
    program: Program


def settings_for(folder: Path, **more: object) -> Settings:
    """Settings of a test: nothing from the environment's `.env`, everything in a temporary folder."""
    values = {"data_dir": folder, "secret_key": "a test's own secret", "largest_file_mb": 1, **more}
    return Settings.model_validate(values)


@asynccontextmanager
async def serving(
    database: Database, office: Office, settings: Settings, line: Callable[[ASGIApp], ASGIApp] | None = None
) -> AsyncIterator[Served]:
    """Serve the office's web application, with its outbox loop for the web chat; `line` may stand before it."""
    files = FileStore(settings.data_dir / "files", settings.largest_file_mb * 1024 * 1024)
    accounts = make_accounts(settings, office, database, files, clock.now)
    program = wire(settings, database, office, accounts, files, clock.now)
    web = line(program.web) if line else program.web
    config = uvicorn.Config(web, host="127.0.0.1", port=0, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    tasks = [asyncio.create_task(server.serve())]
    tasks += [asyncio.create_task(sender.run()) for sender in program.senders.values()]
    try:
        while not server.started:
            await asyncio.wait(tasks, timeout=0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Served(f"http://127.0.0.1:{port}", program)
    finally:
        server.should_exit = True
        await tasks[0]
        for task in tasks[1:]:
            task.cancel()
        await asyncio.gather(*tasks[1:], return_exceptions=True)
        await accounts.close()
