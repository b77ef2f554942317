"""A bad line between the page and the real program: it loses, refuses and cuts what a village's network would."""

import asyncio
from contextlib import suppress

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MESSAGES, EVENTS = "/api/chat/messages", "/api/chat/events"


class BadLine:
    """Stands before the program; good until a test says otherwise.

    down             nothing of the chat protocol gets through
    deaf             streams of events cannot be opened (cut_streams ends those that are)
    lost_messages    so many messages never reach the program
    lost_answers     so many messages reach it, and its «202» never comes back
    """

    def __init__(self, program: ASGIApp) -> None:
        self._program = program
        self._cut = asyncio.Event()
        self.down = False
        self.deaf = False
        self.lost_messages = 0
        self.lost_answers = 0

    def cut_streams(self) -> None:
        """Break every stream of events that is open now."""
        self._cut.set()
        self._cut = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if (self.down and path.startswith("/api/")) or (self.deaf and path == EVENTS):
            await PlainTextResponse("", 503)(scope, receive, send)
        elif path == MESSAGES and self.lost_messages:
            self.lost_messages -= 1
            await PlainTextResponse("", 502)(scope, receive, send)
        elif path == MESSAGES and self.lost_answers:
            self.lost_answers -= 1
            await self._program(scope, receive, _nowhere)
            await PlainTextResponse("", 504)(scope, receive, send)
        elif path == EVENTS:
            await self._until_cut(scope, receive, send)
        else:
            await self._program(scope, receive, send)

    async def _until_cut(self, scope: Scope, receive: Receive, send: Send) -> None:
        stream = asyncio.ensure_future(self._program(scope, receive, send))
        cut = asyncio.create_task(self._cut.wait())
        try:
            await asyncio.wait({stream, cut}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (stream, cut):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def _nowhere(message: Message) -> None:
    del message
