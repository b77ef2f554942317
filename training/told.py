"""Tellings whose matter's topic their author noted: further examples for the topics.

Two sorts: the blocks of `same_matters*.txt` that have a comment «topic kind matter», and the families of
`families/<topic>.txt`. Both were written to tell one matter from another, by authors who had seen no list of ours.
Their kind is that of the matter; who tells it may as well ask or wish, so no kind is learnt from them.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from handlers.understanding.lexicon import TOPICS
from training.blocks import files_of_blocks, read_blocks
from training.compose import Example
from training.styles import restyle

FAMILIES = Path(__file__).parent / "families"
AGAIN = ("nodiacritics", "teencode", "southern", "central")
"""Each telling counts once as it came and once in one of these styles."""


class FamilyMatter(NamedTuple):
    """A matter of a family: «kind matter in a few words», and how several people tell it."""

    name: str
    told: tuple[str, ...]


def read_families(path: Path) -> list[list[FamilyMatter]]:
    """Read one topic's families: «## topic thing», then per matter «# kind matter» and its tellings, a line each."""
    families: list[list[FamilyMatter]] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            families.append([])
        elif line.startswith("# "):
            families[-1].append(FamilyMatter(line[2:], ()))
        elif line:
            last = families[-1][-1]
            families[-1][-1] = last._replace(told=(*last.told, line))
    return families


def told_texts() -> Iterator[tuple[str, str]]:
    """Yield (topic, telling) of every block and family whose topic is known; the same story elsewhere is of it, too."""
    for path in files_of_blocks():
        for block in read_blocks(path):
            topic = block.matter.partition(" ")[0]
            if topic in TOPICS:
                yield from ((topic, text) for text in block.told)
                yield from ((topic, text) for sort, text in block.near if sort == "@")
    for topic in TOPICS:
        for family in read_families(FAMILIES / f"{topic}.txt"):
            yield from ((topic, text) for matter in family for text in matter.told)


def told_examples() -> Iterator[Example]:
    """Yield each telling as it came and in another style, the same ones every time; no kind is known of them."""
    for topic, text in told_texts():
        random = Random(text)  # noqa: S311 - repeatable texts are wanted, not secrets
        style = random.choice(AGAIN)
        yield Example(text, topic, "", "plain")
        yield Example(restyle(text, style, random), topic, "", style)
