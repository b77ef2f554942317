"""The fake Bot API server as its own process, driven through its control door."""

import asyncio
import base64
import json
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.params import Json
from tests.fakes.reading import PNG, keyboard

ROOT = Path(__file__).parents[2]


async def test_it_runs_as_a_process_that_a_script_can_drive(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    scenario = {
        "switches": {"limits": {"model": "bucket", "per_chat": [5, 1.0]}, "blocked": [3]},
        "chats": {"first": 1, "count": 3},
        "people": [{"id": 9, "do": "say", "text": "/start"}],
    }
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(scenario))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.fakes.bot_api", "--token", "77:abc", "--scenario", str(path)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        addresses = json.loads(await process.stdout.readline())
        await drive(http, addresses)
    finally:
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def drive(http: aiohttp.ClientSession, addresses: dict[str, str]) -> None:
    async def post(url: str, body: Json) -> tuple[int, Json]:
        async with http.post(url, json=body) as answer:
            return answer.status, await answer.json()

    async def control(verb: str) -> Json:
        async with http.get(f"{addresses['control_url']}{verb}") as answer:
            assert answer.status == 200
            body: Json = await answer.json()
            return body

    api = f"{addresses['base_url']}77:abc"
    _, updates = await post(f"{api}/getUpdates", {})
    assert [update["message"]["text"] for update in updates["result"]] == ["/start"]
    assert [(await post(f"{api}/sendMessage", {"chat_id": each, "text": "a"}))[0] for each in (1, 3, 4)] == [
        200,
        403,
        400,
    ]
    waiting = asyncio.create_task(control("sent?since=1&timeout=30"))
    markup = keyboard({"text": "Gửi", "callback_data": "send"})
    await post(f"{api}/sendMessage", {"chat_id": 9, "text": "b", "reply_markup": markup})
    sent = await waiting
    assert sent["next"] == 2
    assert [(each["text"], each["buttons"]) for each in sent["sent"]] == [("b", [[["Gửi", "send"]]])]
    photo = base64.b64encode(PNG).decode()
    for act in ({"do": "tap", "button": "Gửi"}, {"do": "send_photo", "base64": photo}, {"do": "block"}):
        assert (await post(f"{addresses['control_url']}people", {"id": 9, **act}))[0] == 200
    await post(f"{addresses['control_url']}updates", {"updates": [{"odd": 1}]})
    _, updates = await post(f"{api}/getUpdates", {"offset": updates["result"][-1]["update_id"] + 1})
    kinds = [next(reversed(update)) for update in updates["result"]]
    assert kinds == ["callback_query", "message", "my_chat_member", "odd"]
    state = await control("state")
    assert (state["sent"], state["refusals"], state["pending_updates"]) == (2, {"403": 1, "400": 1}, 4)


@pytest.mark.parametrize(
    ("verb", "body", "status"),
    [
        ("nothing", {}, 404),
        ("switches", {"gravity": 1}, 400),
        ("switches", {"random": 1}, 400),
        ("switches", {"limits": {"model": "leaky"}}, 400),
        ("people", {"id": 1, "do": "dance"}, 400),
        ("people", {"id": 1, "do": "tap", "button": "Gửi"}, 400),
        ("groups", {"title": "Ban Chỉ đạo", "kind": "group"}, 200),
        ("switches", {"migrated": {"-5": -1006}, "faulty_methods": ["getUpdates"], "limits": None}, 200),
    ],
)
async def test_the_control_door_refuses_what_it_does_not_know(
    server: BotApi, http: aiohttp.ClientSession, verb: str, body: Json, status: int
) -> None:
    async with http.post(f"{server.url}/control/{verb}", json=body) as answer:
        assert answer.status == status
