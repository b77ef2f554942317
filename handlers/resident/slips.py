"""The speaker's slip: its questions, how it is shown before and after it has its number."""

from handlers.messages import Choice
from handlers.resident import in_the_hall, suggestions
from handlers.resident.outlook import held_words
from handlers.rules import speakers
from handlers.texts import N_
from handlers.turn import Turn
from storage import concerns, sessions
from storage.records import Registration, Session

MOST_OFFERED = 4
_LABEL = 50


def ask_session(turn: Turn, opened: list[Session]) -> None:
    """Which session, when several take speakers."""
    lines = [f"- {one.title}: {held_words(turn, one)}" for one in opened]
    question = "\n".join([turn.t(N_("register.session")), *lines])
    turn.ask("register.session", question, [(one.title, str(one.id)) for one in opened])


def ask_content(turn: Turn, *, topic: str) -> None:
    """What it is about: three lines, or one of the person's concerns that is not closed to others."""
    own = concerns.concerns_of_person(turn.tx, turn.office.id, turn.person.id, limit=MOST_OFFERED * 2)
    offered = [one for one in own if not one.protected][:MOST_OFFERED]
    choices = [(f"{one.code}: {suggestions.short(one.summary, _LABEL)}", str(one.id)) for one in offered]
    question = turn.t(N_("register.content_or_concern") if offered else N_("register.content"))
    turn.ask("register.content", question, choices, topic=topic)


def ask_representing(turn: Turn, *, content: str, concern: int | None) -> None:
    """For whom the person speaks."""
    choices = [
        (turn.t(N_("register.self")), speakers.SELF),
        (turn.t(N_("register.household")), speakers.HOUSEHOLD),
        (turn.t(N_("register.a_group")), speakers.GROUP),
    ]
    turn.ask("register.representing", turn.t(N_("register.representing")), choices, content=content, concern=concern)


def ask_confirm(turn: Turn, *, representing: str) -> None:
    """Everything at a glance before the number is given."""
    turn.data["representing"] = representing
    session = sessions.get_session(turn.tx, turn.office.id, turn.data["session"])
    slip = _slip(turn, session, turn.data["topic"], turn.data["content"], representing)
    choices = [
        (turn.t(N_("register.confirm")), "yes"),
        (turn.t(N_("register.change")), "anew"),
        (turn.t(N_("submit.drop")), "drop"),
    ]
    turn.ask("register.confirm", turn.t(N_("register.look"), slip=slip), choices)


def _slip(turn: Turn, session: Session, topic: str, content: str, representing: str) -> str:
    return "\n".join(
        [
            session.title,
            held_words(turn, session),
            turn.t(N_("submit.topic_line"), topic=suggestions.topic_label(turn.office, turn.texts, topic)),
            turn.t(N_("register.content_line"), content=content),
            turn.t(N_("register.for_line"), whom=speakers.representing_words(turn.texts, representing)),
        ]
    )


def receipt(turn: Turn, made: Registration, session: Session) -> str:
    """The number, and what it means."""
    slip = _slip(turn, session, made.topic, made.content, made.representing)
    return turn.t(N_("register.done"), number=made.number, slip=slip)


def look(turn: Turn) -> list[Choice]:
    """A tap shows the slip again."""
    return [Choice(label=turn.t(N_("register.see")), value="/dangky")]


def write(turn: Turn) -> list[Choice]:
    """A tap writes a concern instead."""
    return [Choice(label=turn.t(N_("hall.write_instead")), value="/gopy")]


def _taking_back(turn: Turn, one: Registration) -> list[Choice]:
    """Taking it back, until they had their turn."""
    if in_the_hall.had_a_turn(turn, one):
        return []
    return [Choice(label=turn.t(N_("register.withdraw"), number=one.number), value=f"/dangky rut {one.id}")]


def show(turn: Turn, standing: list[tuple[Session, Registration]], *, more: bool) -> None:
    """What the person stands registered for; each can be taken back, and another session chosen."""
    parts, choices = [], []
    for session, one in standing:
        slip = _slip(turn, session, one.topic, one.content, one.representing)
        yours = turn.t(N_("register.yours"), number=one.number, slip=slip)
        place = in_the_hall.place(turn, session, one)
        parts.append(f"{yours}\n\n{place}" if place else yours)
        choices += _taking_back(turn, one)
    if more:
        choices.append(Choice(label=turn.t(N_("register.another")), value="/dangky moi"))
    turn.say("\n\n".join(parts), choices)
