"""The fake of the Zalo Bot Platform refuses what the platform refuses, in the platform's envelope."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.fakes.zalo_bot import FakeResident, ZaloBotServer

SECRET = "eight-or-more"
HTTPS = "https://doithoai.example/webhook"


@pytest.fixture
async def server() -> AsyncIterator[ZaloBotServer]:
    async with ZaloBotServer.serve() as fake:
        yield fake


@pytest.fixture
async def http(server: ZaloBotServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"{server.base_url}/bot{server.token}/", trust_env=False) as client:
        yield client


@pytest.fixture
async def lan(server: ZaloBotServer) -> FakeResident:
    resident = server.resident()
    await resident.say("/start")
    return resident


async def code(http: httpx.AsyncClient, method: str, **values: Any) -> int:
    """The error code of a call, 0 when it was taken; HTTP says 200 either way."""
    answer = await http.post(method, json=values)
    assert answer.status_code == 200
    envelope = answer.json()
    assert envelope["ok"] is ("error_code" not in envelope)
    return int(envelope.get("error_code", 0))


@pytest.mark.parametrize(
    ("method", "values", "wanted"),
    [
        ("getMe", {}, 0),
        ("getme", {}, 404),
        ("editMessageText", {}, 404),
        ("sendDocument", {"chat_id": "LAN"}, 404),
        ("sendMessage", {"chat_id": "LAN", "text": "ệ" * 2000}, 0),
        ("sendMessage", {"chat_id": "LAN", "text": "ệ" * 2001}, 400),
        ("sendMessage", {"chat_id": "LAN", "text": "😀" * 1001}, 400),
        ("sendMessage", {"chat_id": "LAN", "text": ""}, 400),
        ("sendMessage", {"chat_id": "LAN", "text": " \n"}, 400),
        ("sendMessage", {"chat_id": "LAN"}, 400),
        ("sendMessage", {"chat_id": "nobody", "text": "a"}, 400),
        ("sendMessage", {"chat_id": "LAN", "text": "a", "reply_markup": {}}, 400),
        ("sendPhoto", {"chat_id": "LAN", "photo": "http://doithoai.example/a.jpg"}, 400),
        ("sendPhoto", {"chat_id": "LAN", "photo": "a.jpg"}, 400),
        ("sendPhoto", {"chat_id": "LAN", "photo": "NO PICTURE"}, 400),
        ("sendPhoto", {"chat_id": "LAN", "photo": "PICTURE"}, 0),
        ("sendPhoto", {"chat_id": "LAN", "photo": "PICTURE", "caption": ""}, 400),
        ("setWebhook", {"url": HTTPS, "secret_token": SECRET}, 0),
        ("setWebhook", {"url": HTTPS, "secret_token": "short"}, 400),
        ("setWebhook", {"url": HTTPS, "secret_token": "x" * 257}, 400),
        ("setWebhook", {"url": HTTPS}, 400),
        ("setWebhook", {"url": "http://doithoai.example/webhook", "secret_token": SECRET}, 400),
    ],
)
async def test_a_call_is_taken_or_refused(
    server: ZaloBotServer, http: httpx.AsyncClient, lan: FakeResident, method: str, values: dict[str, Any], wanted: int
) -> None:
    names = {
        "LAN": lan.id,
        "PICTURE": server.store("jpg", b"\xff\xd8\xff\xe0"),
        "NO PICTURE": server.store("jpg", b"<html>"),
    }
    given: dict[str, Any] = {key: names.get(str(value), value) for key, value in values.items()}
    assert await code(http, method, **given) == wanted


async def test_a_wrong_token_is_refused_with_http_200(server: ZaloBotServer) -> None:
    async with httpx.AsyncClient(base_url=f"{server.base_url}/botwrong/", trust_env=False) as client:
        assert await code(client, "getMe") == 401


async def test_an_event_is_given_away_once_and_an_idle_poll_is_408(
    server: ZaloBotServer, http: httpx.AsyncClient, lan: FakeResident
) -> None:
    first = (await http.post("getUpdates", json={"timeout": 30})).json()
    assert (first["result"]["event_name"], first["result"]["message"]["text"]) == ("message.text.received", "/start")
    server.switches.hold = 0.01
    assert await code(http, "getUpdates", timeout=30) == 408


async def test_polls_are_refused_while_a_webhook_is_set(http: httpx.AsyncClient, lan: FakeResident) -> None:
    assert await code(http, "setWebhook", url=HTTPS, secret_token=SECRET) == 0
    assert await code(http, "getUpdates", timeout=30) == 400
    assert await code(http, "deleteWebhook") == 0
    assert await code(http, "getUpdates", timeout=30) == 0


async def test_dates_are_milliseconds_and_ids_have_twenty_digits(server: ZaloBotServer) -> None:
    message = await server.resident().say("a")
    assert message["date"] > 1_700_000_000_000
    assert len(message["message_id"]) == len(message["from"]["id"]) == len(message["chat"]["id"]) == 20
