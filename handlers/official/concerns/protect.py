"""`/tocao` closes a concern to everybody but the inspector; `/khongtocao`, for the inspector alone, opens it again.

A machine marks suspected denunciations by itself when they arrive; this is for what it missed and what it took wrongly.
"""

from handlers.messages import Choice
from handlers.official.concern_groups import merging
from handlers.official.concerns import corrections, publish
from handlers.official.concerns.assign import tell_withdrawn
from handlers.official.concerns.desk import Held, from_argument, hold
from handlers.official.notices import desk_of, tell_officials, view_choice
from handlers.official.words import KINDS, Words
from handlers.texts import Texts
from handlers.turn import Turn
from storage import answers, assignments, concerns, inbox, officials, prints
from storage.inbox import Selection
from storage.records import AssignmentState, Concern, ConcernState, Kind, Role

_KINDS = (Kind.PETITION, Kind.REPORT, Kind.QUESTION, Kind.COMPLAINT)


def protect(turn: Turn, argument: str) -> None:
    """`/tocao GM-0042`: asks once more, because the official who does it cannot read the concern afterwards."""
    found = from_argument(turn, argument, "protect.code", "/tocao")
    if found is None:
        return
    code = found[0].concern.code
    turn.begin(code=code)
    choices = [(turn.t("protect.yes"), "yes"), (turn.t("desk.keep"), "no")]
    turn.ask("protect.confirm", turn.t("protect.ask", code=code), choices)


def take_protection(turn: Turn, value: str) -> None:
    """Close it: the agency and its draft lose it too."""
    if turn.incoming.choice is None:
        turn.ask_again()
        return
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    if value != "yes":
        turn.finish()
        turn.say(turn.t("desk.nothing_done"))
        return
    _protect(turn, held)


def _protect(turn: Turn, held: Held) -> None:
    concern, tx, office_id = held.concern, turn.tx, turn.office.id
    assignments.end_open(tx, office_id, concern.id, AssignmentState.REPLACED)
    answers.replace_draft(tx, office_id, concern.id)
    state = concern.state if concern.state is ConcernState.ANSWERED else ConcernState.RECEIVED
    concerns.set_state(tx, office_id, concern.id, state)
    corrections.keep(turn, concern, "kind", Kind.DENUNCIATION)
    taken_back = publish.withdraw(turn, concern)
    concerns.set_protected(tx, office_id, concern.id, Kind.DENUNCIATION, protected=True)
    merging.leave_silently(turn, concern)
    turn.record(
        "protect",
        "concern",
        concern.id,
        before={"state": concern.state, "kind": concern.kind, "protected": concern.protected},
        after={"state": state, "kind": Kind.DENUNCIATION, "protected": True},
    )
    turn.finish()
    inspectors = officials.with_role(tx, office_id, Role.INSPECTOR)
    done = turn.t("protect.done", code=concern.code) if inspectors else turn.t("protect.nobody", code=concern.code)
    turn.say("\n".join(filter(None, [done, taken_back])))
    tell_officials(
        turn,
        inspectors,
        lambda texts: texts.t("protect.notice", code=concern.code),
        lambda texts: [view_choice(texts, concern.code)],
    )
    if held.open_assignment is not None:
        tell_withdrawn(turn, concern, held.open_assignment)


def unprotect(turn: Turn, argument: str) -> None:
    """`/khongtocao GM-0042`: asks what it is instead."""
    found = from_argument(turn, argument, "unprotect.code", "/khongtocao", _protected(turn))
    if found is None:
        return
    code = found[0].concern.code
    turn.begin(code=code)
    choices = [(turn.t(KINDS[kind]), kind.value) for kind in _KINDS]
    turn.ask("unprotect.kind", turn.t("unprotect.ask", code=code), [*choices, (turn.t("desk.keep"), "no")])


def _protected(turn: Turn) -> list[Concern]:
    return inbox.page(turn.tx, Selection(office_id=turn.office.id, protected=True))


def take_kind(turn: Turn, value: str) -> None:
    """Open it as what the inspector says that it is; the committee and the office hear of it."""
    if turn.incoming.choice is None or value not in {*_KINDS, "no"}:
        turn.ask_again()
        return
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    if value == "no":
        turn.finish()
        turn.say(turn.t("desk.nothing_done"))
        return
    _unprotect(turn, held.concern, Kind(value))


def _unprotect(turn: Turn, concern: Concern, kind: Kind) -> None:
    corrections.keep(turn, concern, "kind", kind)
    concerns.set_protected(turn.tx, turn.office.id, concern.id, kind, protected=False)
    prints.enqueue(turn.tx, turn.office.id, concern.id)
    turn.record(
        "unprotect",
        "concern",
        concern.id,
        before={"kind": concern.kind, "protected": True},
        after={"kind": kind, "protected": False},
    )
    turn.finish()
    turn.say(turn.t("unprotect.done", code=concern.code))

    def wording(texts: Texts) -> str:
        words = Words(tx=turn.tx, office=turn.office, texts=texts)
        return texts.t("unprotect.notice", heading=words.heading(concern))

    def offer(texts: Texts) -> list[Choice]:
        return [Choice(label=texts.t("view.assign"), value=f"/giao {concern.code}"), view_choice(texts, concern.code)]

    tell_officials(turn, desk_of(turn), wording, offer)
