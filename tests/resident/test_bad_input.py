"""Bad input: each gets a clear answer, nothing is lost, nothing crashes."""

import unicodedata

import pytest

from handlers.rules.concerns import LONGEST_TEXT
from storage.database import Database
from tests.house import House
from tests.resident.talking import (
    PHOTO,
    POTHOLE,
    concern,
    count,
    entered,
    labels,
    refused_file,
    restarted,
    sent,
    unreadable,
)

ODD = {
    "nfd": unicodedata.normalize("NFD", "Đường làng hỏng nặng từ lâu"),
    "nfc": unicodedata.normalize("NFC", "Đường làng hỏng nặng từ lâu"),
    "blanks": "  Đường làng hỏng \t\n ",
    "right_to_left": "Đường hỏng \u202eớưđ\u202c مرحبا שלום",
    "zero_width": "Đường\u200b hỏng\u200d\ufeff nặng",
    "control": "Đường\x07 hỏng\x1b[31m nặng\x0b\x7f",
    "html": "<b>Đường</b> hỏng <script>alert('x')</script> &amp; <a href=\"http://x\">y</a>",
    "markdown": "*Đường* _hỏng_ `rm` [x](y) ||z|| {0} {name} %s %(a)s",
    "quotes": "Đường '); DROP TABLE concern; -- \\ \" hỏng",
    "emoji": "Đường hỏng 👨‍👩‍👧‍👦🇻🇳😀",
    "lines": "Đường hỏng\r\ntừ cầu\rđến chợ\u2028và trường",
}


