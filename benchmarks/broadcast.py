"""An announcement to many under Telegram's limits: does everybody get it exactly once, and how fast?

    python -m benchmarks.broadcast --subscribers 2000
    python -m benchmarks.broadcast --subscribers 2000 --kill

The fake Bot API server enforces 30 messages a second in a sliding window and one a second a chat; whoever goes beyond
gets 429 and silence. Two officials draft and release the announcement in their chats. With --kill the real program is
killed (kill -9) in the middle and started again. Exits with 1 when anything is not as it must be.
"""

import argparse
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.processes import (
    DATABASE,
    PROGRAM,
    BotApiProcess,
    Json,
    Process,
    always_morning,
    bot_api,
    free_port,
    program_environment,
    run,
    running,
)
from benchmarks.record import Record
from bot import clock, demo
from storage import people
from storage.database import open_database
from storage.ids import new_id
from storage.records import Consent, Identity, IdentityState, Person
from storage.transaction import Transaction

LIMIT = 30
"""Messages a second that the fake takes over any second."""
TEXT = "Xã mời bà con dự hội nghị đối thoại vào thứ Bảy này, tại hội trường Ủy ban nhân dân xã."
_SHARE_ASKED = 0.98
_SHARE_WANTED = 0.95
_DRAFTER, _RELEASER = 900_001, 900_002
_CODE = re.compile(r"/chat#(\S+)")
_EDGE_SECONDS = 1.0
"""The steady phase leaves out so much at the beginning and the end of each of the program's lives."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one announcement. share: of the limit, in the steady phase."""

    subscribers: int
    kills: int
    got_once: int
    missing: int
    repeated: int
    too_many: int
    per_second: float
    share: float
    recorded_sent: int
    state: str

    def violations(self) -> list[str]:
        """What is not as it must be, one sentence each."""
        checks = {
            f"{self.missing} subscribers did not get it": self.missing,
            f"{self.repeated} got it again, after {self.kills} kills": self.repeated > self.kills,
            f"{self.too_many} calls were answered with 429": self.too_many,
            f"only {self.share:.1%} of the limit was used": self.share < _SHARE_WANTED,
            f"the ledger says {self.recorded_sent} of {self.subscribers}": self.recorded_sent != self.subscribers,
            f"the announcement is {self.state}, not done": self.state != "done",
        }
        return [sentence for sentence, wrong in checks.items() if wrong]


def subscribe(tx: Transaction, office_id: int, count: int, at: datetime) -> None:
    """So many residents with consent and a Telegram account each, whose chat has their number, from 1 on."""
    for number in range(1, count + 1):
        person = Person(
            office_id=office_id,
            id=new_id(at),
            language="vi",
            area_id=None,
            consent=Consent.GIVEN,
            consent_version="measured",
            consent_at=at,
            subscribed=True,
            created_at=at,
        )
        people.add_person(tx, person)
        identity = Identity(
            office_id=office_id,
            id=new_id(at),
            person_id=person.id,
            channel="telegram",
            address=str(number),
            display_name="",
            state=IdentityState.ACTIVE,
            last_seen_at=at,
        )
        people.add_identity(tx, identity)


class Official:
    """One who works by chat: says, and taps the button that has come with this value."""

    def __init__(self, number: int, server: BotApiProcess, record: Record) -> None:
        self._id = number
        self._server = server
        self._record = record
        self._tapped = 0

    async def says(self, text: str) -> None:
        """Write something, and wait for an answer."""
        position = len(self._record.messages)
        await self._server.act(self._id, "say", text=text)
        await self._record.find(lambda message: message["chat_id"] == self._id, position)

    async def sees(self, value: str) -> Json:
        """Wait for a message with such a button, later than the one that was tapped last."""
        return await self._record.find(
            lambda message: message["chat_id"] == self._id and _value(message, value) is not None, self._tapped
        )

    async def taps(self, value: str) -> None:
        """Wait for a button and tap it."""
        message = await self.sees(value)
        self._tapped = self._record.messages.index(message) + 1
        await self._server.act(self._id, "tap", button=_value(message, value))


def _value(message: Json, value: str) -> str | None:
    """The data of the button whose own value this is, without step and serial; a command by its beginning."""
    for row in message["buttons"]:
        for _, data in row:
            if data.endswith(f"~{value}") or (value.startswith("/") and data.startswith(value)):
                return str(data)
    return None


