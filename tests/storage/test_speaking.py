"""The row of a queue counts its steps: one that saw an older count is not taken, and a note makes no move old."""

from storage import speaking
from storage.database import Database
from storage.transaction import Transaction
from tests.house import House


async def test_a_queue_is_opened_once_and_keeps_the_address_of_its_screen(database: Database) -> None:
    house = await House.build(database)
    session, office_id = await house.session(), house.office.id
    first = await database.write(lambda tx: speaking.open_queue(tx, office_id, session.id, "one"))
    again = await database.write(lambda tx: speaking.open_queue(tx, office_id, session.id, "two"))
    assert (first.acts, first.moves, first.screen) == (0, 0, "one")
    assert again == first
    assert await database.read(lambda tx: speaking.queue_of_screen(tx, office_id, "one")) == first
    assert await database.read(lambda tx: speaking.queue_of_screen(tx, office_id, "two")) is None
    assert await database.read(lambda tx: speaking.queue_of_screen(tx, office_id + 1, "one")) is None


async def test_a_move_is_refused_after_another_move_but_not_after_a_note(database: Database) -> None:
    house = await House.build(database)
    session, office_id = await house.session(), house.office.id

    def steps(tx: Transaction) -> list[int | None]:
        speaking.open_queue(tx, office_id, session.id, "one")
        return [
            speaking.move(tx, office_id, session.id, 0),
            speaking.note(tx, office_id, session.id),
            speaking.move(tx, office_id, session.id, 1),
            speaking.move(tx, office_id, session.id, 1),
        ]

    assert await database.write(steps) == [1, 2, 3, None]


async def test_taking_back_is_refused_after_anything_that_was_not_seen(database: Database) -> None:
    house = await House.build(database)
    session, office_id = await house.session(), house.office.id

    def steps(tx: Transaction) -> list[int | None]:
        speaking.open_queue(tx, office_id, session.id, "one")
        return [
            speaking.move(tx, office_id, session.id, 0),
            speaking.note(tx, office_id, session.id),
            speaking.take_back(tx, office_id, session.id, 1),
            speaking.take_back(tx, office_id, session.id, 2),
            speaking.move(tx, office_id, session.id, 1),
        ]

    assert await database.write(steps) == [1, 2, None, 3, None]
