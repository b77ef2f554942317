"""Trains the model of `handlers/understanding` and writes `handlers/understanding/data/model.bin`.

    python -m training.train
    python -m training.train --corrections corrections.jsonl

Needs scikit-learn (see `training/requirements.txt`); the same versions give the same file, bit for bit: one thread,
one order, one seed. With an office's corrections the file becomes that office's own.
"""

import argparse
import json
from collections import Counter
from hashlib import md5
from itertools import chain
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from handlers.understanding.features import features
from handlers.understanding.lexicon import FOLDER, TOPICS, matches, strongest
from handlers.understanding.model import BIAS, Model, read_model
from handlers.understanding.phrases import phrases
from handlers.understanding.reading import read
from handlers.understanding.signals import accusation, signals
from handlers.understanding.suggestions import KINDS
from handlers.understanding.weighing import evidence
from training.compose import Example, compose
from training.corrections import BadCorrection, read_corrections
from training.evaluate import Labelled
from training.told import told_examples
from training.whole import copies, whole_texts

Row = tuple[set[str], str, str]
"""Features, topic and kind; what is not known is empty."""
TARGET = Path(__file__).parents[1] / "handlers" / "understanding" / "data" / "model.bin"
SEED = 7
RARE = 7
"""A feature seen in fewer texts than this is left out."""
TOPIC_STRENGTH, KIND_STRENGTH = 6.0, 10.0
"""liblinear's C: larger follows the examples more closely."""
TOLERANCE = 1e-2
"""Closer fits take four times as long and are no better."""
PARTS = 5
"""The whole texts are judged in so many parts, each by a model without it."""
WEIGHING_STRENGTH = 0.3
TOPIC_MARGIN, KIND_MARGIN = 12, 7
"""A feature whose weights all lie within so many steps of nothing is left out."""


def main() -> None:
    """Read the arguments, train both parts and write the file."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--corrections", type=Path, help="JSON Lines {text, topics, kind}, confirmed by officials")
    arguments = parser.parse_args()
    corrections = arguments.corrections
    try:
        further = read_corrections(corrections) if corrections else []
    except (BadCorrection, OSError) as error:
        parser.error(str(error))
    train(further)


def train(further: list[Example]) -> None:
    """Train on the composed sentences, the tellings, the whole texts and `further` examples, and write the file."""
    rows = examples() + [(seen(text), topic, kind) for text, topic, kind, _ in chain(told_examples(), further)]
    content = learn(rows, whole_texts())
    TARGET.write_bytes(content)
    print(f"{TARGET.name}: {len(rows)} examples, {len(content)} bytes")


def learn(rows: list[Row], whole: list[Labelled]) -> bytes:
    """Return the content of the file: the regressions of all rows and whole texts, and how their results are weighed.

    What is weighed must come from models that had not seen the text, so the kinds are fitted again for each part of
    the whole texts without it.
    """
    again = [[(seen(text), topic, kind) for text, topic, kind, _ in copies(label)] for label in whole]
    groups = np.array(
        [-1] * len(rows) + [part(label) for label, found in zip(whole, again, strict=True) for _ in found]
    )
    every = rows + [row for found in again for row in found]
    listed = vocabulary([found for found, _, _ in every])
    matrix = vectors([found for found, _, _ in every], listed)
    topics = [topic for _, topic, _ in every]
    kinds = [kind for _, _, kind in every]
    with threadpool_limits(limits=1):  # sums split over threads round differently from run to run
        parts = [fit(matrix, topics, TOPICS, TOPIC_STRENGTH), fit(matrix, kinds, KINDS, KIND_STRENGTH)]
        judged: list[tuple[list[float], str]] = []
        for number in range(PARTS):
            seen_before = [kind if group != number else "" for kind, group in zip(kinds, groups, strict=True)]
            unseen = read_model(pack(listed, [parts[0], fit(matrix, seen_before, KINDS, KIND_STRENGTH)]))
            judged += [(weighed(label.text, unseen), label.kind) for label in whole if part(label) == number]
        return pack(listed, parts, weights(judged))


def examples() -> list[Row]:
    """Return (features, topic, kind) of every composed sentence and, as short texts, of the lexicon's own terms."""
    rows = [(seen(text), topic, kind) for text, topic, kind, _ in compose(SEED, TOPICS)]
    for topic in TOPICS:
        for term, weight in phrases(FOLDER, topic):
            if weight >= 3:
                rows.append((seen(term), topic, ""))
    return rows


