"""/phatbieu: the chair's screen on the day: one tap a speaker, nobody called twice, every step can be taken back."""

import asyncio
from datetime import timedelta

import pytest

from handlers.rules.plans.reading import PLANS, read_plan
from storage import speaking
from storage.database import Database
from storage.records import Role, SessionState, Urgency
from tests.house import House
from tests.milestones.planned import COUNCIL, local, planned
from tests.official.sessions_at_work import run
from tests.official.speaking import chair_of, conference, labels, the_morning, with_speakers
from tests.official.writing import a_concern, acts
from tests.resident.talking import change

WALL = "Màn hình cho hội trường"
SECRET = "Trưởng thôn nhận tiền hối lộ của các hộ dân."


async def test_the_screen_says_who_is_next_and_how_many_wait(database: Database) -> None:
    _, chair = await conference(database, 3)
    text = chair.last.text
    assert "Đối thoại với Nhân dân, thứ Ba, 08/12/2026" in text
    assert "Đã phát biểu: 0. Còn chờ: 3." in text
    assert "Tiếp theo:\nSố 1 – An, Thôn Đông\nGiao thông\nĐường làng" in text
    assert text.index("Tiếp theo") < text.index("Đã phát biểu: 0. Còn chờ: 3. Sau đó: số 2, 3.")
    assert labels(chair) == ["Mời số 1", "Chọn số khác", "Nhập phiếu giấy", WALL]


async def test_one_tap_a_speaker_leads_through_the_whole_list(database: Database) -> None:
    house = await House.build(database)
    await with_speakers(house, 3)
    await the_morning(house, 42)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    assert "Đang phát biểu, từ 12 giờ 42:\nSố 1 – An, Thôn Đông" in chair.last.text
    assert labels(chair)[:3] == ["Số 1 nói xong, mời số 2", "Số 1 nói xong", "Số 1 vắng mặt"]
    await chair.tap("Số 1 nói xong, mời số 2")
    await chair.tap("Số 2 nói xong, mời số 3")
    await chair.tap("Số 3 nói xong")
    assert "Đã phát biểu: 3. Còn chờ: 0." in chair.last.text
    assert "Không còn ai chờ" in chair.last.text
    assert {"Mở vòng trao đổi tiếp", "Lập biên bản"} <= set(labels(chair))
    assert await acts(house, "call_speaker") == 3
    assert await acts(house, "spoken_speaker") == 1


async def test_who_is_absent_comes_at_the_end_and_is_called_again(database: Database) -> None:
    _, chair = await conference(database, 2)
    await chair.tap("Mời số 1")
    await chair.tap("Số 1 vắng mặt")
    assert "Vắng khi mời: 1 (số 1)." in chair.last.text
    await chair.tap("Mời số 2")
    assert "Mời lại người vắng lúc nãy:\nSố 1" in chair.last.text
    await chair.tap("Số 2 nói xong, mời lại số 1")
    assert "Số 1 – An" in chair.last.text
    await chair.tap("Số 1 vắng mặt")
    assert "Không còn ai chờ" in chair.last.text
    await chair.tap("Chọn số khác")
    assert labels(chair) == ["Mời số 1", "Về màn hình điều hành"]


async def test_another_number_is_chosen_with_two_taps_or_typed(database: Database) -> None:
    _, chair = await conference(database, 4)
    await chair.tap("Chọn số khác")
    await chair.tap("Mời số 3")
    assert "Đang phát biểu" in chair.last.text
    assert "Số 3 – Chi" in chair.last.text
    await chair.say("/phatbieu 2")
    assert chair.last.text.startswith("Số 2 – Binh")
    await chair.tap("Số 3 nói xong, mời số 2")
    await chair.say("/phatbieu 3")
    assert "Số 3 đã phát biểu ở vòng này" in chair.last.text
    await chair.say("/phatbieu 99")
    assert "không có số 99" in chair.last.text


