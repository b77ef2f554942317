"""One inbound message: seen before? → handler → conversation state and outbox rows; one transaction (decision 1).

The platform is told that we have it only after `take` returned. Messages of one person are handled in order, people in
parallel (decision 4).
"""

import asyncio
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from weakref import WeakValueDictionary

import structlog

from bot import doors
from bot.channels.base import Limits
from bot.numbering import read_number
from bot.outbox import queue_all
from handlers.messages import Incoming, Outgoing, Reply
from handlers.router import answer
from handlers.texts import N_, Texts
from storage import conversations, offices
from storage.database import Database
from storage.errors import Unavailable
from storage.transaction import Transaction

log = structlog.get_logger(__name__)

Unit = Callable[[Transaction], object]


def nothing(tx: Transaction) -> None:
    """The Unit of a channel that has nothing of its own to remember."""
    del tx


class Intake:
    """Takes inbound messages of every channel. `wake(channel)` is called after a commit that queued messages for it.

    web_address: where a browser reaches the web chat from outside; "" where it cannot.
    """

    def __init__(
        self,
        database: Database,
        limits: Mapping[str, Limits],
        wake: Callable[[str], None],
        web_address: str = "",
    ) -> None:
        self._database = database
        self._web_address = web_address
        self._limits = limits
        self._wake = wake
        self._in_order: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._under_way = 0

    def somebody_waits(self) -> bool:
        """Whether a message is being taken just now."""
        return self._under_way > 0

    async def take(self, incoming: Incoming, first: Unit = nothing) -> None:
        """Handle one message. Returns after the commit. Raises Unavailable: then the platform must send it again.

        `first` is remembered with the message, once, in the same transaction, before the message is answered.
        """
        key = (incoming.channel, incoming.sender)
        lock = self._in_order.setdefault(key, asyncio.Lock())
        self._under_way += 1
        try:
            async with lock:
                channels = await self._remember(incoming, first)
        finally:
            self._under_way -= 1
        for channel in channels:
            self._wake(channel)

    async def _remember(self, incoming: Incoming, first: Unit) -> set[str]:
        try:
            return await self._database.write(lambda tx: self._handle(tx, incoming, first))
        except Unavailable:
            raise
        except Exception as error:  # a fault of ours must neither block the channel nor stay unsaid
            log.error("handler_failed", channel=incoming.channel, error=type(error).__name__, where=_where(error))
            return await self._database.write(lambda tx: self._apologise(tx, incoming, first))

    def _handle(self, tx: Transaction, incoming: Incoming, first: Unit) -> set[str]:
        if not conversations.first_sight(
            tx, incoming.office_id, incoming.channel, incoming.inbound_id, incoming.received_at
        ):
            return set()
        first(tx)
        office = offices.get_office(tx, incoming.office_id)
        limits = self._limits[incoming.channel]
        if limits.numbered:
            incoming = read_number(tx, incoming)
        said = answer(tx, office, incoming, incoming.received_at, self._web_address)
        doors.heard_from(tx, incoming, limits)
        waited = doors.let_waiting_go(tx, incoming, self._limits)
        return waited | queue_all(tx, office.id, said, self._limits, incoming.received_at)

    def _apologise(self, tx: Transaction, incoming: Incoming, first: Unit) -> set[str]:
        conversations.first_sight(tx, incoming.office_id, incoming.channel, incoming.inbound_id, incoming.received_at)
        first(tx)
        sorry = Reply(text=Texts(incoming.language or "vi").t(N_("router.failed")))
        address = incoming.group or incoming.sender
        said = [Outgoing(channel=incoming.channel, address=address, reply=sorry)]
        return queue_all(tx, incoming.office_id, said, self._limits, incoming.received_at)


def _where(error: BaseException) -> list[str]:
    """Where it failed, without any value: messages and locals may hold what a resident wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-6:]]
