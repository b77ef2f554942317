"""Concerns that are one matter: suggested by a machine, merged by people; the protected ones first."""

import asyncio
import random

import pytest

from bot.schedule import Schedule
from handlers import matching
from storage.database import Database
from storage.records import Role
from tests.house import CHANNELS, House, Someone
from tests.official.comparing import AGAIN, CANAL, FLOODED, FOURTH, OTHER, THIRD, compare, grouped, three
from tests.official.test_conclude import begun, items
from tests.official.writing import a_concern, a_resident, acts, state_of


async def members(house: House) -> list[str]:
    rows = await house.rows(
        "SELECT c.code FROM group_member AS m JOIN concern AS c ON c.id = m.concern_id "
        "WHERE m.left_at IS NULL ORDER BY c.code"
    )
    return [str(row["code"]) for row in rows]


async def states(house: House) -> list[str]:
    rows = await house.rows("SELECT state FROM likeness ORDER BY concern_id, other_id")
    return [str(row["state"]) for row in rows]


async def everything_said_to(*listeners: Someone) -> str:
    said = []
    for who in listeners:
        for reply in await who.heard():
            said += [reply.text, *(f"{choice.label} {choice.value}" for choice in reply.choices)]
    return "\n".join(said)


async def test_a_protected_concern_is_never_compared_nor_kept_for_comparison(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await a_resident(house), await a_resident(house, "minh")
    await a_concern(house, lan, FLOODED, topic=CANAL, protected=True)
    await a_concern(house, minh, AGAIN, topic=CANAL)
    assert await compare(house) == 1
    assert await house.rows("SELECT * FROM likeness") == []
    assert len(await house.rows("SELECT * FROM concern_print")) == 1


async def test_a_concern_protected_later_leaves_its_group_at_once_and_no_word_of_it_is_said_again(
    database: Database,
) -> None:
    house = await House.build(database)
    hoa, residents = await grouped(house)
    await hoa.say("/tocao GM-0002")
    await hoa.tap("Đóng lại")
    assert await members(house) == ["GM-0001", "GM-0003"]
    assert [
        row["other_id"] for row in await house.rows("SELECT other_id FROM likeness WHERE reasons LIKE '%GM%'")
    ] == []
    minh = await house.official("chair", Role.CHAIR)
    clerk = await house.official("clerk", Role.COMMITTEE)
    officer = await house.official("officer", Role.AGENCY, "kinh-te")
    house.later(minutes=1)
    for command in ("/nhom", "/nhom GM-0001", "/nhom GM-0003", "/xem GM-0001", "/ykien", "/tonghop"):
        await clerk.say(command)
    await clerk.say("/tonghop linhvuc utilities")
    await clerk.say("/giao GM-0001 kinh-te")
    await officer.say("/xem GM-0001")
    await minh.say("/xem GM-0003")
    said = await everything_said_to(clerk, minh, officer, residents[0], residents[2])
    assert "GM-0002" not in said
    assert AGAIN not in said
    assert "GM-0001" in said
    assert (
        await house.rows("SELECT * FROM concern_print AS p JOIN concern AS c ON c.id = p.concern_id WHERE protected")
        == []
    )


async def test_the_representative_protected_later_leaves_the_group_to_its_oldest_member(database: Database) -> None:
    house = await House.build(database)
    hoa, _ = await grouped(house)
    await hoa.say("/tocao GM-0001")
    await hoa.tap("Đóng lại")
    await hoa.say("/nhom GM-0003")
    assert "đại diện GM-0002" in hoa.last.text
    assert "GM-0001" not in hoa.last.text
    await hoa.say("/tocao GM-0002")
    await hoa.tap("Đóng lại")
    assert await members(house) == [], "one alone is no group"


async def test_undoing_a_merge_never_brings_back_what_is_protected_by_now(database: Database) -> None:
    house = await House.build(database)
    hoa, _ = await grouped(house)
    undo = hoa.choice("Hoàn tác").value
    await hoa.say("/nhom tach GM-0003")
    split = hoa.choice("Hoàn tác").value
    await hoa.say("/tocao GM-0003")
    await hoa.tap("Đóng lại")
    await hoa.press(split)
    assert "không tìm thấy" in hoa.last.text or "GM-0003" not in await members(house)
    assert "GM-0003" not in await members(house)
    await hoa.press(undo)
    assert "GM-0003" not in await members(house)


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_done_nothing_of_a_protected_concern_is_said_to_others(database: Database, seed: int) -> None:
    house = await House.build(database)
    residents = await three(house)
    for who in residents[1:]:
        await a_concern(house, who, FOURTH, topic=CANAL)
    await compare(house)
    hoa, binh = await house.official("hoa", Role.OFFICE), await house.official("binh", Role.COMMITTEE)
    officer, chair = await house.official("son", Role.AGENCY, "kinh-te"), await house.official("chu", Role.CHAIR)
    dice = random.Random(seed)
    secret = dice.choice(["GM-0001", "GM-0002", "GM-0003"])
    words = {"GM-0001": FLOODED, "GM-0002": AGAIN, "GM-0003": THIRD}[secret]
    words = words[: len(words) // 2]
    others = [code for code in ("GM-0001", "GM-0002", "GM-0003", "GM-0004", "GM-0005") if code != secret]
    for _ in range(6):
        await hoa.say(f"/nhom {dice.choice(('gop', 'gop', 'rieng'))} {secret} {dice.choice(others)}")
    await hoa.say(f"/tocao {secret}")
    await hoa.tap("Đóng lại")
    await compare(house)
    listeners = (hoa, binh, officer, chair)
    before = [len(await who.heard()) for who in listeners]
    for _ in range(14):
        house.later(minutes=1)
        one, other = dice.sample(others, 2)
        says = (
            f"/nhom gop {one} {other}",
            f"/nhom rieng {one} {other}",
            f"/nhom tach {one}",
            f"/nhom daidien {one}",
            f"/nhom {one}",
            "/nhom",
            f"/xem {one}",
            f"/giao {one} kinh-te",
            "/ykien",
            "/tonghop",
            "/tonghop linhvuc utilities",
        )
        await dice.choice((hoa, binh)).say(dice.choice(says))
        await chair.say("/tonghop linhvuc utilities")
        await officer.say(f"/xem {one}")
    for who, count in zip(listeners, before, strict=True):
        for reply in (await who.heard())[count:]:
            said = " ".join([reply.text, *(f"{choice.label} {choice.value}" for choice in reply.choices)])
            assert secret not in said
            assert words not in said


async def test_what_looks_alike_is_suggested_with_reasons_and_merged_by_nobody(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/nhom")
    assert "GM-0002 có vẻ giống GM-0001" in hoa.last.text
    assert "Vì sao giống: " in hoa.last.text
    assert await members(house) == []


async def test_another_matter_and_another_hamlet_are_not_suggested(database: Database) -> None:
    house = await House.build(database)
    lan, far = await a_resident(house), await a_resident(house, "far", "Thôn Đông")
    await a_concern(house, lan, "Đường làng nhiều ổ gà to, xe máy ngã hoài.", topic="transport")
    await a_concern(house, lan, OTHER, topic="education")
    await a_concern(house, far, "Đường làng nhiều ổ gà to, xe máy ngã liên tục.", topic="transport")
    await compare(house)
    assert await house.rows("SELECT * FROM likeness") == []


async def test_the_tick_repeated_and_run_by_two_workers_compares_each_once(database: Database) -> None:
    house = await House.build(database)
    residents = await three(house)
    assert await compare(house) == 0
    await a_concern(house, residents[0], OTHER, topic="education")
    done = await asyncio.gather(compare(house), compare(house))
    assert sum(done) == 1
    assert len(await house.rows("SELECT * FROM concern_print WHERE seq IS NOT NULL")) == 4


async def test_the_schedule_fills_memory_and_compares_by_itself(database: Database) -> None:
    house = await House.build(database)
    for name, text in (("lan", FLOODED), ("minh", AGAIN)):
        await a_concern(house, await a_resident(house, name), text, topic=CANAL)
    schedule = Schedule(database, house.office.id, CHANNELS, lambda _channel: None, lambda: house.at)
    await schedule.compare(house.at)
    await schedule.compare(house.at)
    assert await states(house) == ["suggested"]


async def test_one_tap_merges_and_the_group_names_its_members_and_why(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/xem GM-0002")
    await hoa.tap("Gộp với GM-0001")
    assert "Đã gộp GM-0002 và GM-0001." in hoa.last.text
    await hoa.tap("Nhóm của")
    assert "đại diện GM-0001" in hoa.last.text
    assert "Vì sao giống" in hoa.last.text
    await hoa.say("/xem GM-0001")
    assert "Nhóm của 2 người, đại diện GM-0001." in hoa.last.text


async def test_kept_apart_is_remembered_and_never_suggested_again(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/nhom GM-0002 GM-0001")
    await hoa.tap("Để riêng")
    assert "Đã để riêng" in hoa.last.text
    await house.database.write(lambda tx: tx.run("UPDATE concern_print SET seq = NULL"))
    await compare(house)
    await hoa.say("/nhom")
    assert "GM-0002 có vẻ giống GM-0001" not in hoa.last.text
    assert await acts(house, "group_apart") == 2


async def test_two_officials_who_merge_at_once_make_one_group(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    hoa, binh = await house.official("hoa", Role.OFFICE), await house.official("binh", Role.COMMITTEE)
    await asyncio.gather(hoa.say("/nhom gop GM-0002 GM-0001"), binh.say("/nhom gop GM-0001 GM-0002"))
    said = sorted([hoa.last.text.split(" ")[0], binh.last.text.split(" ")[0]])
    assert said == ["Hai", "Đã"]
    assert await members(house) == ["GM-0001", "GM-0002"]
    assert len(await house.rows("SELECT * FROM group_act")) == 1


async def test_two_groups_become_one_and_undoing_it_makes_them_two_again(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    await a_concern(house, await a_resident(house, "ba"), FLOODED, topic=CANAL)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/nhom gop GM-0002 GM-0001")
    await hoa.say("/nhom gop GM-0004 GM-0003")
    await hoa.say("/nhom gop GM-0003 GM-0002")
    assert len(await house.rows("SELECT DISTINCT group_id FROM group_member WHERE left_at IS NULL")) == 1
    await hoa.tap("Hoàn tác")
    assert len(await house.rows("SELECT DISTINCT group_id FROM group_member WHERE left_at IS NULL")) == 2
    await hoa.press(hoa.choice("Hoàn tác").value)
    assert "đã được hoàn tác" in hoa.last.text


async def test_splitting_leaves_a_trail_and_can_be_undone(database: Database) -> None:
    house = await House.build(database)
    hoa, _ = await grouped(house)
    await hoa.say("/nhom tach GM-0003")
    assert await members(house) == ["GM-0001", "GM-0002"]
    undo = hoa.choice("Hoàn tác").value
    await hoa.say("/nhom GM-0001")
    assert "Hoa tách GM-0003" in hoa.last.text
    await hoa.press(undo)
    assert await members(house) == ["GM-0001", "GM-0002", "GM-0003"]
    rows = await house.rows("SELECT * FROM group_member")
    assert len(rows) == 4, "a membership is ended and begun anew, never overwritten"


async def test_another_representative_can_be_chosen_and_undone(database: Database) -> None:
    house = await House.build(database)
    hoa, _ = await grouped(house)
    await hoa.say("/nhom daidien GM-0003")
    await hoa.say("/nhom GM-0001")
    assert "đại diện GM-0003" in hoa.last.text
    await hoa.tap("Hoàn tác việc sau cùng")
    await hoa.say("/nhom GM-0001")
    assert "đại diện GM-0001" in hoa.last.text


async def test_the_answer_for_the_representative_goes_to_every_author_under_their_own_code(database: Database) -> None:
    house = await House.build(database)
    hoa, residents = await grouped(house)
    house.later(minutes=1)
    await hoa.say("/traloi GM-0001 Xã nạo vét mương trong tháng 12.")
    await hoa.tap("Gửi để duyệt")
    chair = await house.official("chu", Role.CHAIR)
    await chair.say("/duyet GM-0001")
    assert any("2 ý kiến khác trong nhóm" in reply.text for reply in await chair.heard())
    await chair.tap("Duyệt, gửi và công bố")
    own = {"lan": FLOODED, "minh": AGAIN, "tam": THIRD}
    for number, who in enumerate(residents, 1):
        heard = [reply.text for reply in await who.heard() if "Xã nạo vét mương" in reply.text]
        assert len(heard) == 1
        assert f"GM-000{number}" in heard[0]
        others = [text for name, text in own.items() if name != who.name]
        assert not any(text in heard[0] for text in others)
        assert await state_of(house, f"GM-000{number}") == "answered"
        house.later(minutes=1)
        await who.say(f"/tracuu GM-000{number}")
        assert "Xã nạo vét mương" in who.last.text
    published = await house.rows("SELECT id FROM answer WHERE public")
    assert len(published) == 1


async def test_an_assignment_of_the_representative_stands_for_the_group_and_for_who_comes_later(
    database: Database,
) -> None:
    house = await House.build(database)
    await three(house)
    hoa = await house.official("hoa", Role.OFFICE)
    officer = await house.official("officer", Role.AGENCY, "kinh-te")
    await hoa.say("/nhom gop GM-0002 GM-0001")
    await hoa.say("/giao GM-0001 kinh-te")
    assert "Giao cùng 1 ý kiến khác trong nhóm." in hoa.last.text
    assert await state_of(house, "GM-0002") == "assigned"
    assert len(await officer.heard()) == 1, "one notice for the group"
    await hoa.say("/nhom gop GM-0003 GM-0001")
    assert await state_of(house, "GM-0003") == "assigned"
    await officer.say("/tralai GM-0001 Không thuộc phòng")
    assert [await state_of(house, f"GM-000{n}") for n in (1, 2, 3)] == ["received"] * 3


async def test_what_a_conclusion_says_of_the_representative_it_says_of_the_group(database: Database) -> None:
    house = await House.build(database)
    hoa, _ = await grouped(house)
    await hoa.say("/tocao GM-0002")
    await hoa.tap("Đóng lại")
    minh = await house.official("committee", Role.COMMITTEE)
    await begun(house, minh)
    await minh.tap("Tiếp tục")
    await minh.tap("Đã trả lời tại")
    await minh.say("Xã nạo vét trong tháng 12.")
    assert "Ghi như vậy cho cả 1 ý kiến khác trong nhóm." in minh.last.text
    assert await items(house) == {"GM-0001": "answered", "GM-0003": "answered"}


async def test_who_may_not_decide_gets_no_group(database: Database) -> None:
    house = await House.build(database)
    residents = await three(house)
    officer = await house.official("officer", Role.AGENCY, "kinh-te")
    inspector = await house.official("thanh", Role.INSPECTOR)
    for who in (*residents, officer, inspector):
        await who.say("/nhom gop GM-0002 GM-0001")
    assert await members(house) == []


async def test_odd_arguments_are_answered_and_change_nothing(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    hoa = await house.official("hoa", Role.OFFICE)
    for argument in (
        "gop",
        "gop GM-0001",
        "gop GM-0001 GM-0001",
        "tach x",
        "hoantac 99",
        "hoantac -1",
        "🙂",
        "GM-0999",
    ):
        await hoa.say(f"/nhom {argument}")
        assert hoa.last.text
    assert await members(house) == []


async def test_memory_is_filled_again_after_a_restart_from_what_is_kept(database: Database) -> None:
    house = await House.build(database)
    await three(house)
    matching.forget_all()
    assert matching.known_of(house.office.id).like(FLOODED, 3) == []
    await compare(house)
    assert len(matching.known_of(house.office.id).like(FLOODED, 3)) >= 2
