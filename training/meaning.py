"""Learns what words mean for matters and writes `handlers/understanding/data/meaning.bin`.

    python -m training.meaning

Reads the blocks of `training/same_matters*.txt` and the families of `training/families/`, where one matter is told by
several people, and the patterns of `training/phrases/`, whose alternatives are one matter said otherwise. Each text is
a sum of the vectors of its units; the vectors are moved so that tellings of one matter lie closer than other matters (a
softmax over the batch). There are two parts: «theme» compares with all of the batch, «matter» above all with the
near-misses of the same block (same place, same thing, another wrong) and the other matters of the same family, so that
it hears the difference between them and not what they are both about. The same story elsewhere («~@») is the same
matter here: places are left out.

One thread, one seed, numpy and scipy only: the same versions give the same file, bit for bit.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from handlers.understanding.lexicon import TOPICS
from handlers.understanding.meaning import Table, units_for_meaning
from handlers.understanding.places import find_places
from handlers.understanding.reading import read
from handlers.understanding.units import MOST_WORDS, RARE, place_units
from training.blocks import Block, files_of_blocks, read_blocks
from training.compose import patterns_with_frames
from training.styles import restyle
from training.told import FAMILIES, read_families

TARGET = Path(__file__).parents[1] / "handlers" / "understanding" / "data" / "meaning.bin"
SEED = 7
SEEN, PAIR_SEEN = 3, 12
"""A syllable or concept of fewer texts than this is left out, and a pair of syllables."""
STYLED = 3
"""How many further versions of a told text are made, without marks, in chat spelling or dialect."""
STYLES = ("nodiacritics", "nodiacritics", "teencode", "teencode-bare", "central", "southern")
COMPOSED = 5
"""How many sentences are composed of one pattern of the phrases."""
FAMILY_STYLED, FAMILY_NEAR = 2, 12
"""The same for the short tellings of a family; and how many tellings of its other matters are near-misses of one."""
STEPS, BATCH, TOLD = 2_500, 160, 3
COMPOSED_SHARE = 0.15
"""How much of a batch comes from the phrases."""
TEMPERATURE = 0.15
DROPPED = 0.5
"""Which share of a text's units is left out by chance at each step, so that no word is relied on alone."""
RATE, SHRINK = 0.02, 3e-4

Units = dict[str, float]
Array = np.ndarray[Any, np.dtype[Any]]


class Part(NamedTuple):
    """A part of the vector: its size, and how many times a near-miss counts as much as any other text."""

    name: str
    size: int
    near: float


PARTS = (Part("theme", 48, 5.0), Part("matter", 64, 500.0))


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: its texts and its near-misses, each text in several styles, as weighted units."""

    told: list[list[Units]]
    near: list[list[Units]]
    label: str
    """Matters of one label are not told apart; empty where there is none."""
    composed: bool = False


def main() -> None:
    """Learn from everything there is and write the file."""
    blocks = [block for path in files_of_blocks() for block in read_blocks(path)]
    table = learn([*matters(blocks), *family_matters(), *composed_matters()])
    TARGET.write_bytes(pack(table))
    print(f"{TARGET.name}: {len(blocks)} blocks, {len(table.places)} units, {TARGET.stat().st_size} bytes")


def units_of(text: str) -> Units:
    """Return what the bot sees of a text's matter."""
    reading = read(text)
    named = {word for _, name in find_places(reading, MOST_WORDS).names for word in name.split()}
    return units_for_meaning(reading, place_units(reading), named)


def matters(blocks: Iterable[Block]) -> list[Matter]:
    """Return the blocks as matters; the same story elsewhere is told of the same matter."""
    random = Random(SEED)  # noqa: S311 - repeatable styles are wanted, not secrets
    return [
        Matter(
            [_styled(text, random) for text in (*block.told, *(near for sort, near in block.near if sort == "@"))],
            [_styled(near, random) for sort, near in block.near if sort == "!"],
            block.matter,
        )
        for block in blocks
    ]


def _styled(text: str, random: Random, times: int = STYLED) -> list[Units]:
    return [units_of(text), *(units_of(restyle(text, random.choice(STYLES), random)) for _ in range(times))]


