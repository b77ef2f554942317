"""Milestones by the clock: who is reminded when, what is flagged late, who stands above, and each of it once."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.outbox import queue_all
from handlers.reminders import due_messages
from handlers.rules.plans.office import Reminders
from handlers.rules.plans.reading import PLANS, read_plan
from storage.database import Database
from storage.records import MilestoneState, Role
from tests.milestones.planned import COUNCIL, GIAO_MINH, kept, local, planned, session_of, the, told
from tests.official.sessions_at_work import CHANNELS, said, tick

NOVEMBER = {"doi-thoai-2025": date(2025, 11, 29)}


async def test_whoever_owes_is_reminded_three_days_and_one_day_before_in_the_morning(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    await house.official("hoi", Role.AGENCY, "phu-nu")
    got = []
    for day in range(22, 29):
        for hour, minute in ((7, 0), (7, 30), (7, 31), (12, 0), (20, 0), (23, 0)):
            house.at = local(2025, 11, day, hour, minute)
            got += [(day, hour, minute, words) for words in await told(house, "hoi")]
    assert [moment[:3] for moment in got] == [(25, 7, 30), (27, 7, 30)]
    first, second = got[0][3], got[1][3]
    assert "Các tổ chức chính trị - xã hội gửi ý kiến về Mặt trận" in first
    assert "trước 11 giờ, thứ Sáu, 28/11/2025: còn 3 ngày" in first
    assert "Hội Liên hiệp Phụ nữ xã → Ban Thường trực Ủy ban MTTQ Việt Nam xã" in first
    assert "còn 1 ngày" in second


async def test_the_lead_times_are_the_plans_own(database: Database) -> None:
    plan = read_plan(PLANS / f"{GIAO_MINH}.toml")
    house = await planned(
        database, plan.model_copy(update={"reminders": Reminders(days_before=(5,))}), local(2025, 11, 21), NOVEMBER
    )
    await house.official("hoi", Role.AGENCY, "phu-nu")
    got = []
    for day in range(22, 29):
        house.at = local(2025, 11, day, 8)
        got += [day] * len(await told(house, "hoi"))
    assert got == [23]


async def test_a_morning_that_was_missed_is_made_good_once(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    await house.official("hoi", Role.AGENCY, "phu-nu")
    house.at = local(2025, 11, 26, 15)
    assert len(await told(house, "hoi")) == 1
    for hours in (1, 2, 20):
        house.later(hours=hours)
        if house.at < local(2025, 11, 27, 7, 30):
            assert await told(house, "hoi") == []
    house.at = local(2025, 11, 27, 8)
    assert len(await told(house, "hoi")) == 1


async def test_a_tick_missed_for_two_days_tells_of_the_present_and_only_once(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    await house.official("hoi", Role.AGENCY, "phu-nu")
    house.at = local(2025, 11, 30, 8)
    (words,) = await told(house, "hoi")
    assert "trễ 2 ngày" in words
    house.later(minutes=1)
    assert await told(house, "hoi") == []


async def test_two_workers_at_the_same_tick_remind_once(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    for name, agency in (("hoi", "phu-nu"), ("doan", "doan-thanh-nien"), ("mt", "mttq")):
        await house.official(name, Role.AGENCY, agency)
    house.at = local(2025, 11, 25, 8)

    async def worker() -> None:
        await database.write(
            lambda tx: queue_all(tx, house.office.id, due_messages(tx, house.office, house.at), CHANNELS, house.at)
        )

    await asyncio.gather(*(worker() for _ in range(4)))
    rows = [row for row in await house.deliveries() if (row.once_key or "").startswith("milestones/")]
    assert sorted(row.address for row in rows) == ["doan", "hoi", "mt"]


async def test_nobody_is_reminded_at_night(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    await house.official("hoi", Role.AGENCY, "phu-nu")
    for day in (24, 25, 26, 27, 28):
        for hour in (0, 3, 6, 21, 23):
            house.at = local(2025, 11, day, hour)
            assert await told(house, "hoi") == []


async def test_each_late_sender_is_flagged_alone_to_the_minute(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    hoi = await house.official("hoi", Role.AGENCY, "phu-nu")
    union = next(one for one in await kept(house, "doan-the-mttq") if one.debtor == "phu-nu")
    house.at = local(2025, 11, 28, 10, 59)
    await hoi.say(f"/xongviec {union.id}")
    assert "Đúng hạn (trước 11 giờ, thứ Sáu, 28/11/2025)" in hoi.last.text
    await tick(house)
    assert {one.state for one in await kept(house, "doan-the-mttq")} == {MilestoneState.PLANNED, MilestoneState.DONE}
    house.at = local(2025, 11, 28, 11, 0)
    await tick(house)
    states = {one.debtor: one.state for one in await kept(house, "doan-the-mttq")}
    assert states == {
        "phu-nu": MilestoneState.DONE,
        "nong-dan": MilestoneState.LATE,
        "doan-thanh-nien": MilestoneState.LATE,
        "cuu-chien-binh": MilestoneState.LATE,
    }


async def test_what_is_handed_in_late_stays_known_as_late(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    nong = await house.official("nong", Role.AGENCY, "nong-dan")
    front = await house.official("mt", Role.AGENCY, "mttq")
    union = next(one for one in await kept(house, "doan-the-mttq") if one.debtor == "nong-dan")
    house.at = local(2025, 11, 28, 14)
    await nong.say(f"/xongviec {union.id}")
    assert "Trễ so với hạn trước 11 giờ" in nong.last.text
    assert "Hội Nông dân xã báo đã xong" in (await front.heard())[-1].text
    assert "Trễ so với hạn" in front.last.text
    await front.say("/hanchot xong")
    assert "trễ (hạn trước 11 giờ, thứ Sáu, 28/11/2025)" in front.last.text


async def test_the_superior_hears_when_it_stays_late_and_then_the_one_above(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    await house.official("xdd", Role.AGENCY, "xay-dung-dang")
    await house.official("bithu", Role.CHAIR)
    heard: dict[int, list[str]] = {}
    for day in range(29, 31):
        house.at = local(2025, 11, day, 8)
        heard[day] = await told(house, "bithu")
    house.at = local(2025, 12, 1, 8)
    heard[31] = await told(house, "bithu")
    assert not any("cấp dưới" in words for words in heard[29])
    assert any("Việc trễ hạn, xin ông/bà đôn đốc" in words and "Ban Xây dựng Đảng" in words for words in heard[30])
    assert not any("cấp dưới" in words for words in heard[31]), "told once a step, not every day"


async def test_a_body_without_anybody_enrolled_is_answered_for_by_the_office(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    await house.official("hoa", Role.OFFICE)
    house.at = local(2025, 11, 25, 8)
    words = "\n".join(await told(house, "hoa"))
    assert "Hội Liên hiệp Phụ nữ xã chưa có cán bộ dùng trợ lý" in words


async def test_without_anybody_to_tell_nothing_counts_as_told(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    house.at = local(2025, 11, 25, 8)
    assert await tick(house) == []
    await house.official("hoi", Role.AGENCY, "phu-nu")
    house.later(hours=1)
    assert len(await told(house, "hoi")) == 1


async def test_what_was_over_before_it_was_written_down_is_not_nagged_about(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 12, 10))
    await house.official("hoa", Role.OFFICE)
    house.at = local(2023, 9, 12, 11)
    assert not any("Tổng hợp, phân loại" in words for words in await told(house, "hoa"))
    hoa = await house.official("hanh", Role.OFFICE)
    await hoa.say("/hanchot")
    assert "Trễ hạn" in hoa.last.text
    assert "Tổng hợp, phân loại" in hoa.last.text, "but the list is honest about it"


async def test_after_two_weeks_the_reminders_stop_and_the_list_stays(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    hoi = await house.official("hoi", Role.AGENCY, "phu-nu")
    got = 0
    for day in range(60):
        house.at = local(2025, 11, 29, 8) + timedelta(days=day)
        got += len(await told(house, "hoi"))
    assert got == 14
    await hoi.say("/hanchot")
    assert "trễ 60 ngày" in hoi.last.text


async def test_the_clock_closes_collection_and_the_session_by_itself(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 10))
    await house.official("minh", Role.COMMITTEE)
    house.at = local(2023, 9, 9, 8)
    rows = await tick(house)
    assert any("đã hết hạn" in said(row) for row in rows)
    collection = await the(house, "collection")
    assert (collection.state, collection.note) == (MilestoneState.DONE, "đã gửi bản tổng hợp ý kiến")
    session = await session_of(house, "kiem-tan")
    assert session.ends_at is not None
    house.at = session.ends_at
    await tick(house)
    held = await the(house, "session")
    assert (held.state, held.done_by) == (MilestoneState.DONE, None)


@pytest.mark.parametrize("times", [2, 5])
async def test_a_tick_repeated_owes_nothing_more(database: Database, times: int) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    await house.official("hoa", Role.OFFICE)
    await house.official("hoi", Role.AGENCY, "phu-nu")
    house.at = local(2025, 11, 30, 8)
    assert await tick(house) != []
    for _ in range(times):
        assert await tick(house) == []


async def test_the_morning_summary_comes_at_the_hour_of_the_plan(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 24))
    await house.official("minh", Role.COMMITTEE)
    got = []
    for hour, minute in ((6, 59), (7, 0), (7, 30)):
        house.at = local(2025, 11, 25, hour, minute)
        keys = [row.once_key or "" for row in await tick(house)]
        got += [(hour, minute) for key in keys if key.startswith("summary/")]
    assert got == [(7, 0)]
