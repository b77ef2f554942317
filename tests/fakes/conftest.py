"""A fake Bot API server, and who calls it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.params import Json
from tests.fakes.reading import RESIDENT, Call


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    async with BotApi.serve() as api:
        api.open_private_chats((RESIDENT,))
        yield api


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def call(server: BotApi, http: aiohttp.ClientSession) -> Call:
    async def run(method: str, params: Json | None = None, token: str = "") -> tuple[int, Json]:
        url = f"{server.base_url}{token or server.token}/{method}"
        async with http.post(url, json=params or {}) as answer:
            return answer.status, await answer.json()

    return run


@pytest.fixture
async def bot(server: BotApi) -> AsyncIterator[Bot]:
    requests = [HTTPXRequest(httpx_kwargs={"trust_env": False}) for _ in range(2)]
    async with Bot(
        server.token,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        request=requests[0],
        get_updates_request=requests[1],
    ) as ptb:
        yield ptb
