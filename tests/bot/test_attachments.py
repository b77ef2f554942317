"""Files that residents sent are fetched after the commit, checked, and kept, or their sender hears why not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.attachments import AttachmentFetcher
from bot.channels.base import Limits, SendError, Take
from bot.channels.files import FileStore
from bot.channels.telegram import Telegram
from handlers.messages import Reply
from storage import attachments, people
from storage.database import Database
from storage.ids import new_id
from storage.records import Attachment, AttachmentState, Delivery, IdentityState, Urgency
from tests.fakes.bot_api import BotApi
from tests.house import NOON, House

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(100)
PDF = b"%PDF-1.7\n%%EOF\n"
LARGEST = 1024 * 1024
DAY = timedelta(days=1)


@dataclass
class FakeChannel:
    """Files by their reference; a SendError in their place is raised."""

    name: str = "telegram"
    limits: Limits = Limits(text=4096)  # noqa: RUF009 - frozen
    remote: dict[str, bytes | SendError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def fetch(self, remote_ref: str) -> bytes:
        self.asked.append(remote_ref)
        found = self.remote[remote_ref]
        if isinstance(found, SendError):
            raise found
        return found

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        raise AssertionError("the fetcher sends nothing by itself")

    async def receive(self, take: Take) -> None:
        raise AssertionError("the fetcher receives nothing")


class Shelf(FileStore):
    """A file store whose disk may be full."""

    full = False

    def put(self, data: bytes) -> str:
        if self.full:
            raise OSError(28, "No space left on device")
        return super().put(data)


@dataclass
class Desk:
    """An office with one resident, Lan, and the fetcher at work on what she sends."""

    house: House
    database: Database
    channel: FakeChannel
    files: Shelf
    fetcher: AttachmentFetcher
    woken: list[str]

    async def sends(self, ref: str, found: bytes | SendError, **details: Any) -> Attachment:
        """Lan's file, whose bytes the platform has, or not."""
        self.channel.remote[ref] = found
        [identity] = await self.house.rows("SELECT id FROM identity")
        attachment = Attachment(
            **{
                "office_id": self.house.office.id,
                "id": new_id(NOON),
                "identity_id": identity["id"],
                "concern_id": None,
                "kind": "document",
                "name": "",
                "content_type": "",
                "size": 0,
                "channel": "telegram",
                "remote_ref": ref,
                "stored_as": "",
                "latitude": None,
                "longitude": None,
                "state": AttachmentState.PENDING,
                "attempts": 0,
                "not_before": NOON,
                "created_at": NOON,
                **details,
            }
        )
        await self.database.write(lambda tx: attachments.add(tx, attachment))
        return attachment

    async def now(self, attachment: Attachment) -> Attachment:
        """The attachment as it is remembered now."""
        rows = await self.house.rows("SELECT * FROM attachment")
        return next(found for found in map(Attachment.of, rows) if found.id == attachment.id)

    async def notices(self) -> list[Delivery]:
        """What Lan was told as a notice."""
        return [row for row in await self.house.deliveries() if row.urgency is Urgency.NOTICE]

    async def told(self) -> list[str]:
        return [Reply.model_validate_json(row.body).text for row in await self.notices()]


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> Desk:
    house = await House.build(database)
    await house.resident("lan").say("/start")
    channel, files = FakeChannel(), Shelf(tmp_path / "files", LARGEST)
    woken: list[str] = []
    fetcher = AttachmentFetcher(database, {"telegram": channel}, files, {"telegram": channel.limits}, woken.append)
    return Desk(house, database, channel, files, fetcher, woken)


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[Any]]:
    with capture_logs() as captured:
        yield captured


async def test_a_file_is_kept_as_what_it_is_and_nobody_is_bothered(desk: Desk) -> None:
    photo = await desk.sends("p", JPEG, kind="photo", content_type="image/png", size=7)
    assert await desk.fetcher.fetch_due(NOON) == 1
    kept = await desk.now(photo)
    assert (kept.state, kept.content_type, kept.size) == (AttachmentState.STORED, "image/jpeg", len(JPEG))
    assert desk.files.read(kept.stored_as) == JPEG
    assert (await desk.told(), desk.woken) == ([], [])
    assert await desk.fetcher.fetch_due(NOON + DAY) == 0


