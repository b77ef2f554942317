"""A machine that was off for two days says afterwards what it would have said: for each of the five plans."""

import shutil
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from handlers.texts import LOCAL
from storage.database import open_database
from tests.acceptance.plans.town import Town, to

PLANS = {
    "tinh-uy-quang-ngai-2021": ("khoi-nghiep", date(2021, 4, 22)),
    "huyen-uy-2022": ("nong-dan", date(2022, 6, 21)),
    "dang-uy-xa-2017": ("doi-thoai-2017", date(2017, 3, 25)),
    "hdnd-quang-nghiep-2023": ("kiem-tan", date(2023, 9, 13)),
    "giao-minh-2025": ("doi-thoai-2025", date(2025, 11, 29)),
}
Seen = tuple[list[tuple[str, str, str, str, int]], str]


async def told(path: Path, name: str, *, off: bool) -> Seen:
    """How every promise stands, and what the office is told on the last morning."""
    session, held = PLANS[name]

    def morning(days: int) -> datetime:
        return datetime.combine(held + timedelta(days=days), time(8), LOCAL)

    async with open_database(f"sqlite:///{path}") as database:
        town = await Town.of_plan(database, name, morning(-14), {session: held})
        office = await town.enrol("Hoa", "Văn phòng")
        await town.enrol("Bí thư", "Người chủ trì")
        await town.until(morning(-8))
        await (town.down_until if off else town.until)(morning(-6))
        last = await town.until(morning(-5))
        rows = [(m.key, m.debtor, m.state.value, m.reminded, m.escalated) for m in await town.milestones()]
        return rows, to(last, office)


@pytest.mark.parametrize("name", PLANS)
async def test_two_days_without_a_tick_change_nothing_that_is_said_later(
    name: str, sqlite_template: Path, tmp_path: Path
) -> None:
    seen = []
    for off in (False, True):
        path = tmp_path / f"{off}.db"
        shutil.copy(sqlite_template, path)
        seen.append(await told(path, name, off=off))
    (steady, heard), (missed, heard_after) = seen
    assert missed == steady
    assert heard_after == heard
    assert any(reminded for _, _, _, reminded, _ in steady), "the days chosen owe something"
