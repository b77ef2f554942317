"""The Telegram channel sends, fetches and names itself, against a strict fake of the Bot API server."""

import logging

import pytest
from structlog.testing import capture_logs

from bot.channels.base import Channel, Limits, SendError
from bot.channels.telegram import Telegram
from handlers.messages import Choice
from tests.channels.telegram_tools import (
    AT,
    CHOICES,
    PNG,
    RESIDENT,
    TOKEN,
    Intake,
    Pauses,
    Shelf,
    failure,
    polling,
    say,
    send,
    with_file,
)
from tests.fakes.bot_api import BotApi


async def test_a_text_is_sent_as_typed_without_a_preview_of_its_links(telegram: Telegram, server: BotApi) -> None:
    text = "<b>Đường</b> *hỏng* https://example.vn &amp; _xa_"
    remote_id = await send(telegram, say(text))
    assert [(sent.chat_id, str(sent.message_id), sent.text) for sent in server.sent] == [(RESIDENT, remote_id, text)]


async def test_choices_are_buttons_one_a_row(telegram: Telegram, server: BotApi) -> None:
    await send(telegram, say("Gửi?", *CHOICES))
    rows = [[(button.text, button.callback_data) for button in row] for row in server.sent[0].buttons]
    assert rows == [[("Gửi", "submit.send~3~yes")], [("Sửa lời", "submit.send~3~no")]]


async def test_a_message_is_replaced_in_place_with_its_buttons(telegram: Telegram, server: BotApi) -> None:
    first = await send(telegram, say("Đã gửi 1", *CHOICES))
    assert await send(telegram, say("Đã gửi 2"), first) == first
    [shown] = server.shown_in(RESIDENT)
    assert (shown.text, shown.buttons) == ("Đã gửi 2", ())


async def test_a_replacement_that_changes_nothing_is_a_success(telegram: Telegram, server: BotApi) -> None:
    first = await send(telegram, say("Đã gửi 1", *CHOICES))
    assert await send(telegram, say("Đã gửi 1", *CHOICES), first) == first
    assert len(server.sent) == 1


async def test_a_message_that_cannot_be_edited_is_sent_anew(telegram: Telegram, server: BotApi) -> None:
    photo = await send(telegram, with_file("a.png", "photo", "image/png"))
    for gone in ("99999", photo):
        remote_id = await send(telegram, say("Kết quả"), gone)
        assert remote_id != gone
        assert str(server.sent[-1].message_id) == remote_id


async def test_another_failure_of_an_edit_is_raised(telegram: Telegram, server: BotApi) -> None:
    first = await send(telegram, say("Một"))
    server.switches.fail_next = 1
    with pytest.raises(SendError, match="network"):
        await send(telegram, say("Hai"), first)
    assert len(server.sent) == 1


@pytest.mark.parametrize(
    ("name", "kind", "content_type", "method"),
    [
        ("a.png", "photo", "image/png", "sendPhoto"),
        ("a.png", "photo", "image/heic", "sendDocument"),
        ("a.ogg", "voice", "audio/ogg", "sendVoice"),
        ("a.ogg", "voice", "audio/wav", "sendDocument"),
        ("a.pdf", "document", "application/pdf", "sendDocument"),
        ("a.zip", "document", "application/zip", "sendDocument"),
    ],
)
async def test_a_file_is_sent_as_what_it_is(
    telegram: Telegram, server: BotApi, name: str, kind: str, content_type: str, method: str
) -> None:
    remote_id = await send(telegram, with_file(name, kind, content_type, "Ảnh ở thôn Giữa"))
    [sent] = server.sent
    assert (sent.method, sent.text, str(sent.message_id)) == (method, "Ảnh ở thôn Giữa", remote_id)
    assert (sent.file, sent.file_name) == (Shelf().files[name], name)


async def test_an_image_that_cannot_be_shown_as_a_photo_is_sent_as_a_document(
    telegram: Telegram, server: BotApi
) -> None:
    await send(telegram, with_file("huge.png", "photo", "image/png"))
    assert [sent.method for sent in server.sent] == ["sendDocument"]


async def test_a_file_that_is_not_on_disk_is_a_failure_for_good(telegram: Telegram) -> None:
    with pytest.raises(SendError, match="file_missing") as caught:
        await send(telegram, with_file("none.pdf", "document", "application/pdf"))
    assert not caught.value.retryable


async def test_a_failure_says_what_to_do(telegram: Telegram, server: BotApi) -> None:
    group = server.group(kind="group")
    lan = server.resident()
    new = await group.upgrade(lan)
    server.switches.blocked.add(RESIDENT)
    failures = [
        await failure(telegram, str(RESIDENT), "a"),
        await failure(telegram, "424242", "a"),
        await failure(telegram, "no-such", "a"),
        await failure(telegram, str(group.id), "a"),
    ]
    assert [(f.code, f.recipient_gone, f.moved_to, f.retryable) for f in failures] == [
        ("recipient_gone", True, None, False),
        ("recipient_not_found", True, None, False),
        ("recipient_not_found", True, None, False),
        ("moved", False, str(new.id), False),
    ]


