"""What the machine suggests of a concern, in words for officials: how sure, and which words decided. People decide."""

from collections.abc import Iterable

from handlers.official.words import KINDS, Words
from handlers.rules.alike import SURE
from handlers.texts import N_, Texts
from handlers.understanding.kinds import suggest_kind
from handlers.understanding.topics import suggest_topics
from storage.records import Kind

MOST_WORDS = 4


def how_sure(texts: Texts, score: float) -> str:
    """«khá chắc» or «chưa chắc»."""
    return texts.t("reasons.fairly_sure") if score >= SURE else texts.t("reasons.not_sure")


def quoted(words: Iterable[str]) -> str:
    """«đường», «ổ gà»."""
    return ", ".join(f"«{word}»" for word in list(words)[:MOST_WORDS])


def topic_words(words: Words, text: str) -> str:
    """«Máy gợi ý lĩnh vực: Giao thông (khá chắc), vì có chữ «ổ gà»», or that it could not tell."""
    found = next(iter(suggest_topics(text)), None)
    if found is None:
        return words.texts.t("reasons.no_topic")
    return _line(words.texts, N_("reasons.topic"), words.topic(found.topic), found.score, found.reasons)


def kind_words(texts: Texts, text: str) -> str:
    """The same for the kind."""
    found = suggest_kind(text)
    return _line(texts, N_("reasons.kind"), texts.t(KINDS[Kind(found.kind)]), found.score, found.reasons)


def _line(texts: Texts, message_id: str, name: str, score: float, reasons: tuple[str, ...]) -> str:
    line = texts.t(message_id, name=name, sure=how_sure(texts, score))
    because = texts.t("reasons.because", words=quoted(reasons))
    return f"{line}, {because}" if reasons else f"{line}."
