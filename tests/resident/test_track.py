"""Track: one's own concerns, and nobody else's by whatever code."""

from datetime import date, timedelta

import pytest

from storage import answers, assignments, closures, concerns, offices
from storage.database import Database
from storage.ids import new_id
from storage.records import (
    Answer,
    Assignment,
    AssignmentState,
    Closure,
    Concern,
    ConcernState,
    DraftState,
    Outcome,
    Role,
)
from storage.transaction import Transaction
from tests.house import NOON, House
from tests.resident.talking import POTHOLE, concern, entered, labels, sent

TEXT = "Phòng Kinh tế đã sửa đường ngày 30/11."


def assign(tx: Transaction, kept: Concern) -> None:
    agency = next(one for one in offices.agencies(tx, kept.office_id) if one.key == "kinh-te")
    assignments.add_assignment(
        tx,
        Assignment(
            office_id=kept.office_id,
            id=new_id(NOON),
            concern_id=kept.id,
            agency_id=agency.id,
            due_on=date(2026, 12, 1),
            assigned_by=1,
            assigned_at=NOON + timedelta(days=1),
            state=AssignmentState.OPEN,
            reason="",
        ),
    )
    concerns.set_state(tx, kept.office_id, kept.id, ConcernState.ASSIGNED)
    concerns.set_due(tx, kept.office_id, kept.id, date(2026, 12, 1))


def answered(tx: Transaction, kept: Concern) -> None:
    agency = next(one for one in offices.agencies(tx, kept.office_id) if one.key == "kinh-te")
    answers.add_answer(
        tx,
        Answer(
            office_id=kept.office_id,
            id=new_id(NOON),
            concern_id=kept.id,
            agency_id=agency.id,
            text=TEXT,
            drafted_by=1,
            drafted_at=NOON + timedelta(days=2),
            state=DraftState.RELEASED,
            decided_by=2,
            decided_at=NOON + timedelta(days=3),
            reason="",
            public=False,
            public_question="",
        ),
    )
    concerns.set_state(tx, kept.office_id, kept.id, ConcernState.ANSWERED)


def forwarded(tx: Transaction, kept: Concern) -> None:
    closures.add_closure(
        tx,
        Closure(
            office_id=kept.office_id,
            id=new_id(NOON),
            concern_id=kept.id,
            outcome=Outcome.FORWARDED,
            reason="Việc này do tỉnh quyết định.",
            decided_by=1,
            decided_at=NOON + timedelta(days=1),
        ),
    )
    concerns.set_state(tx, kept.office_id, kept.id, ConcernState.FORWARDED)


async def test_who_sent_nothing_is_told_so(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/tracuu")
    assert "chưa gửi ý kiến nào" in lan.last.text


async def test_ones_own_concerns_come_newest_first_a_page_at_a_time(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    for number in range(7):
        await sent(lan, f"Đường số {number} hỏng")
    await lan.say("/tracuu")
    assert labels(lan.last) == ["GM-0007", "GM-0006", "GM-0005", "GM-0004", "GM-0003", "Xem ý kiến cũ hơn"]
    await sent(await entered(house, "minh"))
    await sent(lan, "Đường số 8 hỏng")
    await lan.press("/tracuu sau GM-0003")
    assert labels(lan.last) == ["GM-0002", "GM-0001"]
    await lan.press("/tracuu sau GM-0001")
    assert "Không còn ý kiến nào cũ hơn" in lan.last.text


async def test_a_list_never_shows_somebody_elses(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await entered(house), await entered(house, "minh")
    await sent(lan, "Đường riêng hỏng")
    await minh.say("/tracuu")
    assert "chưa gửi ý kiến nào" in minh.last.text


@pytest.mark.parametrize("typed", ["/tracuu GM-0001", "/tracuu gm 1", "/tracuu 1", "GM-0001", "gm0001"])
async def test_a_code_may_be_typed_in_many_ways(database: Database, typed: str) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    await lan.say(typed)
    assert f"Ông/bà viết:\n{POTHOLE}" in lan.last.text


async def test_a_foreign_and_an_unknown_code_get_the_same_answer_and_are_logged(database: Database) -> None:
    house = await House.build(database)
    lan, minh = await entered(house), await entered(house, "minh")
    await sent(lan)
    foreign = await minh.say("/tracuu GM-0001")
    unknown = await minh.say("/tracuu GM-0002")
    nonsense = await minh.say("/tracuu '; DROP TABLE")
    assert foreign == unknown == nonsense
    rows = await house.rows("SELECT act, subject_id, after FROM audit WHERE act = 'refused_code' ORDER BY id")
    assert [row["after"] for row in rows] == ['{"code":"GM-0001"}', '{"code":"GM-0002"}', '{"code":""}']
    assert {row["subject_id"] for row in rows} == {None}


async def test_an_officials_own_tracking_shows_only_what_they_sent_themselves(database: Database) -> None:
    house = await House.build(database)
    await sent(await entered(house))
    hoa = await house.official("hoa", Role.COMMITTEE)
    await hoa.say("/tracuu GM-0001")
    assert "không thấy mã này" in hoa.last.text


async def test_a_concern_tells_what_comes_next_with_dates(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    await lan.say("/tracuu GM-0001")
    for part in ("chờ cán bộ xem", "04/12/2026", "08/12/2026", "chậm nhất ngày 22/12/2026", "24/11/2026: đã ghi nhận"):
        assert part in lan.last.text


async def test_what_is_past_is_no_longer_told_as_coming(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    house.later(days=20)
    await lan.say("/tracuu GM-0001")
    assert "Nhận ý kiến đến" not in lan.last.text
    assert "Đối thoại lúc" not in lan.last.text
    assert "chậm nhất ngày 22/12/2026" in lan.last.text


async def test_an_assignment_shows_the_agency_its_day_and_its_date(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    kept = await concern(house, await sent(lan))
    await database.write(lambda tx: assign(tx, kept))
    await lan.say("/tracuu GM-0001")
    assert "25/11/2026: giao Phòng Kinh tế trả lời" in lan.last.text
    assert "chậm nhất ngày 01/12/2026" in lan.last.text


async def test_an_answer_is_shown_whole_with_who_and_when_and_nothing_more_is_announced(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    kept = await concern(house, await sent(lan))
    await database.write(lambda tx: answered(tx, kept))
    await lan.say("/tracuu GM-0001")
    assert f"Trả lời của Phòng Kinh tế, ngày 27/11/2026:\n{TEXT}" in lan.last.text
    assert "Tình trạng: đã trả lời" in lan.last.text
    assert "chậm nhất" not in lan.last.text


async def test_forwarding_is_told_with_its_reason(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    kept = await concern(house, await sent(lan))
    await database.write(lambda tx: forwarded(tx, kept))
    await lan.say("/tracuu GM-0001")
    assert "chuyển lên cấp trên. Việc này do tỉnh quyết định." in lan.last.text


async def test_the_words_are_english_for_who_chose_english(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await sent(lan)
    await lan.say("/ngonngu en")
    await lan.say("/tracuu GM-0001")
    assert "You wrote:" in lan.last.text
    assert "Field: Transport" in lan.last.text
