"""Plans written in chat or sent as files, until a second person puts them into force."""

from datetime import datetime

from storage.records import PlanDraft, PlanDraftState
from storage.rows import insert
from storage.transaction import Transaction


def add_draft(tx: Transaction, draft: PlanDraft) -> None:
    """Remember a plan that was read and checked."""
    insert(tx, "plan_draft", draft)


def get_draft(tx: Transaction, office_id: int, draft_id: int) -> PlanDraft | None:
    """One draft, decided or not, or None."""
    row = tx.one(
        "SELECT * FROM plan_draft WHERE office_id = :office_id AND id = :draft_id",
        office_id=office_id,
        draft_id=draft_id,
    )
    return PlanDraft.of(row) if row else None


def waiting_drafts(tx: Transaction, office_id: int) -> list[PlanDraft]:
    """The drafts that wait for a second person, the oldest first."""
    rows = tx.all(
        "SELECT * FROM plan_draft WHERE office_id = :office_id AND state = 'waiting' ORDER BY id", office_id=office_id
    )
    return [PlanDraft.of(row) for row in rows]


def move_draft(
    tx: Transaction,
    draft: PlanDraft,
    state: PlanDraftState,
    *,
    by: int | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> bool:
    """Bring a draft from the state in which it was read to another; of two who do it at once, one gets True."""
    return bool(
        tx.run(
            """UPDATE plan_draft SET state = :state, decided_by = :by, decided_at = :at, reason = :reason
               WHERE office_id = :office_id AND id = :id AND state = :seen""",
            office_id=draft.office_id,
            id=draft.id,
            state=state,
            by=by,
            at=at,
            reason=reason,
            seen=draft.state,
        )
    )