async def test_of_two_who_press_at_once_one_calls(database: Database) -> None:
    house, chair = await conference(database, 3)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phatbieu")
    await asyncio.gather(chair.tap("Mời số 1"), hoa.tap("Mời số 1"))
    said = [(await one.heard())[-1].text for one in (chair, hoa)]
    assert sum("vừa bấm trước, nên lần bấm của ông/bà không được tính" in text for text in said) == 1
    assert all("Đang phát biểu" in text and "Số 1 – An" in text for text in said)
    assert len(await house.rows("SELECT seq FROM speaker_act")) == 1


async def test_of_two_moves_that_saw_the_same_queue_one_is_taken(database: Database) -> None:
    house = await House.build(database)
    session, office_id = await house.session(), house.office.id
    await database.write(lambda tx: speaking.open_queue(tx, office_id, session.id, "x"))
    took = await asyncio.gather(
        *(database.write(lambda tx: speaking.move(tx, office_id, session.id, 0)) for _ in range(8))
    )
    assert sorted(took, key=str) == [1, *[None] * 7]


async def test_a_button_pressed_twice_calls_nobody_else(database: Database) -> None:
    _, chair = await conference(database, 3)
    pressed = chair.choice("Mời số 1").value
    await chair.press(pressed)
    await chair.press(pressed)
    assert "Nút này của màn hình cũ" in chair.last.text
    assert "Số 1 – An" in chair.last.text
    assert "Còn chờ: 2." in chair.last.text


async def test_a_slip_that_a_clerk_enters_meanwhile_does_not_make_the_chairs_button_old(database: Database) -> None:
    house, chair = await conference(database, 2)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phatbieu")
    await hoa.tap("Nhập phiếu giấy")
    await hoa.say("Trần Văn Giấy")
    await hoa.tap("Thôn Đoài")
    await hoa.tap("Môi trường")
    await hoa.say("Bãi rác gần trường học.")
    assert "Đã nhập phiếu của Trần Văn Giấy: số 3." in hoa.last.text
    await chair.tap("Mời số 1")
    assert "Còn chờ: 2." in chair.last.text
    await chair.tap("Số 1 nói xong, mời số 2")
    await chair.tap("Số 2 nói xong, mời số 3")
    assert "Số 3 – Trần Văn Giấy, Thôn Đoài\nMôi trường\nBãi rác gần trường học." in chair.last.text


async def test_a_slip_without_hamlet_or_content_is_taken_too(database: Database) -> None:
    house = await House.build(database)
    await the_morning(house)
    chair = await chair_of(house)
    assert "Chưa ai đăng ký phát biểu" in chair.last.text
    await chair.tap("Nhập phiếu giấy")
    for words, answer in (("123", "họ tên bằng chữ"), ("Bà Sáu", "ở đâu"), ("Xóm lạ", "chọn một mục")):
        await chair.say(words)
        assert answer in chair.last.text
    await chair.tap("Phiếu không ghi")
    await chair.tap("Đất đai")
    await chair.tap("Không ghi nội dung")
    assert "Số 1 – Bà Sáu\nĐất đai" in chair.last.text


async def test_what_accuses_somebody_is_not_kept_on_a_slip(database: Database) -> None:
    house = await House.build(database)
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Nhập phiếu giấy")
    await chair.say("Bà Sáu")
    await chair.tap("Thôn Đông")
    await chair.tap("Việc khác")
    await chair.say("Tôi tố cáo ông Nguyễn Văn Mỗ, trưởng thôn, nhận tiền hối lộ 20 triệu đồng của các hộ.")
    assert "gặp riêng người nhận tố cáo" in chair.last.text
    assert await house.rows("SELECT id FROM registration") == []


