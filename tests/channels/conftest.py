"""The Telegram channel and the strict fake of the Bot API server that it talks to."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import Telegram
from tests.channels.telegram_tools import AT, RESIDENT, SECRET, TOKEN, Intake, Pauses, Shelf, polling
from tests.fakes.bot_api import BotApi


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    async with BotApi.serve(TOKEN) as api:
        api.open_private_chats((RESIDENT,))
        yield api


@pytest.fixture
async def telegram(server: BotApi) -> AsyncIterator[Telegram]:
    channel = Telegram(TOKEN, 7, server.base_url, server.base_file_url, Shelf(), lambda: AT)
    yield channel
    await channel.close()


@pytest.fixture
async def hooked(server: BotApi) -> AsyncIterator[Telegram]:
    """The channel of another worker, which was told the webhook's secret."""
    channel = Telegram(TOKEN, 7, server.base_url, server.base_file_url, Shelf(), lambda: AT, webhook_secret=SECRET)
    yield channel
    await channel.close()


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def receiving(telegram: Telegram, intake: Intake, pauses: Pauses) -> AsyncIterator[None]:
    """The channel, receiving for as long as the test runs."""
    async with polling(telegram, intake, pauses):
        yield
