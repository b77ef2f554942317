"""PostgreSQL: the same units in a small pool of threads, each with a psycopg connection."""

import asyncio
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from storage import errors
from storage.transaction import Row, Transaction, Value

T = TypeVar("T")
_THREADS = 8
_ATTEMPTS = 4
_CONNECT_SECONDS = 20.0


@lru_cache(maxsize=1024)
def to_psycopg(sql: str) -> str:
    """Our SQL text in psycopg's words: `:name` becomes `%(name)s`, `/*pg … */` becomes code.

    What stands between `/*sqlite*/` and `/*end*/` is for SQLite alone and goes.
    """
    without_sqlite = re.sub(r"/\*sqlite\*/.*?/\*end\*/", "", sql, flags=re.DOTALL)
    own = re.sub(r"/\*pg\s(.*?)\*/", r"\1", without_sqlite, flags=re.DOTALL)
    return re.sub(r"(?<![:\w]):([a-z_]+)", r"%(\1)s", own.replace("%", "%%"))


def translate_error(error: psycopg.Error) -> errors.StorageError:
    """Storage's own word for a driver's error."""
    if isinstance(error, psycopg.errors.UniqueViolation):
        return errors.AlreadyRecorded(error.diag.constraint_name or "unique")
    if isinstance(error, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return errors.Conflict(type(error).__name__)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return errors.Unavailable(type(error).__name__)
    return errors.StorageError(f"{type(error).__name__}: {error.diag.message_primary or ''}")


class _PostgresTransaction:
    def __init__(self, connection: "psycopg.Connection[dict[str, Any]]") -> None:
        self._connection = connection

    def _execute(self, sql: str, params: Mapping[str, Value]) -> "psycopg.Cursor[dict[str, Any]]":
        try:
            # The text comes from storage/'s own constants, never from a person.
            return self._connection.execute(to_psycopg(sql).encode(), params)
        except psycopg.Error as error:
            raise translate_error(error) from error

    def all(self, sql: str, **params: Value) -> list[Row]:
        return list(self._execute(sql, params).fetchall())

    def one(self, sql: str, **params: Value) -> Row | None:
        return self._execute(sql, params).fetchone()

    def run(self, sql: str, **params: Value) -> int:
        return self._execute(sql, params).rowcount

    def many(self, sql: str, rows: Sequence[Mapping[str, Value]]) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.executemany(to_psycopg(sql).encode(), list(rows))
        except psycopg.Error as error:
            raise translate_error(error) from error


class PostgresEngine:
    """A pool of threads; a unit that lost a deadlock is run again."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._closed = False
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="postgres")
        self._pool: ConnectionPool[psycopg.Connection[dict[str, Any]]] = ConnectionPool(
            url,
            min_size=1,
            max_size=_THREADS,
            open=False,
            timeout=_CONNECT_SECONDS,
            kwargs={"row_factory": dict_row, "options": "-c timezone=UTC"},
        )
        self._holds: dict[str, psycopg.Connection[tuple[Any, ...]]] = {}

    async def open(self) -> None:
        """Open the pool. Raises Unavailable when the server cannot be reached."""
        try:
            await self._in_thread(lambda: self._pool.open(wait=True, timeout=_CONNECT_SECONDS))
        except (psycopg.Error, PoolTimeout) as error:
            raise errors.Unavailable(type(error).__name__) from error

    async def close(self) -> None:
        """Give back what is held and close every connection."""
        for connection in self._holds.values():
            await self._in_thread(connection.close)
        await self._in_thread(self._pool.close)
        self._closed = True
        self._threads.shutdown()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._closed:
            raise errors.Unavailable("closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _once(self, unit: Callable[[Transaction], T]) -> T:
        try:
            with self._pool.connection() as connection, connection.transaction():
                return unit(_PostgresTransaction(connection))
        except PoolTimeout as error:
            raise errors.Unavailable("pool") from error
        except psycopg.Error as error:
            raise translate_error(error) from error

    def _until_done(self, unit: Callable[[Transaction], T]) -> T:
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._once(unit)
            except errors.Conflict:
                continue
        return self._once(unit)

    async def write(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit in a transaction of its own; return its result after the commit."""
        return await self._in_thread(lambda: self._until_done(unit))

    async def read(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit that only reads."""
        return await self._in_thread(lambda: self._once(unit))

    async def hold(self, name: str) -> bool:
        """Become the only holder of `name` among all workers; the server lets go when this process dies."""

        def take() -> bool:
            connection = psycopg.connect(self._url, autocommit=True)
            row = connection.execute("SELECT pg_try_advisory_lock(%s)", (zlib.crc32(name.encode()),)).fetchone()
            if row is None or not row[0]:
                connection.close()
                return False
            self._holds[name] = connection
            return True

        try:
            return await self._in_thread(take)
        except psycopg.Error as error:
            raise translate_error(error) from error

    async def still_holds(self, name: str) -> bool:
        """Whether the connection that carries the hold still lives; a dead one is given up."""

        def alive() -> bool:
            connection = self._holds.get(name)
            if connection is None:
                return False
            try:
                connection.execute("SELECT 1")
            except psycopg.Error:
                del self._holds[name]
                connection.close()
                return False
            return True

        return await self._in_thread(alive)
