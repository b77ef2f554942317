"""What was done with a concern, in words, from the audit log."""

from collections.abc import Callable
from datetime import date

from handlers.official.concerns.desk import words_of
from handlers.official.words import KINDS, STATES
from handlers.turn import Turn
from storage import answers, assignments, audit, closures
from storage.records import AuditEntry, Concern, ConcernState, Kind, Outcome

Line = Callable[[Turn, AuditEntry, str, str], str]
"""The turn, the entry, who did it, and the reason they gave («» where none)."""


def history_of(turn: Turn, concern: Concern) -> list[str]:
    """One line for each act that changed the concern, the oldest first; readings and refused acts are left out."""
    reasons = _reasons(turn, concern)
    lines = []
    for entry in audit.history(turn.tx, turn.office.id, "concern", concern.id):
        if entry.act in _LINES:
            who = words_of(turn).official(entry.person_id)
            line = _LINES[entry.act](turn, entry, who, reasons.get(entry.after.get("record", 0), ""))
            lines.append(f"- {turn.texts.moment(entry.at)}: {line}")
    return lines


def _reasons(turn: Turn, concern: Concern) -> dict[int, str]:
    """The reasons given, by the id of their record: the audit log itself holds no free text."""
    key = (turn.tx, turn.office.id, concern.id)
    return {
        **{assignment.id: assignment.reason for assignment in assignments.assignments_of(*key)},
        **{answer.id: answer.reason for answer in answers.answers_of(*key)},
        **{closure.id: closure.reason for closure in closures.closures_of(*key)},
    }


def _assign(turn: Turn, entry: AuditEntry, who: str, _reason: str) -> str:
    due = turn.texts.day(date.fromisoformat(entry.after["due"]))
    return turn.t("history.assign", who=who, agency=words_of(turn).agency(entry.after["agency"]), due=due)


def _give_back(turn: Turn, entry: AuditEntry, who: str, reason: str) -> str:
    agency = words_of(turn).agency(entry.after["agency"])
    return turn.t("history.give_back", who=who, agency=agency, reason=reason)


def _draft(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.draft", who=who)


def _release(turn: Turn, entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.release_public", who=who) if entry.after["public"] else turn.t("history.release", who=who)


def _publish(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.publish", who=who)


def _take_back(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.take_answer_back", who=who)


def _return(turn: Turn, _entry: AuditEntry, who: str, reason: str) -> str:
    return turn.t("history.return", who=who, reason=reason)


def _topic(turn: Turn, entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.topic", who=who, topic=words_of(turn).topic(entry.after["topic"]))


def _close(turn: Turn, entry: AuditEntry, who: str, reason: str) -> str:
    if entry.after["outcome"] == Outcome.FORWARDED:
        return turn.t("history.forward", who=who, reason=reason)
    return turn.t("history.out_of_remit", who=who, reason=reason)


def _protect(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.protect", who=who)


def _unprotect(turn: Turn, entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.unprotect", who=who, kind=turn.t(KINDS[Kind(entry.after["kind"])]))


def _conclude(turn: Turn, entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.conclude", who=who, state=turn.t(STATES[ConcernState(entry.after["state"])]))


def _answer_with_group(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.answer_with_group", who=who)


def _merge(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.merge", who=who)


def _apart(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.apart", who=who)


def _split(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.split", who=who)


def _represent(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.represent", who=who)


def _undo(turn: Turn, _entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.undo", who=who)


def _join(turn: Turn, _entry: AuditEntry, _who: str, _reason: str) -> str:
    return turn.t("history.join")


def _kind(turn: Turn, entry: AuditEntry, who: str, _reason: str) -> str:
    return turn.t("history.kind", who=who, kind=turn.t(KINDS[Kind(entry.after["kind"])]))


_LINES: dict[str, Line] = {
    "assign": _assign,
    "give_back": _give_back,
    "draft_answer": _draft,
    "release_answer": _release,
    "publish_answer": _publish,
    "take_answer_back": _take_back,
    "return_answer": _return,
    "set_topic": _topic,
    "close": _close,
    "conclude": _conclude,
    "protect": _protect,
    "unprotect": _unprotect,
    "set_kind": _kind,
    "answer_with_group": _answer_with_group,
    "group_merge": _merge,
    "group_apart": _apart,
    "group_split": _split,
    "group_represent": _represent,
    "group_undo": _undo,
    "join_group": _join,
}
