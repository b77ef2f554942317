"""Search through the index, on both engines: what is found, by whom, in which order, and when."""

import re
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import Schedule
from handlers.searching import Found, index_next, search
from handlers.understanding.normalise import fold, words
from handlers.understanding.search_terms import index_terms, matches, read_query
from storage import concerns
from storage.database import Database
from storage.records import ConcernState, Role
from storage.search import Scope
from storage.transaction import Transaction
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


async def test_what_was_looked_for_besides_and_what_was_left_out_is_told(database: Database) -> None:
    house, _ = await furnished(database)
    assert (await asked(house, "lộ")).also == ("đường", "đàng")
    assert (await asked(house, "thaot nuoc")).also == ("thoat",)
    assert (await asked(house, "đường xuyênquốcgia")).left_out == ("xuyênquốcgia",)
    assert (await asked(house, "heo")).left_out == ()


async def test_what_fits_best_comes_first_and_the_newest_first_when_that_is_asked_for(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    best = "Ống nước vỡ."
    far = "Vỡ bờ kênh, lúa thiếu nước, dân kêu mãi. Nhà văn hóa cũng chưa có ống."
    bare = "ong noi bao nuoc lon vo ca bo"
    for text in (best, far, bare):
        await a_concern(house, lan, text)
    await indexed(house)
    assert await found(house, "ống nước vỡ") == [best, far, bare]
    assert await found(house, "ống nước vỡ", ranked=False) == [bare, far, best]


async def test_pages_follow_each_other_without_a_gap_or_a_repeat_while_more_comes_in(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for number in range(9):
        await a_concern(house, lan, f"Rác ở tổ {number}")
        if number == 5:
            await indexed(house)  # the rest waits still
    for ranked in (True, False):
        seen: list[int] = []
        page = await asked(house, "rác", ranked=ranked, limit=4)
        seen += page.ids
        while page.more:
            await a_concern(house, lan, "Rác nữa")
            page = await asked(house, "rác", ranked=ranked, limit=4, after=seen[-1])
            seen += page.ids
        newest_nine = [row["id"] for row in await house.rows("SELECT id FROM concern WHERE number <= 9 ORDER BY id")]
        assert len(seen) == len(set(seen))
        assert set(newest_nine) <= set(seen)


@pytest.mark.parametrize("all_indexed", [True, False])
async def test_session_topic_hamlet_and_state_narrow_a_search(database: Database, all_indexed: bool) -> None:
    house = await House.build(database)
    lan, minh = await a_resident(house), await a_resident(house, "minh", "Thôn Đông")
    await a_concern(house, lan, "Rác một")
    await a_concern(house, minh, "Rác hai", topic="environment", in_session=False)
    if all_indexed:
        await indexed(house)
    area = (await house.rows("SELECT id FROM area WHERE name = 'Thôn Đông'"))[0]["id"]
    assert await found(house, "rác", session_id=(await house.session()).id) == ["Rác một"]
    assert await found(house, "rác", topic="environment") == ["Rác hai"]
    assert await found(house, "rác", area_id=area) == ["Rác hai"]
    assert await found(house, "rác", states=(ConcernState.ANSWERED,)) == []
    assert await found(house, "rác", states=(ConcernState.RECEIVED,), ranked=False) == ["Rác hai", "Rác một"]


async def test_a_changed_topic_is_found_under_its_new_name_only(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), "Rác một")
    await indexed(house)
    number = (await house.rows("SELECT id FROM concern"))[0]["id"]
    await database.write(lambda tx: concerns.set_topic(tx, house.office.id, int(str(number)), "land", "official"))
    for _ in range(2):
        assert await found(house, "rác", topic="land") == ["Rác một"]
        assert await found(house, "rác", topic="transport") == []
        await indexed(house)


async def test_a_concern_is_found_in_the_state_and_by_the_agency_that_it_has_now(database: Database) -> None:
    """Whether the index has learnt of it or not, and with the same words counted."""
    house = await House.build(database)
    code = await a_concern(house, await a_resident(house), "Rác một")
    await indexed(house)
    counted = await house.rows("SELECT word, texts FROM search_word ORDER BY word")
    clerk = await assigned(house, code, "kinh-te")
    agencies = {str(row["key"]): int(str(row["id"])) for row in await house.rows("SELECT id, key FROM agency")}

    async def holds(*, agency: str, state: ConcernState) -> None:
        for _ in range(2):
            for ranked in (True, False):
                for key, agency_id in agencies.items():
                    found_by = await found(house, "rác", agency_id=agency_id, ranked=ranked)
                    assert found_by == (["Rác một"] if key == agency else [])
                for one in ConcernState:
                    assert bool(await found(house, "rác", states=(one,), ranked=ranked)) == (one is state)
            await indexed(house)

    await holds(agency="kinh-te", state=ConcernState.ASSIGNED)
    await clerk.say(f"/giao {code} van-hoa")
    await holds(agency="van-hoa", state=ConcernState.ASSIGNED)
    officer = await house.official("officer", Role.AGENCY, "van-hoa")
    await officer.say(f"/traloi {code} Xã thu gom rác vào thứ Hai hằng tuần.")
    await officer.tap("Gửi để duyệt")
    await holds(agency="van-hoa", state=ConcernState.DRAFTED)
    assert await house.rows("SELECT word, texts FROM search_word ORDER BY word") == counted


async def test_how_a_concern_stands_does_not_change_how_well_its_text_fits(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, "Rác một")
    await assigned(house, await a_concern(house, lan, "Rác hai"))
    await a_concern(house, lan, "Rác ba")
    await indexed(house)
    assert await found(house, "rác") == ["Rác ba", "Rác hai", "Rác một"]


async def test_what_is_protected_is_not_queued_when_it_is_assigned_or_moves_on(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), "Ông Nọ nhận hối lộ", protected=True)
    await house.database.write(_given_and_answered)
    assert await house.rows("SELECT id FROM search_queue") == []


