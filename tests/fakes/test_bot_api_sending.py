"""What a bot sends through the fake Bot API server, what people do with it, and what can go wrong."""

import asyncio
import io
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import InvalidToken, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from tests.fakes.bot_api import BotApi, Switches
from tests.fakes.bot_api.params import ApiError
from tests.fakes.reading import MIB, PNG, RESIDENT, TO_RESIDENT, Call, keyboard, unknown_fields


async def test_ptb_reads_what_was_sent_and_the_fake_keeps_it(server: BotApi, bot: Bot) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Đồng ý", callback_data="yes")]])
    message = await bot.send_message(RESIDENT, " Chào ông/bà. ", reply_markup=buttons)
    assert list(unknown_fields(message)) == []
    assert (message.text, message.reply_markup) == ("Chào ông/bà.", buttons)
    assert message.from_user is not None
    assert message.from_user.id == bot.id
    (sent,) = server.sent
    assert server.sent_by_chat == {RESIDENT: [sent]}
    assert (sent.method, sent.message_id, sent.labels) == ("sendMessage", message.message_id, ["Đồng ý"])


async def test_files_are_sent_by_upload_and_again_by_their_id(server: BotApi, bot: Bot) -> None:
    photo = await bot.send_photo(RESIDENT, PNG, caption="Bản đồ", filename="ban-do.png")
    document = await bot.send_document(RESIDENT, b"PK", filename="Tổng hợp.docx", caption="Tổng hợp")
    voice = await bot.send_voice(RESIDENT, b"OggS", filename="voice.ogg")
    assert document.document is not None
    assert voice.voice is not None
    await bot.send_photo(RESIDENT, photo.photo[-1].file_id)
    await bot.send_document(RESIDENT, document.document.file_id)
    assert [(sent.kind, sent.file, sent.file_name, sent.text) for sent in server.sent] == [
        ("photo", PNG, "ban-do.png", "Bản đồ"),
        ("document", b"PK", "Tổng hợp.docx", "Tổng hợp"),
        ("voice", b"OggS", "voice.ogg", ""),
        ("photo", PNG, "ban-do.png", ""),
        ("document", b"PK", "Tổng hợp.docx", ""),
    ]
    for message in (photo, document, voice):
        assert list(unknown_fields(message)) == []


@pytest.mark.parametrize(
    ("method", "field", "content", "description"),
    [
        ("sendPhoto", "photo", b"%PDF", "Bad Request: IMAGE_PROCESS_FAILED"),
        ("sendPhoto", "photo", PNG + bytes(10 * MIB), "Bad Request: file of size"),
        ("sendDocument", "document", b"", "Bad Request: file must be non-empty"),
        ("sendDocument", "photo", PNG, "Bad Request: there is no document in the request"),
    ],
)
async def test_an_upload_that_telegram_would_refuse_is_refused(
    server: BotApi, http: aiohttp.ClientSession, method: str, field: str, content: bytes, description: str
) -> None:
    form = aiohttp.FormData({"chat_id": str(RESIDENT)})
    form.add_field(field, io.BytesIO(content), filename="a")
    async with http.post(f"{server.base_url}{server.token}/{method}", data=form) as answer:
        assert answer.status == 400
        assert (await answer.json())["description"].startswith(description)


async def test_a_file_id_of_another_kind_is_refused(server: BotApi, call: Call) -> None:
    stored = server.store("document", "a.pdf", "application/pdf", b"x")
    status, body = await call("sendPhoto", {"chat_id": RESIDENT, "photo": stored.file_id})
    assert (status, body["description"]) == (400, "Bad Request: can't use file of type Document as Photo")


async def test_an_edit_changes_what_the_chat_shows_and_drops_buttons(server: BotApi, call: Call) -> None:
    lan = server.resident(RESIDENT)
    markup = keyboard({"text": "Gửi", "callback_data": "send"})
    _, body = await call("sendMessage", TO_RESIDENT | {"reply_markup": markup})
    target = {"chat_id": RESIDENT, "message_id": body["result"]["message_id"]}
    status, body = await call("editMessageText", target | {"text": TO_RESIDENT["text"], "reply_markup": markup})
    assert (status, body["description"].partition(":")[2][:24]) == (400, " message is not modified")
    status, body = await call("editMessageText", target | {"text": "Đã gửi 10/20."})
    assert (status, "edit_date" in body["result"]) == (200, True)
    assert [(sent.text, sent.labels) for sent in lan.messages] == [("Đã gửi 10/20.", [])]
    await call("editMessageReplyMarkup", target | {"reply_markup": markup})
    assert [(sent.text, sent.labels) for sent in lan.messages] == [("Đã gửi 10/20.", ["Gửi"])]
    assert [sent.method for sent in server.sent] == [
        "sendMessage",
        "editMessageText",
        "editMessageReplyMarkup",
    ]
    assert (await lan.next_message()).text == "Chào ông/bà."
    assert [(await lan.next_edit()).labels for _ in range(2)] == [[], ["Gửi"]]


async def test_a_message_of_a_person_and_a_photo_have_no_text_to_edit(server: BotApi, call: Call) -> None:
    (theirs,) = await server.resident(RESIDENT).say("của tôi")
    status, body = await call("editMessageText", TO_RESIDENT | {"message_id": theirs["message_id"]})
    assert (status, body["description"]) == (400, "Bad Request: message can't be edited")
    stored = server.store("photo", "a.png", "image/png", PNG)
    _, body = await call("sendPhoto", {"chat_id": RESIDENT, "photo": stored.file_id})
    status, body = await call("editMessageText", TO_RESIDENT | {"message_id": body["result"]["message_id"]})
    assert (status, body["description"]) == (400, "Bad Request: there is no text in the message to edit")


