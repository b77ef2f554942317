"""A Zalo Official Account: signed events in by webhook, consultation messages and approved templates out.

The platform closes a conversation some time after the person's last word: 48 hours free, 7 days at all. `window` asks
it about one person; `send_template` is the way out afterwards. Texts carry their choices as a numbered list already
(limits.numbered); buttons are put below it where ZALO_OA_BUTTONS says so.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Protocol, TypeVar

import httpx
import structlog

from bot.channels.base import Limits, SendError, Take, Window
from bot.channels.remote_files import RemoteFiles
from bot.channels.zalo_oa_api import ZaloOAApi
from bot.channels.zalo_oa_errors import (
    ATTACHMENT_EXPIRED,
    BECAUSE_OF_BUTTONS,
    BECAUSE_OF_THE_FILE,
    NOT_BY_UID,
    TOKEN_REFUSED,
)
from bot.channels.zalo_oa_signature import Signature
from bot.channels.zalo_oa_tokens import ZaloOATokens
from bot.channels.zalo_oa_updates import NAME, event_name, incoming_of, is_known
from bot.clock import Clock, now
from handlers.messages import Choice, Incoming, OutboundFile, Reply

log = structlog.get_logger(__name__)

T = TypeVar("T")
Json = dict[str, Any]
Buttons = Literal["off", "plain", "list", "button"]
ButtonType = Literal["oa.query.hide", "oa.query.show"]

LONGEST_TITLE = 100
_FREE = timedelta(hours=48)
_OPEN = timedelta(days=7)
_IMAGES = {"image/jpeg": 1_000_000, "image/png": 1_000_000}
_FILES = {
    "application/pdf": (".pdf",),
    "application/msword": (".doc",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "text/csv": (".csv",),
    "text/plain": (".csv",),
}
_LARGEST_FILE = 5_000_000
_UPLOAD_LASTS = timedelta(days=6)  # 7 days by the documents
_NO_TEMPLATE = "no_template"


class StoredFiles(Protocol):
    """Where the bytes of outgoing files are."""

    def read(self, stored_as: str) -> bytes:
        """All of one file. Raises OSError or ValueError when it is not there."""
        ...


class FileLinks(Protocol):
    """Makes links to pages of ours from which a file can be had."""

    def page_url(self, file: OutboundFile) -> str | None:
        """The page's address; None where nobody could open it."""
        ...


@dataclass(frozen=True, kw_only=True)
class ZaloOAOptions:
    """What an office sets: where the API is, what is disputed about it, and which templates it has.

    buttons: `plain` has no template_type, `list` and `button` name themselves as one, `off` sends none.
    template_data: the template's own parameter names, each to «code», «office», «agency» or «date».
    """

    base_url: str
    business_url: str
    signature: Signature
    buttons: Buttons = "plain"
    button_type: ButtonType = "oa.query.hide"
    most_buttons: int = 5
    per_second: float = 30.0
    template_id: str = ""
    template_phone_id: str = ""
    template_data: Mapping[str, str] = field(default_factory=dict)