class Broadcast:
    """One announcement in a folder of its own."""

    def __init__(self, folder: Path, server: BotApiProcess, subscribers: int) -> None:
        self._folder = folder
        self._server = server
        self._subscribers = subscribers
        self._record = Record(server)
        self._environment = program_environment(
            folder, server, free_port(), TELEGRAM_PER_SECOND=str(LIMIT * _SHARE_ASKED), **always_morning(folder)
        )
        self._kills: list[int] = []
        self._patience = 60 + 2 * subscribers / LIMIT

    async def run(self, *, kill: bool) -> Outcome:
        """Draft, release, perhaps kill, wait for the end. Raises TimeoutError when it does not come."""
        await self._prepare()
        async with self._record.followed():
            async with self._program() as program:
                drafter, releaser = await self._officials(program)
                await self._release(drafter, releaser)
                if kill:
                    await program.alive_until(self._sent(self._subscribers // 2), self._patience)
                    await program.kill()
                    self._kills.append((await self._server.state())["sent"])
                else:
                    await self._end(program)
            if kill:
                async with self._program() as program:
                    await self._end(program)
        return self._outcome((await self._server.state())["too_many"])

    async def _prepare(self) -> None:
        """The demo office with its subscribers, before the program runs for the first time."""
        await self._server.open_chats(1, self._subscribers)
        at = clock.now()

        def unit(tx: Transaction) -> None:
            subscribe(tx, demo.prepare(tx, at).id, self._subscribers, at)

        async with open_database(f"sqlite:///{self._folder / DATABASE}") as database:
            await database.write(unit)

    @asynccontextmanager
    async def _program(self) -> AsyncIterator[Process]:
        log = self._folder / "program.log"
        async with running(*PROGRAM, folder=self._folder, log=log, environment=self._environment) as program:
            yield program

    async def _officials(self, program: Process) -> tuple[Official, Official]:
        """The committee drafts, the office releases; each enrols with the code of their one-time link."""
        officials = Official(_DRAFTER, self._server, self._record), Official(_RELEASER, self._server, self._record)
        for official in officials:
            code = _CODE.search(await program.line("/chat#"))
            assert code is not None  # the line has a link
            await official.says(f"/start {code[1]}")
        return officials

    async def _release(self, drafter: Official, releaser: Official) -> None:
        """Through chat, as people do it, but faster: the fake's limits are in force once the release is confirmed."""
        await drafter.says("/thongbao moi")
        await drafter.says(TEXT)
        for value in ("all", "now", "hand_in"):
            await drafter.taps(value)
        await releaser.taps("/thongbao duyet")
        await releaser.taps("release")
        await releaser.sees("/thongbao dung")
        await self._server.set(limits={"model": "sliding", "overall": [LIMIT, 1.0], "per_chat": [1, 1.0]})

    async def _sent(self, count: int) -> None:
        await self._record.count(_is_it, count, self._patience)

    async def _end(self, program: Process) -> None:
        """Until everybody has it and the progress message has no button to stop it any more."""

        async def told() -> None:
            await self._sent(self._subscribers)
            await self._record.find(_is_last_progress, within=self._patience)

        await program.alive_until(told(), self._patience)
        await program.stop()

    def _outcome(self, too_many: int) -> Outcome:
        got = Counter(message["chat_id"] for message in self._record.messages if _is_it(message))
        times = [
            [message["at_monotonic"] for message in part if _is_it(message)]
            for part in _parts(self._record.messages, self._kills)
        ]
        per_second = steady_rate(times)
        with closing(sqlite3.connect(self._folder / DATABASE)) as database:
            (state,) = database.execute("SELECT state FROM announcement").fetchone()
            (sent,) = database.execute(
                "SELECT COUNT(*) FROM delivery WHERE announcement_id IS NOT NULL AND state = 'sent'"
            ).fetchone()
        return Outcome(
            subscribers=self._subscribers,
            kills=len(self._kills),
            got_once=sum(1 for times in got.values() if times == 1),
            missing=self._subscribers - len(got),
            repeated=sum(times - 1 for times in got.values()),
            too_many=too_many,
            per_second=per_second,
            share=per_second / LIMIT,
            recorded_sent=sent,
            state=state,
        )


def _is_it(message: Json) -> bool:
    """Whether this is the announcement, at a resident."""
    return message["chat_id"] < _DRAFTER and TEXT in message["text"]


def _is_last_progress(message: Json) -> bool:
    return message["method"] == "editMessageText" and not message["buttons"]


def _parts(messages: Sequence[Json], marks: Sequence[int]) -> list[Sequence[Json]]:
    edges = [0, *marks, len(messages)]
    return [messages[first:last] for first, last in pairwise(edges)]


def steady_rate(lives: Sequence[Sequence[float]]) -> float:
    """Messages a second over all lives of the program, from their times in seconds; 0 without a steady phase."""
    count, seconds = 0, 0.0
    for times in lives:
        steady = [at for at in times if times[0] + _EDGE_SECONDS <= at <= times[-1] - _EDGE_SECONDS]
        if len(steady) > 1:
            count, seconds = count + len(steady) - 1, seconds + steady[-1] - steady[0]
    return count / seconds if seconds else 0.0


async def measure(subscribers: int, folder: Path, *, kill: bool) -> Outcome:
    """Run one announcement in this folder, which it may fill."""
    async with bot_api(folder) as server:
        return await Broadcast(folder, server, subscribers).run(kill=kill)


def main() -> None:
    """Reads the arguments, runs, prints the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.broadcast", description=__doc__)
    parser.add_argument("--subscribers", type=int, default=2000)
    parser.add_argument("--kill", action="store_true", help="kill -9 when half of them have it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="doithoai-broadcast-") as folder:
        outcome = run(measure(arguments.subscribers, Path(folder), kill=arguments.kill))
    for name, figure in vars(outcome).items():
        shown = f"{figure:,.3f}" if isinstance(figure, float) else f"{figure:,}" if isinstance(figure, int) else figure
        print(f"{shown:>9}  {name.replace('_', ' ')}")
    violations = outcome.violations()
    print("\n".join(f"VIOLATED  {each}" for each in violations) or "Nothing is violated.")
    sys.exit(bool(violations))


if __name__ == "__main__":
    main()
