"""Whole texts to learn from, beside the composed sentences: `texts/*.tsv`, columns «topic, kind, style, text».

Who wrote them is told in `texts/README.md`.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from training.compose import Example
from training.evaluate import Labelled, read_labelled
from training.styles import restyle

FOLDER = Path(__file__).parent / "texts"
AS_WRITTEN = ("nodiacritics", "teencode", "dialect")
"""Texts in these styles are not written anew in another."""
AGAIN = ("plain", "nodiacritics", "teencode", "southern", "central")
"""Each text counts once as it came and once in each of these styles; «plain» as it came."""


def whole_texts() -> list[Labelled]:
    """Return all whole texts, file by file."""
    return [label for path in sorted(FOLDER.glob("*.tsv")) for label in read_labelled(path)]


def copies(label: Labelled) -> Iterator[Example]:
    """Yield a text as it came and in other styles, the same ones every time."""
    random = Random(label.text)  # noqa: S311 - repeatable texts are wanted, not secrets
    topic = "" if label.kind == "offtopic" else label.topics[0]
    yield Example(label.text, topic, label.kind, label.style)
    for style in AGAIN:
        again = (
            style == "plain" or label.style == "nodiacritics" or (label.style in AS_WRITTEN and style != "nodiacritics")
        )
        text = label.text if again else restyle(label.text, style, random)
        yield Example(text, topic, label.kind, style)
