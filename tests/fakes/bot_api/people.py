"""Who talks to the bot: residents, and groups. Each act becomes the update that Telegram would send."""

import asyncio
import re
from collections.abc import Coroutine
from typing import Any

from tests.fakes.bot_api.account import NEW_MESSAGES, Account, Sent, StoredFile, media
from tests.fakes.bot_api.checks import MAX_BUTTONS_SHOWN_IN_ROW, MAX_TEXT, Button
from tests.fakes.bot_api.params import Json
from tests.fakes.bot_api.updates import CALLBACK_LIFETIME

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(?:@\w+)?")


class FakeResident:
    """A person with Telegram. The bot can write to them only once they have written to it.

    `chat_id` in every helper is a group they act in; without it, their private chat with the bot.
    """

    def __init__(
        self, account: Account, user_id: int | None = None, first_name: str = "Lan", language_code: str = "vi"
    ) -> None:
        self._account = account
        self.id = user_id if user_id is not None else _free_id(account)
        self.user: Json = {
            "id": self.id,
            "is_bot": False,
            "first_name": first_name,
            "language_code": language_code,
        }
        self._read: dict[tuple[int, bool], int] = {}
        account.people[self.id] = self.user

    @property
    def messages(self) -> list[Sent]:
        """The bot's messages in the private chat as it shows them now, oldest first."""
        return self._account.shown_in(self.id)

    async def say(self, text: str, chat_id: int | None = None, reply_to: Sent | None = None) -> list[Json]:
        """Writes a text; Telegram's clients cut one of more than 4096 characters into several messages.

        Returns the messages. In a group a bot in privacy mode gets no update of most of them.
        """
        parts = split_as_clients_do(text.strip())
        if not parts:
            raise ValueError("Telegram's clients send no empty text")
        return [self._write(_text_part(part), chat_id, reply_to) for part in parts]

    async def send_photo(self, content: bytes, caption: str = "", chat_id: int | None = None) -> Json:
        """Sends a photo, which the bot gets in two sizes."""
        photo = self._account.store("photo", "photo.jpg", "image/jpeg", content)
        small = self._account.store("photo", "small.jpg", "image/jpeg", content[:64])
        return self._write(_captioned(media(photo, small), caption), chat_id)

    async def send_document(
        self, content: bytes, name: str, mime: str, caption: str = "", chat_id: int | None = None
    ) -> Json:
        """Sends a file under a name and a type that may well be untrue."""
        return self._write_file(self._account.store("document", name, mime, content), caption, chat_id)

    async def send_voice(self, content: bytes, chat_id: int | None = None) -> Json:
        """Sends a voice note."""
        return self._write_file(self._account.store("voice", "voice.oga", "audio/ogg", content), "", chat_id)

    async def send_location(self, latitude: float, longitude: float, chat_id: int | None = None) -> Json:
        """Sends a place."""
        return self._write({"location": {"latitude": latitude, "longitude": longitude}}, chat_id)

    async def tap(self, label_or_value: str, chat_id: int | None = None, message: Sent | None = None) -> str:
        """Presses a button, by its label or its callback data, on the newest message that has it.

        With `message`, on that message as it was then: a tap that crosses an edit. Returns the query's id, by
        which `callback_answers` will have the bot's answer. LookupError if there is no such button.
        """
        place = chat_id or self.id
        message, button = _find_button(self._account, place, label_or_value, message)
        query_id = str(4_000_000_000_000_000_000 + len(self._account.taps))
        self._account.taps[query_id] = self._account.now()
        query: Json = {
            "id": query_id,
            "from": self.user,
            "message": self._account.message(message),
            "chat_instance": str(7_000_000_000 + abs(place)),
            "data": button.callback_data,
        }
        self._account.updates.push("callback_query", query, self.id, CALLBACK_LIFETIME)
        return query_id

    async def raw(self, update: Json) -> int:
        """Queues an update as it is, wanted or not; the update_id of an earlier one makes it a duplicate."""
        return self._account.updates.push_raw(update, self.id)

    async def block(self) -> None:
        """Blocks the bot: it is told, and can write no more."""
        self._account.switches.blocked.add(self.id)
        self._push_membership("member", "kicked")

    async def unblock(self) -> None:
        """Takes the block back."""
        self._account.switches.blocked.discard(self.id)
        self._push_membership("kicked", "member")

    def next_message(self, timeout: float = 5.0, chat_id: int | None = None) -> Coroutine[Any, Any, Sent]:
        """The bot's next message that this was not asked for before; TimeoutError after `timeout` seconds."""
        return self._next(timeout, chat_id or self.id, edits=False)

    def next_edit(self, timeout: float = 5.0, chat_id: int | None = None) -> Coroutine[Any, Any, Sent]:
        """The next change of one of the bot's messages, likewise."""
        return self._next(timeout, chat_id or self.id, edits=True)

    async def _next(self, within: float, chat_id: int, *, edits: bool) -> Sent:
        try:
            async with asyncio.timeout(within):
                return await self._find_next(chat_id, edits=edits)
        except TimeoutError:
            texts = [sent.text for sent in self._account.shown_in(chat_id)]
            raise TimeoutError(f"nothing new from the bot in {within} s; so far: {texts}") from None

    async def _find_next(self, chat_id: int, *, edits: bool) -> Sent:
        while True:
            async with self._account.watching(chat_id) as watcher:
                history = self._account.sent_by_chat.get(chat_id, [])
                for position in range(self._read.get((chat_id, edits), 0), len(history)):
                    self._read[chat_id, edits] = position + 1
                    if (history[position].method not in NEW_MESSAGES) is edits:
                        return history[position]
                await watcher

    def _write_file(self, stored: StoredFile, caption: str, chat_id: int | None) -> Json:
        return self._write(_captioned(media(stored), caption), chat_id)

    def _write(self, content: Json, chat_id: int | None, reply_to: Sent | None = None) -> Json:
        if chat_id is None:
            private = {"id": self.id, "first_name": self.user["first_name"], "type": "private"}
            self._account.chats.setdefault(self.id, private)
        message = _new_message(self._account, self.user, chat_id or self.id, content)
        if reply_to is not None:
            message["reply_to_message"] = self._account.message(reply_to)
        if chat_id is None or _reaches_bot(self._account, message):
            self._account.updates.push("message", message, chat_id or self.id)
        return message

    def _push_membership(self, before: str, after: str) -> None:
        update = _membership(self._account, self.user, self._account.chat(self.id), before, after)
        self._account.updates.push("my_chat_member", update, self.id)


