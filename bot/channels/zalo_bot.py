"""The Zalo Bot Platform: events in by webhook (or, for development, by polling), messages out.

It has no buttons, edits nothing and takes no files but pictures by their address. Choices are written into the text
by bot/numbering.py before `send`; any other file becomes a link to a page of ours.

Polling gives each event away once: there is no offset and no acknowledgement, so what was fetched is kept here until
it was taken. A webhook is repeated by the platform until it is answered 200, so there it is as everywhere: committed,
then acknowledged.
"""

import asyncio
import hmac
import json
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

import httpx
import structlog

from bot.channels.base import Limits, SendError, Take
from bot.channels.file_links import FileLinks
from bot.channels.remote_files import RemoteFiles, is_loopback
from bot.channels.split import split_text
from bot.channels.zalo_bot_api import ZaloBotApi
from bot.channels.zalo_bot_errors import BAD_REQUEST
from bot.channels.zalo_bot_updates import NAME, events_of, incoming_of
from bot.clock import Clock, monotonic, now
from bot.languages import LanguageOf, default_language
from handlers.messages import Incoming, OutboundFile, Reply
from handlers.texts import N_, Texts

log = structlog.get_logger(__name__)

Pause = Callable[[float], Awaitable[None]]

_LONGEST_PAUSE = 60.0
_QUICK_SECONDS = 1.0
_MOST_QUICK_POLLS = 10
_PICTURES = frozenset({"image/jpeg", "image/png"})  # what every phone and Zalo's own servers can show


