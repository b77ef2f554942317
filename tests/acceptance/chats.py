"""Somebody in a chat, whichever the channel: what a person can do there and what they get to see.

Chat               what the story knows
  TelegramChat     a person of the fake Bot API server, to which the real program talks
  ZaloBotChat      one of the fake Zalo Bot Platform: no buttons, so numbers are typed
  ZaloOAChat       one of the fake Official Account platform: a few buttons, and numbers for the rest
  WebChat          the public chat protocol over HTTP, as a portal of the office would speak it
  BrowserChat      our own page in a real browser (browser.py)
"""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import httpx

from tests.fakes.bot_api import FakeResident, Sent
from tests.fakes.zalo_bot import FakeResident as ZaloBotPerson
from tests.fakes.zalo_bot import Sent as SentByZaloBot
from tests.fakes.zalo_oa import FakeResident as ZaloOAPerson
from tests.fakes.zalo_oa import Heard as HeardOnZaloOA

PATIENCE = 20.0
"""Seconds until something that was waited for counts as missing."""

Ready = Callable[[], Awaitable[None]]
"""Called when something is written and not sent yet."""


async def at_once() -> None:
    """The Ready of somebody who sends without looking."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One thing the program said: its words, the labels of its buttons, how many files came with it."""

    text: str
    labels: tuple[str, ...] = ()
    files: int = 0

    def has(self, *words: str) -> bool:
        """Whether all these words stand in it."""
        return all(word in self.text for word in words)

    def label(self, start: str) -> str:
        """The whole label that begins like this. Raises LookupError when there is none."""
        for label in self.labels:
            if label.startswith(start):
                return label
        raise LookupError(f"no button «{start}»; there are {self.labels}, under: {self.text}")


class Chat(Protocol):
    """A person with a chat window. Things said by the program are heard in order, each once."""

    name: str

    async def say(self, text: str) -> None:
        """Write something."""
        ...

    async def send_photo(self, content: bytes, words: str, ready: Ready = at_once) -> None:
        """Send a photo with words beside it."""
        ...

    async def tap(self, label: str) -> None:
        """Press the newest button whose label begins like this."""
        ...

    async def hears(self, *words: str, files: int = 0) -> Heard:
        """Wait for the next thing said that has all these words and so many files; what came before it is passed over.

        Raises TimeoutError, with everything that was said instead.
        """
        ...

    async def everything(self) -> list[Heard]:
        """All that was said so far, heard or not."""
        ...


class Missing(TimeoutError):
    """Something that was waited for never came; the message has the words that did come."""

    def __init__(self, name: str, words: tuple[str, ...], said: list[str]) -> None:
        latest = "\n---\n".join(said[-6:]) or "(nothing)"
        super().__init__(f"{name} waited in vain for {words}; the latest words were:\n{latest}")


def newest_label(said: list[Heard], start: str) -> tuple[int, str]:
    """Where the newest button stands whose label begins like this, and the whole label. Raises LookupError."""
    for position in range(len(said) - 1, -1, -1):
        for label in said[position].labels:
            if label.startswith(start):
                return position, label
    raise LookupError(f"no button «{start}» was offered; the last words were: {said[-1].text if said else ''}")


class _Person(Protocol):
    """What the fakes' people share."""

    @property
    def messages(self) -> Sequence[Any]: ...
    def next_message(self, within: float) -> Awaitable[Any]: ...


class _OnAPlatform:
    """What is the same for everybody who writes on a fake platform; `heard` says what one of its messages shows."""

    def __init__(self, name: str, person: _Person, heard: Callable[[Any], Heard]) -> None:
        self.name = name
        self._everybody = person
        self._heard = heard

    async def hears(self, *words: str, files: int = 0) -> Heard:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    found = self._heard(await self._everybody.next_message(PATIENCE))
                    if found.has(*words) and found.files >= files:
                        return found
        except TimeoutError:
            raise Missing(self.name, words, [heard.text for heard in await self.everything()]) from None

    async def everything(self) -> list[Heard]:
        return [self._heard(sent) for sent in self._everybody.messages]


class TelegramChat(_OnAPlatform):
    """A person who writes on Telegram."""

    def __init__(self, name: str, person: FakeResident) -> None:
        super().__init__(name, person, _heard)
        self.person = person

    async def say(self, text: str) -> None:
        await self.person.say(text)

    async def send_photo(self, content: bytes, words: str, ready: Ready = at_once) -> None:
        await ready()
        await self.person.send_photo(content, words)

    async def tap(self, label: str) -> None:
        position, whole = newest_label(await self.everything(), label)
        await self.person.tap(whole, message=self.person.messages[position])


def _heard(sent: Sent) -> Heard:
    return Heard(text=sent.text, labels=tuple(sent.labels), files=1 if sent.stored else 0)


