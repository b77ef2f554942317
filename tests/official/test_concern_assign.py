"""Assigning a concern to an agency, and an agency that gives it back."""

import asyncio

import pytest

from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.writing import a_concern, a_resident, acts, assigned, drafted, state_of


async def trail(house: House) -> list[tuple[object, object]]:
    """The agencies that had concerns and what became of it, in order."""
    rows = await house.rows(
        "SELECT g.key, a.state FROM assignment AS a JOIN agency AS g ON g.id = a.agency_id ORDER BY a.id"
    )
    return [(row["key"], row["state"]) for row in rows]


async def office_with_a_concern(database: Database) -> tuple[House, Someone, Someone]:
    """The house, the resident whose GM-0001 waits, and an official of the office."""
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    return house, lan, await house.official("hoa", Role.OFFICE)


@pytest.mark.parametrize(
    ("line", "agency", "due"),
    [
        ("gm1 kinh-te", "Phòng Kinh tế", "22/12/2026"),
        ("GM-0001 Phòng Văn hoá 15/12", "Phòng Văn hóa", "15/12/2026"),
        ("1 2 10 ngày", "Phòng Văn hóa", "04/12/2026"),
        ("1 KINH TE 10 ngày làm việc", "Phòng Kinh tế", "08/12/2026"),
    ],
)
async def test_one_line_assigns_and_the_agency_and_the_sender_hear_at_once(
    database: Database, line: str, agency: str, due: str
) -> None:
    house, lan, hoa = await office_with_a_concern(database)
    economy = await house.official("economy", Role.AGENCY, "kinh-te")
    culture = await house.official("culture", Role.AGENCY, "van-hoa")
    await hoa.say(f"/giao {line}")
    assert hoa.last.text == f"Đã giao GM-0001 cho {agency}, hạn {due}."
    told, other = (economy, culture) if agency == "Phòng Kinh tế" else (culture, economy)
    assert [choice.value for choice in (await told.heard())[-1].choices] == ["/xem GM-0001", "/traloi GM-0001"]
    assert due in told.last.text
    assert await other.heard() == []
    heard = (await lan.heard())[-1].text
    assert all(words in heard for words in ("GM-0001", "chuyển", agency, f"Hạn trả lời: {due}."))
    assert await state_of(house, "GM-0001") == "assigned"


async def test_step_by_step_the_topics_own_agency_is_offered_first(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), "Xin học bổng", topic="education")
    hoa = await house.official("hoa", Role.COMMITTEE)
    await hoa.say("/giao")
    assert hoa.last.choices[0].label == "GM-0001 · Giáo dục"
    await hoa.tap("GM-0001")
    assert [choice.label for choice in hoa.last.choices] == ["Phòng Văn hóa", "Phòng Kinh tế"]
    await hoa.say("phong kinh te")
    await hoa.say("31/2")
    assert "không đọc được ngày" in "".join(reply.text for reply in (await hoa.heard())[-2:])
    await hoa.say("15/12")
    assert hoa.last.text.startswith("Đã giao GM-0001 cho Phòng Kinh tế, hạn 15/12/2026.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("20/11", "Ngày này đã qua"), ("31/13", "không đọc được ngày"), ("1/1/2099", "không được quá một năm")],
)
async def test_a_day_that_will_not_do_is_refused_and_asked_for_again(
    database: Database, typed: str, sentence: str
) -> None:
    house, _, hoa = await office_with_a_concern(database)
    replies = await hoa.say(f"/giao 1 kinh-te {typed}")
    assert sentence in replies[0].text
    assert await state_of(house, "GM-0001") == "received"
    await hoa.tap("Theo quy định")
    assert await state_of(house, "GM-0001") == "assigned"


async def test_an_agency_that_is_not_there_is_asked_for_and_the_day_is_kept(database: Database) -> None:
    house, _, hoa = await office_with_a_concern(database)
    replies = await hoa.say("/giao 1 Sở Xây dựng 15/12")
    assert "«Sở Xây dựng»" in replies[0].text
    await hoa.tap("Phòng Kinh tế")
    assert hoa.last.text.startswith("Đã giao GM-0001 cho Phòng Kinh tế, hạn 15/12/2026.")
    assert await trail(house) == [("kinh-te", "open")]


async def test_outside_a_session_ten_working_days_from_today_are_given(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), in_session=False)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/giao 1 kinh-te")
    assert "hạn 08/12/2026" in hoa.last.text


async def test_an_agency_without_officers_is_pointed_out(database: Database) -> None:
    _, _, hoa = await office_with_a_concern(database)
    await hoa.say("/giao 1 kinh-te")
    assert "chưa có cán bộ nào" in hoa.last.text


