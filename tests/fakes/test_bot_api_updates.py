"""The fake Bot API server's updates are Telegram's: python-telegram-bot reads them, offsets confirm them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import aiohttp
import pytest
from telegram import Bot, Update
from telegram.error import ChatMigrated, Forbidden

from tests.fakes.bot_api import BotApi, FakeResident
from tests.fakes.bot_api.params import ApiError, Params
from tests.fakes.bot_api.updates import FIRST_UPDATE_ID, UpdateQueue
from tests.fakes.reading import MIB, PNG, RESIDENT, Call, holds, unknown_fields


async def only_update(bot: Bot, offset: int = 0) -> Update:
    (update,) = await bot.get_updates(offset=offset, allowed_updates=[])
    return update


async def acts(server: BotApi, lan: FakeResident) -> dict[str, Callable[[], Awaitable[object]]]:
    """Everything a resident can do, by the kind of update that it makes."""
    return {
        "text": lambda: lan.say("Đường thôn 3 hỏng"),
        "command": lambda: lan.say("/start abc_1"),
        "photo": lambda: lan.send_photo(PNG, "ổ gà"),
        "document": lambda: lan.send_document(b"%PDF-1.7", "don.pdf", "application/pdf", "đơn"),
        "voice": lambda: lan.send_voice(b"OggS"),
        "location": lambda: lan.send_location(10.79, 106.78),
        "block": lan.block,
        "group": lambda: server.group().add_bot(lan),
    }


@pytest.mark.parametrize("act", ["text", "command", "photo", "document", "voice", "location", "block", "group"])
async def test_ptb_reads_every_update_and_knows_every_field(server: BotApi, bot: Bot, act: str) -> None:
    lan = server.resident(first_name="Lan", language_code="vi")
    await lan.say("/start")
    first = await only_update(bot)
    await (await acts(server, lan))[act]()
    given = json.loads(server.updates.oldest(2)[-1].body)
    update = await only_update(bot, first.update_id + 1)
    assert holds(update.to_dict(), given)
    assert list(unknown_fields(update)) == []
    assert update.update_id == first.update_id + 1
    assert update.effective_user is not None
    assert (update.effective_user.id, update.effective_user.language_code) == (lan.id, "vi")


async def test_a_message_has_what_ptb_makes_of_it(server: BotApi, bot: Bot) -> None:
    lan = server.resident()
    await lan.say("😀 /gopy@doithoai_test_bot và /tracuu")
    message = (await only_update(bot)).message
    assert message is not None
    assert list(message.parse_entities().values()) == ["/gopy@doithoai_test_bot", "/tracuu"]
    assert (message.chat.id, message.chat.type) == (lan.id, "private")


async def test_messages_carry_the_date_of_the_clock_that_was_handed_in() -> None:
    at = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
    async with BotApi.serve(clock=lambda: at) as server:
        (message,) = await server.resident().say("/start")
    assert message["date"] == at.timestamp()


async def test_a_photo_comes_in_growing_sizes_and_can_be_fetched(server: BotApi, bot: Bot) -> None:
    await server.resident().send_photo(PNG + bytes(2 * MIB))
    message = (await only_update(bot)).message
    assert message is not None
    small, large = message.photo
    assert small.width < large.width
    file = await bot.get_file(large.file_id)
    assert file.file_path is not None
    assert file.file_path.startswith(server.base_file_url)
    assert bytes(await file.download_as_bytearray()) == PNG + bytes(2 * MIB)


async def test_a_file_that_getfile_did_not_name_cannot_be_fetched(server: BotApi, http: aiohttp.ClientSession) -> None:
    await server.resident().send_document(b"x", "a.txt", "text/plain")
    (stored,) = server.files.values()
    async with http.get(f"{server.base_file_url}{server.token}/{stored.path}") as answer:
        assert answer.status == 404


async def test_a_file_over_20_mib_cannot_be_fetched(server: BotApi, call: Call) -> None:
    message = await server.resident().send_document(bytes(20 * MIB + 1), "a.bin", "application/octet-stream")
    status, body = await call("getFile", {"file_id": message["document"]["file_id"]})
    assert (status, body["description"]) == (400, "Bad Request: file is too big")


async def test_a_long_text_comes_in_parts_of_4096_units(server: BotApi, bot: Bot) -> None:
    await server.resident().say("😀" * 5000)
    updates = await bot.get_updates()
    assert [len(update.message.text or "") for update in updates if update.message] == [2048, 2048, 904]


async def test_an_empty_text_cannot_be_said(server: BotApi) -> None:
    with pytest.raises(ValueError, match="no empty text"):
        await server.resident().say(" ")


async def test_updates_come_again_until_a_higher_offset_confirms_them(server: BotApi, call: Call) -> None:
    lan = server.resident()
    for text in ("một", "hai", "ba"):
        await lan.say(text)

    async def texts(**params: int) -> list[str]:
        _, body = await call("getUpdates", params)
        return [update["message"]["text"] for update in body["result"]]

    assert await texts() == ["một", "hai", "ba"]
    assert await texts(limit=2) == ["một", "hai"]
    assert await texts(offset=FIRST_UPDATE_ID + 1) == ["hai", "ba"]
    assert await texts(offset=FIRST_UPDATE_ID) == ["hai", "ba"]
    assert await texts(offset=FIRST_UPDATE_ID + 1000) == ["hai", "ba"]
    assert await texts(offset=-1) == ["ba"]
    assert await texts(offset=FIRST_UPDATE_ID + 3) == []
    assert len(server.updates) == 0


async def test_a_held_poll_is_answered_by_the_first_arrival(server: BotApi, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", {"timeout": 50}))
    async with asyncio.timeout(5):
        while not server.updates.is_held:
            await call("getMe")
        await server.resident().say("đây")
        _, body = await poll
    assert [update["message"]["text"] for update in body["result"]] == ["đây"]


async def test_a_poll_ends_empty_when_its_time_is_over() -> None:
    queue = UpdateQueue(lambda: 0.0)
    assert await queue.get(Params({"timeout": 0})) == "[]"


async def test_of_two_pollers_the_first_is_sent_away(server: BotApi, call: Call) -> None:
    polls = {asyncio.create_task(call("getUpdates", {"timeout": 50})) for _ in range(2)}
    async with asyncio.timeout(5):
        (sent_away,), (staying,) = await asyncio.wait(polls, return_when=asyncio.FIRST_COMPLETED)
        await server.resident().say("đây")
        status, body = await sent_away
        assert status == 409
        assert body["description"].startswith("Conflict: terminated by other getUpdates request; make sure")
        assert (await staying)[0] == 200


async def test_an_update_that_nobody_fetched_in_time_is_dropped() -> None:
    times = [0.0]
    queue = UpdateQueue(lambda: times[0])
    queue.push("message", {}, 1)
    queue.push("callback_query", {}, 1, lifetime=150)
    times[0] = 150.0
    assert [json.loads(each.body) for each in queue.oldest(9)] == [{"update_id": FIRST_UPDATE_ID, "message": {}}]
    times[0] = 86_400.0
    assert queue.oldest(9) == []


async def test_allowed_updates_are_remembered_until_said_otherwise() -> None:
    queue = UpdateQueue(lambda: 0.0)

    async def wanted(**params: object) -> list[str]:
        await queue.get(Params(params))
        kinds = ("message", "callback_query", "chat_member")
        return [kind for kind in kinds if queue.push(kind, {}, 1) is not None]

    assert await wanted() == ["message", "callback_query"]
    assert await wanted(allowed_updates='["message"]') == ["message"]
    assert await wanted() == ["message"]
    assert await wanted(allowed_updates=["chat_member"]) == ["chat_member"]
    assert await wanted(allowed_updates=[]) == ["message", "callback_query"]
    with pytest.raises(ApiError, match="Array of String"):
        await wanted(allowed_updates={"message": True})


async def test_a_raw_update_is_delivered_whatever_it_is_and_twice_if_told_so(server: BotApi, call: Call) -> None:
    lan = server.resident()
    update_id = await lan.raw({"teleportation": {"to": "Xã Giao Minh"}})
    await lan.raw({"update_id": update_id, "teleportation": {"to": "Xã Giao Minh"}})
    _, body = await call("getUpdates")
    assert body["result"] == [{"update_id": update_id, "teleportation": {"to": "Xã Giao Minh"}}] * 2


async def test_in_privacy_mode_a_group_shows_the_bot_only_what_is_meant_for_it(server: BotApi, call: Call) -> None:
    lan, group = server.resident(), server.group()
    _, body = await call("sendMessage", {"chat_id": group.id, "text": "Tổng hợp hôm nay"})
    (ours,) = group.messages
    for text, reply_to in (
        ("chào cả nhà", None),
        ("/noinhan", None),
        ("/noinhan@doithoai_test_bot", None),
        ("/noinhan@other_bot", None),
        ("hỏi @doithoai_test_bot", None),
        ("còn thôn 2?", ours),
    ):
        await lan.say(text, group.id, reply_to)
    _, body = await call("getUpdates")
    seen = [update["message"] for update in body["result"]]
    assert [message["text"] for message in seen] == [
        "/noinhan",
        "/noinhan@doithoai_test_bot",
        "hỏi @doithoai_test_bot",
        "còn thôn 2?",
    ]
    assert {message["chat"]["id"] for message in seen} == {group.id}
    server.switches.privacy = False
    await lan.say("chào cả nhà", group.id)
    assert len(server.updates) == 5
    assert list(unknown_fields(Update.de_json(body["result"][-1]))) == []


async def test_a_group_answers_by_its_id_and_a_channel_by_its_name_too(server: BotApi, call: Call) -> None:
    lan, group = server.resident(), server.group()
    channel = server.group("Tin xã", "channel", "xagiaominh")
    await call("sendMessage", {"chat_id": group.id, "text": "a"})
    await call("sendMessage", {"chat_id": "@xagiaominh", "text": "b"})
    assert (await lan.next_message(chat_id=group.id)).text == "a"
    assert [sent.chat_id for sent in channel.messages] == [channel.id]


async def test_a_group_that_became_a_supergroup_names_its_new_id(server: BotApi, bot: Bot) -> None:
    lan, group = server.resident(), server.group(kind="group")
    new = await group.upgrade(lan)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "a")
    assert caught.value.new_chat_id == new.id
    await bot.send_message(new.id, "a")
    first, second = await bot.get_updates()
    assert first.message is not None
    assert second.message is not None
    assert (first.message.migrate_to_chat_id, second.message.migrate_from_chat_id) == (new.id, group.id)


async def test_who_blocked_the_bot_or_removed_it_is_forbidden(server: BotApi, bot: Bot) -> None:
    lan, group = server.resident(RESIDENT), server.group()
    await lan.block()
    await group.remove_bot(lan)
    for chat_id, reason in ((RESIDENT, "blocked by the user"), (group.id, "kicked from the supergroup chat")):
        with pytest.raises(Forbidden, match=f"Forbidden: bot was {reason}"):
            await bot.send_message(chat_id, "a")
    await lan.unblock()
    await bot.send_message(RESIDENT, "a")
