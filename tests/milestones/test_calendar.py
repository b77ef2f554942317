"""/lichnghi: an admin adds and takes back days; deadlines not due yet follow, and those affected are told."""

from datetime import date

import pytest

from handlers.milestones.calendar import calendar_of
from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.milestones.planned import COUNCIL, kept, local, planned, the
from tests.official.sessions_at_work import run, said, tick
from tests.official.writing import acts


async def add(admin: Someone, kind: str, day: str) -> None:
    await admin.say("/lichnghi")
    await admin.tap(kind)
    await admin.say(day)
    await admin.say("Nghỉ tránh bão")
    await admin.say("Công điện 01 ngày 13/9/2023 của Chủ tịch tỉnh")


async def version(house: House) -> str:
    return await house.database.read(lambda tx: calendar_of(tx, house.office.id).version)


async def test_a_day_off_moves_what_is_counted_in_working_days_and_tells_those_affected(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    admin = await house.official("mai", Role.ADMIN)
    chair = await house.official("vinh", Role.CHAIR)
    before = await version(house)
    await add(admin, "Thêm ngày nghỉ", "14/9/2023")
    assert "Các hạn sẽ đổi theo" in admin.last.text
    assert (await the(house, "thong-bao-ket-luan")).due_on == date(2023, 9, 20), "nothing is written before the yes"
    await admin.tap("Đồng ý")
    conclusion, answers = await the(house, "thong-bao-ket-luan"), await the(house, "tra-loi")
    assert (conclusion.due_on, answers.due_on) == (date(2023, 9, 21), date(2023, 10, 5))
    assert "ngày nghỉ 14/9/2023 (Nghỉ tránh bão)" in conclusion.explanation
    assert conclusion.computed_by == await version(house) != before
    await chair.heard()
    assert "ra thông báo kết luận: thứ Tư, 20/09/2023 → thứ Năm, 21/09/2023" in chair.last.text
    assert await acts(house, "add_calendar_day") == 1


async def test_taking_the_day_back_brings_every_deadline_back(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    admin = await house.official("mai", Role.ADMIN)
    before = [(one.key, one.debtor, one.due_on, one.computed_by) for one in await kept(house)]
    await add(admin, "Thêm ngày nghỉ", "14/9/2023")
    await admin.tap("Đồng ý")
    await admin.say("/lichnghi")
    await admin.tap("Bỏ ngày 14/09/2023")
    assert "Các hạn sẽ đổi theo" in admin.last.text
    await admin.tap("Đồng ý")
    assert [(one.key, one.debtor, one.due_on, one.computed_by) for one in await kept(house)] == before
    (row,) = await house.rows("SELECT undone_by FROM calendar_day")
    assert row["undone_by"] is not None, "what was undone stays known"


async def test_what_was_due_already_stays_as_it_was_counted(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    admin = await house.official("mai", Role.ADMIN)
    house.at = local(2023, 9, 25)
    await add(admin, "Thêm ngày nghỉ", "14/9/2023")
    await admin.tap("Đồng ý")
    assert (await the(house, "thong-bao-ket-luan")).due_on == date(2023, 9, 20)
    assert (await the(house, "tra-loi")).due_on == date(2023, 10, 5)


async def test_a_saturday_worked_brings_deadlines_forward(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    admin = await house.official("mai", Role.ADMIN)
    await add(admin, "Thêm ngày làm bù", "16/9/2023")
    await admin.tap("Đồng ý")
    assert (await the(house, "thong-bao-ket-luan")).due_on == date(2023, 9, 19)


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        ("Thêm ngày nghỉ", "16/9/2023", "vốn là ngày nghỉ"),
        ("Thêm ngày làm bù", "14/9/2023", "vốn là ngày làm việc"),
        ("Thêm ngày nghỉ", "31/2/2024", "không đọc được"),
        ("Thêm ngày nghỉ", "14/9/2099", "không đọc được"),
        ("Thêm ngày nghỉ", "8h 14/9/2023", "không đọc được"),
        ("Thêm ngày nghỉ", "hôm nào đó", "không đọc được"),
    ],
)
async def test_a_day_that_cannot_be_added_is_refused_with_the_reason(
    database: Database, kind: str, day: str, words: str
) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    admin = await house.official("mai", Role.ADMIN)
    await admin.say("/lichnghi")
    await admin.tap(kind)
    replies = await admin.say(day)
    assert any(words in reply.text for reply in replies)
    assert await house.rows("SELECT id FROM calendar_day") == []


async def test_a_day_stands_once(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    admin = await house.official("mai", Role.ADMIN)
    await add(admin, "Thêm ngày nghỉ", "14/9/2023")
    await admin.tap("Đồng ý")
    await admin.say("/lichnghi lam")
    replies = await admin.say("14/9/2023")
    assert any("đã có trong danh sách" in reply.text for reply in replies)


async def test_only_an_admin_changes_the_calendar(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/lichnghi nghi")
    await hoa.say("14/9/2023")
    assert await house.rows("SELECT id FROM calendar_day") == []


async def test_a_calendar_that_came_with_a_new_version_of_the_program_is_counted_in_the_morning(
    database: Database,
) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 15))
    await house.official("vinh", Role.CHAIR)
    await run(
        house,
        "UPDATE milestone SET computed_by = 'vn-older', due_on = :day WHERE key = 'tra-loi'",
        day=date(2023, 10, 3),
    )
    house.at = local(2023, 9, 14, 6)
    assert await tick(house) == []
    house.at = local(2023, 9, 14, 7, 30)
    rows = [said(row) for row in await tick(house)]
    assert not any("cần tính lại" in words for words in rows)
    assert (await the(house, "tra-loi")).due_on == date(2023, 10, 4)
    house.later(minutes=1)
    assert await tick(house) == []
