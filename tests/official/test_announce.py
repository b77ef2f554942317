"""`/thongbao`: written by one, released by another; who gets it; when; how it is stopped."""

import asyncio
from datetime import UTC, datetime

import pytest

from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.sessions_at_work import many_residents, registered, said, staff, tick
from tests.official.writing import a_concern, a_resident, acts

WORDS = "Xã phun thuốc diệt muỗi sáng thứ Bảy. Xin bà con đóng cửa sổ."


async def handed_in(drafter: Someone, audience: str = "Mọi người", when: str = "") -> None:
    """Write an announcement and hand it in."""
    await drafter.say("/thongbao moi")
    await drafter.say(WORDS)
    await drafter.tap(audience)
    if audience.startswith("Một xóm"):
        await drafter.tap("Thôn Đông")
    elif audience.startswith("Người của"):
        await drafter.tap("Đối thoại")
    if when:
        await drafter.say(when)
    else:
        await drafter.tap("Ngay sau khi duyệt")
    await drafter.tap("Trình duyệt")


async def the_state(house: House) -> str:
    (row,) = await house.rows("SELECT state FROM announcement")
    return str(row["state"])


async def test_the_preview_shows_what_residents_read_and_how_many_on_each_channel(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 3)
    await many_residents(house, 2, "web_chat")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/thongbao moi")
    await hoa.say(WORDS)
    await hoa.tap("Mọi người")
    await hoa.tap("Ngay")
    assert f"Xã Thử thông báo:\n\n{WORDS}\n\nKhông nhận thông báo nữa: /dangkytin" in hoa.last.text
    assert "Số người nhận: 5 (Telegram 3, trang web 2)" in hoa.last.text
    assert await house.rows("SELECT id FROM announcement") == []