async def test_too_many_messages_are_told_with_the_time_to_wait(telegram: Telegram, server: BotApi) -> None:
    server.switches.flood_next, server.switches.flood_retry_after = 1, 7
    error = await failure(telegram, str(RESIDENT), "a")
    assert (error.code, error.retryable, error.retry_after) == ("too_many", True, 7.0)


async def test_a_lost_answer_and_a_proxys_page_are_tried_again(telegram: Telegram, server: BotApi) -> None:
    server.switches.reset_next = 1
    assert (await failure(telegram, str(RESIDENT), "a")).retryable
    server.switches.fail_next, server.switches.fail_with_html = 1, True
    assert (await failure(telegram, str(RESIDENT), "a")).retryable


async def test_what_is_over_a_limit_is_refused_by_the_server_with_a_code_that_quotes_nothing(
    telegram: Telegram,
) -> None:
    long = Choice(label="x", value="ệ" * 22)
    assert (await failure(telegram, str(RESIDENT), "ệ" * 4097)).code == "text_too_long"
    assert (await failure(telegram, str(RESIDENT), " \n ")).code == "text_empty"
    with pytest.raises(SendError, match="button_invalid"):
        await send(telegram, say("a", long))


async def test_the_limits_are_those_that_the_server_keeps(telegram: Telegram) -> None:
    limits: Limits = telegram.limits
    assert await send(telegram, say("😀" * (limits.text // 2)))
    assert (await failure(telegram, str(RESIDENT), "😀" * (limits.text // 2) + "a")).code == "text_too_long"
    await send(telegram, say("a", *[Choice(label="x", value="v" * limits.choice_value_bytes)] * limits.choices))


async def test_a_file_that_somebody_sent_is_fetched(telegram: Telegram, server: BotApi) -> None:
    message = await server.resident().send_photo(PNG)
    assert await telegram.fetch(message["photo"][-1]["file_id"]) == PNG


async def test_a_file_that_is_too_large_or_unknown_is_lost_for_good(telegram: Telegram, server: BotApi) -> None:
    message = await server.resident().send_document(bytes(20 * 1024 * 1024 + 1), "a.bin", "application/zip")
    for file_id, code in ((message["document"]["file_id"], "file_too_large"), ("nonsense", "file_lost")):
        with pytest.raises(SendError, match=code) as caught:
            await telegram.fetch(file_id)
        assert not caught.value.retryable


async def test_a_link_that_died_is_asked_for_again(server: BotApi) -> None:
    channel = Telegram(TOKEN, 7, server.base_url, f"{server.url}/elsewhere", Shelf(), lambda: AT)
    message = await server.resident().send_photo(PNG)
    with pytest.raises(SendError, match="file_unavailable") as caught:
        await channel.fetch(message["photo"][-1]["file_id"])
    assert caught.value.retryable
    await channel.close()


async def test_the_bot_knows_its_name(telegram: Telegram, server: BotApi) -> None:
    assert await telegram.who_am_i() == server.username


async def test_residents_see_the_commands_in_their_language(telegram: Telegram, server: BotApi) -> None:
    vi, en = [("gopy", "Gửi góp ý")], [("gopy", "Send a concern")]
    await telegram.set_commands({"vi": vi, "en": en})
    listed = {
        key: [(each["command"], each["description"]) for each in commands] for key, commands in server.commands.items()
    }
    assert listed == {
        ("all_private_chats", "vi"): vi,
        ("all_private_chats", "en"): en,
        ("all_private_chats", ""): vi,
    }


async def test_the_token_is_in_no_log_line_and_in_no_error(
    server: BotApi, intake: Intake, pauses: Pauses, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("", "telegram", "httpx", "httpcore", "aiohttp", "aiohttp.client", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    channel = Telegram(TOKEN, 7, server.base_url, server.base_file_url, Shelf(), lambda: AT)
    refused = Telegram(f"1:{TOKEN}", 7, server.base_url, server.base_file_url, Shelf(), lambda: AT)
    errors = [await failure(refused, str(RESIDENT), "a"), await failure(channel, "424242", "a")]
    with capture_logs() as logs:
        message = await server.resident().send_photo(PNG)
        await channel.fetch(message["photo"][-1]["file_id"])
        await send(channel, with_file("a.png", "photo", "image/png"))
        async with polling(channel, intake, pauses), polling(refused, intake, pauses):
            await intake.until(1)
            await pauses.until(1)
    await channel.close()
    await refused.close()
    causes = [error.__cause__ for error in errors]
    everything = [caplog.text, str(logs), repr(errors), repr(causes), str(causes[0]), repr(channel), repr(refused)]
    assert all(TOKEN not in told for told in everything)
    assert "sendPhoto" in caplog.text, "the library's log was looked at"


async def test_the_channel_is_what_the_delivery_loop_expects(telegram: Telegram) -> None:
    channel: Channel = telegram
    assert channel.name == "telegram"