async def test_each_step_is_taken_back_and_a_slip_with_it(database: Database) -> None:
    house, chair = await conference(database, 2)
    await chair.tap("Mời số 1")
    await chair.tap("Số 1 vắng mặt")
    await chair.tap("Lùi một bước")
    assert "Đã lùi một bước: số 1 không vắng." in chair.last.text
    assert "Đang phát biểu" in chair.last.text
    await chair.tap("Lùi một bước")
    assert "chưa mời số 1" in chair.last.text
    assert labels(chair) == ["Mời số 1", "Chọn số khác", "Nhập phiếu giấy", WALL]
    await chair.tap("Nhập phiếu giấy")
    await chair.say("Bà Sáu")
    await chair.tap("Thôn Đông")
    await chair.tap("Đất đai")
    await chair.tap("Không ghi nội dung")
    await chair.tap("Lùi một bước")
    assert "bỏ phiếu số 3 vừa nhập" in chair.last.text
    assert "Còn chờ: 2." in chair.last.text
    assert await acts(house, "undo_speaker") == 3


async def test_a_step_of_somebody_else_is_not_taken_back_unseen(database: Database) -> None:
    house, chair = await conference(database, 3)
    await chair.tap("Mời số 1")
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phatbieu")
    await hoa.tap("Số 1 nói xong, mời số 2")
    await chair.tap("Lùi một bước")
    assert "Hoa vừa bấm trước" in chair.last.text
    assert "Số 2 – Binh" in chair.last.text


async def test_a_further_round_lets_people_go_on_once_each(database: Database) -> None:
    _, chair = await conference(database, 2)
    await chair.tap("Mời số 1")
    await chair.tap("Số 1 nói xong, mời số 2")
    assert "Mở vòng trao đổi tiếp" not in labels(chair)
    await chair.tap("Số 2 nói xong")
    await chair.tap("Mở vòng trao đổi tiếp")
    assert "Vòng trao đổi tiếp (vòng 2)." in chair.last.text
    assert "Ai giơ tay thì bấm" in chair.last.text
    await chair.tap("Chọn số khác")
    await chair.tap("Mời số 2")
    await chair.tap("Số 2 nói xong")
    await chair.tap("Chọn số khác")
    assert labels(chair) == ["Mời số 1", "Về màn hình điều hành"]


async def test_who_answers_is_noted_and_leads_to_the_usual_ways_to_answer(database: Database) -> None:
    house = await House.build(database)
    (an,) = await with_speakers(house, 1)
    code = await a_concern(house, an)
    await run(house, "UPDATE registration SET concern_id = (SELECT id FROM concern)")
    await the_morning(house)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/phatbieu")
    assert f"Giao thông ({code})" in hoa.last.text
    await hoa.tap("Mời số 1")
    await hoa.tap("Ghi trả lời cho số 1")
    assert labels(hoa)[:3] == [
        "Người chủ trì trả lời tại chỗ",
        "Phòng Kinh tế trả lời tại chỗ",
        "Phòng Văn hóa trả lời tại chỗ",
    ]
    await hoa.tap("Phòng Kinh tế trả lời tại chỗ")
    assert "Đã ghi: Phòng Kinh tế trả lời số 1 tại chỗ." in hoa.last.text
    assert hoa.choice("Soạn câu trả lời").value == f"/traloi {code}"
    await hoa.tap("Ghi thêm tóm tắt")
    await hoa.say("...")
    assert "gõ bằng chữ" in hoa.last.text
    await hoa.say("Sửa trong quý I.")
    assert "Đã ghi tóm tắt" in hoa.last.text
    await hoa.tap("Ghi trả lời cho số 1")
    await hoa.tap("Sẽ trả lời bằng văn bản")
    await hoa.tap("Phòng Kinh tế")
    assert "Phòng Kinh tế trả lời số 1 bằng văn bản" in hoa.last.text
    await hoa.tap(f"Giao {code} cho Phòng Kinh tế")
    assert f"Đã giao {code}" in hoa.last.text
    notes = await house.rows("SELECT act, note FROM speaker_act ORDER BY seq")
    assert [(row["act"], row["note"]) for row in notes][1:] == [
        ("answered", ""),
        ("answered", "Sửa trong quý I."),
        ("written", ""),
    ]
    assert not await house.rows("SELECT id FROM audit WHERE after LIKE '%quý I%'"), "no words of it in the log"


