"""kill -9 at random moments while 20 residents write: what is lost, stored twice, sent twice?

    python -m benchmarks.kill --kills 200 --seed 1

The fake Bot API server and the real program (`doithoai run --demo`, SQLite, long polling) are processes of their own.
The program is killed, started again, killed again; at the end it is left in peace until everybody has their receipt.
Exits with 1 when anything was lost or repeated that must not be.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from benchmarks.evidence import Run, Verdict, judge, read_database
from benchmarks.processes import (
    DATABASE,
    PROGRAM,
    BotApiProcess,
    Json,
    Process,
    bot_api,
    free_port,
    program_environment,
    run,
    running,
)
from benchmarks.record import Record
from benchmarks.writers import Writer
from bot import clock

RESIDENTS = 20
FIRST_UPDATE = 100_000_001
"""The first update_id that the fake gives (tests/fakes/bot_api/updates.py)."""
_READY = "(demo)"
_AT_START = 0.1
_MOST_MESSAGES = 80
_LAST_SECONDS = 0.03
_LIFE_SECONDS = 60.0
_SETTLE_SECONDS = 120.0


class Experiment:
    """Residents who write, a program that is killed, and everything that was seen."""

    def __init__(self, folder: Path, server: BotApiProcess, seed: int) -> None:
        self._folder = folder
        self._server = server
        self._environment = program_environment(folder, server, free_port())
        self._random = Random(seed)
        self._enough = asyncio.Event()
        self._writers = {who: Writer(who, server, self._enough) for who in range(1, RESIDENTS + 1)}
        self._record = Record(server)
        self._kills: list[int] = []
        self._start_takes = 1.0

    @property
    def log(self) -> Path:
        """Where the program's log is."""
        return self._folder / "program.log"

    async def run(self, kills: int) -> Run:
        """Kill the program so many times, then let everybody come to an end. Raises TimeoutError when they do not."""
        async with self._record.followed(self._hand_on), asyncio.TaskGroup() as tasks:
            for writer in self._writers.values():
                tasks.create_task(writer.live())
            for number in range(1, kills + 1):
                await self._kill_once()
                if not number % 10:
                    print(f"  {number} kills, {len(self._record.messages)} messages", file=sys.stderr)
            await self._come_to_an_end()
        return Run(
            receipts={who: writer.receipts for who, writer in self._writers.items()},
            record=self._record.messages,
            kills=self._kills,
            updates=range(FIRST_UPDATE, FIRST_UPDATE + sum(writer.acts for writer in self._writers.values())),
            pending=int((await self._server.state())["pending_updates"]),
        )

    def _hand_on(self, message: Json) -> None:
        self._writers[message["chat_id"]].inbox.put_nowait(message)

    @asynccontextmanager
    async def _program(self) -> AsyncIterator[Process]:
        async with running(*PROGRAM, folder=self._folder, log=self.log, environment=self._environment) as program:
            yield program

    async def _kill_once(self) -> None:
        """One life: it ends some messages and milliseconds after the program is ready, or (one in ten) before that."""
        async with self._program() as program:
            if self._random.random() < _AT_START:
                await program.alive_until(asyncio.sleep(self._random.uniform(0, self._start_takes)))
            else:
                began = clock.monotonic()
                await program.line(_READY)
                self._start_takes = clock.monotonic() - began
                size = len(self._record.messages) + self._random.randint(1, _MOST_MESSAGES)
                await program.alive_until(self._record.grown_to(size), within=_LIFE_SECONDS)
                await program.alive_until(asyncio.sleep(self._random.uniform(0, _LAST_SECONDS)))
            await program.kill()
        self._kills.append((await self._server.state())["sent"])

    async def _come_to_an_end(self) -> None:
        """Everybody gets the receipt they wait for; the program confirms the last update and stops by itself."""
        self._enough.set()
        async with self._program() as program:
            try:
                await program.alive_until(self._rest(), within=_SETTLE_SECONDS)
            except TimeoutError:
                waiting = {writer.id: writer.waits_for for writer in self._writers.values() if not writer.done.is_set()}
                raise TimeoutError(f"these residents waited in vain: {waiting}") from None
            await program.stop()

    async def _rest(self) -> None:
        """Until everybody has what they wait for and no update is left with the server."""
        await asyncio.gather(*(writer.done.wait() for writer in self._writers.values()))
        position = len(self._record.messages)
        while (await self._server.state())["pending_updates"]:
            await self._server.sent(position, within=0.05)  # nothing more is due: this only waits


async def measure(kills: int, seed: int, folder: Path) -> Verdict:
    """Run the experiment in this folder, which it may fill, and judge it."""
    async with bot_api(folder) as server:
        experiment = Experiment(folder, server, seed)
        seen = await experiment.run(kills)
    return judge(seen, read_database(folder / DATABASE, experiment.log))


def main() -> None:
    """Reads the arguments, runs, prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    started = clock.monotonic()
    with tempfile.TemporaryDirectory(prefix="doithoai-kill-") as folder:
        verdict = run(measure(arguments.kills, arguments.seed, Path(folder)))
    print(f"\nkill -9, {RESIDENTS} residents, seed {arguments.seed}, {clock.monotonic() - started:.0f} s\n")
    for name, figure in verdict.figures.items():
        print(f"{figure:9,}  {name}")
    print("\n" + ("\n".join(f"VIOLATED  {each}" for each in verdict.violations) or "Nothing is violated."))
    sys.exit(bool(verdict.violations))


if __name__ == "__main__":
    main()
