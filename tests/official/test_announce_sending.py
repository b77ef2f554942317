"""An announcement on its way: every recipient once, whatever dies in between; progress; stopping."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.outbox import queue_all
from handlers.messages import Outgoing
from handlers.official.announcements import home as announce
from storage import announcements, deliveries
from storage.database import Database
from storage.records import Announcement, Delivery, DeliveryState, Role
from storage.transaction import Transaction
from tests.house import House, Someone
from tests.official.sessions_at_work import CHANNELS, joined, many_residents, person_at, run, said, staff
from tests.official.test_announce import WORDS, handed_in
from tests.official.writing import a_resident, acts


class Killed(Exception):
    """The process dies here."""


async def released(house: House, audience: str = "Mọi người") -> Someone:
    """Let an announcement be handed in and released; returns who released it."""
    hoa, minh = await staff(house)
    await handed_in(hoa, audience)
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Duyệt và gửi")
    return minh


async def the_announcement(house: House) -> Announcement:
    found = await house.database.read(lambda tx: announcements.announcements(tx, house.office.id))
    return found[0]


async def batch(house: House, limit: int = 10, *, killed: bool = False) -> list[Outgoing]:
    """One turn of the loop: expand and queue in one transaction; a killed one dies before its commit."""
    announcement = await the_announcement(house)

    def unit(tx: Transaction) -> list[Outgoing]:
        outgoing = announce.expand(tx, announcement, house.at, limit)
        queue_all(tx, house.office.id, outgoing, CHANNELS, house.at)
        if killed:
            raise Killed
        return outgoing

    try:
        return await house.database.write(unit)
    except Killed:
        return []


async def queued(house: House) -> list[Delivery]:
    """The rows of the outbox that belong to an announcement."""
    return [row for row in await house.deliveries() if row.announcement_id is not None]


async def send_all(house: House) -> None:
    """Let everything that waits be sent."""
    rows = [row for row in await queued(house) if row.state is DeliveryState.QUEUED]

    def unit(tx: Transaction) -> None:
        for row in rows:
            deliveries.mark_sent(tx, row, str(row.id), house.at)

    await house.database.write(unit)


async def progress(house: House) -> str | None:
    """What the loop would tell now; it is queued."""
    announcement = await the_announcement(house)

    def unit(tx: Transaction) -> str | None:
        told = announce.progress(tx, announcement, house.at, {"telegram": 1.0, "web_chat": 1000.0})
        if told is None:
            return None
        queue_all(tx, house.office.id, [told], CHANNELS, house.at)
        return told.reply.text

    return await house.database.write(unit)


async def test_everybody_gets_it_once_in_batches(database: Database) -> None:
    house = await House.build(database)
    addresses = await many_residents(house, 25)
    await released(house)
    while await batch(house):
        pass
    rows = await queued(house)
    assert sorted(row.address for row in rows) == sorted(addresses)
    assert all(WORDS in said(row) and row.urgency == 2 for row in rows)


async def test_killed_between_two_batches_nobody_is_missed_and_nobody_twice(database: Database) -> None:
    house = await House.build(database)
    addresses = await many_residents(house, 25)
    await released(house)
    for _ in range(3):
        await batch(house, 7, killed=True)
        assert len(await batch(house, 7)) == 7
    await batch(house, 7, killed=True)
    assert len(await batch(house, 7)) == 4
    assert sorted(row.address for row in await queued(house)) == sorted(addresses)


async def test_two_workers_expanding_at_once_write_to_nobody_twice(database: Database) -> None:
    house = await House.build(database)
    addresses = await many_residents(house, 40)
    await released(house)
    got = await asyncio.gather(*(batch(house, 7) for _ in range(8)))
    assert sum(len(outgoing) for outgoing in got) == 40
    assert sorted(row.address for row in await queued(house)) == sorted(addresses)


async def test_it_is_done_once_nothing_waits_any_more(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 3)
    await released(house)
    await batch(house)
    await batch(house)
    assert (await the_announcement(house)).state == "sending"
    await send_all(house)
    assert await batch(house) == []
    assert (await the_announcement(house)).state == "done"
    assert "đã gửi xong" in (await progress(house) or "")
    assert await house.database.read(lambda tx: announcements.announcements_sending(tx, house.office.id)) == []


async def test_only_subscribers_with_consent_and_a_door_get_it_by_the_door_used_last(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for name, sql in (
        ("tam", "UPDATE person SET subscribed = FALSE WHERE id = :id"),
        ("tu", "UPDATE person SET consent = 'refused' WHERE id = :id"),
        ("nam", "UPDATE identity SET state = 'gone' WHERE person_id = :id"),
    ):
        await a_resident(house, name)
        await run(house, sql, id=await person_at(house, name))
    house.later(minutes=1)
    web = await a_resident(house, "lan-web", channel="web_chat")
    await joined(house, "lan-web", await person_at(house, "lan"))
    await released(house)
    assert [(one.channel, one.address) for one in await batch(house)] == [(web.channel, web.name)]
    assert await lan.heard()


async def test_who_came_after_the_release_is_not_among_the_recipients(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 2)
    await released(house)
    house.later(seconds=1)
    await a_resident(house, "moi")
    assert len(await batch(house)) == 2
    assert await batch(house) == []


async def test_residents_read_it_in_their_own_language(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 1)
    await run(house, "UPDATE person SET language = 'en' WHERE subscribed = TRUE")
    await released(house)
    (one,) = await batch(house)
    assert one.reply.text.startswith("Xã Thử announces:")


async def test_a_public_channel_gets_it_once_without_the_word_on_subscriptions(database: Database) -> None:
    house = await House.build(database)
    channel = house.member(await house.official("an", Role.ADMIN), "-200")
    await channel.say("/noinhan congkhai")
    await many_residents(house, 5)
    await released(house, "Kênh công khai")
    (one,) = await batch(house)
    assert (one.address, "/dangkytin" in one.reply.text) == ("-200", False)
    assert await batch(house) == []


async def test_at_night_nobody_new_is_written_to(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 5)
    await released(house)
    assert len(await batch(house, 2)) == 2
    house.at = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    assert await batch(house) == []
    assert (await the_announcement(house)).state == "sending"
    house.at = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert len(await batch(house)) == 3


async def test_stopping_in_the_middle_takes_out_what_is_not_sent_and_keeps_the_ledger(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 30)
    minh = await released(house)
    await batch(house, 10)
    await send_all(house)
    await batch(house, 10)
    await minh.tap("Dừng gửi")
    assert await batch(house) == []
    announcement = await the_announcement(house)
    ledger = await database.read(lambda tx: deliveries.ledger(tx, house.office.id, announcement.id))
    assert ledger == {DeliveryState.SENT: 10, DeliveryState.STOPPED: 10}
    texts = "\n".join(reply.text for reply in (await minh.heard())[-2:])
    assert "10 tin đã gửi trước khi dừng" in texts
    assert "Không gửi nữa: 10" in texts
    assert await acts(house, "stop_announcement") == 1
    await minh.say("/thongbao dung")
    assert "Không có thông báo nào" in minh.last.text
    assert await acts(house, "refused_stop") == 1


async def test_what_waits_for_its_time_can_be_stopped_too(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 3)
    hoa, minh = await staff(house)
    await handed_in(hoa, when="20/12 8h")
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Duyệt và gửi")
    await hoa.say("/thongbao dừng")
    assert "Đã dừng" in hoa.last.text
    assert (await the_announcement(house)).state == "stopped"


async def test_progress_says_sent_failed_and_why_left_and_how_long(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 200)
    await released(house)
    house.later(seconds=11)
    await batch(house, 20)
    rows = await queued(house)

    def unit(tx: Transaction) -> None:
        for row in rows[:15]:
            deliveries.mark_sent(tx, row, str(row.id), house.at)
        for row in rows[15:18]:
            deliveries.mark_parked(tx, row, "recipient_gone")

    await database.write(unit)
    told = await progress(house) or ""
    assert "Đã gửi: 15/200" in told
    assert "Không gửi được: 3 (người nhận đã chặn 3)" in told
    assert "Còn lại: 182, khoảng 3 phút" in told


async def test_progress_is_one_message_that_updates_and_says_nothing_when_nothing_is_new(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 30)
    minh = await released(house)
    announcement = await the_announcement(house)
    assert minh.last.update_key == f"announcement/{announcement.id}"
    assert await progress(house) is None
    house.later(seconds=11)
    first = await progress(house)
    assert first is not None
    house.later(seconds=11)
    assert await progress(house) is None
    await batch(house, 10)
    await send_all(house)
    house.later(seconds=11)
    assert "Đã gửi: 10/30" in (await progress(house) or "")
    keys = {row.update_key for row in await house.deliveries() if row.address == "minh" and row.update_key}
    assert keys == {f"announcement/{announcement.id}"}


async def test_a_restart_goes_on_where_the_last_commit_was(database: Database) -> None:
    house = await House.build(database)
    addresses = await many_residents(house, 12)
    await released(house)
    stale = await the_announcement(house)
    await batch(house, 5)

    def unit(tx: Transaction) -> int:
        outgoing = announce.expand(tx, stale, house.at + timedelta(seconds=1), 100)
        queue_all(tx, house.office.id, outgoing, CHANNELS, house.at)
        return len(outgoing)

    assert await database.write(unit) == 7
    assert sorted(row.address for row in await queued(house)) == sorted(addresses)
