"""`/ketluan`: the draft, concern by concern, with defaults from where each stands; it can be left and taken up."""

import pytest

from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.sessions_at_work import run, staff, until_held
from tests.official.writing import a_concern, a_resident, acts, assigned

TEXT = "Bí thư tiếp thu ý kiến của bà con. Các cơ quan trả lời theo đúng hạn."


async def begun(house: House, someone: Someone) -> None:
    """Begin the conclusion of the session that was held, with its overall text."""
    session = await until_held(house)
    await someone.say(f"/ketluan {session.id}")
    await someone.tap("Viết lời kết luận chung")
    await someone.say(TEXT)


async def items(house: House) -> dict[str, str]:
    """What the draft says of each concern."""
    rows = await house.rows(
        "SELECT c.code, i.outcome FROM conclusion_item AS i JOIN concern AS c ON c.id = i.concern_id ORDER BY c.id"
    )
    return {str(row["code"]): str(row["outcome"]) for row in rows}


async def test_only_sessions_that_were_held_are_listed_and_concluded(database: Database) -> None:
    house = await House.build(database)
    minh = await house.official("minh", Role.COMMITTEE)
    session = await house.session()
    await minh.say("/ketluan")
    assert "Chưa có phiên nào" in minh.last.text
    await minh.say(f"/ketluan {session.id}")
    assert "chưa diễn ra" in minh.last.text
    assert await house.rows("SELECT id FROM conclusion") == []
    await until_held(house)
    await minh.say("/ketluan")
    await minh.tap("Đối thoại với Nhân dân")
    assert "Lời kết luận chung: chưa có" in minh.last.text


async def test_while_the_session_goes_on_it_can_be_begun_with_a_word(database: Database) -> None:
    house = await House.build(database)
    minh = await house.official("minh", Role.COMMITTEE)
    session = await house.session()
    assert session.starts_at is not None
    house.at = session.starts_at
    await minh.say(f"/ketluan {session.id}")
    assert "Phiên đang diễn ra" in minh.last.text


