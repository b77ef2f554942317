"""A speaker who registers in the hall on paper: a clerk types the slip in, and gets its number to call out (plan R9).

Whoever is on a slip has no door: they are a person of their own, to whom nothing is sent.
"""

from handlers.choices import to_id
from handlers.official.sessions.words import find
from handlers.official.speakers import steps
from handlers.resident import suggestions
from handlers.resident.asking import choose_again
from handlers.rules import speakers as rules
from handlers.rules.answers import typed
from handlers.rules.sessions import may_be_run
from handlers.speaking import Hall, read_hall
from handlers.texts import DEFAULT_LANGUAGE, N_
from handlers.turn import Turn
from storage import counters, offices, people, registrations, speaking
from storage.ids import new_id
from storage.records import (
    NO_DOOR,
    Consent,
    Kind,
    Person,
    Registration,
    RegistrationState,
    SpeakerActKind,
)

LONGEST_NAME = 120
_NONE = "none"


def ask_name(turn: Turn, hall: Hall, _values: list[int]) -> None:
    """The name on the slip."""
    turn.begin(session=hall.session.id)
    turn.ask("speakers.name", turn.t(N_("speakers.ask_name")))


def take_name(turn: Turn, value: str) -> None:
    """A name in one line; then the hamlet."""
    name = " ".join(typed(value).split())
    if not any(letter.isalpha() for letter in name) or len(name) > LONGEST_NAME:
        turn.ask_again(turn.t(N_("speakers.bad_name"), most=LONGEST_NAME))
        return
    areas = [(area.name, str(area.id)) for area in offices.areas(turn.tx, turn.office.id)]
    question = turn.t(N_("speakers.ask_area"), name=name)
    turn.ask("speakers.area", question, [*areas, (turn.t(N_("speakers.no_area")), _NONE)], name=name)


def take_area(turn: Turn, value: str) -> None:
    """The hamlet, or that the slip has none; then the field."""
    known = {area.id for area in offices.areas(turn.tx, turn.office.id)}
    area_id = to_id(value) if turn.incoming.choice is not None else None
    if area_id not in known and (turn.incoming.choice is None or value != _NONE):
        choose_again(turn)
        return
    topics = [(suggestions.label(turn.texts, topic), topic.key) for topic in turn.office.profile.topics]
    turn.ask("speakers.topic", turn.t(N_("speakers.ask_topic")), topics, area=area_id)


def take_topic(turn: Turn, value: str) -> None:
    """The field, tapped or named; then the content."""
    topic = suggestions.find_topic(turn.office, value) or suggestions.named_topic(turn.office, value)
    if topic is None:
        choose_again(turn)
        return
    skip = (turn.t(N_("speakers.no_content")), _NONE)
    question = turn.t(N_("speakers.ask_content"), lines=rules.MOST_LINES)
    turn.ask("speakers.content", question, [skip], topic=topic.key)


def take_content(turn: Turn, value: str) -> None:
    """What the slip says, in up to three lines, or nothing. What accuses somebody is not kept: many read this."""
    content = "" if turn.incoming.choice is not None and value == _NONE else typed(value)
    if turn.incoming.choice is None and not rules.fits(content):
        most = turn.texts.number(rules.LONGEST_CONTENT)
        turn.ask_again(turn.t(N_("speakers.bad_content"), lines=rules.MOST_LINES, most=most))
    elif content and suggestions.kind(content) is Kind.DENUNCIATION:
        turn.ask_again(turn.t(N_("speakers.closed_to_all")))
    else:
        _enter(turn, content)


def _enter(turn: Turn, content: str) -> None:
    """Give the slip the next number. The session may have been concluded meanwhile."""
    session = find(turn, str(turn.data["session"]))
    if session is None or not may_be_run(session, turn.at):
        turn.finish()
        turn.say(turn.t(N_("speakers.over")))
        return
    made = _registration(turn, session.id, content)
    registrations.add_registration(turn.tx, made)
    seq = speaking.note(turn.tx, turn.office.id, session.id)
    steps.keep(turn, session.id, seq, SpeakerActKind.ENTER, made.id)
    turn.finish()
    lead = turn.t(N_("speakers.entered"), number=made.number, name=made.name)
    steps.after(turn, read_hall(turn.tx, turn.office.id, session), lead)


def _registration(turn: Turn, session_id: int, content: str) -> Registration:
    person = Person(
        office_id=turn.office.id,
        id=new_id(turn.at),
        language=DEFAULT_LANGUAGE,
        area_id=turn.data["area"],
        consent=Consent.UNASKED,
        consent_version=None,
        consent_at=None,
        subscribed=False,
        created_at=turn.at,
    )
    people.add_person(turn.tx, person)
    return Registration(
        office_id=turn.office.id,
        id=new_id(turn.at),
        session_id=session_id,
        person_id=person.id,
        identity_id=NO_DOOR,
        number=counters.take_next(turn.tx, turn.office.id, f"registration/{session_id}"),
        topic=turn.data["topic"],
        content=content,
        concern_id=None,
        representing=rules.SELF,
        state=RegistrationState.REGISTERED,
        created_at=turn.at,
        withdrawn_at=None,
        name=turn.data["name"],
    )
