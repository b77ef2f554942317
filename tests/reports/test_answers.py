"""What becomes of a concern whose sender has no door: the desk sees for whom, a person reads the answer out."""

from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.sessions_at_work import staff
from tests.official.test_conclude_release import handed_in, opened
from tests.official.writing import drafted, state_of
from tests.reports.filing import DENUNCIATION, commune, one_concern

TEXT = "Đường xóm ngoài hỏng nặng, mưa là ngập. Đề nghị xã cho sửa."
ANSWER = "Xã sửa đoạn đường này trong quý I năm 2027."


async def filed(house: House, text: str = TEXT) -> Someone:
    """GM-0001, filed by an officer of the office on behalf of Trần Thị Bình; returns the officer."""
    thu = await house.official("thu", Role.OFFICE)
    await thu.say("/nhap them")
    await thu.tap("Một người")
    await thu.tap("Đồng ý ghi tên")
    await thu.say("Trần Thị Bình")
    await thu.tap("Thôn Giữa")
    await thu.say("0912345678")
    await thu.say(text)
    await thu.tap("Giao thông")
    if text == TEXT:
        await thu.tap("Thêm đề xuất")
        await thu.say("Đề nghị Phòng Kinh tế trả lời.")
    await thu.tap("Gửi")
    return thu


async def released(house: House, code: str = "GM-0001") -> Someone:
    await drafted(house, code, ANSWER)
    cuc = await house.official("cuc", Role.COMMITTEE)
    await cuc.say(f"/duyet {code}")
    await cuc.tap("Duyệt, chỉ gửi người hỏi")
    return cuc


async def test_an_answer_goes_onto_the_list_of_people_to_call_with_name_and_number(database: Database) -> None:
    house = await House.build(database)
    await filed(house)
    cuc = await released(house)
    assert await state_of(house, "GM-0001") == "answered"
    await cuc.say("/chuaden")
    assert "GM-0001 · Thôn Giữa" in cuc.last.text
    assert "0912345678" not in cuc.last.text
    await cuc.tap("Mở")
    for words in ("Gửi thay: Trần Thị Bình", "0912345678", ANSWER):
        assert words in cuc.last.text
    await cuc.tap("Đã gọi điện")
    await cuc.say("/chuaden")
    assert "Không có ai" in cuc.last.text


async def test_that_somebody_was_called_can_be_taken_back(database: Database) -> None:
    house = await House.build(database)
    await filed(house)
    cuc = await released(house)
    await cuc.say("/chuaden")
    await cuc.tap("Mở")
    await cuc.tap("Đã gọi điện")
    await cuc.tap("Ghi nhầm")
    await cuc.say("/chuaden")
    assert "GM-0001" in cuc.last.text


async def test_who_filed_it_is_asked_to_pass_the_answer_on(database: Database) -> None:
    house = await House.build(database)
    thu = await filed(house)
    await released(house)
    told = (await thu.heard())[-1].text
    assert ANSWER in told
    assert "Xin báo lại cho Trần Thị Bình, Thôn Giữa." in told
    assert "0912345678" in told


async def test_only_the_outcome_is_read_out_and_not_each_step_on_the_way(database: Database) -> None:
    house = await House.build(database)
    thu = await filed(house)
    await thu.say("/giao GM-0001 kinh-te 30/11/2026")
    assert await house.rows("SELECT id FROM unreached") == []
    await thu.say("/chuyen GM-0001 Việc này do tỉnh quyết định.")
    await thu.tap("Gửi")
    assert len(await house.rows("SELECT id FROM unreached")) == 1


async def test_a_conclusion_is_read_out_too(database: Database) -> None:
    house = await House.build(database)
    thu = await filed(house)
    hoa, minh = await staff(house)
    await handed_in(house, hoa, "Đã trả lời")
    await opened(minh)
    await minh.tap("Duyệt và gửi")
    await minh.say("/chuaden")
    assert "1 người chưa nhận được tin" in minh.last.text
    await minh.tap("Mở")
    assert "Đã nói rõ tại hội trường." in minh.last.text
    assert "Xin báo lại cho Trần Thị Bình" in (await thu.heard())[-1].text


async def test_the_desk_sees_for_whom_it_was_filed_and_an_agency_sees_no_name(database: Database) -> None:
    house = await House.build(database)
    thu = await filed(house)
    await thu.say("/xem GM-0001")
    shown = "\n".join(reply.text for reply in await thu.heard())
    for words in ("Gửi thay: Trần Thị Bình", "Điện thoại: 0912345678", "Nguồn: gặp người dân, ngày 24/11/2026"):
        assert words in shown
    assert "Nơi gửi đề xuất: Đề nghị Phòng Kinh tế trả lời." in shown
    ha = await house.official("ha", Role.AGENCY, "kinh-te")
    await thu.say("/giao GM-0001 kinh-te 30/11/2026")
    await ha.say("/xem GM-0001")
    shown = "\n".join(reply.text for reply in await ha.heard())
    assert "Gửi thay: một người dân" in shown
    assert "Bình" not in shown
    assert "0912345678" not in shown


async def test_the_chair_reads_the_concern_and_no_name(database: Database) -> None:
    house = await House.build(database)
    await filed(house)
    chu = await house.official("chu", Role.CHAIR)
    await chu.say("/xem GM-0001")
    shown = "\n".join(reply.text for reply in await chu.heard())
    assert "một người dân" in shown
    assert "Bình" not in shown


async def test_search_summary_and_papers_know_no_name_of_on_behalf(database: Database) -> None:
    house = await House.build(database)
    thu = await filed(house)
    for asked in ("/tim Bình", "/tim 0912345678", "/tonghop"):
        before = len(await thu.heard())
        await thu.say(asked)
        said = "\n".join(reply.text for reply in (await thu.heard())[before:])
        assert "Trần Thị Bình" not in said, asked


async def test_a_denunciation_on_behalf_is_answered_by_the_inspector_and_who_filed_it_hears_nothing(
    database: Database,
) -> None:
    house = await House.build(database)
    thu = await filed(house, DENUNCIATION)
    thanh = await house.official("thanh", Role.INSPECTOR)
    heard = len(await thu.heard())
    await thanh.say("/chuyen GM-0001 Đã chuyển cơ quan có thẩm quyền.")
    await thanh.tap("Gửi")
    assert len(await thu.heard()) == heard
    await thu.say("/chuaden")
    assert "Không có ai" in thu.last.text
    await thanh.say("/chuaden")
    await thanh.tap("Mở")
    assert "Gửi thay: Trần Thị Bình" in thanh.last.text


async def test_a_session_of_the_plan_has_the_concerns_that_bodies_filed(database: Database) -> None:
    house = await commune(database)
    nong, hoa = await house.official("nong", Role.AGENCY, "nong-dan"), await house.official("hoa", Role.OFFICE)
    await one_concern(nong)
    await hoa.say("/xem GM-0001")
    shown = "\n".join(reply.text for reply in await hoa.heard())
    assert "Nơi gửi: Hội Nông dân xã" in shown
