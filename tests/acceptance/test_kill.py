"""kill -9 at random moments (issue 2, «must show» 2): the short form of benchmarks/kill.py, and the verdict itself."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.evidence import Delivered, Run, Stored, judge
from benchmarks.kill import measure

SECONDS = 240


async def test_nothing_is_lost_or_repeated_when_the_program_is_killed_while_residents_write(tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS):
        verdict = await measure(kills=6, seed=2, folder=tmp_path)
    assert not verdict.violations, verdict
    assert verdict.figures["kills"] == 6
    assert verdict.figures["receipts seen"] > 20, "nobody wrote, so nothing was tried"


def message(number: int, text: str, chat_id: int = 1) -> dict[str, Any]:
    return {"chat_id": chat_id, "message_id": number, "method": "sendMessage", "text": text}


SEEN = Run(
    receipts={1: {"GM-0001": "đường hỏng"}},
    record=[message(11, "Lĩnh vực nào?"), message(12, "Mã số GM-0001")],
    kills=[1],
    updates=range(101, 103),
)
STORED = Stored(
    concerns=[(1, "GM-0001", "đường hỏng")],
    delivered=[
        Delivered(chat_id=1, text="Lĩnh vực nào?", remote_id=11),
        Delivered(chat_id=1, text="Mã số GM-0001", remote_id=12, code="GM-0001"),
    ],
    inbound=[101, 102],
)
CONCERN, (QUESTION, RECEIPT) = STORED.concerns[0], STORED.delivered
TWICE = message(13, "Lĩnh vực nào?")


def test_a_run_in_which_all_is_well_violates_nothing() -> None:
    assert not judge(SEEN, STORED).violations


def test_one_message_sent_twice_by_a_kill_is_counted_and_allowed() -> None:
    verdict = judge(replace(SEEN, record=[TWICE, *SEEN.record]), STORED)
    assert (verdict.figures["messages sent twice"], verdict.violations) == (1, [])


@pytest.mark.parametrize(
    ("seen", "stored", "violated"),
    [
        (SEEN, replace(STORED, concerns=[]), "acknowledged concerns lost"),
        (SEEN, replace(STORED, concerns=[(1, "GM-0001", "đường")]), "acknowledged concerns lost"),
        (SEEN, replace(STORED, concerns=[CONCERN, (1, "GM-0002", "đường hỏng")]), "concerns stored twice"),
        (replace(SEEN, receipts={}), STORED, "concerns whose receipt nobody saw"),
        (SEEN, replace(STORED, delivered=[QUESTION]), "concerns without exactly one receipt"),
        (
            replace(SEEN, record=[*SEEN.record, message(13, RECEIPT.text)]),
            replace(STORED, delivered=[QUESTION, RECEIPT, replace(RECEIPT, remote_id=13)]),
            "concerns without exactly one receipt",
        ),
        (
            replace(SEEN, record=[message(14, RECEIPT.text), TWICE, *SEEN.record], kills=[2]),
            STORED,
            "kills that sent more than one message twice",
        ),
        (replace(SEEN, record=[message(13, "Xin chào"), *SEEN.record]), STORED, "messages that stand in no outbox row"),
        (replace(SEEN, record=SEEN.record[1:]), STORED, "messages recorded as sent that nobody got"),
        (SEEN, replace(STORED, inbound=[101]), "confirmed updates not handled"),
        (replace(SEEN, pending=1), STORED, "updates not confirmed"),
        (SEEN, replace(STORED, unsent=1), "outbox rows left unsent"),
        (SEEN, replace(STORED, failures=1), "handlers that failed"),
    ],
)
def test_the_verdict_finds_what_must_not_be(seen: Run, stored: Stored, violated: str) -> None:
    assert violated in {each.partition(":")[0] for each in judge(seen, stored).violations}
