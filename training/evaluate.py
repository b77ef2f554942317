"""How well texts with known labels are understood: `python -m training.evaluate FILE… [--mistakes]`.

A file is JSON Lines {"text", "topics", "kind", "style"} or tab-separated lines «topic, kind, style, text» as in
`fresh_third.tsv`; more than one topic is separated by a comma, the primary one first, and off-topic texts have none.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from handlers.understanding.suggestions import KINDS
from handlers.understanding.tags import tag


class Labelled(NamedTuple):
    """A text with what a careful reader said of it."""

    text: str
    topics: tuple[str, ...]
    kind: str
    style: str


class Judged(NamedTuple):
    """A labelled text with what was suggested."""

    label: Labelled
    topics: tuple[str, ...]
    kind: str

    @property
    def right(self) -> bool:
        """Whether the first suggested topic is the primary one."""
        return self.topics[:1] == self.label.topics[:1]

    @property
    def near(self) -> bool:
        """Whether the primary topic is among the first three."""
        return bool(set(self.label.topics[:1]) & set(self.topics[:3]))


def read_labelled(path: Path) -> list[Labelled]:
    """Read one file of either form."""
    lines = path.read_text("utf-8").splitlines()
    if path.suffix == ".tsv":
        return [_from_columns(*line.split("\t")) for line in lines if line.count("\t") == 3]
    rows = (json.loads(line) for line in lines if line.strip())
    return [Labelled(row["text"], tuple(row["topics"]), row["kind"], row.get("style", "plain")) for row in rows]


def _from_columns(topics: str, kind: str, style: str, text: str) -> Labelled:
    return Labelled(text, tuple(name for name in topics.split(",") if name), kind, style)


def judge_all(labels: Iterable[Labelled]) -> list[Judged]:
    """Let the bot's own code judge each text."""
    judged = []
    for label in labels:
        tags = tag(label.text)
        judged.append(Judged(label, tuple(suggestion.topic for suggestion in tags.topics), tags.kind.kind))
    return judged


def kind_scores(judged: list[Judged]) -> dict[str, tuple[int, int, int]]:
    """Return (right, meant, suggested) by kind."""
    right = Counter(row.kind for row in judged if row.kind == row.label.kind)
    meant = Counter(row.label.kind for row in judged)
    suggested = Counter(row.kind for row in judged)
    return {kind: (right[kind], meant[kind], suggested[kind]) for kind in KINDS if meant[kind] or suggested[kind]}


def macro_f1(judged: list[Judged]) -> float:
    """Return the mean of the kinds' F1."""
    scores = [2 * right / (meant + suggested) for right, meant, suggested in kind_scores(judged).values()]
    return sum(scores) / len(scores)


def report(judged: list[Judged]) -> Iterable[str]:
    """Yield the figures line by line."""
    real = [row for row in judged if row.label.kind != "offtopic"]
    yield f"primary topic        {_share(sum(row.right for row in real), len(real))}"
    yield f"in the first three   {_share(sum(row.near for row in real), len(real))}"
    yield f"kind right           {_share(sum(row.kind == row.label.kind for row in judged), len(judged))}"
    yield f"kind, macro-F1       {macro_f1(judged):.3f}"
    for kind, (found, expected, given) in kind_scores(judged).items():
        yield f"  {kind:13} recall {_share(found, expected)}  precision {_share(found, given)}"
    called = sum(row.kind == "offtopic" for row in real)
    yield f"real concerns called off-topic {_share(called, len(real))}"
    yield from _by("style", [(row.label.style, row) for row in real])
    yield from _by("topic", [(row.label.topics[0], row) for row in real])
    confused = Counter((row.label.topics[0], row.topics[0] if row.topics else "-") for row in real if not row.right)
    yield "topics confused (meant > suggested): " + ", ".join(
        f"{meant} > {suggested} {count}" for (meant, suggested), count in confused.most_common()
    )
    pairs = Counter((row.label.kind, row.kind) for row in judged)
    yield "kinds, meant \\ suggested: " + " ".join(KINDS)
    for meant in KINDS:
        yield f"  {meant:13}" + " ".join(f"{pairs[meant, suggested]:4}" for suggested in KINDS)


def _by(title: str, rows: list[tuple[str, Judged]]) -> Iterable[str]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for name, row in rows:
        groups[name].append(row)
    yield f"by {title}: texts, topic right, in the first three, kind right"
    for name, group in sorted(groups.items()):
        right, near = sum(row.right for row in group), sum(row.near for row in group)
        kinds = sum(row.kind == row.label.kind for row in group)
        yield f"  {name:13} {len(group):4} {right:4} {near:4} {kinds:4}"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else "0/0"


def main() -> None:
    """Read the files, print the figures of all of them together, and the mistakes where they are asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--mistakes", action="store_true", help="print the texts that are not understood")
    arguments = parser.parse_args()
    judged = judge_all(label for path in arguments.files for label in read_labelled(path))
    print("\n".join(report(judged)))
    for row in judged if arguments.mistakes else ():
        if row.label.kind != row.kind or (row.kind != "offtopic" and not row.right):
            wrong = f"{','.join(row.label.topics)} {row.label.kind} -> {','.join(row.topics[:3])} {row.kind}"
            print(f"[{row.label.style}] {wrong}: {row.label.text}")


if __name__ == "__main__":
    main()
