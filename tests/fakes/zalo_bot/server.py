"""The fake's HTTP face, its queue of events, and its pushes."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from bot import clock
from bot.clock import Clock
from tests.fakes.zalo_bot.methods import LOOPBACK, METHODS, Sent
from tests.fakes.zalo_bot.people import FakeResident
from tests.fakes.zalo_bot.switches import ApiError, Json, Switches

HOST = "127.0.0.1"
DEFAULT_TOKEN = "12345689:marker-token-that-nobody-may-see"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"


@dataclass(frozen=True)
class Webhook:
    """Where events are pushed to, with which secret."""

    url: str
    secret: str


class ZaloBotServer:
    """The platform, for one bot. Get one with `async with ZaloBotServer.serve() as server`."""

    port = 0

    def __init__(self, token: str, clock: Clock) -> None:
        self.token = token
        self.switches = Switches()
        self.webhook: Webhook | None = None
        self.people: set[str] = set()
        self.gone: set[str] = set()
        self.sent: list[Sent] = []
        self.calls: list[str] = []
        self.news = asyncio.Condition()
        self._clock = clock
        self._numbers = count(1)
        self.bot_id = self.new_id()
        self._media: dict[str, bytes] = {}
        self._events: deque[Json] = deque()
        self._arrived = asyncio.Event()
        self._pushing: asyncio.Task[None] | None = None
        self._telling: set[asyncio.Task[None]] = set()
        self._leaving = False

    @classmethod
    @asynccontextmanager
    async def serve(
        cls, token: str = DEFAULT_TOKEN, port: int = 0, clock: Clock = clock.now
    ) -> AsyncIterator["ZaloBotServer"]:
        """Serves on 127.0.0.1 (port 0: any free one) until the block is left; `clock` dates messages."""
        fake = cls(token, clock)
        runner = web.ServerRunner(
            web.Server(fake.handle, handler_cancellation=True, access_log=None), shutdown_timeout=1.0
        )
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        fake.port = runner.addresses[0][1]
        try:
            yield fake
        finally:
            fake._leaving = True
            fake._arrived.set()
            await fake.push_to("", "")
            await runner.cleanup()

    @property
    def base_url(self) -> str:
        """For ZALO_BOT_BASE_URL."""
        return f"http://{HOST}:{self.port}"

    @property
    def waiting(self) -> int:
        """How many events nobody has got yet."""
        return len(self._events)

    def resident(self, display_name: str = "Lan") -> FakeResident:
        """A new person."""
        return FakeResident(self, display_name)

    def new_id(self) -> str:
        """An id of 20 hexadecimal digits, as the platform gives them to people and messages alike."""
        return f"{0x6EDE9AFA66B80000 + next(self._numbers):020x}"

    def date(self) -> int:
        """Now, in milliseconds."""
        return int(self._clock().timestamp() * 1000)

    def store(self, extension: str, content: bytes) -> str:
        """Keeps a file that somebody sent, and returns the address at which it is given to anybody."""
        path = f"/media/{next(self._numbers)}.{extension}"
        self._media[path] = content
        return self.base_url + path

    def said_to(self, chat_id: str) -> list[Sent]:
        """What the bot said in a chat."""
        return [sent for sent in self.sent if sent.chat_id == chat_id]

    def push(self, event_name: str, chat_id: str, sender: Json, content: Json) -> Json:
        """Queues an event, and returns its message."""
        message: Json = {
            "date": self.date(),
            "chat": {"chat_type": "PRIVATE", "id": chat_id},
            "message_id": self.new_id(),
            "from": sender,
            **content,
        }
        event: Json = {"event_name": event_name, "message": message}
        if self.switches.nameless:
            renamed = {"first_name" if key == "display_name" else key: value for key, value in sender.items()}
            event = {"message": message | {"from": renamed}}
        self.push_raw(event)
        return message

    def push_raw(self, event: Json) -> None:
        """Queues an event as it is; the same one again is a repetition."""
        self._events.append(event)
        self._arrived.set()

    async def next_events(self, hold: float) -> list[Json]:
        """One event, or all with `listed`, as soon as there is any; they are forgotten here. None after `hold` s."""
        with suppress(TimeoutError):
            async with asyncio.timeout(hold):
                while not self._events and not self._leaving:
                    self._arrived.clear()
                    await self._arrived.wait()
        wanted = len(self._events) if self.switches.listed else min(1, len(self._events))
        return [self._events.popleft() for _ in range(wanted)]

    def deliver(self, chat_id: str, method: str, text: str, url: str = "", photo: bytes | None = None) -> Json:
        """Shows somebody a message of the bot."""
        sent = Sent(chat_id=chat_id, message_id=self.new_id(), method=method, text=text, photo_url=url, photo=photo)
        self.sent.append(sent)
        task = asyncio.create_task(self._tell())
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        if self.switches.echoes:
            itself = {"id": self.bot_id, "is_bot": False, "display_name": "Bot Đối Thoại"}
            self.push("message.text.received", chat_id, itself, {"text": text})
        return {"message_id": sent.message_id, "date": self.date()}

    async def until_called(self, method: str, times: int) -> None:
        """Returns once a method was called so often; TimeoutError after 5 seconds."""
        async with asyncio.timeout(5), self.news:
            await self.news.wait_for(lambda: self.calls.count(method) >= times)

    async def _tell(self) -> None:
        async with self.news:
            self.news.notify_all()

    async def push_to(self, url: str, secret: str) -> None:
        """Pushes every event to an address from now on; without one, ends that."""
        if self._pushing is not None:
            self._pushing.cancel()
            await asyncio.gather(self._pushing, return_exceptions=True)
        self.webhook = Webhook(url, secret) if url else None
        self._pushing = asyncio.create_task(self._push_all(self.webhook)) if self.webhook else None

    async def _push_all(self, webhook: Webhook) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
            while True:
                while not self._events:
                    self._arrived.clear()
                    await self._arrived.wait()
                if await self._push_once(session, webhook, self._events[0]):
                    self._events.popleft()
                else:
                    await asyncio.sleep(self.switches.webhook_retry_delay)

    async def _push_once(self, session: aiohttp.ClientSession, webhook: Webhook, event: Json) -> bool:
        body = {"ok": True, "result": event} if self.switches.wrapped else event
        parts = urlsplit(webhook.url)
        url = f"{self.switches.webhook_proxy}{parts.path}" if self.switches.webhook_proxy else webhook.url
        if urlsplit(url).hostname not in LOOPBACK:
            return False
        try:
            async with session.post(url, json=body, headers={SECRET_HEADER: webhook.secret}) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers one HTTP request."""
        if request.path in self._media and request.method == "GET":
            return web.Response(body=self._media[request.path], content_type="application/octet-stream")
        token, _, method = request.path.removeprefix("/bot").partition("/")
        self.calls.append(method)
        await self._tell()
        if self.switches.take("fail", method):
            return web.Response(status=502, body=_PAGE, content_type="text/html")
        try:
            if not request.path.startswith("/bot") or token != self.token:
                raise ApiError(401, "Unauthorized")
            result = await self._run(request, method)
        except ApiError as error:
            refusal = {"ok": False, "description": error.description, "error_code": error.code}
            return web.json_response(refusal, status=error.code if self.switches.statuses else 200)
        if self.switches.take("lose", method) and request.transport is not None:
            request.transport.abort()
        return web.json_response({"ok": True, "result": result})

    async def _run(self, request: web.BaseRequest, method: str) -> object:
        if method not in METHODS:
            raise ApiError(404, "Not Found")
        if method in self.switches.faulty_methods and self.switches.refuse_next:
            raise ApiError(*self.switches.refuse_next.pop(0))
        function, known = METHODS[method]
        try:
            params = json.loads(await request.read() or b"{}")
        except ValueError:
            params = None
        if request.method != "POST" or not isinstance(params, dict) or not known >= params.keys():
            raise ApiError(400, "Bad Request: POST with JSON, and known parameters alone")
        return await function(self, params)
