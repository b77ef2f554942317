"""`/congbo GM-0042`: publish an answer that its sender has already, or take a published one back.

Taking back needs one person and is done at once. Publishing, like releasing, needs a second one: never who drafted it.
"""

from handlers.messages import Choice
from handlers.official.concerns.desk import Held, deny, from_argument, hold
from handlers.rules.alike import may_publish
from handlers.rules.answers import MOST_REASON_LETTERS, may_decide, typed
from handlers.rules.publication import without_names
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.summary import summarise
from storage import published
from storage.records import Answer, Concern

_YES, _REWORD, _KEEP = "yes", "reword", "keep"


def public_question(concern: Concern) -> str:
    """The question as everybody may read it, by a machine: an official reads it first."""
    return without_names(concern.summary or summarise(concern.text))


def question_of(turn: Turn, value: str) -> str | None:
    """The question as an official typed it; None when it has no words or is too long, which is said."""
    question = typed(value)
    if any(letter.isalnum() for letter in question) and len(question) <= MOST_REASON_LETTERS:
        return question
    turn.say(turn.t("release.bad_question", most=MOST_REASON_LETTERS))
    return None


def withdraw(turn: Turn, concern: Concern) -> str:
    """Take a public answer back, for its concern becomes one that allows none; what is said of it, «» when none was."""
    if not published.take_back(turn.tx, turn.office.id, concern.id):
        return ""
    turn.record("take_answer_back", "concern", concern.id)
    return turn.t(N_("publish.taken_back"))


def publish(turn: Turn, argument: str) -> None:
    """`/congbo GM-0042`: what is public of it, and the way to change that."""
    found = from_argument(turn, argument, "publish.code", "/congbo")
    answer = _answer(turn, found[0]) if found is not None else None
    if found is None or answer is None:
        return
    held, code = found[0], found[0].concern.code
    if answer.public:
        turn.begin(code=code, answer=answer.id)
        choices = [(turn.t(N_("publish.take_back")), _YES), (turn.t("desk.keep"), _KEEP)]
        text = turn.t(N_("publish.is_public"), code=code, question=answer.public_question, text=answer.text)
        turn.ask("publish.take_back", text, choices)
    elif refusal := may_decide(held.official, answer):
        deny(turn, held, "publish", refusal)
    else:
        turn.begin(code=code, answer=answer.id, question=public_question(held.concern))
        turn.say(turn.t(N_("publish.not_public"), code=code, text=answer.text))
        _ask(turn)


def _answer(turn: Turn, held: Held) -> Answer | None:
    """The answer that everybody reads, or else the newest that its sender has; None, and why, where none may be."""
    concern = held.concern
    answers = published.released_of_concern(turn.tx, turn.office.id, concern.id)
    if answers and may_publish(concern):
        return next((one for one in reversed(answers) if one.public), answers[-1])
    turn.finish()
    why = N_("publish.own_case") if answers else N_("publish.no_answer")
    turn.say(turn.t(why, code=concern.code), [_open(turn, concern)])
    return None


def _open(turn: Turn, concern: Concern) -> Choice:
    return Choice(label=turn.t("desk.open", code=concern.code), value=f"/xem {concern.code}")


def _ask(turn: Turn) -> None:
    choices = [
        (turn.t(N_("publish.publish")), _YES),
        (turn.t("release.reword"), _REWORD),
        (turn.t("desk.keep"), _KEEP),
    ]
    turn.ask("publish.confirm", turn.t("release.ask", question=turn.data["question"]), choices)


def take_confirmation(turn: Turn, value: str) -> None:
    """Publish, another question, or nothing."""
    if turn.incoming.choice is None or value not in {_YES, _REWORD, _KEEP}:
        turn.ask_again()
        return
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    if value == _REWORD:
        turn.ask("publish.reword", turn.t("release.ask_question"))
    elif value == _KEEP:
        turn.finish()
        turn.say(turn.t("desk.nothing_done"))
    else:
        _publish(turn, held)


def take_question(turn: Turn, value: str) -> None:
    """Another wording of the question."""
    question = question_of(turn, value)
    if question is not None:
        turn.data["question"] = question
        _ask(turn)


def _publish(turn: Turn, held: Held) -> None:
    concern, answer = held.concern, _answer(turn, held)
    if answer is None:
        return
    if answer.id != turn.data["answer"] or answer.public:
        publish(turn, concern.code)  # another answer, or somebody was first: it is shown as it stands
        return
    if refusal := may_decide(held.official, answer):
        deny(turn, held, "publish", refusal)
        return
    if not published.publish(turn.tx, turn.office.id, answer.id, turn.data["question"]):
        publish(turn, concern.code)  # somebody was first: it is shown as it stands
        return
    turn.record("publish_answer", "concern", concern.id, after={"record": answer.id})
    turn.finish()
    turn.say(turn.t(N_("publish.done"), code=concern.code))


def take_decision(turn: Turn, value: str) -> None:
    """Take it back, or leave it."""
    if turn.incoming.choice is None or value not in {_YES, _KEEP}:
        turn.ask_again()
        return
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    turn.finish()
    if value == _KEEP or not published.take_back(turn.tx, turn.office.id, held.concern.id):
        turn.say(turn.t("desk.nothing_done"))
        return
    turn.record("take_answer_back", "concern", held.concern.id)
    turn.say(turn.t(N_("publish.is_taken_back"), code=held.concern.code), [_open(turn, held.concern)])
