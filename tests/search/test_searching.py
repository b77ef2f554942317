"""Search through the index, on both engines: what is found, by whom, in which order, and when."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.searching import Found, index_next, search
from handlers.understanding.normalise import fold, words
from handlers.understanding.search_terms import index_terms, matches, read_query
from storage import concerns, sessions
from storage import search as index
from storage.database import Database
from storage.records import Concern, ConcernState, Role
from storage.search import Scope, Shelf
from tests.house import House
from tests.official.writing import a_concern, a_resident, assigned

ROAD = "Đường vào xóm 3 hư nặng, nhiều ổ gà, đề nghị UBND xã sửa."
PIG = "Heo thả rông phá lúa của bà con."
BARE = "muong thoat nuoc bi nghet, nuoc ngap vao nha"
CHICKEN = "Xin cho hỏi bao giờ có vắc xin cho gà?"
MARKET = "Chợ Giữa bẩn quá, rác để nhiều ngày."
CARD = "Tôi làm giấy chứng nhận quyền sử dụng đất đã hai năm."
TEXTS = (ROAD, PIG, BARE, CHICKEN, MARKET, CARD)


async def indexed(house: House) -> None:
    while await house.database.write(lambda tx: index_next(tx, house.office.id, 10)):
        pass


async def furnished(database: Database, *, all_indexed: bool = True) -> tuple[House, dict[str, str]]:
    """A house with TEXTS, and the text of each code."""
    house = await House.build(database)
    lan = await a_resident(house)
    texts = {await a_concern(house, lan, text): text for text in TEXTS}
    if all_indexed:
        await indexed(house)
    return house, texts


async def found(house: House, text: str, **scope: Any) -> list[str]:
    """The texts that are found, in order."""
    rows = await house.rows("SELECT id, text FROM concern")
    page = await asked(house, text, **scope)
    by_id = {row["id"]: str(row["text"]) for row in rows}
    return [by_id[number] for number in page.ids]


async def asked(
    house: House, text: str, *, ranked: bool = True, after: int | None = None, limit: int = 10, **scope: Any
) -> Found:
    wanted = Scope(office_id=house.office.id, **scope)
    return await house.database.read(lambda tx: search(tx, wanted, text, ranked=ranked, after=after, limit=limit))


CASES: list[tuple[str, list[str]]] = [
    ("đường hư", [ROAD]),  # the words as they stand
    ("duong hu", [ROAD]),  # without marks
    ("DUONG HU", [ROAD]),  # in capitals
    ("d9uo7ng2 hu7", [ROAD]),  # VNI left over
    ("dduwowngf huw", [ROAD]),  # Telex left over
    ("lộ hỏng", [ROAD]),  # southern lộ, northern hỏng
    ("ổ voi", [ROAD]),  # one hole or another
    ("thôn 3", [ROAD]),  # thôn, xóm, ấp
    ("xom 3", [ROAD]),  # a numbered hamlet
    ("ủy ban nhân dân", [ROAD]),  # an abbreviation written out
    ("ubnd", [ROAD]),  # an abbreviation
    ("lợn", [PIG]),  # northern lợn for heo
    ("lon tha rong", [PIG]),  # without marks, a synonym beside a phrase
    ("mương tắc", [BARE]),  # marks for a text without them, and a synonym
    ("rãnh thoát nước", [BARE]),  # rãnh for mương
    ("chợ", [MARKET]),  # a marked word is not the other word of the same letters
    ("gcn qsdđ", [CARD]),  # abbreviations of papers
    ("sổ đỏ", [CARD]),  # what people call it
    ("so do", [CARD]),  # what people call it, without marks
    ("sữa đường", [ROAD]),  # hỏi for ngã
    ("nặg", [ROAD]),  # a letter left out
    ("ngaapj", [BARE]),  # Telex without marks
    ("thaot nuoc", [BARE]),  # two letters changed about
    ("thoatnuoc", [BARE]),  # a blank left out
    ("thoatt nuocs", [BARE]),  # letters too many
    ("vắcxin", [CHICKEN]),  # two words in one
    ("qwertyuiop", []),  # a word that is nowhere and near nothing
    ("đường xuyênquốcgia", [ROAD]),  # what no text has is left out
]


@pytest.mark.parametrize("all_indexed", [True, False])
async def test_a_concern_is_found_however_it_is_asked_for_and_before_it_is_indexed(
    database: Database, all_indexed: bool
) -> None:
    house, _ = await furnished(database, all_indexed=all_indexed)
    assert {query: await found(house, query) for query, _ in CASES} == dict(CASES)


async def test_probe(database: Database) -> None:
    house, _ = await furnished(database)
    print(await asked(house, "thaot nuoc"), await asked(house, "đường xuyênquốcgia"), await asked(house, "lộ"))
