"""The sets of blocks: one matter told by several people, with near-misses (`training/same_matters*.txt`)."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Block(NamedTuple):
    """One matter told several times, and near-misses by their sort («@» elsewhere, «!» another matter)."""

    told: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    matter: str = ""
    """The block's comment «topic kind matter», where it has one."""


class Pair(NamedTuple):
    """Two texts and what they are: «=» one matter, «@» or «!» a near-miss, «x» unrelated; `block` of the first."""

    one: str
    other: str
    sort: str
    block: int


def files_of_blocks() -> list[Path]:
    """Return all sets there are, in alphabetical order."""
    return sorted(FOLDER.glob("same_matters*.txt"))


def read_blocks(path: Path) -> list[Block]:
    """Read a set; blocks are parted by an empty line."""
    blocks = []
    for part in path.read_text("utf-8").split("\n\n"):
        comments = [line[1:].strip() for line in part.splitlines() if line[:1] == "#"]
        lines = [line for line in part.splitlines() if line and line[0] != "#"]
        near = tuple((line[1], line[2:].strip()) for line in lines if line[0] == "~")
        told = tuple(line for line in lines if line[0] != "~")
        labelled = bool(comments) and len(comments[-1].split()) in range(3, 12) and comments[-1].islower()
        blocks.append(Block(told, near, comments[-1] if labelled else ""))
    return [block for block in blocks if block.told]


def pairs(blocks: list[Block]) -> Iterator[Pair]:
    """Yield every pair of a block, every near-miss with each of it, and each first text with the next ten blocks'."""
    for number, block in enumerate(blocks):
        for one, other in combinations(block.told, 2):
            yield Pair(one, other, "=", number)
        for sort, near in block.near:
            for told in block.told:
                yield Pair(told, near, sort, number)
        for far in blocks[number + 1 : number + 11]:
            yield Pair(block.told[0], far.told[-1], "x", number)
