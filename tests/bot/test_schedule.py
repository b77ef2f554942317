"""Comparing goes on beside people who write, and leaves them room."""

from bot.intake import Intake
from bot.schedule import Schedule
from handlers.messages import Incoming
from storage.database import Database
from tests.house import CHANNELS, House
from tests.official.comparing import AGAIN, CANAL, FLOODED, THIRD
from tests.official.writing import a_concern, a_resident


async def pauses_of_comparing(house: House, *, somebody_waits: bool) -> list[float]:
    """Let two residents' concerns and a third be compared; the pauses that were made, in seconds."""
    for name, text in (("lan", FLOODED), ("minh", AGAIN), ("tam", THIRD)):
        await a_concern(house, await a_resident(house, name), text, topic=CANAL)
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    schedule = Schedule(
        house.database,
        house.office.id,
        CHANNELS,
        lambda _channel: None,
        lambda: house.at,
        somebody_waits=lambda: somebody_waits,
        pause=pause,
    )
    await schedule.compare(house.at)
    return pauses


async def test_while_people_write_concerns_are_compared_with_pauses_and_all_the_same(database: Database) -> None:
    house = await House.build(database)
    pauses = await pauses_of_comparing(house, somebody_waits=True)
    assert pauses
    assert min(pauses) > 0
    assert await house.rows("SELECT 1 FROM concern_print WHERE seq IS NULL") == []
    assert await house.rows("SELECT 1 FROM likeness") != []


async def test_while_nobody_writes_nothing_is_waited_for(database: Database) -> None:
    house = await House.build(database)
    assert set(await pauses_of_comparing(house, somebody_waits=False)) == {0.0}


async def test_somebody_waits_until_their_message_is_kept_and_after_one_that_failed_nobody_does(
    database: Database,
) -> None:
    house = await House.build(database)
    intake = Intake(database, CHANNELS, lambda _channel: None)
    seen: list[bool] = []

    def said(number: int, channel: str) -> Incoming:
        return Incoming(
            office_id=house.office.id,
            channel=channel,
            inbound_id=str(number),
            sender="lan",
            sender_name="Lan",
            received_at=house.at,
            text="/start",
        )

    assert not intake.somebody_waits()
    await intake.take(said(1, "telegram"), lambda _tx: seen.append(intake.somebody_waits()))
    assert seen == [True]
    assert not intake.somebody_waits()
    await intake.take(said(2, "a channel that is not there"))
    assert not intake.somebody_waits()
