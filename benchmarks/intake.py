"""Intake from end to end: the real program against a plain python-telegram-bot, in turn, in one run.

The fake Bot API server with its residents runs on one core, the bot under measurement on another, both on loopback. The
program keeps every step in SQLite (WAL, synchronous FULL) before it answers; the yardstick keeps nothing for 60 s.
"""

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import driver
from benchmarks.processes import PROGRAM, ROOT, Process, free_port, program_environment, running

OURS, YARDSTICK = "Đối Thoại", "PTB ConversationHandler + PicklePersistence"
_COMMANDS = {OURS: PROGRAM, YARDSTICK: (sys.executable, "-m", "benchmarks.yardstick_ptb")}
_DRIVER_CORE, _BOT_CORE = 0, 1
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_MIB = 1024 * 1024
_SAID = {driver.SAME: "all write one sentence, the dearest to compare", driver.VARIED: "everybody writes their own"}


@dataclass(frozen=True, kw_only=True)
class Load:
    """Who talks, for how long, how far away the server is (seconds a call), and what is written (driver.WRITTEN)."""

    residents: int = 50
    seconds: float = 8.0
    latency: float = 0.0
    written: str = driver.SAME


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One round of one bot."""

    per_second: float
    p50_ms: float
    p95_ms: float
    cpu_per_1000: float
    memory_mib: float


@dataclass(frozen=True)
class Addresses:
    """Where the driver's Bot API server is."""

    base_url: str
    base_file_url: str


Profiler = Callable[[int], Sequence[str]]
"""From a process id to the command that watches this process while it is measured."""


async def measure_once(bot: str, load: Load, profiler: Profiler | None = None) -> Measured:
    """Start a driver and a bot anew, with an empty database, and measure one round."""
    with tempfile.TemporaryDirectory(prefix="doithoai-intake-") as name:
        folder = Path(name)
        arguments = [f"--{key}={value}" for key, value in vars(load).items()]
        command = (sys.executable, "-m", "benchmarks.driver", *arguments)
        async with running(*command, folder=ROOT, log=folder / "driver.log", core=_DRIVER_CORE) as driving:
            addresses = Addresses(**json.loads(await driving.line("{")))
            environment = program_environment(folder, addresses, free_port(), PYTHONPATH=str(ROOT))
            async with running(
                *_COMMANDS[bot], folder=folder, log=folder / "bot.log", environment=environment, core=_BOT_CORE
            ) as talking:
                await driving.line(driver.MEASURING)
                return await _measure(driving, talking, load, folder, profiler)


async def _measure(driving: Process, talking: Process, load: Load, folder: Path, profiler: Profiler | None) -> Measured:
    before = _cpu_seconds(talking.pid)
    if profiler is None:
        line = await driving.line("{", within=load.seconds + 120)
    else:
        async with running(*profiler(talking.pid), folder=folder, log=folder / "profiler.log", core=_DRIVER_CORE):
            line = await driving.line("{", within=load.seconds + 120)
    cpu, figures = _cpu_seconds(talking.pid) - before, json.loads(line)
    return Measured(
        per_second=figures["updates"] / figures["seconds"],
        p50_ms=figures["p50"] * 1000,
        p95_ms=figures["p95"] * 1000,
        cpu_per_1000=cpu / figures["updates"] * 1000,
        memory_mib=_memory(talking.pid) / _MIB,
    )


def _cpu_seconds(pid: int) -> float:
    """Seconds of CPU that a process has used (Linux; 0 elsewhere)."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    fields = stat.read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int) -> int:
    """Bytes of resident memory (Linux; 0 elsewhere)."""
    stat = Path(f"/proc/{pid}/statm")
    return int(stat.read_text().split()[1]) * _PAGE if stat.exists() else 0


async def compare(load: Load, rounds: int) -> dict[str, Measured]:
    """Rounds in turn (A B A B …), and of each bot's rounds the median of every figure."""
    measured: dict[str, list[Measured]] = {bot: [] for bot in _COMMANDS}
    for number in range(1, rounds + 1):
        for bot, found in measured.items():
            found.append(await measure_once(bot, load))
            print(f"  round {number}: {bot}: {found[-1].per_second:.0f} updates/s", file=sys.stderr)
    return {bot: _median(found) for bot, found in measured.items()}


def _median(rounds: Sequence[Measured]) -> Measured:
    return Measured(**{name: statistics.median(vars(each)[name] for each in rounds) for name in vars(rounds[0])})


def table(medians: dict[str, Measured], load: Load, rounds: int) -> str:
    """The figures and the ratios, as text."""
    lines = [
        f"Intake: {load.residents} residents in a closed loop, {driver.ACTS} updates a conversation, "
        f"{load.latency * 1000:.0f} ms a call, medians of {rounds} rounds of {load.seconds:.0f} s",
        f"({_SAID[load.written]})",
        f"{'':45} {'updates/s':>9} {'p50 ms':>7} {'p95 ms':>7} {'CPU-s/1000':>10} {'MiB':>5}",
    ]
    for bot, its in medians.items():
        figures = f"{its.per_second:9.0f} {its.p50_ms:7.1f} {its.p95_ms:7.1f} {its.cpu_per_1000:10.2f}"
        lines.append(f"{bot:45} {figures} {its.memory_mib:5.0f}")
    ours, other = medians[OURS], medians[YARDSTICK]
    ratios = [getattr(ours, name) / getattr(other, name) for name in ("per_second", "p50_ms", "p95_ms", "cpu_per_1000")]
    lines.append(f"{'ratio':45} {ratios[0]:9.2f} {ratios[1]:7.2f} {ratios[2]:7.2f} {ratios[3]:10.2f}")
    return "\n".join(lines)
