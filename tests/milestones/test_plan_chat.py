"""/kehoach: the plan in force; a new one by questions or as a file; nothing changes before a second person agrees."""

from datetime import date, time
from pathlib import Path

import pytest

from bot.attachments import AttachmentFetcher
from bot.channels.files import FileStore
from handlers.messages import InboundFile
from handlers.rules.plans.reading import PLANS
from handlers.rules.plans.session import When
from handlers.rules.plans.typed import Days, read_days, read_when
from storage.database import Database
from storage.records import Role
from tests.bot.test_attachments import FakeChannel
from tests.house import LIMITS, House, Someone
from tests.milestones.planned import COUNCIL, kept, local, planned, the
from tests.official.writing import acts

TOML = (PLANS / f"{COUNCIL}.toml").read_text(encoding="utf-8")


async def send_file(house: House, someone: Someone, folder: Path, data: bytes, name: str = "ke-hoach.toml") -> None:
    """Send a file over a channel that gives its bytes later, and let them be fetched and read."""
    await someone.say("/kehoach tep")
    file = InboundFile(kind="document", name=name, content_type="application/toml", size=len(data), remote_ref="r")
    await someone.say("", files=(file,))
    files = FileStore(folder, 20_000_000, sync=lambda _descriptor: None)
    channel = FakeChannel(remote={"r": data})
    fetcher = AttachmentFetcher(
        house.database, {"telegram": channel}, files, {"telegram": LIMITS}, lambda _channel: None
    )
    await fetcher.fetch_due(house.at)
    await fetcher.fetch_due(house.at)
    await someone.heard()


async def test_the_plan_in_force_is_shown_in_short_words_with_the_next_dates(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 9))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/kehoach")
    for words in (
        "(số 06/KH-HĐND)",
        "ngày 13/9/2023. Nhà văn hóa thôn Kiêm Tân",
        "Chủ trì: Chủ tịch HĐND xã. Tổng hợp: Văn phòng - thống kê.",
        "- thứ Hai, 11/09/2023: Thông báo công khai",
    ):
        assert words in hoa.last.text
    assert "08/09/2023" not in hoa.last.text, "what is over is not a next date"


async def test_an_office_without_a_plan_is_told_that_the_law_holds(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/kehoach")
    assert "thông báo trước 7 ngày, công bố kết quả trong 10 ngày" in hoa.last.text


async def test_a_file_is_checked_shown_released_by_a_second_person_and_only_then_in_force(
    database: Database, tmp_path: Path
) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 15))
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.ADMIN)
    changed = TOML.replace("days = 15", "days = 12").replace("số:06", "số:06")
    await send_file(house, hoa, tmp_path, changed.encode())
    assert "không có lỗi. Chưa áp dụng." in hoa.last.text
    assert "thông báo trước 2 ngày, ngắn hơn 7 ngày theo luật" in hoa.last.text
    await hoa.tap("Trình duyệt")
    assert (await the(house, "tra-loi")).due_on == date(2023, 10, 4)
    await minh.heard()
    await minh.tap("Xem kế hoạch chờ duyệt")
    await minh.tap("Duyệt và áp dụng")
    assert "đã có hiệu lực" in minh.last.text
    assert (await the(house, "tra-loi")).due_on == date(2023, 9, 29)
    await hoa.heard()
    assert "đã được duyệt" in hoa.last.text
    assert await acts(house, "release_plan") == 1


async def test_who_drafted_a_plan_never_releases_it(database: Database, tmp_path: Path) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 15))
    hoa = await house.official("hoa", Role.OFFICE)
    await house.official("minh", Role.ADMIN)
    await send_file(house, hoa, tmp_path, TOML.replace("days = 15", "days = 12").encode())
    await hoa.tap("Trình duyệt")
    (row,) = await house.rows("SELECT id FROM plan_draft")
    await hoa.say(f"/kehoach duyet {row['id']}")
    assert "chờ người thứ hai" in hoa.last.text
    assert [choice.label for choice in hoa.last.choices] == ["Bỏ bản này"]
    assert (await the(house, "tra-loi")).due_on == date(2023, 10, 4)


async def test_a_plan_is_returned_with_a_reason_that_its_writer_reads(database: Database, tmp_path: Path) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 15))
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.ADMIN)
    await send_file(house, hoa, tmp_path, TOML.encode())
    await hoa.tap("Trình duyệt")
    await minh.heard()
    await minh.tap("Xem kế hoạch chờ duyệt")
    await minh.tap("Trả lại")
    await minh.say("Thiếu tên người ghi biên bản.")
    await hoa.heard()
    assert "Thiếu tên người ghi biên bản." in hoa.last.text
    assert await house.rows("SELECT id FROM plan_draft WHERE state = 'waiting'") == []


BAD = {
    "a wrong key": (TOML.replace("level =", "levle ="), "dòng 39: office.levle: không có mục nào tên «levle»"),
    "a wrong type": (TOML.replace("total_min = 50", 'total_min = "50"'), "phải là số nguyên"),
    "a day that does not exist": (TOML.replace("date = 2023-09-13", "date = 2023-09-31"), "không có thật"),
    "an unknown time zone": (TOML.replace("Ho_Chi_Minh", "Ha_Noi"), "không có múi giờ"),
    "min above max": (TOML.replace("total_min = 50", "total_min = 150"), "lớn hơn số người nhiều nhất"),
    "deep nesting": ("x = " + "[" * 499_000 + "]" * 499_000, "lồng nhau quá sâu"),
    "another office": (TOML.replace('code = "QNP"', 'code = "XYZ"'), "cơ quan này là QNP"),
    "a poem": ("Đường vô xứ Nghệ quanh quanh", "dòng 1"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
async def test_a_bad_file_is_refused_naming_the_place_and_nothing_changes(
    database: Database, tmp_path: Path, case: tuple[str, str]
) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 15))
    hoa = await house.official("hoa", Role.OFFICE)
    before = await kept(house)
    await send_file(house, hoa, tmp_path, case[0].encode())
    assert "Tệp có lỗi, chưa đổi gì" in hoa.last.text
    assert case[1] in hoa.last.text
    assert await kept(house) == before
    assert await house.rows("SELECT id FROM plan_draft") == []


