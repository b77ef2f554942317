"""`make bench`: what the program does on this machine, beside a yardstick, in one table.

    python -m benchmarks                            50 residents, loopback, three rounds each
    python -m benchmarks --latency 0.04 --residents 200

The longer experiments are benchmarks.kill and benchmarks.broadcast.
"""

import argparse

from benchmarks import driver, duplicates, intake, papers, understanding
from benchmarks.processes import run


def main() -> None:
    """Reads the arguments, measures, prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--residents", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each round")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer of the Bot API server")
    parser.add_argument("--concerns", type=int, default=100_000, help="open ones, among which duplicates are looked up")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    for written in driver.WRITTEN:
        load = intake.Load(
            residents=arguments.residents, seconds=arguments.seconds, latency=arguments.latency, written=written
        )
        print(f"{intake.table(run(intake.compare(load, arguments.rounds)), load, arguments.rounds)}\n")
    print(f"The collected report as DOCX:\n\n{papers.table()}")
    print(f"\n{duplicates.table(arguments.concerns)}")
    print()
    print(understanding.table())
    print(understanding.growth())


if __name__ == "__main__":
    main()
