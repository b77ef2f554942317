"""What may be done with a concern and its answer: pure rules on records."""

import re
from enum import StrEnum

from handlers.rules.access import DESK, RELEASERS, answers_for
from storage.records import Answer, Assignment, AssignmentState, Closure, Concern, ConcernState, Official, Outcome

MOST_ANSWER_LETTERS = 8_000
MOST_REASON_LETTERS = 500

OPEN = (ConcernState.RECEIVED, ConcernState.ASSIGNED, ConcernState.DRAFTED)
"""States in which the office still owes something."""
CLOSED = (ConcernState.ANSWERED, ConcernState.FORWARDED, ConcernState.OUT_OF_REMIT, ConcernState.WITHDRAWN)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Refusal(StrEnum):
    """Why an act is not allowed now."""

    ANSWERED = "answered"
    CLOSED = "closed"
    GIVEN_OUT = "given_out"
    NOT_YOURS = "not_yours"
    OWN_DRAFT = "own_draft"


def typed(text: str) -> str:
    """What an official typed, without control characters (a database refuses some of them) and blanks around it."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def may_assign(concern: Concern) -> Refusal | None:
    """Whether a concern can be given to an agency; one closed by mistake can, an answered or withdrawn one cannot."""
    if concern.state is ConcernState.WITHDRAWN:
        return Refusal.CLOSED
    return Refusal.ANSWERED if concern.state is ConcernState.ANSWERED else None


def may_close(concern: Concern) -> Refusal | None:
    """Whether a concern can be forwarded up or found out of remit."""
    if concern.state is ConcernState.ANSWERED:
        return Refusal.ANSWERED
    return Refusal.CLOSED if concern.state in CLOSED else None


def may_draft(official: Official, concern: Concern, assignment: Assignment | None) -> Refusal | None:
    """Whether this official may draft the answer: the agency that has it; the desk while no agency has it.

    A concern forwarded up may be answered by the desk, when the answer came back from above.
    """
    if concern.state is ConcernState.ANSWERED:
        return Refusal.ANSWERED
    if concern.state in {ConcernState.OUT_OF_REMIT, ConcernState.WITHDRAWN}:
        return Refusal.CLOSED
    given = assignment is not None and assignment.state is AssignmentState.OPEN
    if official.role in DESK:
        return Refusal.GIVEN_OUT if given else None
    return None if answers_for(official, assignment) else Refusal.NOT_YOURS


def may_decide(official: Official, answer: Answer) -> Refusal | None:
    """Whether this official may release or return a draft: never who drafted it, in whatever role they come."""
    if answer.drafted_by == official.person_id:
        return Refusal.OWN_DRAFT
    return None if official.role in RELEASERS else Refusal.NOT_YOURS


def state_without_draft(assignment: Assignment | None, closures: list[Closure]) -> ConcernState:
    """Where a concern stands when its draft was returned or put aside."""
    if assignment is not None and assignment.state is AssignmentState.OPEN:
        return ConcernState.ASSIGNED
    forwarded = closures and closures[-1].outcome is Outcome.FORWARDED
    return ConcernState.FORWARDED if forwarded else ConcernState.RECEIVED
