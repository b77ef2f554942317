"""`/loai GM-0042 [kind]`: an official confirms or corrects the kind; the machine only suggested it, with its reasons.

`/loai GM-0042 dung` confirms topic and kind as they stand, with one tap. A suspected denunciation goes the way of
`/tocao`, which asks once more.
"""

from handlers.messages import Choice
from handlers.official.concerns import corrections, protect, publish, reasons
from handlers.official.concerns.desk import Held, from_argument, hold, words_of
from handlers.official.words import KINDS, first_words
from handlers.rules.alike import may_publish
from handlers.rules.naming import named
from handlers.texts import Texts
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import concerns, inbox
from storage.inbox import Selection
from storage.records import Concern, ConcernState, Kind

RIGHT = "dung"


def change_kind(turn: Turn, argument: str) -> None:
    """`/loai GM-0042 [kind]`; without a kind it is asked for."""
    found = from_argument(turn, argument, "kind.code", "/loai", _received(turn))
    if found is None:
        return
    held, name = found
    turn.begin(code=held.concern.code)
    if fold(name) == RIGHT:
        _confirm(turn, held)
        return
    kind = _kind_of(name)
    if kind is not None:
        _set(turn, held, kind)
        return
    if name:
        turn.say(turn.t("kind.unknown", name=first_words(name, 60)))
    _ask(turn, held)


def _received(turn: Turn) -> list[Concern]:
    return inbox.page(turn.tx, Selection(office_id=turn.office.id, states=(ConcernState.RECEIVED,)))


def _kind_of(name: str) -> Kind | None:
    kinds = list(Kind)
    vi, en = Texts("vi"), Texts("en")
    index = named(name, [(kind.value, vi.t(KINDS[kind]), en.t(KINDS[kind])) for kind in kinds])
    return kinds[index] if index is not None else None


def _ask(turn: Turn, held: Held) -> None:
    concern = held.concern
    lines = [turn.t("kind.ask", heading=words_of(turn).heading(concern), kind=turn.t(KINDS[concern.kind]))]
    if concern.text.strip():
        lines.append(reasons.kind_words(turn.texts, concern.text))
    choices = [(turn.t(KINDS[kind]), kind.value) for kind in Kind]
    turn.ask("kind.choose", "\n".join(lines), [*choices, (turn.t("desk.keep"), "keep")])


def take_kind(turn: Turn, value: str) -> None:
    """The kind, chosen or typed."""
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    kind = _kind_of(value)
    if turn.incoming.choice is not None and value == "keep":
        turn.finish()
        turn.say(turn.t("desk.nothing_done"))
    elif kind is None:
        turn.ask_again()
    else:
        _set(turn, held, kind)


def _set(turn: Turn, held: Held, kind: Kind) -> None:
    if kind is Kind.DENUNCIATION:
        protect.protect(turn, held.concern.code)
        return
    changed = held.concern.model_copy(update={"kind": kind})
    taken_back = "" if may_publish(changed) else publish.withdraw(turn, held.concern)
    _record(turn, held.concern, kind)
    turn.finish()
    done = turn.t("kind.done", code=held.concern.code, kind=turn.t(KINDS[kind]))
    turn.say("\n".join(filter(None, [done, taken_back])), [_open(turn, held.concern)])


def _record(turn: Turn, concern: Concern, kind: Kind) -> None:
    corrections.keep(turn, concern, "kind", kind)
    concerns.set_kind(turn.tx, turn.office.id, concern.id, kind)
    turn.record("set_kind", "concern", concern.id, before={"kind": concern.kind}, after={"kind": kind})


def _confirm(turn: Turn, held: Held) -> None:
    """Topic and kind are right as they stand."""
    concern = held.concern
    corrections.keep(turn, concern, "topic", concern.topic)
    concerns.set_topic(turn.tx, turn.office.id, concern.id, concern.topic, "official")
    turn.record(
        "set_topic",
        "concern",
        concern.id,
        before={"topic": concern.topic, "confirmed_by": concern.topic_confirmed_by},
        after={"topic": concern.topic, "confirmed_by": "official"},
    )
    _record(turn, concern, concern.kind)
    turn.finish()
    words = words_of(turn)
    text = turn.t(
        "kind.confirmed", code=concern.code, topic=words.topic(concern.topic), kind=turn.t(KINDS[concern.kind])
    )
    assign = Choice(label=turn.t("view.assign"), value=f"/giao {concern.code}")
    turn.say(text, [assign, _open(turn, concern)])


def _open(turn: Turn, concern: Concern) -> Choice:
    return Choice(label=turn.t("desk.open", code=concern.code), value=f"/xem {concern.code}")