class ZaloBot:
    """One bot account as a Channel. Opens nothing until it is used; `close` when done.

    base_url: «https://bot-api.zaloplatforms.com», without `/bot`.
    webhook_secret: what take_webhook expects, in a process that does not call set_webhook itself.
    transport: what carries httpx's requests; None: the network.
    """

    name = NAME
    limits = Limits(
        text=2000,
        # The documents say «characters» and no unit, but count styles of the same text in UTF-16 units. A text is never
        # shorter in UTF-16 units than in code points: who keeps within them keeps within either reading.
        text_unit="utf16",
        choices=100,
        numbered=True,
        buttons=False,
        edits=False,
        per_second=5.0,  # not published (channels.md 1.3): the setting ZALO_BOT_PER_SECOND
        files=True,
        largest_inbound_file=20 * 1024 * 1024,
    )

    def __init__(
        self,
        token: str,
        office_id: int,
        base_url: str,
        links: FileLinks,
        clock: Clock = now,
        *,
        webhook_secret: str = "",
        language_of: LanguageOf = default_language,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._api = ZaloBotApi(token, base_url, transport)
        self._media = RemoteFiles(_near(base_url), transport=transport)
        self._office_id = office_id
        self._links = links
        self._clock = clock
        self._secret = webhook_secret
        self._language_of = language_of
        self._own_id = ""
        self._quick_polls = 0

    async def close(self) -> None:
        """Close every connection."""
        await self._api.close()
        await self._media.close()

    async def who_am_i(self) -> str:
        """The bot's name, which also proves the token; from now on its own echoes are known. Raises SendError."""
        self._own_id, name = await self._api.who()
        return name

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have events pushed to `url` (https), and expect this secret (8-256 characters) from now on.

        Raises SendError.
        """
        self._secret = secret
        await self.who_am_i()
        await self._api.set_webhook(url, secret)

    async def delete_webhook(self) -> None:
        """Take the webhook away, so that polling works. Raises SendError."""
        await self._api.delete_webhook()

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        """Send one message and return its message_id. Raises SendError. Nothing can be replaced here."""
        del delivery_id, replaces  # the platform takes no key that would keep a message from being sent twice
        if not reply.files:
            return await self._api.send_text(address, reply.text)
        try:
            return await self._send_file(address, reply, reply.files[0])
        except ValueError as error:
            raise SendError("file_missing") from error

    async def _send_file(self, address: str, reply: Reply, file: OutboundFile) -> str | None:
        """Send a picture by its address, anything else as a link. Raises ValueError for a file that is not stored."""
        if _is_picture(file) and (url := self._links.raw_url(file)):
            try:
                return await self._api.send_photo(address, url, reply.text)
            except SendError as error:
                if error.code != BAD_REQUEST:  # a picture that is refused can still be fetched by hand
                    raise
        return await self._send_link(address, reply.text, file)

    async def _send_link(self, address: str, words: str, file: OutboundFile) -> str | None:
        """Tell where the file is; without an address of ours, how else to get it."""
        language = await self._language_of(address)
        texts = Texts(language)
        if url := self._links.page_url(file, texts.language):
            day = texts.day(self._links.last_day())
            said = texts.t(N_("file.link"), name=_name(texts, file), day=day, url=url)
        else:
            log.warning("file_without_public_url", channel=NAME)
            said = texts.t(N_("file.no_link"), name=_name(texts, file))
        remote_id = None
        for part in split_text(f"{words}\n\n{said}" if words else said, self.limits.text, self.limits.text_unit):
            remote_id = await self._api.send_text(address, part)
        return remote_id

    async def fetch(self, remote_ref: str) -> bytes:
        """Download a photo or voice note by its address. Raises SendError; `file_too_large` when it never can be."""
        return await self._media.download(remote_ref, self.limits.largest_inbound_file)

    async def receive(self, take: Take, pause: Pause = asyncio.sleep) -> None:
        """Poll until cancelled. `pause(seconds)` waits after a failure, longer each time, a minute at most.

        What was fetched is nowhere else any more: it is offered to `take` until it is taken, and once more on the way
        out.
        """
        waiting: deque[Incoming] = deque()
        try:
            await self._receive(waiting, take, pause)
        finally:
            with suppress(Exception):
                await _take_in_order(waiting, take)
            if waiting:
                log.error("messages_lost", channel=NAME, messages=len(waiting))

    async def _receive(self, waiting: deque[Incoming], take: Take, pause: Pause) -> None:
        failures, in_the_way = 0, False
        while True:
            try:
                if in_the_way:
                    await self.delete_webhook()
                if not self._own_id:
                    await self.who_am_i()
                if not waiting:
                    waiting.extend(await self._poll(pause))
                await _take_in_order(waiting, take)
                failures, in_the_way = 0, False
            except Exception as error:
                failures += 1
                # A webhook that was once set keeps getUpdates away for good; 400 is how the platform says so.
                in_the_way = not waiting and _code(error) == BAD_REQUEST
                seconds = _wait_after(error, failures)
                log.warning("receiving_failed", channel=NAME, code=_code(error), failures=failures, wait=seconds)
                await pause(seconds)

    async def _poll(self, pause: Pause) -> list[Incoming]:
        """What came in. After an idle poll comes the next at once, unless polls are not held at all."""
        began = monotonic()
        events = await self._api.updates()
        at_once = not events and monotonic() - began < _QUICK_SECONDS
        self._quick_polls = self._quick_polls + 1 if at_once else 0
        if self._quick_polls >= _MOST_QUICK_POLLS:
            await pause(_QUICK_SECONDS)
        return self._read(events)

    def _read(self, events: list[dict[str, object]]) -> list[Incoming]:
        """What events say. One that cannot be read is skipped: it must not hold up the others."""
        found = []
        for event in events:
            try:
                incoming = incoming_of(event, self._office_id, self._clock(), self._own_id)
            except Exception as error:
                log.warning("update_unreadable", channel=NAME, code=type(error).__name__)
                continue
            if incoming is not None:
                found.append(incoming)
        return found

    async def take_webhook(self, body: bytes, secret: str | None, take: Take) -> int:
        """Take one push and return the HTTP status: 200, 400, 403, or 503 (the platform sends it again).

        `secret` is the header X-Bot-Api-Secret-Token. A probe has neither body nor secret and is answered 200.
        """
        if not body.strip():
            return 200
        if not self._secret or not hmac.compare_digest((secret or "").encode(), self._secret.encode()):
            return 403
        try:
            events = events_of(json.loads(body))
        except (ValueError, RecursionError):
            return 400
        try:
            await _take_in_order(deque(self._read(events)), take)
        except Exception as error:
            log.warning("receiving_failed", channel=NAME, code=_code(error))
            return 503
        return 200


async def _take_in_order(waiting: deque[Incoming], take: Take) -> None:
    """Hand over one after the other; what was not taken stays in `waiting`."""
    while waiting:
        await take(waiting[0])
        waiting.popleft()


def _near(base_url: str) -> str:
    """Where files may be fetched from on this machine: from the platform's stand-in, if that is what we talk to."""
    try:
        return base_url if is_loopback(httpx.URL(base_url).host) else ""
    except httpx.InvalidURL:
        return ""


def _is_picture(file: OutboundFile) -> bool:
    return file.kind == "photo" and file.content_type in _PICTURES


def _name(texts: Texts, file: OutboundFile) -> str:
    return " ".join(file.name.split()) or texts.t(N_("file.document"))


def _wait_after(error: Exception, failures: int) -> float:
    asked = error.retry_after if isinstance(error, SendError) else None
    return asked or min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)


def _code(error: Exception) -> str:
    return error.code if isinstance(error, SendError) else type(error).__name__
