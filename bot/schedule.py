"""Ticks: what is owed by time. A tick asks the handlers what is due at `at` and queues it; repeating one is harmless.

New concerns are compared with earlier ones in a tick of their own, off the reply path: a few at a time, and with pauses
while people write, for on SQLite nobody else writes meanwhile. So is the search index, which is filled here and not
while somebody waits for a reply. A broadcast is another tick: it turns the next recipients into outbox rows while few
wait, and brings the progress message up to date.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Limits
from bot.clock import Clock
from bot.outbox import queue_all
from handlers import comparing
from handlers.messages import Outgoing
from handlers.official.announcements import home as announce
from handlers.reminders import due_messages
from handlers.searching import index_next
from storage import announcements, conversations, offices
from storage.database import Database
from storage.records import Announcement
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
_TICK_SECONDS = 20.0
_BROADCAST_SECONDS = 3.0
_COMPARE_SECONDS = 2.0
_BATCHES = 20
_EXPAND = 500
_ENOUGH_WAITING = 500
_INDEX_SECONDS = 1.0
_INDEXED_AT_ONCE = 40
"""Few enough that nobody's message waits long behind a batch (docs/performance.md)."""
_BREATH_SECONDS = 0.05
_WHILE_PEOPLE_WRITE_SECONDS = 0.5
"""Between two batches of comparing, so that it takes up a few hundredths of the time (docs/performance.md)."""
_INBOUND_KEPT = timedelta(days=8)


def nobody_waits() -> bool:
    """The `somebody_waits` of a Schedule beside which nothing is taken in."""
    return False


class Schedule:
    """The loops that make things happen without anybody writing.

    somebody_waits: whether a message is being taken just now. pause: waits for so many seconds.
    """

    def __init__(
        self,
        database: Database,
        office_id: int,
        limits: Mapping[str, Limits],
        wake: Callable[[str], None],
        clock: Clock,
        somebody_waits: Callable[[], bool] = nobody_waits,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._somebody_waits = somebody_waits
        self._pause = pause
        self._office_id = office_id
        self._limits = limits
        self._wake = wake
        self._clock = clock

    async def run(self) -> None:
        """Tick until cancelled."""
        await asyncio.gather(
            self._forever(_TICK_SECONDS, self.tick),
            self._forever(_BROADCAST_SECONDS, self.broadcast),
            self._forever(_COMPARE_SECONDS, self.compare),
            self._forever(_INDEX_SECONDS, self.index),
        )

    async def _forever(self, seconds: float, once: Callable[[datetime], Awaitable[None]]) -> None:
        while True:
            try:
                await once(self._clock())
            except Exception as error:  # one bad tick must not end all later ones
                log.error("tick_failed", tick=getattr(once, "__name__", ""), error=type(error).__name__)
            await asyncio.sleep(seconds)

    async def tick(self, at: datetime) -> None:
        """Queue everything that is owed at `at`; forget what no platform repeats any more."""

        def unit(tx: Transaction) -> set[str]:
            conversations.forget_inbound(tx, at - _INBOUND_KEPT)
            office = offices.get_office(tx, self._office_id)
            return queue_all(tx, office.id, due_messages(tx, office, at), self._limits, at)

        for channel in await self._database.write(unit):
            self._wake(channel)

    async def compare(self, at: datetime) -> None:
        """Fill the memory of concerns; once it is full compare those that are new with it, a few at a time, and when
        none waits take anew what an earlier version of the program kept of them.
        """
        office = await self._database.read(lambda tx: offices.get_office(tx, self._office_id))
        for _ in range(_BATCHES):
            if not await self._database.read(lambda tx: comparing.read_on(tx, office)):
                continue
            if await self._database.read(lambda tx: comparing.something_waits(tx, office)):
                await self._database.write(lambda tx: comparing.compare_new(tx, office, at))
            elif comparing.something_is_outdated(office):
                await self._database.write(lambda tx: comparing.renew(tx, office))
            else:
                return
            await self._pause(_WHILE_PEOPLE_WRITE_SECONDS if self._somebody_waits() else 0)

    async def broadcast(self, at: datetime) -> None:
        """Give every announcement that is being sent its next recipients, and its official the progress."""

        def unit(tx: Transaction) -> set[str]:
            rates = {channel: limits.per_second for channel, limits in self._limits.items()}
            said = [
                message
                for announcement in announcements.announcements_sending(tx, self._office_id)
                for message in _next_of(tx, announcement, at, rates)
            ]
            return queue_all(tx, self._office_id, said, self._limits, at)

        for channel in await self._database.write(unit):
            self._wake(channel)

    async def index(self, _at: datetime) -> None:
        """Bring the search index up to date, a small batch at a time, with room for others between two."""

        def unit(tx: Transaction) -> int:
            return index_next(tx, self._office_id, _INDEXED_AT_ONCE)

        while await self._database.write(unit):  # noqa: ASYNC110 - nothing is waited for: it is room for others
            await asyncio.sleep(_BREATH_SECONDS)


def _next_of(
    tx: Transaction, announcement: Announcement, at: datetime, per_second: Mapping[str, float]
) -> list[Outgoing]:
    """The next recipients while few wait, so that a stop stops nearly everything; and the progress so far."""
    few_wait = announcements.waiting(tx, announcement) < _ENOUGH_WAITING
    said = announce.expand(tx, announcement, at, _EXPAND) if few_wait else []
    progress = announce.progress(tx, announcement, at, per_second)
    return [*said, progress] if progress else said
