"""/baocao: a draft is made, handed in, and released by a second person, who gives it its number; the files open."""

import asyncio
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.papers import draw_apart
from storage.database import Database
from storage.records import Role
from tests.documents.reading import text_of
from tests.house import House, Someone
from tests.official.sessions_at_work import registered, run, staff
from tests.official.test_conclude_release import handed_in, opened
from tests.official.writing import a_concern, a_resident, acts
from tests.papers.drawn import got, made, maker_for, words_of
from tests.papers.many import many_concerns


async def concluded(house: House) -> tuple[Someone, Someone, list[str]]:
    """A session that was held and concluded: one concern answered, one given out, one passed on."""
    lan = await a_resident(house)
    codes = [await a_concern(house, lan) for _ in range(3)]
    await registered(house, lan)
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời", "Giao", "Chuyển")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    return hoa, minh, codes


async def released(house: House, folder: Path, word: str, drafter: Someone, second: Someone) -> None:
    """Have a paper made by one and released by the other, drawing what is asked for."""
    maker = maker_for(house, folder)
    await drafter.say(f"/baocao {word}")
    await made(house, maker)
    await drafter.heard()
    await drafter.tap("Trình duyệt")
    await second.heard()
    await second.tap("Duyệt")
    await made(house, maker)
    await second.heard()