async def test_giving_it_to_another_keeps_the_trail_and_both_agencies_hear(database: Database) -> None:
    house, lan, hoa = await office_with_a_concern(database)
    officer = await house.official("economy", Role.AGENCY, "kinh-te")
    await hoa.say("/giao 1 kinh-te")
    await officer.say("/traloi 1 Xã đã ghi nhận.")
    await officer.tap("Gửi để duyệt")
    await hoa.say("/giao 1 van-hoa 15/12")
    assert await trail(house) == [("kinh-te", "replaced"), ("van-hoa", "open")]
    assert "không còn giao cho cơ quan ông/bà" in (await officer.heard())[-1].text
    assert "Phòng Văn hóa" in (await lan.heard())[-1].text
    assert await house.rows("SELECT state FROM answer") == [{"state": "replaced"}]
    (entry,) = (await house.rows("SELECT before, after FROM audit WHERE act = 'assign' ORDER BY id"))[1:]
    assert '"due":"2026-12-22"' in str(entry["before"])
    assert '"due":"2026-12-15"' in str(entry["after"])


async def test_a_new_day_for_the_same_agency_keeps_its_draft(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    await drafted(house, code)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/giao {code} kinh-te 15/12")
    assert await state_of(house, code) == "drafted"
    assert await trail(house) == [("kinh-te", "replaced"), ("kinh-te", "open")]


async def test_the_same_again_changes_nothing_and_tells_nobody(database: Database) -> None:
    house, lan, hoa = await office_with_a_concern(database)
    await hoa.say("/giao 1 kinh-te 15/12")
    before = len(await lan.heard())
    await hoa.say("/giao 1 kinh-te 15/12")
    assert "từ trước" in hoa.last.text
    assert len(await lan.heard()) == before
    assert await trail(house) == [("kinh-te", "open")]


async def test_who_chooses_too_slowly_hears_who_was_faster(database: Database) -> None:
    house, _, hoa = await office_with_a_concern(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await hoa.say("/giao 1")
    await hoa.tap("Phòng Văn hóa")
    await cuc.say("/giao 1 kinh-te")
    await hoa.tap("Theo quy định")
    assert "Cuc đã giao GM-0001 cho Phòng Kinh tế" in hoa.last.text
    assert await trail(house) == [("kinh-te", "open")]
    assert await acts(house, "refused_assign") == 1


async def test_two_who_assign_at_the_same_moment_leave_one_open_assignment(database: Database) -> None:
    house, _, hoa = await office_with_a_concern(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await asyncio.gather(hoa.say("/giao 1 kinh-te"), cuc.say("/giao 1 van-hoa"))
    assert sorted(str(state) for _, state in await trail(house)) == ["open", "replaced"]


async def test_an_answered_concern_is_not_assigned_again(database: Database) -> None:
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house))
    await drafted(house, code)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say(f"/duyet {code}")
    await cuc.tap("Duyệt, chỉ gửi")
    await cuc.say(f"/giao {code} van-hoa")
    assert "đã trả lời người hỏi rồi" in cuc.last.text
    assert await state_of(house, code) == "answered"
    assert await acts(house, "refused_assign") == 1


@pytest.mark.parametrize("role", [Role.AGENCY, Role.CHAIR, Role.INSPECTOR, Role.ADMIN])
async def test_only_the_desk_assigns(database: Database, role: Role) -> None:
    house, _, _ = await office_with_a_concern(database)
    someone = await house.official("someone", role, "kinh-te" if role is Role.AGENCY else None)
    await someone.say("/giao 1 kinh-te")
    assert await trail(house) == []
    assert await acts(house, "refused_command") == 1


async def test_not_ours_returns_it_to_the_desk_with_the_reason(database: Database) -> None:
    house, _, hoa = await office_with_a_concern(database)
    officer = await house.official("economy", Role.AGENCY, "kinh-te")
    cuc = await house.official("cuc", Role.COMMITTEE)
    await hoa.say("/giao 1 kinh-te")
    await officer.say("/xem 1")
    await officer.tap("Không thuộc chúng tôi")
    await officer.say("  ")
    assert await state_of(house, "GM-0001") == "assigned"
    await officer.say("Đây là đường tỉnh, do Sở Xây dựng quản lý")
    assert await trail(house) == [("kinh-te", "returned")]
    assert await state_of(house, "GM-0001") == "received"
    for reader in (hoa, cuc):
        notice = (await reader.heard())[-1]
        assert "Đây là đường tỉnh" in notice.text
        assert notice.choices[0].value == "/giao GM-0001"
    await officer.say("/xem 1")
    assert "Không có ý kiến mã" in officer.last.text


@pytest.mark.parametrize("reason", ["x" * 501, "...", "💧"])
async def test_a_reason_too_long_or_without_words_is_asked_for_again(database: Database, reason: str) -> None:
    house, _, hoa = await office_with_a_concern(database)
    officer = await house.official("economy", Role.AGENCY, "kinh-te")
    await hoa.say("/giao 1 kinh-te")
    await officer.say(f"/tralai 1 {reason}")
    assert await trail(house) == [("kinh-te", "open")]
    await officer.say("Không phải của chúng tôi")
    assert await trail(house) == [("kinh-te", "returned")]


async def test_a_resident_reads_the_notice_in_their_language(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await house.database.write(lambda tx: tx.run("UPDATE person SET language = 'en'"))
    await assigned(house, await a_concern(house, lan))
    assert (await lan.heard())[-1].text.startswith("Your concern GM-0001")
