"""Which field of life a text belongs to."""

from handlers.understanding.suggestions import TopicSuggestion
from handlers.understanding.tags import tag

__all__ = ["TopicSuggestion", "suggest_topics"]


def suggest_topics(text: str) -> tuple[TopicSuggestion, ...]:
    """Return up to five likely topics, best first; empty when nothing in the text points anywhere."""
    return tag(text).topics
