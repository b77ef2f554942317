"""Submit a concern: from the text to the receipt."""

from datetime import timedelta

import pytest

from storage.database import Database
from storage.records import Kind, Role
from tests.house import NOON, House
from tests.resident.talking import POTHOLE, cancelled, change, code_in, concern, count, entered, labels, sent


async def test_three_messages_lead_a_returning_resident_from_text_to_receipt(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    messages = lan.count
    replies = await lan.say(POTHOLE)
    assert labels(replies[-1]) == ["Giao thông", "Chọn lĩnh vực khác"]
    assert "«ổ gà»" in replies[-1].text
    await lan.tap("Giao thông")
    assert labels(lan.last) == ["Gửi", "Sửa lời", "Thêm ảnh hoặc tệp", "Bỏ"]
    assert all(part in lan.last.text for part in (POTHOLE, "Giao thông", "Thôn Giữa", "Đối thoại với Nhân dân"))
    replies = await lan.tap("Gửi")
    assert lan.count - messages == 3
    assert [code_in(reply) for reply in replies] == ["GM-0001"]


async def test_the_receipt_says_what_happens_next_and_until_when_and_promises_no_result(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    for part in ("12 giờ ngày 04/12/2026", "08/12/2026", "Hội trường xã Thử", "chậm nhất ngày 22/12/2026"):
        assert part in lan.last.text
    assert "sẽ được giải quyết" not in lan.last.text
    assert [choice.value for choice in lan.last.choices] == ["/tracuu GM-0001", "/gopy", "/dangky"]


async def test_everything_is_remembered_with_the_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    kept = await concern(house, await sent(lan))
    session = await house.session()
    assert (kept.text, kept.topic, kept.topic_confirmed_by) == (POTHOLE, "transport", "resident")
    assert (kept.session_id, kept.for_next_session, kept.suggested) == (session.id, False, ("transport",))
    assert (kept.summary, kept.protected, kept.created_at) == (POTHOLE, False, NOON)
    assert kept.area_id is not None


async def test_codes_count_up_whoever_sends(database: Database) -> None:
    house = await House.build(database)
    codes = [await sent(await entered(house, name)) for name in ("lan", "minh")]
    assert codes == ["GM-0001", "GM-0002"]


async def test_gopy_asks_for_the_text_or_takes_what_follows_it(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/gopy")
    assert "Xin ông/bà viết ý kiến" in lan.last.text
    await lan.say("/huy")
    await lan.say("/gopy@xathu_bot Đường hỏng  nặng ")
    await lan.say("giao thong")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == "Đường hỏng  nặng "


@pytest.mark.parametrize("tap", ["1", "Gửi ý kiến", "gui y kien"])
async def test_choosing_from_the_menu_in_words_is_not_a_concern(database: Database, tap: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(tap)
    assert "Xin ông/bà viết ý kiến" in lan.last.text


async def test_other_topics_are_one_tap_away_and_a_topic_may_be_typed(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Chọn lĩnh vực khác")
    assert labels(lan.last) == [topic.vi for topic in house.office.profile.topics]
    await lan.say("moi truong")
    assert "Lĩnh vực: Môi trường" in lan.last.text
    await lan.say("Giao thông")
    await lan.tap("Gửi")
    kept = await concern(house, "GM-0001")
    assert (kept.topic, kept.text) == ("transport", POTHOLE)


async def test_nothing_telling_in_the_text_shows_all_topics(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Xin cán bộ xem giúp việc nhà tôi")
    assert len(lan.last.choices) == len(house.office.profile.topics)


async def test_two_messages_at_once_become_one_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Đường làng hỏng")
    await lan.say("từ trường học đến chợ")
    assert "Tôi đã ghép lời mới" in lan.last.text
    await lan.say("giao thong")
    await lan.say("mưa là ngập")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == "Đường làng hỏng\ntừ trường học đến chợ\nmưa là ngập"
    assert await count(database, "concern") == 1


@pytest.mark.parametrize("word", ["ok", "Gửi đi", "vâng", "1"])
async def test_yes_in_words_of_ones_own_sends_and_is_not_added(database: Database, word: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    await lan.say(word)
    assert (await concern(house, code_in(lan.last))).text == POTHOLE


async def test_the_words_can_be_written_anew_or_left_as_they_are(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    await lan.tap("Sửa lời")
    await lan.tap("Giữ lời cũ")
    assert POTHOLE in lan.last.text
    await lan.tap("Sửa lời")
    await lan.say("Cầu làng gãy lan can")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == "Cầu làng gãy lan can"


async def test_dropping_says_that_nothing_was_sent(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    await lan.tap("Bỏ")
    assert "Không có gì được gửi đi" in lan.last.text
    assert await count(database, "concern") == 0


async def test_a_second_tap_on_send_sends_nothing_and_says_that_it_is_sent(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    send = lan.choice("Gửi").value
    await lan.press(send)
    await lan.press(send)
    assert "GM-0001" in lan.last.text
    assert await count(database, "concern") == 1
    receipts = [reply for reply in await lan.heard() if reply.text.startswith("Đã ghi nhận, mã số")]
    assert len(receipts) == 1


@pytest.mark.parametrize("short", ["a", "😀😀", "?!", "\u200b"])
async def test_a_text_that_says_too_little_is_asked_about_but_may_be_sent(database: Database, short: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(short)
    assert labels(lan.last) == ["Cứ gửi như vậy"]
    await lan.tap("Cứ gửi như vậy")
    await lan.tap("Việc khác")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == short


async def test_more_words_after_a_short_text_go_on_as_usual(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Ơ")
    await lan.say(POTHOLE)
    assert labels(lan.last) == ["Giao thông", "Chọn lĩnh vực khác"]


async def test_a_complaint_is_told_where_the_law_has_it_handled_and_may_still_be_sent(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Tôi không đồng ý với quyết định thu hồi đất số 12 của ủy ban, tôi khiếu nại")
    assert "0200 000 000" in lan.last.text
    assert "thứ Ba hằng tuần" in lan.last.text
    await lan.tap("Vẫn gửi")
    await lan.tap("Đất đai")
    await lan.tap("Gửi")
    kept = await concern(house, code_in(lan.last))
    assert (kept.kind, kept.protected) == (Kind.COMPLAINT, False)


async def test_a_complaint_can_be_left_unsent(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Tôi khiếu nại quyết định xử phạt của ủy ban")
    await lan.tap("Bỏ")
    assert await count(database, "concern") == 0


async def test_after_collection_the_bot_says_since_when_and_keeps_for_the_next_session(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    house.later(days=11)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    assert "nhận đến trước 12 giờ ngày 04/12/2026" in lan.last.text
    assert labels(lan.last)[:2] == ["Giữ cho phiên sau", "Gửi về xã ngoài phiên"]
    await lan.tap("Giữ cho phiên sau")
    assert "buổi đối thoại sau" in lan.last.text
    kept = await concern(house, "GM-0001")
    assert (kept.session_id, kept.for_next_session) == (None, True)


async def test_a_concern_can_go_to_the_office_outside_a_session(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await cancelled(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    assert "chưa có buổi đối thoại nào nhận ý kiến" in lan.last.text
    await lan.tap("Gửi về xã")
    assert "ngoài buổi đối thoại" in lan.last.text
    kept = await concern(house, "GM-0001")
    assert (kept.session_id, kept.for_next_session) == (None, False)


async def test_before_collection_the_bot_says_when_it_opens(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await change(house, collection_opens_at=NOON + timedelta(days=2))
    await lan.say("/gopy")
    assert "bắt đầu từ 12 giờ ngày 26/11/2026" in lan.last.text


async def test_a_window_that_closes_between_the_look_and_the_tap_asks_where_to_send(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    house.later(days=9, hours=23, minutes=59)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    house.later(minutes=1)
    await lan.tap("Gửi")
    assert "Đợt nhận ý kiến đã hết" in lan.last.text
    assert await count(database, "concern") == 0
    await lan.tap("Giữ cho phiên sau")
    assert (await concern(house, "GM-0001")).for_next_session


async def test_a_window_that_opens_meanwhile_takes_what_would_have_been_kept(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    session = await change(house, collection_opens_at=NOON + timedelta(days=2))
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    house.later(days=2)
    await lan.tap("Giữ cho phiên sau")
    kept = await concern(house, "GM-0001")
    assert (kept.session_id, kept.for_next_session) == (session.id, False)


async def test_an_official_may_send_a_concern_of_their_own(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("Chào mọi người")
    assert "tài khoản cán bộ" in hoa.last.text
    await hoa.say(f"/gopy {POTHOLE}")
    await hoa.tap("Giao thông")
    await hoa.tap("Gửi")
    assert code_in(hoa.last) == "GM-0001"


async def test_a_resident_without_hamlet_is_shown_how_to_say_it(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.enter("Nơi khác")
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    assert "/xom" in lan.last.text