def _given_and_answered(tx: Transaction) -> None:
    tx.run("UPDATE concern SET state = 'assigned'")
    tx.run(
        """INSERT INTO assignment (office_id, id, concern_id, agency_id, assigned_by, assigned_at, state, reason)
           SELECT office_id, id, id, 1, 1, created_at, 'open', '' FROM concern"""
    )
    tx.run("UPDATE assignment SET state = 'returned'")


async def protect(house: House, text: str, *, protected: bool) -> None:
    rows = await house.rows("SELECT id, text FROM concern")
    number = next(int(str(row["id"])) for row in rows if row["text"] == text)
    await house.database.write(
        lambda tx: concerns.set_protected(tx, house.office.id, number, "denunciation", protected=protected)
    )


async def test_a_concern_that_is_protected_leaves_the_index_at_once_and_comes_back_when_it_is_opened(
    database: Database,
) -> None:
    house, _ = await furnished(database)
    await protect(house, PIG, protected=True)
    assert await house.rows("SELECT terms FROM search_concern WHERE terms LIKE '%heo%'") == []
    for query in ("heo", "lon", "thả rông", "heoo"):
        assert await found(house, query) == []
    assert (await asked(house, "hoe")).also == ()
    await indexed(house)
    assert await found(house, "heo") == []
    await protect(house, PIG, protected=False)
    assert await found(house, "heo") == [PIG]
    await indexed(house)
    assert await found(house, "heo") == [PIG]


@pytest.mark.parametrize("scoped", [False, True])
async def test_a_mistyped_word_is_taken_for_every_neighbour_that_the_asker_can_find_and_for_no_other(
    database: Database, scoped: bool
) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    await a_concern(house, lan, "Dân muốn có nước")
    await a_concern(house, lan, "Loa luôn hỏng")
    await a_concern(house, lan, "Dưới dốc là ao", in_session=False)
    for number in range(25):
        await a_concern(house, lan, f"Đường số {number}")
    await indexed(house)
    await protect(house, "Loa luôn hỏng", protected=True)
    session_id = (await house.session()).id if scoped else None
    for waits in (False, True):
        page = await asked(house, "duon", ranked=False, session_id=session_id)
        assert page.also == (("duong", "muon") if scoped else ("duong", "duoi", "muon"))
        if not waits:
            await house.database.write(lambda tx: tx.run("UPDATE concern SET topic = 'land'"))


