"""`/linhvuc GM-0042 [topic]`: an official confirms or changes the topic of a concern; the machine only suggested it."""

from handlers.messages import Choice
from handlers.official.concerns import corrections
from handlers.official.concerns.desk import Held, from_argument, hold, words_of
from handlers.official.words import first_words
from handlers.rules.naming import named
from handlers.turn import Turn
from storage import concerns, inbox
from storage.inbox import Selection
from storage.records import Concern, ConcernState


def change_topic(turn: Turn, argument: str) -> None:
    """`/linhvuc GM-0042 [topic]`; without a topic it is asked for."""
    found = from_argument(turn, argument, "topic.code", "/linhvuc", _received(turn))
    if found is None:
        return
    held, name = found
    turn.begin(code=held.concern.code)
    key = _key_of(turn, name)
    if key is not None:
        _set(turn, held, key)
        return
    if name:
        turn.say(turn.t("topic.unknown", name=first_words(name, 60)))
    choices = [(words_of(turn).topic(topic.key), topic.key) for topic in turn.office.profile.topics]
    turn.ask("topic.choose", turn.t("topic.ask", heading=words_of(turn).heading(held.concern)), choices)


def _received(turn: Turn) -> list[Concern]:
    return inbox.page(turn.tx, Selection(office_id=turn.office.id, states=(ConcernState.RECEIVED,)))


def _key_of(turn: Turn, name: str) -> str | None:
    topics = turn.office.profile.topics
    index = named(name, [(topic.key, topic.vi, topic.en) for topic in topics])
    return topics[index].key if index is not None else None


def take_topic(turn: Turn, value: str) -> None:
    """The topic, chosen or typed."""
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    key = _key_of(turn, value)
    if key is None:
        turn.ask_again()
        return
    _set(turn, held, key)


def _set(turn: Turn, held: Held, key: str) -> None:
    concern = held.concern
    corrections.keep(turn, concern, "topic", key)
    concerns.set_topic(turn.tx, turn.office.id, concern.id, key, "official")
    turn.record(
        "set_topic",
        "concern",
        concern.id,
        before={"topic": concern.topic, "confirmed_by": concern.topic_confirmed_by},
        after={"topic": key, "confirmed_by": "official"},
    )
    turn.finish()
    again = [Choice(label=turn.t("view.assign"), value=f"/giao {concern.code}")]
    again.append(Choice(label=turn.t("desk.open", code=concern.code), value=f"/xem {concern.code}"))
    turn.say(turn.t("topic.done", code=concern.code, topic=words_of(turn).topic(key)), again)
