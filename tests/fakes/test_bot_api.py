"""The fake Bot API server refuses what Telegram refuses, and takes what Telegram takes."""

import json
from typing import Any

import aiohttp
import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.bot_api.params import Json
from tests.fakes.reading import RESIDENT, TO_RESIDENT, Call, keyboard


def commands(*names: str) -> list[Json]:
    return [{"command": name, "description": "Gửi góp ý"} for name in names]


REFUSED: list[tuple[str, str, Json, int, str]] = [
    ("unknown method", "sendTelepathy", {}, 404, "Not Found: method not found"),
    ("no chat", "sendMessage", {"text": "a"}, 400, "Bad Request: chat_id is empty"),
    ("stranger", "sendMessage", {"chat_id": 5, "text": "a"}, 400, "Bad Request: chat not found"),
    ("chat is a word", "sendMessage", {"chat_id": "--5", "text": "a"}, 400, "Bad Request: chat not found"),
    ("unknown channel", "sendMessage", {"chat_id": "@none", "text": "a"}, 400, "Bad Request: chat not found"),
    ("no text", "sendMessage", {"chat_id": RESIDENT}, 400, "Bad Request: message text is empty"),
    (
        "white text",
        "sendMessage",
        {"chat_id": RESIDENT, "text": " \n"},
        400,
        "Bad Request: text must be non-empty",
    ),
    (
        "4097",
        "sendMessage",
        {"chat_id": RESIDENT, "text": "ư" * 4097},
        400,
        "Bad Request: message is too long",
    ),
    (
        "4096 characters that are 4097 units",
        "sendMessage",
        {"chat_id": RESIDENT, "text": "😀" + "ư" * 4095},
        400,
        "Bad Request: message is too long",
    ),
    (
        "half a surrogate pair",
        "sendMessage",
        {"chat_id": RESIDENT, "text": "\ud83d"},
        400,
        "Bad Request: strings must be encoded in UTF-8",
    ),
    (
        "parse mode",
        "sendMessage",
        TO_RESIDENT | {"parse_mode": "HTML"},
        400,
        "Bad Request: unsupported parse_mode",
    ),
    (
        "markup is no JSON",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": "{"},
        400,
        "Bad Request: can't parse reply keyboard markup JSON object",
    ),
    (
        "markup is a list",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": []},
        400,
        "Bad Request: object expected as reply markup",
    ),
    (
        "rows are no lists",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": {"inline_keyboard": [{"text": "a", "callback_data": "b"}]}},
        400,
        'Bad Request: field "inline_keyboard" must be an Array of Arrays',
    ),
    (
        "65 bytes",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": keyboard({"text": "Gửi", "callback_data": "ư" * 32 + "a"})},
        400,
        "Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "empty callback data",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": keyboard({"text": "Gửi", "callback_data": ""})},
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "no label",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": keyboard({"text": " ", "callback_data": "a"})},
        400,
        "Bad Request: inline keyboard button text must be non-empty",
    ),
    (
        "101 buttons",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": keyboard(*[{"text": "a", "callback_data": "b"}] * 101)},
        400,
        "Bad Request: reply markup is too long",
    ),
    (
        "button to this very machine",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": keyboard({"text": "a", "url": "http://localhost/x"})},
        400,
        "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
    ),
    (
        "reply to nothing",
        "sendMessage",
        TO_RESIDENT | {"reply_parameters": {"message_id": 99}},
        400,
        "Bad Request: message to be replied not found",
    ),
    (
        "edit of nothing",
        "editMessageText",
        TO_RESIDENT | {"message_id": 99},
        400,
        "Bad Request: message to edit not found",
    ),
    (
        "edit without id",
        "editMessageText",
        TO_RESIDENT,
        400,
        "Bad Request: message identifier is not specified",
    ),
    ("id is a word", "editMessageText", TO_RESIDENT | {"message_id": "x"}, 400, "Bad Request: parameter"),
    (
        "unknown tap",
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    ("unknown file", "getFile", {"file_id": "x"}, 400, "Bad Request: invalid file_id"),
    ("no photo", "sendPhoto", {"chat_id": RESIDENT}, 400, "Bad Request: there is no photo in the request"),
    (
        "photo from the web",
        "sendPhoto",
        {"chat_id": RESIDENT, "photo": "https://example.org/a.png"},
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
    ),
    (
        "long caption",
        "sendDocument",
        {"chat_id": RESIDENT, "caption": "a" * 1025},
        400,
        "Bad Request: message caption is too long",
    ),
    ("capital", "setMyCommands", {"commands": commands("GopY")}, 400, "Bad Request: BOT_COMMAND_INVALID"),
    (
        "33 letters",
        "setMyCommands",
        {"commands": commands("a" * 33)},
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    ),
    (
        "no description",
        "setMyCommands",
        {"commands": [{"command": "gopy", "description": ""}]},
        400,
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "101 commands",
        "setMyCommands",
        {"commands": commands(*["a"] * 101)},
        400,
        "Bad Request: BOT_COMMANDS_TOO_MUCH",
    ),
    (
        "unknown scope",
        "setMyCommands",
        {"commands": [], "scope": {"type": "village"}},
        400,
        "Bad Request: can't parse BotCommandScope: unsupported type specified",
    ),
    ("no URL", "setWebhook", {"url": "https://"}, 400, "Bad Request: invalid webhook URL specified"),
    (
        "plain HTTP",
        "setWebhook",
        {"url": "http://bot.example.org/x"},
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    (
        "odd port",
        "setWebhook",
        {"url": "https://bot.example.org:9000/x"},
        400,
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    ),
    (
        "secret with a space",
        "setWebhook",
        {"url": "https://bot.example.org/x", "secret_token": "a b"},
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    (
        "unknown action",
        "sendChatAction",
        {"chat_id": RESIDENT, "action": "dance"},
        400,
        "Bad Request: wrong parameter action in request",
    ),
    (
        "offset is a word",
        "getUpdates",
        {"offset": "next"},
        400,
        'Bad Request: parameter "offset" must be an integer',
    ),
]

ACCEPTED: list[tuple[str, str, Json]] = [
    ("name in other letters", "SENDMESSAGE", TO_RESIDENT),
    ("4096 units", "sendMessage", {"chat_id": RESIDENT, "text": "😀" + "ư" * 4094}),
    ("white space around 4096 units", "sendMessage", {"chat_id": RESIDENT, "text": "\n" + "ư" * 4096 + " "}),
    ("chat as text", "sendMessage", TO_RESIDENT | {"chat_id": str(RESIDENT)}),
    (
        "64 bytes",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": keyboard({"text": "a", "callback_data": "ư" * 32})},
    ),
    (
        "100 buttons",
        "sendMessage",
        TO_RESIDENT | {"reply_markup": keyboard(*[{"text": "a", "callback_data": "b"}] * 100)},
    ),
    ("reply keyboard", "sendMessage", TO_RESIDENT | {"reply_markup": {"keyboard": [["a", {"text": "b"}]]}}),
    (
        "reply to nothing, if need be",
        "sendMessage",
        TO_RESIDENT | {"reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
    ),
    ("100 commands", "setMyCommands", {"commands": commands(*["a" * 32] * 100), "language_code": "vi"}),
    ("commands of a chat", "setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}),
    ("typing", "sendChatAction", {"chat_id": RESIDENT, "action": "typing"}),
    ("limit out of range", "getUpdates", {"limit": 1000, "timeout": 0}),
    ("unknown parameter", "getMe", {"colour": "red"}),
]


@pytest.mark.parametrize(
    ("method", "params", "status", "description"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
async def test_what_telegram_refuses_is_refused(
    call: Call, server: BotApi, method: str, params: Json, status: int, description: str
) -> None:
    got, body = await call(method, params)
    assert (got, body["ok"], body["error_code"]) == (status, False, status)
    assert body["description"].startswith(description)
    assert server.sent == []
    assert server.refusals == {status: 1}


@pytest.mark.parametrize(("method", "params"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
async def test_what_telegram_accepts_is_accepted(call: Call, method: str, params: Json) -> None:
    status, body = await call(method, params)
    assert (status, body["ok"]) == (200, True)


async def test_a_wrong_token_is_refused(call: Call) -> None:
    assert await call("getMe", token="1:wrong") == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )


@pytest.mark.parametrize("encoding", ["query", "form", "multipart", "json", "query and form"])
async def test_parameters_are_read_however_they_are_encoded(
    server: BotApi, http: aiohttp.ClientSession, encoding: str
) -> None:
    markup = json.dumps(keyboard({"text": "Gửi & nhận", "callback_data": "1"}))
    params = {"chat_id": str(RESIDENT), "text": "Đường + ngõ = «ướt»", "reply_markup": markup}
    multipart = aiohttp.MultipartWriter("form-data")
    for name, value in params.items():
        multipart.append(value).set_content_disposition("form-data", name=name)
    request: dict[str, dict[str, Any]] = {
        "query": {"params": params},
        "form": {"data": params},
        "multipart": {"data": multipart},
        "json": {"json": params | {"reply_markup": json.loads(markup)}},
        "query and form": {
            "params": {"chat_id": str(RESIDENT)},
            "data": {**params, "chat_id": str(RESIDENT)},
        },
    }
    verb = "GET" if encoding == "query" else "POST"
    async with http.request(verb, f"{server.base_url}{server.token}/sendMessage", **request[encoding]) as answer:
        assert answer.status == 200
    assert [(sent.text, sent.labels) for sent in server.sent] == [("Đường + ngõ = «ướt»", ["Gửi & nhận"])]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json"}, b"{"),
        ({"Content-Type": "application/json"}, b"[]"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, b"text=%FF"),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"no part"),
        ({"Content-Type": "multipart/form-data"}, b"no boundary"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_bad_request(
    server: BotApi, http: aiohttp.ClientSession, headers: dict[str, str], body: bytes
) -> None:
    async with http.post(f"{server.base_url}{server.token}/getMe", data=body, headers=headers) as answer:
        assert (answer.status, (await answer.json())["error_code"]) == (400, 400)
