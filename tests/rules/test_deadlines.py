"""When promises fall due: the vectors computed by hand from the five real plans, and the words that explain
them.
"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.calendar import is_working_day, read_calendar, working_days_between
from handlers.rules.deadlines import Due, cutoff, due
from handlers.rules.plans.parts import DueRule

CALENDAR = read_calendar()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

NOON_CUT = DueRule(date=dt.date(2025, 11, 28), time=dt.time(11), inclusive=False)


def after(days: int, unit: str = "working") -> DueRule:
    return DueRule.model_validate({"days": days, "unit": unit, "direction": "after"})


def before(days: int, unit: str = "calendar") -> DueRule:
    return DueRule.model_validate({"days": days, "unit": unit, "direction": "before"})


@pytest.mark.parametrize(
    ("rule", "session", "expected"),
    [
        pytest.param(after(5), dt.date(2023, 9, 13), dt.date(2023, 9, 20), id="2023 conclusion, 5 working days"),
        pytest.param(after(15), dt.date(2023, 9, 13), dt.date(2023, 10, 4), id="2023 answers, 15 working days"),
        pytest.param(before(5), dt.date(2023, 9, 13), dt.date(2023, 9, 8), id="2023 classification, 5 days before"),
        pytest.param(before(2), dt.date(2023, 9, 13), dt.date(2023, 9, 11), id="2023 announcement, 2 days before"),
        pytest.param(after(10), dt.date(2017, 3, 25), dt.date(2017, 4, 10), id="2017 conclusion, 10 working days"),
        pytest.param(
            before(3, "working"),
            dt.date(2017, 3, 25),
            dt.date(2017, 3, 22),
            id="2017 invitations to delegates",
        ),
        pytest.param(before(3), dt.date(2017, 3, 25), dt.date(2017, 3, 22), id="2017 invitations to villagers"),
        pytest.param(after(10, "calendar"), dt.date(2025, 11, 29), dt.date(2025, 12, 9), id="the law's ten days"),
        pytest.param(after(10), dt.date(2026, 2, 10), dt.date(2026, 3, 3), id="over Tết 2026"),
        pytest.param(after(5), dt.date(2025, 12, 30), dt.date(2026, 1, 8), id="over the exchange of January 2026"),
        pytest.param(after(5), dt.date(2027, 2, 1), dt.date(2027, 2, 15), id="over Tết 2027"),
    ],
)
def test_a_lead_falls_due_on_the_day_counted_by_hand(rule: DueRule, session: dt.date, expected: dt.date) -> None:
    assert due(rule, session, CALENDAR).date == expected


@pytest.mark.parametrize(
    ("rule", "last", "words"),
    [
        pytest.param(
            DueRule(date=dt.date(2021, 3, 31)),
            dt.date(2021, 3, 31),
            "chậm nhất trong ngày 31/3/2021",
            id="«chậm nhất trong ngày» includes the day",
        ),
        pytest.param(
            DueRule(date=dt.date(2021, 5, 31), inclusive=False),
            dt.date(2021, 5, 30),
            "trước ngày 31/5/2021, tức là chậm nhất hết ngày 30/5/2021",
            id="«trước ngày» ends the day before",
        ),
        pytest.param(NOON_CUT, dt.date(2025, 11, 28), "trước 11 giờ ngày 28/11/2025", id="an hour of the day"),
        pytest.param(
            DueRule(date=dt.date(2025, 11, 28), time=dt.time(16, 30)),
            dt.date(2025, 11, 28),
            "chậm nhất 16 giờ 30 ngày 28/11/2025",
            id="an hour that still counts",
        ),
    ],
)
def test_a_fixed_date_is_explained_in_the_plans_own_way(rule: DueRule, last: dt.date, words: str) -> None:
    found = due(rule, None, CALENDAR)
    assert (found.date, found.explanation) == (last, words)


@pytest.mark.parametrize(
    ("rule", "session", "words"),
    [
        (after(5), dt.date(2023, 9, 13), "5 ngày làm việc sau 13/9/2023, trừ thứ Bảy, Chủ nhật"),
        (before(3, "working"), dt.date(2017, 3, 25), "3 ngày làm việc trước 25/3/2017"),
        (before(10), dt.date(2022, 9, 20), "10 ngày trước 20/9/2022"),
        (before(0), dt.date(2022, 9, 20), "đúng ngày 20/9/2022"),
        (
            after(10),
            dt.date(2017, 3, 25),
            "10 ngày làm việc sau 25/3/2017, trừ thứ Bảy, Chủ nhật và ngày nghỉ 6/4/2017 (Ngày Giỗ Tổ Hùng Vương)",
        ),
        (
            after(10),
            dt.date(2026, 2, 10),
            "10 ngày làm việc sau 10/2/2026, trừ thứ Bảy, Chủ nhật và ngày nghỉ từ 16/2/2026 đến 20/2/2026",
        ),
        (
            after(6),
            dt.date(2026, 1, 5),
            "6 ngày làm việc sau 5/1/2026, trừ thứ Bảy, Chủ nhật, kể cả ngày 10/1/2026 (Làm bù cho ngày 02/01/2026)",
        ),
        (
            DueRule(days=10, direction="after", roll="next"),
            dt.date(2025, 11, 19),
            "10 ngày sau 19/11/2025, dời sang ngày làm việc kế tiếp",
        ),
        (
            DueRule(days=10, direction="after", roll="previous"),
            dt.date(2025, 11, 19),
            "10 ngày sau 19/11/2025, dời sang ngày làm việc liền trước",
        ),
        (
            DueRule(days=5, inclusive=False),
            dt.date(2023, 9, 13),
            "5 ngày trước 13/9/2023, không kể ngày 8/9/2023",
        ),
        (DueRule(days=1, time=dt.time(9)), dt.date(2023, 9, 13), "1 ngày trước 13/9/2023, lúc 9 giờ"),
    ],
)
def test_a_count_is_explained_with_what_was_skipped(rule: DueRule, session: dt.date, words: str) -> None:
    assert due(rule, session, CALENDAR).explanation == words


def test_a_calendar_day_count_stays_on_a_sunday_unless_the_office_rolls_it() -> None:
    wednesday = dt.date(2025, 11, 19)
    stays, rolls = DueRule(days=10, direction="after"), DueRule(days=10, direction="after", roll="next")
    assert due(stays, wednesday, CALENDAR).date == dt.date(2025, 11, 29)
    assert due(rolls, wednesday, CALENDAR).date == dt.date(2025, 12, 1)


def test_an_exclusive_count_ends_a_day_earlier() -> None:
    assert due(DueRule(days=5, inclusive=False), dt.date(2023, 9, 13), CALENDAR).date == dt.date(2023, 9, 7)


def test_a_count_over_days_not_yet_announced_is_provisional_and_says_so() -> None:
    found = due(after(5), dt.date(2027, 2, 1), CALENDAR)
    assert found.provisional
    assert "lịch nghỉ năm 2027 chưa công bố" in found.explanation


def test_a_deadline_keeps_the_version_of_the_calendar_that_counted_it() -> None:
    assert due(after(5), dt.date(2023, 9, 13), CALENDAR).calendar_version == CALENDAR.version


def test_a_count_without_a_day_to_count_from_is_an_error() -> None:
    with pytest.raises(ValueError, match="chưa có ngày"):
        due(after(5), None, CALENDAR)


@pytest.mark.parametrize(
    ("rule", "first_late"),
    [
        pytest.param(NOON_CUT, dt.datetime(2025, 11, 28, 4, 0, tzinfo=dt.UTC), id="«trước 11 giờ»: 11:00 is late"),
        pytest.param(
            DueRule(date=dt.date(2025, 11, 28), time=dt.time(11)),
            dt.datetime(2025, 11, 28, 4, 1, tzinfo=dt.UTC),
            id="«chậm nhất 11 giờ»: 11:00 is on time",
        ),
        pytest.param(
            DueRule(date=dt.date(2025, 11, 29), inclusive=False),
            dt.datetime(2025, 11, 28, 17, 0, tzinfo=dt.UTC),
            id="«trước ngày 29/11»: midnight in Vietnam is late",
        ),
        pytest.param(
            DueRule(date=dt.date(2021, 3, 31)),
            dt.datetime(2021, 3, 31, 17, 0, tzinfo=dt.UTC),
            id="«trong ngày 31/3»: the whole local day is on time",
        ),
    ],
)
def test_lateness_begins_at_the_instant_the_plan_means(rule: DueRule, first_late: dt.datetime) -> None:
    found = due(rule, None, CALENDAR)
    assert cutoff(found, ZONE) == first_late


def test_iso_form_has_the_local_clock_time_only_where_the_plan_has_one() -> None:
    assert due(NOON_CUT, None, CALENDAR).iso(ZONE) == "2025-11-28T11:00:00+07:00"
    assert due(after(5), dt.date(2023, 9, 13), CALENDAR).iso(ZONE) == "2023-09-20"


units = st.sampled_from(["calendar", "working"])
leads = st.integers(0, 60)
sessions = st.dates(dt.date(2016, 1, 1), dt.date(2035, 12, 31))


def relative(days: int, unit: str, direction: str) -> DueRule:
    return DueRule.model_validate({"days": days, "unit": unit, "direction": direction})


@given(session=sessions, days=leads, unit=units)
def test_what_is_due_before_is_never_after_and_the_other_way_round(session: dt.date, days: int, unit: str) -> None:
    early: Due = due(relative(days, unit, "before"), session, CALENDAR)
    late: Due = due(relative(days, unit, "after"), session, CALENDAR)
    assert early.date <= session <= late.date


@given(session=sessions, days=st.integers(0, 59), unit=units)
def test_a_longer_time_never_ends_sooner(session: dt.date, days: int, unit: str) -> None:
    shorter = due(relative(days, unit, "after"), session, CALENDAR)
    longer = due(relative(days + 1, unit, "after"), session, CALENDAR)
    assert shorter.date < longer.date


@given(session=sessions, days=st.integers(1, 60))
def test_a_working_day_deadline_is_a_working_day_with_that_many_between(session: dt.date, days: int) -> None:
    found = due(relative(days, "working", "after"), session, CALENDAR).date
    assert is_working_day(found, CALENDAR)
    assert working_days_between(session, found, CALENDAR) == days