@pytest.mark.parametrize("name", sorted(ODD))
async def test_a_text_is_kept_and_shown_exactly_as_it_came(database: Database, name: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(ODD[name])
    await lan.say("giao thong")
    assert ODD[name] in lan.last.text
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == ODD[name]
    await lan.say("/tracuu GM-0001")
    assert ODD[name] in lan.last.text


@pytest.mark.parametrize("bad", ["\x00", "\ud83d"])
async def test_what_no_database_keeps_as_text_shows_as_lost_and_the_rest_is_kept(database: Database, bad: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(f"Đường{bad} hỏng")
    await lan.say("giao thong")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == "Đường\ufffd hỏng"


@pytest.mark.parametrize("length", [10_000, LONGEST_TEXT])
async def test_a_long_text_is_kept_whole_and_shown_by_its_head(database: Database, length: int) -> None:
    house = await House.build(database)
    lan = await entered(house)
    text = ("Đường làng có ổ gà to. " * 1000)[: length - 1] + "!"
    await lan.say(text)
    await lan.tap("Giao thông")
    assert len(lan.last.text) < 1000
    assert "đều được giữ nguyên" in lan.last.text
    await lan.tap("Gửi")
    kept = await concern(house, "GM-0001")
    assert kept.text == text
    assert len(kept.summary) <= 140


async def test_a_text_that_is_too_long_is_refused_with_another_way(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("Đường hỏng " * 9091)
    assert "dài 100.001 chữ cái" in lan.last.text
    assert "20.000" in lan.last.text
    assert "thành tệp" in lan.last.text
    assert await count(database, "concern") == 0
    assert await sent(lan) == "GM-0001"


async def test_parts_that_grow_too_long_leave_the_earlier_part_as_it_was(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("x" * LONGEST_TEXT)
    assert "vẫn còn nguyên" in lan.last.text
    await lan.tap("Giao thông")
    await lan.tap("Sửa lời")
    await lan.say("y" * (LONGEST_TEXT + 1))
    assert "vẫn còn nguyên" in lan.last.text
    await lan.tap("Giữ lời cũ")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == POTHOLE


async def test_a_text_too_long_before_consent_is_refused_too(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("x" * (LONGEST_TEXT + 1))
    assert "chữ cái" in lan.last.text
    assert "Đồng ý" in labels(lan.last)


@pytest.mark.parametrize("empty", ["", " ", "\n\t "])
async def test_an_empty_message_is_answered(database: Database, empty: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(empty)
    assert "Tin nhắn này trống" in lan.last.text


@pytest.mark.parametrize("step", ["text", "topic", "confirm", "files", "edit", "guide"])
async def test_an_empty_message_at_a_step_asks_again(database: Database, step: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    ways = {
        "text": ["/gopy"],
        "topic": [POTHOLE],
        "confirm": [POTHOLE, "Giao thông"],
        "files": [POTHOLE, "Giao thông", "Thêm ảnh hoặc tệp"],
        "edit": [POTHOLE, "Giao thông", "Sửa lời"],
        "guide": ["Tôi khiếu nại quyết định xử phạt của ủy ban"],
    }
    for said in ways[step]:
        await lan.say(said)
    offered = labels(lan.last)
    (reply,) = await lan.say("")
    assert labels(reply) == offered or step == "edit"
    assert await count(database, "concern") == 0


async def test_what_cannot_be_read_is_answered_with_other_ways_and_the_question_stands(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await unreadable(lan)
    assert "0200 000 000" in lan.last.text
    await lan.enter()
    await lan.say(POTHOLE)
    offered = labels(lan.last)
    await unreadable(lan)
    assert "viết bằng chữ" in lan.last.text
    assert labels(lan.last) == offered
    await lan.tap("Giao thông")
    assert "Gửi" in labels(lan.last)


@pytest.mark.parametrize(("reason", "sentence"), [("size", "lớn quá"), ("type", "loại tệp"), ("else", "gửi lại")])
async def test_a_refused_file_is_answered_with_the_reason(database: Database, reason: str, sentence: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await refused_file(lan, reason)
    assert sentence in lan.last.text


async def test_the_words_that_came_with_a_refused_file_are_not_lost(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    said = await refused_file(lan, "size", POTHOLE)
    assert any("lớn quá" in reply.text for reply in said)
    await lan.tap("Giao thông")
    await refused_file(lan, "type", "mưa là ngập")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == f"{POTHOLE}\nmưa là ngập"


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "submit.confirm~0~send",
        "submit.confirm~99999999999999999999~send",
        "submit.confirm~" + "9" * 5000 + "~send",
        "submit.confirm~~send",
        "official.secret~1~yes",
        "~~",
        "/",
        "/tracuu sau zzz",
        "/hoidap #99999999999999999999999",
        "/dangky rut 99999999999999999999999",
        "/dangky rut x",
    ],
)
async def test_a_made_up_choice_is_answered_and_acts_on_nothing(database: Database, value: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.tap("Giao thông")
    (reply, *_) = await lan.press(value)
    assert "chưa xử lý được" not in reply.text
    assert await count(database, "concern") == 0
    if value.startswith("/t"):
        return
    restarted(house)
    await lan.say("/gopy")
    assert POTHOLE in lan.last.text


async def test_a_button_of_an_old_message_asks_the_present_question_again(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    old = lan.choice("Giao thông").value
    await lan.tap("Giao thông")
    await lan.press(old)
    assert "tin cũ" in lan.last.text
    assert POTHOLE in lan.last.text
    assert "Gửi" in labels(lan.last)


async def test_a_button_of_an_old_message_shows_the_menu_when_nothing_waits(database: Database) -> None:
    house = await House.build(database)
    lan = house.resident("lan")
    await lan.say("/start")
    agree = lan.choice("Đồng ý").value
    await lan.press(agree)
    await lan.tap("Thôn Đông")
    await lan.press(agree)
    assert "tin cũ" in lan.last.text
    assert lan.last.choices[0].value == "/gopy"


async def test_an_unknown_command_in_the_middle_keeps_the_question(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(POTHOLE)
    await lan.say("/xyz <b>")
    assert "/xyz" in lan.last.text
    await lan.tap("Giao thông")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == POTHOLE


async def test_a_files_caption_is_kept_as_typed(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say(ODD["html"], files=(PHOTO,))
    await lan.say("giao thong")
    await lan.tap("Gửi")
    assert (await concern(house, "GM-0001")).text == ODD["html"]
