"""The index by itself, on both engines: what is found among many texts of many years, and how they are put in."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from math import inf

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.search_ranking import scorer
from handlers.understanding.search_terms import index_terms, read_query
from storage import offices
from storage import search as index
from storage.database import Database, is_postgres, open_database, sqlite_path
from storage.ids import new_id
from storage.migrate import migrate
from storage.postgres import PostgresEngine
from storage.records import Concern, ConcernState, Kind, Office
from storage.rows import insert_many
from storage.search import NEWEST, SLICES, Scope, Shelf
from storage.sqlite import SqliteEngine
from storage.transaction import Transaction
from tests.databases import new_postgres
from tests.house import PROFILE

_START = datetime(2026, 1, 1, tzinfo=UTC)
OFFICE, OTHER = 1, 2


def _texts(count: int) -> dict[int, str]:
    """Texts of ten years, many at first and few at last: `often` in a third of them, `seldom` in a hundredth,
    `once` in the oldest, `then` in the older half.
    """
    chance = random.Random(1)
    found: dict[int, str] = {}
    for number in range(count):
        at = _START + timedelta(days=3_650 * (number / count) ** 3, seconds=number)
        words = ["all", *(["often"] if chance.random() < 1 / 3 else []), *(["seldom"] if number % 100 == 7 else [])]
        words += ["once"] if number == 0 else ["then"] if number < count / 2 else []
        found[new_id(at)] = " ".join(words)
    return found


def _concern(office: int, number: int, identity: int, text: str) -> Concern:
    return Concern(
        office_id=office,
        id=identity,
        number=number,
        code=f"A-{number}",
        session_id=None,
        for_next_session=False,
        person_id=1,
        identity_id=1,
        area_id=None,
        text=text,
        topic="",
        topic_confirmed_by="",
        suggested=(),
        kind=Kind.REPORT,
        protected=False,
        summary="",
        state=ConcernState.ANSWERED,
        due_on=None,
        created_at=_START,
    )


def _put(tx: Transaction, office: int, texts: dict[int, str], numbers: Sequence[int]) -> None:
    """Concerns under these numbers, and what is indexed of them."""
    profile = PROFILE.model_copy(update={"topics": ()})
    offices.add_office(
        tx, Office(id=office, code=f"O{office}", name="", parent_id=None, profile=profile, created_at=_START)
    )
    listed = zip(numbers, texts.items(), strict=True)
    insert_many(tx, "concern", [_concern(office, number, one, text) for number, (one, text) in listed])
    index.put(tx, office, Shelf.CONCERN, texts)


def _in_order(count: int) -> list[int]:
    return list(range(1, count + 1))


def _with_gaps(count: int) -> list[int]:
    return [number**2 for number in _in_order(count)]


def _shuffled(count: int) -> list[int]:
    numbers = _in_order(count)
    random.Random(3).shuffle(numbers)
    return numbers


def _backwards(count: int) -> list[int]:
    return _in_order(count)[::-1]


@pytest.fixture(params=[_in_order, _with_gaps, _shuffled, _backwards])
async def filled(database: Database, request: pytest.FixtureRequest) -> tuple[Database, dict[int, str]]:
    """An index of two offices with the same words, and what the first one has; numbered as it should be, and badly."""
    texts, others = _texts(2_000), _texts(300)
    await database.write(lambda tx: _put(tx, OFFICE, texts, request.param(2_000)))
    await database.write(lambda tx: _put(tx, OTHER, others, request.param(300)))
    return database, texts


QUERIES = ["all", "often", "seldom", "once", "then", "often seldom", "seldom then", "nowhere"]


async def test_the_newest_hits_are_found_however_far_back_they_are(filled: tuple[Database, dict[int, str]]) -> None:
    database, texts = filled
    scope = Scope(office_id=OFFICE)
    middle = sorted(texts)[len(texts) // 2]
    for query in QUERIES:
        words = query.split()
        groups = [[[word]] for word in words]
        right = sorted((one for one in texts if set(words) <= set(texts[one].split())), reverse=True)
        for limit, looks in ((1, inf), (7, inf), (300, inf), (7, 0.0)):
            for before in (NEWEST, middle, min(texts)):
                asked = partial(index.find, scope=scope, groups=groups, before=before, limit=limit, looks=looks)
                hits = await database.read(asked)
                assert [hit.id for hit in hits] == [one for one in right if one < before][:limit]
                assert all(hit.terms == texts[hit.id] for hit in hits)


async def test_what_the_concerns_themselves_do_not_hold_is_left_out_when_they_are_asked(
    filled: tuple[Database, dict[int, str]],
) -> None:
    database, texts = filled
    words = index.changing_terms(ConcernState.RECEIVED, [3])
    await database.write(
        lambda tx: index.put(tx, OFFICE, Shelf.CONCERN, {one: " ".join([*words, text]) for one, text in texts.items()})
    )
    for scope in (Scope(office_id=OFFICE, states=(ConcernState.RECEIVED,)), Scope(office_id=OFFICE, agency_id=3)):
        assert await database.read(partial(index.find, scope=scope, groups=[[["often"]]])) == []


async def test_a_query_of_ever_so_many_groups_still_asks_for_all_of_them(
    filled: tuple[Database, dict[int, str]],
) -> None:
    database, texts = filled
    for last, right in (("once", [min(texts)]), ("nowhere", [])):
        groups = [*([["all"], ["often"]] for _ in range(40)), [[last]]]
        hits = await database.read(partial(index.find, scope=Scope(office_id=OFFICE), groups=groups))
        assert [hit.id for hit in hits] == right


async def test_what_is_indexed_already_learns_its_agencies_and_state_when_the_tables_are_brought_up_to_date(
    database_url: str,
) -> None:
    texts = {1: "all", 2: "often", 3: ""}
    given = {1: ["open", "done"], 2: ["returned", "replaced", "open"]}

    def put(tx: Transaction) -> None:
        _put(tx, OFFICE, texts, _in_order(3))
        tx.run("DELETE FROM search_queue")
        for concern_id, states in given.items():
            for agency_id, state in enumerate(states, 7):
                tx.run(
                    """INSERT INTO assignment
                         (office_id, id, concern_id, agency_id, assigned_by, assigned_at, state, reason)
                       VALUES (1, :id, :concern_id, :agency_id, 1, :at, :state, '')""",
                    id=concern_id * 10 + agency_id,
                    concern_id=concern_id,
                    agency_id=agency_id,
                    at=_START,
                    state=state,
                )

    migrate(database_url, up_to="0012_unused")
    engine = PostgresEngine(database_url) if is_postgres(database_url) else SqliteEngine(sqlite_path(database_url))
    await engine.open()
    await engine.write(put)
    await engine.close()
    async with open_database(database_url) as database:
        rows = await database.read(lambda tx: tx.all("SELECT rowid, terms FROM search_concern ORDER BY rowid"))
        assert [set(row["terms"].split()) for row in rows] == [
            {"@_qanswered", "@_g7", "@_g8", "all"},
            {"@_qanswered", "@_g9", "often"},
            {"@_qanswered"},
        ]
        for agency_id, ids in ((7, [1]), (8, [1]), (9, [2])):
            scope = Scope(office_id=OFFICE, agency_id=agency_id)
            hits = await database.read(partial(index.find, scope=scope, groups=[[["all"], ["often"]]]))
            assert [hit.id for hit in hits] == ids
        assert await database.read(lambda tx: tx.all("SELECT id FROM search_queue")) == []


async def test_what_is_assigned_while_the_indexer_reads_it_waits_to_be_queued_again(postgres_server: str) -> None:
    """Or the index would never learn of it: its place in the queue is given up when the indexer is done."""
    url = new_postgres(postgres_server)
    assign = """INSERT INTO assignment (office_id, id, concern_id, agency_id, assigned_by, assigned_at, state, reason)
                VALUES (1, 1, 1, 7, 1, now(), 'open', '')"""

    def read_and_settle(tx: Transaction) -> None:
        assert index.take_waiting(tx, OFFICE, Shelf.CONCERN, 40) == [1]
        index.concerns(tx, OFFICE, [1], hold=True)
        with psycopg.connect(url) as other:
            other.execute("SET lock_timeout = '50ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(assign)
        index.settle(tx, OFFICE, Shelf.CONCERN, [1])

    async with open_database(url) as database:
        await database.write(lambda tx: _put(tx, OFFICE, {1: "all"}, [1]))
        await database.write(read_and_settle)
        assert await database.read(lambda tx: index.waiting(tx, OFFICE, Shelf.CONCERN, 40)) == []
        await database.write(lambda tx: tx.run(assign))
        assert await database.read(lambda tx: index.waiting(tx, OFFICE, Shelf.CONCERN, 40)) == [1]


async def test_texts_put_in_together_are_one_segment_of_fts5(database: Database) -> None:
    """One a text would cost four times as much and be merged again and again."""
    texts = dict(sorted(_texts(40).items(), reverse=True))
    await database.write(lambda tx: index.put(tx, OFFICE, Shelf.CONCERN, texts))
    count = "SELECT /*sqlite*/ COUNT(DISTINCT segid) AS segments FROM search_concern_idx /*end*/ /*pg 1 AS segments */"
    row = await database.read(lambda tx: tx.one(count))
    assert row is not None
    assert row["segments"] == 1


@given(st.integers(min_value=0, max_value=1 << 62), st.integers(min_value=0, max_value=1 << 62))
def test_few_slices_cover_every_stretch_of_ids(one: int, other: int) -> None:
    since, before = min(one, other), max(one, other) + 1
    slices = index._slices(OFFICE, since, before)
    level = int(slices[0].partition(".")[0][1:])
    assert level in SLICES
    assert 0 < len(slices) <= 24
    assert slices[0] == f"@{level}.{OFFICE}.{since >> level}"
    assert slices[-1] == f"@{level}.{OFFICE}.{(before - 1) >> level}"


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("đường hỏng", "Đường hỏng từ lâu", "Hỏng cầu, còn đường thì tốt"),  # side by side
        ("duong hong", "Đường hỏng từ lâu", "Hỏng cầu, còn đường thì tốt"),  # marks stand between the words
        ("đường", "Đường xấu", "duong xau"),  # a text without marks may mean another word
        ("lợn", "Lợn thả rông", "Heo thả rông"),  # the word itself before its synonym
        ("đường", "Đường xấu", "Đường xấu " + "quá đi thôi " * 40),  # the same words say more in a short text
    ],
)
def test_what_fits_better_scores_more(query: str, better: str, worse: str) -> None:
    read = read_query(query)
    score = scorer(read, [1.0] * len(read.groups))
    assert score(" ".join(index_terms(better))) > score(" ".join(index_terms(worse))) > 0
