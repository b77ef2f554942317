"""The Telegram channel receives, by polling and by webhook: nothing is confirmed that was not taken."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from structlog.testing import capture_logs

from bot.channels.telegram import Telegram
from tests.channels.telegram_tools import AT, CHOICES, SECRET, TOKEN, Intake, Pauses, Shelf, polling, pushed, say, send
from tests.fakes.bot_api import BotApi


async def test_messages_are_handed_over_and_then_confirmed(receiving: None, server: BotApi, intake: Intake) -> None:
    lan = server.resident()
    await lan.say("Đường hỏng")
    assert await intake.until(1) == ["Đường hỏng"]
    [incoming] = intake.taken
    assert (incoming.office_id, incoming.sender, incoming.received_at) == (7, str(lan.id), AT)
    await lan.say("Cầu gãy")
    await intake.until(2)
    assert len(server.updates) <= 1, "what was taken before is confirmed"


async def test_an_update_is_confirmed_only_after_it_was_taken(receiving: None, server: BotApi, intake: Intake) -> None:
    intake.gates["một"] = asyncio.Event()
    intake.arrived["một"] = asyncio.Event()
    await server.resident().say("một")
    await intake.arrived["một"].wait()
    assert len(server.updates) == 1
    intake.gates["một"].set()
    await intake.until(1)


async def test_a_batch_that_could_not_be_taken_comes_again_and_nothing_is_lost(
    server: BotApi, telegram: Telegram, intake: Intake, pauses: Pauses
) -> None:
    intake.refuses.add("hai")
    lan, hoa = server.resident(), server.resident()
    for text in ("một", "hai", "ba"):
        await lan.say(text)
    await hoa.say("khác")
    async with polling(telegram, intake, pauses):
        assert (await pauses.until(3))[:3] == [1.0, 2.0, 4.0]
        assert "ba" not in intake.texts, "the later message of a person waits for the earlier one"
        assert "khác" in intake.texts, "another person does not"
        intake.refuses.clear()
        taken = await intake.until_taken("ba")
    assert [text for text in taken if text != "khác"][-3:] == ["một", "hai", "ba"]


async def test_people_are_served_in_parallel_and_one_person_in_order(
    server: BotApi, telegram: Telegram, intake: Intake, pauses: Pauses
) -> None:
    lan, hoa = server.resident(), server.resident()
    await lan.say("Lan 1")
    await lan.say("Lan 2")
    await hoa.say("Hoa 1")
    intake.gates["Lan 1"] = asyncio.Event()
    async with polling(telegram, intake, pauses):
        assert await intake.until(1) == ["Hoa 1"]
        intake.gates["Lan 1"].set()
        assert await intake.until(3) == ["Hoa 1", "Lan 1", "Lan 2"]


async def test_an_update_that_cannot_be_read_is_skipped_and_told_by_its_code_alone(
    server: BotApi, telegram: Telegram, intake: Intake, pauses: Pauses
) -> None:
    lan = server.resident()
    await lan.raw({"message": {"text": "bí mật", "from": "nobody"}})
    await lan.raw({"callback_query": "bí mật"})
    await lan.raw({"something_of_the_future": {"text": "bí mật"}})
    await lan.say("Đường hỏng")
    with capture_logs() as logs:
        async with polling(telegram, intake, pauses):
            assert await intake.until(1) == ["Đường hỏng"]
    assert {entry["event"] for entry in logs} == {"update_unreadable"}
    assert "bí mật" not in str(logs)
    assert pauses.seconds == []


async def test_words_are_read_even_when_something_beside_them_cannot_be(
    receiving: None, server: BotApi, intake: Intake
) -> None:
    lan = server.resident()
    await lan.say("một")
    await intake.until(1)
    about: dict[str, Any] = {"message_id": 1, "date": 1, "from": lan.user, "chat": server.chats[lan.id]}
    await lan.raw({"message": {**about, "text": "Đường hỏng", "reply_to_message": {"poll": "new kind"}}})
    await lan.raw({"message": {**about, "poll": {"of": "a new kind"}}})
    assert (await intake.until(3))[1:] == ["Đường hỏng", "unsupported"]


async def test_a_tap_is_answered_after_it_was_taken_and_not_before(
    receiving: None, telegram: Telegram, server: BotApi, intake: Intake
) -> None:
    lan = server.resident()
    await lan.say("một")
    await intake.until(1)
    await send(telegram, say("Gửi?", *CHOICES), address=str(lan.id))
    value = CHOICES[0].value
    intake.gates[value] = asyncio.Event()
    intake.arrived[value] = asyncio.Event()
    query_id = await lan.tap("Gửi")
    await intake.arrived[value].wait()
    assert server.calls["answercallbackquery"] == 0
    intake.gates[value].set()
    assert (await intake.until(2))[1] == value
    await telegram.close()
    assert query_id in server.callback_answers


async def test_a_tap_that_cannot_be_answered_harms_nobody(
    receiving: None, telegram: Telegram, server: BotApi, intake: Intake
) -> None:
    lan = server.resident()
    await lan.say("một")
    await intake.until(1)
    await send(telegram, say("Gửi?", *CHOICES), address=str(lan.id))
    server.switches.callback_max_age = -1
    await lan.tap("Gửi")
    await lan.say("hai")
    assert (await intake.until(3))[1:] == [CHOICES[0].value, "hai"]


async def test_a_second_poller_and_a_broken_network_are_waited_for_longer_each_time(
    server: BotApi, telegram: Telegram, intake: Intake, pauses: Pauses
) -> None:
    server.switches.faulty_methods = frozenset({"getupdates"})
    server.switches.fail_next = 8
    await server.resident().say("Đường hỏng")
    with capture_logs() as logs:
        async with polling(telegram, intake, pauses):
            await intake.until(1)
    assert pauses.seconds == [1, 2, 4, 8, 16, 32, 60, 60]
    assert {entry["code"] for entry in logs} == {"network"}


async def test_silence_that_the_server_asks_for_is_kept(
    server: BotApi, telegram: Telegram, intake: Intake, pauses: Pauses
) -> None:
    server.switches.faulty_methods = frozenset({"getupdates"})
    server.switches.flood_next, server.switches.flood_retry_after = 1, 17
    await server.resident().say("Đường hỏng")
    async with polling(telegram, intake, pauses):
        await intake.until(1)
    assert pauses.seconds == [17.0]


async def test_a_conflict_is_told_and_waited_for(
    server: BotApi, telegram: Telegram, hooked: Telegram, intake: Intake, pauses: Pauses
) -> None:
    lan = server.resident()
    await lan.say("một")
    with capture_logs() as logs:
        async with polling(telegram, intake, pauses):
            await intake.until(1)
            await hooked.set_webhook("https://nowhere.example/hook", SECRET)
            assert (await pauses.until(1))[:1] == [1.0]
            await lan.say("hai")
            await intake.until(2)
    assert {entry["code"] for entry in logs} == {"conflict"}


async def test_a_webhook_of_earlier_times_does_not_keep_polling_away(
    server: BotApi, telegram: Telegram, intake: Intake, pauses: Pauses
) -> None:
    await telegram.set_webhook("https://nowhere.example/hook", SECRET)
    await server.resident().say("Đường hỏng")
    async with polling(telegram, intake, pauses):
        await intake.until(1)
    assert len(pauses.seconds) == 1


async def test_a_refused_token_is_told_and_tried_again(server: BotApi, intake: Intake, pauses: Pauses) -> None:
    channel = Telegram("1:wrong", 7, server.base_url, server.base_file_url, Shelf(), lambda: AT)
    with capture_logs() as logs:
        async with polling(channel, intake, pauses):
            await pauses.until(1)
    assert logs[0]["code"] == "token_refused"
    await channel.close()


async def test_updates_without_any_id_do_not_make_a_busy_loop(intake: Intake, pauses: Pauses) -> None:
    async def nonsense(request: web.BaseRequest) -> web.Response:
        results = {"getMe": {"id": 1, "is_bot": True, "first_name": "x"}, "getUpdates": [{"message": {}}, 3]}
        return web.json_response({"ok": True, "result": results.get(request.path.rpartition("/")[2], True)})

    async with RawTestServer(nonsense) as server:
        channel = Telegram(
            TOKEN, 7, str(server.make_url("/bot")), str(server.make_url("/file/bot")), Shelf(), lambda: AT
        )
        async with polling(channel, intake, pauses):
            assert (await pauses.until(2))[:2] == [1.0, 2.0]
        await channel.close()


async def test_somebody_who_stopped_the_bot_has_left(receiving: None, server: BotApi, intake: Intake) -> None:
    lan = server.resident()
    await lan.say("một")
    await lan.block()
    assert await intake.until(2) == ["một", "left"]
    assert intake.taken[1].sender == str(lan.id)


async def test_in_a_group_a_command_for_another_bot_is_left_alone(
    receiving: None, server: BotApi, intake: Intake
) -> None:
    server.switches.privacy = False
    lan, group = server.resident(), server.group()
    await lan.say("/tonghop@someother_bot", chat_id=group.id)
    await lan.say(f"/tonghop@{server.username}", chat_id=group.id)
    assert await intake.until(1) == [f"/tonghop@{server.username}"]
    assert (intake.taken[0].group, intake.taken[0].sender) == (str(group.id), str(lan.id))


async def test_a_pushed_update_is_acknowledged_after_it_was_taken(hooked: Telegram, intake: Intake) -> None:
    assert await hooked.take_webhook(pushed(), SECRET, intake.take) == 200
    assert intake.texts == ["Đường hỏng"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "bí mật"])
async def test_a_wrong_secret_is_403(hooked: Telegram, intake: Intake, secret: str | None) -> None:
    assert await hooked.take_webhook(pushed(), secret, intake.take) == 403
    assert intake.taken == []


@pytest.mark.parametrize("secret", [None, ""])
async def test_without_a_secret_of_ours_every_push_is_403(
    telegram: Telegram, intake: Intake, secret: str | None
) -> None:
    assert await telegram.take_webhook(pushed(), secret, intake.take) == 403


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"3", b'"a"', b"{}", b'{"update_id": "5"}', b'{"update_id": true}', b"\xff", b"[" * 100_000],
)
async def test_a_malformed_push_is_400(hooked: Telegram, intake: Intake, body: bytes) -> None:
    assert await hooked.take_webhook(body, SECRET, intake.take) == 400


async def test_an_update_that_cannot_be_read_is_acknowledged_or_it_would_come_for_a_day(
    hooked: Telegram, intake: Intake
) -> None:
    body = b'{"update_id": 5, "message": {"text": "b\\u00ed m\\u1eadt"}}'
    with capture_logs() as logs:
        assert await hooked.take_webhook(body, SECRET, intake.take) == 200
    assert intake.taken == []
    assert "bí mật" not in str(logs)


async def test_what_could_not_be_taken_is_503_so_that_it_is_sent_again(hooked: Telegram, intake: Intake) -> None:
    intake.refuses.add("Đường hỏng")
    with capture_logs() as logs:
        assert await hooked.take_webhook(pushed(), SECRET, intake.take) == 503
    assert [entry["code"] for entry in logs] == ["OSError"]


async def test_the_webhook_is_set_and_deleted(telegram: Telegram, server: BotApi, intake: Intake) -> None:
    await telegram.set_webhook("https://nowhere.example/hook", SECRET)
    assert server.webhook is not None
    assert (server.webhook.settings.url, server.webhook.settings.secret) == ("https://nowhere.example/hook", SECRET)
    assert set(server.updates.allowed or ()) == {"message", "callback_query", "my_chat_member"}
    assert await telegram.take_webhook(pushed(), SECRET, intake.take) == 200
    await telegram.delete_webhook()
    assert server.webhook is None
