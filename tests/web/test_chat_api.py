"""The public chat protocol, spoken to the real server."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from handlers.official.enrol import new_enrolment
from storage.database import Database
from storage.records import Role
from tests.house import House
from tests.web.serving import Served, serving, settings_for

JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + b"\x00" * 500).decode()


class Client:
    """A page, or a portal of the office, that speaks the protocol."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http = http
        self.headers = {"Authorization": f"Bearer {token}"}
        self.sent = 0

    async def post(self, **said: Any) -> httpx.Response:
        self.sent += 1
        body = {"client_id": f"c{self.sent}", **said}
        return await self._http.post("/api/chat/messages", json=body, headers=self.headers)

    async def events(self, count: int, after: str | None = None) -> list[dict[str, Any]]:
        """The stream's first `count` events (after the one that was seen last)."""
        headers = {**self.headers, **({"Last-Event-ID": after} if after else {})}
        found: list[dict[str, Any]] = []
        async with asyncio.timeout(10), self._http.stream("GET", "/api/chat/events", headers=headers) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    found.append(json.loads(line.removeprefix("data: ")))
                if len(found) == count:
                    return found
        raise AssertionError("the stream ended")


@pytest.fixture
async def served(database: Database, tmp_path: Path) -> AsyncIterator[Served]:
    house = await House.build(database)
    async with serving(database, house.office, settings_for(tmp_path)) as running:
        yield running


@pytest.fixture
async def http(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.address, timeout=10) as client:
        yield client


async def open_chat(http: httpx.AsyncClient, **body: str) -> Client:
    answer = await http.post("/api/chat", json=body)
    assert answer.status_code == 201, answer.text
    return Client(http, answer.json()["token"])


async def test_a_first_message_is_accepted_and_answered_on_the_stream(http: httpx.AsyncClient) -> None:
    client = await open_chat(http)
    await client.events(1)
    assert (await client.post(text="Đường làng hỏng")).status_code == 202
    hello, mine, question = await client.events(3)
    assert "trợ lý tự động" in hello["text"]
    assert (mine["from"], mine["text"], mine["client_id"]) == ("me", "Đường làng hỏng", "c1")
    assert [choice["label"] for choice in question["choices"]] == ["Đồng ý", "Không đồng ý"]


async def test_the_same_client_id_again_is_accepted_and_changes_nothing(
    http: httpx.AsyncClient, database: Database
) -> None:
    client = await open_chat(http)
    await client.events(1)
    for _ in range(3):
        client.sent = 0
        assert (await client.post(text="Đường làng hỏng")).status_code == 202
    assert [event.get("from") for event in await client.events(3)] == [None, "me", None]
    rows = await database.read(lambda tx: tx.all("SELECT inbound_id FROM inbound"))
    assert len(rows) == 2  # the greeting and the message


async def test_the_stream_resumes_after_the_last_event_that_was_seen(http: httpx.AsyncClient) -> None:
    client = await open_chat(http)
    await client.post(text="Một")
    first, second, third = await client.events(3)
    assert await client.events(2, after=first["id"]) == [second, third]


async def test_a_file_comes_back_to_its_owner_alone(http: httpx.AsyncClient) -> None:
    client, stranger = await open_chat(http), await open_chat(http)
    sent = await client.post(attachment={"name": "ảnh.jpg", "content_type": "image/jpeg", "data": JPEG})
    assert sent.status_code == 202
    mine = next(event for event in await client.events(3) if event.get("from") == "me")
    url = mine["attachments"][0]["url"]
    got = await http.get(url, headers=client.headers)
    assert (got.status_code, base64.b64encode(got.content).decode()) == (200, JPEG)
    assert (await http.get(url, headers=stranger.headers)).status_code == 404
    assert (await http.get(url)).status_code == 401
    assert (await http.get(url[:-3] + "xyz", headers=client.headers)).status_code == 404


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({}, 422, "empty"),
        ({"text": ""}, 422, "empty"),
        ({"text": "x" * 200_001}, 413, "text_too_long"),
        ({"text": "a", "unknown": 1}, 422, "wrong_shape"),
        ({"text": 7}, 422, "wrong_shape"),
        ({"text": "a", "client_id": "có dấu"}, 422, "wrong_shape"),
        ({"location": {"latitude": 95, "longitude": 0}}, 422, "wrong_shape"),
        ({"attachment": {"name": "a", "content_type": "image/jpeg", "data": "???"}}, 422, "bad_base64"),
        (
            {"attachment": {"name": "a.jpg", "content_type": "image/jpeg", "data": "TVqQAAMAAAA="}},
            415,
            "file_type_not_allowed",
        ),
        (
            {"attachment": {"name": "a.jpg", "content_type": "image/jpeg", "data": JPEG[:-4] + "AAAA" * 400_000}},
            413,
            "file_too_large",
        ),
    ],
)
async def test_bad_input_gets_a_status_a_code_and_a_sentence(
    http: httpx.AsyncClient, said: dict[str, Any], status: int, code: str
) -> None:
    client = await open_chat(http)
    answer = await client.post(**said)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert answer.json()["error"]["message"].endswith((".", "…"))


