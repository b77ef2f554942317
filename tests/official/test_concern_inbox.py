"""The inbox: who sees what in it, its parts, its pages."""

from datetime import timedelta

import pytest

from handlers.texts import local_day
from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.writing import a_concern, a_resident, acts, assigned, drafted


def codes(someone: Someone) -> list[str]:
    return [choice.label for choice in someone.last.choices if choice.label.startswith("GM-")]


async def test_the_inbox_pages_six_at_a_time_and_a_tap_opens_a_concern(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for _ in range(14):
        await a_concern(house, lan)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/ykien")
    seen = codes(hoa)
    assert "Mới: 14" in hoa.last.text
    while any(choice.label == "Cũ hơn" for choice in hoa.last.choices):
        await a_concern(house, lan)
        await hoa.tap("Cũ hơn")
        seen += codes(hoa)
    assert seen == [f"GM-{number:04d}" for number in range(14, 0, -1)]
    await hoa.tap("GM-0001")
    assert hoa.last.text.endswith("GM-0001?")


async def test_a_line_says_code_topic_hamlet_age_and_first_words(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), "Đường hỏng\n\nrất   nặng " + "rồi " * 100)
    house.later(days=3)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/ykien")
    assert "GM-0001 · Giao thông · Thôn Giữa · 3 ngày trước\nĐường hỏng rất nặng rồi" in hoa.last.text
    assert len(hoa.last.text) < 250


@pytest.mark.parametrize(
    ("role", "agency", "seen"),
    [
        (Role.OFFICE, None, ["GM-0002", "GM-0001"]),
        (Role.COMMITTEE, None, ["GM-0002", "GM-0001"]),
        (Role.CHAIR, None, ["GM-0002", "GM-0001"]),
        (Role.AGENCY, "kinh-te", ["GM-0001"]),
        (Role.AGENCY, "van-hoa", []),
        (Role.INSPECTOR, None, ["GM-0003"]),
    ],
)
async def test_each_role_sees_its_own_and_a_suspected_denunciation_only_the_inspector(
    database: Database, role: Role, agency: str | None, seen: list[str]
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await assigned(house, await a_concern(house, lan))
    await a_concern(house, lan, "Xin học bổng", topic="education")
    await a_concern(house, lan, "Ông A nhận hối lộ", protected=True)
    someone = await house.official("someone", role, agency)
    await someone.say("/ykien mo")
    assert codes(someone) == seen
    assert f"Đang mở: {len(seen)}" in someone.last.text


async def test_an_admin_reads_no_concern(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    quan = await house.official("quan", Role.ADMIN)
    await quan.say("/ykien")
    await quan.say("/xem GM-0001")
    assert "GM-0001" not in "".join(reply.text for reply in await quan.heard())
    assert await acts(house, "refused_command") == 2


async def test_the_filters_count_each_part_topic_and_hamlet(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await a_resident(house), await a_resident(house, "minh", "Thôn Đông")
    await a_concern(house, lan)
    clerk = await assigned(house, await a_concern(house, lan))
    await a_concern(house, minh, "Xin học bổng", topic="education")
    await a_concern(house, minh, "Rác", topic="environment", due_on=local_day(house.at) - timedelta(days=2))
    await a_concern(house, minh, "Ông A nhận hối lộ", protected=True)
    await clerk.say("/ykien loc")
    labels = [choice.label for choice in clerk.last.choices]
    assert labels[:5] == ["Mới: 3", "Tôi đã giao, chưa xong: 1", "Đang mở: 4", "Quá hạn: 1", "Đã xong: 0"]
    await clerk.tap("Tôi đã giao")
    assert codes(clerk) == ["GM-0002"]
    await clerk.say("/ykien loc")
    await clerk.tap("Đang mở")
    await clerk.tap("Lọc")
    await clerk.tap("Theo nơi ở")
    assert [choice.label for choice in clerk.last.choices][:2] == ["Thôn Giữa: 2", "Thôn Đông: 2"]
    await clerk.tap("Thôn Đông")
    await clerk.tap("Lọc")
    await clerk.tap("Theo lĩnh vực")
    assert [choice.label for choice in clerk.last.choices][:2] == ["Môi trường: 1", "Giáo dục: 1"]
    await clerk.tap("Giáo dục")
    assert codes(clerk) == ["GM-0003"]
    await clerk.say("/ykien tre")
    assert codes(clerk) == ["GM-0004"]
    assert "quá hạn 2 ngày" in clerk.last.text


async def test_for_an_agency_new_is_what_it_has_not_drafted_yet(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await assigned(house, await a_concern(house, lan))
    officer = await drafted(house, await a_concern(house, lan))
    await officer.say("/ykien")
    assert codes(officer) == ["GM-0001"]
    await officer.say("/ykien mo")
    assert codes(officer) == ["GM-0002", "GM-0001"]


@pytest.mark.parametrize(
    ("typed", "seen"), [("giáo dục", ["GM-0002"]), ("thon dong", ["GM-0002"]), ("Giao thông", ["GM-0001"])]
)
async def test_a_topic_or_hamlet_may_be_typed(database: Database, typed: str, seen: list[str]) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    await a_concern(house, await a_resident(house, "minh", "Thôn Đông"), "Xin học bổng", topic="education")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/ykien {typed}")
    assert codes(hoa) == seen


@pytest.mark.parametrize(
    "typed", ["xyz", "x:nowhere", "t:nothing", "sau:0", "sau:x", "toi", "💧", "'; DROP TABLE concern; --"]
)
async def test_a_filter_that_is_not_understood_breaks_nothing(database: Database, typed: str) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    chair = await house.official("chair", Role.CHAIR)
    await chair.say(f"/ykien {typed}")
    assert codes(chair) == []
    assert chair.last.choices
    assert "Máy chưa xử lý được" not in chair.last.text
