"""`/lich`: the sessions, when, where, until when, how to attend."""

from datetime import timedelta

from storage.database import Database
from storage.records import SessionState
from tests.house import NOON, House
from tests.resident.talking import cancelled, change, entered


async def test_a_coming_session_shows_when_where_until_when_and_how_to_attend(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/lich")
    for part in ("Đối thoại với Nhân dân", "08/12/2026", "Hội trường xã Thử", "12 giờ ngày 04/12/2026", "/dangky"):
        assert part in lan.last.text
    assert [choice.value for choice in lan.last.choices] == ["/gopy", "/dangky"]


async def test_a_session_without_a_day_shows_what_is_planned(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await change(house, state=SessionState.SCHEDULED, starts_at=None, ends_at=None, date_note="trong quý I năm 2027")
    await lan.say("/lich")
    assert "trong quý I năm 2027" in lan.last.text
    assert "dự kiến" in lan.last.text
    assert [choice.value for choice in lan.last.choices] == ["/gopy"]


async def test_collection_that_is_still_to_open_or_is_over_is_told_with_its_moment(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await change(house, collection_opens_at=NOON + timedelta(days=1))
    await lan.say("/lich")
    assert "Nhận ý kiến từ 12 giờ ngày 25/11/2026" in lan.last.text
    house.later(days=11)
    await lan.say("/lich")
    assert "Đã hết đợt nhận ý kiến. Đợt ấy nhận đến trước 12 giờ ngày 04/12/2026" in lan.last.text


async def test_a_session_is_followed_from_its_beginning_to_its_conclusion(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    house.later(days=14, hours=1)
    await lan.say("/lich")
    assert "đang diễn ra" in lan.last.text
    house.later(hours=4)
    await lan.say("/lich")
    assert "chờ thông báo kết luận" in lan.last.text
    await change(house, state=SessionState.CONCLUDED)
    await lan.say("/lich")
    assert "đã có kết luận" in lan.last.text


async def test_a_cancelled_session_is_told_until_its_day_is_over(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await cancelled(house)
    await lan.say("/lich")
    assert "Buổi này đã hủy" in lan.last.text
    house.later(days=15)
    await lan.say("/lich")
    assert "chưa có lịch đối thoại nào" in lan.last.text
