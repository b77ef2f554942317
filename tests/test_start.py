"""The first message, consent and the hamlet."""

import pytest

from storage.database import Database
from tests.house import House


async def test_nothing_is_kept_before_consent_and_silence_is_not_consent(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    replies = await lan.say("Đường làng hỏng")
    assert [choice.label for choice in replies[-1].choices] == ["Đồng ý", "Không đồng ý"]
    assert await house.rows("SELECT * FROM concern") == []
    assert await house.rows("SELECT consent FROM person") == [{"consent": "unasked"}]


async def test_refusing_says_how_else_to_reach_the_office(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("/start")
    await lan.tap("Không đồng ý")
    assert "0200 000 000" in lan.last.text
    assert await house.rows("SELECT state, version FROM consent") == [{"state": "refused", "version": "1"}]


async def test_the_hamlet_is_asked_once_and_the_menu_follows(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.enter()
    assert "/gopy" in [choice.value for choice in lan.last.choices]
    await lan.say("/start")
    assert "/gopy" in [choice.value for choice in lan.last.choices]


@pytest.mark.parametrize("typed", ["1", "1.", "số 1", "dong y", "ĐỒNG Ý"])
async def test_a_typed_number_or_label_is_the_same_choice(database: Database, typed: str) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("/start")
    await lan.say(typed)
    assert await house.rows("SELECT consent FROM person") == [{"consent": "given"}]


async def test_a_message_delivered_twice_is_handled_once(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    first = await lan.say("/start")
    lan.count -= 1
    assert first
    assert await lan.say("/start") == []
