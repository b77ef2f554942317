"""`/tralai GM-0042 <reason>`: an agency says that a concern is not its own; the desk has it again."""

from handlers.messages import Choice
from handlers.official.concern_groups import work as group_work
from handlers.official.concerns.desk import Held, deny, from_argument, hold, official_of, read_reason
from handlers.official.notices import desk_of, tell_officials, view_choice
from handlers.official.words import Words
from handlers.rules.access import answers_for
from handlers.rules.answers import Refusal
from handlers.texts import Texts
from handlers.turn import Turn
from storage import answers, assignments, concerns, inbox
from storage.inbox import Selection
from storage.records import Assignment, AssignmentState, Concern, ConcernState


def give_back(turn: Turn, argument: str) -> None:
    """`/tralai GM-0042 <reason>`; without a reason it is asked for."""
    found = from_argument(turn, argument, "give_back.code", "/tralai", _given(turn))
    if found is None:
        return
    held, rest = found
    if not _may(turn, held):
        return
    turn.begin(code=held.concern.code)
    reason = read_reason(turn, rest) if rest else None
    if reason is None:
        turn.ask("give_back.reason", turn.t("give_back.ask_reason", code=held.concern.code))
    else:
        _return(turn, held, reason)


def _given(turn: Turn) -> list[Concern]:
    states = (ConcernState.ASSIGNED, ConcernState.DRAFTED)
    agency_id = official_of(turn).agency_id
    return inbox.page(turn.tx, Selection(office_id=turn.office.id, agency_id=agency_id, states=states))


def _may(turn: Turn, held: Held) -> bool:
    if answers_for(held.official, held.assignment):
        return True
    answered = held.concern.state is ConcernState.ANSWERED
    deny(turn, held, "give_back", Refusal.ANSWERED if answered else Refusal.NOT_YOURS)
    return False


def take_reason(turn: Turn, value: str) -> None:
    """Why it is not theirs; then it is the desk's again."""
    reason = read_reason(turn, value)
    held = hold(turn, turn.data["code"]) if reason else None
    if reason and held and _may(turn, held):
        _return(turn, held, reason)


def _return(turn: Turn, held: Held, reason: str) -> None:
    assignment = held.assignment
    assert assignment is not None  # _may: it is open
    others = group_work.followers(turn.tx, held.concern)
    _take_from(turn, held.concern, assignment, reason)
    for other in others:
        its = assignments.current_assignment(turn.tx, turn.office.id, other.id)
        if answers_for(held.official, its) and its is not None:
            _take_from(turn, other, its, reason)
    turn.finish()
    turn.say(turn.t("give_back.done", code=held.concern.code))
    _tell_desk(turn, held.concern, assignment, reason)


def _take_from(turn: Turn, concern: Concern, assignment: Assignment, reason: str) -> None:
    tx, office_id = turn.tx, turn.office.id
    assignments.end_open(tx, office_id, concern.id, AssignmentState.RETURNED, reason)
    answers.replace_draft(tx, office_id, concern.id)
    concerns.set_state(tx, office_id, concern.id, ConcernState.RECEIVED)
    turn.record(
        "give_back",
        "concern",
        concern.id,
        before={"state": concern.state},
        after={"state": ConcernState.RECEIVED, "agency": assignment.agency_id, "record": assignment.id},
    )


def _tell_desk(turn: Turn, concern: Concern, assignment: Assignment, reason: str) -> None:
    def wording(texts: Texts) -> str:
        agency = Words(tx=turn.tx, office=turn.office, texts=texts).agency(assignment.agency_id)
        return texts.t("give_back.notice", code=concern.code, agency=agency, reason=reason)

    def offer(texts: Texts) -> list[Choice]:
        return [Choice(label=texts.t("view.assign"), value=f"/giao {concern.code}"), view_choice(texts, concern.code)]

    tell_officials(turn, desk_of(turn), wording, offer)
