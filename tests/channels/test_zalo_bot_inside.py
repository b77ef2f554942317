"""The Zalo bot with the house behind it: real intake, outbox and files on a real database, the strict fake in front."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import RawTestServer

from bot import clock
from bot.attachments import AttachmentFetcher
from bot.channels.files import FileStore
from bot.channels.zalo_bot import ZaloBot
from bot.delivery import Sender
from bot.intake import Intake
from bot.languages import languages_at
from storage.database import Database
from storage.records import Attachment
from tests.channels.zalo_bot_tools import AAC, AT, JPEG, SECRET, channel_for
from tests.fakes.zalo_bot import FakeResident, Sent, ZaloBotServer
from tests.house import House


@dataclass
class Desk:
    """An office that has only a Zalo bot, and somebody who writes to it."""

    house: House
    server: ZaloBotServer
    zalo: ZaloBot
    intake: Intake
    fetcher: AttachmentFetcher
    lan: FakeResident

    async def enters(self) -> None:
        """The resident agrees and names the hamlet, by the words of the choices."""
        for said, answer in (("/start", "Đồng ý"), ("Đồng ý", "thôn"), ("Thôn Giữa", "làm gì")):
            await self.lan.say(said)
            await self.hears(answer)

    async def hears(self, words: str) -> Sent:
        """The next message that has these words."""
        while words.lower() not in (heard := await self.lan.next_message()).text.lower():
            pass
        return heard

    async def attachments(self) -> list[Attachment]:
        """What is kept of files that were sent."""
        return [Attachment.of(row) for row in await self.house.rows("SELECT * FROM attachment ORDER BY id")]


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    """The office, sending; how it receives is for the test to say."""
    house = await House.build(database, AT)
    files = FileStore(tmp_path / "files", 1024 * 1024)
    async with ZaloBotServer.serve() as server:
        language_of = languages_at(database, house.office.id, "zalo_bot")
        zalo = channel_for(server, house.office.id, language_of=language_of)
        sender = Sender(database, house.office.id, zalo, lambda: AT, clock.monotonic)
        limits = {zalo.name: zalo.limits}
        intake = Intake(database, limits, lambda _: sender.wake())
        fetcher = AttachmentFetcher(database, {zalo.name: zalo}, files, limits, lambda _: sender.wake())
        sending = asyncio.create_task(sender.run())
        yield Desk(house, server, zalo, intake, fetcher, server.resident("Bà Lan"))
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await zalo.close()


@pytest.fixture
async def polling(desk: Desk) -> AsyncIterator[None]:
    """The office receives by polling."""
    task = asyncio.create_task(desk.zalo.receive(desk.intake.take))
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture(params=[False, True], ids=["bare", "wrapped"])
async def pushing(desk: Desk, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """The office receives by webhook, in either envelope."""
    desk.server.switches.wrapped = request.param

    async def endpoint(pushed: web.BaseRequest) -> web.Response:
        secret = pushed.headers.get("X-Bot-Api-Secret-Token")
        return web.Response(status=await desk.zalo.take_webhook(await pushed.read(), secret, desk.intake.take))

    async with RawTestServer(endpoint) as ours:
        await desk.zalo.set_webhook(str(ours.make_url("/webhook/zalo-bot")), SECRET)
        yield
        await desk.zalo.delete_webhook()


@pytest.mark.usefixtures("polling")
async def test_somebody_new_is_greeted_and_heard_by_polling(desk: Desk) -> None:
    await desk.enters()


@pytest.mark.usefixtures("pushing")
async def test_somebody_new_is_greeted_and_heard_by_webhook(desk: Desk) -> None:
    desk.server.switches.echoes = True
    await desk.enters()


@pytest.mark.usefixtures("pushing")
async def test_a_message_that_comes_twice_is_answered_once(desk: Desk) -> None:
    await desk.enters()
    desk.server.push_raw({"event_name": "message.text.received", "message": await desk.lan.say("/trogiup")})
    await desk.hears("0200 000 000")
    await desk.lan.say("/lich")
    await desk.hears("đối thoại")
    assert sum("0200 000 000" in sent.text for sent in desk.lan.messages) == 1
    assert len(await desk.house.rows("SELECT 1 FROM inbound")) == 5


@pytest.mark.usefixtures("polling")
async def test_what_the_platform_withholds_is_answered_with_other_ways(desk: Desk) -> None:
    await desk.enters()
    await desk.lan.send_unsupported()
    await desk.hears("0200 000 000")
    await desk.lan.send_sticker()
    await desk.hears("0200 000 000")


@pytest.mark.usefixtures("polling")
async def test_photos_and_voice_notes_are_kept_after_the_commit(desk: Desk) -> None:
    await desk.enters()
    await desk.lan.send_photo(JPEG, "Đường trước cổng trường có ổ gà lớn, mưa xuống rất nguy hiểm cho các cháu")
    await desk.lan.next_message()
    await desk.lan.send_voice(AAC)
    await desk.lan.next_message()
    assert await desk.fetcher.fetch_due(AT) == 2
    kept = [(file.kind, file.state.value, file.content_type, file.size) for file in await desk.attachments()]
    assert kept == [("photo", "stored", "image/jpeg", len(JPEG)), ("voice", "stored", "audio/aac", len(AAC))]