async def test_a_file_of_a_wrong_type_is_refused_and_its_sender_told_once(desk: Desk) -> None:
    page = await desk.sends("h", b"<html>", name="trang\n web.html")
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(page)).state is AttachmentState.REFUSED
    assert await desk.fetcher.fetch_due(NOON + DAY) == 0
    [told] = await desk.told()
    assert "«trang web.html»" in told
    assert desk.woken == ["telegram"]
    assert [row.address for row in await desk.notices()] == ["lan"]


async def test_a_file_that_pretends_to_be_another_is_refused(desk: Desk) -> None:
    document = await desk.sends("d", PDF, name="anh.jpg", content_type="image/jpeg")
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(document)).state is AttachmentState.REFUSED


async def test_a_file_known_to_be_too_large_is_not_even_fetched(desk: Desk) -> None:
    video = await desk.sends("v", JPEG, kind="voice", size=LARGEST + 1)
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(video)).state is AttachmentState.REFUSED
    assert desk.channel.asked == []
    [told] = await desk.told()
    assert "«ghi âm»" in told
    assert "1 MB" in told


@pytest.mark.parametrize("found", [JPEG + bytes(LARGEST), SendError("file_too_large")])
async def test_a_file_found_to_be_too_large_is_refused(desk: Desk, found: bytes | SendError) -> None:
    photo = await desk.sends("p", found, kind="photo", size=5)
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(photo)).state is AttachmentState.REFUSED
    [told] = await desk.told()
    assert "«ảnh»" in told
    assert "1 MB" in told


async def test_a_network_that_fails_is_tried_again_later_each_time(desk: Desk) -> None:
    photo = await desk.sends("p", SendError("network", retryable=True))
    waits = []
    at = NOON
    for _ in range(4):
        assert await desk.fetcher.fetch_due(at) == 1
        later = (await desk.now(photo)).not_before
        assert await desk.fetcher.fetch_due(later - timedelta(seconds=1)) == 0
        waits.append(later - at)
        at = later
    assert waits == sorted(set(waits)), "growing"
    desk.channel.remote["p"] = JPEG
    await desk.fetcher.fetch_due(at)
    assert (await desk.now(photo)).state is AttachmentState.STORED
    assert await desk.told() == []


async def test_a_platform_that_asks_for_silence_gets_it(desk: Desk) -> None:
    photo = await desk.sends("p", SendError("too_many", retryable=True, retry_after=3000.0))
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(photo)).not_before == NOON + timedelta(seconds=3000)


async def test_a_file_that_could_not_be_fetched_for_a_day_is_lost_and_asked_for_again(desk: Desk) -> None:
    photo = await desk.sends("p", SendError("network", retryable=True), name="đơn.pdf")
    await desk.fetcher.fetch_due(NOON + DAY - timedelta(seconds=1))
    assert (await desk.now(photo)).state is AttachmentState.PENDING
    await desk.fetcher.fetch_due(NOON + DAY + timedelta(hours=1))
    assert (await desk.now(photo)).state is AttachmentState.LOST
    [told] = await desk.told()
    assert "«đơn.pdf»" in told
    assert "gửi lại" in told


async def test_a_file_that_is_gone_is_lost_at_once(desk: Desk) -> None:
    photo = await desk.sends("p", SendError("file_lost"))
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(photo)).state is AttachmentState.LOST


async def test_a_full_disk_loses_nothing_however_long_it_lasts(desk: Desk, logs: list[Any]) -> None:
    photo = await desk.sends("p", JPEG)
    desk.files.full = True
    await desk.fetcher.fetch_due(NOON)
    await desk.fetcher.fetch_due(NOON + 9 * DAY)
    assert [(entry["event"], entry["errno"]) for entry in logs] == [("file_not_stored", 28)] * 2
    assert (await desk.now(photo)).state is AttachmentState.PENDING
    desk.files.full = False
    await desk.fetcher.fetch_due(NOON + 10 * DAY)
    assert (await desk.now(photo)).state is AttachmentState.STORED
    assert await desk.told() == []


