"""What answers a message that nobody asked for: plain words, an old button, what cannot be read, a refused file."""

from handlers.menu import choices_of
from handlers.messages import Choice
from handlers.resident import submit, track
from handlers.resident.courtesies import is_greeting, is_thanks
from handlers.resident.link import web_link
from handlers.resident.reach import reach_words
from handlers.rules.codes import whole_code
from handlers.texts import N_
from handlers.turn import QUESTION, Turn
from storage import concerns, offices

_REFUSALS = {"size": N_("refused.size"), "type": N_("refused.type")}
_REFUSED = N_("refused.other")


def words(turn: Turn, _value: str) -> None:
    """Plain words begin a concern; greetings, thanks and receipt codes do not. Officials get their menu."""
    text = turn.text
    if turn.official is not None:
        _with_menu(turn, turn.t(N_("words.official")))
    elif turn.incoming.files:
        submit.from_words(turn, turn.incoming.text or "")
    elif not text:
        _with_menu(turn, turn.t(N_("words.empty")))
    elif is_greeting(text):
        _with_menu(turn, turn.t(N_("start.again"), office=turn.office.name))
    elif is_thanks(text):
        turn.say(turn.t(N_("words.thanks")))
    elif not text[0].isdigit() and whole_code(text, turn.office.code):
        track.tracuu(turn, text)
    else:
        submit.from_words(turn, turn.incoming.text or "")


def _with_menu(turn: Turn, text: str) -> None:
    turn.say(text, choices_of(turn.texts, turn.official))


def old_choice(turn: Turn, step: str) -> None:
    """A button of an old message does nothing; the question that waits now is asked again, or the menu shown."""
    lead = turn.t(N_("old.button"))
    if turn.step and turn.data.get(QUESTION):
        turn.ask_again(f"{lead}\n\n{turn.data[QUESTION]}")
        return
    sent = concerns.concerns_of_person(turn.tx, turn.office.id, turn.person.id, limit=1)
    if step.startswith("submit.") and sent:
        look = Choice(label=turn.t(N_("receipt.look"), code=sent[0].code), value=f"/tracuu {sent[0].code}")
        last = turn.t(N_("old.last_sent"), code=sent[0].code)
        turn.say(f"{lead}\n{last}", [look])
        return
    _with_menu(turn, lead)


def unsupported(turn: Turn, _value: str = "") -> None:
    """What the platform does not hand on, or what nobody can read: always answered, with other ways to be heard.

    Some platforms withhold the words of whole groups of people (children, people with disabilities): for them there is
    a link that opens the web chat as this person, the office itself, and somebody in the hamlet who writes for them.
    """
    link = web_link(turn)
    area = offices.get_area(turn.tx, turn.office.id, turn.person.area_id) if turn.person.area_id else None
    ways = [
        turn.t(N_("unsupported.web"), link=link) if link else "",
        turn.t(N_("unsupported.office"), reach=reach_words(turn)),
        turn.t(N_("unsupported.helper_of"), area=area.name) if area else turn.t(N_("unsupported.helper")),
    ]
    lines = "\n\n".join(f"- {way}" for way in ways if way)
    _other_ways(turn, turn.t(N_("words.unsupported"), ways=lines))


def refused(turn: Turn, reason: str) -> None:
    """A file that was not taken: why, and what to do instead."""
    _other_ways(turn, turn.t(_REFUSALS.get(reason, _REFUSED)))


def _other_ways(turn: Turn, text: str) -> None:
    if turn.step and turn.offered:
        turn.ask_again(text)
    else:
        turn.say(text)