def family_matters() -> list[Matter]:
    """Return the matters of all families, each with some tellings of its siblings as near-misses."""
    random = Random(SEED)  # noqa: S311 - repeatable styles are wanted, not secrets
    found = []
    for family in (family for topic in TOPICS for family in read_families(FAMILIES / f"{topic}.txt")):
        for own in family:
            others = [text for matter in family if matter is not own for text in matter.told]
            near = random.sample(others, min(FAMILY_NEAR, len(others)))
            found.append(
                Matter(
                    [_styled(text, random, FAMILY_STYLED) for text in own.told],
                    [_styled(text, random, 1) for text in near],
                    "",
                )
            )
    return found


def composed_matters() -> list[Matter]:
    """Return every pattern of the phrases as one matter."""
    random = Random(SEED)  # noqa: S311 - repeatable sentences are wanted, not secrets
    return [
        Matter([[units_of(compose().text)] for _ in range(COMPOSED)], [], "", composed=True)
        for compose in patterns_with_frames(TOPICS, random)
    ]


def learn(known: Sequence[Matter], parts: Sequence[Part] = PARTS, steps: int = STEPS) -> Table:
    """Learn all parts and return them as one table of signed bytes."""
    vocabulary = _vocabulary(known)
    with threadpool_limits(limits=1):  # sums split over threads round differently from run to run
        columns = [_to_bytes(_learn_part(known, vocabulary, part, steps)) for part in parts]
    numbers = np.hstack(columns).astype(np.int8)
    return Table(vocabulary, tuple(part.size for part in parts), memoryview(numbers.tobytes()).cast("b"))


def _vocabulary(known: Sequence[Matter]) -> dict[str, int]:
    """Return the syllables, pairs of them and concepts seen often enough, in alphabetical order, with their places."""
    counts = Counter(
        unit
        for matter in known
        for text in (*matter.told, *matter.near)
        for unit in {unit for version in text for unit in version}
    )
    often = sorted(unit for unit, count in counts.items() if count >= (PAIR_SEEN if " " in unit else SEEN))
    return {unit: place for place, unit in enumerate(often)}


def _to_bytes(vectors: Array) -> Array:
    """Round to signed bytes; the few numbers beyond are cut."""
    step = float(np.quantile(np.abs(vectors), 0.9999)) / 127
    return np.clip(np.rint(vectors / step), -127, 127)


class _Rows:
    """The texts as rows of a sparse matrix; `told` and `near` hold the rows of each text's versions by matter."""

    def __init__(self, known: Sequence[Matter], vocabulary: dict[str, int]) -> None:
        self._columns: list[int] = []
        self._values: list[float] = []
        self._ends = [0]
        self._vocabulary = vocabulary
        self.told = [[self._enter(text) for text in matter.told] for matter in known]
        self.near = [[self._enter(text) for text in matter.near] for matter in known]
        shape = (len(self._ends) - 1, len(vocabulary))
        self.matrix = csr_matrix((np.array(self._values, np.float32) / RARE, self._columns, self._ends), shape=shape)

    def _enter(self, text: list[Units]) -> list[int]:
        rows = []
        for version in text:
            for unit, value in version.items():
                if unit in self._vocabulary:
                    self._columns.append(self._vocabulary[unit])
                    self._values.append(value)
            rows.append(len(self._ends) - 1)
            self._ends.append(len(self._columns))
        return rows


