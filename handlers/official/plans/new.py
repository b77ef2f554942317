"""`/kehoach moi`: a new plan by a few questions; what the law asks is put in by itself. Checked in the same words, then
handed in for a second person.
"""

from collections.abc import Callable
from datetime import datetime

from handlers.milestones.plans import plan_in_force
from handlers.official.plans import draft as plan_draft
from handlers.official.plans.words import examined
from handlers.rules.answers import typed
from handlers.rules.naming import named
from handlers.rules.plans.check import has_errors
from handlers.rules.plans.model import Plan
from handlers.rules.plans.reading import PLANS, read_plan
from handlers.rules.plans.session import When
from handlers.rules.plans.typed import Answers, Days, plan_of_answers, read_days, read_when
from handlers.texts import N_, local_day
from handlers.turn import Turn
from storage import sessions
from storage.records import Office, to_json
from storage.transaction import Transaction

MOST_WORDS = 200
TEMPLATE = PLANS / "templates" / "xa.toml"
_LATER = "later"


def begin(turn: Turn) -> None:
    """The first question."""
    turn.begin()
    turn.ask("plan.title", turn.t(N_("plan.ask_title")))


def base_plan(tx: Transaction, office: Office) -> Plan:
    """What a new plan takes over: the plan in force, or the law's template in this office's name."""
    found = plan_in_force(tx, office.id)
    if found is not None:
        return found
    template = read_plan(TEMPLATE)
    own = template.office.model_copy(update={"code": office.code, "name": office.name, "issuer": office.profile.issuer})
    return template.model_copy(update={"office": own, "areas": ()})


def _words(turn: Turn, value: str) -> str | None:
    words = " ".join(typed(value).split())
    if 0 < len(words) <= MOST_WORDS:
        return words
    turn.say(turn.t(N_("plan.words_length"), most=MOST_WORDS))
    turn.ask_again()
    return None


def take_title(turn: Turn, value: str) -> None:
    """What the dialogue is called."""
    if (words := _words(turn, value)) is not None:
        turn.data["title"] = words
        turn.ask("plan.chairs", turn.t(N_("plan.ask_chairs")))


def take_chairs(turn: Turn, value: str) -> None:
    """Who chairs: one position, or several with commas between."""
    if (words := _words(turn, value)) is not None:
        turn.data["chairs"] = [part for each in words.split(",") if (part := each.strip())][:4]
        if not turn.data["chairs"]:
            turn.ask_again()
            return
        turn.ask("plan.when", turn.t(N_("plan.ask_when")))


def take_when(turn: Turn, value: str) -> None:
    """A day, a month or a quarter."""
    found = read_when(value, turn.at)
    span = found.span() if found is not None else None
    if found is None or span is None or span[1] < local_day(turn.at):
        turn.say(turn.t(N_("plan.when_unreadable")))
        turn.ask_again()
        return
    turn.data["when"] = found.model_dump(mode="json")
    turn.ask("plan.venue", turn.t(N_("plan.ask_venue")), [(turn.t(N_("plan.venue_later")), _LATER)])


def take_venue(turn: Turn, value: str) -> None:
    """Where, or that it will be said later."""
    words = "" if turn.incoming.choice is not None and value == _LATER else _words(turn, value)
    if words is not None:
        turn.data["venue"] = words
        turn.ask("plan.closes", turn.t(N_("plan.ask_closes")))


def take_closes(turn: Turn, value: str) -> None:
    """How long before the session opinions are taken until."""

    def then() -> None:
        bodies = _bodies(turn)
        turn.ask("plan.committee", turn.t(N_("plan.ask_committee")), [(name, key) for key, name in bodies[:12]])

    _take_days(turn, value, "closes", then)


def _take_days(turn: Turn, value: str, field: str, then: Callable[[], None]) -> None:
    found = read_days(value)
    if found is None:
        turn.say(turn.t(N_("plan.days_unreadable")))
        turn.ask_again()
        return
    turn.data[field] = [found.days, found.unit]
    then()


def _bodies(turn: Turn) -> list[tuple[str, str]]:
    return [(agency.key, agency.name) for agency in base_plan(turn.tx, turn.office).agencies]


def take_committee(turn: Turn, value: str) -> None:
    """Who sums up what comes in: chosen, or typed by name."""
    bodies = _bodies(turn)
    index = named(value, bodies)
    if index is None:
        turn.ask_again(turn.t(N_("plan.no_such_body")))
        return
    turn.data["committee"] = bodies[index][0]
    turn.ask("plan.answers", turn.t(N_("plan.ask_answers")))


def take_answers(turn: Turn, value: str) -> None:
    """How long answers may take; then the whole plan is checked and shown."""
    _take_days(turn, value, "answers", lambda: _show(turn))


def _show(turn: Turn) -> None:
    plan = _made(turn)
    findings = examined(turn.tx, turn.office.id, plan)
    text = plan_draft.shown(turn.tx, turn.office, turn.texts, plan, turn.at)
    if has_errors(findings):
        turn.finish()
        turn.say("\n\n".join([turn.t(N_("plan.has_errors")), text]))
        return
    draft = plan_draft.add(turn.tx, turn.office, plan, turn.person.id, turn.at)
    turn.record("draft_plan", "plan_draft", draft.id, after={"from": "questions"})
    turn.finish()
    turn.say(text, plan_draft.writer_choices(turn.texts, draft))


def _made(turn: Turn) -> Plan:
    said = turn.data
    answers = Answers(
        title=said["title"],
        chairs=tuple(said["chairs"]),
        when=When.model_validate_json(to_json(said["when"])),
        venue=said["venue"],
        closes=Days(days=said["closes"][0], unit=said["closes"][1]),
        committee=said["committee"],
        answers=Days(days=said["answers"][0], unit=said["answers"][1]),
    )
    key = _free_key(turn, turn.at)
    return plan_of_answers(base_plan(turn.tx, turn.office), answers, key, local_day(turn.at))


def _free_key(turn: Turn, at: datetime) -> str:
    """A key that no session of this office has: «doi-thoai-2026-11-26», with a number where that is taken."""
    taken = {session.key for session in sessions.sessions(turn.tx, turn.office.id)}
    wanted = f"doi-thoai-{local_day(at)}"
    number = 1
    key = wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