class FakeGroup:
    """A group, supergroup or channel which the bot belongs to."""

    def __init__(self, account: Account, title: str, kind: str = "supergroup", username: str = "") -> None:
        self._account = account
        self.kind = kind
        number = next(account.group_numbers)
        self.id = -number if kind == "group" else -1_000_000_000_000 - number
        self.chat: Json = {"id": self.id, "title": title, "type": kind}
        if username:
            self.chat["username"] = username
        account.chats[self.id] = self.chat

    @property
    def messages(self) -> list[Sent]:
        """The bot's messages as the group shows them now, oldest first."""
        return self._account.shown_in(self.id)

    async def add_bot(self, by: FakeResident) -> None:
        """Tells the bot that somebody has added it."""
        update = _membership(self._account, by.user, self.chat, "left", "member")
        self._account.updates.push("my_chat_member", update, self.id)
        self._account.switches.blocked.discard(self.id)

    async def remove_bot(self, by: FakeResident) -> None:
        """Removes the bot: it is told, and can write here no more."""
        self._account.switches.blocked.add(self.id)
        update = _membership(self._account, by.user, self.chat, "member", "kicked")
        self._account.updates.push("my_chat_member", update, self.id)

    async def upgrade(self, by: FakeResident) -> "FakeGroup":
        """Makes the group a supergroup with a new id; the old one is refused from now on."""
        new = FakeGroup(self._account, self.chat["title"])
        self._account.switches.migrated[self.id] = new.id
        for chat_id, content in (
            (self.id, {"migrate_to_chat_id": new.id}),
            (new.id, {"migrate_from_chat_id": self.id}),
        ):
            message = _new_message(self._account, by.user, chat_id, content)
            self._account.updates.push("message", message, chat_id)
        return new


def split_as_clients_do(text: str) -> list[str]:
    """Cuts a text into parts of at most 4096 UTF-16 units, never within a character."""
    parts: list[str] = []
    while text:
        end = min(len(text), MAX_TEXT)
        while len(text[:end].encode("utf-16-le")) // 2 > MAX_TEXT:
            end -= 1
        parts.append(text[:end])
        text = text[end:]
    return parts


def _free_id(account: Account) -> int:
    return next(each for each in account.user_numbers if each not in account.people)


def _text_part(text: str) -> Json:
    """Text with the entities of its commands; offsets count UTF-16 units."""
    entities = [
        {"type": "bot_command", "offset": _utf16(text[: found.start()]), "length": _utf16(found.group())}
        for found in _COMMAND.finditer(text)
    ]
    return {"text": text, **({"entities": entities} if entities else {})}


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _captioned(content: Json, caption: str) -> Json:
    return content | ({"caption": caption} if caption else {})


def _new_message(account: Account, user: Json, chat_id: int, content: Json) -> Json:
    message: Json = {
        "message_id": account.new_message_id(),
        "from": user,
        "chat": account.chats[chat_id],
        "date": account.date(),
        **content,
    }
    account.receive(message)
    return message


def _membership(account: Account, user: Json, chat: Json, before: str, after: str) -> Json:
    bot = account.bot_user()
    return {
        "chat": chat,
        "from": user,
        "date": account.date(),
        "old_chat_member": _member(bot, before),
        "new_chat_member": _member(bot, after),
    }


def _member(bot: Json, status: str) -> Json:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def _reaches_bot(account: Account, message: Json) -> bool:
    """Privacy mode: commands that do not name another bot, mentions of this one, and replies to it."""
    if not account.switches.privacy:
        return True
    text: str = message.get("text") or message.get("caption") or ""
    me = f"@{account.username}".lower()
    if text.startswith("/"):
        named = text.split(maxsplit=1)[0].partition("@")[2]
        return not named or f"@{named.lower()}" == me
    replied = message.get("reply_to_message", {}).get("from", {}).get("id")
    return me in text.lower() or replied == account.bot_id


def _find_button(account: Account, chat_id: int, label_or_value: str, message: Sent | None) -> tuple[Sent, Button]:
    candidates = [message] if message else account.shown_in(chat_id)[::-1]
    for each in candidates:
        button = each.button(label_or_value)
        if button is None:
            continue
        if not button.callback_data:
            raise LookupError(f"«{label_or_value}» does not call the bot back")
        if not any(button in row[:MAX_BUTTONS_SHOWN_IN_ROW] for row in each.buttons):
            raise LookupError(f"«{label_or_value}» is the ninth or later in its row, which clients do not show")
        return each, button
    raise LookupError(f"no button «{label_or_value}»; there are {[each.labels for each in candidates]}")
