"""Somebody with Zalo who writes to the bot. Each act becomes the event that the platform makes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from tests.fakes.zalo_bot.methods import Sent
from tests.fakes.zalo_bot.switches import Json

if TYPE_CHECKING:
    from tests.fakes.zalo_bot.server import ZaloBotServer


class FakeResident:
    """A person with Zalo. The bot can write to them only once they have written to it."""

    def __init__(self, server: ZaloBotServer, display_name: str = "Lan") -> None:
        self._server = server
        self._read = 0
        self.id = server.new_id()
        self.display_name = display_name

    @property
    def messages(self) -> list[Sent]:
        """What the bot said, oldest first."""
        return self._server.said_to(self.id)

    async def say(self, text: str) -> Json:
        """Writes a text."""
        return self._write("message.text.received", {"text": text})

    async def send_photo(self, content: bytes, caption: str = "") -> Json:
        """Sends a photo, with words or without."""
        words = {"caption": caption} if caption else {}
        url = self._server.store("jpg", content)
        return self._write("message.image.received", {"photo_url": url, "message_type": "CHAT_PHOTO", **words})

    async def send_voice(self, content: bytes) -> Json:
        """Sends a voice note: raw AAC."""
        url = self._server.store("aac", content)
        return self._write("message.voice.received", {"voice_url": url, "message_type": "CHAT_VOICE"})

    async def send_sticker(self) -> Json:
        """Sends a sticker."""
        return self._write("message.sticker.received", {"sticker": "46984", "url": "https://zalo-api.example/46984"})

    async def send_unsupported(self) -> Json:
        """Sends what the platform does not hand on, or somebody who is protected writes a text."""
        return self._write("message.unsupported.received", {})

    async def block(self) -> None:
        """The bot can write here no more."""
        self._server.gone.add(self.id)

    def next_message(self, timeout: float = 5.0) -> Coroutine[Any, Any, Sent]:
        """The bot's next message that this was not asked for before; TimeoutError after `timeout` seconds."""
        return self._next(timeout)

    async def _next(self, within: float) -> Sent:
        try:
            async with asyncio.timeout(within), self._server.news:
                await self._server.news.wait_for(lambda: len(self.messages) > self._read)
        except TimeoutError:
            texts = [sent.text for sent in self.messages]
            raise TimeoutError(f"nothing new from the bot in {within} s; so far: {texts}") from None
        self._read += 1
        return self.messages[self._read - 1]

    def _write(self, event_name: str, content: Json) -> Json:
        """Queues the event and returns its message."""
        self._server.people.add(self.id)
        sender: Json = {"id": self.id, "is_bot": False, "display_name": self.display_name}
        return self._server.push(event_name, self.id, sender, content)
