"""Residents in a closed loop, inside the fake Bot API server's process: nothing but the bot's own calls is HTTP.

Each resident goes through consent once, then has one conversation after the other, five updates each, or six where
the bot says that others raised the same: /gopy → the concern → topic → («Gửi riêng») → «Gửi» → a look at its state. The
next act follows the answer at once. All write the same sentence, as when hundreds forward one text, or each their own.

Prints its addresses, then «measuring» when everybody is through consent and one conversation, then the figures, as
lines. Used by benchmarks/intake.py.
"""

import argparse
import asyncio
import json
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import cycle

from benchmarks.concerns import texts
from benchmarks.processes import TOKEN
from benchmarks.writers import OWN
from handlers.resident import suggestions
from handlers.turn import SCOPE
from storage.records import Kind
from tests.fakes.bot_api import BotApi, FakeResident, Sent

MEASURING = "measuring"
ACTS = 5
"""Updates in one conversation."""
_PATIENCE = 60.0
SAME, VARIED = "same", "varied"
_VARIED = 4_000
"""So many texts before they come again."""
_ASKED_NO_MORE = frozenset({Kind.PETITION, Kind.REPORT, Kind.QUESTION})
"""Texts of these kinds meet no question that others do not."""
_TEXT = "Đường liên xóm 3 nhiều ổ gà, mưa xuống là ngập, xe máy đi lại rất khó khăn. (mốc {who}/{number})"


Writing = Callable[[int, int], str]
"""From a resident's id and the number of the conversation to what is written."""


def same_text() -> Writing:
    """One sentence; a mark at its end tells whose it is."""
    return lambda who, number: _TEXT.format(who=who, number=number)


def varied_texts() -> Writing:
    """Every concern another matter in another place."""
    written = cycle([text for text in texts(_VARIED) if suggestions.kind(text) in _ASKED_NO_MORE])
    return lambda _who, _number: next(written)


WRITTEN = {SAME: same_text, VARIED: varied_texts}


@dataclass
class Loop:
    """All residents together: what they timed, in seconds, and how many updates they made."""

    server: BotApi
    write: Writing
    latencies: list[float] = field(default_factory=list)

    async def meet(self, resident: FakeResident) -> None:
        """From the first word to the menu, and one conversation to warm up."""
        await resident.say("/start")
        while not _first_button(message := await resident.next_message(_PATIENCE)).startswith("/"):
            await resident.tap(_first_button(message), message=message)
        await self.converse(resident, 0)

    async def converse(self, resident: FakeResident, number: int) -> None:
        """One conversation."""
        await self._timed(resident, resident.say("/gopy"))
        text = self.write(resident.id, number)
        message = await self._timed(resident, resident.say(text))
        taps = 0
        while taps < ACTS - 2:
            own = _send_own(message)
            message = await self._timed(resident, resident.tap(own or _first_button(message), message=message))
            taps += not own

    async def _timed(self, resident: FakeResident, act: Awaitable[object]) -> Sent:
        began = self.server.now()
        await act
        message = await resident.next_message(_PATIENCE)
        self.latencies.append(self.server.now() - began)
        return message

    async def converse_until(self, resident: FakeResident, end: float) -> None:
        """One conversation after the other; the one that is under way at `end` is finished."""
        number = 0
        while self.server.now() < end:
            number += 1
            await self.converse(resident, number)


def _send_own(message: Sent) -> str:
    """The button that sends a concern on its own where others raised the same; "" under any other message."""
    offered = [button.callback_data for row in message.buttons for button in row]
    return next((value for value in offered if value.startswith(OWN[0]) and value.endswith(f"{SCOPE}{OWN[1]}")), "")


def _first_button(message: Sent) -> str:
    if not message.buttons:
        raise SystemExit(f"a message without buttons came where one with buttons was due: {message.text!r}")
    return message.buttons[0][0].callback_data


async def drive(residents: int, seconds: float, latency: float, written: str) -> None:
    """Serve, wait for a bot, let the residents talk for so long; `written`: one of WRITTEN."""
    write = WRITTEN[written]()
    async with BotApi.serve(TOKEN) as server:
        server.switches.latency = latency
        print(json.dumps({"base_url": server.base_url, "base_file_url": server.base_file_url}), flush=True)
        everybody = [server.resident() for _ in range(residents)]
        loop = Loop(server, write)
        await asyncio.gather(*map(loop.meet, everybody))
        loop.latencies.clear()
        print(MEASURING, flush=True)
        answered, began = len(server.sent), server.now()
        await asyncio.gather(*(loop.converse_until(each, began + seconds) for each in everybody))
        took, answered = server.now() - began, len(server.sent) - answered
        if answered != len(loop.latencies):
            raise SystemExit(
                f"{answered} messages for {len(loop.latencies)} updates: the conversation was not understood"
            )
        cuts = statistics.quantiles(loop.latencies, n=20)
        figures = {"updates": len(loop.latencies), "seconds": took, "p50": cuts[9], "p95": cuts[18]}
        print(json.dumps(figures), flush=True)


def main() -> None:
    """Reads the arguments and drives."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.driver", description=__doc__)
    parser.add_argument("--residents", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each of the server's answers")
    parser.add_argument("--written", choices=list(WRITTEN), default=SAME, help="one sentence by all, or each their own")
    arguments = parser.parse_args()
    asyncio.run(drive(arguments.residents, arguments.seconds, arguments.latency, arguments.written))


if __name__ == "__main__":
    main()