class ZaloOA:
    """One Official Account as a WindowedChannel. Opens nothing until it is used; `close` when done."""

    name = NAME

    def __init__(
        self,
        options: ZaloOAOptions,
        office_id: int,
        tokens: ZaloOATokens,
        files: StoredFiles,
        links: FileLinks,
        clock: Clock = now,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.limits = Limits(
            text=2000,
            text_unit="utf16",  # the documents say «characters»; in UTF-16 units there are never fewer
            numbered=True,
            free_for=_FREE,
            open_for=_OPEN,
            choices=options.most_buttons,
            buttons=options.buttons != "off",
            edits=False,
            per_second=options.per_second,
        )
        self._options = options
        self._office_id = office_id
        self._tokens = tokens
        self._files = files
        self._links = links
        self._clock = clock
        self._api = ZaloOAApi(options.base_url, options.business_url, transport)
        self._remote = RemoteFiles(near=options.base_url)
        self._uploaded: dict[str, tuple[str, datetime]] = {}
        if options.signature.mode == "off":
            log.warning("webhook_not_verified", channel=NAME, setting="ZALO_OA_SIGNATURE=off")

    async def close(self) -> None:
        """Let a renewal of the tokens come to its end, then close every connection."""
        await self._tokens.close()
        await self._remote.close()
        await self._api.close()

    async def keep_fresh(self) -> None:
        """Renew the tokens in time, until cancelled, also when nothing is sent for weeks."""
        await self._tokens.keep_fresh()

    async def who_am_i(self) -> str:
        """The account's name, which also proves its token. Raises SendError."""
        return await self._authorised(self._api.account)

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        """Send one message and return its id. Raises SendError."""
        del delivery_id, replaces  # there is no key against a repetition, and nothing sent can be changed
        if not reply.files:
            return await self._send_text(address, reply)
        if reply.text:  # the outbox gives each file a message of its own
            await self._send_text(address, Reply(text=reply.text))
        return await self._send_file(address, reply.files[0])

    async def _send_text(self, address: str, reply: Reply) -> str | None:
        """With buttons where there are choices; without them once more when it was refused because of them."""
        plain: Json = {"text": reply.text}
        buttons = self._buttons(reply.choices)
        if not buttons:
            return await self._send(address, plain)
        try:
            return await self._send(address, plain | {"attachment": {"type": "template", "payload": buttons}})
        except SendError as error:
            if error.code not in BECAUSE_OF_BUTTONS:
                raise
            log.warning("buttons_refused", channel=NAME, code=error.code, setting="ZALO_OA_BUTTONS")
        return await self._send(address, plain)

    def _buttons(self, choices: tuple[Choice, ...]) -> Json:
        """The template's payload; empty when no choice gets a button: its number stands in the text."""
        kind = self._options.buttons
        fitting = [choice for choice in choices if 0 < len(choice.label) <= LONGEST_TITLE]
        if kind == "off" or not fitting:
            return {}
        buttons = [
            {"title": choice.label, "type": self._options.button_type, "payload": choice.value}
            for choice in fitting[: self._options.most_buttons]
        ]
        return {"buttons": buttons} if kind == "plain" else {"template_type": kind, "buttons": buttons}

    async def _send_file(self, address: str, file: OutboundFile) -> str | None:
        """As what the platform takes; as a link to a page of ours when it takes it not."""
        image = _IMAGES.get(file.content_type)
        if image is None and not file.name.lower().endswith(_FILES.get(file.content_type, ())):
            return await self._send_link(address, file)
        data = await self._read(file)
        if len(data) > (image or _LARGEST_FILE):
            return await self._send_link(address, file)
        try:
            return await self._send_uploaded(address, file, data, is_image=image is not None)
        except SendError as error:
            if error.code not in BECAUSE_OF_THE_FILE:
                raise
            log.warning("file_refused", channel=NAME, code=error.code)
        return await self._send_link(address, file)

    async def _send_uploaded(self, address: str, file: OutboundFile, data: bytes, *, is_image: bool) -> str | None:
        """What was uploaded in the last days is named again: an account may upload 5,000 files a month."""
        reference = await self._upload(file, data, is_image=is_image)
        try:
            return await self._send(address, _attached(reference, is_image=is_image))
        except SendError as error:
            if error.code != ATTACHMENT_EXPIRED:
                raise
            self._uploaded.pop(file.stored_as, None)
        reference = await self._upload(file, data, is_image=is_image)
        return await self._send(address, _attached(reference, is_image=is_image))

    async def _upload(self, file: OutboundFile, data: bytes, *, is_image: bool) -> str:
        reference, until = self._uploaded.get(file.stored_as, ("", self._clock()))
        if reference and self._clock() < until:
            return reference
        upload = self._api.upload_image if is_image else self._api.upload_file
        reference = await self._authorised(
            lambda token: upload(token, file.name or file.stored_as, data, file.content_type)
        )
        self._uploaded[file.stored_as] = (reference, self._clock() + _UPLOAD_LASTS)
        return reference

    async def _send_link(self, address: str, file: OutboundFile) -> str | None:
        url = self._links.page_url(file)
        if url is None:
            raise SendError("no_link_without_public_url")
        return await self._send(address, {"text": f"{file.name}\n{url}".strip()})

    async def _read(self, file: OutboundFile) -> bytes:
        try:
            return await asyncio.to_thread(self._files.read, file.stored_as)
        except (OSError, ValueError) as error:
            raise SendError("file_missing") from error

    async def _send(self, address: str, message: Json) -> str | None:
        return await self._authorised(lambda token: self._api.send(token, address, message))

    async def _authorised(self, call: Callable[[str], Awaitable[T]]) -> T:
        """Make a call with the token in force; when it is refused, once more with a new one."""
        access = await self._tokens.current()
        try:
            return await call(access.token)
        except SendError as error:
            if error.code != TOKEN_REFUSED:
                raise
        access = await self._tokens.after_refusal(access.version)
        return await call(access.token)

    async def window(self, address: str) -> Window:
        """What the platform says of one person's window. Raises SendError."""
        quota = await self._authorised(lambda token: self._api.quota(token, address))
        try:
            last = datetime.fromtimestamp(quota.last_interaction / 1000, UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise SendError("bad_answer", retryable=True) from error
        return Window(free_until=last + _FREE, open_until=last + _OPEN, free_left=quota.free_left)

    async def send_template(
        self, delivery_id: int, address: str, values: Mapping[str, str], phone: str | None
    ) -> str | None:
        """Send the configured template, by the person's id or else by their number. Raises SendError; `no_template`."""
        options = self._options
        data = self._template_data(values)
        if options.template_id:
            try:
                return await self._authorised(
                    lambda token: self._api.template_by_uid(token, address, options.template_id, data)
                )
            except SendError as error:
                if error.code != NOT_BY_UID or not (options.template_phone_id and phone):
                    raise
        if not (options.template_phone_id and phone):
            raise SendError(_NO_TEMPLATE)
        number, tracking_id = phone, str(delivery_id)
        return await self._authorised(
            lambda token: self._api.template_by_phone(token, number, options.template_phone_id, data, tracking_id)
        )

    def _template_data(self, values: Mapping[str, str]) -> dict[str, str]:
        """The template's parameters. One that is empty would be refused, so then no template fits."""
        data = {name: values.get(what, "") for name, what in self._options.template_data.items()}
        if not all(data.values()):
            raise SendError(_NO_TEMPLATE)
        return data

    async def fetch(self, remote_ref: str) -> bytes:
        """Download a file that somebody sent; it needs no token. Raises SendError."""
        return await self._remote.download(remote_ref, self.limits.largest_inbound_file)

    async def receive(self, take: Take) -> None:
        """Events come by HTTP (take_webhook); nothing is polled."""
        del take
        await asyncio.Event().wait()

    async def take_webhook(self, body: bytes, headers: Mapping[str, str], take: Take) -> int:
        """Take one pushed event and return the HTTP status: 200, 400, 403, or 503 (Zalo sends it again).

        Zalo checks the address with an unsigned `{}`, and turns the webhook off after some hours of anything but 200.
        """
        event = _event_of(body)
        if event is None:
            return 400
        if not event:
            return 200
        if not self._is_from_zalo(body, event, {name.lower(): value for name, value in headers.items()}):
            return 403
        incoming = self._read_event(event)
        if incoming is None:
            return 200
        try:
            await take(incoming)
        except Exception as error:
            log.warning("receiving_failed", channel=NAME, code=type(error).__name__)
            return 503
        return 200

    def _is_from_zalo(self, body: bytes, event: Json, headers: Mapping[str, str]) -> bool:
        signature = self._options.signature
        if signature.mode == "off" or signature.matches(body, event, headers):
            return True
        would_match = signature.fitting(body, event, headers)
        log.warning("signature_refused", channel=NAME, event_name=event_name(event), would_match=would_match or "none")
        return False

    def _read_event(self, event: Json) -> Incoming | None:
        """What an event says. One that cannot be read is skipped: sending it again would not mend it."""
        try:
            incoming = incoming_of(event, self._office_id, self._clock())
        except Exception as error:
            log.warning("update_unreadable", channel=NAME, event_name=event_name(event), code=type(error).__name__)
            return None
        if incoming is None and not is_known(event):
            log.info("event_ignored", channel=NAME, event_name=event_name(event))
        return incoming


def _event_of(body: bytes) -> Json | None:
    """The event; empty for the probe (nothing, or `{}`), None for what is no JSON object."""
    if not body.strip():
        return {}
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def _attached(reference: str, *, is_image: bool) -> Json:
    if not is_image:
        return {"attachment": {"type": "file", "payload": {"token": reference}}}
    elements = [{"media_type": "image", "attachment_id": reference}]
    return {"attachment": {"type": "template", "payload": {"template_type": "media", "elements": elements}}}
