"""When a milestone is spoken of: pure, and the same however often and however late anybody asks."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.milestone_clock import (
    MOST_LATE_REMINDERS,
    Standing,
    call,
    days_late,
    ladder_steps,
    standing,
    was_late,
)
from handlers.rules.plans.office import Reminders
from storage.records import Milestone, MilestoneState

DAY = date(2026, 12, 15)
MADE = datetime(2026, 11, 1, tzinfo=UTC)
LATE_FROM = datetime(2026, 12, 15, 17, tzinfo=UTC)
"""The end of 15/12 in Vietnam."""
HOURS = st.integers(-24 * 40, 24 * 60)
SETTINGS = st.builds(
    Reminders,
    days_before=st.lists(st.integers(0, 30), max_size=4).map(tuple),
    late_every_days=st.integers(1, 10),
    superior_after_days=st.integers(1, 10),
)


def milestone(**other: object) -> Milestone:
    values = {
        "office_id": 1,
        "id": 1,
        "session_id": 1,
        "key": "bao-cao",
        "kind": "report",
        "name": "Báo cáo",
        "debtor": "ubnd",
        "owed_by": "UBND xã",
        "owed_to": "Đảng ủy",
        "creditors": ("dang-uy",),
        "due_on": DAY,
        "due_time": None,
        "late_from": LATE_FROM,
        "explanation": "",
        "source": "",
        "origin": "plan",
        "computed_by": "vn-1",
        "provisional": False,
        "state": MilestoneState.PLANNED,
        "created_at": MADE,
        "updated_at": MADE,
    }
    return Milestone.model_validate(values | other)


def at(hours: int) -> datetime:
    return LATE_FROM + timedelta(hours=hours)


@given(hours=HOURS, settings=SETTINGS)
def test_an_occasion_is_named_the_same_all_day(hours: int, settings: Reminders) -> None:
    moment = at(hours)
    morning = (moment + timedelta(hours=7)).replace(hour=8, minute=0) - timedelta(hours=7)
    evening = morning + timedelta(hours=10)
    assert call(milestone(), settings, morning) == call(milestone(), settings, evening)


@given(first=HOURS, second=HOURS, settings=SETTINGS)
def test_the_ladder_is_only_climbed(first: int, second: int, settings: Reminders) -> None:
    early, late = min(first, second), max(first, second)
    assert ladder_steps(milestone(), settings, at(early)) <= ladder_steps(milestone(), settings, at(late))


@given(hours=HOURS, settings=SETTINGS)
def test_nothing_is_called_late_before_it_is(hours: int, settings: Reminders) -> None:
    found = call(milestone(), settings, at(hours))
    if found is not None:
        assert (found.days < 0) == (hours >= 0)


@given(settings=SETTINGS)
def test_late_reminders_are_counted(settings: Reminders) -> None:
    found = [call(milestone(), settings, at(12 + 24 * days)) for days in range(1, 400)]
    assert len({each.occasion for each in found if each is not None}) <= MOST_LATE_REMINDERS


@given(hours=HOURS)
def test_what_is_done_or_a_moment_is_never_called_or_late(hours: int) -> None:
    for kept in (milestone(state=MilestoneState.DONE), milestone(state=MilestoneState.WAIVED)):
        assert call(kept, Reminders(), at(hours)) is None
        assert ladder_steps(kept, Reminders(), at(hours)) == 0
    moment = milestone(kind="session")
    assert days_late(moment, at(hours)) == 0
    assert standing(moment, at(hours)) is not Standing.LATE


@given(hours=HOURS, settings=SETTINGS)
def test_advice_is_told_beforehand_and_never_chased(hours: int, settings: Reminders) -> None:
    advice = milestone(origin="advice")
    assert standing(advice, at(hours)) is (Standing.PASSED if hours >= 0 else standing(milestone(), at(hours)))
    assert ladder_steps(advice, settings, at(hours)) == 0
    assert call(advice, settings, at(hours)) == (call(milestone(), settings, at(hours)) if hours < 0 else None)


def test_it_is_late_from_the_first_instant_that_is_too_late() -> None:
    assert standing(milestone(), LATE_FROM - timedelta(microseconds=1)) is Standing.DUE
    assert standing(milestone(), LATE_FROM) is Standing.LATE


def test_a_done_mark_tells_in_time_from_late() -> None:
    in_time = milestone(state=MilestoneState.DONE, done_at=LATE_FROM - timedelta(seconds=1))
    late = milestone(state=MilestoneState.DONE, done_at=LATE_FROM)
    assert (was_late(in_time), was_late(late)) == (False, True)
    assert standing(late, LATE_FROM) is Standing.DONE_LATE


def test_without_a_day_it_waits() -> None:
    waiting = milestone(due_on=None, late_from=None)
    assert standing(waiting, LATE_FROM) is Standing.WAITING
    assert call(waiting, Reminders(), LATE_FROM) is None