async def test_malformed_json_and_an_unknown_token_are_refused(http: httpx.AsyncClient) -> None:
    client = await open_chat(http)
    malformed = await http.post("/api/chat/messages", content=b"{", headers=client.headers)
    assert (malformed.status_code, malformed.json()["error"]["code"]) == (400, "malformed")
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic x"}):
        assert (
            await http.post("/api/chat/messages", json={"client_id": "1", "text": "a"}, headers=headers)
        ).status_code == 401
        assert (await http.get("/api/chat/events", headers=headers)).status_code == 401


async def test_a_refusal_speaks_the_language_that_was_asked_for(http: httpx.AsyncClient) -> None:
    answers = [
        (await http.get("/api/chat/events", headers={"Accept-Language": language})).json()["error"]["message"]
        for language in ("vi", "en-GB")
    ]
    assert answers[0] != answers[1]


@pytest.mark.parametrize("text", ["a\x00b", "\u202eabc", "👩‍👩‍👧", "<b>đậm</b>", "*sao* _gạch_"])
async def test_strange_letters_are_kept_as_they_were_typed(http: httpx.AsyncClient, text: str) -> None:
    client = await open_chat(http)
    assert (await client.post(text=text)).status_code == 202
    mine = next(event for event in await client.events(3) if event.get("from") == "me")
    assert mine["text"] == text.replace("\x00", "\ufffd")


async def test_a_lone_surrogate_is_no_reason_to_fail(http: httpx.AsyncClient) -> None:
    client = await open_chat(http)
    body = b'{"client_id": "s", "text": "a\\ud800b"}'
    answer = await http.post("/api/chat/messages", content=body, headers=client.headers)
    assert answer.status_code in {202, 400}


async def test_a_one_time_code_opens_the_chat_as_an_official_once(
    http: httpx.AsyncClient, served: Served, database: Database
) -> None:
    office = served.program.office.id
    at = served.program.office.created_at
    code = await database.write(
        lambda tx: new_enrolment(tx, office, Role.OFFICE, None, "Văn phòng", None, at, hours=10**6)
    )
    await open_chat(http, code=code)
    again = await http.post("/api/chat", json={"code": code})
    assert (again.status_code, again.json()["error"]["code"]) == (410, "code_used")


async def test_health_and_the_pages_answer(http: httpx.AsyncClient) -> None:
    health = await http.get("/health")
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    for path in ("/", "/chat", "/chat?lang=en"):
        page = await http.get(path)
        assert page.status_code == 200
        assert "Xã Thử" in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]
    missing = await http.get("/nowhere")
    assert (missing.status_code, "Xã Thử" in missing.text) == (404, True)


async def test_a_portal_that_is_named_may_speak_the_protocol_and_another_may_not(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    settings = settings_for(tmp_path, portal_origins="https://xa.example https://tinh.example")
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    async with (
        serving(database, house.office, settings) as running,
        httpx.AsyncClient(base_url=running.address) as http,
    ):
        for origin, status in (("https://xa.example", 200), ("https://other.example", 400)):
            answer = await http.options("/api/chat/messages", headers={"Origin": origin, **asked})
            assert (answer.status_code, answer.headers.get("access-control-allow-origin")) == (
                status,
                origin if status == 200 else None,
            )
