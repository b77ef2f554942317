"""The second person: releases a draft once, or returns it; the sender gets the answer on the channel they used."""

import asyncio

import pytest

from storage import officials, people
from storage.database import Database
from storage.ids import new_id
from storage.records import Official, Role
from storage.transaction import Transaction
from tests.house import House, Someone
from tests.official.writing import TEXT, a_concern, a_resident, acts, drafted, state_of

ANSWER = "Xã sửa đoạn đường này trong quý I năm 2027."


async def house_with_a_draft(database: Database, channel: str = "telegram") -> tuple[House, Someone, Someone]:
    """The house, the resident who asked GM-0001, and the officer who drafted its answer."""
    house = await House.build(database)
    lan = await a_resident(house, channel=channel)
    code = await a_concern(house, lan)
    return house, lan, await drafted(house, code, ANSWER)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.OFFICE, Role.CHAIR])
async def test_a_second_person_releases_and_the_sender_gets_the_answer(database: Database, role: Role) -> None:
    house, lan, officer = await house_with_a_draft(database)
    cuc = await house.official("cuc", role)
    house.later(hours=1)
    replies = await cuc.say("/duyet gm1")
    shown = "\n".join(reply.text for reply in replies)
    assert TEXT in shown
    assert ANSWER in shown
    await cuc.tap("Duyệt, gửi và công bố")
    answer = (await lan.heard())[-1]
    for words in ("GM-0001", "Phòng Kinh tế trả lời", "13 giờ ngày 24/11/2026", ANSWER):
        assert words in answer.text
    assert [choice.value for choice in answer.choices] == ["/gopy", "/tracuu GM-0001"]
    assert "đã được duyệt" in (await officer.heard())[-1].text
    assert await state_of(house, "GM-0001") == "answered"
    assert await acts(house, "release_answer") == 1


async def test_the_answer_goes_to_the_channel_that_was_used_for_this_concern(database: Database) -> None:
    house, lan, _ = await house_with_a_draft(database, channel="web_chat")
    cuc = await house.official("cuc", Role.COMMITTEE)
    before = len(await lan.heard())
    await cuc.say("/duyet 1")
    await cuc.tap("Duyệt, chỉ gửi người hỏi")
    assert ANSWER in (await lan.heard())[before].text


