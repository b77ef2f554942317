"""What a released conclusion does to the concerns of its session: their states, dates and assignments."""

from collections.abc import Sequence
from datetime import datetime

from storage.ids import new_id
from storage.records import (
    Answer,
    Assignment,
    AssignmentState,
    Closure,
    Concern,
    ConcernState,
    Conclusion,
    ConclusionItem,
    DraftState,
    Outcome,
)
from storage.rows import insert_many
from storage.transaction import Transaction

Pair = tuple[Concern, ConclusionItem]
_CLOSING = frozenset({Outcome.FORWARDED, Outcome.OUT_OF_REMIT})


def apply_outcomes(
    tx: Transaction, conclusion: Conclusion, pairs: Sequence[Pair], at: datetime, decided_by: int
) -> list[tuple[Concern, Concern]]:
    """Give each concern the state, date and agency that the conclusion says.

    Returns, before and after, those whose state or date changed and those that an agency was newly given.

    An agency that has the concern already keeps it, and the draft it has handed in. `decided_by` is a person's id.
    """
    held = _open_assignments(tx, conclusion.office_id, {concern.id for concern, _ in pairs})
    keeps = {concern.id for concern, item in pairs if _keeps(held.get(concern.id), item)}
    others = [pair for pair in pairs if pair[0].id not in keeps]
    _close_assignments(tx, others)
    _drop_drafts(tx, others)
    _set_due(tx, [item for concern, item in pairs if concern.id in keeps])
    new = [item for _, item in others if item.outcome is Outcome.ASSIGNED]
    insert_many(tx, "assignment", [_assignment(item, at, decided_by) for item in new])
    changed = [(concern, item) for concern, item in others if concern.state is not ConcernState(item.outcome)]
    insert_many(tx, "closure", [_closure(item, at, decided_by) for _, item in changed if item.outcome in _CLOSING])
    insert_many(tx, "answer", [_answer(item, conclusion, at, decided_by) for _, item in others if _tells_answer(item)])
    given = {item.concern_id for item in new}
    return [
        (before, after)
        for before, after in _set_states(tx, pairs, keeps)
        if after.id in given or (before.state, before.due_on) != (after.state, after.due_on)
    ]


def _keeps(held: Assignment | None, item: ConclusionItem) -> bool:
    return item.outcome is Outcome.ASSIGNED and held is not None and held.agency_id == item.agency_id


def _open_assignments(tx: Transaction, office_id: int, wanted: set[int]) -> dict[int, Assignment]:
    rows = tx.all(
        "SELECT * FROM assignment WHERE office_id = :office_id AND state = 'open' ORDER BY id", office_id=office_id
    )
    found = (Assignment.of(row) for row in rows if row["concern_id"] in wanted)
    return {assignment.concern_id: assignment for assignment in found}


def _close_assignments(tx: Transaction, pairs: Sequence[Pair]) -> None:
    """The agencies are done with what was answered; what went elsewhere is no longer theirs."""
    tx.many(
        """UPDATE assignment SET state = :state
           WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'open'""",
        [
            {
                "office_id": concern.office_id,
                "concern_id": concern.id,
                "state": AssignmentState.DONE if item.outcome is Outcome.ANSWERED else AssignmentState.REPLACED,
            }
            for concern, item in pairs
        ],
    )


def _drop_drafts(tx: Transaction, pairs: Sequence[Pair]) -> None:
    """What a conclusion decided needs no answer of an earlier hand: its waiting draft is put aside."""
    tx.many(
        """UPDATE answer SET state = 'replaced'
           WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'draft'""",
        [{"office_id": concern.office_id, "concern_id": concern.id} for concern, _ in pairs],
    )


def _set_due(tx: Transaction, items: Sequence[ConclusionItem]) -> None:
    tx.many(
        """UPDATE assignment SET due_on = :due_on
           WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'open'""",
        [{"office_id": i.office_id, "concern_id": i.concern_id, "due_on": i.due_on} for i in items],
    )


def _assignment(item: ConclusionItem, at: datetime, decided_by: int) -> Assignment:
    if item.agency_id is None:
        raise ValueError("an assigned concern has an agency")
    return Assignment(
        office_id=item.office_id,
        id=new_id(at),
        concern_id=item.concern_id,
        agency_id=item.agency_id,
        due_on=item.due_on,
        assigned_by=decided_by,
        assigned_at=at,
        state=AssignmentState.OPEN,
        reason="",
    )


def _closure(item: ConclusionItem, at: datetime, decided_by: int) -> Closure:
    return Closure(
        office_id=item.office_id,
        id=new_id(at),
        concern_id=item.concern_id,
        outcome=item.outcome,
        reason=item.note,
        decided_by=decided_by,
        decided_at=at,
    )


def _tells_answer(item: ConclusionItem) -> bool:
    return item.outcome is Outcome.ANSWERED and bool(item.note)


def _answer(item: ConclusionItem, conclusion: Conclusion, at: datetime, decided_by: int) -> Answer:
    """What was said at the session, as an answer that two persons stand for: the conclusion's drafter and releaser."""
    return Answer(
        office_id=item.office_id,
        id=new_id(at),
        concern_id=item.concern_id,
        agency_id=None,
        text=item.note,
        drafted_by=conclusion.drafted_by,
        drafted_at=conclusion.drafted_at,
        state=DraftState.RELEASED,
        decided_by=decided_by,
        decided_at=at,
        reason="",
        public=False,
        public_question="",
    )


def _set_states(tx: Transaction, pairs: Sequence[Pair], keeps: set[int]) -> list[tuple[Concern, Concern]]:
    both = [(concern, _after(concern, item, keeps)) for concern, item in pairs]
    tx.many(
        "UPDATE concern SET state = :state, due_on = :due_on WHERE office_id = :office_id AND id = :id",
        [
            {"office_id": after.office_id, "id": after.id, "state": after.state, "due_on": after.due_on}
            for _, after in both
        ],
    )
    return both


def _after(concern: Concern, item: ConclusionItem, keeps: set[int]) -> Concern:
    drafted = concern.id in keeps and concern.state is ConcernState.DRAFTED
    state = ConcernState.DRAFTED if drafted else ConcernState(item.outcome)
    due_on = item.due_on if item.outcome is Outcome.ASSIGNED else concern.due_on
    return concern.model_copy(update={"state": state, "due_on": due_on})
