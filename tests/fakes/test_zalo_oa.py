"""The fake Official Account platform is as strict as the one it stands for."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from tests.fakes.zalo_oa import OAServer

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
CS, QUOTA, RENEW = "/v3.0/oa/message/cs", "/v3.0/oa/quota/message", "/v4/oa/access_token"
FORM = {"grant_type": "refresh_token", "refresh_token": "refresh-1"}


@pytest.fixture
async def server() -> AsyncIterator[OAServer]:
    moment = [AT]
    async with OAServer.serve(lambda: moment[0]) as api:
        yield api


@pytest.fixture
async def http(server: OAServer) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(server.url, headers={"access_token": "access-1"}) as session:
        yield session


async def post(http: aiohttp.ClientSession, path: str, body: Any, **more: Any) -> Any:
    async with http.post(path, json=body, **more) as answer:
        return (await answer.json()) if answer.status == 200 else answer.status


def message(to: str, **content: Any) -> dict[str, Any]:
    return {"recipient": {"user_id": to}, "message": content}


async def test_a_text_of_2000_characters_is_taken_and_one_more_is_refused(
    server: OAServer, http: aiohttp.ClientSession
) -> None:
    lan = server.resident()
    await lan.say("Xin chào")
    assert (await post(http, CS, message(lan.id, text="ệ" * 2000)))["error"] == 0
    assert (await post(http, CS, message(lan.id, text="ệ" * 2001)))["error"] == -210
    assert (await post(http, CS, message("12", text="a")))["error"] == -201
    assert (await lan.next_message()).text == "ệ" * 2000


async def test_a_window_is_open_for_seven_days_and_no_longer(http: aiohttp.ClientSession, server: OAServer) -> None:
    lan = server.resident()
    await lan.say("Xin chào")
    server.people[lan.id].last_interaction -= timedelta(days=7) - timedelta(seconds=1)
    assert (await post(http, CS, message(lan.id, text="a")))["error"] == 0
    assert (await post(http, QUOTA, {"user_id": lan.id}))["data"]["cs_reply"] == {"remain": "0", "total": "8"}
    server.people[lan.id].last_interaction -= timedelta(seconds=1)
    assert (await post(http, CS, message(lan.id, text="a")))["error"] == -230
    await lan.unfollow()
    assert (await post(http, CS, message(lan.id, text="a")))["error"] == -213


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipient": {"user_id": 9100000000000000001}, "message": {"text": "a"}},
        {"recipient": {"user_id": "1", "phone": "2"}, "message": {"text": "a"}},
        {"recipient": {"user_id": "1"}, "message": {"text": "a"}, "silent": True},
        {"message": {"text": "a"}},
        [],
    ],
)
async def test_an_envelope_that_no_client_should_send_is_a_fault(
    server: OAServer, http: aiohttp.ClientSession, wrong: Any
) -> None:
    assert await post(http, CS, wrong) == 400
    assert len(server.faults) == 1


async def test_the_token_stands_in_its_own_header(server: OAServer, http: aiohttp.ClientSession) -> None:
    assert await post(http, CS, message("1", text="a"), headers={"Authorization": "Bearer access-1"}) == 400
    assert (await post(http, CS, message("1", text="a"), headers={"access_token": "x"}))["error"] == -216
    server.tokens.until = AT
    assert (await post(http, CS, message("1", text="a")))["error"] == -220


async def test_a_refresh_token_renews_once(server: OAServer, http: aiohttp.ClientSession) -> None:
    async def renew(secret: str = "app-secret") -> Any:
        form = FORM | {"app_id": server.app_id}
        async with http.post(RENEW, data=form, headers={"secret_key": secret}) as answer:
            return await answer.json()

    assert (await renew("wrong"))["error"] == -14002
    assert await renew() == {"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": "90000"}
    assert (await renew())["error"] == -14014
    assert server.tokens.refreshes == 1
    assert await post(http, RENEW, FORM) == 400, "a form is wanted"


@pytest.mark.parametrize(
    ("kind", "name", "size", "error"),
    [
        ("image", "a.png", 1_000_000, 0),
        ("image", "a.png", 1_000_001, -210),
        ("image", "a.webp", 10, -201),
        ("file", "a.docx", 5_000_000, 0),
        ("file", "a.docx", 5_000_001, -210),
        ("file", "a.xlsx", 10, -201),
    ],
)
async def test_uploads_have_limits(
    server: OAServer, http: aiohttp.ClientSession, kind: str, name: str, size: int, error: int
) -> None:
    form = aiohttp.FormData()
    form.add_field("file", BytesIO(bytes(size)), filename=name)
    async with http.post(f"/v2.0/oa/upload/{kind}", data=form) as answer:
        assert (await answer.json())["error"] == error


async def test_a_button_that_is_not_there_cannot_be_pressed(server: OAServer) -> None:
    with pytest.raises(LookupError, match="no button «Gửi»"):
        await server.resident().press("Gửi")
