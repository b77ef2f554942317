"""What the sender of a text wants."""

from handlers.understanding.suggestions import KINDS, KindSuggestion
from handlers.understanding.tags import tag

__all__ = ["KINDS", "KindSuggestion", "suggest_kind"]


def suggest_kind(text: str) -> KindSuggestion:
    """Return the most likely kind of a text: petition, report, question, complaint, denunciation or offtopic."""
    return tag(text).kind
