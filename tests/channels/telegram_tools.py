"""What the tests of the Telegram channel share: files, an intake and pauses that the test controls."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.channels.base import Channel, SendError
from bot.channels.telegram import Telegram
from handlers.messages import Choice, Incoming, OutboundFile, Reply

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
TOKEN = "987654321:marker-token-that-nobody-may-see"
SECRET = "s-1"
RESIDENT = 1001
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
OGG = b"OggS" + bytes(100)
CHOICES = (Choice(label="Gửi", value="submit.send~3~yes"), Choice(label="Sửa lời", value="submit.send~3~no"))


class Shelf:
    """Files in memory."""

    def __init__(self) -> None:
        self.files = {"a.png": PNG, "a.ogg": OGG, "a.pdf": b"%PDF-1.4", "a.zip": b"PK\x05\x06" + bytes(18)}
        self.files["huge.png"] = PNG + bytes(10 * 1024 * 1024)

    def read(self, stored_as: str) -> bytes:
        if stored_as not in self.files:
            raise FileNotFoundError(stored_as)
        return self.files[stored_as]


class Intake:
    """Takes messages; refuses the texts in `refuses` until they are taken out."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.refuses: set[str] = set()
        self.gates: dict[str, asyncio.Event] = {}
        self.arrived: dict[str, asyncio.Event] = {}
        self.changed = asyncio.Condition()

    async def take(self, incoming: Incoming) -> None:
        word = incoming.text or incoming.choice or incoming.kind
        self.arrived.setdefault(word, asyncio.Event()).set()
        if word in self.gates:
            await self.gates[word].wait()
        if word in self.refuses:
            raise OSError("the disk is full")
        async with self.changed:
            self.taken.append(incoming)
            self.changed.notify_all()

    @property
    def texts(self) -> list[str]:
        return [incoming.text or incoming.choice or incoming.kind for incoming in self.taken]

    async def until(self, count: int) -> list[str]:
        """All texts, once there are as many."""
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: len(self.taken) >= count)
        return self.texts

    async def until_taken(self, text: str) -> list[str]:
        """All texts, once this is among them."""
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: text in self.texts)
        return self.texts


class Pauses:
    """Waits not at all, but for a turn of the event loop, and remembers for how long it should have."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.enough = asyncio.Event()
        self.wanted = 1

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) >= self.wanted:
            self.enough.set()
        await asyncio.sleep(0)

    async def until(self, count: int) -> list[float]:
        """All pauses, once there are as many."""
        self.wanted = count
        if len(self.seconds) < count:
            async with asyncio.timeout(5):
                await self.enough.wait()
        return self.seconds


@asynccontextmanager
async def polling(channel: Telegram, intake: Intake, pauses: Pauses) -> AsyncIterator[None]:
    """The channel receives until the block is left."""
    task = asyncio.create_task(channel.receive(intake.take, pauses))
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def say(text: str, *choices: Choice) -> Reply:
    return Reply(text=text, choices=choices)


async def send(channel: Channel, reply: Reply, replaces: str | None = None, address: str = str(RESIDENT)) -> str | None:
    return await channel.send(1, address, reply, replaces)


def with_file(name: str, kind: str, content_type: str, text: str = "") -> Reply:
    return Reply(text=text, files=(OutboundFile(stored_as=name, name=name, content_type=content_type, kind=kind),))


async def failure(telegram: Telegram, address: str, text: str) -> SendError:
    with pytest.raises(SendError) as caught:
        await send(telegram, say(text), address=address)
    return caught.value


def pushed(text: str = "Đường hỏng") -> bytes:
    chat = {"id": RESIDENT, "type": "private", "first_name": "Lan"}
    sender = {"id": RESIDENT, "is_bot": False, "first_name": "Lan"}
    message = {"message_id": 1, "date": 1763700000, "chat": chat, "from": sender, "text": text}
    return json.dumps({"update_id": 5, "message": message}).encode()
