"""Where the time goes: stacks sampled by py-spy while the program takes updates in, grouped by what they stand in.

    pip install py-spy        # in an environment of its own; no dependency of the project
    python -m benchmarks.where --py-spy /path/to/py-spy

A sample counts for the innermost frame that belongs to one of GROUPS, so json called by PTB is json, and SQLite called
by a handler is the database.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import intake
from benchmarks.processes import run

GROUPS = (
    ("json", ("json/",)),
    ("pydantic", ("pydantic/", "storage/records/")),
    ("SQLite and storage", ("storage/", "aiosqlite/", "sqlite3/")),
    ("transport (aiohttp)", ("aiohttp/", "bot/channels/transport.py", "yarl/", "multidict/")),
    ("PTB objects and methods", ("telegram/",)),
    ("catalogues and dates", ("babel/", "gettext.py", "handlers/texts.py", "zoneinfo/")),
    ("understanding", ("handlers/understanding/",)),
    ("handlers", ("handlers/",)),
    ("bot", ("bot/",)),
    ("event loop and system calls", ("asyncio/", "selectors.py", "concurrent/", "threading.py", "queue.py")),
)
REST = "rest"


def group_of(stack: str) -> str:
    """The group of a stack in py-spy's raw format, «outermost (file:line);…;innermost (file:line)»."""
    for frame in reversed(stack.split(";")):
        place = frame.rpartition(" (")[2]
        for name, marks in GROUPS:
            if any(mark in place for mark in marks):
                return name
    return REST


def grouped(lines: Iterable[str]) -> Counter[str]:
    """Samples by group."""
    found: Counter[str] = Counter()
    for line in lines:
        stack, _, samples = line.rpartition(" ")
        found[group_of(stack)] += int(samples)
    return found


def innermost(lines: Iterable[str], most: int) -> list[tuple[str, int]]:
    """The functions in which most samples were taken."""
    found: Counter[str] = Counter()
    for line in lines:
        stack, _, samples = line.rpartition(" ")
        found[stack.rpartition(";")[2].rpartition(":")[0]] += int(samples)
    return found.most_common(most)


def main() -> None:
    """Reads the arguments, measures one round under py-spy, prints the shares."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.where", description=__doc__)
    parser.add_argument("--py-spy", default="py-spy", help="the command, when it is not on the PATH")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--keep", type=Path, help="keep the raw stacks in this file")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stacks = arguments.keep or Path(folder) / "stacks.txt"

        def profiler(pid: int) -> Sequence[str]:
            options = f"--pid {pid} --duration {arguments.seconds:.0f} --rate 250 --format raw --full-filenames --gil"
            return [arguments.py_spy, "record", *options.split(), "--output", str(stacks)]

        load = intake.Load(seconds=arguments.seconds)
        measured = run(intake.measure_once(intake.OURS, load, profiler))
        lines = stacks.read_text(encoding="utf-8").splitlines()
    shares = grouped(lines)
    print(f"{measured.per_second:.0f} updates/s while sampled, {measured.cpu_per_1000:.2f} CPU-s/1000\n")
    for name, samples in shares.most_common():
        print(f"{samples / shares.total():7.1%}  {name}")
    print()
    for name, samples in innermost(lines, 15):
        print(f"{samples / shares.total():7.1%}  {name}")


if __name__ == "__main__":
    main()
