"""Bring a database's tables up to date: numbered plain SQL files, forward only, one history for both engines (yoyo)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from yoyo import get_backend, read_migrations
from yoyo.backends import DatabaseBackend
from yoyo.exceptions import LockTimeout

from storage import assumed, errors

_FOLDER = Path(__file__).parent / "migrations"
_SQLITE = "sqlite:///"


def _yoyo_url(url: str) -> str:
    """yoyo names psycopg 3 in the scheme."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def _open(url: str) -> DatabaseBackend:
    if url.startswith(_SQLITE):
        path = Path(url.removeprefix(_SQLITE))
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():  # concerns and tokens will stand in it; SQLite gives its companions the same rights
            path.touch(mode=0o600)
    return get_backend(_yoyo_url(url))


def _assume(url: str) -> None:
    """PostgreSQL counts by itself."""
    if url.startswith(_SQLITE):
        with closing(sqlite3.connect(url.removeprefix(_SQLITE))) as connection:
            assumed.assume(connection)


def migrate(url: str, *, up_to: str | None = None) -> list[str]:
    """Apply every migration that is not applied yet (or those up to and with `up_to`); return their names.

    Raises Unavailable when the database cannot be reached or another process has been migrating for too long.
    """
    try:
        backend = _open(url)
    except Exception as error:  # yoyo lets each driver's own errors through
        raise errors.Unavailable(type(error).__name__) from error
    try:
        with backend.lock(timeout=60):
            migrations = backend.to_apply(read_migrations(str(_FOLDER)))
            if up_to is not None:
                migrations = migrations.filter(lambda migration: migration.id <= up_to)
            backend.apply_migrations(migrations)
            _assume(url)
            return [migration.id for migration in migrations]
    except LockTimeout as error:
        raise errors.Unavailable("another process is migrating") from error
    finally:
        backend.connection.close()


def pending(url: str) -> list[str]:
    """The names of the migrations that are not applied yet."""
    backend = _open(url)
    try:
        return [migration.id for migration in backend.to_apply(read_migrations(str(_FOLDER)))]
    finally:
        backend.connection.close()
