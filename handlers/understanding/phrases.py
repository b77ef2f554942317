"""Tables of weighted phrases kept as text files, and the longest match of them over a text.

A file holds sections «= weight» and phrases between commas; `#` begins a comment. A phrase is read like any
text, so abbreviations and old or new tone placement need no second entry.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from handlers.understanding.reading import Reading, read

DATA = Path(__file__).parent / "data"

LONGEST_PHRASE = 6
BARE_SYLLABLE = 0.25
"""A single syllable without marks stands for several words («cau»: cầu, câu, cau), so it counts less."""

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found in a text: words `start` up to `end`, and its weight under each name."""

    start: int
    end: int
    weights: Weights


@dataclass(frozen=True, slots=True)
class Table:
    """Phrases by key, for marked and for bare texts, and by first word the lengths that occur, longest first."""

    marked: dict[str, Weights]
    bare: dict[str, Weights]
    lengths: dict[str, tuple[int, ...]]

    def matches(self, reading: Reading) -> list[Match]:
        """Find the longest phrase at each word, left to right, without overlap; names are passed over."""
        entries, keys = (self.marked if reading.marked else self.bare), reading.keys
        lengths, names = self.lengths, reading.names
        found = []
        after, size = 0, len(keys)
        for index, key in enumerate(keys):
            if index < after or key not in lengths or index in names:
                continue
            for length in lengths[key]:
                end = index + length
                if end > size:
                    continue
                weights = entries.get(key if length == 1 else " ".join(keys[index:end]))
                if weights is not None:
                    found.append(Match(index, end, weights))
                    after = end
                    break
        return found


def phrases(folder: str, name: str) -> tuple[tuple[str, float], ...]:
    """Return the phrases of one file with their weights, as written."""
    return tuple(
        (phrase.strip(), weight)
        for weight, text in _sections(folder, name)
        for phrase in text.split(",")
        if phrase.strip()
    )


def _sections(folder: str, name: str) -> list[tuple[float, str]]:
    """Return the weight and the text of each section of a file."""
    text = (DATA / folder / f"{name}.txt").read_text("utf-8")
    found: list[tuple[float, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("="):
            found.append((float(line[1:]), []))
        elif not line.startswith("#"):
            found[-1][1].append(line)
    return [(weight, ",".join(lines)) for weight, lines in found]


def build(folder: str, names: Iterable[str], silent: Iterable[str] = ()) -> Table:
    """Build a table from files; phrases of `silent` files are matched but count for no name."""
    table = Table({}, {}, {})
    for name in names:
        for weight, text in _sections(folder, name):
            _enter(table, text, {name: weight})
    for name in silent:
        for _, text in _sections(folder, name):
            _enter(table, text, {})
    return table


def _enter(table: Table, text: str, weights: Weights) -> None:
    """Enter the phrases of a section, each under its accented and its folded key; one reading of all is quickest."""
    reading = read(text)
    full, bare = reading.accented, reading.folded
    for start, end in pairwise([*sorted(reading.clauses), len(bare)]):
        if start == end:
            continue
        count = min(end - start, LONGEST_PHRASE)
        marked, folded = full[start : start + count], bare[start : start + count]
        scale = BARE_SYLLABLE if count == 1 and marked != folded else 1.0
        _keep_larger(table.marked.setdefault(" ".join(marked), {}), weights, 1.0)
        _keep_larger(table.bare.setdefault(" ".join(folded), {}), weights, scale)
        for first in {marked[0], folded[0]}:
            known = table.lengths.get(first, ())
            if count not in known:
                table.lengths[first] = tuple(sorted((*known, count), reverse=True))


def _keep_larger(entry: Weights, weights: Weights, scale: float) -> None:
    """Add weights to an entry, keeping the larger where two lines give the same key."""
    for name, weight in weights.items():
        entry[name] = max(weight * scale, entry.get(name, 0.0))
