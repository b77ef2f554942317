"""SQLite: the embedded default. One writer thread, BEGIN IMMEDIATE, WAL, synchronous FULL, group commit.

Units that wait share one commit, and so one fsync, each in its own savepoint, so that one failure harms nobody else.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from storage import errors
from storage.transaction import Row, Transaction, Value

T = TypeVar("T")
_GROUP_LIMIT = 32
"""Units that share a commit: the first are answered while the next group is at work (docs/performance.md)."""
_READERS = 2
_BUSY_SECONDS = 10.0


def translate_error(error: sqlite3.Error) -> errors.StorageError:
    """Storage's own word for a driver's error; the cause is kept by the caller's `raise ... from`."""
    if isinstance(error, sqlite3.IntegrityError):
        name = getattr(error, "sqlite_errorname", "")
        known = name in {
            "SQLITE_CONSTRAINT_UNIQUE",
            "SQLITE_CONSTRAINT_PRIMARYKEY",
            "SQLITE_CONSTRAINT_ROWID",
        }
        return errors.AlreadyRecorded(name) if known else errors.StorageError(name or "integrity")
    if isinstance(error, sqlite3.OperationalError | sqlite3.InterfaceError):
        name = getattr(error, "sqlite_errorname", "")
        if name in {"SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY"}:
            return errors.Unavailable(name)
    return errors.StorageError(f"{type(error).__name__}: {error}")


def _bind(value: Value) -> Value:
    """Times are stored as UTC text of one width, so that text order is time order."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _row(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}


class _SqliteTransaction:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _execute(self, sql: str, params: Mapping[str, Value]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, {name: _bind(value) for name, value in params.items()})
        except sqlite3.Error as error:
            raise translate_error(error) from error

    def all(self, sql: str, **params: Value) -> list[Row]:
        return self._execute(sql, params).fetchall()

    def one(self, sql: str, **params: Value) -> Row | None:
        cursor = self._execute(sql, params)
        row: Row | None = cursor.fetchone()
        cursor.close()
        return row

    def run(self, sql: str, **params: Value) -> int:
        return self._execute(sql, params).rowcount

    def many(self, sql: str, rows: Sequence[Mapping[str, Value]]) -> None:
        try:
            self._connection.executemany(sql, [{k: _bind(v) for k, v in row.items()} for row in rows])
        except sqlite3.Error as error:
            raise translate_error(error) from error


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection with one method more: run a function of ours in its thread, one hop for a whole unit."""

    async def in_thread(self, work: Callable[[sqlite3.Connection], T]) -> T:
        execute: Callable[..., Awaitable[T]] = self._execute
        return await execute(work, self._conn)


async def _connect(path: str, *, read_only: bool) -> _Connection:
    def open_connection() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, timeout=_BUSY_SECONDS, cached_statements=512)
        connection.row_factory = _row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        return connection

    connection = _Connection(open_connection, iter_chunk_size=64)
    await connection
    return connection


class _Waiting:
    """A unit of work in the queue and the future of the one who waits for it."""

    def __init__(self, unit: Callable[[Transaction], Any], future: "asyncio.Future[Any]") -> None:
        self.unit = unit
        self.future = future


def _run_group(
    connection: sqlite3.Connection, units: list[Callable[[Transaction], Any]]
) -> list[tuple[Any, BaseException | None]]:
    """Run each unit in its own savepoint inside one transaction; return (result, error) for each."""
    outcome: list[tuple[Any, BaseException | None]] = []
    try:
        connection.execute("BEGIN IMMEDIATE")
        for unit in units:
            connection.execute("SAVEPOINT unit")
            try:
                outcome.append((unit(_SqliteTransaction(connection)), None))
            except Exception as error:  # whatever a unit raises belongs to the one who sent it
                connection.execute("ROLLBACK TO unit")
                outcome.append((None, error))
            connection.execute("RELEASE unit")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise translate_error(error) from error
    return outcome


class SqliteEngine:
    """One writer with group commit, a few readers that see the last commit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: list[_Waiting] = []
        self._drain: asyncio.Task[None] | None = None
        self._writer: _Connection | None = None
        self._readers: asyncio.Queue[_Connection] = asyncio.Queue()
        self._held: set[str] = set()

    async def open(self) -> None:
        """Open the writer and the readers. Raises Unavailable when the file cannot be opened."""
        try:
            self._writer = await _connect(str(self.path), read_only=False)
            for _ in range(_READERS):
                self._readers.put_nowait(await _connect(str(self.path), read_only=True))
        except sqlite3.Error as error:
            raise errors.Unavailable(str(self.path.name)) from error

    async def close(self) -> None:
        """Finish what waits, then close every connection."""
        if self._drain is not None:
            await self._drain
        while not self._readers.empty():
            await self._readers.get_nowait().close()
        if self._writer is not None:
            await self._writer.close()
            self._writer = None

    async def write(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit in the writer thread; return its result after the commit that it shares."""
        if self._writer is None:
            raise errors.Unavailable("closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(unit, future))
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._drain_queue())
        return await future

    async def _drain_queue(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:_GROUP_LIMIT], self._waiting[_GROUP_LIMIT:]
            await self._commit(group)

    async def _commit(self, group: list[_Waiting]) -> None:
        assert self._writer is not None  # write() refuses before there is a writer
        units = [waiting.unit for waiting in group]
        try:
            outcome = await self._writer.in_thread(lambda connection: _run_group(connection, units))
        except Exception as error:  # the shared commit failed: each one who waits must hear of it
            outcome = [(None, error)] * len(group)
        for waiting, (result, failure) in zip(group, outcome, strict=True):
            if waiting.future.cancelled():
                continue
            if failure is not None:
                waiting.future.set_exception(failure)
            else:
                waiting.future.set_result(result)

    async def read(self, unit: Callable[[Transaction], T]) -> T:
        """Run a unit that only reads, on one snapshot, without waiting for the writer."""

        def work(connection: sqlite3.Connection) -> T:
            connection.execute("BEGIN")
            try:
                return unit(_SqliteTransaction(connection))
            finally:
                connection.execute("ROLLBACK")

        reader = await self._readers.get()
        try:
            return await reader.in_thread(work)
        finally:
            self._readers.put_nowait(reader)

    async def hold(self, name: str) -> bool:
        """Become the only holder of `name` in this database (SQLite: in this process, which owns the file)."""
        if name in self._held:
            return False
        self._held.add(name)
        return True

    async def still_holds(self, name: str) -> bool:
        """Holds go with the process here."""
        return name in self._held
