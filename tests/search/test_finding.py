"""Search as officials and residents meet it in their chats, and the operator at the terminal."""

import asyncio
import json

import pytest
from click.testing import CliRunner

from bot.cli import main
from handlers.rules.inbox_search import MOST_BYTES, Sought, read_sought
from storage.database import Database, open_database
from storage.records import Role
from tests.house import House, Someone
from tests.official.writing import a_concern, a_resident, assigned


def codes(someone: Someone) -> list[str]:
    return [choice.label for choice in someone.last.choices if choice.label.startswith("GM-")]


@pytest.mark.parametrize(
    ("role", "agency", "seen"),
    [
        (Role.OFFICE, None, ["GM-0001", "GM-0002"]),
        (Role.CHAIR, None, ["GM-0001", "GM-0002"]),
        (Role.AGENCY, "kinh-te", ["GM-0001"]),
        (Role.AGENCY, "van-hoa", []),
        (Role.INSPECTOR, None, ["GM-0003"]),
    ],
)
async def test_each_role_finds_its_own_and_a_suspected_denunciation_only_the_inspector(
    database: Database, role: Role, agency: str | None, seen: list[str]
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await assigned(house, await a_concern(house, lan, "Cán bộ thu tiền đường"))
    await a_concern(house, lan, "Thu tiền học thêm của cán bộ lớp, xin hỏi có đúng không, tiền này để làm gì?")
    await a_concern(house, lan, "Cán bộ nhận tiền hối lộ", protected=True)
    someone = await house.official("someone", role, agency)
    await someone.say("/ykien tiền cán bộ")
    assert codes(someone) == seen
    assert ("hối lộ" in someone.last.text) == (role is Role.INSPECTOR)


async def test_a_page_leads_to_the_next_and_to_the_newest_first(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for number in range(8):
        await a_concern(house, lan, f"Nhiều ổ gà {'quá ' * number}")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/ykien o ga")
    assert hoa.last.text.startswith("Tìm «o ga» (sát nhất trước)\nĐã tìm cả: ổ voi, lỗ chỗ.")
    assert codes(hoa) == [f"GM-000{number}" for number in range(1, 7)]
    await hoa.tap("Xem tiếp")
    assert codes(hoa) == ["GM-0007", "GM-0008"]
    await hoa.say("/ykien o ga")
    await hoa.tap("Mới nhất trước")
    assert codes(hoa) == [f"GM-000{number}" for number in range(8, 2, -1)]
    await hoa.tap("Xem tiếp")
    assert codes(hoa) == ["GM-0002", "GM-0001"]


async def test_what_is_not_found_is_said_with_what_was_tried_and_the_filters(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa = await house.official("hoa", Role.OFFICE)
    said = await hoa.say("/ykien karaoke")
    assert said[0].text.startswith("Không tìm thấy ý kiến nào có «karaoke».")
    assert hoa.last.choices


async def test_words_that_name_a_topic_are_looked_for_when_that_is_said(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, "Biển báo giao thông bị che", topic="other")
    await a_concern(house, lan, "Đường hỏng")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/ykien giao thông")
    assert codes(hoa) == ["GM-0002"]
    await hoa.say("/ykien tim giao thông")
    assert codes(hoa) == ["GM-0001"]


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("tim ổ gà", Sought(text="ổ gà")),
        ("TÌM ổ gà", Sought(text="ổ gà")),
        ("timmoi sau:12 ổ gà", Sought(text="ổ gà", newest=True, before=12)),
        ("tim sau:12", Sought(text="sau:12")),
        ("tim sau:x y", Sought(text="sau:x y")),
        ("tim", None),
        ("ổ gà", None),
        ("", None),
    ],
)
def test_a_search_is_read_from_words_and_buttons(typed: str, sought: Sought | None) -> None:
    assert read_sought(typed) == sought


def test_a_button_leads_back_to_the_same_search_or_there_is_none() -> None:
    sought = Sought(text="đường hỏng", newest=True, before=123456)
    assert read_sought(sought.words()) == sought
    assert len(Sought(text="ư" * 24, before=1).words().encode()) <= MOST_BYTES
    assert Sought(text="đường " * 12).words() == ""


async def test_the_terminal_finds_and_tells_and_never_shows_what_is_protected(migrated_url: str) -> None:
    async with open_database(migrated_url) as database:
        house = await House.build(database)
        lan = await a_resident(house)
        await a_concern(house, lan, "Đường nhiều ổ gà")
        await a_concern(house, lan, "Ổ gà trước trường học", topic="education")
        await a_concern(house, lan, "Ông Nọ lấp ổ gà để nhận hối lộ", protected=True)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["search", *arguments], env={"DATABASE_URL": migrated_url})
        return result.exit_code, result.stdout

    code, said = await asyncio.to_thread(run, "--json", "--newest", "o", "voi")
    assert (code, [json.loads(line)["code"] for line in said.splitlines()]) == (0, ["GM-0002", "GM-0001"])
    code, said = await asyncio.to_thread(run, "ổ gà", "--topic", "education")
    assert code == 0
    assert said.split()[:4] == ["GM-0002", "2026-11-24", "education", "received"]
    assert await asyncio.to_thread(run, "hối lộ") == (0, "")
    code, _ = await asyncio.to_thread(run, "--session", "nowhere", "x")
    assert code == 1
