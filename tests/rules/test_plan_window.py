"""When opinions are taken, and how a time not fixed yet is put in words."""

import datetime as dt

import pytest

from handlers.rules.calendar import read_calendar
from handlers.rules.plans.parts import DueRule
from handlers.rules.plans.reading import PLANS, read_plan
from handlers.rules.plans.session import When
from handlers.rules.plans.window import (
    collection_window,
    feasible_days,
    last_fixed_day,
    rule_words,
    when_words,
)

CALENDAR = read_calendar()
COUNCIL = read_plan(PLANS / "hdnd-quang-nghiep-2023.toml")
DISTRICT = read_plan(PLANS / "huyen-uy-2022.toml")
PROVINCE = read_plan(PLANS / "tinh-uy-quang-ngai-2021.toml")


def test_an_end_counted_back_from_the_session_lasts_to_midnight_of_its_day() -> None:
    window = collection_window(COUNCIL, COUNCIL.sessions[0], None, CALENDAR)
    assert window.opens is None
    assert window.closes == dt.datetime(2023, 9, 8, 17, tzinfo=dt.UTC)
    assert window.closes_due is not None
    assert window.closes_due.explanation == "5 ngày trước 13/9/2023"


def test_a_day_fixed_by_the_office_comes_before_the_plans_own() -> None:
    window = collection_window(COUNCIL, COUNCIL.sessions[0], dt.date(2023, 9, 20), CALENDAR)
    assert window.closes == dt.datetime(2023, 9, 15, 17, tzinfo=dt.UTC)


def test_without_a_session_day_the_end_is_not_known_yet() -> None:
    window = collection_window(DISTRICT, DISTRICT.sessions[0], None, CALENDAR)
    assert (window.closes, window.closes_due) == (None, None)


def test_a_fixed_end_needs_no_session_day() -> None:
    window = collection_window(PROVINCE, PROVINCE.session("ly-son"), None, CALENDAR)
    assert window.closes == dt.datetime(2021, 5, 30, 17, tzinfo=dt.UTC)


def test_every_day_of_a_quarter_after_the_preparation_is_possible() -> None:
    island = PROVINCE.session("ly-son")
    assert last_fixed_day(PROVINCE, island, CALENDAR) == dt.date(2021, 5, 30)
    days = feasible_days(PROVINCE, island, CALENDAR)
    assert (days[0], days[-1], len(days)) == (dt.date(2021, 7, 1), dt.date(2021, 9, 30), 92)


def test_a_session_without_any_time_has_no_days() -> None:
    open_ended = DISTRICT.sessions[0].model_copy(update={"when": When()})
    assert feasible_days(DISTRICT, open_ended, CALENDAR) == ()


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date=dt.date(2023, 9, 13)), "ngày 13/9/2023"),
        (When(date=dt.date(2017, 3, 25), tentative=True), "dự kiến ngày 25/3/2017"),
        (
            When(first=dt.date(2025, 11, 25), last=dt.date(2025, 11, 30), tentative=True),
            "dự kiến từ ngày 25/11/2025 đến ngày 30/11/2025",
        ),
        (When(month="2021-04", tentative=True), "dự kiến trong tháng 4/2021"),
        (When(quarter="2021-Q3", tentative=True), "dự kiến trong quý III/2021"),
        (When(tentative=True), "chưa ấn định ngày đối thoại"),
    ],
)
def test_the_time_of_a_session_is_said_as_exactly_as_the_plan_knows_it(when: When, words: str) -> None:
    assert when_words(when) == words


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (DueRule(days=10), "10 ngày trước ngày đối thoại"),
        (DueRule(days=15, unit="working", direction="after"), "15 ngày làm việc sau ngày đối thoại"),
        (DueRule(days=0), "đúng ngày đối thoại"),
    ],
)
def test_a_rule_without_a_day_is_said_in_words(rule: DueRule, words: str) -> None:
    assert rule_words(rule) == words
