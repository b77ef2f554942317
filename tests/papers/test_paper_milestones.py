"""Papers that a plan promised are drafted before they are due, once, and offered to whoever owes them."""

import asyncio
from datetime import date
from pathlib import Path

from storage.database import Database
from storage.records import Role
from tests.documents.reading import text_of
from tests.house import House
from tests.milestones.planned import COUNCIL, GIAO_MINH, local, planned, session_of
from tests.official.sessions_at_work import run, staff, tick
from tests.papers.drawn import got, made, maker_for, words_of


async def papers(house: House) -> list[dict[str, object]]:
    return await house.rows("SELECT kind, state, drafted_by FROM paper ORDER BY id")


DAY_BEFORE, NOTICE_DAY = local(2023, 9, 3), local(2023, 9, 4)
"""The law's notice is due on 6 September: three days before that has ended is the 4th at nine, and not the 3rd."""


async def test_a_paper_is_drafted_three_days_before_and_offered_once(database: Database, tmp_path: Path) -> None:
    house = await planned(database, COUNCIL, DAY_BEFORE)
    hoa, minh = await staff(house)
    await tick(house)
    assert await papers(house) == []
    house.at = NOTICE_DAY
    for _ in range(3):
        await tick(house)
        await made(house, maker_for(house, tmp_path))
        house.later(hours=2)
    assert await papers(house) == [{"kind": "notice", "state": "draft", "drafted_by": None}]
    for someone in (hoa, minh):
        offers = [reply.text for reply in await someone.heard() if "Trợ lý đã soạn dự thảo Thông báo" in reply.text]
        assert len(offers) == 1
        assert "06/09/2023" in offers[0]
    words = words_of({"n.docx": (await got(hoa, tmp_path))["Thông báo (dự thảo).docx"]})
    assert "HỘI ĐỒNG NHÂN DÂN" in words
    assert "Nguyễn Quang Vinh" in words
    assert "DỰ THẢO" in words


async def test_two_workers_draft_it_once(database: Database) -> None:
    house = await planned(database, COUNCIL, DAY_BEFORE)
    await staff(house)
    house.at = NOTICE_DAY
    await asyncio.gather(*(tick(house) for _ in range(4)), return_exceptions=True)
    await tick(house)
    assert await papers(house) == [{"kind": "notice", "state": "draft", "drafted_by": None}]
    assert len(await house.rows("SELECT id FROM document_request")) == 1


async def test_who_hands_in_what_the_clock_drafted_answers_for_it(database: Database, tmp_path: Path) -> None:
    house = await planned(database, COUNCIL, NOTICE_DAY)
    hoa, minh = await staff(house)
    await tick(house)
    await made(house, maker_for(house, tmp_path))
    await hoa.heard()
    await hoa.tap("Trình duyệt")
    (row,) = await house.rows("SELECT id FROM paper")
    await hoa.press(f"/baocao duyet {row['id']}")
    assert "cần người khác duyệt" in hoa.last.text
    await minh.heard()
    await minh.tap("Duyệt và lấy số")
    assert "Đã duyệt: Thông báo, số 01/TB-HĐND." in [reply.text for reply in await minh.heard()]


async def test_what_a_person_had_made_is_not_drafted_again(database: Database, tmp_path: Path) -> None:
    house = await planned(database, COUNCIL, DAY_BEFORE)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    await made(house, maker_for(house, tmp_path))
    house.at = NOTICE_DAY
    await tick(house)
    assert len(await papers(house)) == 1


async def test_minutes_come_when_the_session_is_over_and_the_conclusion_goes_to_who_owes_it(
    database: Database, tmp_path: Path
) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 13, 7))
    hoa = await house.official("hoa", Role.OFFICE)
    chi = await house.official("chi", Role.CHAIR)
    await tick(house)
    assert [row["kind"] for row in await papers(house)] == []
    house.at = local(2023, 9, 18, 8)
    session = await session_of(house, "kiem-tan")
    await tick(house)
    assert [row["kind"] for row in await papers(house)] == ["minutes"]
    await run(
        house,
        """INSERT INTO conclusion (office_id, id, session_id, text, state, drafted_by, drafted_at, reason)
           VALUES (:office_id, 1, :session_id, 'Đã bàn xong.', 'released', 1, :at, '')""",
        office_id=house.office.id,
        session_id=session.id,
        at=house.at,
    )
    await tick(house)
    await tick(house)
    await made(house, maker_for(house, tmp_path))
    assert [row["kind"] for row in await papers(house)] == ["minutes", "conclusion"]
    assert list(await got(chi, tmp_path)) == ["Thông báo kết luận (dự thảo).docx"]
    assert "Biên bản (dự thảo).docx" in await got(hoa, tmp_path)
    assert "Thông báo kết luận (dự thảo).docx" not in await got(hoa, tmp_path)


async def test_party_papers_are_numbered_by_term_in_the_offices_own_sign(database: Database, tmp_path: Path) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 24), {"doi-thoai-2025": date(2025, 11, 29)})
    hoa, minh = await staff(house)
    maker = maker_for(house, tmp_path)
    await hoa.say("/baocao giaymoi")
    await made(house, maker)
    await hoa.heard()
    await hoa.tap("Trình duyệt")
    await minh.heard()
    await minh.tap("Duyệt và lấy số")
    await made(house, maker)
    words = text_of((await got(minh, tmp_path))["Giấy mời số 01-GM-ĐU.docx"])
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in words
    assert "Số 01-GM/ĐU" in words
    assert "BAN THƯỜNG VỤ ĐẢNG ỦY" in words
    assert "Đại diện Nhân dân, Xóm 12 (5 đại biểu)" in words
    assert "Đại diện Thường trực HĐND, UBND" in words
    assert "T/M BAN THƯỜNG VỤ" in words
    (row,) = await house.rows("SELECT sequence FROM paper")
    assert row["sequence"] == "party/GM/2025-2030"
