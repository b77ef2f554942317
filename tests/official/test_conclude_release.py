"""A conclusion is released by a second person: once, whole, and everybody hears what became of their own concern."""

import asyncio

from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.sessions_at_work import joined, many_residents, person_at, registered, run, said, staff, until_held
from tests.official.test_conclude import TEXT
from tests.official.writing import a_concern, a_resident, acts, assigned, drafted, state_of


async def handed_in(house: House, drafter: Someone, *outcomes: str) -> None:
    """Write the conclusion of the session that was held and hand it in; `outcomes` of what is not decided yet."""
    session = await until_held(house)
    await drafter.say(f"/ketluan {session.id}")
    await drafter.tap("Viết lời kết luận chung")
    await drafter.say(TEXT)
    if outcomes:
        await drafter.tap("Tiếp tục")
    for outcome in outcomes:
        await drafter.tap(outcome)
        if outcome.startswith("Giao"):
            await drafter.tap("Phòng Kinh tế")
            await drafter.say("25/12/2026")
        elif outcome.startswith("Không thuộc"):
            await drafter.say("Việc của tòa án.")
        else:
            await drafter.say("Đã nói rõ tại hội trường.")
    await drafter.say(f"/ketluan {session.id}")
    await drafter.tap("Trình duyệt")


async def opened(someone: Someone) -> None:
    """Open what waits for this person's release."""
    await someone.heard()
    await someone.tap("Xem kết luận")


async def conclusions_told(house: House) -> list[str]:
    """The addresses that got a conclusion, in order."""
    rows = await house.deliveries()
    return sorted(row.address for row in rows if row.once_key and row.once_key.startswith("conclusion/"))


async def test_each_submitter_and_speaker_gets_one_message_with_their_own_outcomes(database: Database) -> None:
    house = await House.build(database)
    lan, ba, cu = [await a_resident(house, name) for name in ("lan", "ba", "cu")]
    first, second, third = await a_concern(house, lan), await a_concern(house, lan), await a_concern(house, ba)
    await registered(house, cu)
    await a_resident(house, "nguoi-la")
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời", "Giao", "Không thuộc")
    await opened(minh)
    assert "3 người gửi ý kiến và đăng ký phát biểu" in minh.last.text
    await minh.tap("Duyệt và gửi")
    assert await conclusions_told(house) == ["ba", "cu", "lan"]
    for one in (lan, ba, cu):
        await one.heard()
        assert TEXT in one.last.text
    assert f"{first}: đã trả lời tại buổi đối thoại. Đã nói rõ tại hội trường." in lan.last.text
    assert f"{second}: đã giao Phòng Kinh tế trả lời, chậm nhất ngày 25/12/2026." in lan.last.text
    assert f"{third}: không thuộc thẩm quyền của Xã Thử. Việc của tòa án." in ba.last.text
    assert third not in lan.last.text
    assert "GM-" not in cu.last.text
    assert "sẽ được giải quyết" not in lan.last.text


