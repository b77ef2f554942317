"""All that the fake remembers of one bot: chats, messages, files, taps, and what the bot sent."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count

from bot import clock
from bot.clock import Clock
from tests.fakes.bot_api.checks import Button, Buttons
from tests.fakes.bot_api.params import Json, bad_request
from tests.fakes.bot_api.switches import Switches
from tests.fakes.bot_api.updates import UpdateQueue
from tests.fakes.bot_api.webhook import Webhook

DEFAULT_TOKEN = "123456789:FAKE-TOKEN-of-no-real-bot"
NEW_MESSAGES = frozenset(("sendMessage", "sendPhoto", "sendDocument", "sendVoice"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file on the server; `path` is where a download finds it, once getFile was asked."""

    file_id: str
    kind: str
    name: str
    mime: str
    content: bytes
    path: str

    def about(self) -> Json:
        """What every description of a file begins with."""
        return {
            "file_id": self.file_id,
            "file_unique_id": f"u-{self.file_id[-8:]}",
            "file_size": len(self.content),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One thing the bot sent, or one edit of it, as its chat shows it.

    `text` is the caption if there is a file; `at_monotonic` is the event loop's time in seconds; `method` is
    spelt as in the Bot API's documentation.
    """

    chat_id: int
    message_id: int
    method: str
    text: str
    buttons: Buttons
    at_monotonic: float
    date: int
    kind: str = "text"
    markup: Json | None = None
    stored: StoredFile | None = None
    reply_to: int | None = None
    silent: bool = False

    @property
    def labels(self) -> list[str]:
        """The texts of its buttons."""
        return [button.text for row in self.buttons for button in row]

    @property
    def file(self) -> bytes | None:
        """The bytes of its photo, document or voice note."""
        return self.stored.content if self.stored else None

    @property
    def file_name(self) -> str:
        """The name under which its file was sent."""
        return self.stored.name if self.stored else ""

    def button(self, label_or_value: str) -> Button | None:
        """The button with this text or callback data."""
        every = (button for row in self.buttons for button in row)
        return next((each for each in every if label_or_value in (each.text, each.callback_data)), None)


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """How the bot answered a tap."""

    text: str
    alert: bool


class Account:
    """One bot on the fake server. Tests read its attributes; people.py and methods.py change them."""

    def __init__(
        self,
        token: str = DEFAULT_TOKEN,
        username: str = "doithoai_test_bot",
        clock: Clock = clock.now,
    ) -> None:
        self._clock = clock
        self.token = token
        self.username = username
        self.bot_id = int(token.partition(":")[0])
        self.switches = Switches()
        self.updates = UpdateQueue(self.now)
        self.webhook: Webhook | None = None
        self.chats: dict[int, Json] = {}
        self.people: dict[int, Json] = {}
        self.user_numbers = count(5_000_000_001)  # above 2**31, as many real ids are
        self.group_numbers = count(2_000_000_001)
        self.sent: list[Sent] = []
        self.sent_by_chat: dict[int, list[Sent]] = {}
        self.lost_answers: list[Sent] = []
        self.calls: Counter[str] = Counter()
        self.refusals: Counter[int] = Counter()
        self.chat_actions: list[tuple[int, str]] = []
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.taps: dict[str, float] = {}
        self.callback_answers: dict[str, CallbackAnswer] = {}
        self.files: dict[str, StoredFile] = {}
        self.downloads: dict[str, StoredFile] = {}
        self._received: set[tuple[int, int]] = set()
        self._messages = 0
        self._watchers: dict[int | None, list[asyncio.Future[None]]] = {}

    @property
    def too_many(self) -> int:
        """How many calls were answered 429."""
        return self.refusals[429]

    def now(self) -> float:
        """The event loop's time in seconds."""
        return asyncio.get_running_loop().time()

    def date(self) -> int:
        """The moment as messages carry it, in seconds since 1970."""
        return int(self._clock().timestamp())

    def bot_user(self) -> Json:
        """The bot as a User."""
        return {"id": self.bot_id, "is_bot": True, "first_name": "Đối Thoại", "username": self.username}

    def open_private_chats(self, user_ids: Iterable[int]) -> None:
        """Makes users known as people who have started the bot, without an update."""
        for user_id in user_ids:
            self.chats[user_id] = {"id": user_id, "first_name": f"Người dân {user_id}", "type": "private"}

    def chat(self, chat_id: int) -> Json:
        """The chat as a Chat; ApiError 400 if the bot never met it."""
        chat = self.chats.get(chat_id)
        if chat is None and self.switches.open_chats and chat_id > 0:
            self.open_private_chats((chat_id,))
            chat = self.chats[chat_id]
        if chat is None or chat_id in self.switches.missing:
            raise bad_request("chat not found")
        return chat

    def new_message_id(self) -> int:
        """The next message_id."""
        self._messages += 1
        return self._messages

    def receive(self, message: Json) -> None:
        """Notes a message of a person or of the service, so that the bot may reply to it."""
        self._received.add((message["chat"]["id"], message["message_id"]))

    def has_message(self, chat_id: int, message_id: int) -> bool:
        """Whether the chat has this message, whoever wrote it."""
        return (chat_id, message_id) in self._received or self.shown(chat_id, message_id) is not None

    def record(self, sent: Sent) -> None:
        """Keeps what the bot sent or edited, and wakes who waits for it."""
        self.sent.append(sent)
        self.sent_by_chat.setdefault(sent.chat_id, []).append(sent)
        for key in (sent.chat_id, None):
            for watcher in self._watchers.get(key, ()):
                if not watcher.done():
                    watcher.set_result(None)

    def shown(self, chat_id: int, message_id: int) -> Sent | None:
        """The bot's message as the chat shows it now, after any edit."""
        every = reversed(self.sent_by_chat.get(chat_id, ()))
        return next((sent for sent in every if sent.message_id == message_id), None)

    def shown_in(self, chat_id: int) -> list[Sent]:
        """All messages of the bot in a chat as it shows them now, oldest first."""
        return list({sent.message_id: sent for sent in self.sent_by_chat.get(chat_id, ())}.values())

    @asynccontextmanager
    async def watching(self, chat_id: int | None = None) -> AsyncIterator[asyncio.Future[None]]:
        """A future that is done at the next thing recorded in the chat (None: in any)."""
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        watchers = self._watchers.setdefault(chat_id, [])
        watchers.append(watcher)
        try:
            yield watcher
        finally:
            watchers.remove(watcher)

    async def sent_since(self, cursor: int, within: float = 0.0) -> list[Sent]:
        """What was sent from position `cursor` on; waits up to `within` seconds for there to be something."""
        async with self.watching() as watcher:
            if len(self.sent) <= cursor and within > 0:
                await asyncio.wait((watcher,), timeout=within)
        return self.sent[cursor:]

    def store(self, kind: str, name: str, mime: str, content: bytes) -> StoredFile:
        """Keeps a file and gives it an id."""
        number = len(self.files) + 1
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(
            file_id=f"{kind}-{self.bot_id}-{number:08d}",
            kind=kind,
            name=name,
            mime=mime,
            content=content,
            path=f"{kind}s/file_{number}.{suffix}",
        )
        self.files[stored.file_id] = stored
        return stored

    def message(self, sent: Sent) -> Json:
        """What the bot sent as a Message."""
        message: Json = {
            "message_id": sent.message_id,
            "from": self.bot_user(),
            "chat": self.chats[sent.chat_id],
            "date": sent.date,
        }
        if sent.stored is None:
            message["text"] = sent.text
        else:
            message |= media(sent.stored)
            message |= {"caption": sent.text} if sent.text else {}
        if sent.buttons:
            message["reply_markup"] = sent.markup
        if sent.method not in NEW_MESSAGES:
            message["edit_date"] = self.date()
        return message

    def edited(self, sent: Sent, method: str, text: str, markup: Json | None, buttons: Buttons) -> Sent:
        """`sent` after an edit at this moment."""
        return replace(sent, method=method, text=text, markup=markup, buttons=buttons, at_monotonic=self.now())


def media(stored: StoredFile, thumbnail: StoredFile | None = None) -> Json:
    """The part of a Message that holds a photo (in growing sizes), a document or a voice note."""
    if stored.kind == "photo":
        small = [thumbnail.about() | {"width": 90, "height": 67}] if thumbnail else []
        return {"photo": [*small, stored.about() | {"width": 1280, "height": 960}]}
    if stored.kind == "voice":
        return {"voice": stored.about() | {"duration": 3, "mime_type": stored.mime}}
    return {stored.kind: stored.about() | {"file_name": stored.name, "mime_type": stored.mime}}
