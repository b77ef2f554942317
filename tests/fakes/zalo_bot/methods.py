"""The platform's methods: what each takes, refuses and answers (channels.md 1.2)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from tests.fakes.zalo_bot.switches import ApiError, Json

if TYPE_CHECKING:
    from tests.fakes.zalo_bot.server import ZaloBotServer

MAX_TEXT = 2000
LOOPBACK = ("127.0.0.1", "localhost")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A message of the bot; `photo` are the bytes that the platform fetched from `photo_url`."""

    chat_id: str
    message_id: str
    method: str
    text: str
    photo_url: str = ""
    photo: bytes | None = None


async def get_me(server: ZaloBotServer, _: Json) -> Json:
    """The bot itself."""
    return {"id": server.bot_id, "account_name": "Bot Đối Thoại", "account_type": "BASIC", "can_join_groups": False}


async def get_updates(server: ZaloBotServer, params: Json) -> object:
    """One event, given away for good; 408 when none came."""
    if server.webhook is not None:
        raise ApiError(400, "Bad Request: webhook is active")
    hold = server.switches.hold
    events = await server.next_events(float(params.get("timeout", 30)) if hold is None else hold)
    if not events:
        raise ApiError(408, "Request timeout")
    return events if server.switches.listed else events[0]


async def set_webhook(server: ZaloBotServer, params: Json) -> Json:
    """Has events pushed to an address from now on."""
    url, secret = _text(params, "url", 2000), _text(params, "secret_token", 256)
    if len(secret) < 8 or not _reachable(url):
        raise ApiError(400, "Bad Request: bad webhook")
    await server.push_to(url, secret)
    return {"url": url, "updated_at": server.date()}


async def delete_webhook(server: ZaloBotServer, _: Json) -> Json:
    """Ends pushing."""
    await server.push_to("", "")
    return {"url": "", "updated_at": server.date()}


async def send_message(server: ZaloBotServer, params: Json) -> Json:
    """Sends a text."""
    chat_id = _chat(server, params)
    return server.deliver(chat_id, "sendMessage", _text(params, "text", MAX_TEXT))


async def send_photo(server: ZaloBotServer, params: Json) -> Json:
    """Fetches a picture and sends it."""
    chat_id, url = _chat(server, params), _text(params, "photo", 2000)
    caption = _text(params, "caption", MAX_TEXT) if "caption" in params else ""
    if not _reachable(url):
        raise ApiError(400, "Bad Request: photo must be an https URL")
    return server.deliver(chat_id, "sendPhoto", caption, url, await _picture(url))


async def _picture(url: str) -> bytes:
    if urlsplit(url).hostname not in LOOPBACK:
        raise ApiError(400, "Bad Request: the fake fetches from this machine alone")
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        content = await answer.read()
    if answer.status != 200 or not content.startswith(PICTURES):
        raise ApiError(400, "Bad Request: failed to get the picture")
    return content


def _chat(server: ZaloBotServer, params: Json) -> str:
    """Only somebody who has written to the bot can be written to."""
    chat_id = _text(params, "chat_id", 100)
    if chat_id not in server.people or chat_id in server.gone:
        raise ApiError(400, "Bad Request: chat not found")
    return chat_id


def _text(params: Json, name: str, most: int) -> str:
    value = params.get(name)
    if not isinstance(value, str) or not value.strip() or len(value.encode("utf-16-le")) // 2 > most:
        raise ApiError(400, f"Bad Request: {name} must have 1 to {most} characters")
    return value


def _reachable(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in LOOPBACK)


Method = Callable[["ZaloBotServer", Json], Awaitable[object]]
METHODS: dict[str, tuple[Method, frozenset[str]]] = {
    "getMe": (get_me, frozenset()),
    "getUpdates": (get_updates, frozenset({"timeout"})),
    "setWebhook": (set_webhook, frozenset({"url", "secret_token"})),
    "deleteWebhook": (delete_webhook, frozenset()),
    "sendMessage": (send_message, frozenset({"chat_id", "text"})),
    "sendPhoto": (send_photo, frozenset({"chat_id", "photo", "caption"})),
}
"""Methods by name, with the parameters that they know; names are case sensitive."""
