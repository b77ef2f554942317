"""Milestones and added days as rows: of two who do the same at once one does, on both engines."""

import asyncio
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from storage import calendar_days, milestones, plan_drafts, uploads
from storage.database import Database
from storage.errors import AlreadyRecorded, NotFound
from storage.ids import new_id
from storage.records import (
    AddedDay,
    Milestone,
    MilestoneState,
    PlanDraft,
    PlanDraftState,
    Upload,
    UploadState,
)
from storage.transaction import Transaction
from tests.house import NOON

LATE_FROM = NOON + timedelta(days=3)


def milestone(**other: object) -> Milestone:
    values = {
        "office_id": 1,
        "id": new_id(NOON),
        "session_id": 7,
        "key": "bao-cao",
        "kind": "report",
        "name": "Báo cáo",
        "debtor": "ubnd",
        "owed_by": "UBND xã",
        "owed_to": "Đảng ủy",
        "creditors": ("dang-uy", "mttq"),
        "due_on": date(2026, 11, 26),
        "due_time": time(11),
        "late_from": LATE_FROM,
        "explanation": "trước 11 giờ ngày 26/11/2026",
        "source": "III.1",
        "origin": "plan",
        "computed_by": "vn-1",
        "provisional": False,
        "state": MilestoneState.PLANNED,
        "created_at": NOON,
        "updated_at": NOON,
    }
    return Milestone.model_validate(values | other)


async def office(database: Database) -> None:
    await database.write(
        lambda tx: tx.run(
            "INSERT INTO office (id, code, name, profile, created_at) VALUES (1, 'A', 'A', '{}', :at)", at=NOON
        )
    )


@pytest.fixture
async def kept(database: Database) -> Milestone:
    """One milestone of one office."""
    await office(database)
    made = milestone()
    await database.write(lambda tx: milestones.add_milestone(tx, made))
    return made


async def now(database: Database, made: Milestone) -> Milestone:
    return await database.read(lambda tx: milestones.get_milestone(tx, made.office_id, made.id))


async def both(database: Database, unit: Callable[[Transaction], bool]) -> list[bool]:
    """Two workers at the same moment; how often it went well comes first."""
    return sorted(await asyncio.gather(database.write(unit), database.write(unit)), reverse=True)


async def test_it_comes_back_as_it_was_written(database: Database, kept: Milestone) -> None:
    assert await now(database, kept) == kept


async def test_a_body_owes_a_promise_of_a_session_once(database: Database, kept: Milestone) -> None:
    with pytest.raises(AlreadyRecorded):
        await database.write(lambda tx: milestones.add_milestone(tx, milestone()))
    await database.write(lambda tx: milestones.add_milestone(tx, milestone(debtor="mttq")))
    found = await database.read(lambda tx: milestones.of_session(tx, 1, 7))
    assert {one.debtor for one in found} == {kept.debtor, "mttq"}


async def test_one_that_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        await database.read(lambda tx: milestones.get_milestone(tx, 1, 5))


async def test_it_is_flagged_late_at_the_instant_and_once(database: Database, kept: Milestone) -> None:
    before = await database.write(lambda tx: milestones.flag_late(tx, 1, LATE_FROM - timedelta(microseconds=1)))
    then = await database.write(lambda tx: milestones.flag_late(tx, 1, LATE_FROM))
    again = await database.write(lambda tx: milestones.flag_late(tx, 1, LATE_FROM))
    assert (before, then, again) == (0, 1, 0)
    assert (await now(database, kept)).state is MilestoneState.LATE


async def test_a_moment_is_never_flagged(database: Database) -> None:
    await office(database)
    await database.write(lambda tx: milestones.add_milestone(tx, milestone(kind="session", debtor="")))
    assert await database.write(lambda tx: milestones.flag_late(tx, 1, LATE_FROM)) == 0


async def test_of_two_who_mark_it_done_one_does(database: Database, kept: Milestone) -> None:
    done = await both(database, lambda tx: milestones.mark_done(tx, 1, kept.id, NOON, 3))
    assert done == [True, False]
    assert await both(database, lambda tx: milestones.reopen(tx, 1, kept.id, NOON)) == [True, False]


async def test_of_two_who_remind_or_escalate_one_does(database: Database, kept: Milestone) -> None:
    assert await both(database, lambda tx: milestones.mark_reminded(tx, kept, "2026-11-26/-3")) == [True, False]
    assert await both(database, lambda tx: milestones.mark_escalated(tx, kept, 1)) == [True, False]


async def test_of_two_who_extend_what_they_read_one_does(database: Database, kept: Milestone) -> None:
    until, reason = date(2026, 12, 1), "Mưa lũ"
    at = NOON + timedelta(seconds=1)
    extended = await both(database, lambda tx: milestones.extend(tx, kept, until, LATE_FROM, reason, 3, at))
    assert extended == [True, False]
    found = await now(database, kept)
    assert (found.last_day, found.due_on, found.extension_reason) == (until, date(2026, 11, 26), reason)


async def test_another_office_sees_and_changes_nothing(database: Database, kept: Milestone) -> None:
    assert await database.read(lambda tx: milestones.open_milestones(tx, 2)) == []
    assert not await database.write(lambda tx: milestones.mark_done(tx, 2, kept.id, NOON, 3))
    assert await database.write(lambda tx: milestones.flag_late(tx, 2, LATE_FROM)) == 0


async def test_a_date_stands_once_in_the_calendar_and_again_once_it_was_undone(database: Database) -> None:
    await office(database)

    def day() -> AddedDay:
        return AddedDay(
            office_id=1,
            id=new_id(NOON),
            date=date(2027, 1, 2),
            kind="off",
            name="Nghỉ",
            source="Công văn",
            added_by=3,
            added_at=NOON,
        )

    first = day()
    await database.write(lambda tx: calendar_days.add_day(tx, first))
    with pytest.raises(AlreadyRecorded):
        await database.write(lambda tx: calendar_days.add_day(tx, day()))
    assert await both(database, lambda tx: calendar_days.undo_day(tx, 1, first.id, 3, NOON)) == [True, False]
    await database.write(lambda tx: calendar_days.add_day(tx, day()))
    assert len(await database.read(lambda tx: calendar_days.added_days(tx, 1))) == 1


async def test_of_two_who_release_a_plan_one_does(database: Database) -> None:
    await office(database)
    draft = PlanDraft(
        office_id=1,
        id=new_id(NOON),
        title="Kế hoạch",
        text="{}",
        state=PlanDraftState.WAITING,
        drafted_by=3,
        drafted_at=NOON,
    )
    await database.write(lambda tx: plan_drafts.add_draft(tx, draft))
    released = await both(
        database, lambda tx: plan_drafts.move_draft(tx, draft, PlanDraftState.RELEASED, by=4, at=NOON)
    )
    assert released == [True, False]
    assert await database.read(lambda tx: plan_drafts.waiting_drafts(tx, 1)) == []


async def test_an_upload_is_taken_once(database: Database) -> None:
    await office(database)
    upload = Upload(
        office_id=1,
        id=new_id(NOON),
        purpose="plan",
        identity_id=1,
        person_id=1,
        state=UploadState.WAITING,
        created_at=NOON,
    )
    await database.write(lambda tx: uploads.add_upload(tx, upload))
    taken = await both(database, lambda tx: uploads.take_upload(tx, 1, upload.id) is not None)
    assert taken == [True, False]
