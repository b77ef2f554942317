"""How fast the largest paper is drawn, and in how much memory: the collected report with its appendix table.

    python -m benchmarks.papers                    500 concerns, and more
    python -m benchmarks.papers --rows 500

Each size is drawn in a process of its own, so that the peak is that of this drawing alone.
"""

import argparse
import resource
import statistics
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter

from bot.documents.docx.draw import draw
from handlers.papers.families import Family
from tests.documents import samples

SIZES = (50, 500, 5000)
ROUNDS = 5


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Rows in the appendix; seconds of the middle round; the file; peak memory of the process beyond its start."""

    rows: int
    seconds: float
    kilobytes: int
    megabytes: float


def measure(rows: int) -> Measured:
    """Draw the report `ROUNDS` times; the content is made before the clock starts."""
    report = samples.report(Family.STATE, count=rows)
    before = _peak()
    seconds, size = [], 0
    for _ in range(ROUNDS):
        start = perf_counter()
        size = len(draw(report, Family.STATE))
        seconds.append(perf_counter() - start)
    return Measured(
        rows=rows,
        seconds=statistics.median(seconds),
        kilobytes=round(size / 1024),
        megabytes=_peak() - before,
    )


def _peak() -> float:
    """Peak resident memory of this process in MB (Linux counts kilobytes, macOS bytes)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def table(sizes: Iterable[int] = SIZES) -> str:
    """The measurements as a Markdown table."""
    lines = ["| rows of the appendix | seconds | file, kB | memory, MB |", "| ---: | ---: | ---: | ---: |"]
    for rows in sizes:
        with get_context("spawn").Pool(1) as pool:
            one = pool.apply(measure, (rows,))
        lines.append(f"| {one.rows} | {one.seconds:.2f} | {one.kilobytes} | {one.megabytes:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.papers", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=list(SIZES))
    print(table(parser.parse_args().rows))


if __name__ == "__main__":
    main()
