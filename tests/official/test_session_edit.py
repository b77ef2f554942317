"""`/phien`: sessions are listed, created and changed step by step; people hear of what matters to them."""

import pytest

from handlers.rules.sessions import Phase, phase
from storage.database import Database
from storage.records import Role, Session, SessionState
from storage.sessions import sessions
from tests.house import House
from tests.official.sessions_at_work import registered, run
from tests.official.writing import a_concern, a_resident, acts


async def newest(house: House) -> Session:
    found = await house.database.read(lambda tx: sessions(tx, house.office.id))
    return max(found, key=lambda session: session.id)


async def test_the_list_says_of_each_session_where_it_stands(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phien")
    assert "Đối thoại với Nhân dân" in hoa.last.text
    assert "đang nhận ý kiến" in hoa.last.text
    house.later(days=10)
    await hoa.say("/phien")
    assert "đã hết hạn nhận ý kiến" in hoa.last.text


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.AGENCY, Role.CHAIR, Role.INSPECTOR])
async def test_only_office_and_admin_change_sessions_and_a_refusal_is_logged(database: Database, role: Role) -> None:
    house = await House.build(database)
    binh = await house.official("binh", role)
    await binh.say("/phien")
    assert "chỉ dành cho cán bộ" in binh.last.text
    assert await acts(house, "refused_command") == 1


async def test_a_session_is_created_step_by_step_and_written_only_after_the_summary(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.ADMIN)
    await hoa.say("/phien moi")
    await hoa.say("Đối thoại quý I")
    await hoa.say("15/12/2026 8h-11h30")
    await hoa.say("Nhà văn hóa Thôn Đông")
    await hoa.say("1/12/2026")
    await hoa.say("10/12/2026")
    assert "8 giờ đến 11 giờ 30" in hoa.last.text
    assert "đến hết ngày 10/12/2026" in hoa.last.text
    assert "chưa lưu" in hoa.last.text
    assert len(await house.rows("SELECT id FROM session")) == 1
    await hoa.tap("Lưu")
    created = await newest(house)
    assert (created.title, created.state, created.venue) == (
        "Đối thoại quý I",
        SessionState.SCHEDULED,
        "Nhà văn hóa Thôn Đông",
    )
    assert (created.answer_days, created.answer_unit) == (10, "working")
    assert await acts(house, "create_session") == 1


async def test_collection_opens_and_closes_by_its_dates_alone(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    for typed in ("/phien moi", "Đối thoại quý I", "15/12/2026 8h-11h30", "Hội trường", "1/12/2026", "10/12/2026"):
        await hoa.say(typed)
    await hoa.tap("Lưu")
    created = await newest(house)
    assert created.collection_opens_at is not None
    assert created.collection_closes_at is not None
    assert phase(created, house.at) is Phase.SCHEDULED
    assert phase(created, created.collection_opens_at) is Phase.COLLECTING
    assert phase(created, created.collection_closes_at) is Phase.PREPARED


async def test_what_is_not_known_yet_can_wait(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phien moi")
    await hoa.say("Đối thoại quý II")
    for _ in range(4):
        await hoa.tap("Để sau")
    await hoa.tap("Lưu")
    created = await newest(house)
    assert created.starts_at is None
    assert created.venue == ""


@pytest.mark.parametrize(
    "typed", ["", "tuần sau", "15/13/2026 8h-9h", "15/12/2026 8h", "15/12/2026 11h-8h", "8h-11h30", "x" * 10_000]
)
async def test_a_day_that_cannot_be_read_is_asked_for_again_with_an_example(database: Database, typed: str) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phien moi")
    await hoa.say("Đối thoại quý II")
    await hoa.say(typed)
    assert "15/12/2026 8h-11h30" in hoa.last.text
    await hoa.say("15/12/2026 8h-11h30")
    assert "Đối thoại ở đâu" in hoa.last.text


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("Sửa thời gian", "20/11/2026 8h-11h", "đã qua"),
        ("Sửa ngày mở", "9/12/2026", "phải sau ngày mở"),
        ("Sửa hạn", "20/12/2026", "phải trước giờ đối thoại"),
    ],
)
async def test_what_cannot_be_is_not_saved(database: Database, field: str, typed: str, fault: str) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    before = await house.session()
    await hoa.say(f"/phien {before.id}")
    await hoa.tap(field)
    await hoa.say(typed)
    await hoa.tap("Lưu")
    assert fault in hoa.last.text
    assert await house.session() == before


async def test_changing_the_day_of_an_announced_session_says_who_will_be_told_and_tells_them_once(
    database: Database,
) -> None:
    house = await House.build(database)
    lan, ba, cu = await a_resident(house), await a_resident(house, "ba"), await a_resident(house, "cu")
    await a_concern(house, lan)
    await a_concern(house, lan)
    await registered(house, ba)
    hoa = await house.official("hoa", Role.OFFICE)
    session = await house.session()
    await hoa.say(f"/phien {session.id}")
    await hoa.tap("Sửa thời gian")
    await hoa.say("16/12/2026 14h-16h")
    await hoa.tap("Lưu")
    assert "2 người" in hoa.last.text
    assert await house.session() == session
    before = [len(await one.heard()) for one in (lan, ba, cu)]
    await hoa.tap("Lưu và báo tin")
    assert [len(await one.heard()) - n for one, n in zip((lan, ba, cu), before, strict=True)] == [1, 1, 0]
    assert "14 giờ đến 16 giờ" in lan.last.text
    assert "Xã Thử" in lan.last.text
    assert await acts(house, "change_session") == 1
    assert (await house.session()).starts_at != session.starts_at


