"""Minutes and report of a session whose queue was used: who spoke in which order, who was absent, who had no turn."""

from datetime import timedelta

from handlers.papers.after import Minutes
from handlers.papers.gather import source_of
from handlers.papers.gather_after import minutes
from handlers.papers.gather_before import slips
from handlers.papers.gather_report import report
from storage.database import Database
from tests.house import House
from tests.official.sessions_at_work import run
from tests.official.speaking import chair_of, conference, the_morning, with_speakers
from tests.official.writing import a_concern


async def gathered(house: House) -> Minutes:
    session = await house.session()
    return await house.database.read(lambda tx: minutes(source_of(tx, house.office, session, house.at)))


async def test_who_was_called_out_of_order_stands_where_they_spoke(database: Database) -> None:
    house, chair = await conference(database, 4)
    await chair.tap("Chọn số khác")
    await chair.tap("Mời số 3")
    await chair.tap("Số 3 nói xong, mời số 1")
    await chair.tap("Số 1 nói xong, mời số 2")
    await chair.tap("Số 2 vắng mặt")
    made = await gathered(house)
    assert [one.speaker for one in made.spoken] == ["Chi", "An"]
    assert made.absent == ("Binh, Thôn Đoài (đã đăng ký phát biểu, không có mặt khi được mời)",)
    assert made.not_called == ("Dung, Thôn Đông",)


async def test_without_the_queue_the_minutes_name_whoever_registered(database: Database) -> None:
    house = await House.build(database)
    await with_speakers(house, 2)
    await the_morning(house)
    await chair_of(house)
    made = await gathered(house)
    assert [one.speaker for one in made.spoken] == ["An", "Binh"]
    assert (made.absent, made.not_called) == ((), ())


async def test_several_answers_stand_a_line_each(database: Database) -> None:
    house, chair = await conference(database, 1)
    await chair.tap("Mời số 1")
    await chair.tap("Ghi trả lời")
    await chair.tap("Người chủ trì trả lời tại chỗ")
    await chair.tap("Ghi trả lời")
    await chair.tap("Sẽ trả lời bằng văn bản")
    await chair.tap("Phòng Kinh tế")
    (said,) = (await gathered(house)).spoken
    assert said.answer == ("Người chủ trì: Đã trả lời trực tiếp tại hội nghị.\nPhòng Kinh tế: Trả lời bằng văn bản.")


async def test_who_is_closed_to_others_after_speaking_is_not_in_the_minutes(database: Database) -> None:
    house = await House.build(database)
    an, _ = await with_speakers(house, 2)
    await a_concern(house, an)
    await run(house, "UPDATE registration SET concern_id = (SELECT id FROM concern) WHERE number = 1")
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    await chair.tap("Số 1 nói xong, mời số 2")
    await run(house, "UPDATE concern SET protected = TRUE, kind = 'denunciation'")
    made = await gathered(house)
    assert "An" not in made.model_dump_json()
    assert [one.speaker for one in made.spoken] == ["Binh"]


async def test_a_slip_of_the_hall_is_printed_with_the_others(database: Database) -> None:
    house = await House.build(database)
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Nhập phiếu giấy")
    for said in ("Bà Sáu", "Thôn Đông", "Đất đai", "Xin cấp sổ đỏ."):
        await chair.say(said)
    session = await house.session()
    (slip,) = await database.read(lambda tx: slips(source_of(tx, house.office, session, house.at)))
    assert (slip.name, slip.hamlet, slip.order, slip.consented) == ("Bà Sáu", "Thôn Đông", 1, False)


async def test_a_report_made_after_the_session_says_how_many_spoke(database: Database) -> None:
    house = await House.build(database)
    people = await with_speakers(house, 2)
    await a_concern(house, people[0])
    session = await house.session()
    before = await database.read(lambda tx: report(source_of(tx, house.office, session, house.at)))
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    await chair.tap("Số 1 nói xong, mời số 2")
    await chair.tap("Số 2 vắng mặt")
    house.at += timedelta(hours=2)
    made = await database.read(lambda tx: report(source_of(tx, house.office, session, house.at)))
    assert before.at_session == ""
    assert made.at_session.startswith("Tại hội nghị có 1 người phát biểu với 1 lượt; 1 người đã đăng ký nhưng vắng")
