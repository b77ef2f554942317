"""What is done with a group's representative stands for the whole group: assignment, answer, closure.

Each author hears of it under their own code and reads nothing of the others' words.
"""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.milestones import marks
from handlers.official.notices import tell_resident
from handlers.official.words import Words, is_open
from handlers.rules import alike
from handlers.texts import Texts, local_day
from handlers.turn import Turn
from storage import answers, assignments, concern_groups, concerns
from storage.ids import new_id
from storage.records import Answer, Assignment, AssignmentState, Concern, ConcernState, DraftState
from storage.transaction import Transaction


def followers(tx: Transaction, concern: Concern) -> list[Concern]:
    """The open concerns for which this one stands: the others of its group, when it represents one."""
    group = concern_groups.group_of(tx, concern.office_id, concern.id)
    if group is None or group.representative_id != concern.id or concern.protected:
        return []
    found = concern_groups.members(tx, concern.office_id, group.id)
    return [one.concern for one in found if one.concern.id != concern.id and alike.is_open(one.concern)]


@dataclass(frozen=True, kw_only=True)
class Given:
    """A new assignment, the state of the concern with it, and the open assignment that it replaced."""

    assignment: Assignment
    state: ConcernState
    earlier: Assignment | None


def give(tx: Transaction, concern: Concern, agency_id: int, due: date | None, by: int, at: datetime) -> Given:
    """Give a concern to an agency, which keeps its draft when it had the concern already."""
    current = assignments.current_assignment(tx, concern.office_id, concern.id)
    earlier = current if is_open(current) else None
    stays = earlier is not None and earlier.agency_id == agency_id
    if not stays:
        answers.replace_draft(tx, concern.office_id, concern.id)
    assignments.end_open(tx, concern.office_id, concern.id, AssignmentState.REPLACED)
    assignment = Assignment(
        office_id=concern.office_id,
        id=new_id(at),
        concern_id=concern.id,
        agency_id=agency_id,
        due_on=due,
        assigned_by=by,
        assigned_at=at,
        state=AssignmentState.OPEN,
        reason="",
    )
    assignments.add_assignment(tx, assignment)
    state = concern.state if stays else ConcernState.ASSIGNED
    concerns.set_state(tx, concern.office_id, concern.id, state)
    concerns.set_due(tx, concern.office_id, concern.id, due)
    return Given(assignment=assignment, state=state, earlier=earlier)


def record_given(turn: Turn, concern: Concern, given: Given) -> None:
    """The audit log's entry of an assignment; `concern` is as it was before."""
    assignment = given.assignment
    turn.record(
        "assign",
        "concern",
        concern.id,
        before={
            "state": concern.state,
            "agency": given.earlier.agency_id if given.earlier else None,
            "due": concern.due_on.isoformat() if concern.due_on else None,
        },
        after={
            "state": given.state,
            "agency": assignment.agency_id,
            "due": (assignment.due_on or local_day(turn.at)).isoformat(),
            "record": assignment.id,
        },
    )


def give_followers(turn: Turn, concern: Concern, agency_id: int, due: date) -> int:
    """Give the rest of the group to the same agency; return how many."""
    others = followers(turn.tx, concern)
    for other in others:
        given = give(turn.tx, other, agency_id, due, turn.person.id, turn.at)
        record_given(turn, other, given)
        tell_given(turn, other, given.assignment)
    return len(others)


def tell_given(turn: Turn, concern: Concern, assignment: Assignment) -> None:
    """Tell the sender which agency has the concern, and until when."""
    due = assignment.due_on or local_day(turn.at)

    def wording(texts: Texts) -> str:
        words = Words(tx=turn.tx, office=turn.office, texts=texts)
        agency = words.agency(assignment.agency_id)
        return texts.t("assign.resident", code=concern.code, agency=agency, due=texts.day(due))

    tell_resident(turn, concern, wording, lambda _texts: [], once_key=f"assigned/{assignment.id}")


def follow(tx: Transaction, newcomer: Concern, representative: Concern, at: datetime) -> None:
    """A concern that comes to a group is with the agency that has the representative."""
    held = assignments.current_assignment(tx, representative.office_id, representative.id)
    own = assignments.current_assignment(tx, newcomer.office_id, newcomer.id)
    if held is None or not is_open(held) or (own is not None and is_open(own) and own.agency_id == held.agency_id):
        return
    give(tx, newcomer, held.agency_id, held.due_on, held.assigned_by, at)


def answered_too(turn: Turn, concern: Concern, answer: Answer) -> Answer:
    """The representative's released answer becomes this concern's own, and the concern is answered.

    It is kept with each concern, so that its author finds it there; published it is once, with the representative.
    """
    copy = answer.model_copy(
        update={
            "id": new_id(turn.at),
            "concern_id": concern.id,
            "state": DraftState.RELEASED,
            "public": False,
            "public_question": "",
        }
    )
    answers.replace_draft(turn.tx, turn.office.id, concern.id)
    answers.add_answer(turn.tx, copy)
    assignments.end_open(turn.tx, turn.office.id, concern.id, AssignmentState.DONE)
    concerns.set_state(turn.tx, turn.office.id, concern.id, ConcernState.ANSWERED)
    marks.answered(turn.tx, turn.office.id, concern.session_id, turn.at, turn.person.id)
    turn.record(
        "answer_with_group",
        "concern",
        concern.id,
        before={"state": concern.state},
        after={"state": ConcernState.ANSWERED, "record": copy.id},
    )
    return copy
