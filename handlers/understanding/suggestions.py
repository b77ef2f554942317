"""What this package suggests: a topic or a kind, how sure, and why."""

from dataclasses import dataclass

KINDS = ("petition", "report", "question", "complaint", "denunciation", "offtopic")
"""The kind ids, in the order of the model's weights."""


@dataclass(frozen=True, slots=True)
class TopicSuggestion:
    """A topic id, how sure (0 to 1), and the words of the text that decided, as typed."""

    topic: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindSuggestion:
    """A kind id, how sure (0 to 1; below 0.4 is «not sure»), and the deciding words as typed."""

    kind: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tags:
    """What a text is about and what its sender wants."""

    topics: tuple[TopicSuggestion, ...]
    """Best first; empty when not sure."""
    kind: KindSuggestion
