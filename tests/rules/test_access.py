"""Who may read which concern, and who may decide about an answer."""

from datetime import UTC, datetime

import pytest

from handlers.rules.access import may_read, scope_of, sees_sender
from handlers.rules.answers import Refusal, may_assign, may_close, may_decide, may_draft, typed
from storage.records import (
    Answer,
    Assignment,
    AssignmentState,
    Concern,
    ConcernState,
    DraftState,
    Kind,
    Official,
    Role,
)

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
ECONOMY, CULTURE = 10, 11


def official(role: Role, agency_id: int | None = None, person_id: int = 1) -> Official:
    return Official(
        office_id=1,
        id=person_id,
        person_id=person_id,
        role=role,
        agency_id=agency_id,
        name="Hoa",
        enrolled_at=AT,
        removed_at=None,
    )


def concern(state: ConcernState = ConcernState.RECEIVED, *, protected: bool = False) -> Concern:
    return Concern(
        office_id=1,
        id=5,
        number=42,
        code="GM-0042",
        session_id=None,
        for_next_session=False,
        person_id=9,
        identity_id=9,
        area_id=None,
        text="Đường hỏng",
        topic="transport",
        topic_confirmed_by="",
        suggested=(),
        kind=Kind.REPORT,
        protected=protected,
        summary="Đường hỏng",
        state=state,
        due_on=None,
        created_at=AT,
    )


def given(agency_id: int, state: AssignmentState = AssignmentState.OPEN) -> Assignment:
    return Assignment(
        office_id=1,
        id=7,
        concern_id=5,
        agency_id=agency_id,
        due_on=None,
        assigned_by=1,
        assigned_at=AT,
        state=state,
        reason="",
    )


def drafted_by(person_id: int) -> Answer:
    return Answer(
        office_id=1,
        id=8,
        concern_id=5,
        agency_id=ECONOMY,
        text="Đã sửa.",
        drafted_by=person_id,
        drafted_at=AT,
        state=DraftState.DRAFT,
        decided_by=None,
        decided_at=None,
        reason="",
        public=False,
        public_question="",
    )


OFFICERS = [official(Role.AGENCY, ECONOMY), *(official(role) for role in Role if role is not Role.AGENCY)]


@pytest.mark.parametrize("reader", OFFICERS, ids=lambda reader: reader.role)
def test_a_suspected_denunciation_is_open_to_the_inspector_alone(reader: Official) -> None:
    secret = concern(protected=True)
    assert may_read(reader, secret, given(ECONOMY)) is (reader.role is Role.INSPECTOR)
    assert not may_read(None, secret, None)


@pytest.mark.parametrize("reader", OFFICERS, ids=lambda reader: reader.role)
def test_all_other_concerns_are_open_to_the_desk_the_chair_and_the_agency_that_answers(reader: Official) -> None:
    readers = {Role.COMMITTEE, Role.OFFICE, Role.CHAIR, Role.AGENCY}
    assert may_read(reader, concern(), given(ECONOMY)) is (reader.role in readers)


@pytest.mark.parametrize("assignment", [None, given(CULTURE)])
def test_an_agency_reads_nothing_that_is_not_assigned_to_it(assignment: Assignment | None) -> None:
    assert not may_read(official(Role.AGENCY, ECONOMY), concern(), assignment)


def test_an_officer_without_an_agency_reads_nothing() -> None:
    assert scope_of(official(Role.AGENCY)) is None
    assert not may_read(official(Role.AGENCY), concern(), given(ECONOMY))


@pytest.mark.parametrize("role", Role)
def test_only_the_desk_is_shown_a_senders_name(role: Role) -> None:
    assert sees_sender(official(role)) is (role in {Role.COMMITTEE, Role.OFFICE})


@pytest.mark.parametrize(
    ("who", "state", "assignment", "refusal"),
    [
        (official(Role.AGENCY, ECONOMY), ConcernState.ASSIGNED, given(ECONOMY), None),
        (official(Role.AGENCY, ECONOMY), ConcernState.ASSIGNED, given(CULTURE), Refusal.NOT_YOURS),
        (official(Role.AGENCY, ECONOMY), ConcernState.ANSWERED, given(ECONOMY, AssignmentState.DONE), Refusal.ANSWERED),
        (official(Role.OFFICE), ConcernState.RECEIVED, None, None),
        (official(Role.OFFICE), ConcernState.FORWARDED, None, None),
        (official(Role.OFFICE), ConcernState.ASSIGNED, given(ECONOMY), Refusal.GIVEN_OUT),
        (official(Role.OFFICE), ConcernState.OUT_OF_REMIT, None, Refusal.CLOSED),
        (official(Role.CHAIR), ConcernState.RECEIVED, None, Refusal.NOT_YOURS),
        (official(Role.INSPECTOR), ConcernState.RECEIVED, None, Refusal.NOT_YOURS),
    ],
)
def test_the_agency_that_has_a_concern_drafts_and_the_desk_while_no_agency_has_it(
    who: Official, state: ConcernState, assignment: Assignment | None, refusal: Refusal | None
) -> None:
    assert may_draft(who, concern(state), assignment) is refusal


@pytest.mark.parametrize("role", Role)
def test_nobody_releases_their_own_draft_in_any_role(role: Role) -> None:
    agency = ECONOMY if role is Role.AGENCY else None
    assert may_decide(official(role, agency, person_id=3), drafted_by(3)) is Refusal.OWN_DRAFT


@pytest.mark.parametrize("role", Role)
def test_the_second_person_is_of_the_desk_or_the_chair(role: Role) -> None:
    allowed = {Role.COMMITTEE, Role.OFFICE, Role.CHAIR}
    agency = ECONOMY if role is Role.AGENCY else None
    assert (may_decide(official(role, agency, person_id=4), drafted_by(3)) is None) is (role in allowed)


@pytest.mark.parametrize("state", ConcernState)
def test_what_was_answered_is_neither_assigned_nor_closed_again(state: ConcernState) -> None:
    answered = state is ConcernState.ANSWERED
    assert (may_assign(concern(state)) is Refusal.ANSWERED) is answered
    open_ = state in {ConcernState.RECEIVED, ConcernState.ASSIGNED, ConcernState.DRAFTED}
    assert (may_close(concern(state)) is None) is open_


def test_control_characters_are_taken_out_of_what_officials_type_and_line_breaks_stay() -> None:
    assert typed(" một\r\nhai\x00 ba\x07\r ") == "một\nhai ba"
