"""Enrolling officials: codes that work once, for a day; the list, adding and removing."""

import asyncio
import hashlib

import pytest

from handlers.official.enrol import CODE_LENGTH, new_enrolment
from handlers.rules.one_time_codes import ALPHABET
from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.writing import acts


async def a_code(house: House, role: Role = Role.OFFICE, name: str = "Nguyễn Thị Hoa") -> str:
    return await house.database.write(
        lambda tx: new_enrolment(tx, house.office.id, role, None, name, created_by=None, at=house.at)
    )


async def officials(house: House) -> list[dict[str, object]]:
    return await house.rows("SELECT name, role FROM official WHERE removed_at IS NULL ORDER BY id")


async def test_whoever_sends_a_good_code_is_an_official_and_sees_their_work(database: Database) -> None:
    house = await House.build(database)
    code = await a_code(house)
    hoa = house.resident("hoa")
    await hoa.say(f"/start {code}")
    assert "Văn phòng" in hoa.last.text
    assert "/ykien" in [choice.value for choice in hoa.last.choices]
    assert await officials(house) == [{"name": "Nguyễn Thị Hoa", "role": "office"}]
    assert await acts(house, "enrol") == 1


async def test_a_code_is_readable_and_only_its_hash_is_kept(database: Database) -> None:
    house = await House.build(database)
    code = await a_code(house)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)
    assert all(len(set(alike) & set(ALPHABET)) <= 1 for alike in ("0OQ", "1IL", "2Z", "5S", "8B", "UV"))
    (row,) = await house.rows("SELECT * FROM enrolment")
    assert row["code_hash"] == hashlib.sha256(code.encode()).hexdigest()
    assert code not in str(row)


@pytest.mark.parametrize("typed", ["{lower}", "{half}-{rest}", " {half} {rest} "])
async def test_a_code_may_be_typed_in_small_letters_and_in_groups(database: Database, typed: str) -> None:
    house = await House.build(database)
    code = await a_code(house)
    await house.resident("hoa").say("/start " + typed.format(lower=code.lower(), half=code[:5], rest=code[5:]))
    assert len(await officials(house)) == 1


@pytest.mark.parametrize(
    ("hours", "uses", "words", "why"),
    [(24, 0, "hết hạn", "expired"), (1, 1, "đã được dùng", "used"), (48, 1, "đã được dùng", "used")],
)
async def test_an_expired_or_used_code_is_refused_with_a_clear_sentence_and_logged(
    database: Database, hours: int, uses: int, words: str, why: str
) -> None:
    house = await House.build(database)
    code = await a_code(house)
    for number in range(uses):
        await house.resident(f"first{number}").say(f"/start {code}")
    house.later(hours=hours)
    replies = await house.resident("late").say(f"/start {code}")
    assert len(replies) == 1
    assert words in replies[0].text
    assert len(await officials(house)) == uses
    (entry,) = await house.rows("SELECT after FROM audit WHERE act = 'refused_enrolment'")
    assert entry["after"] == f'{{"why":"{why}"}}'


async def test_a_code_works_until_its_last_minute(database: Database) -> None:
    house = await House.build(database)
    code = await a_code(house)
    house.later(hours=23, minutes=59)
    await house.resident("hoa").say(f"/start {code}")
    assert len(await officials(house)) == 1


async def test_a_guessed_code_is_refused_and_logged_without_the_code(database: Database) -> None:
    house = await House.build(database)
    eve = house.resident("eve")
    await eve.say("/start AAAAAAAAAA")
    assert eve.last.text.startswith("Mã này không đúng")
    assert await officials(house) == []
    (entry,) = await house.rows("SELECT * FROM audit WHERE act = 'refused_enrolment'")
    assert "AAAAAAAAAA" not in str(entry)


async def test_of_two_who_use_a_code_at_the_same_moment_one_is_enrolled(database: Database) -> None:
    house = await House.build(database)
    code = await a_code(house)
    first, second = house.resident("first"), house.resident("second")
    await asyncio.gather(first.say(f"/start {code}"), second.say(f"/start {code}"))
    assert len(await officials(house)) == 1
    assert await acts(house, "refused_enrolment") == 1


async def test_a_second_code_gives_a_new_role_in_place_of_the_earlier_one(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.AGENCY, "kinh-te")
    await hoa.say(f"/start {await a_code(house, Role.CHAIR)}")
    assert "Vai trò trước (Phòng Kinh tế) đã kết thúc" in hoa.last.text
    assert await officials(house) == [{"name": "Nguyễn Thị Hoa", "role": "chair"}]


async def test_the_only_admin_does_not_lose_that_role_to_a_code_and_the_code_stays_good(database: Database) -> None:
    house = await House.build(database)
    quan = await house.official("quan", Role.ADMIN)
    code = await a_code(house)
    await quan.say(f"/start {code}")
    assert "người quản trị duy nhất" in quan.last.text
    await house.resident("hoa").say(f"/start {code}")
    assert [row["role"] for row in await officials(house)] == ["admin", "office"]