def _learn_part(known: Sequence[Matter], vocabulary: dict[str, int], part: Part, steps: int) -> Array:
    """Move the vectors by Adam, with a rate that falls to nothing."""
    rows = _Rows(known, vocabulary)
    chance = np.random.default_rng(SEED)
    own = [place for place, matter in enumerate(known) if not matter.composed and len(matter.told) > 1]
    composed = [place for place, matter in enumerate(known) if matter.composed]
    from_composed = int(BATCH * COMPOSED_SHARE) if composed else 0
    vectors = (chance.standard_normal((len(vocabulary), part.size)) * 0.1).astype(np.float32)
    mean, square = np.zeros_like(vectors), np.zeros_like(vectors)
    for step in range(1, steps + 1):
        chosen = [own[i] for i in chance.choice(len(own), min(BATCH - from_composed, len(own)), replace=False)]
        if composed:
            chosen += [composed[i] for i in chance.choice(len(composed), from_composed, replace=False)]
        slope = _slope(vectors, _batch(known, rows, chosen, chance), part) + SHRINK * vectors
        mean = 0.9 * mean + 0.1 * slope
        square = 0.98 * square + 0.02 * slope * slope
        rate = RATE * min(1.0, step / 50) * 0.5 * (1 + np.cos(np.pi * (step - 1) / steps))
        vectors -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.98**step)) + 1e-8)
    return vectors


class _Batch(NamedTuple):
    """Rows of a batch: first the told texts, then the near-misses; whose each is, and the labels of the told."""

    matrix: csr_matrix
    told: Array
    near: Array
    labels: Array


def _batch(known: Sequence[Matter], rows: _Rows, chosen: list[int], chance: np.random.Generator) -> _Batch:
    """Choose texts and their versions, and leave units out."""
    picked: list[int] = []
    owners: list[int] = []
    for place in chosen:
        texts = rows.told[place]
        most = 2 if known[place].composed else TOLD
        for index in chance.choice(len(texts), min(len(texts), most), replace=False):
            picked.append(texts[index][chance.integers(len(texts[index]))])
            owners.append(place)
    near_owners: list[int] = []
    for place in chosen:
        near = rows.near[place]
        for index in chance.choice(len(near), min(len(near), TOLD), replace=False) if near else ():
            picked.append(near[index][chance.integers(len(near[index]))])
            near_owners.append(place)
    matrix = rows.matrix[picked].copy()
    matrix.data *= chance.random(len(matrix.data)) >= DROPPED
    numbers: dict[str, int] = {}
    labels = [numbers.setdefault(known[place].label, len(numbers)) if known[place].label else -1 for place in owners]
    return _Batch(matrix, np.array(owners), np.array(near_owners, int), np.array(labels))


def _slope(vectors: Array, batch: _Batch, part: Part) -> Array:
    """Return how the loss grows with each number: of each told text, the others of its matter against all the rest."""
    count = len(batch.told)
    sums = batch.matrix @ vectors
    lengths = np.sqrt((sums * sums).sum(1, keepdims=True)) + 1e-6
    units = sums / lengths
    likeness = (units[:count] @ units.T) / TEMPERATURE
    likeness[:, count:] += np.log(part.near) * (batch.told[:, None] == batch.near[None, :])
    same = np.zeros(likeness.shape, bool)
    same[:, :count] = batch.told[:, None] == batch.told[None, :]
    alike = np.zeros(likeness.shape, bool)
    alike[:, :count] = (batch.labels[:, None] == batch.labels[None, :]) & (batch.labels[:, None] >= 0)
    unasked = alike & ~same
    unasked[np.arange(count), np.arange(count)] = True
    same[np.arange(count), np.arange(count)] = False
    likeness[unasked] = -np.inf
    powers = np.exp(likeness - likeness.max(1, keepdims=True))
    others = np.where(same, 0, powers).sum(1, keepdims=True)
    share = 1 / np.maximum(same.sum(1, keepdims=True), 1) / count
    beside = np.where(same, 1 / (powers + others + 1e-30), 0)
    slope = np.where(same, -share * others * beside, powers * share * beside.sum(1, keepdims=True)) / TEMPERATURE
    moved = slope.T @ units[:count]
    moved[:count] += slope @ units
    moved = (moved - units * (units * moved).sum(1, keepdims=True)) / lengths
    return np.asarray(batch.matrix.T @ moved)


def pack(table: Table) -> bytes:
    """Return the file's content, as `handlers.understanding.meaning.read_table` reads it."""
    names = "\n".join(sorted(table.places, key=table.places.__getitem__))
    return json.dumps({"sizes": table.sizes}).encode() + b"\n" + names.encode() + b"\n\n" + bytes(table.numbers)


if __name__ == "__main__":
    main()
