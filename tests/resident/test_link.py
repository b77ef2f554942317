"""`/lienket`: one person at several doors, and parting them again."""

import re

import pytest

from storage.database import Database
from storage.doors import MOVED
from storage.records import Role
from tests.house import House, Someone
from tests.resident.talking import POTHOLE, concern, entered, labels, sent


async def code_of(someone: Someone) -> str:
    """A code made at this door."""
    await someone.say("/lienket")
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", someone.last.text)
    assert found is not None
    return found.group()


async def persons(house: House) -> set[object]:
    return {row["person_id"] for row in await house.rows("SELECT person_id FROM identity")}


async def test_a_new_door_becomes_that_of_the_person_who_made_the_code(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    code = await sent(lan)
    web = house.resident("w1", "web_chat")
    await web.say(f"/start {await code_of(lan)}")
    assert "Đã ghép với Telegram" in web.last.text
    assert len(await persons(house)) == 1
    await web.say(f"/tracuu {code}")
    assert POTHOLE in web.last.text, "their concern is there at the new door"
    await lan.heard()
    assert "trang web vừa được ghép" in lan.last.text


async def test_who_has_used_a_door_already_is_told_first_what_joining_means(database: Database) -> None:
    house = await House.build(database)
    lan, web = await entered(house), await entered(house, "w1", "web_chat")
    code = await sent(web)
    await web.say(f"/lienket {(await code_of(lan)).lower()}")
    assert "sẽ xem được ý kiến" in web.last.text
    await web.tap("Không ghép")
    assert len(await persons(house)) == 2
    await web.say(f"/lienket {await code_of(lan)}")
    await web.tap("Đúng là tôi")
    assert len(await persons(house)) == 1
    await lan.say(f"/tracuu {code}")
    assert POTHOLE in lan.last.text


async def test_an_answer_goes_to_the_door_used_last(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    lan = await entered(house)
    code = await sent(lan)
    web = house.resident("w1", "web_chat")
    house.later(minutes=1)
    await web.say(f"/start {await code_of(lan)}")
    house.later(minutes=1)
    await web.say("/menu")
    await office.say(f"/giao {code}")
    await office.tap("Phòng Kinh tế")
    await office.tap("Theo quy định")
    assert any(code in reply.text for reply in await web.heard())


async def test_what_was_half_written_is_written_on_at_the_other_door(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    web = house.resident("w1", "web_chat")
    await web.say(f"/start {await code_of(lan)}")
    await web.say("/gopy")
    assert "lĩnh vực nào" in web.last.text
    await web.tap("Giao thông")
    assert POTHOLE in web.last.text
    await lan.say("/menu")
    assert not any("viết dở" in reply.text for reply in (await lan.heard())[-2:]), "it is written on in one place only"


@pytest.mark.parametrize("words", ["/lienket AAAA-AAAA", "/lienket 1", "/lienket " + "x" * 4000])
async def test_a_code_that_nobody_made_joins_nothing_and_says_what_to_do(database: Database, words: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(words)
    assert "không đúng" in lan.last.text
    assert "/lienket" in lan.last.text
    assert len(await house.rows("SELECT id FROM audit WHERE act = 'refused_link'")) == 1


async def test_a_code_works_once_and_for_a_quarter_of_an_hour(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    code, late = await code_of(lan), await code_of(lan)
    first, second, third = (house.resident(name, "web_chat") for name in ("w1", "w2", "w3"))
    await first.say(f"/start {code}")
    await second.say(f"/start {code}")
    assert "đã dùng hoặc hết hạn" in second.last.text
    house.later(minutes=16)
    await third.say(f"/start {late}")
    assert "đã dùng hoặc hết hạn" in third.last.text
    assert len(await persons(house)) == 3


async def test_only_the_hash_of_a_code_is_kept(database: Database) -> None:
    house = await House.build(database)
    code = await code_of(await entered(house))
    kept = str(await house.rows("SELECT * FROM door_link"))
    assert code.replace("-", "") not in kept


async def test_who_stands_registered_at_both_doors_keeps_one_place(database: Database) -> None:
    house = await House.build(database)
    lan, web = await entered(house), await entered(house, "w1", "web_chat")
    for someone in (lan, web):
        await someone.say("/dangky")
        await someone.tap("Giao thông")
        await someone.say("Đường hỏng")
        await someone.tap("Bản thân")
        await someone.tap("Đăng ký")
    await web.say(f"/lienket {await code_of(lan)}")
    await web.tap("Đúng là tôi")
    rows = await house.rows("SELECT number, state FROM registration ORDER BY number")
    assert [row["state"] for row in rows] == ["registered", "withdrawn"]


async def test_an_official_stays_the_official_whoever_made_the_code(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    lan = await entered(house, "lan", "web_chat")
    await hoa.say(f"/lienket {await code_of(lan)}")
    await hoa.tap("Đúng là tôi")
    await lan.say("/ykien")
    assert "Đang mở" in lan.last.text or "Không có" in lan.last.text
    rows = await house.rows("SELECT act FROM audit WHERE act = 'join_doors'")
    assert len(rows) == 1


async def test_two_officials_are_never_made_one(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.CHAIR)
    await minh.say(f"/lienket {await code_of(hoa)}")
    assert "không ghép được" in minh.last.text
    assert len(await persons(house)) == 2


async def test_a_parted_door_takes_along_what_was_sent_by_it(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    web = house.resident("w1", "web_chat")
    await web.say(f"/start {await code_of(lan)}")
    code = await sent(web)
    await lan.say("/lienket huy")
    assert "trang web" in labels(lan.last)[0]
    await lan.tap("trang web")
    assert "Đã tách" in lan.last.text
    await lan.say(f"/tracuu {code}")
    assert POTHOLE not in lan.last.text
    await web.say(f"/tracuu {code}")
    assert POTHOLE in web.last.text
    assert (await concern(house, code)).text == POTHOLE


async def test_every_table_that_names_a_person_is_thought_of(database: Database) -> None:
    house = await House.build(database)
    left = {"audit", "door_link"}  # what happened, and codes of a quarter of an hour
    if type(database).__name__ == "SqliteEngine":
        rows = await house.rows(
            "SELECT m.name AS name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c ON c.name = 'person_id'"
        )
    else:
        rows = await house.rows(
            "SELECT table_name AS name FROM information_schema.columns "
            "WHERE column_name = 'person_id' AND table_schema = 'public'"
        )
    assert {row["name"] for row in rows} == {*MOVED, *left}
