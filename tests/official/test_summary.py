"""`/tonghop`: figures and concerns in short; nothing protected, not even counted."""

from datetime import timedelta

from handlers.official.concerns.summary import summary_text
from handlers.texts import Texts, local_day
from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.sessions_at_work import run
from tests.official.writing import a_concern, a_resident, acts, assigned


def codes(someone: Someone) -> list[str]:
    return [choice.label for choice in someone.last.choices if choice.label.startswith("GM-")]


async def test_the_summary_counts_by_state_topic_and_hamlet(database: Database) -> None:
    house = await House.build(database)
    lan, ba = await a_resident(house), await a_resident(house, "ba", "Thôn Đông")
    await a_concern(house, lan)
    await a_concern(house, ba, topic="land")
    await assigned(house, await a_concern(house, ba, topic="land"))
    minh = await house.official("minh", Role.COMMITTEE)
    await minh.say("/tonghop")
    text = minh.last.text
    assert "Tổng số: 3 ý kiến" in text
    assert "- Đất đai: 2" in text
    assert "- Giao thông: 1" in text
    assert "- Thôn Đông: 2" in text
    assert "Chưa giao: 2 ý kiến (GM-0002, GM-0001)" in text
    assert "GM-0001 · Giao thông · Thôn Giữa: Đường vào Thôn Giữa" in text


async def test_protected_concerns_are_neither_listed_nor_counted(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    secret = await a_concern(house, lan, "Ông A nhận tiền của dân", topic="land", protected=True)
    minh = await house.official("minh", Role.COMMITTEE)
    for asked in ("/tonghop", f"/tonghop {(await house.session()).id} tat"):
        await minh.say(asked)
        assert "1 ý kiến" in minh.last.text
        for hint in (secret, "nhận tiền", "Đất đai"):
            assert hint not in minh.last.text


async def test_late_is_what_is_past_its_day_and_not_done(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    yesterday, today = local_day(house.at) - timedelta(days=1), local_day(house.at)
    await a_concern(house, lan, due_on=yesterday)
    await a_concern(house, lan, due_on=today)
    done = await a_concern(house, lan, due_on=yesterday)
    await run(house, "UPDATE concern SET state = 'answered' WHERE code = :code", code=done)
    minh = await house.official("minh", Role.CHAIR)
    await minh.say("/tonghop")
    assert "Quá hạn: 1 ý kiến (GM-0001)" in minh.last.text
    await minh.tap("Xem ý kiến quá hạn")
    assert codes(minh) == ["GM-0001"]
    assert "quá hạn 1 ngày" in minh.last.text


async def test_the_concerns_are_paged_and_each_opens_by_a_tap(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for _ in range(14):
        await a_concern(house, lan)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/tonghop")
    await hoa.tap("Xem từng ý kiến")
    seen = codes(hoa)
    while any(choice.label == "Xem tiếp" for choice in hoa.last.choices):
        await a_concern(house, lan)
        await hoa.tap("Xem tiếp")
        seen += codes(hoa)
    assert seen == [f"GM-{number:04d}" for number in range(14, 0, -1)]
    assert hoa.choice("GM-0001").value == "/xem GM-0001"


async def test_what_came_outside_any_session_has_its_own_summary(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, topic="land", in_session=False)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/tonghop")
    assert "Chưa có ý kiến nào" in hoa.last.text
    await hoa.tap("Ngoài các phiên")
    assert "- Đất đai: 1" in hoa.last.text


async def test_agencies_get_no_summary_and_the_attempt_is_logged(database: Database) -> None:
    house = await House.build(database)
    binh = await house.official("binh", Role.AGENCY, "kinh-te")
    await binh.say("/tonghop")
    assert "Tổng số" not in binh.last.text
    assert await acts(house, "refused_command") == 1


async def test_a_session_of_another_office_or_of_nobody_has_no_summary(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    for made_up in ("1", "99999999999999999999999", "-1", "'; DROP"):
        await hoa.say(f"/tonghop {made_up}")
        assert "Chưa có phiên đối thoại" in hoa.last.text


async def test_the_summary_is_said_in_the_language_of_its_reader(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    session = await house.session()
    text = await house.database.read(lambda tx: summary_text(tx, house.office, session, house.at, Texts("en")))
    assert "In all: 1 concern." in text
    assert "- Transport: 1" in text


async def test_all_topics_in_one_are_the_sums_a_line_each_and_every_briefing(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    await a_concern(house, lan, "Giấy chứng nhận đất nộp ba tháng chưa có.", topic="land")
    await a_concern(house, lan, "Ông A nhận tiền của dân", topic="land", protected=True)
    chair = await house.official("vinh", Role.CHAIR)
    await chair.say("/tonghop")
    await chair.tap("Tóm tắt theo lĩnh vực")
    await chair.tap("Tất cả các lĩnh vực")
    text = "\n\n".join(reply.text for reply in await chair.heard())
    assert "Tổng hợp: 2 ý kiến, gộp thành 2 vấn đề, 2 lượt nêu.\n- Đất đai: 1 ý kiến, 1 vấn đề" in text
    assert "Đất đai: 1 ý kiến, 1 vấn đề, 1 lượt nêu." in text
    assert "GM-0002" in text
    assert "nhận tiền" not in text
    assert "GM-0003" not in text
