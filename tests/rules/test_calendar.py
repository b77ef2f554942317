"""The working-day calendar: vectors of the official announcements, properties, and a comparison with
``holidays``.
"""

import datetime as dt
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.calendar import (
    CalendarDay,
    OutsideCalendar,
    add_working_days,
    base_calendar,
    days_off_between,
    is_official,
    is_working_day,
    read_calendar,
    with_days,
    working_days_between,
)
from handlers.rules.plans.errors import PlanError

DAY = dt.timedelta(days=1)
CALENDAR = read_calendar()

days = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
counts = st.integers(-120, 120).filter(bool)


def all_days(first: int, last: int) -> list[dt.date]:
    start = dt.date(first, 1, 1)
    return [start + n * DAY for n in range((dt.date(last, 12, 31) - start).days + 1)]


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        pytest.param(dt.date(2023, 9, 13), 5, dt.date(2023, 9, 20), id="conclusion of the 2023 commune council"),
        pytest.param(dt.date(2023, 9, 13), 15, dt.date(2023, 10, 4), id="answers of the 2023 commune council"),
        pytest.param(dt.date(2017, 3, 25), 10, dt.date(2017, 4, 10), id="over the Hùng Kings' day of 2017"),
        pytest.param(dt.date(2017, 3, 25), -3, dt.date(2017, 3, 22), id="three working days before a Saturday"),
        pytest.param(dt.date(2026, 2, 10), 10, dt.date(2026, 3, 3), id="over Tết 2026"),
        pytest.param(dt.date(2025, 12, 30), 5, dt.date(2026, 1, 8), id="over 02/01/2026, off for 10/01"),
        pytest.param(dt.date(2027, 2, 1), 5, dt.date(2027, 2, 15), id="over Tết 2027, provisional"),
        pytest.param(dt.date(2026, 1, 9), 1, dt.date(2026, 1, 10), id="onto a Saturday that is worked"),
    ],
)
def test_working_days_are_counted_as_the_official_schedules_say(start: dt.date, n: int, expected: dt.date) -> None:
    assert add_working_days(start, n, CALENDAR) == expected


def test_without_the_announcement_of_2026_the_library_alone_is_a_day_short() -> None:
    assert add_working_days(dt.date(2025, 12, 30), 5, base_calendar()) == dt.date(2026, 1, 7)


@pytest.mark.parametrize(("year", "expected"), [(2025, 250), (2026, 249), (2027, 249)])
def test_a_year_has_as_many_working_days_as_announced(year: int, expected: int) -> None:
    assert sum(is_working_day(day, CALENDAR) for day in all_days(year, year)) == expected


def test_the_culture_day_is_off_from_2026_on() -> None:
    assert not is_working_day(dt.date(2026, 11, 24), CALENDAR)
    assert is_working_day(dt.date(2025, 11, 24), CALENDAR)


def test_the_base_agrees_with_holidays_on_every_day_from_2021_to_2027() -> None:
    library = holidays.country_holidays("VN", years=range(2020, 2029))
    differing = [d for d in all_days(2021, 2027) if is_working_day(d, base_calendar()) != library.is_working_day(d)]
    assert differing == []


def test_the_announcements_change_only_the_exchange_of_january_2026() -> None:
    library = holidays.country_holidays("VN", years=range(2020, 2029))
    differing = [d for d in all_days(2021, 2027) if is_working_day(d, CALENDAR) != library.is_working_day(d)]
    assert differing == [dt.date(2026, 1, 2), dt.date(2026, 1, 10)]


@given(day=st.dates(dt.date(2021, 2, 1), dt.date(2027, 10, 31)), n=st.integers(-15, 15).filter(bool))
def test_counting_agrees_with_holidays(day: dt.date, n: int) -> None:
    library = holidays.country_holidays("VN", years=range(2020, 2029))
    assert add_working_days(day, n, base_calendar()) == library.get_nth_working_day(day, n)


@given(day=days, n=counts)
def test_counting_never_lands_on_a_day_off(day: dt.date, n: int) -> None:
    assert is_working_day(add_working_days(day, n, CALENDAR), CALENDAR)


@given(day=days, n=counts)
def test_adding_then_counting_back_returns_to_the_day_it_began(day: dt.date, n: int) -> None:
    start = add_working_days(day, 0, CALENDAR)
    assert add_working_days(add_working_days(start, n, CALENDAR), -n, CALENDAR) == start