async def test_a_draft_says_that_it_is_one_and_a_second_person_gives_it_its_number(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    maker = maker_for(house, tmp_path)
    await hoa.say("/baocao thongbao")
    assert hoa.last.text == "Đang lập: Thông báo. Xin ông/bà chờ một chút."
    assert await made(house, maker) == 1
    drafts = await got(hoa, tmp_path)
    assert "DỰ THẢO" in words_of({"n.docx": drafts["Thông báo (dự thảo).docx"]})
    assert "Duyệt và lấy số" not in [choice.label for choice in hoa.last.choices]
    await hoa.tap("Trình duyệt")
    await minh.heard()
    assert minh.last.files
    await minh.tap("Duyệt và lấy số")
    await made(house, maker)
    final = words_of({"n.docx": (await got(minh, tmp_path))["Thông báo số 01-TB-UBND.docx"]})
    assert "Số: 01/TB-UBND" in final
    assert "DỰ THẢO" not in final
    assert "Hội trường xã Thử" in final
    assert "Thông báo số 01-TB-UBND.docx" in await got(hoa, tmp_path)
    assert await acts(house, "release_paper") == 1


async def test_who_drafted_it_cannot_release_it_also_by_an_old_button(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await hoa.say("/baocao thongbao")
    await made(house, maker_for(house, tmp_path))
    (row,) = await house.rows("SELECT id FROM paper")
    await hoa.press(f"/baocao duyet {row['id']}")
    assert "cần người khác duyệt" in hoa.last.text
    assert (await house.rows("SELECT state, number FROM paper"))[0] == {"state": "draft", "number": None}
    assert await acts(house, "refused_paper") == 1


async def test_of_two_who_release_at_once_one_does_and_no_number_is_lost(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    chi = await house.official("chi", Role.CHAIR)
    await hoa.say("/baocao thongbao")
    await made(house, maker_for(house, tmp_path))
    (row,) = await house.rows("SELECT id FROM paper")
    await asyncio.gather(*(one.press(f"/baocao duyet {row['id']}") for one in (minh, chi)))
    assert await acts(house, "release_paper") == 1
    assert [one["number"] for one in await house.rows("SELECT number FROM paper")] == [1]
    assert [one["value"] for one in await house.rows("SELECT value FROM counter WHERE name LIKE 'paper/%'")] == [1]


async def test_numbers_run_on_by_type_and_begin_anew_with_the_year(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await released(house, tmp_path, "thongbao", hoa, minh)
    await released(house, tmp_path, "thongbao moi", hoa, minh)
    await released(house, tmp_path, "giaymoi", hoa, minh)
    house.later(days=40)
    await released(house, tmp_path, "thongbao moi", hoa, minh)
    rows = await house.rows("SELECT sequence, number FROM paper ORDER BY id")
    assert [(row["sequence"], row["number"]) for row in rows] == [
        ("state/TB/2026", 1),
        ("state/TB/2026", 2),
        ("state/GM/2026", 1),
        ("state/TB/2027", 1),
    ]


async def test_what_is_released_is_what_was_read_and_not_what_came_since(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, "Đường vào thôn hỏng.")
    hoa, minh = await staff(house)
    maker = maker_for(house, tmp_path)
    await hoa.say("/baocao tonghop")
    await made(house, maker)
    await a_concern(house, lan, "Chợ không có điện.")
    await hoa.heard()
    await hoa.tap("Trình duyệt")
    await minh.heard()
    await minh.tap("Duyệt và lấy số")
    await made(house, maker)
    words = text_of((await got(minh, tmp_path))["Báo cáo tổng hợp số 01-BC-UBND.docx"])
    assert "Đường vào thôn hỏng" in words
    assert "Chợ không có điện" not in words
    await hoa.say("/baocao tonghop moi")
    await made(house, maker)
    assert "Chợ không có điện" in text_of((await got(hoa, tmp_path))["Báo cáo tổng hợp (dự thảo).docx"])


async def test_made_anew_replaces_the_draft_and_whoever_did_so_answers_for_it(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    maker = maker_for(house, tmp_path)
    await hoa.say("/baocao thongbao")
    await made(house, maker)
    (row,) = await house.rows("SELECT id FROM paper")
    await minh.press(f"/baocao lamlai {row['id']}")
    await made(house, maker)
    assert [one["state"] for one in await house.rows("SELECT state FROM paper ORDER BY id")] == ["replaced", "draft"]
    await minh.heard()
    with pytest.raises(LookupError):
        minh.choice("Duyệt và lấy số")
    await hoa.press(f"/baocao duyet {row['id']}")
    assert "thay bằng bản mới" in hoa.last.text


async def test_a_draft_that_is_not_drawn_yet_cannot_be_released(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await hoa.say("/baocao thongbao")
    (row,) = await house.rows("SELECT id FROM paper")
    await minh.press(f"/baocao duyet {row['id']}")
    assert "chưa lập xong" in minh.last.text
    assert await acts(house, "release_paper") == 0


async def test_every_paper_of_a_played_session_opens(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, minh, codes = await concluded(house)
    for word in ("giaymoi", "thongbao", "tonghop", "bienban", "ketluan", "theodoi", f"phieuchuyen {codes[2]}"):
        await released(house, tmp_path, word, hoa, minh)
    await hoa.say("/baocao phatbieu")
    await hoa.say("/baocao bieudo")
    await made(house, maker_for(house, tmp_path))
    files = {**await got(minh, tmp_path), **await got(hoa, tmp_path)}
    assert "Thôn Đoài" in text_of(files["Giấy mời số 01-GM-UBND.docx"])
    assert "Thôn Đoài" in text_of(files["Sổ giao giấy mời số 01-GM-UBND.docx"])
    assert "Kính thưa bà con." in text_of(files["Bài phát thanh, thông báo số 01-TB-UBND.docx"])
    assert files["Áp phích.pdf"].startswith(b"%PDF")
    report = text_of(files["Báo cáo tổng hợp số 01-BC-UBND.docx"])
    assert all(code in report for code in codes)
    sheet = load_workbook(BytesIO(files["Bảng kèm theo, báo cáo tổng hợp số 01-BC-UBND.xlsx"])).worksheets[0]
    assert codes[0] in {str(cell.value) for row in sheet.iter_rows() for cell in row}
    minutes = text_of(files["Biên bản số 01-BB-UBND.docx"])
    assert "Lan, Thôn Giữa" in minutes
    assert "Đường làng" in minutes
    conclusion = text_of(files["Thông báo kết luận số 02-TB-UBND.docx"])
    assert "Phòng Kinh tế" in conclusion
    assert "Nội dung kiến nghị cấp trên" in conclusion
    slip = text_of(files[f"Phiếu chuyển {codes[2]} số 01-PC-UBND.docx"])
    assert codes[2] in slip
    assert "Đường vào Thôn Giữa hỏng nặng" in slip
    table = text_of(files["Bảng theo dõi thực hiện kết luận.docx"])
    assert "Thông báo số 02/TB-UBND" in table
    assert codes[1] in table
    rows = load_workbook(BytesIO(files["Bảng theo dõi thực hiện kết luận.xlsx"])).worksheets[0]
    assert "Phòng Kinh tế" in {str(cell.value) for row in rows.iter_rows() for cell in row}
    assert "Lan" in text_of(files["Phiếu đăng ký phát biểu.docx"])
    assert files["Số ý kiến theo lĩnh vực.png"].startswith(b"\x89PNG")


async def test_the_dossier_holds_what_was_released_marks_drafts_and_has_an_index(
    database: Database, tmp_path: Path
) -> None:
    house = await House.build(database)
    hoa, minh, _ = await concluded(house)
    await released(house, tmp_path, "thongbao", hoa, minh)
    await hoa.say("/baocao bienban")
    await made(house, maker_for(house, tmp_path))
    await hoa.say("/baocao hoso")
    await made(house, maker_for(house, tmp_path))
    files = await got(hoa, tmp_path)
    with zipfile.ZipFile(BytesIO(files["Hồ sơ đối thoại.zip"])) as archive:
        names = archive.namelist()
        index = archive.read("00-muc-luc.txt").decode("utf-8-sig")
    assert "Thông báo số 01-TB-UBND, số 01/TB-UBND, ngày" in index
    assert "Biên bản (dự thảo)" in index
    assert "Bảng theo dõi thực hiện kết luận (dự thảo)" in index
    assert "Bảng tổng hợp ý kiến" in index
    assert "00-muc-luc.xlsx" in names
    assert len(names) == index.count("Tệp:") + 2


async def test_papers_that_cannot_be_made_yet_say_why(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    for word, why in (
        ("tonghop", "chưa có ý kiến"),
        ("bienban", "chưa diễn ra"),
        ("ketluan", "Chưa có kết luận"),
        ("theodoi", "Chưa có kết luận"),
        ("phieuchuyen", "Chưa có ý kiến nào chuyển"),
        ("phieuchuyen GM-0009", "không phải ý kiến đã chuyển"),
        ("bieudo", "chưa có ý kiến"),
    ):
        await hoa.say(f"/baocao {word}")
        assert why in hoa.last.text, word
    await hoa.say("/baocao hoso")
    await made(house, maker_for(house, tmp_path))
    await hoa.heard()
    assert "chưa có giấy tờ" in hoa.last.text
    assert await house.rows("SELECT id FROM paper") == []


async def test_the_overview_tells_how_each_paper_stands(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, minh = await staff(house)
    await released(house, tmp_path, "thongbao", hoa, minh)
    await hoa.say("/baocao giaymoi")
    await hoa.say("/baocao")
    assert "- Thông báo: số 01/TB-UBND, ngày 24/11/2026" in hoa.last.text
    assert "- Giấy mời: dự thảo của Hoa" in hoa.last.text
    assert "- Biên bản: chưa lập" in hoa.last.text
    await hoa.tap("Thông báo")
    assert [file.name for file in hoa.last.files] == [] or hoa.last.files
    assert "Thông báo số 01-TB-UBND.docx" in await got(hoa, tmp_path)


async def test_agencies_and_residents_may_not_ask_for_papers(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    cuong = await house.official("cuong", Role.AGENCY, "kinh-te")
    for someone in (lan, cuong):
        await someone.say("/baocao thongbao")
    assert await acts(house, "refused_command") == 2
    assert await house.rows("SELECT id FROM document_request") == []


async def test_a_child_process_draws_as_this_one_does(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan)
    hoa, _ = await staff(house)
    await hoa.say("/baocao tonghop")
    await made(house, maker_for(house, tmp_path, draw=draw_apart))
    apart = await got(hoa, tmp_path)
    await run(house, "UPDATE document_request SET state = 'queued', attempts = 0, not_before = :at", at=house.at)
    await made(house, maker_for(house, tmp_path))
    assert await got(hoa, tmp_path) == apart
    assert len(apart) == 2


async def test_a_session_of_five_hundred_concerns_is_reported_whole(database: Database, tmp_path: Path) -> None:
    house = await House.build(database)
    hoa, _ = await staff(house)
    await many_concerns(house, 500)
    await hoa.say("/baocao tonghop")
    await made(house, maker_for(house, tmp_path))
    told = [reply.text for reply in await hoa.heard()]
    assert [text for text in told if text.startswith("Đang lập")]
    files = await got(hoa, tmp_path)
    report = text_of(files["Báo cáo tổng hợp (dự thảo).docx"])
    assert "Đã tiếp nhận 500 ý kiến" in report
    assert all(f"GM-{number:04d}" in report for number in range(1, 501))
    sheet = load_workbook(BytesIO(files["Bảng kèm theo, báo cáo tổng hợp (dự thảo).xlsx"])).worksheets[0]
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {f"GM-{number:04d}" for number in range(1, 501)} <= cells
    with zipfile.ZipFile(BytesIO(files["Báo cáo tổng hợp (dự thảo).docx"])) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".png")]) == 3
