"""Open a database by its URL: `sqlite:///path/to/file.db` or `postgresql://user@host/name`."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol, TypeVar

from storage import migrate
from storage.postgres import PostgresEngine
from storage.sqlite import SqliteEngine
from storage.transaction import Transaction

T = TypeVar("T")


class Database(Protocol):
    """What both engines offer."""

    async def write(self, unit: Callable[[Transaction], T]) -> T:
        """Run `unit` in one transaction; its result comes back only after the commit."""
        ...

    async def read(self, unit: Callable[[Transaction], T]) -> T:
        """Run `unit`, which only reads, on committed data."""
        ...

    async def hold(self, name: str) -> bool:
        """True when this process is now the only one that holds `name` (a bot account's sending, a tick)."""
        ...

    async def still_holds(self, name: str) -> bool:
        """Whether a hold still stands. False when the connection that carries it broke; it may be taken again."""
        ...


def is_postgres(url: str) -> bool:
    """Whether the URL names a PostgreSQL server."""
    return url.startswith(("postgresql://", "postgres://"))


def sqlite_path(url: str) -> Path:
    """The file that a `sqlite:///` URL names. Raises ValueError for any other URL."""
    if not url.startswith("sqlite:///"):
        raise ValueError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    return Path(url.removeprefix("sqlite:///"))


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Bring the tables up to date, open the database, close it at the end. Raises Unavailable."""
    await asyncio.to_thread(migrate.migrate, url)
    engine = PostgresEngine(url) if is_postgres(url) else SqliteEngine(sqlite_path(url))
    await engine.open()
    try:
        yield engine
    finally:
        await engine.close()
