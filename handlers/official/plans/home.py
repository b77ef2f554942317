"""`/kehoach`: the plan in force in short words, its next dates, and the ways to a new one."""

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.milestones.plans import plan_in_force
from handlers.official.plans import draft as plan_draft
from handlers.official.plans import file as plan_file
from handlers.official.plans import new as plan_new
from handlers.official.plans.words import dates_words, plan_summary
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import plan_drafts
from storage.records import Role

NEW, FILE, HAND_IN, REVIEW, DROP = "moi", "tep", "trinh", "duyet", "huy"
MAY_WRITE = frozenset({Role.OFFICE, Role.ADMIN})


def command(turn: Turn, argument: str) -> None:
    """`/kehoach`: what is in force. `moi`: by questions. `tep`: as a file. `trinh|duyet|huy <id>`: a draft."""
    word, _, rest = fold(argument).partition(" ")
    number = to_id(rest.strip()) or 0
    if word == REVIEW:
        plan_draft.review(turn, number)
    elif word in {NEW, FILE, HAND_IN, DROP} and not turn.has_role(*MAY_WRITE):
        turn.finish()
        turn.say(turn.t(N_("plan.may_not_write")))
    elif word == NEW:
        plan_new.begin(turn)
    elif word == FILE:
        plan_file.ask(turn)
    elif word == HAND_IN:
        plan_draft.hand_in(turn, number)
    elif word == DROP:
        plan_draft.drop(turn, number)
    else:
        _home(turn)


def _home(turn: Turn) -> None:
    turn.finish()
    plan = plan_in_force(turn.tx, turn.office.id)
    if plan is None:
        parts = [turn.t(N_("plan.none"))]
    else:
        dates = dates_words(turn.tx, turn.office.id, turn.texts, plan, turn.at)
        parts = [turn.t(N_("plan.in_force_now")), plan_summary(turn.texts, plan), dates]
    turn.say("\n\n".join(part for part in parts if part), _choices(turn))


def _choices(turn: Turn) -> list[Choice]:
    waiting = plan_drafts.waiting_drafts(turn.tx, turn.office.id)
    choices = [Choice(label=turn.t(N_("plan.look")), value=f"/kehoach {REVIEW} {draft.id}") for draft in waiting[:3]]
    choices.append(Choice(label=turn.t(N_("milestone.all")), value="/hanchot"))
    if turn.has_role(*MAY_WRITE):
        choices.append(Choice(label=turn.t(N_("plan.new")), value=f"/kehoach {NEW}"))
        choices.append(Choice(label=turn.t(N_("plan.send_file")), value=f"/kehoach {FILE}"))
    return choices
