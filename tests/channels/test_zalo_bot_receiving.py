"""The Zalo bot receives, by polling and by webhook: what was fetched or pushed is taken, once, or asked for again."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.channels.zalo_bot import ZaloBot
from tests.channels.telegram_tools import Intake, Pauses
from tests.channels.zalo_bot_tools import AT, JPEG, SECRET, channel_for, event, links, polling, pushed, send
from tests.fakes.zalo_bot import ZaloBotServer


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
async def hooked(server: ZaloBotServer) -> AsyncIterator[ZaloBot]:
    """The channel of another worker, which was told the webhook's secret."""
    channel = channel_for(server, webhook_secret=SECRET)
    yield channel
    await channel.close()


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


async def test_messages_are_handed_over(server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses) -> None:
    lan = server.resident("Bà Lan")
    async with polling(zalo, intake, pauses):
        await lan.say("Đường hỏng")
        await lan.send_photo(JPEG, "Ổ gà")
        await lan.send_sticker()
        await lan.send_unsupported()
        assert await intake.until(4) == ["Đường hỏng", "Ổ gà", "unsupported", "unsupported"]
    first = intake.taken[0]
    assert (first.office_id, first.sender, first.sender_name, first.received_at) == (7, lan.id, "Bà Lan", AT)
    assert pauses.seconds == []


@pytest.mark.parametrize("shape", ["listed", "nameless"])
async def test_messages_are_handed_over_in_the_other_shapes(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses, shape: str
) -> None:
    setattr(server.switches, shape, True)
    lan = server.resident("Bà Lan")
    for text in ("một", "hai", "ba"):
        await lan.say(text)
    async with polling(zalo, intake, pauses):
        assert await intake.until(3) == ["một", "hai", "ba"]
    assert {incoming.sender_name for incoming in intake.taken} == {"Bà Lan"}