async def test_what_is_protected_from_the_start_is_never_indexed_or_queued(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house), "Ông Nọ nhận hối lộ", protected=True)
    assert await house.rows("SELECT id FROM search_queue") == []
    await indexed(house)
    assert await house.rows("SELECT terms FROM search_concern") == []
    assert await house.rows("SELECT word FROM search_word") == []
    assert await found(house, "hối lộ") == []


async def test_indexing_again_counts_no_word_twice(database: Database) -> None:
    house, _ = await furnished(database)
    before = await house.rows("SELECT word, texts FROM search_word ORDER BY word")
    await house.database.write(lambda tx: tx.run("UPDATE concern SET topic = 'land'"))
    await indexed(house)
    assert await house.rows("SELECT word, texts FROM search_word ORDER BY word") == before
    assert len(await house.rows("SELECT terms FROM search_concern")) == len(TEXTS)


async def test_another_office_finds_nothing_of_this_one(database: Database) -> None:
    house, _ = await furnished(database)
    other = Scope(office_id=house.office.id + 1)
    for query in ("đường", "thaot nuoc"):
        page = await database.read(partial(search, scope=other, text=query, ranked=True))
        assert page == Found(also=page.also, left_out=page.left_out)
        assert "thoat" not in page.also


HOSTILE = [
    '"',
    "' OR 1=1 --",
    "NEAR(a b) AND NOT c*",
    "a\x00b",
    "^đường +hư -ổ {x} terms:y",
    "'a' & 'b' | !c <-> d:*",
    "?!…«»",
    "   ",
    "😀😀",
    "សួស្តី លោក",
    "x" * 10_000,
    "đường " * 5_000,
    " ".join(f"từ{number}" for number in range(2_000)),
    "\ud800",
    "\u0301\u0301",
    ")(",
]


async def test_no_query_is_an_error(database: Database) -> None:
    house, _ = await furnished(database)
    for query in HOSTILE:
        for ranked in (True, False):
            await asked(house, query, ranked=ranked)


async def test_texts_of_every_kind_are_indexed(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    for text in ("😀", "សួស្តី លោក", "x" * 10_000, "NUL", "đường " * 3_000, "12 12 12", "a'b\"c\\d"):
        await a_concern(house, lan, text)
    await indexed(house)
    assert await house.rows("SELECT id FROM search_queue") == []
    assert await found(house, "លោក") == ["សួស្តី លោក"]
    assert await found(house, "12") == ["12 12 12"]


@given(st.text(max_size=300), st.randoms(use_true_random=False))
def test_a_text_is_found_by_any_of_its_own_words_with_or_without_marks(text: str, chance: Any) -> None:
    typed = words(text)
    if typed:
        word = chance.choice(typed)
        terms = index_terms(text)
        for query in (read_query(word), read_query(fold(word)), read_query(word).accent_blind()):
            assert matches(terms, query)


@given(
    st.lists(
        st.sampled_from(
            [
                "đường",
                "Đường",
                "duong",
                "hư",
                "hỏng",
                "ổ",
                "gà",
                "o",
                "ga",
                "ubnd",
                "ko",
                "dc",
                "chợ",
                "cho",
                "lợn",
                "heo",
                "Nguyễn",
                "sổ",
                "đỏ",
                "so",
                "do",
                "3",
            ]
        )
    )
)
def test_a_real_text_is_found_by_any_of_its_words_with_or_without_marks(listed: list[str]) -> None:
    terms = index_terms(" ".join(listed))
    for word in listed:
        assert matches(terms, read_query(word))
        assert matches(terms, read_query(fold(word)))


@given(st.text())
def test_terms_and_queries_of_any_text_are_plain_ascii(text: str) -> None:
    query = read_query(text)
    listed = [term for group in query.groups for terms in (*group.alternatives, *group.blind) for term in terms]
    for term in [*index_terms(text), *listed]:
        assert re.fullmatch("[.~=]?[A-Za-z0-9_]+", term)


async def test_the_tick_indexes_everything_that_waits(database: Database) -> None:
    house, _ = await furnished(database, all_indexed=False)
    await Schedule(database, house.office.id, {}, lambda _channel: None, lambda: house.at).index(house.at)
    assert await house.rows("SELECT id FROM search_queue") == []
    assert len(await house.rows("SELECT terms FROM search_concern")) == len(TEXTS)