async def test_when_the_chair_names_who_writes_the_desk_is_asked_to_assign(database: Database) -> None:
    house = await House.build(database)
    an, _ = await with_speakers(house, 2)
    code = await a_concern(house, an)
    await run(house, "UPDATE registration SET concern_id = (SELECT id FROM concern) WHERE number = 1")
    hoa = await house.official("hoa", Role.OFFICE)
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    await chair.tap("Ghi trả lời")
    await chair.tap("Sẽ trả lời bằng văn bản")
    await chair.tap("Phòng Kinh tế")
    assert f"đã được báo để giao {code}" in chair.last.text
    await hoa.heard()
    assert f"phân công Phòng Kinh tế trả lời {code} bằng văn bản" in hoa.last.text
    await hoa.tap("Giao")
    assert f"Đã giao {code}" in hoa.last.text
    await chair.tap("Số 1 nói xong, mời số 2")
    await chair.tap("Ghi trả lời")
    await chair.tap("Sẽ trả lời bằng văn bản")
    await chair.tap("Phòng Văn hóa")
    assert "chỉ có ghi chú cho biên bản" in chair.last.text


async def test_whoever_sent_a_protected_concern_is_not_in_the_queue(database: Database) -> None:
    house = await House.build(database)
    an, binh = await with_speakers(house, 2)
    code = await a_concern(house, an, SECRET, protected=True)
    await run(
        house, "UPDATE registration SET concern_id = (SELECT id FROM concern), content = 'Hối lộ' WHERE number = 1"
    )
    await the_morning(house)
    chair = await chair_of(house)
    assert labels(chair)[0] == "Mời số 2"
    await chair.say("/phatbieu 1")
    await chair.tap("Về màn hình")
    await chair.tap("Mời số 2")
    for reply in await chair.heard():
        assert "hối lộ" not in reply.text.lower()
        assert "Số 1" not in reply.text
        assert code not in reply.text
    assert binh.name == "binh"


async def test_who_is_closed_to_others_while_they_speak_leaves_the_screen(database: Database) -> None:
    house = await House.build(database)
    an, _ = await with_speakers(house, 2)
    await a_concern(house, an)
    await run(house, "UPDATE registration SET concern_id = (SELECT id FROM concern) WHERE number = 1")
    await the_morning(house)
    chair = await chair_of(house)
    await chair.tap("Mời số 1")
    await run(house, "UPDATE concern SET protected = TRUE, kind = 'denunciation'")
    await chair.say("/phatbieu")
    assert "An" not in chair.last.text
    assert labels(chair)[0] == "Mời số 2"
    await chair.tap("Lùi một bước")
    assert "Đã lùi một bước." in chair.last.text


async def test_before_its_day_the_order_so_far_is_shown_and_nobody_can_be_called(database: Database) -> None:
    house = await House.build(database)
    await with_speakers(house, 2)
    chair = await chair_of(house)
    assert "Hôm nay không có buổi đối thoại" in chair.last.text
    assert "Số 1 – An, Thôn Đông\nSố 2 – Binh, Thôn Đoài" in chair.last.text
    assert labels(chair) == ["Phiếu phát biểu (tệp)"]
    (row, *_) = await house.rows("SELECT id FROM registration ORDER BY number")
    await chair.press(f"/phatbieu moi {row['id']} 0")
    assert "Chưa có buổi đối thoại nào để điều hành" in chair.last.text
    assert await house.rows("SELECT seq FROM speaker_act") == []


