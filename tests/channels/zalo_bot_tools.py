"""What the tests of the Zalo bot share: payloads, a channel that polls, files that go out."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.base import Channel, SendError
from bot.channels.file_links import FileLinks
from bot.channels.zalo_bot import ZaloBot
from handlers.messages import OutboundFile, Reply
from tests.channels.telegram_tools import Intake, Pauses
from tests.fakes.zalo_bot import DEFAULT_TOKEN, ZaloBotServer

AT = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)
TOKEN = DEFAULT_TOKEN
SECRET = "a-secret-of-the-webhook"
LAN = "6ede9afa66b88fe6d6a9"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(100)
AAC = bytes.fromhex("fff1606c0b9ffc") + bytes(60)
STORED = "ab" * 32


def links(public_url: str = "https://doithoai.example") -> FileLinks:
    return FileLinks("a test's own secret", public_url, lambda: AT)


def channel_for(server: ZaloBotServer, office_id: int = 7, **more: Any) -> ZaloBot:
    given = {"links": links(), "clock": lambda: AT, **more}
    return ZaloBot(TOKEN, office_id, server.base_url, **given)


def file(extension: str, kind: str, content_type: str, name: str = "") -> OutboundFile:
    return OutboundFile(stored_as=f"{STORED}.{extension}", name=name, content_type=content_type, kind=kind)


DOCX = file(
    "docx",
    "document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "Thông báo kết luận.docx",
)
PHOTO = file("jpg", "photo", "image/jpeg", "Ổ gà.jpg")


async def send(channel: Channel, address: str, text: str = "", *files: OutboundFile) -> str | None:
    return await channel.send(1, address, Reply(text=text, files=files), None)


async def failure(channel: Channel, address: str, text: str = "Đã ghi nhận") -> SendError:
    with pytest.raises(SendError) as caught:
        await send(channel, address, text)
    return caught.value


@asynccontextmanager
async def polling(channel: ZaloBot, intake: Intake, pauses: Pauses) -> AsyncIterator[None]:
    """The channel receives until the block is left."""
    task = asyncio.create_task(channel.receive(intake.take, pauses))
    try:
        yield
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def event(text: str = "Đường hỏng", message_id: str = "2d758cb5e222177a4e35") -> dict[str, Any]:
    """A text, in the bare shape that was captured from the real platform."""
    return {
        "event_name": "message.text.received",
        "message": {
            "date": 1750316131602,
            "chat": {"chat_type": "PRIVATE", "id": LAN},
            "message_id": message_id,
            "from": {"id": LAN, "is_bot": False, "display_name": "Bà Lan"},
            "text": text,
        },
    }


def pushed(text: str = "Đường hỏng", *, wrapped: bool = False) -> bytes:
    return json.dumps({"ok": True, "result": event(text)} if wrapped else event(text)).encode()
