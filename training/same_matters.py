"""Weighs the units and measures the comparison of concerns on our own sets of same matters.

python -m training.same_matters weigh               writes handlers/understanding/data/rarity.txt
python -m training.same_matters fit FILE…           prints the factors for `duplicates` learnt from these files; any two
                                                    texts of different blocks of a file serve as the crowd
python -m training.same_matters measure FILE…       F1 of pairs, hard negatives merged, alone and in one crowd
python -m training.same_matters mistakes FILE…      the pairs that go wrong
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import log
from pathlib import Path
from typing import NamedTuple

import numpy as np

from handlers.understanding.duplicates import FACTORS, compare, evidence, fingerprint
from handlers.understanding.grouping import group
from handlers.understanding.lexicon import TOPICS
from handlers.understanding.reading import read
from handlers.understanding.units import units
from training.compose import compose

RARITY = Path(__file__).parents[1] / "handlers" / "understanding" / "data" / "rarity.txt"
SEED = 7
SEEN = 20
"""A unit of fewer sentences than this keeps the weight of a rare one."""


CROWD_SHARE = 0.2
"""What a pair of the crowd counts beside a pair of the sets."""
SHRINK = 2.0
"""How strongly the factors are held near nothing."""


class Block(NamedTuple):
    """One matter told several times, and near-misses by their sort («@» elsewhere, «!» another matter)."""

    told: tuple[str, ...]
    near: tuple[tuple[str, str], ...]


class Pair(NamedTuple):
    """Two texts and what they are: «=» one matter, «@» or «!» a near-miss, «x» unrelated; `block` of the first."""

    one: str
    other: str
    sort: str
    block: int


def read_blocks(path: Path) -> list[Block]:
    """Read a set; blocks are parted by an empty line."""
    blocks = []
    for part in path.read_text("utf-8").split("\n\n"):
        lines = [line for line in part.splitlines() if line and line[0] != "#"]
        near = tuple((line[1], line[2:].strip()) for line in lines if line[0] == "~")
        blocks.append(Block(tuple(line for line in lines if line[0] != "~"), near))
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


def weigh() -> None:
    """Write how rare each unit is in the composed sentences."""
    texts = [units(read(example.text)) for example in compose(SEED, TOPICS)]
    counts = Counter(unit for found in texts for unit in set(found))
    rows = [f"{unit}\t{log(len(texts) / count) - 1.5:.2f}" for unit, count in sorted(counts.items()) if count >= SEEN]
    RARITY.write_text("\n".join(rows) + "\n", "utf-8")
    print(f"{RARITY.name}: {len(rows)} units of {len(texts)} sentences")


def fit(paths: Iterable[Path]) -> None:
    """Learn the factors by logistic regression (Newton's method, so that nothing need be installed but numpy)."""
    rows = [row for path in paths for row in rows_of(read_blocks(path))]
    for name, value in zip(("start", *FACTORS), _regress(rows), strict=True):
        print(f'    "{name}": {value:.2f},')


def rows_of(blocks: list[Block]) -> list[tuple[tuple[float, ...], float, float]]:
    """Return (evidence, same, weight) of the pairs of a set, and of any two texts of different blocks as its crowd."""
    known = {text: fingerprint(text) for block in blocks for text in (*block.told, *(near for _, near in block.near))}
    rows = []
    for pair in pairs(blocks):
        if pair.sort != "x":
            rows.append((evidence(known[pair.one], known[pair.other]), float(pair.sort == "="), 1.0))
    texts = [(number, text) for number, block in enumerate(blocks) for text in _all(block)]
    for (mine, one), (theirs, other) in combinations(texts, 2):
        if mine != theirs:
            rows.append((evidence(known[one], known[other]), 0.0, CROWD_SHARE))
    return [(found, same, weight) for found, same, weight in rows if found is not None]


def _all(block: Block) -> tuple[str, ...]:
    return (*block.told, *(near for _, near in block.near))


def _regress(rows: list[tuple[tuple[float, ...], float, float]]) -> list[float]:
    """Return the starting value and the factors that fit rows of (evidence, same, weight) best."""
    matrix = np.array([(1.0, *found) for found, _, _ in rows])
    same, weights = np.array([same for _, same, _ in rows]), np.array([weight for _, _, weight in rows])
    factors = np.zeros(matrix.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-(matrix @ factors)))
        slope = matrix.T @ (weights * (chance - same)) + SHRINK * factors
        curve = (matrix * (weights * chance * (1 - chance))[:, None]).T @ matrix + np.diag([SHRINK] * len(factors))
        factors -= np.linalg.solve(curve, slope)
    return [float(value) for value in factors]


def measure(paths: Iterable[Path], *, show: bool = False) -> None:
    """Print how many pairs are found and how many near-misses merged: each pair alone, then all texts in one crowd."""
    for path in paths:
        blocks = read_blocks(path)
        listed = list(pairs(blocks))
        alone = {pair for pair in listed if compare(pair.one, pair.other).same}
        texts = list(dict.fromkeys(text for pair in listed for text in (pair.one, pair.other)))
        groups = group([(text, text) for text in texts])
        crowd = {pair for pair in listed if groups[pair.one] == groups[pair.other]}
        true = {frozenset(two) for block in blocks for two in combinations(block.told, 2)}
        members: dict[str, list[str]] = {}
        for text in texts:
            members.setdefault(groups[text], []).append(text)
        merged = {frozenset(two) for found in members.values() for two in combinations(found, 2)}
        print(path.name)
        _print("  each pair alone", listed, alone)
        _print("  all in one crowd", listed, crowd)
        score = f1(len(true & merged), len(merged), len(true))
        print(f"    pairs of the crowd: F1 {score:.3f}, {len(merged - true)} wrong")
        if show:
            for pair in listed:
                if (pair in alone) != (pair.sort == "="):
                    comparison = compare(pair.one, pair.other)
                    print(f"{pair.sort} {comparison.score} {comparison.reasons}\n    {pair.one}\n    {pair.other}")


def f1(right: int, found: int, wanted: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (found + wanted) if found + wanted else 0.0


def _print(name: str, listed: list[Pair], found: set[Pair]) -> None:
    count = Counter(pair.sort for pair in listed)
    hit = Counter(pair.sort for pair in found)
    hard = f1(hit["="], hit["="] + hit["@"] + hit["!"], count["="])
    parts = ", ".join(f"{sort} {hit[sort]}/{count[sort]}" for sort in "=@!x")
    print(f"{name}: F1 {hard:.3f} (with unrelated pairs {f1(hit['='], len(found), count['=']):.3f}); {parts}")


if __name__ == "__main__":
    verb, files = sys.argv[1], [Path(name) for name in sys.argv[2:]]
    if verb == "weigh":
        weigh()
    elif verb == "fit":
        fit(files)
    else:
        measure(files, show=verb == "mistakes")