async def test_what_was_held_can_be_written_down_until_it_is_concluded(database: Database) -> None:
    house = await House.build(database)
    people = await with_speakers(house, 2)
    await the_morning(house)
    house.at += timedelta(days=1)
    chair = await chair_of(house)
    await chair.tap("Buổi ngày 08/12/2026")
    await chair.tap("Mời số 1")
    assert "Số 1 – An" in chair.last.text
    assert not [r for one in people for r in await one.heard() if "sắp đến lượt" in r.text], "the day is over"
    await change(house, state=SessionState.CONCLUDED)
    await chair.tap("Số 1 nói xong, mời số 2")
    assert "không sửa được nữa" in chair.last.text


@pytest.mark.parametrize(
    "argument", ["moi", "moi x y", "moi 1 1", "lui 5 5", "so 7", "vong 0 0", "traloi 9", "x", "99999999999999999999999"]
)
async def test_what_makes_no_sense_does_nothing(database: Database, argument: str) -> None:
    house, chair = await conference(database, 1)
    await chair.say(f"/phatbieu {argument}")
    assert chair.last.choices
    assert await house.rows("SELECT seq FROM speaker_act") == []


@pytest.mark.parametrize(("role", "agency"), [(Role.AGENCY, "kinh-te"), (Role.INSPECTOR, None), (Role.ADMIN, None)])
async def test_others_may_not_call_anybody(database: Database, role: Role, agency: str | None) -> None:
    house = await House.build(database)
    await the_morning(house)
    someone = await house.official("x", role, agency)
    await someone.say("/phatbieu")
    assert "chỉ dành cho" in someone.last.text


async def test_who_is_near_is_told_once_whatever_is_pressed_and_at_whatever_hour(database: Database) -> None:
    house = await House.build(database)
    await with_speakers(house, 5)
    start = (await house.session()).starts_at
    assert start is not None
    await change(house, starts_at=start + timedelta(hours=11), ends_at=start + timedelta(hours=13))  # 23:00
    await the_morning(house)
    chair = await chair_of(house)
    assert await told(house) == []
    await chair.tap("Mời số 1")
    assert [name for name, _ in await told(house)] == ["binh", "chi", "dung"]
    assert dict(await told(house))["dung"].endswith(
        "sắp đến lượt ông/bà phát biểu, số 4. Số 1 đang phát biểu. Sau đó còn 2 người nữa rồi đến ông/bà. "
        "Xin ông/bà có mặt trong hội trường."
    )
    await chair.tap("Số 1 vắng mặt")
    await chair.tap("Lùi một bước")
    await chair.tap("Số 1 nói xong, mời số 2")
    assert [name for name, _ in await told(house)] == ["binh", "chi", "dung", "em"]
    for row in await house.deliveries():
        if row.once_key and row.once_key.startswith("ready/"):
            assert row.not_before == house.at, "the night does not hold it"


async def told(house: House) -> list[tuple[str, str]]:
    """Who was told to be ready, and in which words."""
    rows = [row for row in await house.deliveries() if row.once_key and row.once_key.startswith("ready/")]
    assert all(row.urgency is Urgency.NOTICE for row in rows)
    return [(row.address, row.body.partition('"text":"')[2].partition('"')[0]) for row in rows]


@pytest.mark.parametrize(
    ("minutes", "shown"), [(5, "(kế hoạch: mỗi người 5 phút):"), (None, "Đang phát biểu, từ 8 giờ:")]
)
async def test_how_long_each_may_speak_is_shown_only_where_the_plan_says_it(
    database: Database, minutes: int | None, shown: str
) -> None:
    plan = read_plan(PLANS / f"{COUNCIL}.toml")
    limited = plan.speaking.model_copy(update={"minutes_each": minutes})
    house = await planned(database, plan.model_copy(update={"speaking": limited}), local(2023, 9, 13, 8))
    chair = await chair_of(house)
    await chair.tap("Nhập phiếu giấy")
    for said in ("Bà Sáu", "Thôn Kiêm Tân", "Đất đai", "Xin cấp sổ đỏ."):
        await chair.say(said)
    await chair.tap("Mời số 1")
    assert shown in chair.last.text