async def test_the_code_of_an_agency_without_an_agency_is_never_made(database: Database) -> None:
    house = await House.build(database)
    with pytest.raises(ValueError, match="agency"):
        await a_code(house, Role.AGENCY)


async def test_an_admin_adds_an_agencys_officer_step_by_step_and_passes_the_words_on(database: Database) -> None:
    house = await House.build(database)
    quan = await house.official("quan", Role.ADMIN)
    await quan.say("/canbo")
    await quan.tap("Thêm cán bộ")
    await quan.tap("Cơ quan trả lời")
    await quan.say("kinh tế")
    replies = await quan.say("  Trần Thị   Bình ")
    passed_on = replies[-1].text
    assert passed_on.startswith("Kính gửi ông/bà Trần Thị Bình")
    assert "12 giờ ngày 25/11/2026" in passed_on
    line = next(line for line in passed_on.splitlines() if line.startswith("/start "))
    await house.resident("binh").say(line)
    assert {"name": "Trần Thị Bình", "role": "agency"} in await officials(house)
    await quan.say("/canbo")
    assert "Trần Thị Bình – Phòng Kinh tế" in quan.last.text


@pytest.mark.parametrize("name", ["", "12", "A" * 81])
async def test_a_name_that_is_none_is_asked_for_again(database: Database, name: str) -> None:
    house = await House.build(database)
    quan = await house.official("quan", Role.ADMIN)
    await quan.say("/canbo them")
    await quan.tap("Văn phòng")
    await quan.say(name)
    assert await house.rows("SELECT id FROM enrolment") == []
    await quan.say("Nguyễn Thị Hoa")
    assert len(await house.rows("SELECT id FROM enrolment")) == 1


async def test_a_code_not_used_yet_can_be_cancelled(database: Database) -> None:
    house = await House.build(database)
    quan = await house.official("quan", Role.ADMIN)
    code = await a_code(house)
    await quan.say("/canbo xoa")
    await quan.tap("Hủy mã của Nguyễn Thị Hoa")
    await house.resident("hoa").say(f"/start {code}")
    assert [row["role"] for row in await officials(house)] == ["admin"]
    assert await acts(house, "cancel_enrolment") == 1


async def test_removing_asks_first_and_the_removed_official_hears_of_it(database: Database) -> None:
    house = await House.build(database)
    quan, hoa = await house.official("quan", Role.ADMIN), await house.official("hoa", Role.OFFICE)
    await quan.say("/canbo xoa")
    await quan.tap("Hoa")
    assert len(await officials(house)) == 2
    await quan.tap("Xóa")
    assert [row["role"] for row in await officials(house)] == ["admin"]
    assert "đã kết thúc" in (await hoa.heard())[-1].text
    assert await acts(house, "remove_official") == 1


async def test_somebody_changes_their_mind_and_nobody_is_removed(database: Database) -> None:
    house = await House.build(database)
    quan = await house.official("quan", Role.ADMIN)
    await house.official("hoa", Role.OFFICE)
    await quan.say("/canbo xoa")
    await quan.tap("Hoa")
    await quan.tap("Không")
    assert len(await officials(house)) == 2


async def test_the_last_admin_cannot_be_removed_and_the_attempt_is_logged(database: Database) -> None:
    house = await House.build(database)
    quan = await house.official("quan", Role.ADMIN)
    await quan.say("/canbo xoa")
    await quan.tap("Quan")
    assert "người quản trị duy nhất" in quan.last.text
    assert len(await officials(house)) == 1
    assert await acts(house, "refused_removal") == 1


async def test_an_admin_ends_their_own_rights_only_in_so_many_words(database: Database) -> None:
    house = await House.build(database)
    quan = await house.official("quan", Role.ADMIN)
    await house.official("other", Role.ADMIN)
    await quan.say("/canbo xoa")
    await quan.tap("Quan")
    assert "Đây là chính ông/bà" in quan.last.text
    await quan.say("xóa")
    assert len(await officials(house)) == 2
    await quan.tap("Tôi tự thôi quyền")
    assert [row["name"] for row in await officials(house)] == ["Other"]


async def test_two_admins_who_remove_each_other_at_the_same_moment_leave_one(database: Database) -> None:
    house = await House.build(database)
    first, second = await house.official("first", Role.ADMIN), await house.official("second", Role.ADMIN)

    async def up_to_the_question(admin: Someone, other: str) -> str:
        await admin.say("/canbo xoa")
        await admin.tap(other)
        return admin.choice("Xóa").value

    one, two = await up_to_the_question(first, "Second"), await up_to_the_question(second, "First")
    await asyncio.gather(first.press(one), second.press(two))
    assert len(await officials(house)) == 1


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_nobody_but_an_admin_enrols_and_the_attempt_is_logged(database: Database, role: Role) -> None:
    house = await House.build(database)
    someone = await house.official("someone", role, "kinh-te" if role is Role.AGENCY else None)
    await someone.say("/canbo them")
    assert "chỉ dành cho" in someone.last.text
    assert await acts(house, "refused_command") == 1