async def test_a_tap_reaches_the_bot_with_its_message_and_is_answered(server: BotApi, bot: Bot) -> None:
    lan = server.resident(RESIDENT)
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Đồng ý", callback_data="yes")]])
    sent = await bot.send_message(RESIDENT, "Ông/bà đồng ý không?", reply_markup=buttons)
    by_label, by_value = await lan.tap("Đồng ý"), await lan.tap("yes")
    for query_id, update in zip((by_label, by_value), await bot.get_updates(), strict=True):
        query = update.callback_query
        assert query is not None
        assert list(unknown_fields(update)) == []
        assert (query.id, query.data, query.from_user.id) == (query_id, "yes", RESIDENT)
        assert query.message == sent
        assert await query.answer("Đã ghi nhận")
        assert server.callback_answers[query_id].text == "Đã ghi nhận"


async def test_a_tap_that_is_too_old_cannot_be_answered(server: BotApi, call: Call) -> None:
    lan = server.resident(RESIDENT)
    await call("sendMessage", TO_RESIDENT | {"reply_markup": keyboard({"text": "a", "callback_data": "b"})})
    query_id = await lan.tap("a")
    server.switches.callback_max_age = -1.0
    status, body = await call("answerCallbackQuery", {"callback_query_id": query_id})
    assert (status, body["description"][:29]) == (400, "Bad Request: query is too old")
    server.switches.callback_max_age = 150.0
    status, body = await call("answerCallbackQuery", {"callback_query_id": query_id, "text": "a" * 201})
    assert (status, body["description"]) == (400, "Bad Request: MESSAGE_TOO_LONG")


async def test_only_a_button_that_is_shown_can_be_tapped(server: BotApi, call: Call) -> None:
    lan = server.resident(RESIDENT)
    row = [{"text": str(each), "callback_data": f"v{each}"} for each in range(1, 10)]
    link = [{"text": "Cổng", "url": "https://example.org"}]
    await call("sendMessage", TO_RESIDENT | {"reply_markup": {"inline_keyboard": [row, link]}})
    shown = await lan.next_message()
    await lan.tap("8")
    for label, reason in (("9", "ninth"), ("Cổng", "call the bot back"), ("Gửi", "no button")):
        with pytest.raises(LookupError, match=reason):
            await lan.tap(label)
    await call("editMessageText", {"chat_id": RESIDENT, "message_id": shown.message_id, "text": "Xong."})
    with pytest.raises(LookupError):
        await lan.tap("8")
    await lan.tap("8", message=shown)
    assert len(server.updates) == 2


async def test_next_message_waits_for_the_bot_and_says_what_came_instead(server: BotApi, call: Call) -> None:
    lan = server.resident(RESIDENT)
    waiting = asyncio.create_task(lan.next_message(5))
    await call("sendMessage", TO_RESIDENT)
    assert (await waiting).text == "Chào ông/bà."
    with pytest.raises(TimeoutError, match=r"so far: .*Chào ông/bà"):
        await lan.next_message(0.01)


async def test_a_bot_cannot_write_first(server: BotApi, call: Call) -> None:
    lan = server.resident()
    assert (await call("sendMessage", {"chat_id": lan.id, "text": "a"}))[0] == 400
    await lan.say("/start")
    assert (await call("sendMessage", {"chat_id": lan.id, "text": "a"}))[0] == 200
    assert (await call("sendMessage", {"chat_id": 7, "text": "a"}))[0] == 400
    server.switches.open_chats = True
    assert (await call("sendMessage", {"chat_id": 7, "text": "a"}))[0] == 200


async def test_a_chat_can_be_made_to_disappear(server: BotApi, call: Call) -> None:
    server.switches.missing.add(RESIDENT)
    assert (await call("sendMessage", TO_RESIDENT))[1]["description"] == "Bad Request: chat not found"


async def test_the_next_calls_fail_and_do_nothing(server: BotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else PTB warns of itself whenever it meets a 429
    server.switches.fail_next, server.switches.flood_next, server.switches.flood_retry_after = 1, 1, 7
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(RESIDENT, "a")
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(RESIDENT, "a")
    assert caught.value.retry_after == timedelta(seconds=7)
    assert (server.sent, server.too_many) == ([], 1)
    await bot.send_message(RESIDENT, "a")


async def test_a_502_can_be_a_proxys_page(server: BotApi, http: aiohttp.ClientSession) -> None:
    server.switches.fail_next, server.switches.fail_with_html = 1, True
    async with http.post(f"{server.base_url}{server.token}/sendMessage", json=TO_RESIDENT) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


async def test_a_lost_answer_leaves_the_message_sent(server: BotApi, call: Call) -> None:
    server.switches.reset_next = 1
    with pytest.raises(aiohttp.ClientConnectionError):
        await call("sendMessage", TO_RESIDENT)
    assert [sent.text for sent in server.sent] == ["Chào ông/bà."]
    assert server.lost_answers == server.sent
    assert (await call("sendMessage", TO_RESIDENT))[0] == 200
    assert len(server.sent) == 2


async def test_faults_fall_by_share_and_on_chosen_methods_alone() -> None:
    switches = Switches(fail_share=0.25, faulty_methods=frozenset(("sendphoto",)))
    failed = 0
    for _ in range(1000):
        switches.refuse("sendmessage")
        try:
            switches.refuse("sendphoto")
        except ApiError as error:
            failed += error.status == 502
    assert 200 < failed < 300


async def test_an_answer_can_be_slow(server: BotApi, call: Call) -> None:
    server.switches.latency = 0.05
    before = server.now()
    await call("getMe")
    assert server.now() - before >= 0.05


async def test_ptb_takes_a_wrong_token_for_what_it_is(server: BotApi) -> None:
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", base_url=server.base_url, request=request).initialize()
    await request.shutdown()
