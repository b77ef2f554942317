"""The fake Bot API server pushes updates as Telegram's does."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import Conflict

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.params import Json
from tests.fakes.reading import Call, unknown_fields


class Receiver:
    """A bot's web server: keeps each push and answers with the statuses it was given, then 200."""

    def __init__(self, *statuses: int, answer: Json | None = None) -> None:
        self.statuses = list(statuses)
        self.answer = answer
        self.pushes: asyncio.Queue[tuple[str | None, Json]] = asyncio.Queue()
        self.url = ""

    @asynccontextmanager
    async def serve(self) -> AsyncIterator["Receiver"]:
        runner = web.ServerRunner(web.Server(self._handle))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield self
        await runner.cleanup()

    async def next_texts(self, count: int) -> list[str]:
        async with asyncio.timeout(5):
            return [(await self.pushes.get())[1]["message"]["text"] for _ in range(count)]

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        assert request.content_type == "application/json"
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.pushes.put_nowait((secret, json.loads(await request.read())))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer, status=status) if self.answer else web.Response(status=status)


async def test_updates_are_pushed_with_the_secret_and_polling_is_refused_meanwhile(server: BotApi, bot: Bot) -> None:
    lan = server.resident()
    await lan.say("trước")
    async with Receiver().serve() as receiver:
        await bot.set_webhook(f"{receiver.url}/telegram", secret_token="s-1", max_connections=3)
        async with asyncio.timeout(5):
            secret, update = await receiver.pushes.get()
        assert (secret, update["message"]["text"]) == ("s-1", "trước")
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        await lan.say("sau")
        assert await receiver.next_texts(1) == ["sau"]
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections) == (f"{receiver.url}/telegram", 3)
        assert list(unknown_fields(info)) == []
        await bot.delete_webhook()
    await lan.say("cuối")
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts[-1] == "cuối"


async def test_a_push_is_repeated_until_it_is_taken_and_the_chat_waits_for_it(server: BotApi, call: Call) -> None:
    server.switches.webhook_retry_delay = 0.0
    lan = server.resident()
    async with Receiver(500, 403, 302).serve() as receiver:
        await call("setWebhook", {"url": receiver.url})
        await lan.say("một")
        await lan.say("hai")
        assert await receiver.next_texts(5) == ["một", "một", "một", "một", "hai"]
        _, body = await call("getWebhookInfo")
        assert body["result"]["last_error_message"] == "Wrong response from the webhook: 302 Found"


async def test_a_public_address_is_reached_through_the_proxy_that_stands_for_tls(server: BotApi, call: Call) -> None:
    async with Receiver().serve() as receiver:
        server.switches.webhook_proxy = receiver.url
        assert (await call("setWebhook", {"url": "https://bot.example.org/telegram"}))[0] == 200
        await server.resident().say("qua proxy")
        assert await receiver.next_texts(1) == ["qua proxy"]


async def test_nothing_is_pushed_beyond_this_machine(server: BotApi, call: Call) -> None:
    await call("setWebhook", {"url": "https://bot.example.org/telegram"})
    await server.resident().say("đi đâu?")
    await call("getMe")
    _, body = await call("getWebhookInfo")
    assert body["result"]["pending_update_count"] == 1
    assert "127.0.0.1 alone" in body["result"]["last_error_message"]


async def test_an_answer_to_a_push_may_carry_one_call(server: BotApi, call: Call) -> None:
    lan = server.resident()
    async with Receiver(answer={"method": "sendMessage", "chat_id": lan.id, "text": "Chào."}).serve() as receiver:
        await call("setWebhook", {"url": receiver.url})
        await lan.say("/start")
        assert (await lan.next_message()).text == "Chào."


async def test_a_webhook_sends_a_held_poller_away_and_can_drop_what_waits(server: BotApi, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", {"timeout": 50}))
    async with asyncio.timeout(5):
        while not server.updates.is_held:
            await call("getMe")
        await call("setWebhook", {"url": "https://bot.example.org/telegram"})
        status, body = await poll
    assert (status, body["description"]) == (409, "Conflict: terminated by setWebhook request")
    await server.resident().say("bỏ")
    await call("deleteWebhook", {"drop_pending_updates": True})
    assert (await call("getUpdates"))[1]["result"] == []
