"""Pushing updates to the bot's own address, by the rules of tdlib/telegram-bot-api's WebhookActor.cpp."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.bot_api.checks import LOOPBACK
from tests.fakes.bot_api.params import Json
from tests.fakes.bot_api.switches import Switches
from tests.fakes.bot_api.updates import Pending, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_RETRY_DELAY = 60.0
MAX_RETRY_AFTER = 3600
ANSWER_WITHIN = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True)
class WebhookSettings:
    """What setWebhook was given."""

    url: str
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""


class Webhook:
    """Pushes the queue: one update a request, in order within a chat, chats side by side, until answered 2xx.

    A 2xx answer may carry one method call as JSON, which `call(method, values)` runs. Pushes go to loopback
    alone (see Switches.webhook_proxy); with another address updates wait and `last_error` says why.
    """

    def __init__(
        self,
        settings: WebhookSettings,
        queue: UpdateQueue,
        switches: Switches,
        call: Callable[[str, Json], Awaitable[None]],
        date: Callable[[], int],
    ) -> None:
        self.settings = settings
        self.last_error = ""
        self.last_error_date = 0
        self._queue = queue
        self._switches = switches
        self._call = call
        self._date = date
        self._waiting: dict[int, deque[Pending]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(settings.max_connections)
        self._session = aiohttp.ClientSession(timeout=ANSWER_WITHIN)

    def start(self) -> None:
        """Takes over what waits in the queue and every later update."""
        self._queue.on_push = self._feed
        for pending in self._queue.oldest(len(self._queue)):
            self._feed(pending)

    async def close(self) -> None:
        """Stops pushing; what was not delivered stays in the queue."""
        self._queue.on_push = None
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self._session.close()

    def _feed(self, pending: Pending) -> None:
        waiting = self._waiting.get(pending.chat)
        if waiting is not None:
            waiting.append(pending)
            return
        self._waiting[pending.chat] = deque([pending])
        worker = asyncio.get_running_loop().create_task(self._deliver_chat(pending.chat))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _deliver_chat(self, chat: int) -> None:
        waiting = self._waiting[chat]
        while waiting:
            await self._deliver(waiting[0])
            self._queue.drop(waiting.popleft())
        del self._waiting[chat]

    async def _deliver(self, pending: Pending) -> None:
        failures = 0
        while (delay := await self._push_once(pending)) is not None:
            failures += 1
            if not delay and failures > 1:
                delay = min(self._switches.webhook_retry_delay * 2 ** (failures - 1), MAX_RETRY_DELAY)
            if asyncio.get_running_loop().time() + delay > pending.expires_at:
                return
            await asyncio.sleep(delay)

    async def _push_once(self, pending: Pending) -> float | None:
        """Returns None if the update was taken, else the seconds that the bot asked to wait (0 for none)."""
        url = self._target()
        if url is None:
            self._failed("the fake pushes to 127.0.0.1 alone")
            return MAX_RETRY_DELAY
        try:
            async with (
                self._slots,
                self._session.post(url, data=pending.body.encode(), headers=self._headers()) as answer,
            ):
                body = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return 0.0
        if 200 <= answer.status <= 299:
            await self._execute(body)
            return None
        self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        asked = answer.headers.get("Retry-After", "")
        return float(min(int(asked), MAX_RETRY_AFTER)) if asked.isdigit() else 0.0

    async def _execute(self, body: bytes) -> None:
        try:
            values = json.loads(body) if body else {}
        except ValueError:
            return
        method = str(values.pop("method", "")).lower() if isinstance(values, dict) else ""
        if method and not method.startswith("get") and method not in ("setwebhook", "deletewebhook"):
            await self._call(method, values)

    def _headers(self) -> dict[str, str]:
        secret = self.settings.secret
        return {"Content-Type": "application/json", **({SECRET_HEADER: secret} if secret else {})}

    def _target(self) -> str | None:
        parts = urlsplit(self.settings.url)
        if self._switches.webhook_proxy:
            query = f"?{parts.query}" if parts.query else ""
            return f"{self._switches.webhook_proxy}{parts.path}{query}"
        return self.settings.url if parts.scheme == "http" and parts.hostname in LOOPBACK else None

    def _failed(self, reason: str) -> None:
        self.last_error = reason
        self.last_error_date = self._date()
