"""The verbs on plans, as an operator types them: the vectors of the five real plans, traps, and bad input."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from handlers.rules.plans.reading import PLANS

Say = Callable[..., Result]
COUNCIL = (PLANS / "hdnd-quang-nghiep-2023.toml").read_text(encoding="utf-8")


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("TELEGRAM_TOKEN", "")

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["plan", *words])

    return run


def path_of(name: str) -> str:
    return str(PLANS / f"{name}.toml")


def rows_of(say: Say, name: str, *dates: str) -> list[dict[str, str | None]]:
    options = [word for date in dates for word in ("--session-date", date)]
    shown = say("timeline", path_of(name), *options, "--json")
    assert shown.exit_code == 0, shown.output
    found: list[dict[str, str | None]] = json.loads(shown.output)
    return found


VECTORS = {
    "001 counts from 13/9/2023": (
        "hdnd-quang-nghiep-2023",
        (),
        {
            "Tổng hợp, phân loại": "2023-09-08",
            "Hội nghị xây dựng": "2023-09-08",
            "Thông báo công khai": "2023-09-11",
            "Mời, gọi": "2023-09-11",
            "Buổi đối thoại": "2023-09-13",
            "Đánh giá, rút kinh nghiệm": "2023-09-20",
            "Trả lời trực tiếp": "2023-10-04",
        },
    ),
    "004 runs from 15/3 over the Hung Kings' day": (
        "dang-uy-xa-2017",
        (),
        {
            "Báo cáo tình hình": "2017-03-15",
            "Tổng hợp, phân loại": "2017-03-18",
            "Phát hành Giấy mời": "2017-03-22",
            "Gửi Giấy mời": "2017-03-22",
            "Buổi đối thoại": "2017-03-25",
            "Thông báo ý kiến kết luận": "2017-04-10",
        },
    ),
    "003 has a day included and a day excluded": (
        "tinh-uy-quang-ngai-2021",
        (),
        {
            "Gửi báo cáo tư tưởng": "2021-03-31",
            "Gửi báo cáo tâm tư": "2021-05-31",
            "Trình nội dung": None,
            "Buổi đối thoại (Khởi nghiệp": None,
        },
    ),
    "003 computes the dossier once the day is fixed": (
        "tinh-uy-quang-ngai-2021",
        ("khoi-nghiep=2021-04-16",),
        {"Trình nội dung, tài liệu, phương án, giải pháp (Khởi nghiệp": "2021-04-06"},
    ),
    "000 computes one quarter's session": (
        "huyen-uy-2022",
        ("nong-dan=2022-06-21",),
        {
            "Tổng hợp ý kiến, tâm tư, nguyện vọng của hội viên": "2022-06-11",
            "Thông báo nội dung, thời gian, địa điểm trên hệ thống truyền thanh (Tiếp xúc, đối thoại với đại diện cán "
            "bộ, hội viên": "2022-06-14",
            "Buổi đối thoại (Tiếp xúc, đối thoại với đại diện cán bộ quản lý": None,
        },
    ),
    "002 is precise to the hour": (
        "giao-minh-2025",
        ("2025-11-29",),
        {
            "Mặt trận gửi báo cáo và câu hỏi": "2025-11-28T11:00:00+07:00",
            "Các tổ chức chính trị - xã hội gửi": "2025-11-28T11:00:00+07:00",
            "Mặt trận gửi nội dung giải trình": "2025-11-29",
            "Buổi đối thoại": "2025-11-29",
            "Công bố, niêm yết kết quả": "2025-12-09",
        },
    ),
}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_a_vector_of_the_real_plans_comes_out_of_the_verb(
    say: Say, vector: tuple[str, tuple[str, ...], dict[str, str | None]]
) -> None:
    name, dates, expected = vector
    found = rows_of(say, name, *dates)
    for beginning, due in expected.items():
        matching = [row["due"] for row in found if str(row["name"]).startswith(beginning)]
        assert matching, beginning
        assert set(matching) == {due}, beginning


@pytest.mark.parametrize("name", sorted(path.stem for path in PLANS.glob("*.toml")))
def test_every_milestone_says_who_owes_whom_why_and_whence(say: Say, name: str) -> None:
    for row in rows_of(say, name):
        assert list(row) == ["name", "due", "owed_by", "owed_to", "explanation", "source"]
        assert all(row[field] for field in ("name", "owed_by", "owed_to", "explanation", "source"))


def test_a_day_before_names_its_last_day_in_words(say: Say) -> None:
    island = next(row for row in rows_of(say, "tinh-uy-quang-ngai-2021") if row["due"] == "2021-05-31")
    assert island["explanation"] == "trước ngày 31/5/2021, tức là chậm nhất hết ngày 30/5/2021"


def test_a_timeline_in_words_names_day_bodies_count_and_phrase(say: Say) -> None:
    shown = say("timeline", path_of("hdnd-quang-nghiep-2023")).output
    assert (
        "20/09/2023  Đánh giá, rút kinh nghiệm và ra thông báo kết luận\n"
        "    Chủ tịch HĐND xã → các cơ quan, đơn vị có liên quan, Nhân dân\n"
        "    5 ngày làm việc sau 13/9/2023, trừ thứ Bảy, Chủ nhật\n"
    ) in shown
    assert "trước 11:00 28/11/2025" in say("timeline", path_of("giao-minh-2025")).output
    assert "Chưa có ngày  Buổi đối thoại" in say("timeline", path_of("giao-minh-2025")).output


@pytest.mark.parametrize("name", sorted(path.stem for path in PLANS.glob("*.toml")))
def test_a_real_plan_passes_with_warnings(say: Say, name: str) -> None:
    shown = say("check", path_of(name))
    assert shown.exit_code == 0
    assert "Lưu ý, dòng" in shown.output
    assert shown.output.splitlines()[-1].startswith("0 lỗi, ")


TRAPS = (
    ("giao-minh-2025", "không thể đối thoại từ thứ Ba 25/11/2025 đến thứ Sáu 28/11/2025"),
    ("giao-minh-2025", "chỉ còn thứ Bảy 29/11/2025, Chủ nhật 30/11/2025"),
    ("giao-minh-2025", "gửi tiếp đúng lúc nhận"),
    ("hdnd-quang-nghiep-2023", "thông báo trước 2 ngày, ngắn hơn 7 ngày theo luật"),
    ("hdnd-quang-nghiep-2023", "chỉ nêu ít nhất 50 người, còn buổi đối thoại không quá 100"),
    ("hdnd-quang-nghiep-2023", "«Huyện ủy Tứ Kỳ» không còn từ 01/7/2025"),
    ("huyen-uy-2022", "bỏ sót «nhân dân»"),
    ("huyen-uy-2022", "cấp huyện không còn từ 01/7/2025"),
    ("tinh-uy-quang-ngai-2021", "«Thường trực Tỉnh ủy» ban hành, nhưng ký thay mặt «BAN THƯỜNG VỤ»"),
    ("tinh-uy-quang-ngai-2021", "nay là «Đảng ủy đặc khu Lý Sơn»"),
    ("dang-uy-xa-2017", "thứ Bảy 25/3/2017 rơi vào ngày nghỉ"),
    ("dang-uy-xa-2017", "kết luận là của Thường trực Đảng ủy, không phải của người chủ trì"),
)


@pytest.mark.parametrize(("name", "words"), TRAPS, ids=[words for _, words in TRAPS])
def test_a_trap_inside_a_real_plan_is_warned_about(say: Say, name: str, words: str) -> None:
    warned = [line for line in say("check", path_of(name)).output.splitlines() if words in line]
    assert len(warned) == 1
    assert warned[0].startswith("Lưu ý, dòng ")


def test_a_day_before_the_reports_are_in_is_an_error(say: Say) -> None:
    shown = say("check", path_of("giao-minh-2025"), "--session-date", "2025-11-27")
    assert shown.exit_code == 1
    assert "không trước buổi đối thoại thứ Năm 27/11/2025" in shown.output


def test_a_session_on_a_holiday_is_warned_about(say: Say) -> None:
    shown = say("check", path_of("huyen-uy-2022"), "--session-date", "nong-dan=2022-06-26")
    assert "Chủ nhật 26/6/2022 rơi vào ngày nghỉ" in shown.output


BAD = {
    "a wrong key": (COUNCIL.replace("level =", "levle ="), "dòng 39: office.levle: không có mục nào tên «levle»"),
    "a number in quotes": (COUNCIL.replace("total_min = 50", 'total_min = "50"'), "phải là số nguyên"),
    "a date in quotes": (COUNCIL.replace("date = 2023-09-13", 'date = "2023-09-13"'), "phải là ngày, viết như"),
    "a day that does not exist": (COUNCIL.replace("date = 2023-09-13", "date = 2023-09-31"), "không có thật"),
    "an unknown time zone": (COUNCIL.replace("Ho_Chi_Minh", "Ha_Noi"), "không có múi giờ «Asia/Ha_Noi»"),
    "min above max": (COUNCIL.replace("total_min = 50", "total_min = 150"), "lớn hơn số người nhiều nhất (100)"),
    "a circle of routes": (
        COUNCIL
        + '[[routes]]\nkey = "nguoc"\nkind = "opinions"\nname = "Ngược"\nsenders = ["chu-tich"]\n'
        + 'receiver = "mttq"\nsource = "«thử»"\n',
        "tuyến báo cáo đi vòng",
    ),
    "nothing but brackets": ("x = " + "[" * 499_000 + "]" * 499_000, "lồng nhau quá sâu"),
    "tables in tables": ("x = " + "{a=" * 190_000 + "1" + "}" * 190_000, "lồng nhau quá sâu"),
    "a key of 400,000 parts": ("# Kế hoạch\n" + "x." * 400_000 + "y = 1", "dòng 2: tên mục có quá nhiều dấu chấm"),
    "a table of 400,000 parts": ("[" + "x." * 400_000 + "y]", "dòng 1: tên mục có quá nhiều dấu chấm"),
    "50,000 unknown keys": ("".join(f"k{n} = {n}\n" for n in range(50_000)), "chỗ sai nữa"),
    "9,000 hamlets": (
        COUNCIL + "".join(f'[[areas]]\nkey = "a{n}"\nname = "A"\nkind = "thôn"\n' for n in range(9_000)),
        "areas: nhiều nhất 500 mục",
    ),
    "more than a plan ever needs": ("#" * 1_000_001, "tệp dài quá 1000000 ký tự"),
    "an empty file": ("", "thiếu mục này"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_bad_input_is_refused_by_every_verb_naming_the_place(say: Say, tmp_path: Path, case: tuple[str, str]) -> None:
    text, words = case
    path = tmp_path / "hong.toml"
    path.write_text(text, encoding="utf-8")
    for verb in ("check", "timeline", "import"):
        shown = say(verb, str(path))
        assert shown.exit_code == 1, verb
        assert words in shown.output, verb
        assert "Traceback" not in shown.output
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("verb", ["check", "timeline", "import"])
def test_a_file_that_is_no_text_is_refused(say: Say, tmp_path: Path, verb: str) -> None:
    path = tmp_path / "anh.toml"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    shown = say(verb, str(path))
    assert (shown.exit_code, "không phải chữ UTF-8" in shown.output) == (1, True)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("29/11/2025",), "không phải ngày"),
        (("2025-11-29", "2025-11-30"), "kế hoạch có 1 buổi"),
        (("nowhere=2025-11-29",), "không có buổi đối thoại «nowhere»"),
        (("2055-11-29",), "lịch làm việc chỉ có"),
    ],
)
def test_a_day_that_cannot_be_used_is_explained(say: Say, dates: tuple[str, ...], words: str) -> None:
    options = [word for date in dates for word in ("--session-date", date)]
    for verb in ("check", "timeline", "import"):
        shown = say(verb, path_of("giao-minh-2025"), *options)
        assert (shown.exit_code, words in shown.output) == (1, True), verb


def test_a_plan_is_imported_with_the_day_that_was_fixed(say: Say, tmp_path: Path) -> None:
    shown = say("import", path_of("giao-minh-2025"), "--session-date", "2025-11-29")
    assert shown.output.startswith("GM  Xã Giao Minh: ")
    with sqlite3.connect(tmp_path / "data" / "doithoai.db") as connection:
        (starts,) = connection.execute("SELECT starts_at FROM session").fetchone()
    assert starts.startswith("2025-11-29T01:00")


def test_a_plan_with_an_error_is_not_imported(say: Say, tmp_path: Path) -> None:
    shown = say("import", path_of("giao-minh-2025"), "--session-date", "2025-11-27")
    assert (shown.exit_code, "Lỗi, dòng 371" in shown.output) == (1, True)
    assert not (tmp_path / "data").exists()


def test_the_schema_is_the_one_beside_the_plans(say: Say) -> None:
    shown = say("schema").output
    assert shown == (PLANS / "plan.schema.json").read_text(encoding="utf-8")
    assert json.loads(shown)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