async def test_a_file_of_an_account_that_is_not_there_today_waits(desk: Desk) -> None:
    photo = await desk.sends("p", JPEG, channel="zalo_oa")
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(photo)).state is AttachmentState.PENDING


async def test_one_file_that_fails_does_not_hold_up_the_others(desk: Desk) -> None:
    bad = await desk.sends("b", SendError("network", retryable=True))
    good = await desk.sends("g", JPEG)
    assert await desk.fetcher.fetch_due(NOON) == 2
    assert [(await desk.now(each)).state for each in (bad, good)] == [AttachmentState.PENDING, AttachmentState.STORED]


async def test_a_fault_of_ours_is_raised_after_the_others_were_served(desk: Desk) -> None:
    await desk.sends("b", JPEG)
    del desk.channel.remote["b"]
    good = await desk.sends("g", JPEG)
    with pytest.raises(KeyError):
        await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(good)).state is AttachmentState.STORED


async def test_a_sender_who_stopped_the_bot_is_not_written_to(desk: Desk) -> None:
    office_id = desk.house.office.id
    await desk.database.write(
        lambda tx: people.set_identity_state(tx, office_id, "telegram", "lan", IdentityState.GONE)
    )
    page = await desk.sends("h", b"<html>")
    await desk.fetcher.fetch_due(NOON)
    assert (await desk.now(page)).state is AttachmentState.REFUSED
    assert (await desk.told(), desk.woken) == ([], [])


async def test_a_sender_is_told_in_their_language_and_a_long_name_is_cut(desk: Desk) -> None:
    [lan] = await desk.house.rows("SELECT id FROM person")
    person_id = int(str(lan["id"]))
    await desk.database.write(lambda tx: people.set_language(tx, desk.house.office.id, person_id, "en"))
    await desk.sends("h", b"<html>", name="x" * 200 + ".html")
    await desk.fetcher.fetch_due(NOON)
    [told] = await desk.told()
    assert f"“{'x' * 60}…”" in told


async def test_a_draft_that_was_dropped_meanwhile_is_not_spoken_of(desk: Desk) -> None:
    await desk.sends("h", b"<html>")
    due = await desk.database.read(lambda tx: attachments.pending(tx, NOON, 9))
    await desk.database.write(lambda tx: attachments.drop_drafts(tx, due[0].office_id, due[0].identity_id))
    assert await desk.database.write(lambda tx: attachments.mark_ended(tx, due[0], AttachmentState.REFUSED)) is False
    assert await desk.fetcher.fetch_due(NOON) == 0


async def test_no_name_of_a_file_is_logged(desk: Desk, logs: list[Any]) -> None:
    await desk.sends("h", b"<html>", name="Nguyễn Thị Lan.html")
    await desk.sends("b", SendError("network", retryable=True), name="Nguyễn Thị Lan.pdf")
    await desk.fetcher.fetch_due(NOON)
    assert {entry["event"] for entry in logs} == {"file_not_kept", "file_not_fetched"}
    assert "Lan" not in str(logs)


async def test_a_photo_comes_all_the_way_from_telegram(desk: Desk) -> None:
    async with BotApi.serve() as server:
        telegram = Telegram(server.token, 7, server.base_url, server.base_file_url, desk.files, lambda: NOON)
        fetcher = AttachmentFetcher(desk.database, {"telegram": telegram}, desk.files, {}, desk.woken.append)
        message = await server.resident().send_photo(JPEG)
        photo = await desk.sends(message["photo"][-1]["file_id"], b"", kind="photo", content_type="image/jpeg")
        gone = await desk.sends("no-such-file", b"")
        await fetcher.fetch_due(NOON)
        await telegram.close()
    kept = await desk.now(photo)
    assert desk.files.read(kept.stored_as) == JPEG
    assert (await desk.now(gone)).state is AttachmentState.LOST
