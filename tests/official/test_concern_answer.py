"""Drafting an answer: by the agency that has the concern, with a preview, until it is right."""

import pytest

from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.writing import TEXT, a_concern, a_resident, acts, assigned, drafted, state_of


async def drafts(house: House) -> list[tuple[object, object]]:
    return [(row["text"], row["state"]) for row in await house.rows("SELECT text, state FROM answer ORDER BY id")]


async def officer_with_a_concern(database: Database) -> tuple[House, Someone]:
    """The house, and an officer of the agency that has GM-0001."""
    house = await House.build(database)
    await assigned(house, await a_concern(house, await a_resident(house)))
    return house, await house.official("minh", Role.AGENCY, "kinh-te")


async def test_a_draft_is_previewed_saved_and_the_desk_hears_that_it_waits(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    replies = await minh.say("/traloi gm1 Xã sửa đường\ntrong quý I.")
    assert "Xã sửa đường\ntrong quý I." in replies[0].text
    assert await drafts(house) == []
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [("Xã sửa đường\ntrong quý I.", "draft")]
    assert await state_of(house, "GM-0001") == "drafted"
    notice = (await cuc.heard())[-1]
    assert [choice.value for choice in notice.choices] == ["/duyet GM-0001"]
    assert TEXT[:10] not in notice.text


async def test_step_by_step_the_question_is_shown_and_the_answer_asked_for(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say("/traloi")
    await minh.tap("GM-0001")
    assert TEXT in minh.last.text
    assert "8.000" in minh.last.text
    await minh.say("Xã đã ghi nhận.")
    await minh.tap("Viết lại")
    await minh.say("Xã sửa trong quý I.")
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [("Xã sửa trong quý I.", "draft")]


async def test_a_new_draft_replaces_the_earlier_one_and_says_whose(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    await drafted(house, code, "Bản một")
    colleague = await house.official("an", Role.AGENCY, "kinh-te")
    await colleague.say(f"/traloi {code} Bản hai")
    assert f"Bản này thay dự thảo của Officer-{code.title()}" in colleague.last.text
    await colleague.tap("Gửi để duyệt")
    assert await drafts(house) == [("Bản một", "replaced"), ("Bản hai", "draft")]


async def test_dropping_it_keeps_nothing(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say("/traloi 1 Xã đã ghi nhận.")
    await minh.tap("Bỏ")
    assert await drafts(house) == []
    assert await state_of(house, "GM-0001") == "assigned"


@pytest.mark.parametrize(
    ("tap", "text"), [("Thêm vào cuối", "Phần một.\nPhần hai.\nPhần ba."), ("Thay toàn bộ", "Phần hai.\nPhần ba.")]
)
async def test_an_answer_that_arrives_in_pieces_is_put_together(database: Database, tap: str, text: str) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say("/traloi 1 Phần một.")
    await minh.say("Phần hai.")
    await minh.say("Phần ba.")
    await minh.tap(tap)
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [(text, "draft")]


@pytest.mark.parametrize("text", ["", "...", "💧", "\u200b"])
async def test_an_answer_without_words_is_asked_for(database: Database, text: str) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say(f"/traloi 1 {text}")
    await minh.say("Xã đã ghi nhận.")
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [("Xã đã ghi nhận.", "draft")]


async def test_how_long_an_answer_may_be_is_said(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    replies = await minh.say("/traloi 1 " + "a" * 8_001)
    assert "8.001" in replies[0].text
    assert "8.000" in replies[0].text
    replies = await minh.say("a" * 8_000)
    assert "".join(reply.text for reply in replies).count("a" * 1_000) >= 7
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [("a" * 8_000, "draft")]


async def test_control_characters_are_left_out(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say("/traloi 1 Xã\x1b đã\x07 ghi nhận.")
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [("Xã đã ghi nhận.", "draft")]


async def test_markup_and_braces_stay_as_typed(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say("/traloi 1 <b>{code}</b> *x* &amp;")
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [("<b>{code}</b> *x* &amp;", "draft")]


async def test_the_office_answers_what_no_agency_has(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/traloi 1 Văn phòng trả lời.")
    await hoa.tap("Gửi để duyệt")
    assert await drafts(house) == [("Văn phòng trả lời.", "draft")]


async def test_the_chair_hears_of_a_draft_that_nobody_else_can_release_and_without_a_chair_that_is_said(
    database: Database,
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for _ in range(2):
        await a_concern(house, lan)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/traloi 1 Văn phòng trả lời.")
    await hoa.tap("Gửi để duyệt")
    assert "chưa có người thứ hai" in hoa.last.text
    chair = await house.official("chair", Role.CHAIR)
    await hoa.say("/traloi 2 Văn phòng trả lời.")
    await hoa.tap("Gửi để duyệt")
    assert (await chair.heard())[-1].choices[0].value == "/duyet GM-0002"


async def test_the_office_does_not_answer_over_the_agency_that_has_it(database: Database) -> None:
    house, _ = await officer_with_a_concern(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/traloi 1 Văn phòng trả lời.")
    assert "đang giao cho Phòng Kinh tế" in hoa.last.text
    assert await acts(house, "refused_draft") == 1


async def test_a_closed_concern_is_not_answered(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await minh.say("/traloi 1 Xã đã ghi nhận.")
    await minh.tap("Gửi để duyệt")
    await cuc.say("/duyet 1")
    await cuc.tap("Duyệt, gửi và công bố")
    await minh.say("/traloi 1 Thêm một câu")
    assert "đã trả lời người hỏi rồi" in minh.last.text
    assert len(await drafts(house)) == 1
    assert await acts(house, "refused_draft") == 1


async def test_who_lost_the_concern_while_writing_saves_nothing(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await minh.say("/traloi 1 Xã đã ghi nhận.")
    await hoa.say("/giao 1 van-hoa")
    await minh.tap("Gửi để duyệt")
    assert "Không có ý kiến mã GM-0001" in minh.last.text
    assert await drafts(house) == []


async def test_who_was_removed_while_writing_saves_nothing(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    quan = await house.official("quan", Role.ADMIN)
    await minh.say("/traloi 1")
    await quan.say("/canbo xoa")
    await quan.tap("Minh")
    await quan.tap("Xóa")
    await minh.enter()
    assert await drafts(house) == []
    await minh.say("/traloi 1 Xã đã ghi nhận.")
    assert "chỉ dành cho cán bộ" in minh.last.text
    assert await acts(house, "refused_command") == 1


async def test_rights_that_ended_since_the_question_was_asked_are_not_used(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say("/traloi 1 Xã đã ghi nhận.")
    await house.database.write(
        lambda tx: tx.run(
            """UPDATE person SET consent = 'given' WHERE id = (SELECT person_id FROM official WHERE name = 'Minh')"""
        )
    )
    await house.database.write(
        lambda tx: tx.run("UPDATE official SET removed_at = :at WHERE name = 'Minh'", at=house.at)
    )
    await minh.tap("Gửi để duyệt")
    assert "không còn quyền" in minh.last.text
    assert await drafts(house) == []
    assert await acts(house, "refused_step") == 1


async def test_a_button_of_an_old_preview_saves_nothing(database: Database) -> None:
    house, minh = await officer_with_a_concern(database)
    await minh.say("/traloi 1 Bản một")
    old = minh.choice("Gửi để duyệt").value
    await minh.say("/traloi 1 Bản hai")
    await minh.press(old)
    assert await drafts(house) == []
    await minh.tap("Gửi để duyệt")
    assert await drafts(house) == [("Bản hai", "draft")]
