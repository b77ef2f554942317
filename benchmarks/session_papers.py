"""What the collected report of a large session costs as it is made for a chat: the child process, start to end.

    python -m benchmarks.session_papers                   500 concerns, three rounds
    python -m benchmarks.session_papers --concerns 5000

One request is carried out as the bot does it: gathered from a database, drawn in a child process of its own (the report
as DOCX with its appendix and charts, the table as XLSX), stored, and queued with its progress. «child, MB» is the most
that the child had resident (VmHWM), interpreter and libraries among it; «bot, MB» is by how much this process grew. The
concerns are invented.
"""

import argparse
import asyncio
import os
import resource
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot import clock
from bot.channels.files import FileStore
from bot.documents.work import Drawing, Job
from bot.papers import Desk, Draw, PaperMaker, Told, draw_apart
from handlers.rules.plans.reading import PLANS
from storage.database import open_database
from storage.migrate import migrate
from tests.house import CHANNELS, House
from tests.official.sessions_at_work import staff
from tests.papers.drawn import PARTY_05_FROM
from tests.papers.many import many_concerns


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Seconds of the chat's turn, from the request to the queued files, and of the processor in child and bot;
    megabytes; messages of progress.
    """

    turn: float
    seconds: float
    processor: float
    child: float
    bot: float
    progress: int


async def measure(count: int, folder: Path) -> Measured:
    """Make the report of `count` concerns once."""
    url = f"sqlite:///{folder / 'bench.db'}"
    migrate(url)
    async with open_database(url) as database:
        house = await House.build(database)
        hoa, _ = await staff(house)
        await many_concerns(house, count)
        began = clock.monotonic()
        await hoa.say("/baocao tonghop")
        turn = clock.monotonic() - began
        peaks: list[float] = []
        desk = Desk(party_05_from=PARTY_05_FROM, templates=PLANS, scratch=folder / "drawing")
        maker = PaperMaker(
            database,
            house.office.id,
            FileStore(folder / "files", 10 * 2**20),
            CHANNELS,
            lambda _channel: None,
            desk,
            _watched(peaks),
        )
        before, used, began = _peak("self"), _processor(), clock.monotonic()
        await maker.make_due(house.at)
        seconds, processor = clock.monotonic() - began, _processor() - used
        rows = await house.rows("SELECT state FROM document_request WHERE state = 'done'")
        assert len(rows) == 1, "it was not made"
        told = [row for row in await house.deliveries() if ", 1/3" in row.body or ", 2/3" in row.body]
        return Measured(
            turn=turn,
            seconds=seconds,
            processor=processor,
            child=max(peaks),
            bot=_peak("self") - before,
            progress=len(told),
        )


def _watched(peaks: list[float]) -> Draw:
    """Draw in a child, and look at each step what it had resident at most."""

    async def draw(job: Job, folder: Path, told: Told) -> Drawing:
        async def look(done: int, of: int) -> None:
            peaks.extend(_peak(child) for child in _children())
            await told(done, of)

        return await draw_apart(job, folder, look)

    return draw


def _processor() -> float:
    """Seconds of the processor that this process and its ended children have used."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _children() -> list[str]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return listed.split()


def _peak(process: str) -> float:
    """VmHWM of a process in megabytes; 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    _, found, rest = status.partition("VmHWM:")
    return int(rest.split()[0]) / 1024 if found else 0.0


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.session_papers", description=__doc__)
    parser.add_argument("--concerns", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    print(f"{arguments.concerns} concerns; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
    print("| round | turn, s | until queued, s | processor, s | child, MB | bot grew, MB | progress |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for number in range(1, arguments.rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            one = asyncio.run(measure(arguments.concerns, Path(folder)))
        seconds = f"{one.turn:.2f} | {one.seconds:.2f} | {one.processor:.2f}"
        print(f"| {number} | {seconds} | {one.child:.0f} | {one.bot:.0f} | {one.progress} |")


if __name__ == "__main__":
    main()
