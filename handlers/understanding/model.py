"""The small linear model: a weight per feature and class, read from `data/model.bin` once.

A feature's weights for all classes are packed into one whole number, four bytes a class, so that adding the features
of a text is one addition each. The file is written by `python -m training.train`; its form is described there.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path
from struct import iter_unpack, unpack

BIAS = 128
"""A weight is stored as a byte: 128 is nothing, 255 the most for a class, 0 the most against it."""
LANE = 4


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature (packed), class names, and per class the starting value and the size of one step."""

    weights: dict[str, int]
    names: tuple[str, ...]
    start: tuple[float, ...]
    step: tuple[float, ...]
    weighing: tuple[tuple[float, ...], ...] = ()
    """Per kind a starting value and the weight of each number that `weighing.evidence` gives."""

    def score(self, found: Iterable[str]) -> list[float]:
        """Return the log-odds of each class; the features count together as one vector of length 1."""
        known = [weight for weight in map(self.weights.get, found) if weight is not None]
        lanes = unpack(f"<{len(self.names)}I", sum(known).to_bytes(LANE * len(self.names), "little"))
        nothing = BIAS * len(known)
        scale = 1.0 / sqrt(len(known)) if known else 0.0
        return [
            start + (lane - nothing) * step * scale
            for lane, start, step in zip(lanes, self.start, self.step, strict=True)
        ]

    def knows(self, words: Sequence[str]) -> float:
        """Return the share of the words that the model has a weight for."""
        return sum(word in self.weights for word in words) / max(len(words), 1)


@cache
def model() -> Model:
    """Return the shipped model."""
    return read_model((Path(__file__).parent / "data" / "model.bin").read_bytes())


def read_model(content: bytes) -> Model:
    """Read a model file: a JSON line, then the features one a line, an empty line, then a byte a weight."""
    line, _, rest = content.partition(b"\n")
    header = json.loads(line)
    names = tuple(header["names"])
    listed, _, matrix = rest.partition(b"\n\n")
    wide = bytearray(LANE * len(matrix))
    wide[::LANE] = matrix
    row = LANE * len(names)
    rows = (int.from_bytes(packed, "little") for (packed,) in iter_unpack(f"{row}s", wide))
    weights = dict(zip(listed.decode().split("\n"), rows, strict=True))
    weighing = tuple(tuple(row) for row in header.get("weighing", ()))
    return Model(weights, names, tuple(header["start"]), tuple(header["step"]), weighing)
