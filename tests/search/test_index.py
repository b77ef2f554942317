"""The index by itself, on both engines: what is found among many texts of many years, and how they are put in."""

import random
from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.search_ranking import scorer
from handlers.understanding.search_terms import index_terms, read_query
from storage import search as index
from storage.database import Database
from storage.ids import new_id
from storage.records import ConcernState
from storage.search import NEWEST, SLICES, Scope, Shelf
from storage.transaction import Transaction

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


@pytest.fixture
async def filled(database: Database) -> tuple[Database, dict[int, str]]:
    """An index of two offices with the same words, and what the first one has."""
    texts, others = _texts(2_000), _texts(300)

    def put(tx: Transaction) -> None:
        index.put(tx, OFFICE, Shelf.CONCERN, texts)
        index.put(tx, OTHER, Shelf.CONCERN, others)

    await database.write(put)
    return database, texts


@pytest.mark.parametrize("query", ["all", "often", "seldom", "once", "then", "often seldom", "seldom then", "nowhere"])
@pytest.mark.parametrize(("limit", "looks"), [(1, inf), (7, inf), (300, inf), (7, 0.0)])
async def test_the_newest_hits_are_found_however_far_back_they_are(
    filled: tuple[Database, dict[int, str]], query: str, limit: int, looks: float
) -> None:
    database, texts = filled
    groups = [[[word]] for word in query.split()]
    right = sorted((one for one in texts if set(query.split()) <= set(texts[one].split())), reverse=True)
    middle = sorted(texts)[len(texts) // 2]
    for before in (NEWEST, middle, min(texts)):
        hits = await database.read(
            lambda tx, before=before: index.find(  # type: ignore[misc]
                tx, Scope(office_id=OFFICE), groups, before=before, limit=limit, looks=looks
            )
        )
        assert [hit.id for hit in hits] == [one for one in right if one < before][:limit]
        assert all(hit.terms == texts[hit.id] for hit in hits)


async def test_what_the_concerns_themselves_do_not_hold_is_left_out_when_they_are_asked(
    filled: tuple[Database, dict[int, str]],
) -> None:
    database, _ = filled
    scope = Scope(office_id=OFFICE, states=(ConcernState.RECEIVED,))
    assert await database.read(lambda tx: index.find(tx, scope, [[["often"]]])) == []


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