async def test_release_concludes_the_session_and_sets_states_dates_and_assignments(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    codes = [await a_concern(house, lan) for _ in range(4)]
    hoa, minh = await staff(house)
    cuong = await house.official("cuong", Role.AGENCY, "kinh-te")
    await handed_in(house, hoa, "Đã trả lời", "Giao", "Chuyển", "Không thuộc")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    assert [await state_of(house, code) for code in codes] == ["answered", "assigned", "forwarded", "out_of_remit"]
    assert (await house.session()).state == "concluded"
    assert len(await house.rows("SELECT id FROM assignment WHERE state = 'open'")) == 1
    assert len(await house.rows("SELECT id FROM closure")) == 2
    assert [row["text"] for row in await house.rows("SELECT text FROM answer")] == ["Đã nói rõ tại hội trường."]
    await cuong.heard()
    assert codes[1] in cuong.last.text
    assert "25/12/2026" in cuong.last.text
    assert await acts(house, "conclude") == 4
    await minh.say(f"/xem {codes[2]}")
    assert "Minh duyệt kết luận: " in minh.last.text
    assert await acts(house, "release_conclusion") == 1


async def test_an_agency_that_has_a_concern_keeps_it_and_its_draft(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    kept, taken = await a_concern(house, lan), await a_concern(house, lan)
    await drafted(house, kept)
    await drafted(house, taken)
    hoa, minh = await staff(house)
    session = await until_held(house)
    await hoa.say(f"/ketluan {session.id}")
    await hoa.tap("Sửa một ý kiến")
    await hoa.say(taken)
    await hoa.tap("Chuyển cấp trên")
    await hoa.tap("Bỏ qua")
    await hoa.tap("Về bản soạn")
    await hoa.tap("Viết lời")
    await hoa.say(TEXT)
    await hoa.tap("Trình duyệt")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    assert [await state_of(house, code) for code in (kept, taken)] == ["drafted", "forwarded"]
    rows = await house.rows("SELECT state FROM answer ORDER BY id")
    assert [row["state"] for row in rows] == ["draft", "replaced"]
    rows = await house.rows("SELECT state FROM assignment ORDER BY id")
    assert [row["state"] for row in rows] == ["open", "replaced"]


async def test_the_author_of_a_protected_concern_gets_the_conclusion_and_nothing_on_it(database: Database) -> None:
    house = await House.build(database)
    lan, ba = await a_resident(house), await a_resident(house, "ba")
    open_code = await a_concern(house, lan)
    secrets = [await a_concern(house, one, "Ông A nhận tiền", protected=True) for one in (lan, ba)]
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await opened(minh)
    assert "1 người gửi ý kiến" in minh.last.text
    await minh.tap("Duyệt và gửi")
    assert "1 người sẽ nhận" in minh.last.text
    assert await conclusions_told(house) == ["ba", "lan"]
    for one in (lan, ba):
        await one.heard()
        assert TEXT in one.last.text
        assert all(code not in one.last.text for code in secrets)
    assert open_code in lan.last.text
    assert [await state_of(house, code) for code in secrets] == ["received", "received"]


async def test_what_became_protected_after_it_was_decided_is_left_out(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan)
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await run(house, "UPDATE concern SET protected = TRUE")
    await opened(minh)
    assert code not in minh.last.text
    await minh.tap("Duyệt và gửi")
    await lan.heard()
    assert TEXT in lan.last.text
    assert code not in lan.last.text
    assert await state_of(house, code) == "received"


async def test_a_drafter_never_releases_their_own(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    session = await house.session()
    await hoa.say(f"/ketluan duyet {session.id}")
    assert "không được tự duyệt" in hoa.last.text
    await hoa.say(f"/ketluan {session.id}")
    await hoa.press(
        hoa.choice("Rút lại").value.replace("ketluan.waits", "ketluan.review").replace("take_back", "release")
    )
    assert await house.rows("SELECT state FROM conclusion") == [{"state": "draft"}]
    assert await acts(house, "refused_conclusion") == 1
    await minh.heard()


async def test_of_two_who_release_at_once_one_does_and_nobody_hears_twice(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa, minh = await staff(house)
    thu = await house.official("thu", Role.CHAIR)
    await handed_in(house, hoa, "Đã trả lời")
    for one in (minh, thu):
        await opened(one)
    await asyncio.gather(minh.tap("Duyệt và gửi"), thu.tap("Duyệt và gửi"))
    told = [(await one.heard())[-1].text for one in (minh, thu)]
    assert sorted("đã có người quyết định trước" in text for text in told) == [False, True]
    assert await conclusions_told(house) == ["lan"]
    assert [await acts(house, act) for act in ("release_conclusion", "refused_conclusion")] == [1, 1]


async def test_what_was_changed_since_it_was_read_is_not_released(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await opened(minh)
    await hoa.say(f"/ketluan {(await house.session()).id}")
    await hoa.tap("Rút lại để sửa")
    await hoa.tap("Soạn tiếp")
    await hoa.tap("Viết lại")
    await hoa.say("Lời khác hẳn.")
    await hoa.tap("Trình duyệt")
    await minh.press(minh.choice("Duyệt và gửi").value)
    assert "vừa được sửa" in minh.last.text
    assert (await house.session()).state == "announced"


async def test_a_returned_conclusion_goes_back_with_its_reason_and_can_be_handed_in_again(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await opened(minh)
    await minh.tap("Trả lại")
    await minh.say("Ghi rõ hạn sửa đường")
    await hoa.heard()
    assert "Ghi rõ hạn sửa đường" in hoa.last.text
    await hoa.tap("Xem kết luận")
    assert "Ghi rõ hạn sửa đường" in hoa.last.text
    await hoa.tap("Trình duyệt")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    assert await conclusions_told(house) == ["lan"]
    assert [await acts(house, act) for act in ("return_conclusion", "release_conclusion")] == [1, 1]


async def test_a_concern_that_came_since_keeps_it_from_being_released(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await opened(minh)
    await a_concern(house, lan)
    await minh.press(minh.choice("Duyệt và gửi").value)
    assert "Có 1 ý kiến mới" in minh.last.text
    assert await conclusions_told(house) == []


async def test_released_at_night_residents_read_it_in_the_morning(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    house.later(hours=8)
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    (row,) = [row for row in await house.deliveries() if row.address == "lan" and TEXT in said(row)]
    assert row.not_before.isoformat() == "2026-12-09T00:00:00+00:00"


async def test_an_answer_said_at_the_session_stands_beside_the_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    before, now = await a_concern(house, lan), await a_concern(house, lan)
    await run(house, "UPDATE concern SET state = 'answered' WHERE code = :code", code=before)
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    await lan.heard()
    assert f"{before}: đã có trả lời trước đó." in lan.last.text
    assert [choice.value for choice in lan.last.choices] == [f"/tracuu {before}", f"/tracuu {now}"]
    assert f"{now}: đã trả lời tại buổi đối thoại. Đã nói rõ tại hội trường." in lan.last.text
    rows = await house.rows("SELECT text, state, public, drafted_by <> decided_by AS two FROM answer")
    assert [(row["text"], row["state"], bool(row["public"]), bool(row["two"])) for row in rows] == [
        ("Đã nói rõ tại hội trường.", "released", False, True)
    ]


async def test_somebody_whose_door_is_gone_is_reached_by_another_of_theirs(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    await a_resident(house, "lan-web", channel="web_chat")
    await joined(house, "lan-web", await person_at(house, "lan"))
    await run(house, "UPDATE identity SET state = 'gone' WHERE address = 'lan'")
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    assert await conclusions_told(house) == ["lan-web"]


async def test_a_long_conclusion_is_read_page_by_page_before_it_is_released(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    codes = [await a_concern(house, lan) for _ in range(14)]
    await run(house, "UPDATE concern SET state = 'answered'")
    hoa, minh = await staff(house)
    await handed_in(house, hoa)
    await opened(minh)
    assert codes[11] in minh.last.text
    assert codes[12] not in minh.last.text
    await minh.tap("Trang sau")
    assert codes[12] in minh.last.text
    await minh.tap("Duyệt và gửi")
    (row,) = [row for row in await house.deliveries() if row.address == "lan" and TEXT in said(row)]
    assert all(code in said(row) for code in codes)


async def test_the_audit_log_quotes_neither_concerns_nor_the_conclusion(database: Database) -> None:
    house = await House.build(database)
    await assigned(house, await a_concern(house, await a_resident(house), "Đường làng hỏng nặng lắm"))
    hoa, minh = await staff(house)
    await handed_in(house, hoa)
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    log = str(await house.rows("SELECT before, after FROM audit"))
    assert "hỏng nặng" not in log
    assert TEXT not in log


async def test_thousands_are_told_in_one_transaction(database: Database) -> None:
    house = await House.build(database)
    await many_residents(house, 2000)
    session = await house.session()
    sql = """INSERT INTO registration (office_id, id, session_id, person_id, identity_id, number, topic, content,
               concern_id, representing, state, created_at, withdrawn_at)
             SELECT i.office_id, i.id, :session_id, i.person_id, i.id, ROW_NUMBER() OVER (ORDER BY i.id), 'land', '',
               NULL, 'self', 'registered', i.last_seen_at, NULL FROM identity AS i"""
    await run(house, sql, session_id=session.id)
    hoa, minh = await staff(house)
    await handed_in(house, hoa)
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    told = await conclusions_told(house)
    assert len(told) == len(set(told)) == 2000
