"""The outbox loop with a channel that the test controls: order, urgency, failures and what each of them leads to."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from bot import clock
from bot.channels.base import Limits, SendError, Take
from bot.delivery import Sender
from bot.outbox import rows_of
from handlers.messages import Outgoing, Reply
from storage import deliveries
from storage.database import Database
from storage.records import Delivery, DeliveryState, Urgency
from storage.transaction import Transaction

START = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@dataclass
class FakeChannel:
    """A platform in memory; `fails` says what happens to a text; sending `holds_up` waits for `goes_on`."""

    limits: Limits = Limits(text=4096)  # noqa: RUF009 - frozen
    name: str = "telegram"
    sent: list[tuple[str, str, str | None]] = field(default_factory=list)
    fails: dict[str, list[SendError]] = field(default_factory=dict)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    times: list[float] = field(default_factory=list)
    holds_up: str = ""
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        if failures := self.fails.get(reply.text):
            raise failures.pop(0)
        if reply.text == self.holds_up:
            self.reached.set()
            await self.goes_on.wait()
        async with self.arrived:
            self.sent.append((address, reply.text, replaces))
            self.times.append(clock.monotonic())
            self.arrived.notify_all()
        return f"r{len(self.sent)}"

    async def fetch(self, remote_ref: str) -> bytes:
        raise SendError("none")

    async def receive(self, take: Take) -> None:
        await asyncio.Event().wait()

    async def until_sent(self, count: int) -> list[str]:
        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(lambda: len(self.sent) >= count)
        return [text for _, text, _ in self.sent]


async def office(database: Database) -> None:
    await database.write(
        lambda tx: tx.run(
            "INSERT INTO office (id, code, name, profile, created_at) VALUES (1, 'A', 'A', '{}', :at)", at=START
        )
    )


def said(text: str, address: str = "lan", urgency: Urgency = Urgency.REPLY, key: str | None = None) -> list[Delivery]:
    outgoing = Outgoing(channel="telegram", address=address, reply=Reply(text=text, update_key=key), urgency=urgency)
    return rows_of(1, outgoing, Limits(text=4096), clock.now() - timedelta(seconds=1))


def notice(text: str) -> list[Delivery]:
    return said(text, urgency=Urgency.NOTICE)


async def put(database: Database, *rows: list[Delivery]) -> None:
    await database.write(lambda tx: deliveries.queue_many(tx, [row for group in rows for row in group]))


async def state_of(database: Database, text: str) -> Delivery:
    row = await database.read(lambda tx: tx.one("SELECT * FROM delivery WHERE body LIKE :t", t=f'%"{text}"%'))
    assert row is not None
    return Delivery.of(row)


@asynccontextmanager
async def sending(database: Database, channel: FakeChannel) -> AsyncIterator[Sender]:
    sender = Sender(database, 1, channel, clock.now, clock.monotonic)
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def until(database: Database, unit: Callable[[Transaction], bool]) -> None:
    async with asyncio.timeout(10):
        while not await database.read(unit):
            await asyncio.wait([asyncio.create_task(database.write(lambda tx: None))])


async def test_replies_go_before_notices_and_notices_before_announcements(database: Database) -> None:
    await office(database)
    await put(
        database,
        said("a", "1", Urgency.ANNOUNCEMENT),
        said("n", "2", Urgency.NOTICE),
        said("r1", "3"),
        said("r2", "4"),
    )
    channel = FakeChannel()
    async with sending(database, channel):
        assert await channel.until_sent(4) == ["r1", "r2", "n", "a"]
    assert (await state_of(database, "r1")).state is DeliveryState.SENT


async def test_messages_to_one_address_keep_their_order_also_when_the_first_is_refused_for_a_while(
    database: Database,
) -> None:
    await office(database)
    channel = FakeChannel(fails={"one": [SendError("busy", retryable=True, retry_after=0.2)]})
    await put(database, said("one"), said("two"), said("other", "tu"))
    async with sending(database, channel):
        assert [t for t in await channel.until_sent(3) if t != "other"] == ["one", "two"]


async def test_they_keep_their_order_also_when_another_address_is_written_to_in_between(database: Database) -> None:
    await office(database)
    channel = FakeChannel(fails={"one": [SendError("busy", retryable=True, retry_after=0.2)]})
    await put(database, said("one"), said("other", "tu"), said("two"))
    async with sending(database, channel):
        assert await channel.until_sent(3) == ["other", "one", "two"]


async def test_what_was_put_off_to_the_morning_holds_back_nothing_that_may_go_now(database: Database) -> None:
    await office(database)
    put_off = [row.model_copy(update={"not_before": clock.now() + timedelta(hours=9)}) for row in notice("news")]
    await put(database, put_off, notice("the paper just asked for"), notice("and its file"))
    channel = FakeChannel()
    async with sending(database, channel):
        assert await channel.until_sent(2) == ["the paper just asked for", "and its file"]
    assert (await state_of(database, "news")).state is DeliveryState.QUEUED


async def test_a_message_that_was_recorded_after_the_loop_looked_is_not_sent_again(database: Database) -> None:
    await office(database)
    channel = FakeChannel(holds_up="first")
    early, first = said("early", "hoa"), said("first", "lan")
    await put(database, first)
    async with sending(database, channel) as sender:
        await channel.reached.wait()
        await put(database, early)
        sender.wake()
        for _ in range(4):  # the loop has looked by then: it sees both, and waits for the first
            await database.read(lambda tx: tx.one("SELECT COUNT(*) AS n FROM delivery"))
        channel.goes_on.set()
        await until(database, lambda tx: deliveries.queue_depth(tx, 1) == {})
    assert await channel.until_sent(2) == ["first", "early"]


async def test_more_replies_than_one_look_takes_all_go_out_without_a_pause(database: Database) -> None:
    await office(database)
    await put(database, *(said(str(number), f"a{number}") for number in range(150)))
    channel = FakeChannel()
    async with asyncio.timeout(4), sending(database, channel):
        assert len(await channel.until_sent(150)) == 150


async def test_a_message_queued_while_the_loop_rests_goes_out_at_once(database: Database) -> None:
    await office(database)
    channel = FakeChannel()
    async with sending(database, channel) as sender:
        await put(database, said("now"))
        sender.wake()
        assert await channel.until_sent(1) == ["now"]


async def test_an_address_that_is_gone_gets_nothing_more_and_the_reason_is_kept(database: Database) -> None:
    await office(database)
    channel = FakeChannel(fails={"one": [SendError("blocked", recipient_gone=True)]})
    await put(database, said("one"), said("two"), said("other", "tu"))
    async with sending(database, channel):
        assert await channel.until_sent(1) == ["other"]
        await until(database, lambda tx: tx.one("SELECT id FROM delivery WHERE state = 'queued'") is None)
    for text in ("one", "two"):
        row = await state_of(database, text)
        assert (row.state, row.error_code) == (DeliveryState.PARKED, "blocked")


async def test_a_refusal_that_cannot_be_mended_is_parked_with_its_code(database: Database) -> None:
    await office(database)
    channel = FakeChannel(fails={"one": [SendError("bad_request")]})
    await put(database, said("one"), said("two"))
    async with sending(database, channel):
        assert await channel.until_sent(1) == ["two"]
    assert (await state_of(database, "one")).error_code == "bad_request"


async def test_a_group_with_a_new_address_gets_the_message_there(database: Database) -> None:
    await office(database)
    channel = FakeChannel(fails={"one": [SendError("moved", moved_to="new")]})
    await put(database, said("one", "old"))
    async with sending(database, channel):
        await channel.until_sent(1)
    assert channel.sent[0][0] == "new"


async def test_a_progress_message_replaces_the_earlier_one(database: Database) -> None:
    await office(database)
    channel = FakeChannel()
    async with sending(database, channel) as sender:
        await put(database, said("1 of 9", key="p"))
        sender.wake()
        await channel.until_sent(1)
        await until(database, lambda tx: tx.one("SELECT id FROM delivery WHERE state = 'sent'") is not None)
        await put(database, said("5 of 9", key="p"))
        sender.wake()
        await channel.until_sent(2)
    assert channel.sent[1] == ("lan", "5 of 9", "r1")


async def test_what_is_under_way_at_the_end_is_finished_and_recorded(database: Database) -> None:
    await office(database)
    release = asyncio.Event()

    class Slow(FakeChannel):
        async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
            begun.set()
            await release.wait()
            return await super().send(delivery_id, address, reply, replaces)

    begun = asyncio.Event()
    await put(database, said("slow"))
    channel = Slow()
    sender = Sender(database, 1, channel, clock.now, clock.monotonic)
    task = asyncio.create_task(sender.run())
    await begun.wait()
    task.cancel()
    release.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await state_of(database, "slow")).state is DeliveryState.SENT


async def test_a_reply_among_announcements_takes_their_next_slot_and_goes_before_them(database: Database) -> None:
    await office(database)
    channel = FakeChannel(limits=Limits(text=4096, per_second=5))
    await put(database, *(said(f"a{number}", str(number), Urgency.ANNOUNCEMENT) for number in range(3)))
    async with sending(database, channel) as sender:
        await channel.until_sent(1)
        await put(database, said("reply", "lan"))
        sender.wake()
        assert await channel.until_sent(4) == ["a0", "reply", "a1", "a2"]
    slots = [later - earlier for earlier, later in pairwise(channel.times)]
    assert min(slots) > 0.15


async def test_a_new_sender_lets_the_addresses_rest_that_an_earlier_one_may_have_written_to(database: Database) -> None:
    await office(database)
    channel = FakeChannel(limits=Limits(text=4096, per_address_seconds=0.3))
    await put(database, said("news", "lan", Urgency.ANNOUNCEMENT), said("reply", "tu"))
    began = clock.monotonic()
    async with sending(database, channel):
        assert await channel.until_sent(2) == ["reply", "news"]
    assert clock.monotonic() - began >= 0.3


async def test_announcements_rest_at_an_address_that_was_just_written_to(database: Database) -> None:
    await office(database)
    channel = FakeChannel(limits=Limits(text=4096, per_address_seconds=0.3))
    await put(
        database, said("reply"), said("news", "lan", Urgency.ANNOUNCEMENT), said("other", "tu", Urgency.ANNOUNCEMENT)
    )
    async with sending(database, channel):
        assert await channel.until_sent(3) == ["reply", "other", "news"]