async def test_an_idle_poll_is_no_error_and_is_not_waited_on(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    server.switches.hold = 0.01
    with capture_logs() as logs:
        async with polling(zalo, intake, pauses):
            await server.until_called("getUpdates", 6)
            server.switches.hold = None
            await server.resident().say("Đường hỏng")
            await intake.until(1)
    assert (pauses.seconds, logs) == ([], [])


async def test_a_platform_that_holds_no_polls_is_not_asked_a_hundred_times_a_second(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    server.switches.hold = 0.0
    async with polling(zalo, intake, pauses):
        await pauses.until(2)
        assert server.calls.count("getUpdates") == 10 + len(pauses.seconds) - 1
        await server.resident().say("Đường hỏng")
        await intake.until(1)
    assert set(pauses.seconds) == {1.0}


async def test_what_could_not_be_taken_is_kept_because_the_platform_gave_it_away(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    intake.refuses.add("hai")
    lan = server.resident()
    for text in ("một", "hai", "ba"):
        await lan.say(text)
    async with polling(zalo, intake, pauses):
        assert (await pauses.until(3))[:3] == [1.0, 2.0, 4.0]
        assert intake.texts == ["một"]
        intake.refuses.clear()
        assert await intake.until(3) == ["một", "hai", "ba"]


async def test_what_was_fetched_is_taken_on_the_way_out(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    server.switches.listed = True
    lan = server.resident()
    for text in ("một", "hai"):
        await lan.say(text)
    intake.arrived["một"], intake.gates["một"] = asyncio.Event(), asyncio.Event()
    async with polling(zalo, intake, pauses):
        await intake.arrived["một"].wait()
        assert intake.texts == []
        intake.gates["một"].set()
    assert intake.texts == ["một", "hai"]


async def test_what_is_lost_on_the_way_out_is_told_by_its_number(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    intake.refuses.add("bí mật")
    await server.resident().say("bí mật")
    with capture_logs() as logs:
        async with polling(zalo, intake, pauses):
            await pauses.until(1)
    assert [entry["messages"] for entry in logs if entry["event"] == "messages_lost"] == [1]
    assert "bí mật" not in str(logs)


async def test_the_bots_own_messages_that_come_back_are_not_taken(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    server.switches.echoes = True
    lan = server.resident()
    async with polling(zalo, intake, pauses):
        await lan.say("một")
        await intake.until(1)
        await send(zalo, lan.id, "Đã ghi nhận")
        await lan.say("hai")
        assert await intake.until(2) == ["một", "hai"]


async def test_a_webhook_of_earlier_times_does_not_keep_polling_away(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    await zalo.set_webhook("https://nowhere.example/hook", SECRET)
    await server.resident().say("Đường hỏng")
    with capture_logs() as logs:
        async with polling(zalo, intake, pauses):
            await intake.until(1)
    assert (pauses.seconds, [entry["code"] for entry in logs]) == ([1.0], ["bad_request"])
    assert server.webhook is None


async def test_a_broken_network_is_waited_for_longer_each_time(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    server.switches.faulty_methods = frozenset({"getUpdates"})
    server.switches.fail_next = 8
    await server.resident().say("Đường hỏng")
    async with polling(zalo, intake, pauses):
        await intake.until(1)
    assert pauses.seconds == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_lost_poll_is_followed_by_the_next(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    server.switches.faulty_methods = frozenset({"getUpdates"})
    server.switches.lose_next = 1
    lan = server.resident()
    await lan.say("given away and lost on the way")
    await lan.say("Đường hỏng")
    async with polling(zalo, intake, pauses):
        assert await intake.until(1) == ["Đường hỏng"], "polling is at most once: the webhook is for production"


async def test_a_refused_token_is_told_and_tried_again(server: ZaloBotServer, intake: Intake, pauses: Pauses) -> None:
    channel = ZaloBot("1:wrong", 7, server.base_url, links(), lambda: AT)
    with capture_logs() as logs:
        async with polling(channel, intake, pauses):
            await pauses.until(2)
    assert {entry["code"] for entry in logs} == {"token_refused"}
    await channel.close()


async def test_an_event_that_cannot_be_read_is_skipped_and_told_without_its_words(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, pauses: Pauses
) -> None:
    server.push_raw({"message": {"from": "nobody", "text": "bí mật"}})
    server.push_raw({"event_name": "message.unsupported.received"})
    await server.resident().say("Đường hỏng")
    with capture_logs() as logs:
        async with polling(zalo, intake, pauses):
            assert await intake.until(1) == ["Đường hỏng"]
    assert "bí mật" not in str(logs)


@pytest.mark.parametrize("wrapped", [False, True])
async def test_a_push_is_acknowledged_after_it_was_taken(hooked: ZaloBot, intake: Intake, *, wrapped: bool) -> None:
    assert await hooked.take_webhook(pushed(wrapped=wrapped), SECRET, intake.take) == 200
    assert intake.texts == ["Đường hỏng"]
    assert intake.taken[0].inbound_id == event()["message"]["message_id"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "bí mật"])
async def test_a_wrong_secret_is_403(hooked: ZaloBot, intake: Intake, secret: str | None) -> None:
    assert await hooked.take_webhook(pushed(), secret, intake.take) == 403
    assert intake.taken == []


@pytest.mark.parametrize("secret", [None, ""])
async def test_without_a_secret_of_ours_every_push_is_403(zalo: ZaloBot, intake: Intake, secret: str | None) -> None:
    assert await zalo.take_webhook(pushed(), secret, intake.take) == 403


@pytest.mark.parametrize("body", [b"", b" \r\n"])
@pytest.mark.parametrize("secret", [None, SECRET, "wrong"])
async def test_a_probe_without_a_body_is_200(hooked: ZaloBot, intake: Intake, body: bytes, secret: str | None) -> None:
    assert await hooked.take_webhook(body, secret, intake.take) == 200
    assert intake.taken == []


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b"ok"])
async def test_a_malformed_push_is_400(hooked: ZaloBot, intake: Intake, body: bytes) -> None:
    assert await hooked.take_webhook(body, SECRET, intake.take) == 400


@pytest.mark.parametrize("body", [b"{}", b"[]", b"3", b'{"event_name":"message.unsupported.received"}', b'{"ok":true}'])
async def test_a_push_that_says_nothing_is_200_or_it_would_come_again(
    hooked: ZaloBot, intake: Intake, body: bytes
) -> None:
    assert await hooked.take_webhook(body, SECRET, intake.take) == 200
    assert intake.taken == []


@given(st.binary(max_size=200))
async def test_no_body_whatever_breaks_the_webhook(body: bytes) -> None:
    nowhere = httpx.MockTransport(lambda _: httpx.Response(500))
    channel = ZaloBot("1:x", 7, "", links(), lambda: AT, webhook_secret=SECRET, transport=nowhere)
    assert await channel.take_webhook(body, SECRET, Intake().take) in {200, 400}
    await channel.close()


async def test_what_could_not_be_taken_is_503_so_that_it_is_sent_again(hooked: ZaloBot, intake: Intake) -> None:
    intake.refuses.add("Đường hỏng")
    with capture_logs() as logs:
        assert await hooked.take_webhook(pushed(), SECRET, intake.take) == 503
    assert [entry["code"] for entry in logs] == ["OSError"]


@pytest.mark.parametrize("wrapped", [False, True])
async def test_pushes_are_repeated_until_they_are_taken(
    server: ZaloBotServer, zalo: ZaloBot, intake: Intake, *, wrapped: bool
) -> None:
    server.switches.wrapped, server.switches.echoes = wrapped, True
    asked: list[int] = []

    async def endpoint(request: web.BaseRequest) -> web.Response:
        secret = request.headers.get("X-Bot-Api-Secret-Token")
        status = await zalo.take_webhook(await request.read(), secret, intake.take)
        asked.append(status)
        if len(asked) == 2:
            intake.refuses.clear()
        return web.Response(status=status)

    intake.refuses.add("Đường hỏng")
    async with RawTestServer(endpoint) as ours:
        await zalo.set_webhook(str(ours.make_url("/webhook")), SECRET)
        lan = server.resident()
        await lan.say("Đường hỏng")
        await intake.until(1)
        await send(zalo, lan.id, "Đã ghi nhận")
        await lan.say("Cầu gãy")
        assert await intake.until(2) == ["Đường hỏng", "Cầu gãy"], "the echo between them is not taken"
        await zalo.delete_webhook()
    assert asked[:3] == [503, 503, 200]
    assert server.webhook is None
