"""How long topic and kind of a text take, beside a yardstick on the same texts, and how long loading takes.

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

from handlers.understanding.tags import tag

ROOT = Path(__file__).parents[1]
TEXTS = ROOT / "training" / "fresh_third.tsv"
PASSES = 15
LOADS = 7
LONG = "Đường thôn tôi hỏng đã hai năm, mưa là ngập, đề nghị xã sửa chữa. "
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
    long = LONG * (100_000 // len(LONG))
    rows = [
        ("topic and kind, a text, median of the passes", f"{1e3 * median(took) / len(measured):.3f} ms"),
        ("the quickest and the slowest pass", " to ".join(f"{1e3 * took[i] / len(measured):.3f}" for i in (0, -1))),
        ("times the yardstick (the same text split into words)", f"{ratio:.0f}"),
        ("import, reading the files and the first text, median", f"{1e3 * median(loads):.0f} ms"),
        ("the quickest and the slowest load", f"{1e3 * loads[0]:.0f} to {1e3 * loads[-1]:.0f}"),
        ("a text of 100,000 characters", f"{1e3 * seconds(tag.__wrapped__, [long]):.0f} ms"),
    ]
    width = max(len(what) for what, _ in rows)
    head = f"Understanding: {len(measured)} texts, {PASSES} passes, {LOADS} loads, processor time"
    return "\n".join([head, *(f"  {what.ljust(width)}  {figure}" for what, figure in rows)])


if __name__ == "__main__":
    print(table())
