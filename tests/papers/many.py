"""A session with very many concerns, written into the house at once."""

from storage import people, sessions
from storage.ids import new_id
from storage.records import Concern, ConcernState, Kind
from storage.rows import insert_many
from storage.transaction import Transaction
from tests.house import PROFILE, House
from tests.official.writing import TEXT, a_resident


async def many_concerns(house: House, count: int) -> None:
    """Put `count` concerns into the house's session, of every topic and hamlet, every fifth one forwarded."""
    lan = await a_resident(house)

    def add(tx: Transaction) -> None:
        identity = people.find_identity(tx, house.office.id, lan.channel, lan.name)
        session = sessions.find_session(tx, house.office.id, "doi-thoai")
        assert identity is not None
        assert session is not None
        areas = [int(row["id"]) for row in tx.all("SELECT id FROM area ORDER BY position")]
        rows = [
            Concern(
                office_id=house.office.id,
                id=new_id(house.at),
                number=number,
                code=f"GM-{number:04d}",
                session_id=session.id,
                for_next_session=False,
                person_id=identity.person_id,
                identity_id=identity.id,
                area_id=areas[number % len(areas)],
                text=f"{TEXT} Việc thứ {number}.",
                topic=PROFILE.topics[number % len(PROFILE.topics)].key,
                topic_confirmed_by="",
                suggested=(),
                kind=Kind.REPORT,
                protected=False,
                summary=f"Đường hỏng, việc thứ {number}.",
                state=ConcernState.FORWARDED if number % 5 == 0 else ConcernState.RECEIVED,
                due_on=None,
                created_at=house.at,
            )
            for number in range(1, count + 1)
        ]
        insert_many(tx, "concern", list(rows))

    await house.database.write(add)
