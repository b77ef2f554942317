"""A new plan, from a file or from answers, until a second person puts it into force; never who drafted it.

Nothing of the office changes before that: a draft is a row of its own.
"""

from datetime import datetime

from handlers.messages import Choice
from handlers.official.concerns.desk import read_reason
from handlers.official.plans.words import dates_words, examined, findings_words, plan_summary
from handlers.official.sessions.words import colleagues
from handlers.rules.plans.check import has_errors
from handlers.rules.plans.model import Plan
from handlers.setup import import_and_tell
from handlers.texts import N_, Texts
from handlers.turn import Turn
from storage import milestones, people, plan_drafts
from storage.ids import new_id
from storage.records import Office, PlanDraft, PlanDraftState, Role
from storage.transaction import Transaction

MAY_DECIDE = frozenset({Role.OFFICE, Role.ADMIN, Role.COMMITTEE, Role.CHAIR})


def add(tx: Transaction, office: Office, plan: Plan, person_id: int, at: datetime) -> PlanDraft:
    """Remember a plan that was read; its writer has still to hand it in."""
    draft = PlanDraft(
        office_id=office.id,
        id=new_id(at),
        title=plan.document.title,
        text=plan.model_dump_json(),
        state=PlanDraftState.DRAFT,
        drafted_by=person_id,
        drafted_at=at,
    )
    plan_drafts.add_draft(tx, draft)
    return draft


def shown(tx: Transaction, office: Office, texts: Texts, plan: Plan, at: datetime) -> str:
    """A plan as its writer and the second person see it: summary, first dates, what was found."""
    found = findings_words(texts, examined(tx, office.id, plan))
    parts = [plan_summary(texts, plan), dates_words(tx, office.id, texts, plan, at)]
    parts.append("\n".join([texts.t(N_("plan.look_at")), found]) if found else "")
    return "\n\n".join(part for part in parts if part)


def writer_choices(texts: Texts, draft: PlanDraft) -> list[Choice]:
    """What the writer of a draft may do with it."""
    return [
        Choice(label=texts.t(N_("plan.hand_in")), value=f"/kehoach trinh {draft.id}"),
        Choice(label=texts.t(N_("plan.drop")), value=f"/kehoach huy {draft.id}"),
    ]


def hand_in(turn: Turn, draft_id: int) -> None:
    """Its writer hands it in, and those who may decide hear of it."""
    draft = _of(turn, draft_id, PlanDraftState.DRAFT)
    if draft is None or draft.drafted_by != turn.person.id:
        _gone(turn)
        return
    turn.finish()
    if not plan_drafts.move_draft(turn.tx, draft, PlanDraftState.WAITING):
        _gone(turn)
        return
    turn.record("hand_in_plan", "plan_draft", draft.id)
    others = colleagues(turn, *MAY_DECIDE)
    for official, door in others:
        texts = turn.texts_of(official.person_id)
        look = Choice(label=texts.t(N_("plan.look")), value=f"/kehoach duyet {draft.id}")
        turn.tell(door, texts.t(N_("plan.please_release"), title=draft.title), [look])
    turn.say(turn.t(N_("plan.handed_in")) if others else turn.t(N_("plan.nobody_to_release")))


def drop(turn: Turn, draft_id: int) -> None:
    """Its writer thinks better of it."""
    draft = plan_drafts.get_draft(turn.tx, turn.office.id, draft_id)
    open_ = draft is not None and draft.state in {PlanDraftState.DRAFT, PlanDraftState.WAITING}
    if draft is None or not open_ or draft.drafted_by != turn.person.id:
        _gone(turn)
        return
    turn.finish()
    plan_drafts.move_draft(turn.tx, draft, PlanDraftState.DROPPED)
    turn.record("drop_plan", "plan_draft", draft.id)
    turn.say(turn.t(N_("plan.dropped")), [_home(turn)])


def _of(turn: Turn, draft_id: int, state: PlanDraftState) -> PlanDraft | None:
    draft = plan_drafts.get_draft(turn.tx, turn.office.id, draft_id)
    return draft if draft is not None and draft.state is state else None


