"""The timeline of each plan: every promise with its day, why that day, who owes it to whom, and whence."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from handlers.rules.calendar import CalendarDay, read_calendar, with_days
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.reading import PLANS, Plan, load_plan, moved, read_plan
from handlers.rules.plans.timeline import Milestone, timeline, timeline_json

CALENDAR = read_calendar()
PROFILE = read_profile()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def plan(name: str) -> Plan:
    return read_plan(PLANS / f"{name}.toml")


def milestones(name: str, **dates: dt.date) -> list[Milestone]:
    fixed = {key.replace("_", "-"): day for key, day in dates.items()}
    return timeline(plan(name), fixed, CALENDAR, PROFILE)


def days_of(found: list[Milestone]) -> dict[tuple[str, str], str | None]:
    return {(m.session, m.key): m.due.iso(ZONE) if m.due else None for m in found}


def test_2023_runs_from_the_laws_notice_to_the_answers() -> None:
    days = {key: day for (_, key), day in days_of(milestones("hdnd-quang-nghiep-2023")).items()}
    assert days == {
        "thong-bao-theo-luat": "2023-09-06",
        "tong-hop-phan-loai": "2023-09-08",
        "hoi-nghi-quan-triet": "2023-09-08",
        "collection": "2023-09-08",
        "thong-bao": "2023-09-11",
        "moi": "2023-09-11",
        "session": "2023-09-13",
        "thong-bao-ket-luan": "2023-09-20",
        "ket-qua-theo-luat": "2023-09-23",
        "tra-loi": "2023-10-04",
    }


def test_2017_runs_over_the_hung_kings_day() -> None:
    days = {key: day for (_, key), day in days_of(milestones("dang-uy-xa-2017")).items()}
    assert days["ubnd-bao-cao"] == "2017-03-15"
    assert days["phan-loai"] == "2017-03-18"
    assert days["giay-moi-dai-bieu"] == days["giay-moi-nhan-dan"] == "2017-03-22"
    assert days["thong-bao-ket-luan"] == "2017-04-10"


def test_2025_gives_every_sender_a_milestone_of_their_own_to_the_minute() -> None:
    found = milestones("giao-minh-2025", doi_thoai_2025=dt.date(2025, 11, 29))
    at_eleven = [m for m in found if m.due and m.due.iso(ZONE) == "2025-11-28T11:00:00+07:00" and m.debtor]
    assert [m.debtor for m in at_eleven] == [
        "phu-nu",
        "nong-dan",
        "doan-thanh-nien",
        "cuu-chien-binh",
        "mttq",
        "xay-dung-dang",
        "ubnd",
        "xay-dung-dang",
    ]


def test_2025_explanations_before_the_29th_may_come_until_the_end_of_the_28th() -> None:
    found = {m.key: m.due for m in milestones("giao-minh-2025") if m.due}
    for key in ("xdd-giai-trinh", "mttq-giai-trinh"):
        assert (found[key].iso(ZONE), found[key].date) == ("2025-11-29", dt.date(2025, 11, 28))
        assert found[key].explanation == "trước ngày 29/11/2025, tức là chậm nhất hết ngày 28/11/2025"


def test_2025_is_silent_after_the_session_so_the_law_and_the_default_speak_and_say_so() -> None:
    found = {m.key: m for m in milestones("giao-minh-2025", doi_thoai_2025=dt.date(2025, 11, 29))}
    results, answers = found["ket-qua-theo-luat"], found["tra-loi-theo-luat"]
    assert results.due is not None
    assert results.due.date == dt.date(2025, 12, 9)
    assert "khuyến nghị" in results.source
    assert answers.due is not None
    assert answers.due.date == dt.date(2025, 12, 12)
    assert answers.source.startswith("Mặc định của trợ lý")


def test_without_a_profile_only_the_plans_own_promises_are_listed() -> None:
    found = timeline(plan("giao-minh-2025"), {}, CALENDAR)
    assert {m.origin for m in found} == {"plan"}


def test_2022_waits_for_its_dates_and_says_for_which_quarter() -> None:
    found = milestones("huyen-uy-2022")
    assert {m.due for m in found} == {None}
    loud = next(m for m in found if m.kind == "announce" and m.session == "nong-dan")
    assert loud.explanation == "7 ngày trước ngày đối thoại; dự kiến trong quý II/2022"


def test_2022_counts_one_session_once_its_day_is_fixed_and_leaves_the_others_waiting() -> None:
    found = milestones("huyen-uy-2022", nong_dan=dt.date(2022, 6, 21))
    days = days_of(found)
    assert days["nong-dan", "nong-dan-bao-cao"] == "2022-06-11"
    assert days["nong-dan", "loa"] == "2022-06-14"
    assert days["giao-vien", "loa"] is None


def test_2022_routes_name_the_office_they_go_through() -> None:
    report = next(m for m in milestones("huyen-uy-2022") if m.key == "nong-dan-bao-cao")
    assert report.owed_to == "Thường trực Huyện ủy (qua Ban Dân vận Huyện ủy)"


def test_a_copy_is_named_beside_the_receiver() -> None:
    report = next(m for m in milestones("giao-minh-2025") if m.key == "mttq-dang-uy")
    assert report.owed_to == "Đảng ủy xã (qua Văn phòng Đảng ủy); đồng gửi Ủy ban nhân dân xã"


def test_2021_dossier_is_computed_only_once_the_date_is_fixed() -> None:
    waiting = days_of(milestones("tinh-uy-quang-ngai-2021"))
    fixed = days_of(milestones("tinh-uy-quang-ngai-2021", khoi_nghiep=dt.date(2021, 4, 16)))
    assert waiting["khoi-nghiep", "ho-so"] is None
    assert fixed["khoi-nghiep", "ho-so"] == "2021-04-06"
    assert fixed["ly-son", "ho-so"] is None


def test_2021_names_the_session_where_a_plan_has_several() -> None:
    report = next(m for m in milestones("tinh-uy-quang-ngai-2021") if m.key == "ly-son-dan-van")
    assert report.name.endswith("(Lắng nghe cán bộ, Nhân dân huyện Lý Sơn)")
    assert report.due is not None
    assert report.due.date == dt.date(2021, 5, 30)


def test_the_list_is_in_the_order_in_which_things_fall_due() -> None:
    dues = [m.due.date for m in milestones("hdnd-quang-nghiep-2023") if m.due]
    assert dues == sorted(dues)


def test_the_json_form_has_the_six_agreed_fields() -> None:
    found = timeline_json(plan("hdnd-quang-nghiep-2023"), milestones("hdnd-quang-nghiep-2023"))
    fields = ("name", "due", "owed_by", "owed_to", "explanation", "source")
    assert {tuple(row) for row in found} == {fields}
    assert all(row[field] for row in found for field in fields)
    conclusion = next(row for row in found if row["due"] == "2023-09-20")
    assert conclusion["owed_by"] == "Chủ tịch HĐND xã"
    assert conclusion["explanation"] == "5 ngày làm việc sau 13/9/2023, trừ thứ Bảy, Chủ nhật"
    assert "05 ngày làm việc" in (conclusion["source"] or "")


def test_every_milestone_keeps_the_version_of_the_calendar_that_counted_it() -> None:
    versions = {m.due.calendar_version for m in milestones("hdnd-quang-nghiep-2023") if m.due}
    assert versions == {CALENDAR.version}


def due_anew(before: list[Milestone], after: list[Milestone]) -> list[str]:
    """The keys of the milestones that are due at another moment in the later timeline."""
    known = {(one.key, one.debtor): one.due for one in before}
    return [
        one.key
        for one in after
        if (old := known[one.key, one.debtor]) and one.due and (old.date, old.time) != (one.due.date, one.due.time)
    ]


def test_a_change_of_date_moves_only_what_is_counted_from_it() -> None:
    before = milestones("giao-minh-2025", doi_thoai_2025=dt.date(2025, 11, 29))
    after = milestones("giao-minh-2025", doi_thoai_2025=dt.date(2025, 11, 30))
    assert due_anew(before, after) == [
        "thong-bao-theo-luat",
        "session",
        "ket-qua-theo-luat",
    ]


def test_an_announced_day_off_moves_only_what_is_counted_in_working_days() -> None:
    storm = CalendarDay(date=dt.date(2023, 9, 14), kind="off", name="Nghỉ tránh bão", source="Công điện")
    before = milestones("hdnd-quang-nghiep-2023")
    after = timeline(plan("hdnd-quang-nghiep-2023"), {}, with_days(CALENDAR, [storm]), PROFILE)
    assert due_anew(before, after) == ["thong-bao-ket-luan", "tra-loi"]


def test_a_deadline_counted_from_another_one_follows_it() -> None:
    text = (PLANS / "hdnd-quang-nghiep-2023.toml").read_text(encoding="utf-8")
    chained = text.replace(
        'due = { days = 15, unit = "working", direction = "after" }',
        'due = { days = 10, unit = "working", direction = "after", anchor = "thong-bao-ket-luan" }',
    )
    found = {m.key: m for m in timeline(load_plan(chained), {}, CALENDAR)}
    assert found["tra-loi"].due is not None
    assert found["tra-loi"].due.date == dt.date(2023, 10, 4)


@pytest.mark.parametrize("days", [-365, 90, 400])
def test_a_moved_plan_has_the_same_milestones_as_far_apart(days: int) -> None:
    shifted = moved(plan("giao-minh-2025"), days)
    before, after = timeline(plan("giao-minh-2025"), {}, CALENDAR), timeline(shifted, {}, CALENDAR)
    assert [m.key for m in before] == [m.key for m in after]
    by = dt.timedelta(days=days)
    assert [m.due.date + by for m in before if m.due] == [m.due.date for m in after if m.due]
    assert any(m.due for m in before)
