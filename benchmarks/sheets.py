"""What tables and pictures of a session cost: time and peak memory, each in a process of its own.

    python -m benchmarks.sheets                     500 concerns, three rounds each
    python -m benchmarks.sheets --concerns 5000

Memory is the most that the process had resident (as Linux tells it), the interpreter and the libraries among it;
«nothing drawn» is what a process has that imports the same and draws nothing. The concerns are invented.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from bot import clock
from bot.documents import dossier, pictures
from bot.documents.xlsx import report_reader, sheets
from handlers.papers.tables import DossierItem
from tests.documents import books, examples

MEGABYTE = 1024 * 1024


def _nothing(_size: int, _folder: Path) -> int:
    return 0


def _workbook(size: int, folder: Path) -> int:
    rows = examples.concerns(size)
    sheets.write_summary(folder / "tong-hop.xlsx", examples.HEADING, rows, examples.counts(rows))
    return (folder / "tong-hop.xlsx").stat().st_size


def _charts(size: int, _folder: Path) -> int:
    drawn = pictures.charts(examples.counts(examples.concerns(size)), examples.HEADING)
    return sum(map(len, drawn.values()))


def _workbook_and_charts(size: int, folder: Path) -> int:
    return _workbook(size, folder) + _charts(size, folder)


def _timeline(_size: int, _folder: Path) -> int:
    return sum(map(len, pictures.timeline(examples.HEADING, examples.milestones(40))))


def _poster(_size: int, _folder: Path) -> int:
    return sum(map(len, pictures.poster(examples.POSTER)))


def _dossier(_size: int, folder: Path) -> int:
    item = DossierItem(name="Biên bản hội nghị đối thoại", extension="pdf")
    papers = ((item, bytes(2 * MEGABYTE)) for _ in range(100))
    dossier.write_dossier(folder / "ho-so.zip", examples.HEADING, papers)
    return (folder / "ho-so.zip").stat().st_size


def _report(_size: int, _folder: Path) -> int:
    rows = [(n, *books.ROW[1:8], f"Ý kiến số {n}: " + "đường hỏng " * 60) for n in range(1_000)]
    file = BytesIO()
    books.filled(*rows).save(file)
    return len(report_reader.read_report(file.getvalue()))


WORK: dict[str, Callable[[int, Path], int]] = {
    "nothing drawn": _nothing,
    "summary XLSX": _workbook,
    "three charts": _charts,
    "summary XLSX and three charts": _workbook_and_charts,
    "timeline of 40 milestones": _timeline,
    "poster, PDF and PNG": _poster,
    "dossier of 100 papers, 200 MB": _dossier,
    "filled sheet of 1,000 rows, written and read": _report,
}


def measure(name: str, size: int) -> dict[str, float]:
    """Do it once in this process: seconds by the clock and of the processor, bytes made, peak memory in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        used = resource.getrusage(resource.RUSAGE_SELF)
        began, before = clock.monotonic(), used.ru_utime + used.ru_stime
        made = WORK[name](size, Path(folder))
        seconds = clock.monotonic() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime - before, "made": made, "peak": _peak()}


def _peak() -> float:
    """The most that this process had resident, in megabytes; not `ru_maxrss`, which begins with its parent's."""
    return int(Path("/proc/self/status").read_text(encoding="utf-8").split("VmHWM:")[1].split()[0]) / 1024


def _apart(name: str, size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.sheets", "--only", name, "--concerns", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def main() -> None:
    """Measures each in a child process and prints a table: the best of the rounds, and the worst."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheets", description=__doc__)
    parser.add_argument("--concerns", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=WORK, help="do it here and print JSON")
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, arguments.concerns)))
        return
    print(f"{arguments.concerns} concerns, {arguments.rounds} rounds, each in a process of its own\n")
    print("| work | seconds, best | seconds, worst | processor, best | peak memory, MB |")
    print("| --- | --- | --- | --- | --- |")
    for name in WORK:
        found = [_apart(name, arguments.concerns) for _ in range(arguments.rounds)]
        seconds = [one["seconds"] for one in found]
        cpu, peak = min(one["cpu"] for one in found), max(one["peak"] for one in found)
        print(f"| {name} | {min(seconds):.2f} | {max(seconds):.2f} | {cpu:.2f} | {peak:.0f} |")


if __name__ == "__main__":
    main()
