"""What comparing costs beside the chat: the tick, a resident's lookup, filling memory, a summary and a briefing.

    python -m benchmarks.comparing
    python -m benchmarks.comparing --concerns 150 --concerns 3000

The texts are those of benchmarks/duplicates.py; one process on SQLite in a temporary folder, nothing else running in
it. Processor time, so that what else the machine does tells little.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time
from typing import TypeVar

from benchmarks.duplicates import SEED, texts
from bot import clock, demo
from handlers import matching
from handlers.comparing import compare_new, read_on
from handlers.official.concerns.briefing import briefing_text
from handlers.official.concerns.summary import summary_text
from handlers.official.words import Words
from handlers.texts import Texts
from storage import concerns, counters, people, sessions
from storage.database import Database, open_database
from storage.ids import new_id
from storage.migrate import migrate
from storage.records import Concern, ConcernState, Consent, Kind, Office, Person
from storage.transaction import Transaction

T = TypeVar("T")
LOOKUPS = 200
_TOPICS = ("utilities", "transport", "environment", "construction")


def main() -> None:
    """Reads the arguments, measures, prints a line for each size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparing", description=__doc__)
    parser.add_argument("--concerns", type=int, action="append")
    for size in parser.parse_args().concerns or (150, 3_000):
        for name, value in asyncio.run(measure(size)).items():
            print(f"{size:>7}  {name.ljust(42)} {value:10.2f}")


async def measure(size: int) -> dict[str, float]:
    """Figures by name, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'office.db'}"
        migrate(url)
        async with open_database(url) as database:
            return await _measure(database, size, clock.now())


async def _measure(database: Database, size: int, at: datetime) -> dict[str, float]:
    office = await database.write(lambda tx: demo.prepare(tx, at))
    await database.write(lambda tx: _add(tx, office, size, at))
    await database.read(lambda tx: read_on(tx, office))
    ticks = []
    while (batch := await _timed(lambda: database.write(lambda tx: compare_new(tx, office, at))))[0]:
        ticks.append(batch[1])
    matching.forget_all()
    reads = []
    while True:
        full, spent = await _timed(lambda: database.read(lambda tx: read_on(tx, office)))
        reads.append(spent)
        if full:
            break
    known = matching.known_of(office.id)
    asked = islice(texts(Random(SEED + 1)), LOOKUPS)
    lookups = [_spent(partial(known.like, text, 12)) for text in asked]
    return {
        "a batch of the tick, median ms": _at(ticks, 0.5),
        "a batch of the tick, worst ms": max(ticks),
        "a resident's lookup, median ms": _at(lookups, 0.5),
        "a resident's lookup, p95 ms": _at(lookups, 0.95),
        "filling memory, all of it, ms": sum(reads),
        **await database.read(lambda tx: _summaries(tx, office, at)),
    }


def _summaries(tx: Transaction, office: Office, at: datetime) -> dict[str, float]:
    session = sessions.sessions(tx, office.id)[0]
    words = Words(tx=tx, office=office, texts=Texts("vi"))
    return {
        "summary of the session, ms": _spent(lambda: summary_text(tx, office, session, at, words.texts)),
        "briefing on one topic, ms": _spent(lambda: briefing_text(words, session.id, _TOPICS[0])),
    }


async def _timed(work: Callable[[], Awaitable[T]]) -> tuple[T, float]:
    begin = process_time()
    result = await work()
    return result, (process_time() - begin) * 1000


def _spent(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return (process_time() - begin) * 1000


def _at(found: list[float], share: float) -> float:
    return sorted(found)[min(len(found) - 1, int(len(found) * share))]


def _add(tx: Transaction, office: Office, size: int, at: datetime) -> None:
    session = sessions.sessions(tx, office.id)[0]
    for place, text in enumerate(islice(texts(Random(SEED)), size)):
        person = Person(
            office_id=office.id,
            id=new_id(at),
            language="vi",
            area_id=None,
            consent=Consent.GIVEN,
            consent_version="1",
            consent_at=at,
            subscribed=False,
            created_at=at,
        )
        people.add_person(tx, person)
        number = counters.take_next(tx, office.id, "concern")
        concern = Concern(
            office_id=office.id,
            id=new_id(at),
            number=number,
            code=f"GM-{number:04d}",
            session_id=session.id,
            for_next_session=False,
            person_id=person.id,
            identity_id=person.id,
            area_id=None,
            text=text,
            topic=_TOPICS[place % len(_TOPICS)],
            topic_confirmed_by="",
            suggested=(),
            kind=Kind.REPORT,
            protected=False,
            summary=text[:80],
            state=ConcernState.RECEIVED,
            due_on=None,
            created_at=at,
        )
        concerns.add_concern(tx, concern)


if __name__ == "__main__":
    main()
