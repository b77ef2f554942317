"""The first message: who this is, what is kept and why, the house rules, consent, the hamlet, then the menu.

Law 134/2025/QH15 Art. 11 (people must know that they talk to a machine) and law 91/2025/QH15 Art. 9 (consent is
informed and provable; silence is not consent).
"""

import re

from handlers.menu import choices_of
from handlers.official.enrol import use_code
from handlers.resident import held, link, submit
from handlers.resident.area import ask_area, keep_area, named_area
from handlers.resident.asking import choose_again
from handlers.resident.courtesies import yes_or_no
from handlers.resident.reach import reach_words
from handlers.texts import N_
from handlers.turn import Turn
from storage import people, web
from storage.ids import new_id
from storage.records import Consent

OPEN_STEPS = frozenset({"start.consent", "language.choose", "link.confirm", "link.part"})
_MOST_WORDS_OF_A_PLACE = 4
_WORDS_AFTER = re.compile(r"\s*/\s*gopy(@\S*)?(\s|$)", re.IGNORECASE)


def start(turn: Turn, argument: str = "") -> None:
    """`/start` of somebody who has decided already: a greeting and the menu.

    With a code: another door of the same person, or the enrolment of an official.
    """
    turn.finish()
    if argument:
        if not link.enter(turn, argument):
            use_code(turn, argument)
        return
    turn.say(turn.t(N_("start.again"), office=turn.office.name), choices_of(turn.texts, turn.official))


def ask_consent(turn: Turn, _argument: str = "") -> None:
    """Introduce the bot and ask for consent. What was already written is kept aside, so that nobody writes it twice."""
    turn.begin(**held.held(turn))
    _hold_words(turn)
    office = turn.office
    turn.say(turn.t(N_("start.hello"), office=office.name))
    rules = "\n".join(f"- {rule}" for rule in office.profile.house_rules)
    if rules:
        turn.say(turn.t(N_("start.rules"), rules=rules))
    _consent_question(turn)


def _hold_words(turn: Turn) -> None:
    """Keep what was written before consent; of a command only the words after `/gopy`."""
    words = (turn.incoming.text or "") if turn.incoming.choice is None else ""
    if turn.text.startswith("/"):
        found = _WORDS_AFTER.match(words)
        words = words[found.end() :] if found else ""
    if words.strip() or turn.incoming.files:
        held.hold(turn, words)


def _consent_question(turn: Turn, lead: str = "") -> None:
    choices = [(turn.t(N_("start.agree")), "yes"), (turn.t(N_("start.refuse")), "no")]
    question = turn.t(N_("start.consent"), office=turn.office.name)
    turn.ask("start.consent", f"{lead}\n\n{question}" if lead else question, choices)


def take_consent(turn: Turn, value: str) -> None:
    """Keep the decision with its time and the version of the text. Anything but a choice asks again."""
    value = value if turn.incoming.choice is not None else yes_or_no(value)
    if not value:
        _hold_words(turn)
        _consent_question(turn, turn.t(N_("start.first_decide")))
        return
    decision = Consent.GIVEN if value == "yes" else Consent.REFUSED
    version = turn.office.profile.consent_version
    people.record_consent(turn.tx, turn.office.id, turn.person.id, decision, version, turn.at, new_id(turn.at))
    turn.record("consent", "person", turn.person.id, after={"state": decision, "version": version})
    turn.person = turn.person.model_copy(update={"consent": decision})
    if decision is Consent.REFUSED:
        web.forget_own_words(turn.tx, turn.office.id, turn.identity.address)
        turn.finish()
        turn.say(turn.t(N_("start.refused"), reach=reach_words(turn)))
    elif turn.person.area_id is not None or not ask_area(turn, "start.area"):
        _after_area(turn)


def take_area(turn: Turn, value: str) -> None:
    """Keep the hamlet; asked once. Words that are no place are kept for the concern, and the question stands."""
    value = value if turn.incoming.choice is not None else named_area(turn, value)
    if value:
        keep_area(turn, value)
        _after_area(turn)
    elif len(turn.text.split()) <= _MOST_WORDS_OF_A_PLACE and not turn.incoming.files:
        choose_again(turn)
    else:
        _hold_words(turn)
        ask_area(turn, "start.area", turn.t(N_("start.first_area")))


def _after_area(turn: Turn) -> None:
    if held.held(turn):
        submit.from_words(turn, held.release(turn))
        return
    turn.finish()
    menu(turn)


def menu(turn: Turn, _argument: str = "") -> None:
    """What this person can do, as choices."""
    turn.say(turn.t(N_("menu.ask")), choices_of(turn.texts, turn.official))
