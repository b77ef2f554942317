"""Reasons of a suggestion in the chat, confirmed with one tap or corrected; both are kept as data."""

import json

from bot.verbs.corrections import rows as lines_of
from storage.database import Database
from storage.records import Role
from tests.house import House
from tests.official.comparing import FLOODED
from tests.official.writing import a_concern, a_resident, acts
from tests.resident.talking import ACCUSATION, labels

TANGLED = "Mương thoát nước xóm bị lấp, đề nghị xã nạo vét."


async def corrected(house: House) -> list[dict[str, object]]:
    return await lines_of(house.database, house.office.id)


async def test_no_word_of_a_protected_concern_is_kept_and_none_is_handed_out(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), ACCUSATION, topic="other")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/loai GM-0001 câu hỏi")
    await hoa.say("/tocao GM-0001")
    await hoa.tap("Đóng lại")
    rows = await house.rows("SELECT reasons FROM correction")
    assert [row["reasons"] for row in rows] == ["[]", "[]"]
    assert await corrected(house) == []


async def test_an_official_sees_how_sure_the_machine_is_and_which_words_decided(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), FLOODED, topic="utilities")
    hoa = await house.official("hoa", Role.OFFICE)
    replies = await hoa.say("/xem GM-0001")
    assert "Máy gợi ý lĩnh vực: Điện, nước, thoát nước (" in replies[0].text
    assert "vì có «" in replies[0].text
    assert "Máy gợi ý loại: " in replies[0].text
    agency = await house.official("officer", Role.AGENCY, "kinh-te")
    await hoa.say("/giao GM-0001 kinh-te theo quy định")
    house.later(minutes=1)
    replies = await agency.say("/xem GM-0001")
    assert "Máy gợi ý" not in "".join(reply.text for reply in replies)


async def test_one_tap_confirms_topic_and_kind_and_is_kept_as_training_data(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), FLOODED, topic="utilities")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/xem GM-0001")
    await hoa.tap("Đúng lĩnh vực và loại")
    assert "Đã xác nhận GM-0001: Điện, nước, thoát nước, phản ánh." in hoa.last.text
    await hoa.say("/xem GM-0001")
    assert "Đúng lĩnh vực và loại" not in labels(hoa.last)
    assert await corrected(house) == [{"text": FLOODED, "topics": ["utilities"], "kind": "report"}]
    topic, kind = await house.rows("SELECT * FROM correction ORDER BY id")
    assert (topic["part"], topic["changed_from"], topic["changed_to"]) == ("topic", "utilities", "utilities")
    assert (kind["part"], kind["changed_from"], kind["changed_to"]) == ("kind", "report", "report")
    assert json.loads(str(topic["reasons"]))


async def test_what_was_confirmed_and_then_closed_trains_nothing_and_loses_its_words(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), FLOODED, topic="utilities")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/loai GM-0001 dung")
    await hoa.say("/tocao GM-0001")
    await hoa.tap("Đóng lại")
    assert await corrected(house) == []
    assert {str(row["reasons"]) for row in await house.rows("SELECT reasons FROM correction")} == {"[]"}


async def test_a_confirmed_concern_of_who_took_consent_back_trains_nothing(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, FLOODED, topic="utilities")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/loai GM-0001 dung")
    await lan.say("/dulieu rut")
    await lan.tap("Rút lại")
    assert await corrected(house) == []


async def test_the_same_kind_chosen_again_confirms_the_kind_alone(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), FLOODED, topic="utilities")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/loai GM-0001 phản ánh")
    assert await corrected(house) == [{"text": FLOODED, "kind": "report"}]


async def test_a_corrected_topic_and_kind_are_kept_with_what_was_suggested(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), TANGLED, topic="transport")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/linhvuc GM-0001 môi trường")
    await hoa.say("/loai GM-0001")
    assert "Máy gợi ý loại" in hoa.last.text
    await hoa.tap("kiến nghị")
    topic, kind = await house.rows("SELECT * FROM correction ORDER BY id")
    assert (topic["part"], topic["changed_from"], topic["changed_to"]) == ("topic", "transport", "environment")
    assert topic["suggested"] == "utilities"
    assert json.loads(str(topic["reasons"]))
    assert (kind["part"], kind["changed_from"], kind["changed_to"]) == ("kind", "report", "petition")
    assert await corrected(house) == [{"text": TANGLED, "topics": ["environment"], "kind": "petition"}]
    assert await acts(house, "set_kind") == 1


async def test_what_nobody_confirmed_and_a_topic_of_this_office_alone_are_left_out(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), TANGLED, topic="transport")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/loai GM-0001 kiến nghị")
    assert await corrected(house) == [{"text": TANGLED, "kind": "petition"}]
    await house.database.write(lambda tx: tx.run("UPDATE concern SET topic = 'own', topic_confirmed_by = 'official'"))
    assert await corrected(house) == [{"text": TANGLED, "kind": "petition"}]


async def test_who_took_consent_back_trains_nothing(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), TANGLED, topic="transport")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/linhvuc GM-0001 môi trường")
    await house.database.write(lambda tx: tx.run("UPDATE person SET consent = 'refused'"))
    assert await corrected(house) == []


async def test_a_kind_that_is_a_denunciation_goes_the_way_that_asks_once_more(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), TANGLED, topic="transport")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/loai GM-0001")
    await hoa.tap("nghi là tố cáo")
    assert await house.rows("SELECT protected FROM concern WHERE protected") == []
    await hoa.tap("Đóng lại")
    assert len(await house.rows("SELECT protected FROM concern WHERE protected")) == 1


async def test_words_that_are_no_kind_change_nothing(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), TANGLED, topic="transport")
    hoa = await house.official("hoa", Role.OFFICE)
    for words in ("/loai", "/loai 0", "/loai GM-0001 lung tung", "nhầm rồi", "/loai GM-0999 phản ánh"):
        await hoa.say(words)
        assert hoa.last.text
    assert await acts(house, "set_kind") == 0
