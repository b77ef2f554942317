"""Telegram, through python-telegram-bot: updates in by long polling or webhook, messages out.

PTB's Updater confirms updates before anybody has handled them, so the loop is ours: the offset moves only after
`take` returned for the whole batch (decision 1 of docs/architecture.md).
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from telegram import Update

from bot.channels.base import Limits, SendError, Take
from bot.channels.telegram_api import Commands, Json, TelegramApi, updates_with_ids
from bot.channels.telegram_errors import CONFLICT, EDIT_REFUSED, NOT_MODIFIED, PHOTO_REFUSED
from bot.channels.telegram_plain import plain_incoming
from bot.channels.telegram_updates import NAME, incoming_of
from bot.clock import Clock, now
from handlers.messages import Incoming, OutboundFile, Reply

log = structlog.get_logger(__name__)

Pause = Callable[[float], Awaitable[None]]

_LONGEST_PAUSE = 60.0
_FAREWELL_SECONDS = 2.0
_CORE = frozenset({"message_id", "date", "from", "sender_chat", "chat", "text", "caption"})
_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
_VOICES = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4"})  # what sendVoice takes


class StoredFiles(Protocol):
    """Where the bytes of outgoing files are."""

    def read(self, stored_as: str) -> bytes:
        """All of one file. Raises OSError or ValueError when it is not there."""
        ...


@dataclass(frozen=True)
class _Update:
    """One update: what it says, if anything, and the tap that waits for an answer."""

    incoming: Incoming | None = None
    query_id: str = ""

    @property
    def sender(self) -> str:
        return self.incoming.sender if self.incoming else ""


class Telegram:
    """One bot account as a Channel. Opens nothing until it is used; `close` when done.

    base_url, file_base_url: as PTB's base_url and base_file_url («http://127.0.0.1:9011/bot»).
    webhook_secret: what take_webhook expects, in a process that does not call set_webhook itself.
    """

    name = NAME
    limits = Limits(
        text=4096,
        text_unit="utf16",
        choices=100,
        buttons=True,
        choice_value_bytes=64,
        edits=True,
        per_second=29.4,  # 30 a second in whatever window Telegram counts (performance.md, design advice)
        per_address_seconds=1.1,  # one a second a chat, and a little for ways of unequal length
        files=True,
        largest_inbound_file=20 * 1024 * 1024,
    )

    def __init__(
        self,
        token: str,
        office_id: int,
        base_url: str,
        file_base_url: str,
        files: StoredFiles,
        clock: Clock = now,
        *,
        webhook_secret: str = "",
        proxy_from_environment: bool = False,
    ) -> None:
        self._api = TelegramApi(token, base_url, file_base_url, proxy_from_environment=proxy_from_environment)
        self._office_id = office_id
        self._files = files
        self._clock = clock
        self._secret = webhook_secret
        self._username = ""
        self._answering: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Give the last taps a moment to be answered, then close every connection."""
        if self._answering:
            _, late = await asyncio.wait(self._answering, timeout=_FAREWELL_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._api.close()

    async def who_am_i(self) -> str:
        """The bot's username, which also proves the token. Raises SendError."""
        self._username = await self._api.username()
        return self._username

    async def set_commands(self, commands: Commands) -> None:
        """Show residents the commands of each language («vi» must be there). Raises SendError."""
        await self._api.set_commands(commands)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates pushed to `url`, and expect this secret from now on. Raises SendError."""
        self._secret = secret
        await self._api.set_webhook(url, secret)

    async def delete_webhook(self) -> None:
        """Take the webhook away; what nobody has fetched stays with Telegram. Raises SendError."""
        await self._api.delete_webhook()

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        """Send or edit one message; returns its message_id. Raises SendError."""
        del delivery_id  # Telegram takes no key that would keep a repeated message from being sent twice
        chat_id = _chat_id(address)
        if reply.files:
            return await self._send_file(chat_id, reply, reply.files[0])
        if replaces and await self._edit(chat_id, reply, replaces):
            return replaces
        return await self._api.send_text(chat_id, reply.text, _markup(reply))

    async def _edit(self, chat_id: int | str, reply: Reply, message_id: str) -> bool:
        """Whether the message now says this; False when it can be changed no more and must be sent anew."""
        try:
            await self._api.edit_text(chat_id, message_id, reply.text, _markup(reply))
        except SendError as error:
            if error.code not in (NOT_MODIFIED, EDIT_REFUSED):
                raise
            return error.code == NOT_MODIFIED
        return True

    async def _send_file(self, chat_id: int | str, reply: Reply, file: OutboundFile) -> str:
        data = await self._read(file)
        rest = chat_id, data, file.name or file.stored_as, reply.text, _markup(reply)
        kind = _kind_to_send(file)
        try:
            return await self._api.send_file(kind, *rest)
        except SendError as error:
            if error.code != PHOTO_REFUSED:  # too large or too long to be shown, not to be sent
                raise
        return await self._api.send_file("document", *rest)

    async def _read(self, file: OutboundFile) -> bytes:
        try:
            return await asyncio.to_thread(self._files.read, file.stored_as)
        except (OSError, ValueError) as error:
            raise SendError("file_missing") from error

    async def fetch(self, remote_ref: str) -> bytes:
        """Download a file that somebody sent. Raises SendError; `file_too_large` when it never can be."""
        return await self._api.download(remote_ref, self.limits.largest_inbound_file)

    async def receive(self, take: Take, pause: Pause = asyncio.sleep) -> None:
        """Poll until cancelled. `pause(seconds)` waits after a failure, longer each time, a minute at most."""
        offset, failures, in_the_way = 0, 0, False
        while True:
            try:
                if in_the_way:
                    await self.delete_webhook()
                if not self._username:
                    await self.who_am_i()
                offset = await self._receive_batch(take, offset)
                failures, in_the_way = 0, False
            except Exception as error:
                failures += 1
                # A webhook that was once set keeps getUpdates away for good; a second poller does so for a while.
                in_the_way = _code(error) == CONFLICT
                seconds = _wait_after(error, failures)
                log.warning("receiving_failed", channel=NAME, code=_code(error), failures=failures, wait=seconds)
                await pause(seconds)

    async def _receive_batch(self, take: Take, offset: int) -> int:
        """Get updates from `offset` on, have all of them taken, and return the next offset."""
        batch = await self._api.updates(offset)
        await self._take_all([self._read_update(raw) for _, raw in batch], take)
        return max((update_id for update_id, _ in batch), default=offset - 1) + 1

    async def _take_all(self, updates: list[_Update], take: Take) -> None:
        """People in parallel, the messages of one person in order; raises when one was not taken."""
        queues: dict[str, list[_Update]] = {}
        for update in updates:
            queues.setdefault(update.sender, []).append(update)
        taking = (self._take_in_order(queue, take) for queue in queues.values())
        for outcome in await asyncio.gather(*taking, return_exceptions=True):
            if outcome is not None:
                raise outcome

    async def _take_in_order(self, updates: list[_Update], take: Take) -> None:
        for update in updates:
            await self._take(update, take)

    async def _take(self, update: _Update, take: Take) -> None:
        if update.incoming is not None:
            await take(update.incoming)
        if update.query_id:
            task = asyncio.create_task(self._answer_tap(update.query_id))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    async def _answer_tap(self, query_id: str) -> None:
        """Beside the reply, which is on its way by now, and not before it. Late or lost, it harms nobody."""
        try:
            await self._api.answer_tap(query_id)
        except SendError as error:
            log.debug("tap_not_answered", channel=NAME, code=error.code)

    def _read_update(self, raw: Json) -> _Update:
        """What an update says. One that cannot be read is skipped: it must not hold up the others for a day."""
        plain = plain_incoming(raw, self._office_id, self._clock())
        if plain is not None:
            return _Update(plain, "" if plain.choice is None else raw["callback_query"]["id"])
        for part in (_lean, _core):
            try:
                update = Update.de_json(part(raw), None)
                incoming = incoming_of(update, self._office_id, self._clock(), self._username)
            except Exception as error:
                log.warning("update_unreadable", channel=NAME, code=type(error).__name__, part=part.__name__)
            else:
                return _Update(incoming, update.callback_query.id if update.callback_query else "")
        return _Update()

    async def take_webhook(self, body: bytes, secret: str | None, take: Take) -> int:
        """Take one pushed update and return the HTTP status: 200, 400, 403, or 503 (Telegram sends it again).

        `secret` is the header X-Telegram-Bot-Api-Secret-Token.
        """
        if not self._secret or not hmac.compare_digest((secret or "").encode(), self._secret.encode()):
            return 403
        try:
            (_, raw), *_ = updates_with_ids([json.loads(body)])
        except (ValueError, RecursionError):
            return 400
        try:
            await self._take(self._read_update(raw), take)
        except Exception as error:
            log.warning("receiving_failed", channel=NAME, code=_code(error))
            return 503
        return 200


def _lean(raw: Json) -> dict[str, Any]:
    """A tap without text and buttons of the message it was made on: nobody reads them, PTB builds them for 0.11 ms."""
    query = raw.get("callback_query")
    if not query or not query.get("message"):
        return raw
    message = {key: value for key, value in query["message"].items() if key in ("message_id", "date", "chat")}
    return {**raw, "callback_query": {**query, "message": message}}


def _core(raw: Json) -> Json:
    """Who wrote which words, without all else that PTB may not know how to read (a new kind of poll in a quotation)."""
    message = {key: value for key, value in raw["message"].items() if key in _CORE}
    return {"update_id": raw["update_id"], "message": {**message, "unreadable": True}}


def _chat_id(address: str) -> int | str:
    return int(address) if address.lstrip("-").isdecimal() else address


def _markup(reply: Reply) -> Json:
    """Inline buttons, one a row: labels are sentences, and a phone is narrow."""
    rows = [[{"text": choice.label, "callback_data": choice.value}] for choice in reply.choices]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _kind_to_send(file: OutboundFile) -> str:
    if file.kind == "photo" and file.content_type in _PHOTOS:
        return "photo"
    return "voice" if file.kind == "voice" and file.content_type in _VOICES else "document"


def _wait_after(error: Exception, failures: int) -> float:
    asked = error.retry_after if isinstance(error, SendError) else None
    return asked or min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)


def _code(error: Exception) -> str:
    return error.code if isinstance(error, SendError) else type(error).__name__
