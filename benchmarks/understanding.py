"""How long topic and kind of a text take, beside a yardstick on the same texts, and how long loading takes; and how
the time grows with the length of a text, for shapes of text that were chosen to be bad.

    python -m benchmarks.understanding

Texts: the project's own `training/fresh_third.tsv`, which no word was tuned on. Yardstick: splitting the same text
into lower-case words with one regular expression. Processor time, because other programs share the machine.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.growth import SHAPES, of_length
from handlers.understanding.duplicates import fingerprint
from handlers.understanding.tags import tag

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "training" / "fresh_third.tsv"
PASSES = 15
LOADS = 7
LENGTHS = 10_000, 100_000
REPEATS = 5
_WORD = re.compile(r"\w+")
_LOAD = (
    "import time; start = time.process_time(); from handlers.understanding.tags import tag; "
    "tag('Đường hỏng'); print(time.process_time() - start)"
)


def texts() -> list[str]:
    """Return the texts that are measured."""
    return [line.split("\t")[3] for line in TEXTS.read_text("utf-8").splitlines()]


def seconds(work: Callable[[str], object], measured: Sequence[str]) -> float:
    """Return the processor seconds that one pass of `work` over the texts takes."""
    start = time.process_time()
    for text in measured:
        work(text)
    return time.process_time() - start


def split(text: str) -> list[str]:
    """The yardstick: the words of a text in small letters."""
    return _WORD.findall(text.lower())


def load_seconds() -> float:
    """Return the processor seconds of import, reading the files and one text in a fresh interpreter."""
    done = subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout)


def table() -> str:
    """Measure, and return the figures as a table."""
    measured = texts()
    seconds(tag.__wrapped__, measured)  # `tag` remembers the last few texts; the function itself is measured
    pairs = [(seconds(tag.__wrapped__, measured), seconds(split, measured)) for _ in range(PASSES)]
    took = sorted(mine for mine, _ in pairs)
    ratio = median(mine / yard for mine, yard in pairs)
    loads = sorted(load_seconds() for _ in range(LOADS))
    rows = [
        ("topic and kind, a text, median of the passes", f"{1e3 * median(took) / len(measured):.3f} ms"),
        ("the quickest and the slowest pass", " to ".join(f"{1e3 * took[i] / len(measured):.3f}" for i in (0, -1))),
        ("times the yardstick (the same text split into words)", f"{ratio:.0f}"),
        ("import, reading the files and the first text, median", f"{1e3 * median(loads):.0f} ms"),
        ("the quickest and the slowest load", f"{1e3 * loads[0]:.0f} to {1e3 * loads[-1]:.0f}"),
    ]
    width = max(len(what) for what, _ in rows)
    head = f"Understanding: {len(measured)} texts, {PASSES} passes, {LOADS} loads, processor time"
    return "\n".join([head, *(f"  {what.ljust(width)}  {figure}" for what, figure in rows)])


def growth() -> str:
    """Measure texts of two lengths and return a table: milliseconds, and how many times longer the long one takes."""
    rows = ["Growth: milliseconds at 10,000 and at 100,000 characters, and their ratio (least of five)"]
    for name in SHAPES:
        row = f"  {name:16}"
        for what, work in (("judged", tag.__wrapped__), ("fingerprint", fingerprint)):
            short, long = (min(seconds(work, [of_length(name, length)]) for _ in range(REPEATS)) for length in LENGTHS)
            row += f"  {what} {1e3 * short:6.2f} {1e3 * long:7.2f} {long / max(short, 1e-6):5.1f}x"
        rows.append(row)
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
    print(growth())
