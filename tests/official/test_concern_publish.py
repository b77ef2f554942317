"""What everybody reads: taken back when the concern turns out to be one's own case, and published again by a person."""

import json

import pytest

from handlers.papers.gather import source_of
from handlers.papers.gather_report import ANSWERED_ALONE
from handlers.papers.making import draft, may_be_sent
from handlers.searching import index_next, search
from storage import search as index
from storage.database import Database, open_database
from storage.migrate import migrate
from storage.records import PaperKind, PaperRow, Role
from storage.search import Scope, Shelf
from tests.house import House, Someone
from tests.official.comparing import AGAIN, FLOODED, compare
from tests.official.sessions_at_work import run
from tests.official.writing import a_concern, a_resident, acts
from tests.resident.talking import labels

ANSWER = "Xã nạo vét trong tháng 12."
QUESTION = "Bao giờ vét mương?"
COMPLAINT, DENUNCIATION, PETITION = "khiếu nại", "nghi là tố cáo", "kiến nghị"


async def with_a_public_answer(database: Database) -> tuple[House, Someone, Someone]:
    """GM-0001 is answered for everybody: the house, who drafted the answer, who released it."""
    house = await House.build(database)
    await a_concern(house, await a_resident(house, "minh"), FLOODED, topic="utilities")
    await compare(house)
    hoa, chu = await house.official("hoa", Role.OFFICE), await house.official("chu", Role.CHAIR)
    await hoa.say(f"/traloi GM-0001 {ANSWER}")
    await hoa.tap("Gửi để duyệt")
    await chu.say("/duyet GM-0001")
    await chu.tap("Sửa câu hỏi")
    await chu.say(QUESTION)
    await chu.tap("Duyệt, gửi và công bố")
    return house, hoa, chu


async def found(house: House) -> tuple[int, ...]:
    """What a search in the public answers finds."""
    scope = Scope(office_id=house.office.id, shelf=Shelf.ANSWER)
    page = await house.database.read(lambda tx: search(tx, scope, "nạo vét", ranked=True))
    return page.ids


async def indexed(house: House) -> int:
    """Let the index take in what waits; returns how many public answers it holds."""
    while await house.database.write(lambda tx: index_next(tx, house.office.id, 40)):
        pass
    return len(await house.rows("SELECT rowid FROM search_answer"))


async def become(hoa: Someone, kind: str) -> None:
    await hoa.say(f"/loai GM-0001 {kind}")
    if kind == DENUNCIATION:
        await hoa.tap("Đóng lại")


async def seen_by_everybody(house: House, shown: str, answer_id: int) -> list[str]:
    """Where somebody who did not write GM-0001 still comes upon its answer; `shown` is a button of an earlier list."""
    lan = await a_resident(house, f"lan{house.at.timestamp()}")
    places = []
    await lan.say("/hoidap nạo vét")
    if QUESTION in lan.last.text:
        places.append("list")
    await lan.press(shown)
    if ANSWER in lan.last.text:
        places.append("page")
    if await found(house):
        places.append("search")
    if await house.database.read(lambda tx: index.answers(tx, house.office.id, [answer_id])):
        places.append("rows")
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    if QUESTION in lan.last.text:
        places.append("raised")
    return places


@pytest.mark.parametrize("kind", [COMPLAINT, DENUNCIATION])
@pytest.mark.parametrize("in_index", [False, True])
async def test_a_published_answer_is_nowhere_any_more_once_its_concern_is_ones_own_case(
    database: Database, kind: str, in_index: bool
) -> None:
    house, hoa, _ = await with_a_public_answer(database)
    if in_index:
        assert await indexed(house) == 1
    (answer_id,) = await found(house)
    shown = f"/hoidap #{answer_id}"
    assert await seen_by_everybody(house, shown, answer_id) == ["list", "page", "search", "rows", "raised"]
    house.later(minutes=1)
    await become(hoa, kind)
    assert "không còn đọc được" in hoa.last.text
    assert await seen_by_everybody(house, shown, answer_id) == []
    assert await indexed(house) == 0
    assert await acts(house, "take_answer_back") == 1
    minh = house.resident("minh")
    minh.count = 500
    await minh.say("/tracuu GM-0001")
    assert any(ANSWER in reply.text for reply in await minh.heard())


