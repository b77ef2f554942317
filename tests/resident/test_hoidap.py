"""`/hoidap`: search in the answers that were made public."""

from datetime import timedelta

import pytest

from handlers.rules.search import EMPTY
from handlers.understanding.search_terms import read_query
from storage import answers, concerns
from storage.database import Database
from storage.ids import new_id
from storage.records import Answer, Concern, DraftState
from tests.house import NOON, House
from tests.resident.talking import concern, entered, labels, sent


async def published(
    house: House, kept: Concern, question: str, text: str, *, state: str = "released", public: bool = True, day: int = 1
) -> Answer:
    answer = Answer(
        office_id=house.office.id,
        id=new_id(NOON),
        concern_id=kept.id,
        agency_id=None,
        text=text,
        drafted_by=1,
        drafted_at=NOON,
        state=DraftState(state),
        decided_by=2,
        decided_at=NOON + timedelta(days=day),
        reason="",
        public=public,
        public_question=question,
    )
    await house.database.write(lambda tx: answers.add_answer(tx, answer))
    return answer


async def furnished(database: Database) -> tuple[House, Concern]:
    house = await House.build(database)
    kept = await concern(house, await sent(await entered(house, "minh")))
    await published(house, kept, "Khi nào làm sổ đỏ?", "Trạm một cửa nhận hồ sơ đất, từ thứ Hai.")
    await published(house, kept, "Chợ xóm 5 họp ngày nào?", "Chợ họp ngày rằm, có đèn đường.", day=2)
    return house, kept


@pytest.mark.parametrize("query", ["sổ đỏ", "so do", "SỔ ĐỎ?", "khi nào thì làm được sổ đỏ ạ", "hồ sơ đất"])
async def test_an_answer_is_found_with_or_without_marks(database: Database, query: str) -> None:
    house, _ = await furnished(database)
    lan = await entered(house)
    await lan.say(f"/hoidap {query}")
    assert labels(lan.last) == ["Khi nào làm sổ đỏ?"]


async def test_one_answer_is_shown_whole_with_who_and_when_and_without_who_asked(database: Database) -> None:
    house, _ = await furnished(database)
    lan = await entered(house)
    await lan.say("/hoidap")
    await lan.say("so do")
    await lan.tap("Khi nào làm sổ đỏ?")
    assert "Trả lời của Xã Thử, ngày 25/11/2026:\nTrạm một cửa nhận hồ sơ đất, từ thứ Hai." in lan.last.text
    assert "minh" not in lan.last.text.lower()
    assert "GM-0001" not in lan.last.text


async def test_whole_words_are_compared_and_not_parts_of_them(database: Database) -> None:
    house, _ = await furnished(database)
    lan = await entered(house)
    await lan.say("/hoidap am")
    assert "chưa thấy câu trả lời nào" in lan.last.text


async def test_the_market_is_found_although_the_little_word_for_is_not_looked_for(database: Database) -> None:
    house, _ = await furnished(database)
    lan = await entered(house)
    await lan.say("/hoidap chợ")
    assert labels(lan.last) == ["Chợ xóm 5 họp ngày nào?"]


async def test_what_holds_more_of_the_words_comes_first_and_newer_first_among_equals(database: Database) -> None:
    house, kept = await furnished(database)
    for number in range(6):
        await published(house, kept, f"Đường số {number}", "Đường đang sửa.", day=number + 3)
    lan = await entered(house)
    await lan.say("/hoidap đường đèn chợ")
    assert labels(lan.last)[0] == "Chợ xóm 5 họp ngày nào?"
    await lan.say("/hoidap đường sửa")
    assert labels(lan.last) == [f"Đường số {number}" for number in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize(("state", "public"), [("draft", True), ("returned", True), ("released", False)])
async def test_what_is_not_released_or_not_public_is_never_found(database: Database, state: str, public: bool) -> None:
    house, kept = await furnished(database)
    hidden = await published(house, kept, "Giá nước", "Nước 5.000 đồng.", state=state, public=public)
    lan = await entered(house)
    await lan.say("/hoidap giá nước")
    assert "chưa thấy câu trả lời nào" in lan.last.text
    await lan.press(f"/hoidap #{hidden.id}")
    assert "không còn được công bố" in lan.last.text


async def test_an_answer_to_a_concern_that_was_closed_later_disappears(database: Database) -> None:
    house, kept = await furnished(database)
    lan = await entered(house)
    await lan.say("/hoidap sổ đỏ")
    shown = lan.last.choices[0].value
    await database.write(
        lambda tx: concerns.set_protected(tx, house.office.id, kept.id, "denunciation", protected=True)
    )
    await lan.press(shown)
    assert "không còn được công bố" in lan.last.text
    await lan.say("/hoidap sổ đỏ")
    assert "chưa thấy câu trả lời nào" in lan.last.text


@pytest.mark.parametrize("query", ["%", "_", "???", "😀", "' OR 1=1", "x" * 3000])
async def test_signs_that_are_no_words_find_nothing_and_break_nothing(database: Database, query: str) -> None:
    house, _ = await furnished(database)
    lan = await entered(house)
    await lan.say(f"/hoidap {query}")
    assert "chưa thấy câu trả lời nào" in lan.last.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Chợ ở đâu?", ["cho", "dau"]),
        ("cho o dau", ["dau"]),
        ("cho cho", ["cho"]),
        ("đường đường Đường", ["duong"]),
        ("", []),
    ],
)
def test_little_words_are_left_out_unless_there_are_no_others(query: str, words: list[str]) -> None:
    assert [word for group in read_query(query, EMPTY).groups for word in group.words] == words
