"""What a tick owes: at the right time, once, however often or late it comes, and never at night."""

import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.outbox import queue_all
from handlers.reminders import due_messages
from handlers.rules.quiet_hours import after_night, is_night
from handlers.texts import local_day
from storage.database import Database
from storage.records import Role
from tests.house import PROFILE, House
from tests.official.sessions_at_work import CHANNELS, run, said, tick
from tests.official.writing import a_concern, a_resident, acts, assigned


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of local time in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


CLOSES = at(4, 12, month=12)


async def test_the_committee_gets_the_summary_when_collection_closes(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    await house.official("minh", Role.COMMITTEE)
    await house.official("hoa", Role.OFFICE)
    house.at = CLOSES - timedelta(minutes=1)
    await tick(house)
    house.at = CLOSES
    (row,) = await tick(house)
    assert row.address == "minh"
    assert "đã hết hạn" in said(row)
    assert "Tổng số: 1 ý kiến" in said(row)


async def test_a_tick_repeated_owes_nothing_more(database: Database) -> None:
    house = await House.build(database)
    await house.official("minh", Role.COMMITTEE)
    house.at = CLOSES
    assert len(await tick(house)) == 1
    for _ in range(3):
        house.later(minutes=1)
        assert await tick(house) == []


async def test_a_tick_missed_for_two_days_is_made_good_once(database: Database) -> None:
    house = await House.build(database)
    await house.official("minh", Role.COMMITTEE)
    house.at = CLOSES + timedelta(days=2)
    (row,) = await tick(house)
    assert "đã hết hạn" in said(row)
    house.later(hours=1)
    assert await tick(house) == []


async def test_two_workers_at_the_same_tick_queue_it_once(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, due_on=local_day(house.at))
    await house.official("minh", Role.COMMITTEE)
    group = house.member(await house.official("an", Role.ADMIN), "-100")
    await group.say("/noinhan tonghop")
    house.at = CLOSES

    async def worker() -> None:
        await database.write(
            lambda tx: queue_all(tx, house.office.id, due_messages(tx, house.office, house.at), CHANNELS, house.at)
        )

    await asyncio.gather(*(worker() for _ in range(4)))
    keys = [row.once_key for row in await house.deliveries() if row.once_key]
    assert len(keys) == len(set(keys)) == 2


async def test_the_summary_comes_once_each_morning_that_has_anything_new_while_collection_is_open(
    database: Database,
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await house.official("minh", Role.COMMITTEE)
    got = []
    for day in range(25, 31):
        if day != 28:
            await a_concern(house, lan)
        for hour, minute in ((7, 0), (7, 29), (7, 30), (7, 31), (12, 0), (19, 59), (20, 0), (23, 0)):
            house.at = at(day, hour, minute)
            got += [(day, hour, minute)] * len(await tick(house))
    assert got == [(day, 7, 30) for day in range(25, 31) if day != 28]


async def morning_of(house: House, day: int) -> list[str]:
    """What minh and her group are told in the first tick of a morning, and in all later ones of that day."""
    house.at = at(day, 7, 30)
    rows = await tick(house)
    house.at = at(day, 15)
    assert await tick(house) == []
    return [said(row).partition("\n")[0] for row in rows]


async def test_a_changed_state_is_new_and_what_came_in_after_the_hour_is_for_the_next_morning(
    database: Database,
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan)
    await house.official("minh", Role.COMMITTEE)
    assert len(await morning_of(house, 25)) == 1
    assert await morning_of(house, 26) == []
    await a_concern(house, lan)
    assert len(await morning_of(house, 27)) == 1
    await assigned(house, code)
    assert len(await morning_of(house, 28)) == 1
    assert await morning_of(house, 29) == []


async def test_work_that_became_late_overnight_is_new(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), due_on=at(26, 12).date())
    await house.official("minh", Role.COMMITTEE)
    await morning_of(house, 25)
    assert await morning_of(house, 26) == []
    assert len(await morning_of(house, 27)) == 1
    assert await morning_of(house, 28) == []


async def test_something_protected_is_nothing_new(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    await house.official("minh", Role.COMMITTEE)
    await morning_of(house, 25)
    await a_concern(house, lan, "Ông A nhận tiền", topic="land", protected=True)
    assert await morning_of(house, 26) == []


async def test_after_a_week_without_anything_new_a_short_word_says_so(database: Database) -> None:
    house = await House.build(database)
    await run(house, "UPDATE session SET collection_closes_at = :closes", closes=at(20, 12, month=12))
    await house.official("minh", Role.COMMITTEE)
    told = {day: await morning_of(house, day) for day in range(1, 31) if day >= 25}
    assert [day for day, texts in told.items() if texts] == [25]
    house.at = at(1, 7, 30, month=12)
    assert await tick(house) == []
    house.at = at(2, 7, 30, month=12)
    (row,) = await tick(house)
    assert "không có gì mới" in said(row)
    assert "Đối thoại với Nhân dân" in said(row)
    house.at = at(3, 7, 30, month=12)
    assert await tick(house) == []


async def test_who_joins_later_gets_the_whole_summary_though_the_others_know_it(database: Database) -> None:
    house = await House.build(database)
    await house.official("minh", Role.COMMITTEE)
    await morning_of(house, 25)
    await house.official("nga", Role.COMMITTEE)
    house.at = at(26, 7, 30)
    (row,) = await tick(house)
    assert row.address == "nga"


async def test_a_missed_morning_is_sent_later_that_day_but_not_in_the_evening(database: Database) -> None:
    house = await House.build(database)
    await house.official("minh", Role.COMMITTEE)
    house.at = at(25, 15)
    assert len(await tick(house)) == 1
    await a_concern(house, await a_resident(house))
    house.at = at(26, 20)
    assert await tick(house) == []
    house.at = at(27, 7, 30)
    assert len(await tick(house)) == 1


async def test_a_collection_that_opened_after_the_hour_owes_no_summary_of_that_morning(database: Database) -> None:
    house = await House.build(database)
    await house.official("minh", Role.COMMITTEE)
    opens = at(26, 9)
    await run(house, "UPDATE session SET collection_opens_at = :opens", opens=opens)
    house.at = at(26, 10)
    assert await tick(house) == []
    house.at = at(27, 8)
    assert len(await tick(house)) == 1


async def test_who_joined_after_it_fell_due_is_not_owed_it(database: Database) -> None:
    house = await House.build(database)
    house.at = CLOSES + timedelta(hours=1)
    await house.official("minh", Role.COMMITTEE)
    assert await tick(house) == []


async def test_what_falls_due_at_night_is_owed_in_the_morning(database: Database) -> None:
    house = await House.build(database)
    await house.official("minh", Role.COMMITTEE)
    closes = at(30, 23, 59)
    await run(house, "UPDATE session SET collection_closes_at = :closes", closes=closes)
    for moment in (closes, at(1, 2, month=12), at(1, 6, 59, month=12)):
        house.at = moment
        assert await tick(house) == []
    house.at = at(1, 7, month=12)
    assert len(await tick(house)) == 1


async def test_a_registered_group_gets_the_summary_and_never_anything_protected(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    secret = await a_concern(house, lan, "Ông A nhận tiền", topic="land", protected=True)
    group = house.member(await house.official("an", Role.ADMIN), "-100")
    await group.say("/noinhan tonghop")
    house.at = CLOSES
    (row,) = await tick(house)
    assert row.address == "-100"
    assert "Tổng số: 1 ý kiến" in said(row)
    for hint in (secret, "nhận tiền", "Đất đai"):
        assert hint not in said(row)


async def test_late_assignments_are_told_to_agency_and_committee_once_a_day(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await house.official("minh", Role.COMMITTEE)
    await house.official("cuong", Role.AGENCY, "kinh-te")
    await house.official("dung", Role.AGENCY, "van-hoa")
    code = await a_concern(house, lan)
    await assigned(house, code)
    due = local_day(house.at)
    for table in ("assignment", "concern"):
        await run(house, f"UPDATE {table} SET due_on = :due", due=due)
    house.at = at(24, 19)
    assert [row for row in await tick(house) if row.once_key and row.once_key.startswith("late/")] == []
    for day in (25, 26):
        house.at = at(day, 7, 30)
        late = [row for row in await tick(house) if row.once_key and row.once_key.startswith("late/")]
        assert sorted(row.address for row in late) == ["cuong", "minh"]
        assert all(code in said(row) for row in late)
        house.later(hours=2)
        assert await tick(house) == []


async def test_a_late_concern_that_became_protected_is_told_to_nobody(database: Database) -> None:
    house = await House.build(database)
    await house.official("minh", Role.COMMITTEE)
    await house.official("cuong", Role.AGENCY, "kinh-te")
    await assigned(house, await a_concern(house, await a_resident(house)))
    due = local_day(house.at)
    await run(house, "UPDATE assignment SET due_on = :due", due=due)
    await run(house, "UPDATE concern SET protected = TRUE")
    house.at = at(25, 8)
    assert [row.address for row in await tick(house) if row.once_key and row.once_key.startswith("late/")] == []


async def test_concerns_kept_for_the_next_session_are_adopted_when_it_opens(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), in_session=False)
    await run(house, "UPDATE concern SET for_next_session = TRUE")
    opens = house.at + timedelta(hours=12)
    await run(house, "UPDATE session SET collection_opens_at = :opens", opens=opens)
    await tick(house)
    assert await house.rows("SELECT session_id FROM concern") == [{"session_id": None}]
    house.at = opens
    await tick(house)
    await tick(house)
    session = await house.session()
    assert await house.rows("SELECT session_id FROM concern") == [{"session_id": session.id}]
    assert await acts(house, "adopt_concerns") == 1


@pytest.mark.parametrize(
    ("hour", "minute", "night"),
    [(20, 59, False), (21, 0, True), (23, 59, True), (0, 0, True), (6, 59, True), (7, 0, False), (12, 0, False)],
)
def test_the_night_is_from_nine_in_the_evening_to_seven_in_the_morning(hour: int, minute: int, night: bool) -> None:
    moment = at(25, hour, minute)
    assert is_night(moment, PROFILE) is night
    assert is_night(after_night(moment, PROFILE), PROFILE) is False
    assert (after_night(moment, PROFILE) == moment) is not night


def test_after_a_night_comes_the_next_seven_o_clock() -> None:
    assert after_night(at(25, 22), PROFILE) == at(26, 7)
    assert after_night(at(26, 3), PROFILE) == at(26, 7)


def test_an_office_sets_its_own_quiet_hours_or_has_none() -> None:
    early = PROFILE.model_copy(update={"quiet_from": time(20), "quiet_until": time(5, 30)})
    never = PROFILE.model_copy(update={"quiet_from": time(0), "quiet_until": time(0)})
    assert is_night(at(25, 20), early)
    assert not is_night(at(25, 6), early)
    assert not any(is_night(at(25, hour), never) for hour in range(24))


async def test_an_agency_hears_three_days_and_a_day_before_what_it_has_to_answer_and_nobody_else(
    database: Database,
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await house.official("minh", Role.COMMITTEE)
    await house.official("cuong", Role.AGENCY, "kinh-te")
    await house.official("dung", Role.AGENCY, "van-hoa")
    code = await a_concern(house, lan)
    await assigned(house, code)
    await run(house, "UPDATE assignment SET due_on = :due", due=at(4, 9, month=12).date())
    told = {}
    for day in (30, 1, 2, 3, 4, 5):
        for hour in (6, 8, 9):
            house.at = at(day, hour, month=11 if day == 30 else 12)
            rows = [row for row in await tick(house) if row.once_key and row.once_key.startswith("coming/")]
            if rows:
                (row,) = rows
                told[day, hour] = (row.address, said(row))
    words = f"Còn 1 ý kiến phải trả lời chậm nhất thứ Sáu, 04/12/2026:\n{code} · Giao thông"
    assert told == {(1, 8): ("cuong", words), (3, 8): ("cuong", words)}


async def test_a_morning_that_was_missed_before_an_answer_is_due_is_made_good_once(database: Database) -> None:
    house = await House.build(database)
    await house.official("cuong", Role.AGENCY, "kinh-te")
    code = await a_concern(house, await a_resident(house))
    await assigned(house, code)
    await run(house, "UPDATE assignment SET due_on = :due", due=at(4, 9, month=12).date())
    for hour, expected in ((8, 1), (9, 0)):
        house.at = at(4, hour, month=12)
        rows = [row for row in await tick(house) if row.once_key and row.once_key.startswith("coming/")]
        assert len(rows) == expected
    await run(house, "UPDATE concern SET protected = TRUE")
    house.at = at(5, 8, month=12)
    await run(house, "UPDATE assignment SET due_on = :due", due=at(6, 9, month=12).date())
    assert [row for row in await tick(house) if code in said(row)] == []
