"""In which language somebody at an address is spoken to."""

from typing import cast

from bot.languages import default_language, languages_at
from storage.database import Database
from storage.errors import Unavailable
from tests.house import House


async def test_people_are_spoken_to_in_the_language_they_chose(database: Database) -> None:
    house = await House.build(database)
    lan, tom = house.resident("lan"), house.resident("tom")
    for resident in (lan, tom):
        await resident.say("/start")
    await tom.say("/ngonngu")
    await tom.tap("English")
    language_of = languages_at(database, house.office.id, "telegram")
    assert [await language_of(address) for address in ("lan", "tom", "nobody")] == ["vi", "en", "vi"]


class Silent:
    """A database that does not answer."""

    async def read(self, unit: object) -> None:
        raise Unavailable("gone")


async def test_vietnamese_is_spoken_while_the_database_does_not_answer() -> None:
    language_of = languages_at(cast(Database, Silent()), 1, "telegram")
    assert await language_of("lan") == "vi"


async def test_a_channel_that_knows_nobody_speaks_vietnamese() -> None:
    assert await default_language("lan") == "vi"