def seen(text: str) -> set[str]:
    """Return what the bot's model sees of a text."""
    reading = read(text)
    return features(reading, matches(reading), signals(reading))


def part(label: Labelled) -> int:
    """Return which part of the whole texts a text belongs to."""
    return int(md5(label.text.encode(), usedforsecurity=False).hexdigest()[:8], 16) % PARTS


def weighed(text: str, model: Model) -> list[float]:
    """Return the numbers that are weighed for the kind of a text, as a model sees it."""
    reading = read(text)
    terms, found = matches(reading), signals(reading)
    log_odds = model.score(features(reading, terms, found))
    matter = strongest(terms)
    known = model.knows(reading.folded)
    return evidence(reading, log_odds, found, matter, known, suspected=bool(accusation(reading, found)))


def weights(judged: list[tuple[list[float], str]]) -> list[list[float]]:
    """Return per kind the starting value and the weight of each number."""
    regression = LogisticRegression(C=WEIGHING_STRENGTH, max_iter=3000)
    regression.fit(np.array([values for values, _ in judged]), np.array([KINDS.index(kind) for _, kind in judged]))
    table = np.column_stack((regression.intercept_, regression.coef_))
    return [[round(float(weight), 3) for weight in row] for row in table]


def vocabulary(found: list[set[str]]) -> list[str]:
    """Return the features seen often enough, in alphabetical order."""
    counts = Counter(feature for row in found for feature in row)
    return sorted(feature for feature, count in counts.items() if count >= RARE)


def vectors(found: list[set[str]], listed: list[str]) -> csr_matrix:
    """Return the rows as vectors of length 1 over the listed features."""
    place = {feature: index for index, feature in enumerate(listed)}
    data, columns, ends = [], [], [0]
    for row in found:
        known = sorted(place[feature] for feature in row if feature in place)
        columns += known
        data += [len(known) ** -0.5] * len(known)
        ends.append(len(columns))
    return csr_matrix((data, columns, ends), shape=(len(found), len(listed)))


def fit(
    matrix: csr_matrix, labels: list[str], names: tuple[str, ...], strength: float
) -> list[tuple[str, np.ndarray, float]]:
    """Fit one yes-or-no regression a class over the rows that carry a label; return name, weights, start."""
    labelled = np.array([bool(label) for label in labels])
    kept = np.flatnonzero(labelled)
    wanted = np.array(labels)[kept]
    fitted = []
    for name in names:
        regression = LogisticRegression(
            solver="liblinear", C=strength, class_weight="balanced", random_state=SEED, tol=TOLERANCE
        )
        telling = tells(matrix[kept], wanted == name)
        regression.fit(matrix[kept] @ diags(telling), wanted == name)
        fitted.append((name, regression.coef_[0] * telling, float(regression.intercept_[0])))
    return fitted


def tells(matrix: csr_matrix, members: np.ndarray) -> np.ndarray:
    """Return how much each feature tells of a class by itself: the absolute log ratio of its shares inside and outside.

    Features that tell more may grow larger weights (Wang and Manning 2012, «NB-SVM»); on matters whose sentences were
    left out of training this gave 1 % more right first topics.
    """
    present = matrix.copy()
    present.data[:] = 1.0
    inside, outside = (np.asarray(present[chosen].sum(axis=0)).ravel() + 1.0 for chosen in (members, ~members))
    return np.abs(np.log((inside / inside.sum()) / (outside / outside.sum())))


def pack(
    listed: list[str], parts: list[list[tuple[str, np.ndarray, float]]], weighing: list[list[float]] | None = None
) -> bytes:
    """Round the weights to bytes, leave out the features that hardly count, and write the file's content."""
    names, start, step, columns = [], [], [], []
    strong = np.zeros(len(listed), dtype=bool)
    for part, margin in zip(parts, (TOPIC_MARGIN, KIND_MARGIN), strict=True):
        size = max(np.abs(weights).max() for _, weights, _ in part) / 127
        for name, weights, base in part:
            steps = np.rint(weights / size).astype(int)
            names.append(name)
            start.append(round(base, 3))
            step.append(float(f"{size:.6g}"))
            columns.append(steps)
            strong |= np.abs(steps) > margin
    table = np.stack(columns, axis=1)[strong] + BIAS
    kept = [feature for feature, keep in zip(listed, strong, strict=True) if keep]
    header = json.dumps({"names": names, "start": start, "step": step, "weighing": weighing or []})
    return header.encode() + b"\n" + "\n".join(kept).encode() + b"\n\n" + table.astype(np.uint8).tobytes()


if __name__ == "__main__":
    main()
