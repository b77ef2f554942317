"""`/chuyen` and `/ngoai`: a concern leaves without an answer of the office's own; its sender reads why."""

from handlers.milestones import marks
from handlers.official.concern_groups import work as group_work
from handlers.official.concerns.assign import tell_withdrawn
from handlers.official.concerns.desk import Held, deny, from_argument, hold, read_reason, words_of
from handlers.official.concerns.in_person import tell_outcome
from handlers.rules.answers import may_close
from handlers.texts import Texts
from handlers.turn import Turn
from storage import answers, assignments, closures, concerns, inbox
from storage.ids import new_id
from storage.inbox import Selection
from storage.records import AssignmentState, Closure, Concern, ConcernState, Outcome, Role

_COMMANDS = {Outcome.FORWARDED: "/chuyen", Outcome.OUT_OF_REMIT: "/ngoai"}


def forward(turn: Turn, argument: str) -> None:
    """`/chuyen GM-0042 <reason>`: the matter is decided higher up."""
    _begin(turn, argument, Outcome.FORWARDED, "close.forward")


def out_of_remit(turn: Turn, argument: str) -> None:
    """`/ngoai GM-0042 <reason>`: the matter is not this office's to decide."""
    _begin(turn, argument, Outcome.OUT_OF_REMIT, "close.out_of_remit")


def _begin(turn: Turn, argument: str, outcome: Outcome, code_step: str) -> None:
    found = from_argument(turn, argument, code_step, _COMMANDS[outcome], _closable(turn))
    if found is None:
        return
    held, rest = found
    if not _may(turn, held):
        return
    turn.begin(code=held.concern.code, outcome=outcome)
    reason = read_reason(turn, rest) if rest else None
    if reason is None:
        _ask_reason(turn, held.concern)
    else:
        _preview(turn, held.concern, reason)


def _closable(turn: Turn) -> list[Concern]:
    protected = turn.has_role(Role.INSPECTOR)
    return inbox.page(
        turn.tx, Selection(office_id=turn.office.id, protected=protected, states=(ConcernState.RECEIVED,))
    )


def _may(turn: Turn, held: Held) -> bool:
    refusal = may_close(held.concern)
    if refusal is not None:
        deny(turn, held, "close", refusal)
    return refusal is None


def _ask_reason(turn: Turn, concern: Concern) -> None:
    heading = words_of(turn).heading(concern)
    forwarded = turn.data["outcome"] == Outcome.FORWARDED
    question = (
        turn.t("close.ask_forward", heading=heading) if forwarded else turn.t("close.ask_out_of_remit", heading=heading)
    )
    turn.ask("close.reason", question)


def take_reason(turn: Turn, value: str) -> None:
    """The reason; then the sender's message is shown before it goes."""
    reason = read_reason(turn, value)
    held = hold(turn, turn.data["code"]) if reason else None
    if reason is not None and held is not None and _may(turn, held):
        _preview(turn, held.concern, reason)


def _preview(turn: Turn, concern: Concern, reason: str) -> None:
    turn.say(turn.t("close.preview", text=_message(turn.texts, concern, Outcome(turn.data["outcome"]), reason)))
    choices = [(turn.t("close.send"), "yes"), (turn.t("answer.rewrite"), "rewrite"), (turn.t("desk.drop"), "no")]
    turn.ask("close.confirm", turn.t("answer.is_it_right"), choices, reason=reason)


def _message(texts: Texts, concern: Concern, outcome: Outcome, reason: str) -> str:
    """What the sender reads, kindly and with the reason."""
    if outcome is Outcome.FORWARDED:
        return texts.t("close.resident_forwarded", code=concern.code, reason=reason)
    return texts.t("close.resident_out_of_remit", code=concern.code, reason=reason)


def take_confirmation(turn: Turn, value: str) -> None:
    """Close it, word the reason anew, or leave all as it is. Plain words are another reason."""
    if turn.incoming.choice is None:
        take_reason(turn, value)
        return
    held = hold(turn, turn.data["code"])
    if held is None or not _may(turn, held):
        return
    if value == "yes":
        _close(turn, held)
    elif value == "rewrite":
        _ask_reason(turn, held.concern)
    else:
        turn.finish()
        turn.say(turn.t("desk.nothing_done"))


def _close(turn: Turn, held: Held) -> None:
    concern, outcome, reason = held.concern, Outcome(turn.data["outcome"]), turn.data["reason"]
    others = group_work.followers(turn.tx, concern)
    turn.finish()
    turn.say(turn.t("close.done", code=concern.code))
    if held.open_assignment is not None:
        tell_withdrawn(turn, concern, held.open_assignment)
    for one in (concern, *others):
        _close_one(turn, one, outcome, reason)


def _close_one(turn: Turn, concern: Concern, outcome: Outcome, reason: str) -> None:
    """Close one concern and tell its sender under its own code."""
    tx, office_id = turn.tx, turn.office.id
    closure = Closure(
        office_id=office_id,
        id=new_id(turn.at),
        concern_id=concern.id,
        outcome=outcome,
        reason=reason,
        decided_by=turn.person.id,
        decided_at=turn.at,
    )
    closures.add_closure(tx, closure)
    assignments.end_open(tx, office_id, concern.id, AssignmentState.REPLACED)
    answers.replace_draft(tx, office_id, concern.id)
    concerns.set_state(tx, office_id, concern.id, ConcernState(outcome))
    marks.answered(tx, office_id, concern.session_id, turn.at, turn.person.id)
    turn.record(
        "close",
        "concern",
        concern.id,
        before={"state": concern.state},
        after={"state": ConcernState(outcome), "outcome": outcome, "record": closure.id},
    )
    tell_outcome(
        turn,
        concern,
        lambda texts: _message(texts, concern, outcome, reason),
        lambda _texts: [],
        once_key=f"closure/{closure.id}",
    )