async def test_a_photo_in_place_of_the_file_is_refused(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 15))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/kehoach tep")
    await hoa.say("", files=(InboundFile(kind="photo", remote_ref="r"),))
    assert "Xin gửi một tệp .toml" in hoa.last.text


async def test_a_plan_comes_out_of_a_few_questions(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2026, 11, 2))
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.ADMIN)
    await hoa.say("/kehoach moi")
    await hoa.say("Hội nghị đối thoại với Nhân dân năm 2026")
    await hoa.say("Chủ tịch UBND xã, Thường trực HĐND xã")
    await hoa.say("15/12/2026 8h")
    await hoa.say("Hội trường UBND xã")
    await hoa.say("5 ngày")
    await hoa.tap("Văn phòng")
    await hoa.say("15 ngày làm việc")
    assert "Chủ trì: Chủ tịch UBND xã, Thường trực HĐND xã" in hoa.last.text
    await hoa.tap("Trình duyệt")
    await minh.heard()
    await minh.tap("Xem kế hoạch chờ duyệt")
    await minh.tap("Duyệt và áp dụng")
    (session,) = [row for row in await house.rows("SELECT * FROM session") if row["key"] == "doi-thoai-2026-11-02"]
    own = {one.key: one.due_on for one in await kept(house) if one.session_id == session["id"] and one.due_on}
    assert own == {
        "thong-bao": date(2026, 12, 8),
        "collection": date(2026, 12, 10),
        "tong-hop": date(2026, 12, 11),
        "session": date(2026, 12, 15),
        "ket-qua": date(2026, 12, 25),
        "tra-loi": date(2027, 1, 6),
    }


async def test_an_office_without_a_plan_starts_from_the_laws_template(database: Database) -> None:
    house = await House.build(database)
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.ADMIN)
    for words in ("/kehoach moi", "Đối thoại năm 2027", "Chủ tịch UBND xã", "quý I/2027"):
        await hoa.say(words)
    await hoa.tap("Địa điểm thông báo sau")
    for words in ("3 ngày làm việc", "Văn phòng HĐND và UBND xã", "15 ngày làm việc"):
        await hoa.say(words)
    await hoa.tap("Trình duyệt")
    await minh.heard()
    await minh.tap("Xem kế hoạch chờ duyệt")
    await minh.tap("Duyệt và áp dụng")
    (session,) = [row for row in await house.rows("SELECT * FROM session") if row["title"] == "Đối thoại năm 2027"]
    waiting = [one for one in await kept(house) if one.session_id == session["id"] and one.key == "thong-bao"]
    assert [one.explanation for one in waiting] == ["7 ngày trước ngày đối thoại; dự kiến trong quý I/2027"]


async def test_every_question_takes_nonsense_and_asks_again(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2026, 11, 2))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/kehoach moi")
    for nonsense, good in (
        (" " * 5, "Đối thoại"),
        ("x" * 301, "Chủ tịch"),
        ("hôm nào rảnh", "20/12/2026"),
        ("y" * 301, "Hội trường"),
        ("lâu lâu", "5 ngày"),
        ("Sở Gì Đó", "Văn phòng - thống kê"),
        ("0 ngày", "10 ngày làm việc"),
    ):
        before = hoa.last.text
        await hoa.say(nonsense)
        await hoa.say(good)
        assert hoa.last.text != before
    assert "Trình duyệt" in [choice.label for choice in hoa.last.choices]


async def test_only_office_and_admin_write_and_the_others_may_read(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 15))
    chair = await house.official("vinh", Role.CHAIR)
    await chair.say("/kehoach")
    assert "Kế hoạch đang áp dụng" in chair.last.text
    assert "Gửi tệp kế hoạch" not in [choice.label for choice in chair.last.choices]
    for word in ("moi", "tep", "trinh 5", "huy 5"):
        await chair.say(f"/kehoach {word}")
        assert "Chỉ văn phòng và người quản trị" in chair.last.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("5 ngày", Days(days=5, unit="calendar")),
        ("trước 5 ngày", Days(days=5, unit="calendar")),
        ("15 ngày làm việc", Days(days=15, unit="working")),
        ("3 NGAY LAM VIEC truoc", Days(days=3, unit="working")),
        ("0 ngày", None),
        ("400 ngày", None),
        ("năm ngày", None),
        ("", None),
    ],
)
def test_days_are_read_as_typed(text: str, found: Days | None) -> None:
    assert read_days(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("15/12/2026", When(date=date(2026, 12, 15))),
        ("15/12/2026 8h30", When(date=date(2026, 12, 15), start=time(8, 30))),
        ("tháng 4/2027", When(month="2027-04", tentative=True)),
        ("quý III/2027", When(quarter="2027-Q3", tentative=True)),
        ("Q2/2027", When(quarter="2027-Q2", tentative=True)),
        ("tháng 13/2027", None),
        ("31/2/2027", None),
        ("bao giờ cũng được", None),
    ],
)
def test_the_time_of_a_session_is_read_as_typed(text: str, found: When | None) -> None:
    assert read_when(text, local(2026, 11, 2)) == found
