"""A suspected denunciation is closed to everybody but the inspector and its author, from its first second."""

from storage.database import Database
from storage.records import Kind, Role
from tests.house import House
from tests.resident.talking import ACCUSATION, PHOTO, code_in, concern, entered, sent


async def denounced(house: House) -> str:
    lan = await entered(house)
    await lan.say(ACCUSATION, files=(PHOTO,))
    await lan.tap("Việc khác")
    await lan.tap("Gửi")
    return code_in(lan.last)


async def test_it_is_protected_by_the_insert_itself_and_has_no_summary(database: Database) -> None:
    house = await House.build(database)
    kept = await concern(house, await denounced(house))
    assert (kept.protected, kept.kind, kept.summary) == (True, Kind.DENUNCIATION, "")
    assert kept.text == ACCUSATION


async def test_no_word_of_it_is_repeated_from_the_topic_to_the_receipt(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(ACCUSATION)
    await lan.tap("Việc khác")
    assert "Tôi giữ kín ngay từ bây giờ" in lan.last.text
    await lan.tap("Gửi")
    assert "được giữ kín" in lan.last.text
    await lan.say("/tracuu")
    await lan.say(ACCUSATION)
    await lan.say("/lich")
    await lan.say("thêm lời")
    for reply in await lan.heard():
        assert "trưởng thôn" not in reply.text
        assert "ăn chặn" not in reply.text


async def test_only_the_inspector_is_told_and_only_the_code(database: Database) -> None:
    house = await House.build(database)
    inspector = await house.official("thanh", Role.INSPECTOR)
    others = [
        await house.official("hoa", Role.COMMITTEE),
        await house.official("bình", Role.OFFICE),
        await house.official("chủ tịch", Role.CHAIR),
        await house.official("quản trị", Role.ADMIN),
        await house.official("kinh", Role.AGENCY, "kinh-te"),
    ]
    code = await denounced(house)
    (told,) = await inspector.heard()
    assert code in told.text
    assert "ăn chặn" not in told.text
    assert [choice.value for choice in told.choices] == [f"/xem {code}"]
    for other in others:
        assert await other.heard() == []


async def test_nobody_is_told_of_an_ordinary_concern(database: Database) -> None:
    house = await House.build(database)
    inspector, office = await house.official("thanh", Role.INSPECTOR), await house.official("hoa", Role.OFFICE)
    await sent(await entered(house))
    assert await inspector.heard() == []
    assert await office.heard() == []


async def test_the_audit_log_does_not_link_the_author_to_the_code(database: Database) -> None:
    house = await House.build(database)
    await denounced(house)
    acts = [row["act"] for row in await house.rows("SELECT act FROM audit")]
    assert "submit" not in acts
    await sent(await entered(house, "minh"))
    assert "submit" in [row["act"] for row in await house.rows("SELECT act FROM audit")]


async def test_its_author_sees_it_by_its_code_and_nobody_else_does(database: Database) -> None:
    house = await House.build(database)
    code = await denounced(house)
    lan, minh = house.resident("lan"), await entered(house, "minh")
    lan.count = 100
    await lan.say(f"/tracuu {code}")
    assert ACCUSATION in lan.last.text
    assert "Gửi kèm: 1" in lan.last.text
    await minh.say(f"/tracuu {code}")
    assert "không thấy mã này" in minh.last.text


async def test_it_needs_no_session_to_be_taken(database: Database) -> None:
    house = await House.build(database)
    house.later(days=11)
    kept = await concern(house, await denounced(house))
    assert (kept.session_id, kept.for_next_session, kept.protected) == (None, False, True)


async def test_words_added_later_can_make_it_one(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Đường làng hỏng")
    await lan.tap("Giao thông")
    await lan.say(ACCUSATION)
    assert "giữ kín" in lan.last.text
    await lan.tap("Gửi")
    assert (await concern(house, code_in(lan.last))).protected


async def test_it_cannot_become_a_speakers_slip_that_others_read(database: Database) -> None:
    house = await House.build(database)
    code = await denounced(house)
    lan = house.resident("lan")
    lan.count = 100
    await lan.say("/dangky")
    await lan.tap("Đất đai")
    assert code not in [choice.label[:7] for choice in lan.last.choices]
    await lan.say(ACCUSATION)
    assert "/gopy" in lan.last.text
    assert ACCUSATION not in str(await house.rows("SELECT data FROM conversation"))
