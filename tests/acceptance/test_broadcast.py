"""An announcement under Telegram's limits: the short form of benchmarks/broadcast.py.

How fast it goes and whether the platform ever says «too many» depend on what else runs on the machine, so they are
measured by the script (docs/performance.md); that everybody gets it exactly once must hold on any machine.
"""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.broadcast import Outcome, measure, steady_rate

SECONDS = 180
SUBSCRIBERS = 240


@pytest.mark.parametrize("kill", [False, True], ids=["undisturbed", "killed in the middle"])
async def test_everybody_gets_an_announcement_exactly_once(tmp_path: Path, kill: bool) -> None:
    async with asyncio.timeout(SECONDS):
        outcome = await measure(SUBSCRIBERS, tmp_path, kill=kill)
    undisturbed = replace(outcome, too_many=0, share=1.0)
    assert not undisturbed.violations(), outcome
    assert (outcome.subscribers, outcome.kills) == (SUBSCRIBERS, int(kill))


WELL = Outcome(
    subscribers=2000,
    kills=0,
    got_once=2000,
    missing=0,
    repeated=0,
    too_many=0,
    per_second=29.4,
    share=0.98,
    recorded_sent=2000,
    state="done",
)


def test_an_announcement_that_went_well_violates_nothing() -> None:
    assert not WELL.violations()
    assert not replace(WELL, kills=1, repeated=1).violations()


@pytest.mark.parametrize(
    "outcome",
    [
        replace(WELL, missing=1),
        replace(WELL, repeated=1),
        replace(WELL, repeated=2, kills=1),
        replace(WELL, too_many=1),
        replace(WELL, share=0.94),
        replace(WELL, recorded_sent=1999),
        replace(WELL, state="sending"),
    ],
)
def test_each_thing_that_must_not_be_is_found(outcome: Outcome) -> None:
    assert len(outcome.violations()) == 1


def test_the_rate_leaves_out_both_ends_of_each_life_and_the_pause_between_them() -> None:
    life = [number / 10 for number in range(51)]
    assert steady_rate([life, [at + 100 for at in life]]) == pytest.approx(10)
    assert steady_rate([[0.0, 1.0]]) == 0.0
