"""The two commonest updates, read without PTB's objects: a text in a private chat, and a tap there.

PTB's Update, Message, User and Chat take twenty times longer to build than this takes (docs/performance.md). Whatever
is not exactly of these two shapes is left to telegram_updates.py; where both can read an update, they read the same.
"""

from datetime import datetime
from typing import Any

from telegram.constants import ChatType

from bot.channels.telegram_updates import NAME
from bot.channels.text import storable
from handlers.messages import Incoming

Json = dict[str, Any]
_TEXT_ALONE = frozenset({"message_id", "from", "chat", "date", "text", "entities", "link_preview_options"})


def plain_incoming(raw: Json, office_id: int, at: datetime) -> Incoming | None:
    """What a private text or tap says; None for all else, also for what is not shaped as the Bot API has it."""
    try:
        if "message" in raw:
            message = raw["message"]
            if not _TEXT_ALONE.issuperset(message):
                return None
            return _incoming(raw, message["from"], message["chat"], office_id, at, text=storable(message["text"]))
        query = raw["callback_query"]
        return _incoming(raw, query["from"], query["message"]["chat"], office_id, at, choice=storable(query["data"]))
    except (KeyError, TypeError, AttributeError, ValueError):
        return None


def _incoming(raw: Json, sender: Json, chat: Json, office_id: int, at: datetime, **said: str) -> Incoming | None:
    if chat["type"] != ChatType.PRIVATE or sender["is_bot"]:
        return None
    name = f"{sender['first_name']} {sender['last_name']}" if sender.get("last_name") else sender["first_name"]
    language: str = sender.get("language_code") or ""
    return Incoming(
        office_id=office_id,
        channel=NAME,
        inbound_id=str(raw["update_id"]),
        sender=str(sender["id"]),
        sender_name=storable(name),
        language=language.partition("-")[0].lower() or None,
        received_at=at,
        text=said.get("text"),
        choice=said.get("choice"),
    )
