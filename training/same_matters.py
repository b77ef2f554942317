"""Weighs the units, learns the factors and measures the comparison of concerns on our sets of same matters.

python -m training.same_matters weigh               writes handlers/understanding/data/rarity.txt
python -m training.same_matters names               writes handlers/understanding/data/names.txt
python -m training.same_matters learn               writes data/meaning.bin and then data/factors.json, from all sets
python -m training.same_matters fit                 writes data/factors.json alone, and prints the figures of
                                                    the authors «p», «q», «own», learnt from the others
python -m training.same_matters measure FILE…       F1 of pairs, hard negatives merged, alone and in one crowd
python -m training.same_matters mistakes FILE…      the same, and the pairs that go wrong

What is measured of a text must not have been learnt from it. So the factors are learnt from sets that the topics had
not learnt from (`training/told.py` takes those with a noted topic), and from what the vectors say of each when they
have been learnt again without it.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import log
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from handlers.understanding import duplicates, grouping, meaning
from handlers.understanding.duplicates import EVIDENCE, Fingerprint, Index, evidence, fingerprint
from handlers.understanding.lexicon import TOPICS
from handlers.understanding.meaning import Table, vector
from handlers.understanding.reading import read
from handlers.understanding.units import units
from training.blocks import Block, Pair, files_of_blocks, pairs, read_blocks
from training.compose import compose
from training.meaning import TARGET as MEANING
from training.meaning import composed_matters, family_matters, learn, matters, pack, units_of

DATA = Path(__file__).parents[1] / "handlers" / "understanding" / "data"
RARITY, NAMES, FACTORS = DATA / "rarity.txt", DATA / "names.txt", DATA / "factors.json"
SEED = 7
SEEN = 20
"""A unit of fewer sentences than this keeps the weight of a rare one."""
CROWD, CROWD_SHARE = 10, 0.3
"""With how many texts each text is paired that are most like it of other blocks, and with how many at random; and what
such a pair counts beside one of the sets."""
SHRINK = 2.0
"""How strongly the factors are held near nothing."""
UNSEEN = ("own", "p", "q")
"""The authors whose sets note no topics; the factors are learnt from them."""
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


class Row(NamedTuple):
    """The evidence of a pair (None where places set it apart), whether it is one matter, and what it counts."""

    found: tuple[float, ...] | None
    same: float
    weight: float


def weigh() -> None:
    """Write how rare each unit is in the composed sentences."""
    texts = [units(read(example.text)) for example in compose(SEED, TOPICS)]
    counts = Counter(unit for found in texts for unit in set(found))
    rows = [f"{unit}\t{log(len(texts) / count) - 1.5:.2f}" for unit, count in sorted(counts.items()) if count >= SEEN]
    RARITY.write_text("\n".join(rows) + "\n", "utf-8")
    print(f"{RARITY.name}: {len(rows)} units of {len(texts)} sentences")


def write_names() -> None:
    """Write which syllables are mostly or often capitalised, and which pairs of them are ordinary words."""
    named: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in (
        text
        for path in files_of_blocks()
        if author(path) not in "pq"
        for block in read_blocks(path)
        for text in every(block)
    ):
        reading = read(text)
        if reading.marked:
            capital = [
                word[:1].isupper() and place not in reading.sentences and not (len(word) > 1 and word.isupper())
                for place, word in enumerate(reading.typed)
            ]
            for place, folded in enumerate(reading.folded):
                if place not in reading.sentences:
                    (named if capital[place] else small)[folded] += 1
                if place + 1 < len(capital) and place + 1 not in reading.clauses:
                    pair = f"{folded} {reading.folded[place + 1]}"
                    if capital[place] == capital[place + 1]:
                        (named if capital[place] else small)[pair] += 1
    shares = {
        word: count / (count + small[word])
        for word, count in named.items()
        if count >= 2 and len(word) > 1 and word.isalpha()
    }
    mostly = {word for word, share in shares.items() if share >= 0.06}
    often = {word for word, share in shares.items() if 0.015 <= share < 0.06 and named[word] >= 3}
    ordinary = sorted(
        pair
        for pair, count in small.items()
        if " " in pair and {*pair.split()} <= mostly | often and {*pair.split()} & mostly and count > named[pair] * 0.5
    )
    NAMES.write_text(
        f"{' '.join(sorted(mostly))}\n\n{' '.join(sorted(often))}\n\n" + "\n".join(ordinary) + "\n", "utf-8"
    )
    print(f"{NAMES.name}: {len(mostly)} and {len(often)} syllables, {len(ordinary)} ordinary pairs")


def author(path: Path) -> str:
    """Return who wrote a set: «p», «q», «m», «n», «o», or «own» for those written with the lists."""
    name = path.stem.removeprefix("same_matters").strip("_")
    return name.split("_")[0] if name.split("_")[0] in ("p", "q", "m", "n", "o") else "own"


def by_author(paths: Iterable[Path]) -> dict[str, list[Block]]:
    """Return the blocks of each author."""
    found: dict[str, list[Block]] = {}
    for path in sorted(paths):
        found.setdefault(author(path), []).extend(read_blocks(path))
    return found


def every(block: Block) -> tuple[str, ...]:
    """Return all texts of a block."""
    return (*block.told, *(near for _, near in block.near))


def learn_factors(paths: Sequence[Path]) -> dict[str, float]:
    """Learn the factors by logistic regression, each author's set seen through vectors that were learnt without it.

    Print how each whole author fares with vectors and factors that come from the others alone.
    """
    parts, always = by_author(paths), [*family_matters(), *composed_matters()]
    known = {name: matters(blocks) for name, blocks in parts.items()}
    rows: dict[str, list[Row]] = {}
    seen: dict[str, dict[str, Fingerprint]] = {}
    for name in UNSEEN:
        blocks = parts[name]
        table = learn([*(matter for other in known if other != name for matter in known[other]), *always])
        seen[name] = fingerprints((text for block in blocks for text in every(block)), table)
        rows[name] = rows_of(blocks, seen[name])
        print(f"{name}: {len(blocks)} blocks seen without having been learnt", flush=True)
    for name in UNSEEN:
        factors = _regress([row for other in rows if other != name for row in rows[other]])
        for threshold in THRESHOLDS:
            with_factors(_named(factors), threshold)
            figures(f"{name}, learnt from the others, at {threshold:.2f}", parts[name], seen[name])
    return _named(_regress([row for found in rows.values() for row in found]))


def _named(factors: Sequence[float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in zip(("start", *EVIDENCE), factors, strict=True)}


def fingerprints(texts: Iterable[str], table: Table) -> dict[str, Fingerprint]:
    """Return text -> its fingerprint with the vector of a table."""
    return {text: replace(fingerprint(text), meaning=vector(units_of(text), table)) for text in dict.fromkeys(texts)}


def rows_of(blocks: list[Block], known: Mapping[str, Fingerprint]) -> list[Row]:
    """Return the rows of the pairs of a set, and of each of its texts with some of other matters as its crowd."""
    rows = [
        Row(evidence(known[pair.one], known[pair.other]), float(pair.sort == "="), 1.0)
        for pair in pairs(blocks)
        if pair.sort != "x"
    ]
    random = Random(SEED)  # noqa: S311 - a repeatable choice is wanted, not secrets
    owner = {text: block for block in blocks for text in every(block)}
    owner |= {text: block for block in blocks for text in block.told}  # a near-miss of one may be told by another
    index = Index()
    for text, found in known.items():
        index.add(text, found)
    for text, mine in owner.items():
        likely = [code for code, _ in index.candidates(known[text])[:CROWD]]
        crowd = [*likely, *random.sample([*owner], min(CROWD, len(owner)))]
        for other in crowd:
            theirs = owner[other]
            if mine is not theirs and (not mine.matter or mine.matter != theirs.matter):
                rows.append(Row(evidence(known[text], known[other]), 0.0, CROWD_SHARE))
    return rows


def _regress(rows: list[Row]) -> list[float]:
    """Return the starting value and the factors that fit best, each of the sign that `EVIDENCE` allows."""
    told = [row for row in rows if row.found is not None]
    matrix = np.array([(1.0, *(row.found or ())) for row in told])
    same, weights = np.array([row.same for row in told]), np.array([row.weight for row in told])

    def loss(factors: np.ndarray) -> tuple[float, np.ndarray]:
        odds = matrix @ factors
        value = float((weights * (np.logaddexp(0, odds) - same * odds)).sum() + SHRINK / 2 * (factors[1:] ** 2).sum())
        slope = matrix.T @ (weights * (1 / (1 + np.exp(-odds)) - same))
        slope[1:] += SHRINK * factors[1:]
        return value, slope

    bounds = [(None, None), *((0 if sign > 0 else None, 0 if sign < 0 else None) for sign in EVIDENCE.values())]
    found = minimize(
        loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}
    )
    return [float(value) for value in found.x]


def write_factors() -> None:
    """Learn the factors from all sets and write them."""
    FACTORS.write_text(json.dumps(learn_factors(files_of_blocks()), indent=1) + "\n", "utf-8")
    print(f"{FACTORS.name}: {FACTORS.read_text('utf-8')}")


def write_meaning() -> None:
    """Learn the vectors from all sets and write them."""
    blocks = [block for path in files_of_blocks() for block in read_blocks(path)]
    table = learn([*matters(blocks), *family_matters(), *composed_matters()])
    MEANING.write_bytes(pack(table))
    print(f"{MEANING.name}: {len(blocks)} blocks, {len(table.places)} units, {MEANING.stat().st_size} bytes")


def with_factors(factors: Mapping[str, float], threshold: float) -> None:
    """Let the comparison of this process use other factors and another threshold than the shipped ones."""
    chosen = (factors["start"], *(factors[name] for name in EVIDENCE))
    duplicates.factors = lambda: chosen  # type: ignore[assignment]
    duplicates.SAME = grouping.SAME = threshold  # type: ignore[misc]


def measure(paths: Iterable[Path], *, show: bool = False) -> None:
    """Print the figures of sets with what is shipped."""
    for path in paths:
        blocks = read_blocks(path)
        known = fingerprints((text for block in blocks for text in every(block)), meaning.learnt())
        figures(path.name, blocks, known)
        if show:
            for pair in pairs(blocks):
                found = duplicates.compare(pair.one, pair.other)
                if found.same != (pair.sort == "="):
                    print(f"{pair.sort} {found.score} {found.reasons}\n    {pair.one}\n    {pair.other}")


def figures(name: str, blocks: list[Block], known: Mapping[str, Fingerprint]) -> None:
    """Print how many pairs are found and how many near-misses merged: each pair alone, then all texts in one crowd."""
    listed = list(pairs(blocks))
    alone = {pair for pair in listed if duplicates.likeness(known[pair.one], known[pair.other]) >= duplicates.SAME}
    groups = grouping.group_fingerprints([*known.items()])
    crowd = {pair for pair in listed if groups[pair.one] == groups[pair.other]}
    true = {frozenset(two) for block in blocks for two in combinations(block.told, 2)}
    members: dict[str, list[str]] = {}
    for text in known:
        members.setdefault(groups[text], []).append(text)
    merged = {frozenset(two) for found in members.values() for two in combinations(found, 2)}
    print(name)
    _print("  each pair alone", listed, alone)
    _print("  all in one crowd", listed, crowd)
    score = f1(len(true & merged), len(merged), len(true))
    print(f"    pairs of the crowd: F1 {score:.3f}, {len(merged - true)} wrong", flush=True)


def f1(right: int, found: int, wanted: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (found + wanted) if found + wanted else 0.0


def _print(name: str, listed: list[Pair], found: set[Pair]) -> None:
    count = Counter(pair.sort for pair in listed)
    hit = Counter(pair.sort for pair in found)
    hard = f1(hit["="], hit["="] + hit["@"] + hit["!"], count["="])
    near = (hit["@"] + hit["!"]) / max(count["@"] + count["!"], 1)
    parts = ", ".join(f"{sort} {hit[sort]}/{count[sort]}" for sort in "=@!x")
    print(f"{name}: F1 {hard:.3f}; {parts}; {100 * near:.1f} % of near-misses merged")


if __name__ == "__main__":
    verb, arguments = sys.argv[1], sys.argv[2:]
    if verb == "weigh":
        weigh()
    elif verb == "names":
        write_names()
    elif verb == "fit":
        write_factors()
    elif verb == "learn":
        write_meaning()
        write_factors()
    else:
        measure([Path(name) for name in arguments], show=verb == "mistakes")
