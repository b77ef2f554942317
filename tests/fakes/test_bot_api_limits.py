"""The fake Bot API server's rate limits, by either model."""

import aiohttp
import pytest

from tests.fakes.bot_api import BotApi, Limits, SlidingWindow, TokenBucket
from tests.fakes.bot_api.limits import Model
from tests.fakes.reading import RESIDENT, TO_RESIDENT, Call


@pytest.mark.parametrize(
    ("gate", "waits"),
    [
        (SlidingWindow(2, 1.0), [(0.0, 0.0), (0.5, 0.0), (0.9, 0.1), (1.0, 0.0), (1.4, 0.1), (1.5, 0.0)]),
        (
            TokenBucket(2, 1.0),
            [(0.0, 0.0), (0.0, 0.0), (0.1, 0.4), (0.5, 0.0), (0.7, 0.3), (1.0, 0.0), (9.0, 0.0)],
        ),
    ],
    ids=["sliding", "bucket"],
)
def test_a_gate_says_how_long_to_wait(gate: SlidingWindow | TokenBucket, waits: list[tuple[float, float]]) -> None:
    for now, expected in waits:
        wait = gate.wait(now)
        assert wait == pytest.approx(expected)
        if not expected:
            gate.take(now)


@pytest.mark.parametrize(
    ("limits", "messages", "expected"),
    [
        (Limits(), [(1, 0.0), (1, 0.5), (2, 0.5)], [0, 1, 0]),
        (Limits(), [(1, 0.0), (1, 0.5), (1, 1.1), (1, 1.5)], [0, 1, 1, 0]),
        (Limits(silence=False), [(1, 0.0), (1, 0.5), (1, 1.1), (1, 1.5)], [0, 1, 0, 1]),
        (Limits(overall=(2, 1.0)), [(1, 0.0), (2, 0.0), (3, 0.0), (4, 0.9), (5, 1.0)], [0, 0, 1, 1, 0]),
        (Limits(overall=(2, 1.0)), [(1, 0.0), (2, 0.0), (1, 2.0), (2, 2.0)], [0, 0, 0, 0]),
        (
            Limits(per_group=(2, 60.0)),
            [(-1, 0.0), (-1, 2.0), (-1, 4.0), (-2, 4.0), (1, 4.0)],
            [0, 0, 56, 0, 0],
        ),
        (Limits(model="bucket", per_chat=(1, 2.0)), [(1, 0.0), (1, 1.5), (1, 2.5), (1, 3.0)], [0, 1, 0, 2]),
        (Limits(overall=(0, 1.0), per_chat=(0, 1.0)), [(1, 0.0)] * 100, [0] * 100),
    ],
    ids=["1/s a chat", "silence", "no silence", "overall", "a pause", "group", "bucket", "none"],
)
def test_limits_refuse_what_is_too_fast(limits: Limits, messages: list[tuple[int, float]], expected: list[int]) -> None:
    assert [limits.retry_after(chat_id, at) for chat_id, at in messages] == expected


@pytest.mark.parametrize(("model", "let_through"), [("sliding", 30), ("bucket", 59)])
def test_the_two_models_differ_in_what_they_let_through_in_a_first_second(model: Model, let_through: int) -> None:
    limits = Limits(model=model, silence=False)
    assert sum(limits.retry_after(chat, chat / 1000) == 0 for chat in range(1, 1000)) == let_through


async def test_a_429_carries_retry_after_and_edits_count_unless_told_otherwise(
    server: BotApi, http: aiohttp.ClientSession, call: Call
) -> None:
    _, body = await call("sendMessage", TO_RESIDENT)
    edit = {"chat_id": RESIDENT, "message_id": body["result"]["message_id"], "text": "b"}
    server.switches.limits = Limits(per_chat=(1, 1000.0))
    await call("sendMessage", TO_RESIDENT)
    async with http.post(f"{server.base_url}{server.token}/sendMessage", json=TO_RESIDENT) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "1000")
        body = await answer.json()
        assert body["parameters"] == {"retry_after": 1000}
    assert (await call("editMessageText", edit))[0] == 429
    server.switches.limits.edits_count = False
    assert (await call("editMessageText", edit))[0] == 200
    assert (server.too_many, len(server.sent)) == (2, 3)
