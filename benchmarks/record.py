"""Everything that the bot sent, as the fake Bot API server recorded it, in order, followed while it grows."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from benchmarks.processes import BotApiProcess, Json

_POLL_SECONDS = 30.0


def _ignore(_message: Json) -> None:
    """Nobody else wants to know."""


class Record:
    """`messages` is what was sent so far, edits among it."""

    def __init__(self, server: BotApiProcess) -> None:
        self._server = server
        self._grown = asyncio.Condition()
        self.messages: list[Json] = []

    @asynccontextmanager
    async def followed(self, on_message: Callable[[Json], None] = _ignore) -> AsyncIterator["Record"]:
        """Follow it in the background until the block is left, and then read the rest. `on_message` gets each one."""
        async with asyncio.TaskGroup() as tasks:
            following = tasks.create_task(self._follow(on_message))
            try:
                yield self
            finally:
                following.cancel()
        while rest := await self._server.sent(len(self.messages)):
            self.messages += rest

    async def _follow(self, on_message: Callable[[Json], None]) -> None:
        while True:
            found = await self._server.sent(len(self.messages), _POLL_SECONDS)
            self.messages += found
            for message in found:
                on_message(message)
            async with self._grown:
                self._grown.notify_all()

    async def find(self, wanted: Callable[[Json], bool], since: int = 0, within: float = 30.0) -> Json:
        """The first message from position `since` on that is wanted; waits for it. Raises TimeoutError."""
        async with asyncio.timeout(within), self._grown:
            while True:
                for position in range(since, len(self.messages)):
                    if wanted(self.messages[position]):
                        return self.messages[position]
                since = len(self.messages)
                await self._grown.wait()

    async def grown_to(self, size: int) -> None:
        """Wait until it holds so many messages."""
        async with self._grown:
            await self._grown.wait_for(lambda: len(self.messages) >= size)

    async def count(self, wanted: Callable[[Json], bool], times: int, within: float) -> None:
        """Wait until so many messages are wanted ones. Raises TimeoutError."""
        async with asyncio.timeout(within), self._grown:
            await self._grown.wait_for(lambda: sum(map(wanted, self.messages)) >= times)
