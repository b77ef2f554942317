"""The day of the dialogue for a speaker: their place, being told to be ready, and registering once it has begun."""

from storage.database import Database
from tests.house import House
from tests.official.sessions_at_work import registered as speaks
from tests.official.sessions_at_work import run
from tests.official.speaking import chair_of, the_morning, with_speakers
from tests.official.writing import a_concern
from tests.resident.talking import change, entered, labels
from tests.resident.test_register import registered, second_session


async def test_before_the_day_a_speaker_sees_how_many_registered_before_them(database: Database) -> None:
    house = await House.build(database)
    first, _, third = await with_speakers(house, 3)
    await third.say("/dangky")
    assert "Còn 2 người trước ông/bà." in third.last.text
    await first.say("/dangky")
    assert "Người tiếp theo là ông/bà." in first.last.text


async def test_on_the_day_a_speaker_sees_their_place_until_they_have_spoken(database: Database) -> None:
    house = await House.build(database)
    first, second, third = await with_speakers(house, 3)
    await the_morning(house, 5)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    await third.say("/dangky")
    assert "Số 1 đang phát biểu. Sau đó còn 1 người nữa rồi đến ông/bà." in third.last.text
    await second.say("/dangky")
    assert "Số 1 đang phát biểu. Sau đó đến lượt ông/bà." in second.last.text
    await first.say("/dangky")
    assert "Đang đến lượt ông/bà phát biểu." in first.last.text
    await chair.tap("Số 1 nói xong, mời số 2")
    await chair.tap("Số 2 vắng mặt")
    await first.say("/dangky")
    assert "Ông/bà đã phát biểu." in first.last.text
    await second.say("/dangky")
    assert "xin báo bàn thư ký" in second.last.text


async def test_who_was_called_cannot_take_the_registration_back(database: Database) -> None:
    house = await House.build(database)
    first, second = await with_speakers(house, 2)
    await the_morning(house)
    await first.say("/dangky")
    old = first.choice("Rút đăng ký số 1").value
    await first.press(old)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    await first.tap("Rút đăng ký")
    assert "không rút được nữa" in first.last.text
    await first.say("/dangky")
    assert labels(first.last) == []
    await first.press(old)
    assert "không rút được nữa" in first.last.text
    await second.say("/dangky")
    assert labels(second.last) == ["Rút đăng ký số 2"]


async def test_who_comes_nearer_when_somebody_withdraws_is_told_to_be_ready(database: Database) -> None:
    house = await House.build(database)
    _, second, _, _, fifth = await with_speakers(house, 5)
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    assert "sắp đến lượt" not in "".join(reply.text for reply in await fifth.heard())
    await second.say("/dangky")
    await second.tap("Rút đăng ký số 2")
    await second.tap("Rút đăng ký")
    assert "Đã rút đăng ký số 2" in second.last.text
    assert (await fifth.heard())[-1].text.startswith("Lúc 12 giờ: sắp đến lượt ông/bà phát biểu, số 5.")
    await chair.say("/phatbieu")
    assert "Tiếp theo:\nSố 3" in chair.last.text


async def test_once_it_has_begun_registering_goes_on_in_the_hall(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await the_morning(house, 10)
    await lan.say("/dangky")
    assert "đã bắt đầu" in lan.last.text
    assert "bàn thư ký tại Hội trường xã Thử" in lan.last.text
    assert [choice.value for choice in lan.last.choices] == ["/gopy"]
    await change(house, venue="")
    await lan.say("/dangky")
    assert "bàn thư ký trong hội trường" in lan.last.text


async def test_who_is_late_for_one_session_may_register_for_the_next(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await second_session(house)
    await the_morning(house, 10)
    replies = await lan.say("/dangky")
    assert "đã bắt đầu" in replies[0].text
    assert "lĩnh vực nào" in replies[-1].text


async def test_a_slip_that_is_confirmed_too_late_says_how_to_speak_all_the_same(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dangky")
    await lan.tap("Đất đai")
    await lan.say("Đất")
    await lan.tap("Bản thân tôi")
    await the_morning(house, 1)
    await lan.tap("Đăng ký")
    assert "bàn thư ký" in lan.last.text
    assert await house.rows("SELECT id FROM registration") == []


async def test_who_registers_before_it_begins_comes_after_a_slip_of_the_hall(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await the_morning(house, -30)
    chair = await chair_of(house)
    await chair.tap("Nhập phiếu giấy")
    await chair.say("Bà Sáu")
    await chair.tap("Thôn Đông")
    await chair.tap("Đất đai")
    await chair.tap("Không ghi nội dung")
    assert "số 2" in await registered(lan)
    await lan.say("/dangky")
    assert "Còn 1 người trước ông/bà." in lan.last.text


async def test_who_is_closed_to_others_hears_nothing_of_a_place(database: Database) -> None:
    house = await House.build(database)
    first, second = await with_speakers(house, 2)
    await a_concern(house, first, "Trưởng thôn nhận hối lộ.", protected=True)
    await run(house, "UPDATE registration SET concern_id = (SELECT id FROM concern) WHERE number = 1")
    await the_morning(house)
    await first.say("/dangky")
    assert "trước ông/bà" not in first.last.text
    assert "tiếp theo" not in first.last.text
    await second.say("/dangky")
    assert "Người tiếp theo là ông/bà." in second.last.text


async def test_who_took_consent_back_is_not_told_to_be_ready(database: Database) -> None:
    house = await House.build(database)
    _, second = await with_speakers(house, 2)
    await run(house, "UPDATE person SET consent = 'refused'")
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    assert "sắp đến lượt" not in "".join(reply.text for reply in await second.heard())


async def test_who_cannot_be_written_to_now_is_not_told_when_all_is_over(database: Database) -> None:
    house = await House.build(database)
    (silent,) = await with_speakers(house, 1, "zalo_oa")
    talking = house.resident("binh")
    await talking.enter()
    await speaks(house, talking, 2)
    await the_morning(house)  # the window of a fortnight ago is shut
    chair = await chair_of(house)
    await chair.tap("Chọn số khác")
    await chair.tap("Mời số 2")
    assert "sắp đến lượt" not in "".join(reply.text for reply in await silent.heard())
    await silent.say("/lich")
    assert "sắp đến lượt" not in "".join(reply.text for reply in await silent.heard())
    await chair.tap("Số 2 nói xong, mời số 1")
    await chair.tap("Lùi một bước")
    assert "sắp đến lượt" in (await silent.heard())[-1].text, "they wrote meanwhile: the window is open"
