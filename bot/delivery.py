"""The outbox loop of one bot account: read what is due, send it, record what became of it.

No transaction is open during a network call. One worker at a time holds an account (Database.hold), so that its rate is
exact and nothing is sent by two. A crash between a send and its record repeats that message; `Window` keeps as few
replies under way as the people who wait allow, and of everything else there are as many as its rate and the way to the
platform and back make necessary.

Announcements and notices go in evenly spaced slots (Pacer). A reply goes at once; while they go out it takes one of
their slots, so that both together keep the limit, unless so many replies wait that they need more than there are.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot import doors
from bot.channels.base import Channel, Limits, SendError, WindowedChannel
from bot.clock import Clock
from bot.numbering import numbered_notice
from bot.ratelimit import Pacer, PerAddress, Window, backoff
from bot.windows import Windows
from handlers.messages import Reply
from storage import deliveries, people
from storage.database import Database
from storage.records import Delivery, Urgency
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
_BATCH = 64
_MOST_ATTEMPTS = 40
_IDLE_SECONDS = 5.0
_HOLD_SECONDS = 3.0
_PACED_SECONDS = 1.0
_LONGEST_SLOT_SECONDS = 0.3

Pause = Callable[[float], Awaitable[None]]
Record = Callable[[Transaction], set[str]]
"""Writes down what became of a message; returns the other channels that have something to send now."""


def _nobody(_channel: str) -> None:
    """The `wake` of a Sender that is the only one."""


class Sender:
    """Sends the outbox rows of one channel. `wake()` says that there is something new.

    limits, wake_other: of the other channels, to which a message goes that its recipient cannot get here.
    """

    def __init__(
        self,
        database: Database,
        office_id: int,
        channel: Channel,
        clock: Clock,
        monotonic: Callable[[], float],
        limits: Mapping[str, Limits] | None = None,
        wake_other: Callable[[str], None] = _nobody,
    ) -> None:
        self._database = database
        self._limits = limits or {channel.name: channel.limits}
        self._wake_other = wake_other
        self._channel = channel
        self._windows = Windows(database, channel, clock) if isinstance(channel, WindowedChannel) else None
        self._clock = clock
        self._monotonic = monotonic
        self._office_id = office_id
        self._account = f"send:{office_id}:{channel.name}"
        self._held_since = 0.0
        self._pacer = Pacer(channel.limits.per_second)
        self._spacing = PerAddress(channel.limits.per_address_seconds)
        self._window = Window()
        self._news = asyncio.Event()
        self._replies: dict[int, asyncio.Task[None]] = {}
        self._others: dict[int, asyncio.Task[None]] = {}
        self._busy: set[str] = set()
        self._changed: set[str] = set()
        self._passed_over = False
        self._waiting = 0
        self._paced_until = 0.0
        self._began = clock()

    def wake(self) -> None:
        """Something was queued, or came back: look again."""
        self._news.set()

    async def run(self) -> None:
        """Send until cancelled; on cancellation, what is under way is finished and recorded."""
        await self._hold_account()
        try:
            while True:
                await self._round()
        finally:
            await asyncio.gather(*self._replies.values(), *self._others.values(), return_exceptions=True)

    async def _hold_account(self) -> None:
        """Wait until no other worker sends for this account."""
        while not await self._database.hold(self._account):  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(_HOLD_SECONDS)
        self._held_since = self._monotonic()
        # Whoever sent before us may have written to any address just now, a killed process of our own included.
        self._pacer.pause(self._held_since, self._channel.limits.per_address_seconds)

    async def _make_sure(self) -> None:
        """A connection to the database that broke took the hold with it: another worker may be sending by now."""
        if self._monotonic() - self._held_since < _HOLD_SECONDS:
            return
        if not await self._database.still_holds(self._account):
            log.warning("account_lost", channel=self._channel.name)
            await self._hold_account()
        self._held_since = self._monotonic()

    async def _round(self) -> None:
        await self._make_sure()
        self._news.clear()
        self._passed_over = False
        self._changed.clear()
        at = self._clock()
        limit = _BATCH + len(self._replies) + len(self._others)
        rows, later = await self._database.read(
            lambda tx: (
                deliveries.due(tx, self._office_id, self._channel.name, at, limit),
                deliveries.next_due_at(tx, self._office_id, self._channel.name, at),
            )
        )
        self._waiting = sum(row.urgency is Urgency.REPLY for row in rows)
        held_up = 0.0 if len(rows) == limit else self._seconds_until(later)
        for row in rows:
            if await self._news_before_its_slot(row):
                return
            held_up = min(held_up, await self._start(row))
        await self._wait(held_up)

    async def _news_before_its_slot(self, row: Delivery) -> bool:
        """Wait for the row's slot. True when something new came before that of an announcement: a reply goes first."""
        now = self._monotonic()
        slot = self._pacer.wait(now)
        if row.urgency is not Urgency.REPLY:
            if slot:
                await self._wait(slot)
            return self._news.is_set()
        if now < self._paced_until and 0 < slot < _LONGEST_SLOT_SECONDS:
            await asyncio.sleep(slot)
        return False

    def _seconds_until(self, moment: datetime | None) -> float:
        """Seconds until a queued message that has to wait may go; at most the idle time."""
        if moment is None:
            return _IDLE_SECONDS
        return min(_IDLE_SECONDS, max(0.01, (moment - self._clock()).total_seconds()))

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return

    async def _start(self, row: Delivery) -> float:
        """Start sending a row, or return how many seconds it is held up; a row started returns the idle time."""
        lane = self._replies if row.urgency is Urgency.REPLY else self._others
        if row.id in lane:
            return _IDLE_SECONDS
        if row.address in self._busy:
            self._passed_over = True
            return _IDLE_SECONDS
        if row.address in self._changed:
            return 0.0  # something of this address was recorded since the rows were read: this row may be sent already
        if row.urgency is not Urgency.REPLY and (held := self._spacing.wait(row.address, self._monotonic())):
            return held
        while len(lane) >= self._most(row):
            await asyncio.wait(lane.values(), return_when=asyncio.FIRST_COMPLETED)
        now = self._monotonic()
        self._pacer.take(now)
        self._spacing.take(row.address, now)
        if row.urgency is not Urgency.REPLY:
            self._paced_until = now + _PACED_SECONDS
        self._busy.add(row.address)
        lane[row.id] = asyncio.create_task(self._send(row, lane))
        return _IDLE_SECONDS

    def _most(self, row: Delivery) -> int:
        """How many may be under way beside each other. What waited while nobody was here to send does not count."""
        if row.urgency is not Urgency.REPLY:
            return self._window.most
        waits_since = max(row.not_before, row.created_at, self._began)
        self._window.observe(self._waiting, (self._clock() - waits_since).total_seconds(), self._monotonic())
        return self._window.size

    async def _send(self, row: Delivery, lane: dict[int, asyncio.Task[None]]) -> None:
        try:
            for channel in await self._database.write(await self._attempt(row)):
                self._wake_other(channel)
        except Exception as error:  # the row stays queued and is read again; the loop must go on
            log.error("delivery_not_recorded", channel=row.channel, delivery=row.id, error=type(error).__name__)
            await asyncio.sleep(1)
        finally:
            self._busy.discard(row.address)
            self._changed.add(row.address)
            lane.pop(row.id, None)
            if self._passed_over:
                self._news.set()

    async def _attempt(self, row: Delivery) -> Record:
        """Send, and return what is to be recorded of it."""
        if self._windows is not None and await self._windows.is_shut(row):
            return await self._another_way(row, "window_closed")
        reply = Reply.model_validate_json(row.body)
        if reply.choices and self._channel.limits.numbered and row.urgency is not Urgency.REPLY:
            unnumbered = reply
            reply = await self._database.write(lambda tx: numbered_notice(tx, row, unnumbered))
        replaces = await self._replaced(row)
        try:
            remote_id = await self._channel.send(row.id, row.address, reply, replaces)
        except SendError as error:
            self._passed_over = True
            return await self._after(row, error)
        at = self._clock()
        return lambda tx: _sent(tx, row, remote_id, at, counted=self._windows is not None)

    async def _another_way(self, row: Delivery, code: str) -> Record:
        """What cannot go here goes by template, by another door, or onto the list of people to call or visit."""
        self._passed_over = True
        at = self._clock()
        if self._windows is not None and (told := await self._windows.tell_by_template(row, at)):
            return lambda tx: _templated(tx, row, told.remote_id, at)
        log.warning("not_sent_here", channel=row.channel, delivery=row.id, code=code)
        return lambda tx: doors.detour(tx, row, code, self._limits, at)

    async def _replaced(self, row: Delivery) -> str | None:
        key = row.update_key
        if key is None or not self._channel.limits.edits:
            return None
        earlier = await self._database.read(
            lambda tx: deliveries.sent_with_key(tx, row.office_id, row.channel, row.address, key)
        )
        return earlier.remote_id if earlier else None

    async def _after(self, row: Delivery, error: SendError) -> Record:
        """What a failure means: the flags say it, whatever the platform."""
        log.warning("send_failed", channel=row.channel, delivery=row.id, code=error.code, attempts=row.attempts + 1)
        if error.retry_after is not None:
            self._pacer.pause(self._monotonic(), error.retry_after)
        at = self._clock()
        if error.moved_to is not None:
            moved_to = error.moved_to
            return lambda tx: _moved(tx, row, moved_to)
        if error.recipient_gone:
            return lambda tx: doors.give_up(tx, row, error.code, self._limits, at)
        if error.window_closed:
            return await self._another_way(row, error.code)
        if error.retryable and row.attempts + 1 < _MOST_ATTEMPTS:
            wait = error.retry_after if error.retry_after is not None else backoff(row.attempts)
            not_before = at + timedelta(seconds=wait)
            return lambda tx: _again(tx, row, not_before, error.code)
        if row.urgency is Urgency.NOTICE:
            return lambda tx: doors.detour(tx, row, error.code, self._limits, at)
        return lambda tx: _parked(tx, row, error.code)


def _sent(tx: Transaction, row: Delivery, remote_id: str | None, at: datetime, *, counted: bool) -> set[str]:
    deliveries.mark_sent(tx, row, remote_id, at)
    if counted:
        people.spend_free(tx, row.office_id, row.channel, row.address)
    return set()


def _templated(tx: Transaction, row: Delivery, remote_id: str | None, at: datetime) -> set[str]:
    deliveries.mark_templated(tx, row, remote_id, at)
    return set()


def _moved(tx: Transaction, row: Delivery, moved_to: str) -> set[str]:
    deliveries.move_address(tx, row.office_id, row.channel, row.address, moved_to)
    return set()


def _again(tx: Transaction, row: Delivery, not_before: datetime, code: str) -> set[str]:
    deliveries.mark_retry(tx, row, not_before, code)
    return set()


def _parked(tx: Transaction, row: Delivery, code: str) -> set[str]:
    deliveries.mark_parked(tx, row, code)
    return set()
