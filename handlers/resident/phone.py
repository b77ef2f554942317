"""`/dienthoai`: the number by which a person wants to be called when no message reaches them; theirs to forget.

Basic personal data (decree 356/2025/NĐ-CP Art. 3): kept only when its owner gives it, shown to nobody but the officials
who call, and never in a log.
"""

import re

from handlers.messages import Choice
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import people

_SEPARATORS = re.compile(r"[\s.\-()]+")
_NUMBER = re.compile(r"(?:\+?84|0)(\d{9,10})")
"""Vietnamese numbers: 0 or 84, then nine digits, ten for some landlines."""


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
    number = plain(value)
    if number is None:
        turn.ask("phone.number", turn.t(N_("phone.unreadable")))
        return
    turn.finish()
    keep(turn, number)
    turn.say(turn.t(N_("phone.kept")), [Choice(label=turn.t(N_("phone.forget")), value="/dienthoai xoa")])


def keep(turn: Turn, number: str) -> None:
    """Remember the number, or with "" none; that it happened is logged, the number is not."""
    people.set_phone(turn.tx, turn.office.id, turn.person.id, number)
    turn.record("keep_phone" if number else "forget_phone", "person", turn.person.id)
    turn.person = turn.person.model_copy(update={"phone": number})


def plain(typed: str) -> str | None:
    """A telephone number as the platforms want it («84912345678»), or None when it is none."""
    found = _NUMBER.fullmatch(_SEPARATORS.sub("", typed.strip()))
    return f"84{found[1]}" if found else None
