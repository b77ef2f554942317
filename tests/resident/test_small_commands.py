"""Greetings, help, language, hamlet, announcements, one's own data; and what happens around consent."""

import pytest

from handlers.messages import Contact, Incoming, Reply
from handlers.people import turn_for
from storage.database import Database
from storage.people import get_identity
from storage.records import Role
from storage.transaction import Transaction
from tests.house import House
from tests.resident.talking import PHOTO, POTHOLE, concern, count, entered, labels, restarted, sent


@pytest.mark.parametrize("greeting", ["Xin chào", "alo", "CHÀO", "hello!"])
async def test_a_greeting_is_greeted_and_is_no_concern(database: Database, greeting: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(greeting)
    assert "Kính chào ông/bà" in lan.last.text
    assert "/gopy" in [choice.value for choice in lan.last.choices]


async def test_thanks_are_answered_and_are_no_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Cảm ơn ạ")
    assert "Xin cảm ơn ông/bà" in lan.last.text


@pytest.mark.parametrize(
    ("words", "part"), [("tra cứu", "chưa gửi ý kiến nào"), ("trợ giúp", "/gopy"), ("lich", "Lịch")]
)
async def test_a_commands_name_works_without_its_stroke(database: Database, words: str, part: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(words)
    assert part in lan.last.text


async def test_help_lists_what_this_person_may_use_and_how_to_reach_a_human(database: Database) -> None:
    house = await House.build(database)
    lan, hoa = await entered(house), await house.official("hoa", Role.OFFICE)
    await lan.say("/trogiup")
    assert "0200 000 000" in lan.last.text
    for command in ("/gopy", "/tracuu", "/dangky", "/lich", "/hoidap", "/huy", "/ngonngu", "/trogiup"):
        assert f"{command} – " in lan.last.text
    assert "/ykien" not in lan.last.text
    await hoa.say("/trogiup")
    assert "/ykien – " in hoa.last.text


async def test_help_is_there_before_consent(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("/trogiup")
    assert "/gopy – " in lan.last.text


async def test_the_language_is_asked_in_both_and_kept(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/ngonngu")
    assert labels(lan.last) == ["Tiếng Việt", "English"]
    await lan.tap("English")
    assert "English from now on" in lan.last.text
    restarted(house)
    await lan.say("/tracuu")
    assert "You have not sent a concern yet." in lan.last.text
    await lan.say("/ngonngu tiếng việt")
    assert "tiếng Việt" in lan.last.text


async def test_the_language_can_be_chosen_before_consent_and_nothing_written_is_lost(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("The road to the school is broken")
    await lan.say("/ngonngu")
    await lan.tap("English")
    await lan.tap("I agree")
    await lan.tap("Thôn Giữa")
    await lan.say("transport")
    await lan.tap("Send")
    assert lan.last.text.startswith("Recorded, code GM-0001")
    assert (await concern(house, "GM-0001")).text == "The road to the school is broken"


async def test_words_at_the_question_of_language_are_a_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/ngonngu")
    await lan.say(POTHOLE)
    assert "Giao thông" in labels(lan.last)


@pytest.mark.parametrize("typed", ["Thôn Đông", "thon dong", "đông", "xóm Đông", "2"])
async def test_the_hamlet_can_be_changed_and_is_known_by_its_name(database: Database, typed: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/xom")
    await lan.say(typed)
    assert "Đã ghi nơi ở: Thôn Đông" in lan.last.text
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    assert "Nơi ở: Thôn Đông" in lan.last.text


async def test_a_hamlet_that_is_not_on_the_list_is_asked_again(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("/start")
    await lan.tap("Đồng ý")
    await lan.say("Thôn Trời")
    assert "chọn một mục" in lan.last.text
    await lan.tap("Nơi khác")
    assert "/gopy" in [choice.value for choice in lan.last.choices]


async def test_announcements_can_be_stopped_and_taken_up_again(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dangkytin")
    await lan.tap("Không nhận")
    assert "không nhận thông báo" in lan.last.text
    assert await house.rows("SELECT subscribed FROM person WHERE subscribed = TRUE") == []
    await lan.tap("Nhận thông báo của xã")
    assert len(await house.rows("SELECT id FROM person WHERE subscribed = TRUE")) == 1


async def test_own_data_are_told_and_consent_can_be_taken_back(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    await lan.say("/dulieu")
    assert "Ý kiến đã gửi: 1" in lan.last.text
    await lan.tap("Rút lại sự đồng ý")
    await lan.tap("Không rút")
    await lan.say("/dulieu")
    await lan.tap("Rút lại sự đồng ý")
    await lan.tap("Rút lại")
    assert "không nhắn tin cho ông/bà nữa" in lan.last.text
    assert await count(database, "concern") == 1
    states = [row["state"] for row in await house.rows("SELECT state FROM consent ORDER BY id")]
    assert states == ["given", "refused"]
    (row,) = await house.rows("SELECT consent, subscribed FROM person")
    assert (row["consent"], bool(row["subscribed"])) == ("refused", False)
    await lan.say("/dulieu")
    assert "còn trong hồ sơ: 1" in lan.last.text
    await lan.say(POTHOLE)
    assert "Đồng ý" in labels(lan.last)
    assert await count(database, "concern") == 1


async def test_who_took_consent_back_is_told_nothing_more(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    kept = await concern(house, await sent(lan))
    hoa = await house.official("hoa", Role.INSPECTOR)
    await lan.say("/dulieu")
    await lan.tap("Rút lại sự đồng ý")
    assert len(await tell(house, hoa.name, kept.identity_id)) == 1
    await lan.tap("Rút lại")
    assert await tell(house, hoa.name, kept.identity_id) == []


async def tell(house: House, teller: str, identity_id: int) -> list[Reply]:
    """What `Turn.tell` makes of a word to this identity."""
    incoming = Incoming(
        office_id=house.office.id, channel="telegram", inbound_id="t", sender=teller, received_at=house.at
    )

    def told(tx: Transaction) -> list[Reply]:
        turn = turn_for(tx, house.office, incoming, house.at)
        identity = get_identity(tx, house.office.id, identity_id)
        assert identity is not None
        turn.tell(identity, "Có trả lời")
        return [said.reply for said in turn.outgoing]

    return await house.database.write(told)


async def test_a_form_with_a_contact_is_kept_and_the_question_that_waits_still_waits(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Đường làng hỏng")
    form = Incoming(
        office_id=house.office.id,
        channel=lan.channel,
        inbound_id="form",
        sender=lan.name,
        received_at=house.at,
        contact=Contact(name="Lan", phone="84912345678"),
    )
    await house.intake.take(form)
    await lan.heard()
    assert lan.last.text == "Đã lưu số điện thoại của ông/bà."
    await lan.say("Giao thông")
    assert "xem lại" in lan.last.text


async def test_what_was_written_before_consent_is_used_word_for_word_after_it(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("  Đường làng hỏng ", files=(PHOTO,))
    await lan.say("mưa là ngập")
    assert "Tôi giữ lại lời ông/bà vừa viết" in lan.last.text
    await lan.say("có")
    await lan.say("từ cầu đến chợ rồi đến trường")
    await lan.tap("Thôn Giữa")
    await lan.say("giao thong")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == ("  Đường làng hỏng \nmưa là ngập\ntừ cầu đến chợ rồi đến trường")
    assert await count(database, "attachment") == 1


async def test_gopy_before_consent_keeps_the_words_after_it(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("/gopy Đường làng hỏng")
    await lan.say("/start")
    await lan.tap("Đồng ý")
    await lan.tap("Thôn Giữa")
    assert "Giao thông" in labels(lan.last)


async def test_refusing_or_cancelling_forgets_what_was_written(database: Database) -> None:
    house = await House.build(database)
    lan, minh = house.resident("lan"), house.resident("minh")
    await lan.say(POTHOLE)
    await lan.say("không")
    await minh.say(POTHOLE)
    await minh.say("/huy")
    assert "không được lưu" in minh.last.text
    for row in await house.rows("SELECT data FROM conversation"):
        assert POTHOLE not in str(row["data"])
    assert await count(database, "attachment") == 0


async def test_a_restart_between_consent_and_hamlet_loses_nothing(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say(POTHOLE)
    restarted(house)
    await lan.tap("Đồng ý")
    restarted(house)
    await lan.tap("Thôn Giữa")
    assert "Giao thông" in labels(lan.last)
