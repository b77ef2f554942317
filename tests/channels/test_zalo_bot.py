"""The Zalo bot sends, fetches and names itself, against a strict fake of the platform."""

import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from structlog.testing import capture_logs

from bot.channels.base import Channel, SendError
from bot.channels.zalo_bot import ZaloBot
from tests.channels.telegram_tools import Intake, Pauses
from tests.channels.zalo_bot_tools import (
    AAC,
    AT,
    DOCX,
    JPEG,
    PHOTO,
    SECRET,
    TOKEN,
    channel_for,
    failure,
    file,
    links,
    polling,
    send,
)
from tests.fakes.zalo_bot import FakeResident, ZaloBotServer


@pytest.fixture
async def server() -> AsyncIterator[ZaloBotServer]:
    async with ZaloBotServer.serve() as fake:
        yield fake


@pytest.fixture
async def zalo(server: ZaloBotServer) -> AsyncIterator[ZaloBot]:
    channel = channel_for(server)
    yield channel
    await channel.close()


@pytest.fixture
async def lan(server: ZaloBotServer) -> FakeResident:
    """Somebody who has written to the bot."""
    resident = server.resident("Bà Lan")
    await resident.say("/start")
    return resident


@pytest.fixture
async def shelf() -> AsyncIterator[str]:
    """Where this machine gives a picture at every address, as the program's own page does."""

    async def give(request: web.BaseRequest) -> web.Response:
        return web.Response(body=JPEG, content_type="image/jpeg")

    async with RawTestServer(give) as given:
        yield str(given.make_url("/")).rstrip("/")


@pytest.mark.parametrize(
    "text",
    [
        "Đã ghi nhận, mã số GM-0042.",
        "<b>Đường</b> *hỏng* {red}https://example.vn{/red} &amp; _xa_",
        "1. Gửi\n2. Sửa lời",
        "\ud800 nửa chữ",
    ],
)
async def test_a_text_is_sent_as_it_stands(zalo: ZaloBot, lan: FakeResident, text: str) -> None:
    remote_id = await send(zalo, lan.id, text)
    heard = await lan.next_message()
    assert (heard.message_id, heard.text) == (remote_id, text.replace("\ud800", "?"))


