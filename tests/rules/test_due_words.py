"""Due days: the default, and days as officials type them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.calendar import Calendar
from handlers.rules.concerns import office_calendar
from handlers.rules.due_words import FARTHEST, DueProblem, default_due, read_due, split_due
from storage.records import Session, SessionState

TODAY = date(2026, 11, 24)
CALENDAR: Calendar = office_calendar()


def session(held: datetime | None, days: int = 10, unit: str = "working") -> Session:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Session(
        office_id=1,
        id=1,
        key="doi-thoai",
        title="Đối thoại",
        state=SessionState.ANNOUNCED,
        starts_at=held,
        ends_at=held,
        date_note="",
        venue="",
        focus=(),
        collection_opens_at=None,
        collection_closes_at=None,
        answer_days=days,
        answer_unit=unit,
        created_at=at,
        updated_at=at,
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15/12", date(2026, 12, 15)),
        ("15-12-2026", date(2026, 12, 15)),
        ("15.12.26", date(2026, 12, 15)),
        ("trước ngày 15/12", date(2026, 12, 15)),
        ("hạn 15/12", date(2026, 12, 15)),
        ("24/11", TODAY),
        ("5/1", date(2027, 1, 5)),
        ("10 ngày", date(2026, 12, 4)),
        ("10 NGAY", date(2026, 12, 4)),
        ("10 days", date(2026, 12, 4)),
        # from Wed 25/11 to Tue 8/12 without Saturdays and Sundays; 24/11 itself is never counted
        ("10 ngày làm việc", date(2026, 12, 8)),
        ("10 working days", date(2026, 12, 8)),
    ],
)
def test_a_day_is_read_as_officials_type_it(typed: str, day: date) -> None:
    assert read_due(typed, TODAY, CALENDAR) == day


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("20/11", DueProblem.PAST),
        ("23/11/2026", DueProblem.PAST),
        ("15/12/2025", DueProblem.PAST),
        ("31/13", DueProblem.UNREADABLE),
        ("30/2", DueProblem.UNREADABLE),
        ("mai", DueProblem.UNREADABLE),
        ("", DueProblem.UNREADABLE),
        ("1/1/2099", DueProblem.TOO_FAR),
        ("400 ngày", DueProblem.TOO_FAR),
        ("999 ngày làm việc", DueProblem.TOO_FAR),
    ],
)
def test_a_day_that_cannot_be_a_due_day_is_refused_and_why_is_known(typed: str, problem: DueProblem) -> None:
    assert read_due(typed, TODAY, CALENDAR) is problem


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_day_within_a_year_or_a_problem(typed: str) -> None:
    found = read_due(typed, TODAY, CALENDAR)
    assert isinstance(found, DueProblem) or TODAY <= found <= TODAY + FARTHEST


@pytest.mark.parametrize(
    ("line", "agency", "due"),
    [
        ("kinh-te 15/12", "kinh-te", "15/12"),
        ("1 10 ngày", "1", "10 ngày"),
        ("Phòng Kinh tế 10 ngày làm việc", "Phòng Kinh tế", "10 ngày làm việc"),
        ("van-hoa hạn ngày 15/12", "van-hoa", "hạn ngày 15/12"),
        ("2 31/13", "2", "31/13"),
        ("kinh tế", "kinh tế", ""),
        ("10 ngày", "", "10 ngày"),
        ("", "", ""),
    ],
)
def test_an_agency_and_a_day_on_one_line_are_told_apart(line: str, agency: str, due: str) -> None:
    assert split_due(line) == (agency, due)


@given(st.text(max_size=60))
def test_no_word_of_a_line_is_lost(line: str) -> None:
    assert " ".join(" ".join(split_due(line)).split()) == " ".join(line.split())


def test_by_default_the_sessions_rule_counts_from_its_day() -> None:
    held = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)
    assert default_due(session(held), TODAY, CALENDAR) == date(2026, 12, 22)
    assert default_due(session(held, 5, "calendar"), TODAY, CALENDAR) == date(2026, 12, 13)


@pytest.mark.parametrize("held", [None, datetime(2026, 9, 1, tzinfo=UTC)])
def test_a_session_without_a_day_or_long_past_counts_from_today(held: datetime | None) -> None:
    assert default_due(session(held, 5, "calendar"), TODAY, CALENDAR) == TODAY + timedelta(days=5)


def test_outside_a_session_the_usual_rule_of_ten_working_days_counts_from_today() -> None:
    assert default_due(None, TODAY, CALENDAR) == date(2026, 12, 8)
