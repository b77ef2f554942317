"""`/hoidap words`: search in the answers that the office made public. Who asked is never told."""

from handlers.choices import to_id
from handlers.found_words import besides
from handlers.messages import Choice
from handlers.resident import submit, suggestions
from handlers.resident.story import agency_name
from handlers.searching import search
from handlers.texts import N_
from handlers.turn import Turn
from storage import published
from storage import search as index
from storage.records import Answer
from storage.search import Scope, Shelf

MOST = 5
_ONE = "#"
_LABEL = 60


def hoidap(turn: Turn, argument: str = "") -> None:
    """Words are searched, «#id» shows one answer whole, nothing asks for words."""
    answer_id = to_id(argument.removeprefix(_ONE)) if argument.startswith(_ONE) else None
    if answer_id is not None:
        _show(turn, answer_id)
    elif argument:
        _search(turn, argument)
    else:
        turn.begin()
        turn.ask("hoidap.words", turn.t(N_("hoidap.ask")))


def take_words(turn: Turn, value: str) -> None:
    """The words to look for."""
    if turn.incoming.files:
        submit.from_words(turn, turn.incoming.text or "")
    elif value:
        turn.finish()
        _search(turn, value)
    else:
        turn.ask_again()


def _search(turn: Turn, words: str) -> None:
    page = search(turn.tx, Scope(office_id=turn.office.id, shelf=Shelf.ANSWER), words, ranked=True, limit=MOST)
    by_id = {answer.id: answer for answer in index.answers(turn.tx, turn.office.id, page.ids)}
    found = [by_id[number] for number in page.ids if number in by_id]
    if not found:
        turn.say(turn.t(N_("hoidap.none")), [Choice(label=turn.t(N_("track.write")), value="/gopy")])
        return
    lines = [f"{number}. {_question(answer)}" for number, answer in enumerate(found, 1)]
    choices = [Choice(label=_label(answer), value=f"/hoidap {_ONE}{answer.id}") for answer in found]
    text = [turn.tn("hoidap.found", len(found)), *lines, *besides(turn, page), turn.t(N_("hoidap.open"))]
    turn.say("\n".join(text), choices)


def _question(answer: Answer) -> str:
    return answer.public_question or suggestions.short(answer.text)


def _label(answer: Answer) -> str:
    return suggestions.short(_question(answer), _LABEL)


def _show(turn: Turn, answer_id: int) -> None:
    answer = published.get_published(turn.tx, turn.office.id, answer_id)
    if answer is None:
        turn.say(turn.t(N_("hoidap.gone")))
        return
    text = turn.t(
        N_("hoidap.whole"),
        question=_question(answer),
        agency=agency_name(turn, answer.agency_id),
        day=turn.texts.day(answer.decided_at or answer.drafted_at),
        text=answer.text,
    )
    turn.say(text, [Choice(label=turn.t(N_("hoidap.again")), value="/hoidap")])
