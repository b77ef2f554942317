"""The one thing that storage families and handlers need of a database: run a statement, get rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

Row = Mapping[str, Any]
Value = str | int | float | bool | bytes | date | None


class Transaction(Protocol):
    """An open transaction. SQL uses `:name` parameters; both engines read the same text.

    A comment `/*pg ... */` is SQL for PostgreSQL only (row locks that SQLite's single writer does not need); what
    stands between `/*sqlite*/` and `/*end*/` is for SQLite only (its full-text index).
    """

    def all(self, sql: str, **params: Value) -> list[Row]:
        """Run a statement and return its rows, in order."""
        ...

    def one(self, sql: str, **params: Value) -> Row | None:
        """Run a statement and return its first row, or None."""
        ...

    def run(self, sql: str, **params: Value) -> int:
        """Run a statement and return how many rows it touched."""
        ...

    def many(self, sql: str, rows: Sequence[Mapping[str, Value]]) -> None:
        """Run a statement once for each mapping of parameters."""
        ...