async def test_what_is_published_has_no_names_and_only_if_it_was_chosen(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    first = await a_concern(house, lan, "Nhà ông Nguyễn Văn Ba lấn đường, gọi 0912345678 không ai nghe. Xin xem giúp.")
    second = await a_concern(house, lan)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await drafted(house, first, ANSWER)
    await cuc.say(f"/duyet {first}")
    assert "Nhà ông (…) lấn đường" in cuc.last.text
    await cuc.tap("Duyệt, gửi và công bố")
    officer = await house.official("bay", Role.AGENCY, "kinh-te")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/giao {second} kinh-te")
    await officer.say(f"/traloi {second} {ANSWER}")
    await officer.tap("Gửi để duyệt")
    await cuc.say(f"/duyet {second}")
    await cuc.tap("Duyệt, chỉ gửi")
    rows = await house.rows("SELECT public, public_question FROM answer ORDER BY id")
    assert bool(rows[0]["public"])
    assert rows[0]["public_question"] == "Nhà ông (…) lấn đường, gọi (…) không ai nghe"
    assert (bool(rows[1]["public"]), rows[1]["public_question"]) == (False, "")


async def test_the_published_question_can_be_reworded(database: Database) -> None:
    house, _, _ = await house_with_a_draft(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet 1")
    await cuc.tap("Sửa câu hỏi")
    await cuc.say("  ")
    await cuc.say("Bao giờ sửa đường vào thôn?")
    assert "«Bao giờ sửa đường vào thôn?»" in cuc.last.text
    await cuc.tap("Duyệt, gửi và công bố")
    assert await house.rows("SELECT public_question FROM answer") == [
        {"public_question": "Bao giờ sửa đường vào thôn?"}
    ]


async def test_two_who_release_at_the_same_moment_release_once_and_the_second_hears_who_was_first(
    database: Database,
) -> None:
    house, lan, _ = await house_with_a_draft(database)
    cuc, hoa = await house.official("cuc", Role.COMMITTEE), await house.official("hoa", Role.OFFICE)
    for official in (cuc, hoa):
        await official.say("/duyet 1")
    await asyncio.gather(cuc.tap("Duyệt, gửi và công bố"), hoa.tap("Duyệt, chỉ gửi"))
    answers = [reply for reply in await lan.heard() if ANSWER in reply.text]
    assert len(answers) == 1
    heard = [(await official.heard())[-1].text for official in (cuc, hoa)]
    assert sum(text.startswith("Đã duyệt GM-0001") for text in heard) == 1
    (late,) = [text for text in heard if "Tôi không gửi thêm lần nào" in text]
    first = "Hoa" if late == heard[0] else "Cuc"
    assert late.startswith(f"{first} đã duyệt trả lời GM-0001 lúc 12 giờ ngày 24/11/2026")
    assert await acts(house, "release_answer") == 1
    assert await acts(house, "refused_release") == 1


async def test_of_a_release_and_a_return_at_the_same_moment_one_counts(database: Database) -> None:
    house, lan, _ = await house_with_a_draft(database)
    cuc, hoa = await house.official("cuc", Role.COMMITTEE), await house.official("hoa", Role.OFFICE)
    await cuc.say("/duyet 1")
    await hoa.say("/duyet 1")
    await hoa.tap("Trả lại")
    await asyncio.gather(cuc.tap("Duyệt, chỉ gửi"), hoa.say("Chưa rõ bao giờ sửa"))
    sent = len([reply for reply in await lan.heard() if ANSWER in reply.text])
    (row,) = await house.rows("SELECT state FROM answer")
    assert (row["state"], sent) in {("released", 1), ("returned", 0)}
    assert await acts(house, "release_answer") + await acts(house, "return_answer") == 1


async def test_an_official_who_presses_twice_sends_once(database: Database) -> None:
    house, lan, _ = await house_with_a_draft(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet 1")
    value = cuc.choice("Duyệt, chỉ gửi").value
    await asyncio.gather(cuc.press(value), cuc.press(value))
    assert len([reply for reply in await lan.heard() if ANSWER in reply.text]) == 1


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMITTEE])
async def test_a_drafter_does_not_release_their_own_draft(database: Database, role: Role) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa = await house.official("hoa", role)
    await hoa.say(f"/traloi 1 {ANSWER}")
    await hoa.tap("Gửi để duyệt")
    await hoa.say("/duyet 1")
    assert hoa.last.text.startswith("Ông/bà đã soạn trả lời GM-0001, nên người khác phải duyệt")
    assert hoa.last.choices == ()
    assert await state_of(house, "GM-0001") == "drafted"
    assert await acts(house, "refused_release") == 1
    await hoa.say("/duyet")
    assert "(ông/bà soạn, người khác duyệt)" in hoa.last.text


async def test_a_drafter_who_has_a_second_role_does_not_release_their_own_draft(database: Database) -> None:
    house, lan, officer = await house_with_a_draft(database)

    def give_second_role(tx: Transaction) -> None:
        identity = people.find_identity(tx, house.office.id, officer.channel, officer.name)
        assert identity is not None
        second = Official(
            office_id=house.office.id,
            id=new_id(house.at),
            person_id=identity.person_id,
            role=Role.COMMITTEE,
            agency_id=None,
            name="Minh",
            enrolled_at=house.at,
            removed_at=None,
        )
        officials.add_official(tx, second)

    await house.database.write(give_second_role)
    await officer.say("/duyet 1")
    assert "người khác phải duyệt" in officer.last.text
    assert not [reply for reply in await lan.heard() if ANSWER in reply.text]
    assert await acts(house, "refused_release") == 1


@pytest.mark.parametrize("role", [Role.AGENCY, Role.INSPECTOR, Role.ADMIN])
async def test_others_do_not_release(database: Database, role: Role) -> None:
    house, _, _ = await house_with_a_draft(database)
    someone = await house.official("someone", role, "van-hoa" if role is Role.AGENCY else None)
    await someone.say("/duyet 1")
    assert await state_of(house, "GM-0001") == "drafted"
    assert await acts(house, "refused_command") == 1


async def test_returning_needs_a_reason_and_the_drafter_hears_it(database: Database) -> None:
    house, lan, officer = await house_with_a_draft(database)
    before = len(await lan.heard())
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet 1")
    await cuc.tap("Trả lại")
    await cuc.say("...")
    assert "lý do bằng chữ" in cuc.last.text
    await cuc.say("Chưa nói đoạn nào")
    notice = (await officer.heard())[-1]
    assert "Lý do: Chưa nói đoạn nào" in notice.text
    assert notice.choices[0].value == "/traloi GM-0001"
    assert await state_of(house, "GM-0001") == "assigned"
    assert len(await lan.heard()) == before
    await officer.say("/traloi 1 Đoạn từ chợ đến trường.")
    await officer.tap("Gửi để duyệt")
    await cuc.say("/duyet")
    await cuc.tap("GM-0001")
    await cuc.tap("Duyệt, chỉ gửi")
    assert "Đoạn từ chợ đến trường." in (await lan.heard())[-1].text


async def test_a_draft_replaced_while_it_was_read_is_not_released(database: Database) -> None:
    house, lan, officer = await house_with_a_draft(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet 1")
    await officer.say("/traloi 1 Bản khác")
    await officer.tap("Gửi để duyệt")
    await cuc.tap("Duyệt, gửi và công bố")
    assert "đã được thay bằng bản khác" in cuc.last.text
    assert not [reply for reply in await lan.heard() if ANSWER in reply.text]
    await cuc.tap("Xem và duyệt")
    await cuc.tap("Duyệt, chỉ gửi")
    assert "Bản khác" in (await lan.heard())[-1].text


async def test_words_typed_at_the_question_release_nothing(database: Database) -> None:
    house, _, _ = await house_with_a_draft(database)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet 1")
    await cuc.say("được")
    assert len(cuc.last.choices) == 4
    await cuc.press(cuc.choice("Duyệt, chỉ gửi").value.replace("private", "anything"))
    assert await state_of(house, "GM-0001") == "drafted"


async def test_the_waiting_drafts_are_listed_oldest_first_a_page_at_a_time(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for _ in range(7):
        await drafted(house, await a_concern(house, lan))
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet")
    assert [choice.label for choice in cuc.last.choices] == [*(f"GM-{n:04d}" for n in range(1, 7)), "Xem tiếp"]
    await cuc.tap("Xem tiếp")
    assert [choice.label for choice in cuc.last.choices] == ["GM-0007"]


async def test_nothing_to_release_is_said_so(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say("/duyet")
    assert cuc.last.text == "Không có dự thảo nào chờ duyệt."
    await cuc.say("/duyet 1")
    assert cuc.last.text == "GM-0001 không có dự thảo nào chờ duyệt."
    for nonsense in ("x", "9" * 19, "9" * 40, "-1", ""):
        await cuc.say(f"/duyet sau {nonsense}")
        assert cuc.last.text == "Không có dự thảo nào chờ duyệt."