_LISTED = re.compile(r"^(\d{1,3})\. (.+)$", re.MULTILINE)
_LIST = "Gõ số để chọn:\n"


def listed(text: str) -> dict[str, str]:
    """What the numbered list at the end of a message offers: label to number."""
    _, head, lines = text.rpartition(_LIST)
    return {label: number for number, label in _LISTED.findall(lines)} if head else {}


class ZaloBotChat(_OnAPlatform):
    """A person who writes to the Zalo bot. What is offered is chosen by typing its number."""

    def __init__(self, name: str, person: ZaloBotPerson) -> None:
        super().__init__(name, person, _heard_on_zalo_bot)
        self.person = person

    async def say(self, text: str) -> None:
        await self.person.say(text)

    async def send_photo(self, content: bytes, words: str, ready: Ready = at_once) -> None:
        await ready()
        await self.person.send_photo(content, words)

    async def tap(self, label: str) -> None:
        said = await self.everything()
        position, whole = newest_label(said, label)
        await self.say(listed(said[position].text)[whole])


_NO_LINK = "không gửi được qua Zalo"
"""A bot that is polled has no address from which Zalo could fetch a photo: the person is told how else to get it."""


def _heard_on_zalo_bot(sent: SentByZaloBot) -> Heard:
    files = 1 if sent.photo or _NO_LINK in sent.text else 0
    return Heard(text=sent.text, labels=tuple(listed(sent.text)), files=files)


class ZaloOAChat(_OnAPlatform):
    """A person who writes to the Official Account: presses a button where there is one, else types the number."""

    def __init__(self, name: str, person: ZaloOAPerson) -> None:
        super().__init__(name, person, _heard_on_zalo_oa)
        self.person = person

    async def say(self, text: str) -> None:
        await self.person.say(text)

    async def send_photo(self, content: bytes, words: str, ready: Ready = at_once) -> None:
        await ready()
        await self.person.send_photo(content, words)

    async def tap(self, label: str) -> None:
        position, whole = newest_label(await self.everything(), label)
        shown = self.person.messages[position]
        if whole in shown.labels:
            await self.person.press(whole)
        else:
            await self.say(listed(shown.text)[whole])


def _heard_on_zalo_oa(heard: HeardOnZaloOA) -> Heard:
    return Heard(text=heard.text, labels=tuple(listed(heard.text)), files=1 if heard.file else 0)


class WebChat:
    """A person whose program speaks the public chat protocol. A lost connection is taken up where it broke."""

    def __init__(self, name: str, http: httpx.AsyncClient, token: str) -> None:
        self.name = name
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"}
        self._sent = 0
        self._seen = ""
        self._said: list[Heard] = []
        self._values: list[dict[str, str]] = []
        self._read = 0

    @classmethod
    async def open(cls, name: str, http: httpx.AsyncClient, code: str = "") -> "WebChat":
        """Open a thread, as a resident or with an official's one-time code."""
        answer = await http.post("/api/chat", json={"code": code} if code else {})
        assert answer.status_code == 201, answer.text
        return cls(name, http, answer.json()["token"])

    async def say(self, text: str) -> None:
        await self._post(text=text)

    async def send_photo(self, content: bytes, words: str, ready: Ready = at_once) -> None:
        await ready()
        data = base64.b64encode(content).decode()
        await self._post(text=words, attachment={"name": "duong.jpg", "content_type": "image/jpeg", "data": data})

    async def tap(self, label: str) -> None:
        position, whole = newest_label(self._said, label)
        await self._post(choice=self._values[position][whole])

    async def hears(self, *words: str, files: int = 0) -> Heard:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    for found in self._said[self._read :]:
                        self._read += 1
                        if found.has(*words) and found.files >= files:
                            return found
                    await self._more()
        except TimeoutError:
            raise Missing(self.name, words, [heard.text for heard in self._said]) from None

    async def everything(self) -> list[Heard]:
        return list(self._said)

    async def _post(self, **said: Any) -> None:
        self._sent += 1
        body = {"client_id": f"c{self._sent}", **said}
        answer = await self._http.post("/api/chat/messages", json=body, headers=self._headers)
        assert answer.status_code == 202, answer.text

    async def _more(self) -> None:
        """Read on from where the stream was left, until the program has said something."""
        async for event in self._events():
            self._seen = event["id"]
            if event.get("from") == "me":
                continue
            labels = tuple(choice["label"] for choice in event["choices"])
            self._said.append(Heard(text=event["text"], labels=labels, files=len(event["attachments"])))
            self._values.append({choice["label"]: choice["value"] for choice in event["choices"]})
            return

    async def _events(self) -> AsyncIterator[dict[str, Any]]:
        headers = {**self._headers, **({"Last-Event-ID": self._seen} if self._seen else {})}
        async with self._http.stream("GET", "/api/chat/events", headers=headers) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))
