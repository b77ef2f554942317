"""The web chat as a channel: what is sent becomes a numbered event of the address, which the page's stream picks up.

An event is kept once for each outbox row, so that here «at least once» is exactly once.
"""

import asyncio
from contextlib import suppress
from weakref import WeakValueDictionary

from bot.channels.base import Limits, SendError, Take
from bot.clock import Clock
from handlers.messages import Reply
from handlers.turn import body_of
from storage import web
from storage.database import Database
from storage.errors import StorageError

NAME = "web_chat"


class WebChat:
    """The channel of our own page and of every portal that speaks its protocol (docs/web-chat.md)."""

    name = NAME
    limits = Limits(text=8000)

    def __init__(self, database: Database, office_id: int, clock: Clock) -> None:
        self._database = database
        self._office_id = office_id
        self._clock = clock
        self._listeners: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        """Append the reply to the address's thread; its number there is the remote id."""
        said = reply.model_copy(update={"update_key": replaces})
        at, body = self._clock(), body_of(said)
        try:
            seq = await self._database.write(
                lambda tx: web.add_event(tx, self._office_id, address, f"out/{delivery_id}", body, at)
            )
        except StorageError as error:
            raise SendError("storage", retryable=True) from error
        self.notify(address)
        return str(seq)

    async def fetch(self, remote_ref: str) -> bytes:
        """Files come with the request here, so there is nothing to fetch later."""
        raise SendError(f"no_remote_file:{len(remote_ref)}")

    async def receive(self, take: Take) -> None:
        """Messages arrive by HTTP (bot/web/chat_api.py); nothing is polled."""
        del take
        await asyncio.Event().wait()

    def notify(self, address: str) -> None:
        """Something new stands at this address."""
        if listener := self._listeners.get(address):
            listener.set()

    def listen(self, address: str) -> asyncio.Event:
        """An event that is set whenever something new stands at this address; one for all its open pages."""
        listener = self._listeners.get(address)
        if listener is None:
            listener = self._listeners[address] = asyncio.Event()
        return listener


async def wait_for_news(listener: asyncio.Event, seconds: float) -> None:
    """Wait for news, at most `seconds`: another worker may have written it, who cannot wake us."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await listener.wait()
