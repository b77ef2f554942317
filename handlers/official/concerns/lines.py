"""A concern as a line of a list, and the choice that opens it."""

from handlers.messages import Choice
from handlers.official.concerns.desk import words_of
from handlers.official.words import first_words, late_days
from handlers.texts import local_day
from handlers.turn import Turn
from storage import likenesses
from storage.records import Concern


def entry(turn: Turn, concern: Concern) -> str:
    """Code, topic, hamlet, age and first words."""
    words = words_of(turn)
    late = late_days(concern, local_day(turn.at))
    tail = [words.age(concern.created_at, turn.at), *([turn.tn("desk.days_late", late)] if late else [])]
    tail += [turn.t("inbox.recurring")] if likenesses.recurring_among(turn.tx, turn.office.id, [concern.id]) else []
    return f"{words.heading(concern)} · {' · '.join(tail)}\n{first_words(concern.text or concern.summary)}"


def open_choice(concern: Concern) -> Choice:
    """The choice that shows it whole."""
    return Choice(label=concern.code, value=f"/xem {concern.code}")
