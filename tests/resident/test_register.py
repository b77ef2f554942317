"""Register to speak: the slip, its number, taking it back."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.errors import AlreadyRecorded
from storage.ids import new_id
from storage.records import Registration, SessionState
from storage.registrations import add_registration
from storage.sessions import add_session
from tests.house import NOON, House, Someone
from tests.resident.talking import PHOTO, POTHOLE, cancelled, change, count, entered, labels, sent


async def registered(someone: Someone, content: str = "Đất nhà tôi chưa có sổ đỏ") -> str:
    await someone.say("/dangky")
    await someone.tap("Đất đai")
    await someone.say(content)
    await someone.tap("Bản thân tôi")
    await someone.tap("Đăng ký")
    return someone.last.text


async def second_session(house: House) -> None:
    first = await house.session()
    second = first.model_copy(
        update={
            "id": new_id(NOON),
            "key": "hai",
            "title": "Đối thoại với thanh niên",
            "starts_at": NOON + timedelta(days=30),
            "ends_at": NOON + timedelta(days=30, hours=4),
        }
    )
    await house.database.write(lambda tx: add_session(tx, second))


async def test_a_slip_gets_its_number_and_says_when_and_where(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    text = await registered(lan)
    for part in ("số 1", "Đối thoại với Nhân dân", "08/12/2026", "Hội trường xã Thử", "Đất nhà tôi", "bản thân"):
        assert part in text
    (row,) = await house.rows("SELECT number, topic, content, representing, state, concern_id FROM registration")
    assert row == {
        "number": 1,
        "topic": "land",
        "content": "Đất nhà tôi chưa có sổ đỏ",
        "representing": "self",
        "state": "registered",
        "concern_id": None,
    }


async def test_a_group_says_its_name(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dangky")
    await lan.say("dat dai")
    await lan.say("Đất bãi ven sông")
    await lan.tap("Một nhóm người")
    await lan.say("")
    await lan.say("các hộ  ven sông")
    assert "nhóm các hộ ven sông" in lan.last.text
    await lan.say("ok")
    assert await house.rows("SELECT representing FROM registration") == [{"representing": "group:các hộ ven sông"}]


async def test_one_of_ones_own_concerns_may_be_the_content(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    await lan.say("/dangky")
    await lan.tap("Giao thông")
    await lan.tap("GM-0001")
    await lan.tap("Gia đình tôi")
    await lan.tap("Đăng ký")
    (row,) = await house.rows("SELECT content, concern_id, representing FROM registration")
    (kept,) = await house.rows("SELECT id FROM concern")
    assert row == {"content": POTHOLE, "concern_id": kept["id"], "representing": "household"}


async def test_somebody_elses_concern_cannot_be_taken_by_a_made_up_choice(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await entered(house), await entered(house, "minh")
    await sent(lan)
    (kept,) = await house.rows("SELECT id FROM concern")
    await sent(minh, "Rác thải đổ ven đường bốc mùi", "Môi trường")
    await minh.say("/dangky")
    await minh.tap("Giao thông")
    own = minh.choice("GM-0002").value
    await minh.press(own.rpartition("~")[0] + f"~{kept['id']}")
    assert POTHOLE not in minh.last.text
    assert "chọn một mục" in minh.last.text


@pytest.mark.parametrize("content", ["một\nhai\nba\nbốn", "x" * 501])
async def test_more_than_three_lines_are_asked_to_be_shorter(database: Database, content: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dangky")
    await lan.tap("Đất đai")
    await lan.say(content)
    assert "dài quá" in lan.last.text
    await lan.say("một\n\nhai\nba")
    assert "Bản thân tôi" in labels(lan.last)


async def test_a_photo_where_words_are_wanted_is_answered(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dangky")
    await lan.tap("Đất đai")
    await lan.say("", files=(PHOTO,))
    assert "/gopy" in lan.last.text


async def test_dangky_again_shows_the_slip_and_offers_to_withdraw(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await registered(lan)
    await lan.say("/dangky")
    assert "số 1" in lan.last.text
    assert labels(lan.last) == ["Rút đăng ký số 1"]


async def test_a_number_that_was_withdrawn_is_never_used_again(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await entered(house), await entered(house, "minh")
    await registered(lan)
    await lan.say("/dangky")
    await lan.tap("Rút đăng ký số 1")
    await lan.tap("Rút đăng ký")
    assert "Đã rút đăng ký số 1" in lan.last.text
    assert "số 2" in await registered(minh)
    assert "số 3" in await registered(lan)
    rows = await house.rows("SELECT number, state FROM registration ORDER BY number")
    assert [(row["number"], row["state"]) for row in rows] == [(1, "withdrawn"), (2, "registered"), (3, "registered")]


async def test_a_withdrawal_is_asked_about_and_can_be_left(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await registered(lan)
    await lan.say("/dangky")
    await lan.tap("Rút đăng ký số 1")
    await lan.tap("Giữ lại")
    assert await house.rows("SELECT state FROM registration") == [{"state": "registered"}]


async def test_nobody_withdraws_for_somebody_else(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await entered(house), await entered(house, "minh")
    await registered(lan)
    (row,) = await house.rows("SELECT id FROM registration")
    await minh.press(f"/dangky rut {row['id']}")
    assert "không thấy đăng ký" in minh.last.text
    assert await house.rows("SELECT state FROM registration") == [{"state": "registered"}]


async def test_a_second_slip_for_the_same_session_is_refused_kindly(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await registered(lan)
    (row,) = await house.rows("SELECT * FROM registration")
    await database.write(lambda tx: tx.run("DELETE FROM registration"))
    await lan.say("/dangky")
    await lan.tap("Đất đai")
    await lan.say("Đất")
    await lan.tap("Bản thân tôi")
    await database.write(lambda tx: add_registration(tx, Registration.of(row)))
    await lan.tap("Đăng ký")
    assert "đã đăng ký ở buổi này rồi, số 1" in lan.last.text
    assert await count(database, "registration") == 1


async def test_one_more_session_can_be_registered_for(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await second_session(house)
    await lan.say("/dangky")
    await lan.tap("Đối thoại với Nhân dân")
    for said in ("Đất đai", "Đất", "Bản thân tôi", "Đăng ký"):
        await lan.say(said)
    await lan.say("/dangky")
    assert labels(lan.last) == ["Rút đăng ký số 1", "Đăng ký buổi khác"]
    await lan.tap("Đăng ký buổi khác")
    assert "Đối thoại với thanh niên" in lan.last.text
    for said in ("Giáo dục", "Trường", "Bản thân tôi", "Đăng ký"):
        await lan.say(said)
    await lan.say("/dangky")
    assert labels(lan.last) == ["Rút đăng ký số 1", "Rút đăng ký số 1"]


async def test_each_session_has_numbers_of_its_own_and_is_chosen_first(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await second_session(house)
    await lan.say("/dangky")
    assert labels(lan.last) == ["Đối thoại với Nhân dân", "Đối thoại với thanh niên"]
    await lan.say("buổi nào cũng được")
    assert "chọn một mục" in lan.last.text
    await lan.tap("Đối thoại với thanh niên")
    assert "thanh niên" in lan.last.text


async def test_the_same_person_cannot_stand_registered_twice_whatever_the_program_does(database: Database) -> None:
    house = await House.build(database)
    await registered(await entered(house))
    (row,) = await house.rows("SELECT * FROM registration")
    twin = Registration.of(row).model_copy(update={"id": new_id(NOON), "number": 2})
    with pytest.raises(AlreadyRecorded):
        await database.write(lambda tx: add_registration(tx, twin))


async def test_without_an_announced_session_nobody_can_register(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await change(house, state=SessionState.SCHEDULED)
    await lan.say("/dangky")
    assert "chưa có buổi đối thoại nào" in lan.last.text
    assert [choice.value for choice in lan.last.choices] == ["/lich"]


async def test_a_session_that_is_cancelled_meanwhile_takes_no_registration(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dangky")
    await lan.tap("Đất đai")
    await lan.say("Đất")
    await lan.tap("Bản thân tôi")
    await cancelled(house)
    await lan.tap("Đăng ký")
    assert "không còn nhận đăng ký" in lan.last.text
    assert await count(database, "registration") == 0


@pytest.mark.parametrize("value", ["~~", "~0~yes", "x", "register.confirm~0~yes"])
async def test_a_made_up_choice_does_not_register(database: Database, value: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    for said in ("/dangky", "Đất đai", "Đất", "Bản thân tôi"):
        await lan.say(said)
    await lan.press(value)
    assert "tin cũ" in lan.last.text
    assert await count(database, "registration") == 0


async def test_the_slip_can_be_begun_again_or_dropped(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dangky")
    await lan.tap("Đất đai")
    await lan.say("Đất")
    await lan.tap("Bản thân tôi")
    await lan.tap("Làm lại")
    assert "lĩnh vực nào" in lan.last.text
    await lan.tap("Môi trường")
    await lan.say("Rác")
    await lan.tap("Bản thân tôi")
    await lan.tap("Bỏ")
    assert "chưa đăng ký" in lan.last.text
    assert await count(database, "registration") == 0
