"""An Official Account's events become Incoming messages: a pure translation, without rules about what is said.

What becomes of each event:

    user_send_text      text; or a choice, when it is what a button of ours carries
    user_send_link      text: the words and the address, which nobody fetches
    user_send_image     photo, with its caption as text
    user_send_audio, user_send_voice             voice note
    user_send_file, user_send_video, user_send_gif  document
    user_send_location  location
    user_submit_info    contact: name and telephone number
    follow              the text «/start»
    unfollow            `left`
    user_send_*         anything else, and any of these that has nothing to read: `unsupported`, which is answered
    oa_send_*, user_received_message, user_seen_message, user_send_group_*   nobody hears of them
    anything else       nobody hears of it either; the channel logs its name

An attachment of which we have no address cannot be fetched: then the message is `unsupported`.
"""

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal

from bot.channels.text import storable
from handlers.messages import Contact, InboundFile, Incoming

NAME = "zalo_oa"
Json = dict[str, Any]
_CHOICE = re.compile(r"[\w.]+~\d+~|/\w")
_GROUP = "user_send_group_"
_SILENT = ("oa_send_", _GROUP)
_RECEIPTS = frozenset({"user_received_message", "user_seen_message"})
_NAME = re.compile(r"[a-z][a-z0-9_.]{0,59}", re.ASCII)
_NOT_DIGITS = re.compile(r"\D")
_FETCHED: dict[str, Literal["photo", "voice", "document"]] = {
    "image": "photo",
    "audio": "voice",
    "voice": "voice",
    "file": "document",
    "video": "document",
    "gif": "document",
}


def event_name(event: Json) -> str:
    """The event's name as it may be logged; «?» for one that looks like none."""
    name = event.get("event_name")
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "?"


def is_known(event: Json) -> bool:
    """Whether this is an event that we know what to make of, be it nothing."""
    name = event_name(event)
    return name in _READERS or name in _RECEIPTS or name.startswith(("user_send_", *_SILENT))


def incoming_of(event: Json, office_id: int, at: datetime) -> Incoming | None:
    """The message that an event carries, or None when nobody is to hear of it."""
    name = event_name(event)
    read = _READERS.get(name)
    if read is None and (not name.startswith("user_send_") or name.startswith(_SILENT)):
        return None
    sender = _sender(event)
    if not sender:
        return None
    incoming = Incoming(
        office_id=office_id,
        channel=NAME,
        inbound_id=_inbound_id(event, name, sender),
        sender=sender,
        received_at=at,
    )
    said = (read or _sent)(event)
    return incoming.model_copy(update=said or {"kind": "unsupported"})


def _sender(event: Json) -> str:
    return _text(_part(event, "sender").get("id") or _part(event, "follower").get("id"))


def _inbound_id(event: Json, name: str, sender: str) -> str:
    """The message's own id; an event without one is the same when its name, sender and moment are."""
    if message_id := _text(_part(event, "message").get("msg_id")):
        return message_id
    moment = _text(event.get("timestamp")) or hashlib.sha256(json.dumps(event, sort_keys=True).encode()).hexdigest()
    return f"{name}:{sender}:{moment}"


def _followed(event: Json) -> Json:
    del event
    return {"text": "/start"}


def _unfollowed(event: Json) -> Json:
    del event
    return {"kind": "left"}


def _sent(event: Json) -> Json:
    """Words, and whatever of the attachments can be fetched. Nothing when there is neither."""
    words = _words(event)
    files = tuple(_files(event))
    if words and not files and _CHOICE.match(words):
        return {"choice": words}
    if not files and _attachments(event):
        return {}  # words beside something that we cannot read are the platform's, such as a card's title
    return {"text": words or None, "files": files} if words or files else {}


def _linked(event: Json) -> Json:
    """The words with the address after them, unless it stands in them already."""
    words = _words(event)
    links = (_text(_part(each, "payload").get("url")) for each in _attachments(event))
    text = "\n".join(filter(None, [words, *(link for link in links if link and link not in words)]))
    return {"text": text} if text else {}


def _located(event: Json) -> Json:
    for each in _attachments(event):
        place = _part(_part(each, "payload"), "coordinates")
        latitude, longitude = _degrees(place.get("latitude"), 90), _degrees(place.get("longitude"), 180)
        if latitude is not None and longitude is not None:
            name = _words(event)
            return {"files": (InboundFile(kind="location", name=name, latitude=latitude, longitude=longitude),)}
    return {}


def _submitted(event: Json) -> Json:
    """Both shapes have a name and a telephone number in the same place; only those two are asked for."""
    info = _part(event, "info")
    phone = _NOT_DIGITS.sub("", _text(info.get("phone")))
    name = _text(info.get("name"))
    return {"contact": Contact(name=name, phone=phone)} if name or phone else {}


_READERS: dict[str, Callable[[Json], Json]] = {
    "follow": _followed,
    "unfollow": _unfollowed,
    "user_send_text": _sent,
    "user_send_link": _linked,
    "user_send_location": _located,
    "user_submit_info": _submitted,
}


def _files(event: Json) -> Iterator[InboundFile]:
    for each in _attachments(event):
        kind = _FETCHED.get(_text(each.get("type")))
        payload = _part(each, "payload")
        url = _text(payload.get("url"))
        if kind and url:
            yield InboundFile(kind=kind, name=_text(payload.get("name")), size=_size(payload), remote_ref=url)


def _attachments(event: Json) -> list[Json]:
    found = _part(event, "message").get("attachments")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _words(event: Json) -> str:
    return _text(_part(event, "message").get("text"))


def _part(values: Json, name: str) -> Json:
    found = values.get(name)
    return found if isinstance(found, dict) else {}


def _text(value: object) -> str:
    """Ids and numbers come as text; one that comes as a number is read all the same."""
    if isinstance(value, bool):
        return ""
    return storable(value) if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _size(payload: Json) -> int:
    size = _text(payload.get("size"))
    return int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else 0


def _degrees(value: object, most: int) -> float | None:
    """Degrees, which come as text («10.79»); None for what is none."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None
