"""A half-finished concern: left, put aside, taken up again, never lost by itself."""

import pytest

from storage.database import Database
from storage.records import Role
from tests.house import House
from tests.resident.talking import PHOTO, POTHOLE, concern, count, entered, labels, restarted


@pytest.mark.parametrize("command", ["/lich", "/trogiup", "/tracuu", "/menu", "/start", "/dangkytin", "/dulieu"])
async def test_a_command_in_the_middle_puts_the_draft_aside_and_offers_it_again(
    database: Database, command: str
) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE, files=(PHOTO,))
    replies = await lan.say(command)
    assert len(replies) >= 2
    assert "đang viết dở một ý kiến" in lan.last.text
    assert labels(lan.last) == ["Viết tiếp", "Bỏ"]
    await lan.tap("Viết tiếp")
    await lan.tap("Giao thông")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == POTHOLE


async def test_going_on_returns_to_the_question_that_waited(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    await lan.say("/lich")
    await lan.say("viet tiep")
    assert "Gửi" in labels(lan.last)
    assert "Lĩnh vực: Giao thông" in lan.last.text


async def test_the_draft_is_offered_once_and_not_after_every_command(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("/lich")
    await lan.say("/lich")
    assert "viết dở" not in lan.last.text


async def test_a_draft_waits_behind_another_conversation_and_comes_back_after_it(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("/dangky")
    assert "viết dở" not in lan.last.text
    await lan.tap("Đất đai")
    await lan.say("/huy")
    assert "đang viết dở một ý kiến" in lan.last.text
    await lan.tap("Viết tiếp")
    assert "Giao thông" in labels(lan.last)


async def test_nothing_of_a_draft_is_lost_by_a_restart(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE, files=(PHOTO,))
    restarted(house)
    house.later(days=2)
    await lan.tap("Giao thông")
    restarted(house)
    await lan.say("mưa là ngập")
    restarted(house)
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == f"{POTHOLE}\nmưa là ngập"
    assert await count(database, "attachment") == 1


async def test_new_words_while_a_draft_waits_may_belong_to_it(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("/lich")
    await lan.say("mưa là ngập", files=(PHOTO,))
    assert POTHOLE in lan.last.text
    await lan.say("xe không đi được")
    await lan.tap("Có, ghép vào")
    await lan.say("giao thong")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == f"{POTHOLE}\nmưa là ngập\nxe không đi được"
    assert await count(database, "attachment") == 1


async def test_new_words_while_a_draft_waits_may_be_another_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE, files=(PHOTO,))
    await lan.say("/lich")
    await lan.say("Trường học dột mái")
    await lan.tap("Không, bỏ ý kiến cũ")
    await lan.tap("Giáo dục")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == "Trường học dột mái"
    assert await count(database, "attachment") == 0


async def test_words_that_are_not_decided_about_yet_outlive_a_command(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("/lich")
    await lan.say("mưa là ngập")
    await lan.say("/lich")
    await lan.tap("Viết tiếp")
    await lan.say("có")
    await lan.say("giao thong")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == f"{POTHOLE}\nmưa là ngập"


@pytest.mark.parametrize("word", ["/huy", "/HUY", "hủy", "thôi"])
async def test_cancel_leaves_the_draft_and_says_what_was_dropped(database: Database, word: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say(word)
    assert "Tôi đã bỏ ý kiến đang viết dở" in lan.last.text
    await lan.say("/gopy")
    assert "Xin ông/bà viết ý kiến" in lan.last.text


async def test_cancel_drops_a_draft_that_waits_aside(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("/lich")
    await lan.tap("Bỏ")
    assert "Tôi đã bỏ ý kiến đang viết dở" in lan.last.text


async def test_cancel_with_nothing_open_says_so(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/huy")
    assert "Không có việc gì" in lan.last.text


async def test_an_empty_draft_is_not_kept_aside(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/gopy")
    replies = await lan.say("/lich")
    assert len(replies) == 1


async def test_too_long_a_text_leaves_no_draft_behind_to_be_asked_about(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("x" * 20_001)
    await lan.say(f"/gopy {POTHOLE}")
    assert "Giao thông" in labels(lan.last)


async def test_a_command_in_a_group_leaves_the_private_draft_where_it_is(database: Database) -> None:
    house = await House.build(database)
    lan = await house.official("lan", Role.ADMIN)
    await lan.say(f"/gopy {POTHOLE}")
    await house.member(lan, "group-1").say("/noinhan")
    await house.member(lan, "group-1").say("/lich")
    await lan.tap("Giao thông")
    assert "Gửi" in labels(lan.last)
    assert POTHOLE in lan.last.text


async def test_two_residents_drafts_do_not_mix(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await entered(house), await entered(house, "minh", "web_chat")
    await lan.say(POTHOLE, files=(PHOTO,))
    await minh.say("Rác thải đổ ven đường bốc mùi", files=(PHOTO,))
    await minh.say("/huy")
    await lan.tap("Giao thông")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == POTHOLE
    assert await count(database, "attachment") == 1