async def test_the_database_itself_takes_an_answer_back_whoever_changes_the_kind(database: Database) -> None:
    house, _, _ = await with_a_public_answer(database)
    await run(house, "UPDATE concern SET kind = 'complaint'")
    assert await house.rows("SELECT id FROM answer WHERE public = TRUE") == []
    await run(house, "UPDATE answer SET public = TRUE")
    await run(house, "UPDATE concern SET kind = 'report', protected = TRUE")
    assert await house.rows("SELECT id FROM answer WHERE public = TRUE") == []


async def test_a_question_opened_before_the_change_shows_no_answer_after_it(database: Database) -> None:
    house, hoa, _ = await with_a_public_answer(database)
    lan = await a_resident(house)
    await lan.say(AGAIN)
    await lan.tap("Điện, nước")
    await become(hoa, COMPLAINT)
    told = len(await lan.heard())
    await lan.tap("Xem câu trả lời")
    assert not any(ANSWER in reply.text for reply in (await lan.heard())[told:])


@pytest.mark.parametrize("kind", [COMPLAINT, DENUNCIATION])
async def test_undoing_it_publishes_nothing_until_a_second_person_does(database: Database, kind: str) -> None:
    house, hoa, chu = await with_a_public_answer(database)
    await become(hoa, kind)
    if kind == DENUNCIATION:
        ina = await house.official("ina", Role.INSPECTOR)
        await ina.say("/khongtocao GM-0001")
        await ina.tap(PETITION)
    else:
        await become(hoa, PETITION)
    assert await found(house) == ()
    assert await indexed(house) == 0
    await hoa.say("/congbo GM-0001")
    assert "Ông/bà đã soạn trả lời GM-0001" in hoa.last.text
    await chu.say("/xem GM-0001")
    await chu.tap("Công bố hoặc gỡ")
    assert ANSWER in "".join(reply.text for reply in await chu.heard())
    await chu.tap("Sửa câu hỏi")
    await chu.say(" ")
    await chu.say(QUESTION)
    await chu.tap("Công bố")
    assert chu.last.text == "Đã công bố câu trả lời GM-0001, không nêu tên."
    assert len(await found(house)) == 1
    assert await indexed(house) == 1
    assert await acts(house, "publish_answer") == 1
    await hoa.say("/xem GM-0001")
    assert "Chu công bố câu trả lời" in "".join(reply.text for reply in await hoa.heard())


async def test_a_complaint_cannot_be_published_and_says_why(database: Database) -> None:
    house, hoa, chu = await with_a_public_answer(database)
    await become(hoa, COMPLAINT)
    await chu.say("/congbo GM-0001")
    assert "khiếu nại về việc riêng" in chu.last.text
    await chu.say("/xem GM-0001")
    assert not any(label.startswith("Công bố") for label in labels(chu.last))
    assert await found(house) == ()


async def test_a_publication_that_was_asked_for_is_refused_when_the_kind_changed_meanwhile(database: Database) -> None:
    house, hoa, chu = await with_a_public_answer(database)
    await chu.say("/congbo GM-0001")
    await chu.tap("Gỡ")
    await chu.say("/congbo GM-0001")
    await become(hoa, COMPLAINT)
    await chu.tap("Công bố")
    assert "khiếu nại về việc riêng" in chu.last.text
    assert await found(house) == ()
    assert await acts(house, "publish_answer") == 0