@given(day=days, n=counts)
def test_as_many_working_days_lie_between_as_were_added(day: dt.date, n: int) -> None:
    start = add_working_days(day, 0, CALENDAR)
    assert working_days_between(start, add_working_days(start, n, CALENDAR), CALENDAR) == n


@given(first=days, second=days, n=counts)
def test_a_later_start_never_ends_earlier(first: dt.date, second: dt.date, n: int) -> None:
    first, second = min(first, second), max(first, second)
    assert add_working_days(first, n, CALENDAR) <= add_working_days(second, n, CALENDAR)


@given(day=days, n=st.integers(-119, 119))
def test_one_more_working_day_always_ends_later(day: dt.date, n: int) -> None:
    start = add_working_days(day, 0, CALENDAR)
    assert add_working_days(start, n, CALENDAR) < add_working_days(start, n + 1, CALENDAR)


def test_zero_working_days_is_the_day_itself_or_the_next_one_worked() -> None:
    assert add_working_days(dt.date(2023, 9, 13), 0, CALENDAR) == dt.date(2023, 9, 13)
    assert add_working_days(dt.date(2023, 9, 16), 0, CALENDAR) == dt.date(2023, 9, 18)


def test_an_announcement_added_by_an_admin_changes_the_count_and_the_version() -> None:
    storm = CalendarDay(
        date=dt.date(2023, 9, 14), kind="off", name="Nghỉ tránh bão", source="Công điện của Chủ tịch tỉnh"
    )
    changed = with_days(CALENDAR, [storm])
    assert add_working_days(dt.date(2023, 9, 13), 5, changed) == dt.date(2023, 9, 21)
    assert changed.version != CALENDAR.version


def test_the_same_days_give_the_same_version() -> None:
    assert read_calendar().version == CALENDAR.version
    assert with_days(CALENDAR, []).version == CALENDAR.version


def test_a_later_announcement_of_a_day_replaces_the_earlier_one() -> None:
    worked = CalendarDay(date=dt.date(2026, 1, 2), kind="work", name="Đi làm", source="Đính chính")
    assert is_working_day(dt.date(2026, 1, 2), with_days(CALENDAR, [worked]))


def test_days_after_the_last_announcement_are_not_official() -> None:
    assert is_official(dt.date(2026, 12, 31), CALENDAR)
    assert not is_official(dt.date(2027, 1, 4), CALENDAR)


def test_days_off_tell_weekday_holidays_and_worked_weekends_but_not_ordinary_weekends() -> None:
    told = days_off_between(dt.date(2026, 1, 1), dt.date(2026, 1, 11), CALENDAR)
    assert [(day.date.day, day.kind) for day in told] == [(1, "off"), (2, "off"), (10, "work")]


@pytest.mark.parametrize("day", [dt.date(2012, 12, 31), dt.date(2041, 1, 1)])
def test_a_year_outside_the_calendar_is_refused(day: dt.date) -> None:
    with pytest.raises(OutsideCalendar, match=str(day.year)):
        is_working_day(day, CALENDAR)


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    row = '[[day]]\ndate = 2030-03-06\nkind = "{kind}"\nname = "Ngày thử"\nsource = "Thông báo"\n'
    (tmp_path / "2030-b.toml").write_text(row.format(kind="work"), encoding="utf-8")
    (tmp_path / "2030-a.toml").write_text(row.format(kind="off"), encoding="utf-8")
    assert is_working_day(dt.date(2030, 3, 6), read_calendar(tmp_path))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("[[day]]\ndate = 2026-02-30\n", "dòng 2", id="a day that does not exist"),
        pytest.param(
            '[[day]]\ndate = 2026-02-03\nkind = "nghỉ"\nname = "a"\nsource = "b"', "dòng 3", id="unknown kind"
        ),
        pytest.param('[[day]]\ndate = 1999-02-03\nkind = "off"\nname = "a"\nsource = "b"', "03/02/1999", id="year"),
        pytest.param("announced = 2026-12-31", "announced_until", id="wrong key"),
    ],
)
def test_a_wrong_announcement_file_says_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PlanError, match=words):
        read_calendar(tmp_path)
