"""`/dienthoai`: the number by which a person wants to be called when no message reaches them; theirs to forget.

Basic personal data (decree 356/2025/NĐ-CP Art. 3): kept only when its owner gives it, shown to nobody but the officials
who call, and never in a log.
"""

from handlers.messages import Choice
from handlers.rules.phones import phone_of
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import people


def dienthoai(turn: Turn, argument: str = "") -> None:
    """Keep the number that stands behind the command; `xoa` forgets it; without either, ask for it."""
    if fold(argument.strip()) in ("xoa", "bo", "delete"):
        keep(turn, "")
        turn.say(turn.t(N_("phone.forgotten")))
    elif argument.strip():
        take_phone(turn, argument)
    else:
        turn.begin()
        kept = turn.t(N_("phone.kept_now"), phone=turn.person.phone) if turn.person.phone else ""
        choices = [(turn.t(N_("phone.forget")), "/dienthoai xoa")] if kept else []
        turn.ask("phone.number", "\n\n".join(part for part in (kept, turn.t(N_("phone.ask"))) if part), choices)


def take_phone(turn: Turn, value: str) -> None:
    """Keep a number that was typed; anything else asks again."""
    number = phone_of(value)
    if number is None:
        turn.ask("phone.number", turn.t(N_("phone.unreadable")))
        return
    turn.finish()
    keep(turn, number)
    turn.say(turn.t(N_("phone.kept")), [Choice(label=turn.t(N_("phone.forget")), value="/dienthoai xoa")])


def was_given(turn: Turn) -> None:
    """Somebody filled in a form of their platform that asks who they are: the number on it is kept as if typed."""
    number = phone_of(turn.incoming.contact.phone) if turn.incoming.contact is not None else None
    if number is None:
        turn.say(turn.t(N_("phone.unreadable")))
        return
    keep(turn, number)
    turn.say(turn.t(N_("phone.kept")))  # without choices: a question that waits keeps its own


def keep(turn: Turn, number: str) -> None:
    """Remember the number, or with "" none; that it happened is logged, the number is not."""
    people.set_phone(turn.tx, turn.office.id, turn.person.id, number)
    turn.record("keep_phone" if number else "forget_phone", "person", turn.person.id)
    turn.person = turn.person.model_copy(update={"phone": number})
