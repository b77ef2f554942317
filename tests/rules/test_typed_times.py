"""Days and hours as officials type them."""

from datetime import UTC, datetime, time

import pytest

from handlers.rules.typed_times import read_end, read_hours, read_moment
from handlers.texts import LOCAL

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def local(day: int, month: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    "typed",
    [
        "15/12/2026 8h-11h30",
        "8h-11h30 15/12/2026",
        "8h - 11h30, ngày 15-12-2026",
        "15.12.2026 8:00-11:30",
        "15/12 8 giờ đến 11 giờ 30",
        "ngày 15 tháng 12 năm 2026, từ 8h đến 11h30",
        "8-11h30 15/12/26",
        "15/12/2026 8h sáng - 11h30 trưa",
    ],
)
def test_a_day_with_two_hours_is_read_however_it_is_typed(typed: str) -> None:
    assert read_hours(typed, NOW) == (local(15, 12, 8), local(15, 12, 11, 30))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "15/12/2026",
        "15/12/2026 8h",
        "8h-11h",
        "15/12/2026 11h-8h",
        "15/12/2026 8h-8h",
        "15/12/2026 8h-11h-14h",
        "31/2/2026 8h-11h",
        "15/13/2026 8h-11h",
        "15/12/1926 8h-11h",
        "15/12/2026 25h-26h",
        "15/12/2026 8h-11h khoảng 200 người",
        "mấy giờ cũng được",
    ],
)
def test_what_cannot_be_read_whole_is_not_read_at_all(typed: str) -> None:
    assert read_hours(typed, NOW) is None


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("20/12 8h", local(20, 12, 8)),
        ("8h30 20/12", local(20, 12, 8, 30)),
        ("20/1 8h", local(20, 1, 8, year=2027)),
        ("2h chiều mai", local(25, 11, 14)),
        ("hôm nay 15h", local(24, 11, 15)),
        ("15h", local(24, 11, 15)),
        ("8h", local(25, 11, 8)),
        ("20/12", None),
        ("20/12 8h-9h", None),
    ],
)
def test_one_moment_is_read_and_without_a_day_it_is_the_next(typed: str, moment: datetime | None) -> None:
    assert read_moment(typed, NOW) == moment


def test_a_day_alone_begins_at_the_usual_hour_and_ends_with_the_day() -> None:
    assert read_moment("1/12/2026", NOW, usual=time()) == local(1, 12, 0)
    assert read_end("10/12/2026", NOW) == local(11, 12, 0)
    assert read_end("10/12/2026 17h", NOW) == local(10, 12, 17)