def _home(turn: Turn) -> Choice:
    return Choice(label=turn.t(N_("plan.home")), value="/kehoach")


def _gone(turn: Turn) -> None:
    turn.finish()
    turn.say(turn.t(N_("plan.draft_gone")), [_home(turn)])


def review(turn: Turn, draft_id: int) -> None:
    """A second person reads it and decides; who drafted it may only take it back."""
    draft = _of(turn, draft_id, PlanDraftState.WAITING)
    if draft is None:
        _gone(turn)
        return
    plan = Plan.model_validate_json(draft.text)
    turn.begin(plan_draft=str(draft.id))
    text = shown(turn.tx, turn.office, turn.texts, plan, turn.at)
    if draft.drafted_by == turn.person.id:
        turn.finish()
        take_back = Choice(label=turn.t(N_("plan.drop")), value=f"/kehoach huy {draft.id}")
        turn.say("\n\n".join([text, turn.t(N_("plan.waits_for_second"))]), [take_back])
        return
    choices = [(turn.t(N_("plan.release")), "release"), (turn.t(N_("plan.return")), "return")]
    turn.ask("plan.review", text, [*choices, (turn.t(N_("plan.home")), "/kehoach")])


def take_review(turn: Turn, value: str) -> None:
    """Put it into force, or return it; plain words ask again."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value == "return":
        turn.ask("plan.reason", turn.t(N_("plan.ask_reason")))
    else:
        _release(turn)


def _release(turn: Turn) -> None:
    draft = _of(turn, int(turn.data["plan_draft"]), PlanDraftState.WAITING)
    if draft is None or draft.drafted_by == turn.person.id:
        _gone(turn)
        return
    plan = Plan.model_validate_json(draft.text)
    if plan.office.code != turn.office.code or has_errors(examined(turn.tx, turn.office.id, plan)):
        turn.finish()
        turn.say(turn.t(N_("plan.no_longer_fits")), [_home(turn)])
        return
    if not plan_drafts.move_draft(turn.tx, draft, PlanDraftState.RELEASED, by=turn.person.id, at=turn.at):
        _gone(turn)
        return
    _, said = import_and_tell(turn.tx, plan, turn.at, lambda session: session.when.date, without=turn.person.id)
    turn.outgoing += said
    turn.record("release_plan", "plan_draft", draft.id, after={"key": plan.key})
    turn.finish()
    count = len(milestones.open_milestones(turn.tx, turn.office.id))
    deadlines = Choice(label=turn.t(N_("milestone.all")), value="/hanchot")
    turn.say(turn.tn("plan.in_force", count, title=draft.title), [deadlines, _home(turn)])
    _tell_writer(turn, draft, N_("plan.was_released"))


def take_reason(turn: Turn, value: str) -> None:
    """Return it with the reason that was typed; its writer reads it."""
    reason = read_reason(turn, value)
    if reason is None:
        return
    draft = _of(turn, int(turn.data["plan_draft"]), PlanDraftState.WAITING)
    moved = draft is not None and plan_drafts.move_draft(
        turn.tx, draft, PlanDraftState.RETURNED, by=turn.person.id, at=turn.at, reason=reason
    )
    if draft is None or not moved:
        _gone(turn)
        return
    turn.record("return_plan", "plan_draft", draft.id)
    turn.finish()
    turn.say(turn.t(N_("plan.you_returned")), [_home(turn)])
    _tell_writer(turn, draft, N_("plan.was_returned"), reason=reason)


def _tell_writer(turn: Turn, draft: PlanDraft, message_id: str, **values: object) -> None:
    door = people.last_identity(turn.tx, turn.office.id, draft.drafted_by)
    if door is not None:
        texts = turn.texts_of(draft.drafted_by)
        home = Choice(label=texts.t(N_("plan.home")), value="/kehoach")
        turn.tell(door, texts.t(message_id, title=draft.title, **values), [home])
