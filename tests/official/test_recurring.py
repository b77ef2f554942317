"""Memory across sessions, and the summary after merging with its briefings by topic."""

from datetime import timedelta

from handlers.texts import local_day
from storage import sessions
from storage.database import Database
from storage.ids import new_id
from storage.records import Role, SessionState
from storage.transaction import Transaction
from tests.house import House
from tests.official.comparing import AGAIN, CANAL, FLOODED, OTHER, compare, grouped
from tests.official.writing import a_concern, a_resident


async def a_year_later(house: House) -> None:
    """Another session collects; the first is over."""
    first = await house.session()
    house.later(days=365)
    at = house.at
    shift = timedelta(days=365)

    def add(tx: Transaction) -> None:
        later = first.model_copy(
            update={
                "id": new_id(at),
                "key": "doi-thoai-2",
                "title": "Đối thoại năm sau",
                "state": SessionState.ANNOUNCED,
                "starts_at": (first.starts_at or at) + shift,
                "ends_at": (first.ends_at or at) + shift,
                "collection_opens_at": at - timedelta(days=1),
                "collection_closes_at": at + timedelta(days=10),
            }
        )
        sessions.add_session(tx, later)
        tx.run("UPDATE session SET state = 'concluded' WHERE key = 'doi-thoai'")

    await house.database.write(add)


async def raised_again(house: House) -> None:
    lan = await a_resident(house)
    await a_concern(house, lan, FLOODED, topic=CANAL)
    await compare(house)
    await a_year_later(house)
    minh = await a_resident(house, "minh")
    await minh.say(AGAIN)
    await minh.tap("Điện, nước")
    await minh.tap("Gửi riêng")
    await minh.tap("Gửi")
    await compare(house)


async def test_a_protected_concern_of_an_earlier_session_is_not_remembered(database: Database) -> None:
    house = await House.build(database)
    await raised_again(house)
    await house.database.write(lambda tx: tx.run("UPDATE concern SET protected = TRUE WHERE code = 'GM-0001'"))
    hoa = await house.official("hoa", Role.OFFICE)
    for command in ("/xem GM-0002", "/ykien", "/tonghop"):
        await hoa.say(command)
    said = "\n".join(reply.text for reply in await hoa.heard())
    assert "GM-0001" not in said
    assert "nêu lại" not in said.lower()


async def test_a_matter_of_an_earlier_session_is_marked_with_its_history(database: Database) -> None:
    house = await House.build(database)
    first_day = local_day(house.at)
    await raised_again(house)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/xem GM-0002")
    assert f"1 lần ở các buổi trước, từ {first_day:%d/%m/%Y} (GM-0001)" in hoa.last.text
    assert "Còn chưa xong: GM-0001" in hoa.last.text
    await hoa.say("/ykien")
    assert "nêu lại" in hoa.last.text
    await hoa.say("/tonghop")
    assert "Nêu lại từ buổi trước: 1 ý kiến." in hoa.last.text


async def test_an_office_whose_plan_does_not_want_it_gets_no_marks(database: Database) -> None:
    house = await House.build(database)
    house.office = house.office.model_copy(
        update={"profile": house.office.profile.model_copy(update={"flag_recurring": False})}
    )
    await raised_again(house)
    assert await house.rows("SELECT * FROM recurrence") == []


async def test_the_summary_counts_matters_after_merging_and_kinds(database: Database) -> None:
    house = await House.build(database)
    hoa, residents = await grouped(house)
    await a_concern(house, residents[0], OTHER, topic="education")
    await hoa.say("/tonghop")
    assert "Tổng số: 4 ý kiến." in hoa.last.text
    assert "Sau khi gộp: 2 việc." in hoa.last.text
    assert "Theo loại:\n- phản ánh: 4" in hoa.last.text


async def test_a_briefing_names_the_codes_of_every_sentence_and_takes_only_words_that_came_in(
    database: Database,
) -> None:
    house = await House.build(database)
    hoa, residents = await grouped(house)
    await a_concern(house, residents[0], "Nhà bà Nguyễn Thị Hoa 0912345678 mất điện cả tuần.", topic=CANAL)
    await hoa.say("/tonghop")
    await hoa.tap("Tóm tắt theo lĩnh vực")
    await hoa.tap("Điện, nước")
    text = hoa.last.text
    assert "Điện, nước, thoát nước: 4 ý kiến, 2 vấn đề" in text
    assert f"«{AGAIN}» (trích GM-0002)" in text
    assert "Các ý kiến: GM-0001, GM-0002, GM-0003." in text
    assert "Các ý kiến: GM-0004." in text
    assert "Nguyễn Thị Hoa" not in text
    assert "0912345678" not in text
