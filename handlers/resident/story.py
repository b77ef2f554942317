"""What happened to a concern so far, in a resident's words: its state, each step with its day, the answers."""

from datetime import datetime

from handlers.rules.answers import CLOSED
from handlers.texts import N_
from handlers.turn import Turn
from storage import assignments, closures, offices, published
from storage.records import AssignmentState, Concern, ConcernState, Outcome

_STATES = {
    ConcernState.RECEIVED: N_("state.received"),
    ConcernState.ASSIGNED: N_("state.assigned"),
    ConcernState.DRAFTED: N_("state.drafted"),
    ConcernState.ANSWERED: N_("state.answered"),
    ConcernState.FORWARDED: N_("state.forwarded"),
    ConcernState.OUT_OF_REMIT: N_("state.out_of_remit"),
    ConcernState.WITHDRAWN: N_("state.withdrawn"),
}


def state_words(turn: Turn, concern: Concern) -> str:
    """How far a concern has come. Of a protected one only that it is kept closed, until it was answered."""
    if concern.protected and concern.state not in CLOSED:
        return turn.t(N_("state.closed_to_all"))
    return turn.t(_STATES[concern.state])


def agency_name(turn: Turn, agency_id: int | None) -> str:
    """An agency's name; the office's own where no agency is named."""
    agency = offices.get_agency(turn.tx, turn.office.id, agency_id) if agency_id is not None else None
    return agency.name if agency else turn.office.name


def story_words(turn: Turn, concern: Concern) -> str:
    """Each step with its day, the oldest first."""
    office_id = turn.office.id
    steps: list[tuple[datetime, str]] = [(concern.created_at, turn.t(N_("story.received")))]
    for one in assignments.assignments_of(turn.tx, office_id, concern.id):
        name = agency_name(turn, one.agency_id)
        given = N_("story.passed_on") if one.state is AssignmentState.RETURNED else N_("story.assigned")
        steps.append((one.assigned_at, turn.t(given, agency=name)))
    for closure in closures.closures_of(turn.tx, office_id, concern.id):
        text = N_("story.forwarded") if closure.outcome is Outcome.FORWARDED else N_("story.out_of_remit")
        steps.append((closure.decided_at, turn.t(text, reason=closure.reason)))
    for answer in published.released_of_concern(turn.tx, office_id, concern.id):
        answered = turn.t(N_("story.answered"), agency=agency_name(turn, answer.agency_id))
        steps.append((answer.decided_at or answer.drafted_at, answered))
    lines = [f"- {turn.texts.day(moment)}: {text}" for moment, text in sorted(steps, key=lambda step: step[0])]
    return "\n".join([turn.t(N_("story.so_far")), *lines])


def answers_words(turn: Turn, concern: Concern) -> str:
    """The released answers, each with who answered and when."""
    found = published.released_of_concern(turn.tx, turn.office.id, concern.id)
    return "\n\n".join(
        turn.t(
            N_("story.answer"),
            agency=agency_name(turn, answer.agency_id),
            day=turn.texts.day(answer.decided_at or answer.drafted_at),
            text=answer.text,
        )
        for answer in found
    )
