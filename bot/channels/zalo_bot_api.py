"""The Zalo Bot Platform's methods that we use, each with its answer cut down to what we want. Raises SendError alone.

The token stands in the path of every call, and httpx writes whole addresses into its log and keeps them in its errors.
So httpx is given TOKEN_MARK in its place, and the mark is replaced just before a request leaves.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from bot.channels.base import SendError
from bot.channels.http_errors import as_send_error
from bot.channels.zalo_bot_errors import BAD_ANSWER, Json, envelope_error, envelope_of, is_idle
from bot.channels.zalo_bot_updates import events_of

T = TypeVar("T")

TOKEN_MARK = "TOKEN-IS-PUT-IN-BY-THE-TRANSPORT"  # noqa: S105 - stands where the token is not
HOLD_SECONDS = 30
_HOLD_MARGIN = 7.0
_CONNECT_SECONDS = 10.0
_CALL_SECONDS = 20.0
_PHOTO_SECONDS = 150.0  # the platform may fetch the picture from us before it answers (channels.md 1.2)


class ZaloBotApi:
    """One bot account on one server. Opens nothing until the first call.

    base_url: «https://bot-api.zaloplatforms.com»; calls go to `<base_url>/bot<token>/<method>`.
    """

    def __init__(self, token: str, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        inner = transport or httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=100))
        self._address = f"{base_url.rstrip('/')}/bot{TOKEN_MARK}/"
        self._client = httpx.AsyncClient(transport=_WithToken(inner, token), trust_env=False)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def who(self) -> tuple[str, str]:
        """The bot's id and name, which also proves the token."""
        return await self._call("getMe", lambda me: (str(me["id"]), str(me.get("account_name") or "")))

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have events pushed to `url` (https) with this secret (8-256 characters)."""
        await self._call("setWebhook", _anything, url=url, secret_token=secret)

    async def delete_webhook(self) -> None:
        """Take the webhook away, so that getUpdates works."""
        await self._call("deleteWebhook", _anything)

    async def updates(self) -> list[Json]:
        """What came in; waits up to HOLD_SECONDS for the first. Whatever this returns the platform has given away."""
        envelope, response = await self._ask("getUpdates", HOLD_SECONDS + _HOLD_MARGIN, timeout=HOLD_SECONDS)
        if envelope["ok"]:
            return events_of(envelope.get("result"))
        if is_idle(envelope):
            return []
        raise envelope_error(envelope, response)

    async def send_text(self, chat_id: str, text: str) -> str | None:
        """Send a text as it stands (no parse_mode: a stray brace in markdown gets a message refused)."""
        return await self._call("sendMessage", _message_id, chat_id=chat_id, text=text)

    async def send_photo(self, chat_id: str, url: str, caption: str) -> str | None:
        """Send the picture at an address that the platform can reach, with a caption unless it is empty."""
        words = {"caption": caption} if caption else {}
        return await self._call("sendPhoto", _message_id, _PHOTO_SECONDS, chat_id=chat_id, photo=url, **words)

    async def _call(self, method: str, read: Callable[[Any], T], seconds: float = _CALL_SECONDS, **values: Any) -> T:
        """Call a method and read its result."""
        envelope, response = await self._ask(method, seconds, **values)
        if not envelope["ok"]:
            raise envelope_error(envelope, response)
        try:
            return read(envelope.get("result"))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            raise SendError(BAD_ANSWER, retryable=True) from error

    async def _ask(self, method: str, seconds: float, **values: Any) -> tuple[Json, httpx.Response]:
        """Make one request; `seconds` is for the whole of it."""
        body = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
        with as_send_error():
            async with asyncio.timeout(seconds + _CONNECT_SECONDS):
                response = await self._client.post(
                    self._address + method,
                    content=body,
                    headers={"Content-Type": "application/json"},
                    timeout=httpx.Timeout(seconds, connect=_CONNECT_SECONDS),
                )
        return envelope_of(response), response


class _WithToken(httpx.AsyncBaseTransport):
    """Puts the token into the path of a request that httpx knows without it."""

    def __init__(self, inner: httpx.AsyncBaseTransport, token: str) -> None:
        self._inner = inner
        self._token = quote(token, safe=":").encode()

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.replace(TOKEN_MARK.encode(), self._token, 1)
        sent = httpx.Request(
            request.method,
            request.url.copy_with(raw_path=path),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return await self._inner.handle_async_request(sent)


def _anything(result: Any) -> None:
    del result


def _message_id(result: Any) -> str | None:
    """The id, if there is one: what was taken is not sent again for the want of it."""
    found = result.get("message_id") if isinstance(result, dict) else None
    return str(found) if found else None