async def test_the_limits_are_those_that_the_server_keeps(zalo: ZaloBot, lan: FakeResident) -> None:
    limits = zalo.limits
    assert (limits.text, limits.text_unit, limits.numbered, limits.buttons, limits.edits) == (
        2000,
        "utf16",
        True,
        False,
        False,
    )
    assert await send(zalo, lan.id, "😀" * (limits.text // 2))
    assert await send(zalo, lan.id, "ệ" * limits.text)
    assert (await failure(zalo, lan.id, "😀" * (limits.text // 2) + "a")).code == "bad_request"


async def test_a_photo_is_fetched_from_our_address_by_the_platform(
    server: ZaloBotServer, lan: FakeResident, shelf: str
) -> None:
    channel = channel_for(server, links=links(shelf))
    remote_id = await send(channel, lan.id, "Ảnh hiện trường", PHOTO)
    await send(channel, lan.id, "", PHOTO)
    heard = await lan.next_message()
    assert (heard.method, heard.text, heard.photo, heard.message_id) == (
        "sendPhoto",
        "Ảnh hiện trường",
        JPEG,
        remote_id,
    )
    assert heard.photo_url.startswith(f"{shelf}/tep/")
    assert (await lan.next_message()).text == "", "without words there is no caption"
    await channel.close()


@pytest.mark.parametrize(
    "given",
    [
        DOCX,
        file("zip", "document", "application/zip", "Hồ sơ đối thoại.zip"),
        file("heic", "photo", "image/heic", "IMG_1.heic"),
        file("aac", "voice", "audio/aac"),
        PHOTO,
    ],
    ids=[
        "DOCX",
        "an archive of ours",
        "a picture that few can show",
        "voice",
        "a picture that the platform could not fetch",
    ],
)
async def test_any_other_file_becomes_a_link_to_a_page_that_expires(
    zalo: ZaloBot, lan: FakeResident, given: Any
) -> None:
    await send(zalo, lan.id, "", given)
    heard = await lan.next_message()
    [url] = [line for line in heard.text.splitlines() if line.startswith("https://")]
    assert heard.method == "sendMessage"
    assert url == links().page_url(given)
    assert (given.name or "tài liệu") in heard.text
    assert "hết ngày 03/12/2026" in heard.text


async def test_words_beside_a_file_come_before_its_link(zalo: ZaloBot, lan: FakeResident) -> None:
    await send(zalo, lan.id, "Kết luận buổi đối thoại.", DOCX)
    assert (await lan.next_message()).text.startswith("Kết luận buổi đối thoại.\n\nTệp «Thông báo kết luận.docx»")


async def test_somebody_who_reads_english_gets_the_link_in_english(server: ZaloBotServer, lan: FakeResident) -> None:
    async def language_of(address: str) -> str:
        return "en" if address == lan.id else "vi"

    channel = channel_for(server, language_of=language_of)
    await send(channel, lan.id, "", DOCX)
    heard = await lan.next_message()
    assert "open the link below" in heard.text
    assert heard.text.endswith("?lang=en")
    await channel.close()


async def test_without_an_address_of_ours_the_person_is_told_how_else_to_get_the_file(
    server: ZaloBotServer, lan: FakeResident
) -> None:
    channel = channel_for(server, links=links(""))
    with capture_logs() as logs:
        await send(channel, lan.id, "", DOCX)
        await send(channel, lan.id, "", PHOTO)
    heard = [await lan.next_message(), await lan.next_message()]
    assert all("/trogiup" in each.text and "http" not in each.text for each in heard)
    assert [entry["event"] for entry in logs] == ["file_without_public_url"] * 2
    await channel.close()


async def test_a_file_that_was_never_stored_is_a_failure_for_good(zalo: ZaloBot, lan: FakeResident) -> None:
    for given in (PHOTO, DOCX):
        with pytest.raises(SendError, match="file_missing") as caught:
            await send(zalo, lan.id, "", given.model_copy(update={"stored_as": "x"}))
        assert not caught.value.retryable


async def test_a_trouble_of_the_platform_with_a_photo_is_tried_again_and_no_link_is_sent(
    server: ZaloBotServer, zalo: ZaloBot, lan: FakeResident
) -> None:
    server.switches.refuse_next = [(403, "internal server error")]
    with pytest.raises(SendError, match="platform_error"):
        await send(zalo, lan.id, "", PHOTO)
    assert server.sent == []


async def test_a_failure_says_what_to_do(server: ZaloBotServer, zalo: ZaloBot, lan: FakeResident) -> None:
    gone = server.resident()
    await gone.say("a")
    await gone.block()
    failures = [await failure(zalo, "00000000000000000000"), await failure(zalo, gone.id)]
    assert [(f.code, f.recipient_gone, f.retryable) for f in failures] == [("recipient_not_found", True, False)] * 2
    server.switches.refuse_next = [(429, "Quota exceeded")]
    too_many = await failure(zalo, lan.id)
    assert (too_many.code, too_many.retryable, too_many.retry_after) == ("too_many", True, None)


@pytest.mark.parametrize("statuses", [False, True], ids=["HTTP 200", "HTTP status of the code"])
async def test_the_envelope_decides_and_not_the_http_status(
    server: ZaloBotServer, zalo: ZaloBot, lan: FakeResident, *, statuses: bool
) -> None:
    server.switches.statuses = statuses
    server.switches.refuse_next = [(401, "Unauthorized"), (403, "internal server error"), (418, "new")]
    codes = [(await failure(zalo, lan.id)).code for _ in range(3)]
    assert codes == ["token_refused", "platform_error", "error_418"]


async def test_a_lost_answer_and_a_proxys_page_are_tried_again(
    server: ZaloBotServer, zalo: ZaloBot, lan: FakeResident
) -> None:
    server.switches.lose_next = 1
    lost = await failure(zalo, lan.id)
    server.switches.fail_next = 1
    page = await failure(zalo, lan.id)
    assert [(lost.code, lost.retryable), (page.code, page.retryable)] == [("network", True), ("bad_answer", True)]


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    channel = ZaloBot(TOKEN, 7, "http://127.0.0.1:9", links(), lambda: AT)
    assert (await failure(channel, "a")).retryable
    await channel.close()


@pytest.mark.parametrize("base_url", ["", "not a url", "ftp://127.0.0.1"])
async def test_a_mistyped_base_address_loses_no_message(base_url: str) -> None:
    channel = ZaloBot(TOKEN, 7, base_url, links(), lambda: AT)
    assert (await failure(channel, "a")).retryable
    await channel.close()


@pytest.mark.parametrize("result", [{}, None, True, {"date": 1}])
async def test_what_was_taken_without_telling_its_id_is_not_sent_again(result: object) -> None:
    asked: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content))
        return httpx.Response(200, json={"ok": True, "result": result})

    channel = ZaloBot(TOKEN, 7, "https://zalo.example", links(), lambda: AT, transport=httpx.MockTransport(answer))
    assert await send(channel, "a1", "Đã ghi nhận") is None
    assert asked == [{"chat_id": "a1", "text": "Đã ghi nhận"}]
    await channel.close()


async def test_calls_go_to_the_path_with_the_token_as_json() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"ok": True, "result": {"id": "b", "account_name": "Bot Xã"}})

    base = "https://zalo.example/"
    channel = ZaloBot(TOKEN, 7, base, links(), lambda: AT, transport=httpx.MockTransport(answer))
    assert await channel.who_am_i() == "Bot Xã"
    [request] = asked
    assert (request.method, str(request.url)) == ("POST", f"https://zalo.example/bot{TOKEN}/getMe")
    assert request.headers["content-type"] == "application/json"
    await channel.close()


@pytest.mark.parametrize("answer", [{"ok": True}, {"ok": True, "result": 5}, {"result": {}}, [], "x", {"ok": 1}])
async def test_an_answer_of_another_shape_is_tried_again(answer: object) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
    channel = ZaloBot(TOKEN, 7, "https://zalo.example", links(), lambda: AT, transport=transport)
    with pytest.raises(SendError, match="bad_answer") as caught:
        await channel.who_am_i()
    assert caught.value.retryable
    await channel.close()


async def test_a_photo_and_a_voice_note_are_fetched(zalo: ZaloBot, lan: FakeResident) -> None:
    photo, voice = await lan.send_photo(JPEG, "Ổ gà"), await lan.send_voice(AAC)
    assert await zalo.fetch(photo["photo_url"]) == JPEG
    assert await zalo.fetch(voice["voice_url"]) == AAC


async def test_another_server_of_this_machine_is_not_asked_for_files(zalo: ZaloBot, shelf: str) -> None:
    with pytest.raises(SendError, match="file_address_refused") as caught:
        await zalo.fetch(f"{shelf}/x.jpg")
    assert not caught.value.retryable


async def test_the_bot_knows_its_name(zalo: ZaloBot) -> None:
    assert await zalo.who_am_i() == "Bot Đối Thoại"


async def test_no_token_secret_name_or_word_is_in_any_log_line_or_error(
    server: ZaloBotServer, lan: FakeResident, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "httpx", "httpcore", "httpcore.connection", "httpcore.http11", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    channel = channel_for(server)
    refused = ZaloBot(f"1{TOKEN}", 7, server.base_url, links(), lambda: AT)
    nowhere = ZaloBot(TOKEN, 7, "http://127.0.0.1:9", links(), lambda: AT)
    photo = await lan.send_photo(JPEG)
    with capture_logs() as logs:
        server.switches.lose_next = 1
        errors = [await failure(channel, lan.id), await failure(refused, lan.id), await failure(nowhere, lan.id)]
        await channel.fetch(photo["photo_url"])
        await channel.set_webhook("https://nowhere.example/hook", SECRET)
        async with polling(channel, Intake(), pauses := Pauses()), polling(refused, Intake(), pauses):
            await pauses.until(2)
    for each in (channel, refused, nowhere):
        await each.close()
    causes = [error.__cause__ for error in errors]
    requests = [cause.request for cause in causes if isinstance(cause, httpx.RequestError)]
    told = [caplog.text, str(logs), repr(errors), repr(causes), repr([str(cause) for cause in causes])]
    told += [repr(channel), repr([str(request.url) for request in requests])]
    markers = (TOKEN, "marker-token", SECRET, "Đã ghi nhận", "Bà Lan", lan.id)
    assert all(marker not in each for marker in markers for each in told)
    assert len(requests) >= 2, "errors that know their request were looked at"
    assert "/sendMessage" in caplog.text, "the library's log was looked at"


async def test_the_channel_is_what_the_delivery_loop_expects(zalo: ZaloBot) -> None:
    channel: Channel = zalo
    assert channel.name == "zalo_bot"
