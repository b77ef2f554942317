"""What the program does or sees itself marks its milestone done: announcement, conclusion, the last answer."""

from datetime import date

import pytest

from handlers.milestones.marks import names_day
from storage.database import Database
from storage.records import MilestoneState, Role
from tests.house import House, Someone
from tests.milestones.planned import COUNCIL, local, planned, session_of, the
from tests.official.sessions_at_work import run
from tests.official.writing import a_resident


async def state(house: House, key: str) -> MilestoneState:
    return (await the(house, key)).state


async def announce(house: House, audience: str, text: str) -> None:
    """Let one official write an announcement and another release it."""
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.COMMITTEE)
    await hoa.say("/thongbao moi")
    await hoa.say(text)
    await hoa.tap(audience)
    await hoa.tap("Ngay")
    await hoa.tap("Trình duyệt")
    await minh.heard()
    await minh.tap("Xem thông báo")
    await minh.tap("Duyệt và gửi")


async def test_an_announcement_that_names_the_day_of_the_session_is_its_notice(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    await announce(house, "Mọi người", "Đối thoại với Nhân dân thôn Kiêm Tân ngày 13/9/2023 tại nhà văn hóa thôn.")
    assert await state(house, "thong-bao") is MilestoneState.DONE
    assert await state(house, "thong-bao-theo-luat") is MilestoneState.DONE
    assert (await the(house, "thong-bao")).done_at == house.at


async def test_an_announcement_of_something_else_is_not(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    await announce(house, "Mọi người", "Ngày 12/9/2023 tiêm phòng cho trâu bò tại sân kho.")
    assert await state(house, "thong-bao") is MilestoneState.PLANNED


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hội nghị ngày 13/9 tại nhà văn hóa", True),
        ("Hội nghị ngày 13/09/2023", True),
        ("ngày 13 tháng 9 năm 2023", True),
        ("ngày 13-9-2023", True),
        ("13/9/2024", False),
        ("113/9", False),
        ("13/90", False),
        ("3/9/2023", False),
        ("", False),
    ],
)
def test_a_day_is_found_as_people_write_it(text: str, *, named: bool) -> None:
    assert names_day(text, date(2023, 9, 13)) is named


async def test_a_released_conclusion_is_the_conclusion_notice_and_with_nothing_open_the_answers_too(
    database: Database,
) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    hoa, chair = await house.official("hoa", Role.OFFICE), await house.official("vinh", Role.CHAIR)
    session = await session_of(house, "kiem-tan")
    house.at = local(2023, 9, 14)
    await hoa.say(f"/ketluan {session.id}")
    await hoa.tap("Viết lời kết luận chung")
    await hoa.say("Hội nghị đã trao đổi thẳng thắn.")
    await hoa.say(f"/ketluan {session.id}")
    await hoa.tap("Trình duyệt")
    await chair.heard()
    await chair.tap("Xem kết luận")
    await chair.tap("Duyệt và gửi")
    conclusion = await the(house, "thong-bao-ket-luan")
    assert (conclusion.state, conclusion.done_at) == (MilestoneState.DONE, house.at)
    assert await state(house, "tra-loi") is MilestoneState.DONE
    assert await state(house, "ket-qua-theo-luat") is MilestoneState.PLANNED, "posting at the hall is for people to do"


async def test_the_answers_are_given_when_nobody_waits_any_more_and_not_before_the_session(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    lan = await a_resident(house, area="Thôn Kiêm Tân")
    hoa = await house.official("hoa", Role.OFFICE)
    for words in ("Đường thôn hỏng nặng đã hai năm nay", "Nước giếng ở xóm đục từ tháng Tám"):
        await lan.say("/gopy")
        await lan.say(words)
        while any(choice.label == "Gửi" for choice in lan.last.choices) is False:
            await lan.press(lan.last.choices[0].value)
        await lan.tap("Gửi")
    codes = [str(row["code"]) for row in await house.rows("SELECT code FROM concern ORDER BY id")]
    assert len(codes) == 2
    await run(house, "UPDATE concern SET state = 'answered' WHERE code = :code", code=codes[0])
    await close(hoa, codes[1])
    assert await state(house, "tra-loi") is MilestoneState.PLANNED, "the session is still to come"
    house.at = local(2023, 9, 20)
    await run(house, "UPDATE concern SET state = 'received' WHERE code = :code", code=codes[1])
    await close(hoa, codes[1])
    assert await state(house, "tra-loi") is MilestoneState.DONE


async def close(official: Someone, code: str) -> None:
    """Let an official say that a concern is out of remit."""
    await official.say(f"/ngoai {code}")
    await official.say("Việc này thuộc tòa án.")
    await official.press(official.last.choices[0].value)