async def test_the_author_of_a_protected_concern_is_told_but_never_counted(database: Database) -> None:
    house = await House.build(database)
    lan, ba = await a_resident(house), await a_resident(house, "ba")
    await a_concern(house, lan)
    await a_concern(house, ba, protected=True)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/phien {(await house.session()).id}")
    await hoa.tap("Sửa địa điểm")
    await hoa.say("Sân vận động xã")
    await hoa.tap("Lưu")
    assert "1 người" in hoa.last.text
    await hoa.tap("Lưu và báo tin")
    assert "1 người" in hoa.last.text
    await ba.heard()
    assert "Sân vận động xã" in ba.last.text


async def test_at_night_people_are_told_in_the_morning(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa = await house.official("hoa", Role.OFFICE)
    house.later(hours=10)
    await hoa.say(f"/phien {(await house.session()).id}")
    await hoa.tap("Sửa địa điểm")
    await hoa.say("Sân vận động xã")
    await hoa.tap("Lưu")
    await hoa.tap("Lưu và báo tin")
    assert "gửi vào sáng mai" in hoa.last.text
    (row,) = [row for row in await house.deliveries() if row.once_key and row.once_key.startswith("session/")]
    assert row.not_before.isoformat() == "2026-11-25T00:00:00+00:00"


async def test_a_change_that_concerns_nobody_asks_for_no_confirmation(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/phien {(await house.session()).id}")
    await hoa.tap("Sửa hạn")
    await hoa.say("2/12/2026 17h")
    await hoa.tap("Lưu")
    assert "Đã lưu" in hoa.last.text
    assert not [row for row in await house.deliveries() if row.once_key]


async def test_a_session_is_announced_only_with_day_and_place_and_a_short_notice_is_pointed_out(
    database: Database,
) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phien moi")
    await hoa.say("Đối thoại sớm")
    for _ in range(4):
        await hoa.tap("Để sau")
    await hoa.tap("Công bố")
    assert "ngày nào" in hoa.last.text
    await hoa.say("27/11/2026 8h-10h")
    await hoa.tap("Công bố")
    assert "ở đâu" in hoa.last.text
    await hoa.say("Hội trường")
    await hoa.tap("Công bố")
    assert "ít nhất 7 ngày" in hoa.last.text
    await hoa.tap("Lưu")
    assert (await newest(house)).state is SessionState.ANNOUNCED


async def test_a_cancelled_session_tells_its_people_and_can_be_announced_again(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa = await house.official("hoa", Role.OFFICE)
    session = await house.session()
    await hoa.say(f"/phien {session.id}")
    await hoa.tap("Hủy phiên")
    await hoa.tap("Lưu")
    await hoa.tap("Lưu và báo tin")
    await lan.heard()
    assert "không tổ chức nữa" in lan.last.text
    assert await acts(house, "cancel_session") == 1
    await hoa.say(f"/phien {session.id}")
    await hoa.tap("Công bố")
    await hoa.tap("Lưu")
    await hoa.tap("Lưu và báo tin")
    await lan.heard()
    assert "có thay đổi" in lan.last.text
    assert (await house.session()).state is SessionState.ANNOUNCED


async def test_of_two_who_change_a_session_the_second_is_told_and_overwrites_nothing(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.ADMIN)
    session = await house.session()
    for one, title in ((hoa, "Tên của Hoa"), (minh, "Tên của Minh")):
        await one.say(f"/phien {session.id}")
        await one.tap("Sửa tên")
        await one.say(title)
    await hoa.tap("Lưu")
    await minh.tap("Lưu")
    assert "Người khác vừa sửa" in minh.last.text
    assert (await house.session()).title == "Tên của Hoa"
    assert await acts(house, "refused_change") == 1


async def test_a_button_of_an_earlier_summary_changes_nothing(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    session = await house.session()
    await hoa.say(f"/phien {session.id}")
    old = hoa.choice("Hủy phiên").value
    await hoa.say("/phien")
    await hoa.press(old)
    assert (await house.session()).state is SessionState.ANNOUNCED


async def test_who_lost_the_role_in_the_middle_goes_no_further(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/phien {(await house.session()).id}")
    await run(house, "UPDATE official SET role = 'agency'")
    await hoa.tap("Sửa tên")
    assert "không còn vai trò" in hoa.last.text
    assert await acts(house, "refused_step") == 1


async def test_many_sessions_are_paged(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    for number in range(8):
        await hoa.say("/phien moi")
        await hoa.say(f"Phiên số {number}")
        for _ in range(4):
            await hoa.tap("Để sau")
        await hoa.tap("Lưu")
    await hoa.say("/phien")
    first = [choice.value for choice in hoa.last.choices if choice.value.split()[-1].isdecimal()]
    await hoa.tap("Xem tiếp")
    second = [choice.value for choice in hoa.last.choices if choice.value.split()[-1].isdecimal()]
    values = [value for value in first + second if "sau" not in value]
    assert len(values) == len(set(values)) == 9