async def test_what_stands_already_is_decided_and_only_the_rest_is_asked(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    codes = [await a_concern(house, lan) for _ in range(5)]
    await assigned(house, codes[1])
    for code, state in ((codes[2], "answered"), (codes[3], "forwarded"), (codes[4], "out_of_remit")):
        await run(house, "UPDATE concern SET state = :state WHERE code = :code", state=state, code=code)
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    assert "Đã xong 4 trong 5 ý kiến" in minh.last.text
    assert "Còn 1 ý kiến" in minh.last.text
    assert await items(house) == dict(
        zip(codes[1:], ("assigned", "answered", "forwarded", "out_of_remit"), strict=True)
    )
    await minh.tap("Tiếp tục từng ý kiến")
    assert codes[0] in minh.last.text


async def test_each_outcome_asks_only_for_what_it_needs(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for _ in range(4):
        await a_concern(house, lan)
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    await minh.tap("Tiếp tục")
    assert "Còn 4 ý kiến" in minh.last.text
    await minh.tap("Đã trả lời tại phiên")
    await minh.say("Xã đã bố trí vốn, thi công trong tháng Một.")
    assert "Còn 3 ý kiến" in minh.last.text
    await minh.tap("Giao cơ quan")
    assert minh.last.choices[0].label == "Phòng Kinh tế"
    await minh.tap("Phòng Kinh tế")
    await minh.say("25/12")
    assert "chậm nhất 25/12/2026" in minh.last.text
    assert "Còn 2 ý kiến" in minh.last.text
    await minh.tap("Chuyển cấp trên")
    await minh.tap("Bỏ qua")
    await minh.tap("Không thuộc thẩm quyền")
    assert "Bỏ qua" not in [choice.label for choice in minh.last.choices]
    await minh.say("Việc của tòa án.")
    assert "Không còn ý kiến nào" in minh.last.text
    assert list((await items(house)).values()) == ["answered", "assigned", "forwarded", "out_of_remit"]


async def test_the_usual_day_is_one_tap(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    for label in ("Tiếp tục", "Giao cơ quan", "Phòng Văn hóa"):
        await minh.tap(label)
    await minh.press(minh.last.choices[0].value)
    assert [str(row["due_on"]) for row in await house.rows("SELECT due_on FROM conclusion_item")] == ["2026-12-22"]


@pytest.mark.parametrize(
    ("typed", "word"), [("hôm qua", "chưa đọc được"), ("1/12/2026", "đã qua"), ("1/12/2029", "xa quá")]
)
async def test_a_day_that_cannot_be_is_asked_for_again(database: Database, typed: str, word: str) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    for label in ("Tiếp tục", "Giao cơ quan", "Phòng Kinh tế"):
        await minh.tap(label)
    await minh.say(typed)
    assert word in minh.last.text
    assert await items(house) == {}


async def test_a_tap_on_an_earlier_question_changes_that_concern_and_no_other(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    first, second = await a_concern(house, lan), await a_concern(house, lan)
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    await minh.tap("Tiếp tục")
    earlier = minh.choice("Chuyển cấp trên").value
    await minh.tap("Đã trả lời")
    await minh.tap("Bỏ qua")
    assert second in minh.last.text
    await minh.press(earlier)
    await minh.tap("Bỏ qua")
    assert await items(house) == {first: "forwarded"}


async def test_what_is_put_off_comes_again_and_one_concern_can_be_changed_by_its_code(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    first, second = await a_concern(house, lan), await a_concern(house, lan)
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    await minh.tap("Tiếp tục")
    await minh.tap("Để sau")
    assert second in minh.last.text
    await minh.tap("Đã trả lời")
    await minh.tap("Bỏ qua")
    assert "Còn 1 ý kiến" in minh.last.text
    await minh.tap("Về bản soạn")
    await minh.tap("Tiếp tục")
    assert first in minh.last.text
    await minh.tap("Về bản soạn")
    await minh.tap("Sửa một ý kiến")
    await minh.say("2")
    assert "Hiện nay: đã trả lời" in minh.last.text
    await minh.tap("Chuyển cấp trên")
    await minh.say("UBND tỉnh")
    assert (await items(house))[second] == "forwarded"


async def test_the_draft_is_left_and_taken_up_again_on_another_day(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    await a_concern(house, lan)
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    await minh.tap("Tiếp tục")
    await minh.tap("Đã trả lời")
    await minh.tap("Bỏ qua")
    await minh.say("/tonghop")
    house.later(days=2)
    await minh.say(f"/ketluan {(await house.session()).id}")
    assert "Lời kết luận chung: đã có" in minh.last.text
    assert "Đã xong 1 trong 2 ý kiến" in minh.last.text
    await minh.tap("Viết thêm")
    await minh.say("Đoạn hai.")
    assert await house.rows("SELECT text FROM conclusion") == [{"text": f"{TEXT}\n\nĐoạn hai."}]


async def test_protected_concerns_are_not_asked_about_and_their_codes_are_unknown(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    secret = await a_concern(house, lan, "Ông A nhận tiền", protected=True)
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    assert "Đã xong 0 trong 1 ý kiến" in minh.last.text
    await minh.tap("Sửa một ý kiến")
    await minh.say(secret)
    answer = minh.last.text
    await minh.say("GM-9999")
    assert minh.last.text == answer


async def test_another_official_may_take_an_unfinished_draft_over_and_only_one_writes(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa, minh = await staff(house)
    await begun(house, hoa)
    await minh.say(f"/ketluan {(await house.session()).id}")
    assert "Hoa đang soạn" in minh.last.text
    await minh.tap("Nhận soạn tiếp")
    assert "Lời kết luận chung: đã có" in minh.last.text
    await hoa.tap("Tiếp tục")
    assert "hiện không do ông/bà soạn" in hoa.last.text
    assert await acts(house, "take_up_conclusion") == 1


async def test_nothing_is_handed_in_before_text_and_every_concern_are_there(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    minh = await house.official("minh", Role.COMMITTEE)
    await begun(house, minh)
    assert "Trình duyệt" not in [choice.label for choice in minh.last.choices]
    await minh.press(minh.choice("Xem trước").value.replace("preview", "hand_in"))
    assert await house.rows("SELECT submission FROM conclusion") == [{"submission": None}]


@pytest.mark.parametrize("role", [Role.AGENCY, Role.ADMIN, Role.INSPECTOR])
async def test_others_do_not_conclude_and_the_attempt_is_logged(database: Database, role: Role) -> None:
    house = await House.build(database)
    binh = await house.official("binh", role)
    session = await until_held(house)
    await binh.say(f"/ketluan {session.id}")
    assert "chỉ dành cho cán bộ" in binh.last.text
    assert await acts(house, "refused_command") == 1


@pytest.mark.parametrize("typed", ["", "a" * 8_001])
async def test_no_text_or_too_much_is_asked_for_again(database: Database, typed: str) -> None:
    house = await House.build(database)
    minh = await house.official("minh", Role.COMMITTEE)
    session = await until_held(house)
    await minh.say(f"/ketluan {session.id}")
    await minh.tap("Viết lời")
    await minh.say(typed)
    assert "8.000 ký tự" in minh.last.text
    assert await house.rows("SELECT text FROM conclusion") == [{"text": ""}]
