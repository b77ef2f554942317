"""The fake's own door under /control/, for a script in another process: JSON, on loopback, without a token.

POST /control/chats     {"ids": [1, 2]} or {"first": 1, "count": 2000}     people who have started the bot
POST /control/groups    {"title": "Ban Chỉ đạo", "kind": "supergroup"}     a group; answers its id
POST /control/people    {"id": 1, "do": "say", "text": "/start"}           see ACTS
POST /control/updates   {"updates": [{...}]}                               raw updates
POST /control/switches  {"latency": 0.04, "limits": {"model": "bucket"}}   see switches.py
GET  /control/sent?since=N&timeout=S&limit=L                               what was sent from position N on
GET  /control/state                                                        counters
"""

import base64
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.fakes.bot_api.account import Account, Sent
from tests.fakes.bot_api.params import Json
from tests.fakes.bot_api.people import FakeGroup, FakeResident
from tests.fakes.bot_api.updates import dump

CONTROL = "/control/"
MAX_WAIT = 60.0  # seconds


async def handle_control(account: Account, request: web.BaseRequest, verb: str) -> web.Response:
    """Answers one request under /control/: 404 for an unknown verb, 400 for anything else that is wrong."""
    try:
        if request.method == "POST":
            result = await POSTS[verb](account, json.loads(await request.read()))
        else:
            result = await GETS[verb](account, dict(request.query))
    except KeyError as error:
        known = verb in (POSTS if request.method == "POST" else GETS)
        return _answer({"error": f"missing or unknown: {error}"}, 400 if known else 404)
    except (ValueError, TypeError, LookupError) as error:
        return _answer({"error": str(error)}, 400)
    return _answer(result)


async def run_scenario(account: Account, scenario: Json) -> None:
    """Plays a scenario: {"switches": {...}, "chats": {...}, "people": [{"id": 1, "do": "say", ...}]}."""
    await _post_switches(account, scenario.get("switches", {}))
    await _post_chats(account, scenario.get("chats", {}))
    for act in scenario.get("people", []):
        await _post_people(account, act)


async def _post_chats(account: Account, body: Json) -> Json:
    first = body.get("first", 1)
    account.open_private_chats([*body.get("ids", []), *range(first, first + body.get("count", 0))])
    return {"chats": len(account.chats)}


async def _post_groups(account: Account, body: Json) -> Json:
    group = FakeGroup(account, body["title"], body.get("kind", "supergroup"), body.get("username", ""))
    return {"id": group.id}


async def _post_switches(account: Account, body: Json) -> Json:
    account.switches.set(body)
    return {"set": sorted(body)}


async def _post_updates(account: Account, body: Json) -> Json:
    return {"update_ids": [account.updates.push_raw(update) for update in body["updates"]]}


async def _post_people(account: Account, body: Json) -> Json:
    user: Json = account.people.get(body["id"], {})
    resident = FakeResident(
        account,
        body["id"],
        body.get("first_name") or user.get("first_name", "Lan"),
        body.get("language_code") or user.get("language_code", "vi"),
    )
    return {"result": await ACTS[body["do"]](resident, body)}


async def _get_sent(account: Account, query: dict[str, str]) -> Json:
    since, timeout = int(query.get("since", 0)), min(float(query.get("timeout", 0)), MAX_WAIT)
    found = (await account.sent_since(since, timeout))[: int(query.get("limit", 1000))]
    return {"sent": [_as_json(sent) for sent in found], "next": since + len(found)}


async def _get_state(account: Account, _: dict[str, str]) -> Json:
    return {
        "sent": len(account.sent),
        "lost_answers": len(account.lost_answers),
        "too_many": account.too_many,
        "pending_updates": len(account.updates),
        "calls": account.calls,
        "refusals": account.refusals,
        "callback_answers": len(account.callback_answers),
    }


def _as_json(sent: Sent) -> Json:
    return {
        "chat_id": sent.chat_id,
        "message_id": sent.message_id,
        "method": sent.method,
        "kind": sent.kind,
        "text": sent.text,
        "buttons": [[[button.text, button.callback_data] for button in row] for row in sent.buttons],
        "at_monotonic": sent.at_monotonic,
        "file_name": sent.file_name,
        "file_base64": base64.b64encode(sent.file).decode() if sent.file is not None else None,
        "reply_to": sent.reply_to,
    }


def _answer(body: Json, status: int = 200) -> web.Response:
    return web.Response(status=status, body=dump(body).encode(), content_type="application/json")


def _content(body: Json) -> bytes:
    return base64.b64decode(body["base64"], validate=True)


Act = Callable[[FakeResident, Json], Awaitable[Any]]
Verb = Callable[[Account, Any], Awaitable[Json]]

ACTS: dict[str, Act] = {
    "say": lambda who, body: who.say(body["text"], body.get("chat_id")),
    "tap": lambda who, body: who.tap(body["button"], body.get("chat_id")),
    "send_photo": lambda who, body: who.send_photo(_content(body), body.get("caption", ""), body.get("chat_id")),
    "send_document": lambda who, body: who.send_document(
        _content(body), body["name"], body["mime"], body.get("caption", ""), body.get("chat_id")
    ),
    "send_voice": lambda who, body: who.send_voice(_content(body), body.get("chat_id")),
    "send_location": lambda who, body: who.send_location(body["latitude"], body["longitude"], body.get("chat_id")),
    "block": lambda who, body: who.block(),
    "unblock": lambda who, body: who.unblock(),
}
POSTS: dict[str, Verb] = {
    "chats": _post_chats,
    "groups": _post_groups,
    "people": _post_people,
    "updates": _post_updates,
    "switches": _post_switches,
}
GETS: dict[str, Verb] = {"sent": _get_sent, "state": _get_state}
