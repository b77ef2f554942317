"""Pushing events to the program: signed in each way that somebody has seen, and again when the answer is not 200."""

import asyncio
import hashlib
import json
from dataclasses import dataclass

import aiohttp

from tests.fakes.zalo_oa.account import Account, Json

ANSWER_WITHIN = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, kw_only=True)
class Signing:
    """How events are signed: the first term, where the time stands, whose key, and what is written before the hex."""

    first: str = "app_id"
    timestamp: str = "body"
    key: str = "oa"
    prefix: str = "mac="


def encode(event: Json) -> bytes:
    """The event's bytes, as they are signed."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def headers_of(account: Account, event: Json, signing: Signing) -> dict[str, str]:
    """The headers of a push of this event."""
    in_header = str(int(event["timestamp"]) + 7)  # the time of the push, which is not that of the event
    first = account.app_id if signing.first == "app_id" else account.oa_id
    timestamp = event["timestamp"] if signing.timestamp == "body" else in_header
    key = account.webhook_secret if signing.key == "oa" else account.app_secret
    signed = hashlib.sha256(first.encode() + encode(event) + timestamp.encode() + key.encode()).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-ZEvent-Signature": f"{signing.prefix}{signed}",
        "X-ZEvent-Timestamp": in_header,
    }


class Webhook:
    """Pushes one person's events in order, different people's side by side."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._locks: dict[str, asyncio.Lock] = {}
        self._pushes: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self.url = ""
        self.signing = Signing()
        self.retry_delays: tuple[float, ...] = (0.0,) * 5
        self.answers: list[int] = []
        self.given_up: list[Json] = []

    def push(self, user_id: str, event: Json) -> None:
        """Hand an event on; nowhere while there is no address."""
        if self.url:
            task = asyncio.create_task(self._deliver(user_id, event))
            self._pushes.add(task)
            task.add_done_callback(self._pushes.discard)

    async def settled(self) -> None:
        """Until every event was taken or given up."""
        while self._pushes:
            await asyncio.wait(self._pushes)

    async def probe(self, body: bytes = b"{}") -> int:
        """Check the address as the console does, unsigned; the status of the answer."""
        return await self._post(body, {"Content-Type": "application/json"})

    async def close(self) -> None:
        """Stop pushing."""
        for task in self._pushes:
            task.cancel()
        await asyncio.gather(*self._pushes, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _deliver(self, user_id: str, event: Json) -> None:
        headers = headers_of(self._account, event, self.signing)
        async with self._locks.setdefault(user_id, asyncio.Lock()):
            for number, delay in enumerate((0.0, *self.retry_delays)):
                await asyncio.sleep(delay)
                again = {"num_retry": str(number)} if number else {}
                if await self._post(encode(event), headers | again) == 200:
                    return
        self.given_up.append(event)

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        self._session = self._session or aiohttp.ClientSession(timeout=ANSWER_WITHIN)
        try:
            async with self._session.post(self.url, data=body, headers=headers) as answer:
                self.answers.append(answer.status)
        except (aiohttp.ClientError, TimeoutError):
            self.answers.append(0)
        return self.answers[-1]