async def test_any_of_them_takes_a_published_answer_back_at_once_and_the_sender_keeps_it(database: Database) -> None:
    house, hoa, _ = await with_a_public_answer(database)
    await hoa.say("/congbo GM-0001")
    assert f"«{QUESTION}»" in hoa.last.text
    await hoa.say("ừ")
    assert len(await found(house)) == 1
    await hoa.tap("Gỡ")
    assert "Chỉ người hỏi còn đọc được" in hoa.last.text
    assert await found(house) == ()
    assert await house.rows("SELECT state FROM answer") == [{"state": "released"}]
    assert await acts(house, "take_answer_back") == 1


async def test_what_is_no_answer_of_this_asker_is_not_published(database: Database) -> None:
    house = await House.build(database)
    await a_concern(house, await a_resident(house))
    hoa, lan = await house.official("hoa", Role.OFFICE), house.resident("lan")
    lan.count = 500
    await hoa.say("/congbo GM-0001")
    assert "chưa có câu trả lời nào" in hoa.last.text
    await hoa.say("/congbo GM-0404")
    assert "GM-0404" in hoa.last.text
    await lan.say("/congbo GM-0001")
    assert await house.rows("SELECT id FROM answer") == []


async def test_every_reader_asks_for_the_kind_itself(database: Database) -> None:
    house, hoa, _ = await with_a_public_answer(database)
    (answer_id,) = await found(house)
    await become(hoa, COMPLAINT)
    await run(house, f"UPDATE answer SET public = TRUE, public_question = '{QUESTION}'")
    assert await seen_by_everybody(house, f"/hoidap #{answer_id}", answer_id) == []


async def test_what_an_earlier_version_left_public_is_taken_back_when_the_tables_are_brought_up_to_date(
    database_url: str,
) -> None:
    migrate(database_url)
    async with open_database(database_url) as database:
        house, hoa, _ = await with_a_public_answer(database)
        await become(hoa, COMPLAINT)
        await run(house, "UPDATE answer SET public = TRUE")
        await run(house, "DROP TRIGGER answer_never_public /*pg ON concern */")
        if database_url.startswith("postgres"):
            await run(house, "DROP FUNCTION take_answer_back()")
        await run(house, "DELETE FROM _yoyo_migration WHERE migration_id = '0015_never_public'")
        migrate(database_url)
        assert await house.rows("SELECT id FROM answer WHERE public = TRUE") == []


async def paper(house: House, kind: PaperKind) -> PaperRow:
    session = await house.session()
    return await house.database.write(lambda tx: draft(source_of(tx, house.office, session, house.at), kind, "", 1))


async def test_the_report_of_a_session_keeps_the_answer_to_a_complaint_to_itself(database: Database) -> None:
    house, hoa, _ = await with_a_public_answer(database)
    before = await paper(house, PaperKind.REPORT)
    assert ANSWER in before.content
    assert await house.database.read(lambda tx: may_be_sent(tx, before))
    await become(hoa, COMPLAINT)
    assert not await house.database.read(lambda tx: may_be_sent(tx, before))
    after = await paper(house, PaperKind.REPORT)
    assert ANSWER not in after.content
    assert ANSWERED_ALONE in after.content
    assert await house.database.read(lambda tx: may_be_sent(tx, after))


@pytest.mark.parametrize("told", [ANSWER, f"Phòng Kinh tế: {ANSWER}", f"Chủ trì: Sẽ xem.\nXã: {ANSWER}"])
async def test_a_draft_that_tells_such_an_answer_among_others_is_not_sent(database: Database, told: str) -> None:
    house, hoa, _ = await with_a_public_answer(database)
    row = await paper(house, PaperKind.REPORT)
    await become(hoa, COMPLAINT)

    async def sendable(code: str, field: str) -> bool:
        content = json.dumps({"spoken": [{"code": code, field: told}]})
        return await house.database.read(lambda tx: may_be_sent(tx, row.model_copy(update={"content": content})))

    assert not await sendable("GM-0001", "answer")
    assert await sendable("GM-0002", "answer")
    assert await sendable("GM-0001", "content")