async def test_a_second_person_hears_of_it_and_releases_it(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await handed_in(hoa)
    await minh.heard()
    assert "chờ ông/bà duyệt" in minh.last.text
    await minh.tap("Xem thông báo")
    assert WORDS in minh.last.text
    await minh.tap("Duyệt và gửi")
    assert await the_state(house) == "sending"
    assert "đang gửi" in minh.last.text
    await hoa.heard()
    assert "đã được duyệt" in hoa.last.text
    assert [await acts(house, act) for act in ("draft_announcement", "release_announcement")] == [1, 1]


async def test_a_drafter_never_releases_their_own(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await handed_in(hoa)
    (row,) = await house.rows("SELECT id FROM announcement")
    await hoa.say(f"/thongbao duyet {row['id']}")
    assert "không được tự duyệt" in hoa.last.text
    await hoa.say(f"/thongbao {row['id']}")
    await hoa.press(hoa.choice("Rút lại").value.replace("withdraw", "release"))
    assert "không được tự duyệt" in hoa.last.text
    assert await the_state(house) == "draft"
    assert await acts(house, "refused_release") == 2
    await minh.heard()


async def test_of_two_who_release_at_once_one_does(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    thu = await house.official("thu", Role.OFFICE)
    await handed_in(hoa)
    for one in (minh, thu):
        await one.heard()
        await one.tap("Xem thông báo")
    await asyncio.gather(minh.tap("Duyệt và gửi"), thu.tap("Duyệt và gửi"))
    told = [(await one.heard())[-1].text for one in (minh, thu)]
    assert sorted("đã có người quyết định trước" in text for text in told) == [False, True]
    assert [await acts(house, act) for act in ("release_announcement", "refused_release")] == [1, 1]


async def test_a_returned_draft_goes_back_with_its_reason_and_is_never_sent(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await handed_in(hoa)
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Trả lại")
    await minh.say("Thiếu giờ phun thuốc")
    await hoa.heard()
    assert "Thiếu giờ phun thuốc" in hoa.last.text
    assert await the_state(house) == "returned"
    assert await acts(house, "return_announcement") == 1


async def test_the_drafter_may_withdraw_before_anybody_decided(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await handed_in(hoa)
    await minh.heard()
    await minh.tap("Xem thông báo")
    (row,) = await house.rows("SELECT id FROM announcement")
    await hoa.say(f"/thongbao {row['id']}")
    await hoa.tap("Rút lại")
    await minh.tap("Duyệt và gửi")
    assert "đã có người quyết định trước" in minh.last.text
    assert await the_state(house) == "returned"


@pytest.mark.parametrize("role", [Role.AGENCY, Role.CHAIR, Role.ADMIN, Role.INSPECTOR])
async def test_only_office_and_committee_announce(database: Database, role: Role) -> None:
    house = await House.build(database)
    binh = await house.official("binh", role)
    await binh.say("/thongbao moi")
    assert "chỉ dành cho cán bộ" in binh.last.text
    assert await acts(house, "refused_command") == 1


async def test_a_resident_cannot_release_by_guessing(database: Database) -> None:
    house = await House.build(database)
    hoa, _minh = await staff(house)
    lan = await a_resident(house)
    await handed_in(hoa)
    (row,) = await house.rows("SELECT id FROM announcement")
    await lan.say(f"/thongbao duyet {row['id']}")
    await lan.press("thongbao.review~3~release")
    assert await the_state(house) == "draft"


async def test_an_area_gets_only_its_own_people(database: Database) -> None:
    house = await House.build(database)
    await a_resident(house, "lan", "Thôn Giữa")
    await a_resident(house, "ba", "Thôn Đông")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/thongbao moi")
    await hoa.say(WORDS)
    await hoa.tap("Một xóm")
    await hoa.tap("Thôn Đông")
    await hoa.tap("Ngay")
    assert "Số người nhận: 1 (" in hoa.last.text


async def test_a_session_s_people_are_counted_without_authors_of_protected_concerns(database: Database) -> None:
    house = await House.build(database)
    lan, ba, cu = [await a_resident(house, name) for name in ("lan", "ba", "cu")]
    await a_concern(house, lan)
    await a_concern(house, ba, protected=True)
    await registered(house, cu)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/thongbao moi")
    await hoa.say(WORDS)
    await hoa.tap("Người của một phiên")
    await hoa.tap("Đối thoại")
    await hoa.tap("Ngay")
    assert "Số người nhận: 2 (" in hoa.last.text


async def test_a_public_channel_is_offered_only_where_one_is_registered(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await hoa.say("/thongbao moi")
    await hoa.say(WORDS)
    assert "Kênh công khai" not in [choice.label for choice in hoa.last.choices]
    channel = house.member(await house.official("an", Role.ADMIN), "-200")
    await channel.say("/noinhan congkhai")
    await handed_in(hoa, "Kênh công khai")
    await minh.heard()
    await minh.tap("Xem thông báo")
    assert "Số người nhận: 1 (" in minh.last.text
    assert "/dangkytin" not in minh.last.text


async def test_a_time_at_night_is_moved_to_the_morning_with_a_word(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await hoa.say("/thongbao moi")
    await hoa.say(WORDS)
    await hoa.tap("Mọi người")
    await hoa.say("20/12 22h")
    assert "Tôi chuyển sang 7 giờ ngày 21/12/2026" in hoa.last.text
    await hoa.tap("Trình duyệt")
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Duyệt và gửi")
    assert await the_state(house) == "released"
    house.at = datetime(2026, 12, 20, 23, 59, tzinfo=UTC)
    await tick(house)
    assert await the_state(house) == "released"
    house.at = datetime(2026, 12, 21, 0, 0, tzinfo=UTC)
    await tick(house)
    assert await the_state(house) == "sending"
    await tick(house)
    assert await acts(house, "begin_announcement") == 1


async def test_released_at_night_it_waits_for_the_morning(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    house.later(hours=10)
    await handed_in(hoa)
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Duyệt và gửi")
    assert await the_state(house) == "released"
    assert "7 giờ ngày 25/11/2026" in minh.last.text
    house.later(hours=9, minutes=5)
    await tick(house)
    assert await the_state(house) == "sending"


async def test_released_after_its_time_it_goes_out_at_once(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await handed_in(hoa, when="24/11 15h")
    house.later(hours=6)
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Duyệt và gửi")
    assert await the_state(house) == "sending"


@pytest.mark.parametrize(("typed", "word"), [("20/11/2026 8h", "đã qua"), ("ngày kia", "chưa đọc được"), ("", "chưa")])
async def test_a_time_that_is_past_or_unreadable_is_asked_for_again(database: Database, typed: str, word: str) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/thongbao moi")
    await hoa.say(WORDS)
    await hoa.tap("Mọi người")
    await hoa.say(typed)
    assert word in hoa.last.text
    await hoa.tap("Ngay")
    assert "Bà con sẽ đọc" in hoa.last.text


@pytest.mark.parametrize(
    ("typed", "word"), [("", "cần có lời"), ("a" * 1501, "1.501 ký tự"), ("\x07\x1b", "cần có lời")]
)
async def test_no_words_or_too_many_are_refused_with_the_limit(database: Database, typed: str, word: str) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/thongbao moi")
    await hoa.say(typed)
    assert word in hoa.last.text


async def test_signs_of_html_are_kept_as_typed_and_control_characters_are_not(database: Database) -> None:
    house = await House.build(database)
    hoa, _minh = await staff(house)
    await hoa.say("/thongbao moi")
    await hoa.say("<b>Giá</b> *5.000* đ &amp;\x07 hết")
    await hoa.tap("Mọi người")
    await hoa.tap("Ngay")
    await hoa.tap("Trình duyệt")
    assert await house.rows("SELECT text FROM announcement") == [{"text": "<b>Giá</b> *5.000* đ &amp; hết"}]


async def test_the_list_shows_the_newest_first_and_pages(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    for _ in range(8):
        await handed_in(hoa)
    await minh.say("/thongbao")
    first = [choice.value for choice in minh.last.choices]
    await minh.tap("Xem tiếp")
    second = [choice.value for choice in minh.last.choices]
    shown = [value for value in first + second if value.split()[-1].isdecimal() and "sau" not in value]
    assert len(shown) == len(set(shown)) == 8


async def test_without_a_second_person_the_drafter_is_told_so(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await handed_in(hoa)
    assert "chưa có người thứ hai" in hoa.last.text


async def test_nothing_in_the_audit_log_quotes_an_announcement(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await handed_in(hoa)
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Duyệt và gửi")
    log = str(await house.rows("SELECT before, after FROM audit"))
    assert "muỗi" not in log
    assert [said(row) for row in await house.deliveries() if row.announcement_id] == []


async def test_before_release_it_shows_how_many_will_be_reached_how(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    for name in ("lan", "tu"):
        await house.resident(name, "zalo_oa").enter()
    house.later(days=4)
    await many_residents(house, 3, "web_chat")
    await house.resident("moi", "zalo_oa").enter()
    house.later(days=4)
    await hoa.say("/thongbao moi")
    await hoa.say(WORDS)
    await hoa.tap("Mọi người")
    await hoa.tap("Ngay")
    assert "Nhận được ngay, không mất phí: 3" in hoa.last.text
    assert "Chưa gửi được vì có phí (cơ quan chưa mở gửi có phí): 1" in hoa.last.text
    assert "Không nhận được (quá lâu chưa viết cho cơ quan): 2" in hoa.last.text
