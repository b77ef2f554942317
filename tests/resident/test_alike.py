"""«Already raised?»: what a resident is shown of others before sending, and joining them."""

from storage.database import Database
from storage.records import Role
from tests.house import House
from tests.official.comparing import AGAIN, CANAL, FLOODED, THIRD, compare, grouped
from tests.official.writing import a_concern, a_resident, acts
from tests.resident.talking import ACCUSATION, code_in, labels


async def raised(house: House) -> None:
    """Somebody's concern about the canal, compared."""
    await a_concern(house, await a_resident(house, "first"), FLOODED, topic=CANAL)
    await compare(house)


async def test_nothing_of_it_is_said_on_a_suspected_denunciation(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    lan = await a_resident(house)
    await lan.say(f"{FLOODED} {ACCUSATION}")
    await lan.say("Việc khác")
    assert "giữ kín" in lan.last.text
    assert "Tôi cũng vậy" not in labels(lan.last)


async def test_a_protected_or_private_concern_of_others_is_never_shown(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/tocao GM-0001")
    await hoa.tap("Đóng lại")
    await a_concern(house, await a_resident(house, "own"), FLOODED, topic=CANAL)
    await compare(house)
    await hoa.say("/loai GM-0002 khiếu nại")
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    assert "Gửi" in labels(lan.last)


async def test_others_are_shown_by_topic_hamlet_and_count_alone(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    lan = await a_resident(house)
    await lan.say(AGAIN)
    before = len(await lan.heard())
    await lan.tap("Điện, nước")
    assert len(await lan.heard()) == before + 1
    assert "Điện, nước, thoát nước, Thôn Giữa: 1 người đã nêu" in lan.last.text
    assert labels(lan.last) == ["Tôi cũng vậy", "Gửi riêng"]
    for secret in (FLOODED, "First", "GM-0001", "mương"):
        assert secret not in lan.last.text


async def test_who_joins_keeps_their_own_words_is_counted_and_told_of_the_answer(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    await lan.tap("Tôi cũng vậy")
    assert "Ghi cùng việc đã có người nêu" in lan.last.text
    await lan.tap("Gửi")
    assert "tính cùng 1 người khác" in lan.last.text
    code = code_in(lan.last)
    assert await house.rows(f"SELECT text FROM concern WHERE code = '{code}'") == [{"text": AGAIN}]
    hoa, chu = await house.official("hoa", Role.OFFICE), await house.official("chu", Role.CHAIR)
    await hoa.say("/traloi GM-0001 Xã nạo vét trong tháng 12.")
    await hoa.tap("Gửi để duyệt")
    await chu.say("/duyet GM-0001")
    await chu.tap("Duyệt, chỉ gửi")
    heard = [reply.text for reply in await lan.heard() if "nạo vét trong tháng 12" in reply.text]
    assert len(heard) == 1
    assert code in heard[0]
    assert await acts(house, "join_group") == 1


async def test_who_joins_twice_is_one_person_and_is_not_asked_again(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    await lan.tap("Tôi cũng vậy")
    send = lan.choice("Gửi").value
    await lan.press(send)
    await lan.press(send)
    await compare(house)
    await lan.say(THIRD)
    await lan.tap("Điện, nước")
    assert "Tôi cũng vậy" not in labels(lan.last)
    rows = await house.rows("SELECT id FROM group_member WHERE left_at IS NULL")
    assert len(rows) == 2


async def test_who_takes_consent_back_after_joining_is_not_counted_nor_told(database: Database) -> None:
    house = await House.build(database)
    hoa, residents = await grouped(house)
    await residents[1].say("/dulieu rut")
    await residents[1].tap("Rút lại")
    told = len(await residents[1].heard())
    await hoa.say("/nhom GM-0001")
    assert "Nhóm của 2 người" in hoa.last.text
    house.later(minutes=1)
    await hoa.say("/traloi GM-0001 Xã nạo vét trong tháng 12.")
    await hoa.tap("Gửi để duyệt")
    chu = await house.official("chu", Role.CHAIR)
    await chu.say("/duyet GM-0001")
    await chu.tap("Duyệt, chỉ gửi")
    assert len(await residents[1].heard()) == told
    assert any("nạo vét trong tháng 12" in reply.text for reply in await residents[2].heard())


async def test_a_published_answer_is_read_before_sending_and_the_concern_can_be_left(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    hoa, chu = await house.official("hoa", Role.OFFICE), await house.official("chu", Role.CHAIR)
    await hoa.say("/traloi GM-0001 Xã nạo vét trong tháng 12.")
    await hoa.tap("Gửi để duyệt")
    await chu.say("/duyet GM-0001")
    await chu.tap("Duyệt, gửi và công bố")
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    await lan.tap("Xem câu trả lời")
    assert "Xã nạo vét trong tháng 12." in lan.last.text
    await lan.tap("Gửi riêng")
    assert "Gửi" in labels(lan.last)


async def test_an_answer_that_was_not_published_is_not_shown(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    hoa, chu = await house.official("hoa", Role.OFFICE), await house.official("chu", Role.CHAIR)
    await hoa.say("/traloi GM-0001 Xã nạo vét trong tháng 12.")
    await hoa.tap("Gửi để duyệt")
    await chu.say("/duyet GM-0001")
    await chu.tap("Duyệt, chỉ gửi")
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    assert "Gửi" in labels(lan.last)


async def test_while_memory_is_not_filled_nobody_is_asked(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house, "first"), FLOODED, topic=CANAL)
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    assert "Gửi" in labels(lan.last)


async def test_what_was_answered_while_the_question_waited_is_sent_on_its_own(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    await lan.tap("Tôi cũng vậy")
    hoa, chu = await house.official("hoa", Role.OFFICE), await house.official("chu", Role.CHAIR)
    await hoa.say("/traloi GM-0001 Xã nạo vét trong tháng 12.")
    await hoa.tap("Gửi để duyệt")
    await chu.say("/duyet GM-0001")
    await chu.tap("Duyệt, chỉ gửi")
    await lan.tap("Gửi")
    assert code_in(lan.last) == "GM-0002"
    assert "tính cùng" not in lan.last.text
    assert await house.rows("SELECT * FROM group_member") == []


async def test_words_photos_and_a_new_text_at_the_question_are_taken_and_it_is_asked_once(database: Database) -> None:
    house = await House.build(database)
    await raised(house)
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    await lan.say("Nước vào cả bếp.")
    assert "Tôi cũng vậy" not in labels(lan.last)
    await lan.tap("Gửi")
    assert await house.rows("SELECT * FROM group_member") == []


async def test_a_suspected_complaint_is_told_where_it_is_handled_kept_as_one_and_never_published(
    database: Database,
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await lan.say("Tôi không đồng ý quyết định thu hồi đất số 12 của UBND, tôi khiếu nại quyết định này.")
    assert "thứ Ba hằng tuần" in lan.last.text
    await lan.tap("Vẫn gửi")
    await lan.tap("Đất đai")
    await lan.tap("Gửi")
    code = code_in(lan.last)
    assert "thứ Ba hằng tuần" in lan.last.text
    assert await house.rows(f"SELECT kind FROM concern WHERE code = '{code}'") == [{"kind": "complaint"}]
    hoa, chu = await house.official("hoa", Role.OFFICE), await house.official("chu", Role.CHAIR)
    await hoa.say(f"/traloi {code} Mời ông bà đến nơi tiếp công dân.")
    await hoa.tap("Gửi để duyệt")
    await chu.say(f"/duyet {code}")
    assert not any("công bố" in label for label in labels(chu.last))
