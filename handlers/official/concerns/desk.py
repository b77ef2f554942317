"""What every conversation about a concern does first: read its code, see whether this official may, hold it.

A code that does not exist and one that this official may not read get the same sentence, so that nobody learns from the
answer which of the two it was; both are logged.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.official.words import Words, is_open
from handlers.rules.access import may_read
from handlers.rules.answers import MOST_REASON_LETTERS, Refusal, typed
from handlers.rules.codes import split_code
from handlers.table import Step
from handlers.texts import N_
from handlers.turn import Turn
from storage import assignments, concerns
from storage.errors import NotFound
from storage.records import Assignment, Concern, Official, Role

_REFUSALS = {
    Refusal.ANSWERED: N_("desk.refused.answered"),
    Refusal.CLOSED: N_("desk.refused.closed"),
    Refusal.GIVEN_OUT: N_("desk.refused.given_out"),
    Refusal.NOT_YOURS: N_("desk.refused.not_yours"),
    Refusal.OWN_DRAFT: N_("desk.refused.own_draft"),
}


@dataclass(frozen=True, kw_only=True)
class Held:
    """A concern that this official may read, and its open or done assignment."""

    concern: Concern
    assignment: Assignment | None
    official: Official

    @property
    def open_assignment(self) -> Assignment | None:
        """The assignment, while the agency still has the concern."""
        return self.assignment if is_open(self.assignment) else None


def words_of(turn: Turn) -> Words:
    """The office's names in this person's language."""
    return Words(tx=turn.tx, office=turn.office, texts=turn.texts)


def only(roles: frozenset[Role], step: Step) -> Step:
    """The step, for officials in these roles alone: rights may have ended since the question was asked."""

    def guarded(turn: Turn, value: str) -> None:
        if turn.has_role(*roles):
            step(turn, value)
            return
        turn.record("refused_step", "step", after={"step": turn.step})
        turn.finish()
        turn.say(turn.t("desk.rights_ended"))

    return guarded


def official_of(turn: Turn) -> Official:
    """The official who writes. The table of commands lets nobody else come here."""
    if turn.official is None:
        raise NotFound("official")
    return turn.official


def hold(turn: Turn, code: str, *, to_read: bool = False) -> Held | None:
    """The concern with this code, held until the turn ends so that nobody else decides about it (or only to read).

    None when there is none that this official may read: then that is said and logged, and nothing waits any more.
    """
    find = concerns.find_concern if to_read else concerns.lock_concern
    concern = find(turn.tx, turn.office.id, code)
    official = official_of(turn)
    assignment = assignments.current_assignment(turn.tx, turn.office.id, concern.id) if concern else None
    if concern is not None and may_read(official, concern, assignment):
        return Held(concern=concern, assignment=assignment, official=official)
    turn.record("refused_concern", "concern", concern.id if concern else None, after={"code": code})
    turn.finish()
    turn.say(turn.t("desk.not_found", code=code))
    return None


def from_argument(
    turn: Turn, argument: str, step: str, command: str, candidates: Iterable[Concern] = (), *, to_read: bool = False
) -> tuple[Held, str] | None:
    """The concern that an argument begins with, and the rest of the argument.

    Without a readable code it is asked for, at `step`; `candidates` are offered for `command`.
    """
    code, rest = split_code(argument, turn.office.code)
    if code is None:
        ask_code(turn, step, command, candidates, unreadable=bool(argument.strip()))
        return None
    held = hold(turn, code, to_read=to_read)
    return (held, rest) if held is not None else None


def ask_code(turn: Turn, step: str, command: str, candidates: Iterable[Concern], *, unreadable: bool) -> None:
    """Ask which concern is meant; typed words come back to `step`."""
    turn.begin()
    words = words_of(turn)
    example = f"{turn.office.code}-0042"
    text = turn.t("desk.bad_code", code=example) if unreadable else turn.t("desk.which_code", code=example)
    choices = [(f"{c.code} · {words.topic(c.topic)}", f"{command} {c.code}") for c in candidates]
    turn.ask(step, text, choices)


def deny(turn: Turn, held: Held, act: str, refusal: Refusal) -> None:
    """Say why this act is not allowed now, and log it."""
    turn.record(f"refused_{act}", "concern", held.concern.id, after={"why": refusal})
    turn.finish()
    agency = words_of(turn).agency(held.assignment.agency_id if held.assignment else None)
    turn.say(turn.t(_REFUSALS[refusal], code=held.concern.code, agency=agency))


def read_reason(turn: Turn, value: str) -> str | None:
    """A reason that was typed; None when it is empty or too long, which is said, and the same question waits."""
    reason = typed(value)
    if len(reason) > MOST_REASON_LETTERS:
        turn.say(turn.t("desk.reason_too_long", n=turn.texts.number(len(reason)), most=MOST_REASON_LETTERS))
        return None
    if not any(letter.isalnum() for letter in reason):
        turn.say(turn.t("desk.reason_needed"))
        return None
    return reason
