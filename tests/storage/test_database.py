"""What both engines promise: units are whole, failures harm nobody else, errors are storage's own."""

import asyncio
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from storage import conversations, counters, deliveries, errors, web
from storage.database import Database, open_database, sqlite_path
from storage.ids import new_id
from storage.migrate import migrate, pending
from storage.records import Delivery, DeliveryState, Urgency
from storage.transaction import Transaction
from tests.databases import new_postgres
from tests.house import NOON, House


def office_row(tx: Transaction) -> None:
    tx.run(
        "INSERT INTO office (id, code, name, profile, created_at) VALUES (1, 'A', 'A', '{}', :at)",
        at=NOON,
    )


async def test_a_unit_that_fails_leaves_nothing_behind(database: Database) -> None:
    def unit(tx: Transaction) -> None:
        office_row(tx)
        raise LookupError("on purpose")

    with pytest.raises(LookupError):
        await database.write(unit)
    assert await database.read(lambda tx: tx.all("SELECT id FROM office")) == []


async def test_one_of_many_waiting_units_may_fail_without_harming_the_others(database: Database) -> None:
    await database.write(office_row)

    def failing(tx: Transaction) -> None:
        counters.take_next(tx, 1, "bad")
        raise ValueError

    async def one(number: int) -> int | None:
        try:
            if number % 3 == 0:
                await database.write(failing)
            return await database.write(lambda tx: counters.take_next(tx, 1, "good"))
        except ValueError:
            return None

    taken = [number for number in await asyncio.gather(*(one(n) for n in range(30))) if number]
    assert sorted(taken) == list(range(1, 21))
    assert await database.read(lambda tx: tx.one("SELECT value FROM counter WHERE name = 'bad'")) is None


async def test_the_same_fact_twice_is_already_recorded(database: Database) -> None:
    await database.write(office_row)
    with pytest.raises(errors.AlreadyRecorded):
        await database.write(office_row)


async def test_a_moment_comes_back_in_utc_whatever_zone_it_was_written_in(database: Database) -> None:
    house = await House.build(database)
    hanoi = datetime(2026, 11, 24, 12, 0, tzinfo=timezone(timedelta(hours=7)))
    await database.write(lambda tx: deliveries.queue(tx, delivery(house, not_before=hanoi)))
    (row,) = await house.deliveries()
    assert (row.not_before, row.not_before.tzinfo) == (hanoi, UTC)
    assert (
        await database.read(lambda tx: deliveries.next_due_at(tx, house.office.id, "telegram", NOON - timedelta(1)))
        == hanoi
    )


def delivery(house: House, address: str = "lan", not_before: datetime = NOON, once_key: str | None = None) -> Delivery:
    return Delivery(
        office_id=house.office.id,
        id=new_id(NOON),
        channel="telegram",
        address=address,
        urgency=Urgency.REPLY,
        body="{}",
        state=DeliveryState.QUEUED,
        attempts=0,
        not_before=not_before,
        created_at=NOON,
        sent_at=None,
        remote_id=None,
        error_code=None,
        announcement_id=None,
        update_key=None,
        once_key=once_key,
    )


async def test_a_message_waits_while_an_earlier_one_to_the_same_address_is_tried_again(database: Database) -> None:
    house = await House.build(database)
    first, second, other = delivery(house), delivery(house), delivery(house, "tu")
    await database.write(lambda tx: deliveries.queue_many(tx, [first, second, other]))
    again = NOON + timedelta(minutes=1)
    await database.write(lambda tx: deliveries.mark_retry(tx, first, again, "busy"))
    assert await due_at(database, house, NOON) == [other.id]
    assert await due_at(database, house, NOON + timedelta(minutes=2)) == [first.id, second.id, other.id]


async def test_what_is_put_off_by_choice_holds_back_nothing_to_the_same_address(database: Database) -> None:
    house = await House.build(database)
    morning = NOON + timedelta(hours=19)
    first, second = delivery(house, "lan", morning), delivery(house)
    await database.write(lambda tx: deliveries.queue_many(tx, [first, second]))
    assert await due_at(database, house, NOON) == [second.id]
    assert await due_at(database, house, morning) == [first.id, second.id]


async def due_at(database: Database, house: House, at: datetime) -> list[int]:
    due = await database.read(lambda tx: deliveries.due(tx, house.office.id, "telegram", at, 9))
    return [row.id for row in due]


