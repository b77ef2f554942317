"""Concerns that leave the office without its own answer, and those that are closed to all but the inspector."""

import pytest

from storage.database import Database
from storage.records import Role
from tests.house import House
from tests.official.writing import a_concern, a_resident, acts, assigned, drafted, state_of

REASON = "Đường này do tỉnh quản lý, Sở Xây dựng sẽ xem xét."


@pytest.mark.parametrize(
    ("command", "state", "words"),
    [("/chuyen", "forwarded", "đã được chuyển lên"), ("/ngoai", "out_of_remit", "không thuộc thẩm quyền")],
)
async def test_the_sender_reads_the_reason_as_it_was_previewed(
    database: Database, command: str, state: str, words: str
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa = await house.official("hoa", Role.OFFICE)
    replies = await hoa.say(f"{command} gm1 {REASON}")
    assert await state_of(house, "GM-0001") == "received"
    await hoa.tap("Gửi và kết thúc")
    message = (await lan.heard())[-1].text
    assert words in message
    assert REASON in message
    assert message in replies[0].text
    assert await state_of(house, "GM-0001") == state
    assert await house.rows("SELECT outcome, reason FROM closure") == [{"outcome": state, "reason": REASON}]
    assert await acts(house, "close") == 1


async def test_step_by_step_a_reason_is_asked_for_and_can_be_worded_anew(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa = await house.official("hoa", Role.COMMITTEE)
    await hoa.say("/chuyen")
    await hoa.tap("GM-0001")
    await hoa.say("")
    await hoa.say("Một")
    await hoa.tap("Viết lại")
    await hoa.say("Hai")
    await hoa.say("Ba")
    await hoa.tap("Gửi và kết thúc")
    assert await house.rows("SELECT reason FROM closure") == [{"reason": "Ba"}]


async def test_dropping_it_leaves_all_as_it_was(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/ngoai 1 {REASON}")
    await hoa.tap("Bỏ")
    assert await state_of(house, "GM-0001") == "received"
    assert await house.rows("SELECT id FROM closure") == []


async def test_the_agency_that_had_it_hears_and_its_draft_waits_no_more(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    officer = await drafted(house, code)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/chuyen {code} {REASON}")
    await hoa.tap("Gửi và kết thúc")
    assert "không còn giao" in (await officer.heard())[-1].text
    assert await house.rows("SELECT state FROM answer") == [{"state": "replaced"}]
    assert await house.rows("SELECT state FROM assignment") == [{"state": "replaced"}]


async def test_what_is_closed_is_not_closed_again_and_a_mistake_is_put_right_by_assigning(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/ngoai {code} {REASON}")
    await hoa.tap("Gửi và kết thúc")
    await hoa.say(f"/chuyen {code} {REASON}")
    assert "đã được chuyển đi hoặc kết thúc" in hoa.last.text
    assert await acts(house, "refused_close") == 1
    await assigned(house, code)
    assert await state_of(house, code) == "assigned"


async def test_the_answer_that_came_back_from_above_is_passed_on_and_a_returned_draft_stays_forwarded(
    database: Database,
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan)
    hoa, cuc = await house.official("hoa", Role.OFFICE), await house.official("cuc", Role.COMMITTEE)
    await hoa.say(f"/chuyen {code} {REASON}")
    await hoa.tap("Gửi và kết thúc")
    await hoa.say(f"/traloi {code} Sở Xây dựng trả lời.")
    await hoa.tap("Gửi để duyệt")
    await cuc.say(f"/duyet {code}")
    await cuc.tap("Trả lại")
    await cuc.say("Thiếu số văn bản")
    assert await state_of(house, code) == "forwarded"
    await hoa.say(f"/traloi {code} Sở Xây dựng trả lời, văn bản số 12.")
    await hoa.tap("Gửi để duyệt")
    await cuc.say(f"/duyet {code}")
    await cuc.tap("Duyệt, chỉ gửi")
    assert "Xã Thử trả lời" in (await lan.heard())[-1].text


async def test_marking_closes_it_to_the_desk_and_the_agency_and_the_inspector_hears(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan)
    officer = await drafted(house, code)
    before = len(await lan.heard())
    hoa, ha = await house.official("hoa", Role.OFFICE), await house.official("ha", Role.INSPECTOR)
    await hoa.say(f"/xem {code}")
    await hoa.tap("Nghi là tố cáo")
    await hoa.say("vâng")
    await hoa.tap("Đóng lại")
    for reader in (hoa, officer):
        await reader.say(f"/xem {code}")
        assert "Không có ý kiến mã" in reader.last.text
    await ha.heard()
    await ha.tap(f"Xem {code}")
    assert "Loại: nghi là tố cáo (cán bộ xác định)" in "\n".join(reply.text for reply in await ha.heard())
    assert await house.rows("SELECT state FROM answer") == [{"state": "replaced"}]
    assert len(await lan.heard()) == before
    await hoa.say("/duyet")
    assert hoa.last.text == "Không có dự thảo nào chờ duyệt."


async def test_without_an_inspector_the_desk_is_told_to_have_one_enrolled(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/tocao 1")
    await hoa.tap("Đóng lại")
    assert "Chưa có người nhận tố cáo" in hoa.last.text


async def test_only_the_inspector_opens_it_again_and_the_desk_hears(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house), "Ông A nhận hối lộ", protected=True)
    hoa, ha = await house.official("hoa", Role.OFFICE), await house.official("ha", Role.INSPECTOR)
    await hoa.say(f"/khongtocao {code}")
    assert "chỉ dành cho" in hoa.last.text
    await ha.say("/khongtocao")
    await ha.tap(code)
    await ha.say("gì đó")
    await ha.tap("phản ánh")
    notice = (await hoa.heard())[-1]
    assert notice.choices[0].value == f"/giao {code}"
    await hoa.say(f"/xem {code}")
    assert any("Loại: phản ánh (cán bộ xác định)" in reply.text for reply in await hoa.heard())
    await ha.say(f"/xem {code}")
    assert "Không có ý kiến mã" in ha.last.text
    assert await acts(house, "unprotect") == 1


async def test_the_inspector_passes_a_denunciation_on_and_its_author_hears_without_its_words(
    database: Database,
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan, "Ông A nhận hối lộ", protected=True)
    ha = await house.official("ha", Role.INSPECTOR)
    await ha.say(f"/chuyen {code} Đơn được xử lý theo Luật Tố cáo.")
    await ha.tap("Gửi và kết thúc")
    message = (await lan.heard())[-1].text
    assert "theo Luật Tố cáo" in message
    assert "hối lộ" not in message


async def test_a_decision_begun_before_it_was_closed_to_the_desk_is_refused(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    await drafted(house, code)
    hoa, cuc = await house.official("hoa", Role.OFFICE), await house.official("cuc", Role.COMMITTEE)
    await cuc.say(f"/duyet {code}")
    await hoa.say(f"/tocao {code}")
    await hoa.tap("Đóng lại")
    await cuc.tap("Duyệt, gửi và công bố")
    assert "Không có ý kiến mã" in cuc.last.text
    assert await acts(house, "release_answer") == 0
