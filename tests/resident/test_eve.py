"""The day before a session, whoever registered to speak is reminded: once, by day, and of how it stands then."""

from datetime import timedelta

from handlers.texts import LOCAL
from storage.database import Database
from storage.records import Delivery, SessionState
from tests.house import House
from tests.official.sessions_at_work import said, tick
from tests.resident.talking import change, entered
from tests.resident.test_register import registered


async def house_of_a_speaker(database: Database) -> House:
    """Lan registered to speak, days before the session."""
    house = await House.build(database)
    await registered(await entered(house))
    return house


async def at_hour(house: House, days_before: int, hour: int, minute: int = 0) -> list[Delivery]:
    """The reminders of a tick at this local hour, so many days before the session."""
    starts = (await house.session()).starts_at
    assert starts is not None
    house.at = starts.astimezone(LOCAL).replace(hour=hour, minute=minute) - timedelta(days=days_before)
    return [row for row in await tick(house) if row.once_key and row.once_key.startswith("eve/")]


async def test_a_speaker_is_reminded_once_in_the_morning_of_the_day_before(database: Database) -> None:
    house = await house_of_a_speaker(database)
    told = [
        (days, hour)
        for days in (3, 2, 1, 0)
        for hour in (6, 7, 8, 12, 22)
        for _ in await at_hour(house, days, hour, 30)
    ]
    assert told == [(1, 7)]


async def test_the_reminder_says_when_where_and_the_number(database: Database) -> None:
    house = await house_of_a_speaker(database)
    (row,) = await at_hour(house, 1, 8)
    session = await house.session()
    assert row.address == "lan"
    assert session.title in said(row)
    assert f"Địa điểm: {session.venue}" in said(row)
    assert "Số thứ tự phát biểu của ông/bà: 1." in said(row)


async def test_a_session_without_a_venue_names_none(database: Database) -> None:
    house = await house_of_a_speaker(database)
    await change(house, venue="")
    (row,) = await at_hour(house, 1, 8)
    assert "Địa điểm" not in said(row)


async def test_who_took_the_registration_back_is_not_reminded(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await registered(lan)
    await lan.say("/dangky")
    await lan.tap("Rút đăng ký số 1")
    await lan.tap("Rút")
    assert await at_hour(house, 1, 8) == []


async def test_who_registers_the_day_before_is_reminded_in_the_morning_of_the_session(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    assert await at_hour(house, 1, 9) == []
    await registered(lan)
    assert await at_hour(house, 1, 10) == []
    assert len(await at_hour(house, 0, 7, 30)) == 1
    assert await at_hour(house, 0, 7, 45) == []


async def test_a_session_that_moves_to_another_day_reminds_again(database: Database) -> None:
    house = await house_of_a_speaker(database)
    assert len(await at_hour(house, 1, 8)) == 1
    session = await house.session()
    assert session.starts_at is not None
    assert session.ends_at is not None
    week = timedelta(days=7)
    await change(house, starts_at=session.starts_at + week, ends_at=session.ends_at + week)
    assert len(await at_hour(house, 1, 8)) == 1


async def test_nobody_is_reminded_of_a_cancelled_session(database: Database) -> None:
    house = await house_of_a_speaker(database)
    await change(house, state=SessionState.CANCELLED)
    assert await at_hour(house, 1, 8) == []


async def test_who_withdrew_consent_is_not_reminded(database: Database) -> None:
    house = await house_of_a_speaker(database)
    await house.database.write(lambda tx: tx.run("UPDATE person SET consent = 'refused'"))
    assert await at_hour(house, 1, 8) == []