async def test_a_message_with_a_used_once_key_is_not_queued_again(database: Database) -> None:
    house = await House.build(database)
    for _ in range(2):
        await database.write(lambda tx: deliveries.queue_many(tx, [delivery(house, once_key="answer/1")]))
    assert len(await house.deliveries()) == 1


async def test_the_audit_log_and_a_concerns_words_refuse_to_change(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("/start")
    await lan.tap("Đồng ý")
    assert [row["act"] for row in await house.rows("SELECT act FROM audit")] == ["consent"]
    for sql in ("UPDATE audit SET act = 'x'", "DELETE FROM audit"):
        with pytest.raises(errors.StorageError, match=r"TRIGGER|immutable"):
            await database.write(statement(sql))
    assert len(await house.rows("SELECT id FROM audit WHERE act = 'consent'")) == 1


def statement(sql: str) -> Callable[[Transaction], int]:
    return lambda tx: tx.run(sql)


async def test_web_events_count_from_one_at_each_address_and_keep_a_source_once(database: Database) -> None:
    said = (("a", "1"), ("a", "2"), ("b", "3"), ("a", "2"), ("a", "4"))
    assert [await database.write(event(address, source)) for address, source in said] == [1, 2, 1, 2, 3]


def event(address: str, source: str) -> Callable[[Transaction], int]:
    return lambda tx: web.add_event(tx, 1, address, source, "{}", NOON)


async def test_web_events_written_at_one_moment_get_different_numbers(database: Database) -> None:
    numbers = await asyncio.gather(*(database.write(event("a", str(n))) for n in range(20)))
    assert sorted(numbers) == list(range(1, 21))


async def test_an_inbound_id_is_new_once(database: Database) -> None:
    seen = [await database.write(lambda tx: conversations.first_sight(tx, 1, "telegram", "7", NOON)) for _ in range(3)]
    assert seen == [True, False, False]
    await database.write(lambda tx: conversations.forget_inbound(tx, NOON + timedelta(days=9)))
    assert await database.write(lambda tx: conversations.first_sight(tx, 1, "telegram", "7", NOON))


async def test_only_one_holds_an_account(database_url: str) -> None:
    async with open_database(database_url) as one:
        assert [await one.hold("send:telegram"), await one.hold("send:telegram")] == [True, False]
        assert await one.hold("send:web_chat")
        if database_url.startswith("postgres"):
            async with open_database(database_url) as two:
                assert not await two.hold("send:telegram")
    async with open_database(database_url) as again:
        assert await again.hold("send:telegram")
        assert await again.still_holds("send:telegram")
        assert not await again.still_holds("send:other")


async def test_a_hold_goes_with_the_connection_that_carries_it(postgres_server: str) -> None:
    async with open_database(new_postgres(postgres_server)) as database:
        assert await database.hold("send:telegram")
        await database.write(
            lambda tx: tx.all(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE query LIKE 'SELECT pg_try_advisory%'"""
            )
        )
        assert not await database.still_holds("send:telegram")
        assert await database.hold("send:telegram")


async def test_a_closed_database_refuses_instead_of_waiting(database_url: str) -> None:
    async with open_database(database_url) as opened:
        pass
    with pytest.raises(errors.Unavailable):
        await opened.write(office_row)


def test_migrations_go_forward_from_every_earlier_version(database_url: str) -> None:
    names = pending(database_url)
    assert names == sorted(names)
    for name in names:
        assert migrate(database_url, up_to=name) == [name]
    assert pending(database_url) == []
    assert migrate(database_url) == []


async def test_a_new_sqlite_file_and_its_companions_are_for_their_owner_alone(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path / 'data' / 'office.db'}") as database:
        await database.write(office_row)
        kept = sorted((tmp_path / "data").iterdir())
        assert [path.name for path in kept] == ["office.db", "office.db-shm", "office.db-wal"]
        assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_sqlite_file_that_is_there_keeps_the_rights_its_operator_gave_it(tmp_path: Path) -> None:
    path = tmp_path / "office.db"
    path.touch(mode=0o640)
    path.chmod(0o640)
    migrate(f"sqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_unknown_database_url_says_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="sqlite:///"):
        sqlite_path("mysql://x")


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(errors.Unavailable):
        async with open_database("postgresql://nobody@127.0.0.1:9/none"):
            pass


def test_identifiers_grow_even_within_one_moment() -> None:
    ids = [new_id(NOON) for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert max(ids) < 2**63
