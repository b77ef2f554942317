"""The Zalo Bot Platform's events become Incoming messages: a pure translation, without rules about what is said.

The shapes are disputed (channels.md 1.3), so each of them is read: an event bare or in `{ok, result}`, alone or in a
list; the kind told by `event_name` or, without it, by the fields; the picture in `photo_url` or `photo`; the name in
`display_name`, `first_name` or `name`.

    text, or a caption and a photo, or a voice note    a message
    sticker, and whatever else has nothing to read     `unsupported`: answered with other ways to be heard
    message.unsupported.received                       `unsupported`; without a sender nobody can be answered: None
    reactions, follows, groups, the bot's own echoes   None

The event's `date` is not read: `received_at` is when we had the message, as on every channel.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.channels.text import storable
from handlers.messages import InboundFile, Incoming

NAME = "zalo_bot"
Json = dict[str, Any]

_UNSUPPORTED = "message.unsupported.received"
_NOT_SAID = frozenset({"message.reaction.received"})
_LISTS = ("updates", "messages", "events", "data")
_PHOTO_FIELDS = ("photo_url", "photo")
_VOICE_FIELDS = ("voice_url", "voice")
_NAME_FIELDS = ("display_name", "first_name", "name")


def events_of(payload: object) -> list[Json]:
    """The events in a webhook's body or in the result of getUpdates, whichever shape it has."""
    if isinstance(payload, dict) and payload.get("ok") is True and "result" in payload:
        payload = payload["result"]
    if isinstance(payload, dict):
        payload = [payload] if _is_event(payload) else _listed(payload)
    return [each for each in payload if isinstance(each, dict)] if isinstance(payload, list) else []


def _is_event(payload: Json) -> bool:
    return any(key in payload for key in ("event_name", "message", "message_id"))


def _listed(payload: Json) -> list[Any]:
    return next((payload[key] for key in _LISTS if isinstance(payload.get(key), list)), [])


def incoming_of(event: Json, office_id: int, at: datetime, own_id: str = "") -> Incoming | None:
    """What an event says, or None when it says nothing to us. `own_id` is the bot's own, whose echoes are left out."""
    name = event.get("event_name") or ""
    message = _part(event, "message") or event
    sender, chat = _part(message, "from"), _part(message, "chat")
    address = _id(chat.get("id")) or _id(sender.get("id"))
    if not address or _is_not_said(name) or _is_group(chat) or _is_bot(sender, own_id):
        return None
    text, files = _text(message), tuple(_files(message))
    readable = name != _UNSUPPORTED and (text is not None or files)
    return Incoming(
        office_id=office_id,
        channel=NAME,
        inbound_id=_id(message.get("message_id")) or _digest(event),
        sender=address,
        sender_name=_name(sender),
        received_at=at,
        kind="message" if readable else "unsupported",
        text=text if readable else None,
        files=files if readable else (),
    )


def _part(of: Json, key: str) -> Json:
    found = of.get(key)
    return found if isinstance(found, dict) else {}


def _id(value: object) -> str:
    """An id as text; the platform's are text, a number is taken too."""
    return storable(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _is_not_said(name: object) -> bool:
    """Events that are no messages: somebody followed the bot, or put a heart beside its words."""
    return isinstance(name, str) and name != "" and (not name.startswith("message.") or name in _NOT_SAID)


def _is_group(chat: Json) -> bool:
    return str(chat.get("chat_type") or chat.get("type") or "").upper().startswith("GROUP")


def _is_bot(sender: Json, own_id: str) -> bool:
    return sender.get("is_bot") is True or (own_id != "" and _id(sender.get("id")) == own_id)


def _name(sender: Json) -> str:
    found = (sender.get(field) for field in _NAME_FIELDS)
    return storable(next((name for name in found if isinstance(name, str) and name.strip()), ""))


def _text(message: Json) -> str | None:
    found = (message.get("text"), message.get("caption"))
    return next((storable(words) for words in found if isinstance(words, str) and words), None)


def _files(message: Json) -> Iterator[InboundFile]:
    for fields, kind, content_type in (
        (_PHOTO_FIELDS, "photo", "image/jpeg"),
        (_VOICE_FIELDS, "voice", "audio/aac"),  # raw ADTS, 16 kHz, one channel
    ):
        if url := _url(message, fields):
            yield _file(kind, content_type, url)


def _file(kind: str, content_type: str, url: str) -> InboundFile:
    return InboundFile.model_validate({"kind": kind, "content_type": content_type, "remote_ref": url})


def _url(message: Json, fields: tuple[str, ...]) -> str:
    for field in fields:
        value = message.get(field)
        value = value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith(("https://", "http://")):
            return storable(value)
    return ""


def _digest(event: Json) -> str:
    """An id for an event that has none: the same event again has the same."""
    return "digest:" + hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()[:40]
