"""The check of a plan: the traps inside the five real plans are found, in words and on their line."""

import datetime as dt
from pathlib import Path

import pytest

from handlers.rules.calendar import read_calendar
from handlers.rules.plans.check import Finding, check_text, has_errors
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.reading import PLANS

CALENDAR = read_calendar()
PROFILE = read_profile()


def text_of(name: str) -> str:
    return (PLANS / f"{name}.toml").read_text(encoding="utf-8")


def found_in(text: str, **dates: dt.date) -> list[Finding]:
    fixed = {key.replace("_", "-"): day for key, day in dates.items()}
    return check_text(text, CALENDAR, PROFILE, fixed)


def about(findings: list[Finding], words: str) -> Finding:
    matching = [finding for finding in findings if words in finding.message]
    assert len(matching) == 1, [str(finding) for finding in findings]
    return matching[0]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


GM, COUNCIL, DISTRICT, PROVINCE, COMMUNE = (
    "giao-minh-2025",
    "hdnd-quang-nghiep-2023",
    "huyen-uy-2022",
    "tinh-uy-quang-ngai-2021",
    "dang-uy-xa-2017",
)

TRAPS = {
    "explanations due after the window opens": (
        GM,
        "không thể đối thoại từ thứ Ba 25/11/2025 đến thứ Sáu 28/11/2025",
        "[sessions.when]",
    ),
    "only a weekend is left": (GM, "những ngày còn lại đều là ngày nghỉ", "[sessions.when]"),
    "a chain without time": (GM, "gửi tiếp đúng lúc nhận", "due = { date = 2025-11-28"),
    "invented contact": (GM, "là của bản dùng thử", "[office.contact]"),
    "notice too short": (COUNCIL, "trước 2 ngày, ngắn hơn 7 ngày", "due = { days = 2"),
    "only a floor for heads": (COUNCIL, "ít nhất 50 người, còn buổi đối thoại không quá 100", "quotas ="),
    "a district above": (COUNCIL, "«Huyện ủy Tứ Kỳ» không còn", "superior = "),
    "people left out": (DISTRICT, "bỏ sót «nhân dân»", 'title = "Tiếp xúc, đối thoại với cán bộ, đảng viên'),
    "an abolished level": (DISTRICT, "cấp huyện không còn", 'level = "huyen"'),
    "signed for another body": (PROVINCE, "ký thay mặt «BAN THƯỜNG VỤ»", "signed_for"),
    "a Sunday": (PROVINCE, "Chủ nhật 30/5/2021, ngày nghỉ", "due = { date = 2021-05-31"),
    "a dossier before the opinions": (PROVINCE, "nên đối thoại từ Chủ nhật 11/4/2021", "when = { month"),
    "a body that ended": (PROVINCE, "nay là «Đảng ủy đặc khu Lý Sơn»", "[[agencies]]"),
    "a Saturday": (COMMUNE, "thứ Bảy 25/3/2017 rơi vào ngày nghỉ", "when = { date"),
    "the conclusion of another body": (COMMUNE, "không phải của người chủ trì", "[after.conclusion]"),
    "no notice at all": (COMMUNE, "không nêu thời hạn thông báo", "[[sessions]]"),
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_a_trap_inside_a_real_plan_is_found_on_its_line(trap: tuple[str, str, str]) -> None:
    name, words, place = trap
    text = text_of(name)
    finding = about(found_in(text), words)
    assert finding.level == "warning"
    assert finding.line is not None
    assert place in text.splitlines()[finding.line - 1]


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.toml")), ids=lambda path: path.stem)
def test_no_real_plan_has_an_error(path: Path) -> None:
    assert not has_errors(found_in(path.read_text(encoding="utf-8")))


def test_the_line_of_a_trap_is_exact_where_one_value_is_to_blame() -> None:
    text = text_of("huyen-uy-2022")
    assert about(found_in(text), "cấp huyện không còn").line == line_of(text, 'level = "huyen"\n')


def test_a_district_that_announces_in_time_is_not_warned_about_notice() -> None:
    assert not [f for f in found_in(text_of("huyen-uy-2022")) if "thông báo trước" in f.message]


def test_holding_the_session_before_the_explanations_are_due_is_an_error() -> None:
    findings = found_in(text_of("giao-minh-2025"), doi_thoai_2025=dt.date(2025, 11, 26))
    assert has_errors(findings)
    errors = [finding.message for finding in findings if finding.level == "error"]
    assert any("xdd-giai-trinh" in message for message in errors)


def test_a_day_fixed_outside_the_plans_time_is_warned_about() -> None:
    findings = found_in(text_of("giao-minh-2025"), doi_thoai_2025=dt.date(2025, 12, 3))
    assert about(findings, "nằm ngoài thời gian của kế hoạch").level == "warning"


def test_a_feasible_saturday_is_only_warned_about() -> None:
    findings = found_in(text_of("giao-minh-2025"), doi_thoai_2025=dt.date(2025, 11, 29))
    assert not has_errors(findings)
    assert about(findings, "thứ Bảy 29/11/2025 rơi vào ngày nghỉ").level == "warning"


def test_a_window_that_ends_before_the_preparation_does_leaves_no_day() -> None:
    text = text_of("giao-minh-2025").replace("last = 2025-11-30", "last = 2025-11-27")
    assert about(found_in(text), "không còn ngày nào để đối thoại").level == "error"


def test_passing_on_before_receiving_is_an_error() -> None:
    text = text_of("giao-minh-2025").replace(
        "due = { date = 2025-11-28, time = 11:00:00, inclusive = false }",
        "due = { date = 2025-11-28, time = 16:00:00, inclusive = false }",
        1,
    )
    assert about(found_in(text), "trước khi nhận được «doan-the-mttq»").level == "error"


def test_a_buffer_between_the_stages_is_not_warned_about() -> None:
    text = text_of("giao-minh-2025").replace(
        "due = { date = 2025-11-28, time = 11:00:00, inclusive = false }", "due = { date = 2025-11-27 }", 1
    )
    assert not [finding for finding in found_in(text) if "gửi tiếp" in finding.message]


def test_a_notice_that_fell_before_the_plan_was_signed_is_warned_about() -> None:
    text = text_of("hdnd-quang-nghiep-2023").replace("issued = 2023-08-10", "issued = 2023-09-10")
    assert [finding for finding in found_in(text) if "trước ngày ký kế hoạch" in finding.message]


def test_results_later_than_the_law_are_warned_about() -> None:
    template = (PLANS / "templates" / "xa.toml").read_text(encoding="utf-8")
    slow = template.replace("due = { days = 10,", "due = { days = 30,")
    assert about(found_in(slow), "chậm hơn 10 ngày theo luật").level == "warning"


def test_hamlets_that_bring_more_than_expected_are_warned_about() -> None:
    text = text_of("giao-minh-2025").replace("per_area = 5", "per_area = 50")
    assert about(found_in(text), "các địa bàn cộng lại 600 người").level == "warning"


def test_a_year_whose_days_off_are_not_announced_is_provisional() -> None:
    template = (PLANS / "templates" / "xa.toml").read_text(encoding="utf-8")
    dated = template.replace('quarter = "2027-Q1", tentative = true', "date = 2027-03-10")
    assert about(found_in(dated), "lịch nghỉ năm 2027 chưa công bố").level == "warning"


def test_the_template_for_a_commune_without_a_plan_meets_the_law() -> None:
    findings = found_in((PLANS / "templates" / "xa.toml").read_text(encoding="utf-8"))
    assert not has_errors(findings)
    assert not [finding for finding in findings if "luật" in finding.message]


def test_a_plan_that_cannot_be_read_is_reported_as_errors_with_lines() -> None:
    text = text_of("giao-minh-2025").replace('level = "xa"', 'levell = "xa"')
    findings = found_in(text)
    assert {finding.level for finding in findings} == {"error"}
    assert str(about(findings, "office.levell")).startswith(f"Lỗi, dòng {line_of(text, 'levell')}:")


def test_errors_come_before_warnings() -> None:
    findings = found_in(text_of("giao-minh-2025"), doi_thoai_2025=dt.date(2025, 11, 26))
    levels = [finding.level for finding in findings]
    assert levels == sorted(levels, key=lambda level: level != "error")
