"""What the machine suggests of a text: its topics with the words that decided, its kind, its summary. People decide."""

from dataclasses import dataclass

from handlers.texts import Texts
from handlers.understanding.kinds import KindSuggestion, suggest_kind
from handlers.understanding.normalise import fold
from handlers.understanding.summary import summarise
from handlers.understanding.topics import suggest_topics
from storage.records import Kind, Office, Topic

OTHER = "other"
_MOST = 2
_WORTH_A_BUTTON = 0.15
_SURE = 0.4


@dataclass(frozen=True)
class Suggested:
    """A topic of the office, and the words of the text that point to it, as typed."""

    topic: Topic
    words: tuple[str, ...]


def topics(office: Office, text: str) -> list[Suggested]:
    """At most two topics that the office knows, the likeliest first; none when nothing points anywhere."""
    known = {topic.key: topic for topic in office.profile.topics if topic.key != OTHER}
    found = [one for one in suggest_topics(text) if one.topic in known and one.score >= _WORTH_A_BUTTON]
    return [Suggested(known[one.topic], one.reasons) for one in found[:_MOST]]


def kind(text: str) -> Kind:
    """The kind that is recorded of a text."""
    return recorded_kind(suggest_kind(text))


def recorded_kind(found: KindSuggestion) -> Kind:
    """A suspected denunciation always counts, any other kind only when the machine is sure enough."""
    if found.kind == Kind.DENUNCIATION or found.score >= _SURE:
        return Kind(found.kind)
    return Kind.PETITION


def short(text: str, limit: int = 140) -> str:
    """The head of a text in one line."""
    return summarise(text, limit)


def find_topic(office: Office, key: str) -> Topic | None:
    """The office's topic with this key, or None."""
    return next((topic for topic in office.profile.topics if topic.key == key), None)


def named_topic(office: Office, text: str) -> Topic | None:
    """The topic that a text names in full, in either language, with or without tone marks."""
    name = fold(text.strip())
    return next((one for one in office.profile.topics if name in {fold(one.vi), fold(one.en)}), None)


def label(texts: Texts, topic: Topic) -> str:
    """A topic's name in one language."""
    return topic.en if texts.language == "en" else topic.vi


def topic_label(office: Office, texts: Texts, key: str) -> str:
    """The name of the topic with this key; the key itself when the office no longer has it."""
    topic = find_topic(office, key)
    return label(texts, topic) if topic else key
