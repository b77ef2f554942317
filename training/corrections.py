"""What officials corrected, as further examples: JSON Lines {"text", "topics", "kind"}, an office's own file.

`topics` holds topic ids, the primary one first, and `kind` a kind id; either may be left out where nobody confirmed
it. The texts are residents' words: keep the file where the office keeps its concerns, never in a repository.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from handlers.understanding.lexicon import TOPICS
from handlers.understanding.normalise import fold
from handlers.understanding.suggestions import KINDS
from training.compose import Example

COPIES = 6
"""How often a confirmed text counts, beside about as many composed sentences for each pattern."""


class BadCorrection(ValueError):
    """A line that cannot be used; says which and why, without the text."""


def read_corrections(path: Path) -> list[Example]:
    """Read a file. Raises BadCorrection, OSError."""
    examples: list[Example] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            examples += _copies(*_labels(line, f"{path.name}, line {number}"))
    return examples


def _labels(line: str, where: str) -> tuple[str, str, str]:
    """Return text, primary topic and kind of one line; what is not known is empty."""
    try:
        row = json.loads(line)
    except ValueError as error:
        message = f"{where}: not JSON"
        raise BadCorrection(message) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        message = f'{where}: no "text"'
        raise BadCorrection(message)
    kind, topics = row.get("kind") or "", row.get("topics") or []
    if kind and kind not in KINDS:
        message = f"{where}: no such kind"
        raise BadCorrection(message)
    if not isinstance(topics, list) or any(topic not in TOPICS for topic in topics):
        message = f"{where}: no such topic"
        raise BadCorrection(message)
    return row["text"], topics[0] if topics and kind != "offtopic" else "", kind


def _copies(text: str, topic: str, kind: str) -> Iterator[Example]:
    """Yield the text as it came, and every third time without tone marks."""
    for number in range(COPIES):
        bare = number % 3 == 2
        yield Example(fold(text) if bare else text, topic, kind, "nodiacritics" if bare else "plain")
