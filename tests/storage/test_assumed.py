"""SQLite's plans: nothing is looked up by walking through a table, however few rows there are yet to learn from."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from storage import (
    answers,
    assignments,
    attachments,
    closures,
    concern_groups,
    deliveries,
    likenesses,
    officials,
    registrations,
    speaking,
)
from storage.assumed import assume
from storage.migrate import migrate
from storage.transaction import Row, Transaction, Value

LOOKUPS: dict[str, Callable[[Transaction], object]] = {
    "waiting_for": lambda tx: deliveries.waiting_for(tx, 1, "zalo_oa", "lan"),
    "queued_at": lambda tx: deliveries.queued_at(tx, 1, "zalo_oa", "lan"),
    "sent_with_key": lambda tx: deliveries.sent_with_key(tx, 1, "zalo_oa", "lan", "files"),
    "newest_with_key": lambda tx: deliveries.newest_with_key(tx, 1, "zalo_oa", "lan", "files"),
    "of_identity_draft": lambda tx: attachments.of_identity_draft(tx, 1, 2),
    "attachments of_concern": lambda tx: attachments.of_concern(tx, 1, 2),
    "current_assignment": lambda tx: assignments.current_assignment(tx, 1, 2),
    "assignments_of": lambda tx: assignments.assignments_of(tx, 1, 2),
    "closures_of": lambda tx: closures.closures_of(tx, 1, 2),
    "answers_of": lambda tx: answers.answers_of(tx, 1, 2),
    "members": lambda tx: concern_groups.members(tx, 1, 2),
    "voices": lambda tx: concern_groups.voices(tx, 1, 2),
    "likenesses of_concern": lambda tx: likenesses.of_concern(tx, 1, 2),
    "between": lambda tx: likenesses.between(tx, 1, 2, 3),
    "earlier_of": lambda tx: likenesses.earlier_of(tx, 1, 2),
    "find_official": lambda tx: officials.find_official(tx, 1, 2),
    "speakers of a queue": lambda tx: speaking.speakers(tx, 1, 2),
    "acts of a queue": lambda tx: speaking.acts(tx, 1, 2),
    "queue_of_screen": lambda tx: speaking.queue_of_screen(tx, 1, "x"),
    "registrations_of_person": lambda tx: registrations.registrations_of_person(tx, 1, 2),
}


class Planned:
    """A transaction that finds nothing and keeps SQLite's plan of every statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.steps: list[str] = []

    def all(self, sql: str, **params: Value) -> list[Row]:
        self.steps += [row[3] for row in self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", params)]
        return []

    def one(self, sql: str, **params: Value) -> Row | None:
        self.all(sql, **params)
        return None

    def run(self, sql: str, **params: Value) -> int:
        self.all(sql, **params)
        return 0

    def many(self, sql: str, rows: Sequence[Mapping[str, Value]]) -> None:
        self.all(sql, **rows[0])


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    migrate(f"sqlite:///{tmp_path / 'office.db'}")
    with closing(sqlite3.connect(tmp_path / "office.db")) as opened:
        yield opened


@pytest.mark.parametrize("name", LOOKUPS)
def test_what_belongs_to_one_thing_is_found_by_an_index_that_names_it(
    connection: sqlite3.Connection, name: str
) -> None:
    planned = Planned(connection)
    LOOKUPS[name](planned)
    assert planned.steps
    for step in planned.steps:
        assert not step.startswith("SCAN"), step
        assert not step.endswith("(office_id=?)"), step


def test_an_index_that_comes_later_is_planned_with_too(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE INDEX concern_topic ON concern (office_id, topic, id)")
    assume(connection)
    before = connection.total_changes
    assume(connection)
    assert connection.total_changes == before
    stat = connection.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'concern_topic'").fetchone()
    assert stat == ("100000 50000 224 2 noskipscan",)


def test_what_leads_with_something_else_than_the_office_is_left_to_sqlite(connection: sqlite3.Connection) -> None:
    known = {row[0] for row in connection.execute("SELECT idx FROM sqlite_stat1")}
    assert {"delivery_address", "concern_print_waiting", "sqlite_autoindex_concern_1"} <= known
    assert not known & {"inbound_age", "upload_waiting", "announcement_state"}
