"""/nhap in chat: one concern on behalf of somebody, its receipt, its milestone, and taking it back."""

from storage.database import Database
from storage.records import MilestoneState, Role
from tests.house import House
from tests.milestones.planned import kept, local
from tests.official.writing import acts
from tests.reports.filing import DENUNCIATION, TEXT, commune, counted, farmers, one_concern


async def test_a_concern_on_behalf_of_a_person_gets_a_code_and_marks_the_senders_milestone(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await nong.say("/nhap")
    assert "Báo cáo ông/bà phải gửi" in nong.last.text
    assert "Các tổ chức chính trị - xã hội gửi ý kiến về Mặt trận" in nong.last.text
    await one_concern(nong)
    assert "Đã ghi nhận 1 ý kiến, mã GM-0001." in nong.last.text
    assert "đúng hạn" in nong.last.text
    (concern,) = await house.rows("SELECT * FROM concern")
    assert (concern["text"], concern["topic"], concern["identity_id"]) == (TEXT, "transport", 0)
    assert concern["session_id"] is not None
    (behalf,) = await house.rows("SELECT * FROM on_behalf")
    assert (behalf["name"], behalf["phone"], behalf["named"]) == ("Trần Thị Bình", "0912345678", True)
    states = {one.debtor: one.state for one in await kept(house, "doan-the-mttq")}
    assert states["nong-dan"] is MilestoneState.DONE
    assert states["phu-nu"] is MilestoneState.PLANNED


async def test_after_the_minute_of_the_cutoff_it_is_late_and_says_how_late(database: Database) -> None:
    house = await commune(database, local(2025, 11, 28, 11))
    nong = await farmers(house)
    await one_concern(nong)
    assert "trễ hạn (đã quá hạn hôm nay)" in nong.last.text
    (report,) = await house.rows("SELECT late FROM report")
    assert report["late"]


async def test_the_last_minute_before_the_cutoff_is_in_time(database: Database) -> None:
    house = await commune(database, local(2025, 11, 28, 10, 59))
    nong = await farmers(house)
    await one_concern(nong)
    assert "đúng hạn" in nong.last.text
    (report,) = await house.rows("SELECT late FROM report")
    assert not report["late"]


async def test_a_meeting_is_filed_with_its_day_place_and_number_of_people(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await nong.say("/nhap them")
    await nong.tap("Họp dân")
    await nong.say("25/11/2025")
    await nong.say("Nhà văn hóa xóm 4")
    await nong.say("Họp dân xóm 4")
    await nong.say("nhiều lắm")
    assert "Số người «nhiều lắm» chưa đúng" in nong.last.text
    await nong.say("45")
    await nong.tap("Nhiều nơi")
    await nong.tap("Không có số")
    await nong.say("Bà con đề nghị lắp đèn đường từ xóm 4 ra chợ.")
    await nong.tap("Chưa rõ")
    await nong.tap("Thêm đề xuất trả lời")
    await nong.say("Đề nghị Phòng Kinh tế trả lời.")
    assert "Nơi họp: Nhà văn hóa xóm 4" in nong.last.text
    await nong.tap("Gửi")
    (behalf,) = await house.rows("SELECT * FROM on_behalf")
    assert (behalf["people"], behalf["place"], behalf["source"]) == (45, "Nhà văn hóa xóm 4", "meeting")
    assert str(behalf["met_on"]) == "2025-11-25"
    assert behalf["proposal"] == "Đề nghị Phòng Kinh tế trả lời."


async def test_a_person_who_does_not_want_to_be_named_is_not_asked_for_name_and_number(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await nong.say("/nhap them")
    await nong.tap("Một người")
    await nong.tap("Không ghi tên")
    assert nong.last.text == "Ở thôn, xóm nào?"
    await nong.tap("Xóm 3")
    await nong.say(TEXT)
    await nong.tap("Giao thông")
    await nong.tap("Gửi")
    (behalf,) = await house.rows("SELECT * FROM on_behalf")
    assert (behalf["name"], behalf["phone"], behalf["named"]) == ("", "", False)


async def test_a_tap_on_an_earlier_question_never_answers_a_later_one(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await nong.say("/nhap them")
    await nong.tap("Một người")
    named = nong.choice("Đồng ý ghi tên").value
    await nong.press(named)
    await nong.press(named)
    assert "không còn dùng được" in nong.last.text
    await nong.say("Trần Thị Bình")
    await nong.tap("Xóm 3")
    await nong.tap("Không có số")
    await nong.say(TEXT)
    await nong.tap("Giao thông")
    await nong.tap("Gửi")
    (behalf,) = await house.rows("SELECT name FROM on_behalf")
    assert behalf["name"] == "Trần Thị Bình"


async def test_send_tapped_twice_files_once(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await one_concern(nong)
    before = await counted(house)
    for reply in await nong.heard():
        for choice in reply.choices:
            if choice.value.startswith("report.confirm"):
                await nong.press(choice.value)
    assert await counted(house) == before


async def test_one_more_concern_belongs_to_the_same_report_and_undo_takes_back_both(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await one_concern(nong)
    await nong.tap("Thêm ý kiến nữa")
    await nong.tap("Một người")
    await nong.tap("Không ghi tên")
    await nong.tap("Xóm 5")
    await nong.say("Mương xóm 5 tắc, nước không ra được sông.")
    await nong.tap("Chưa rõ")
    await nong.tap("Gửi")
    assert "mã GM-0002" in nong.last.text
    assert (await counted(house))["report"] == 1
    await nong.say("/nhap huy")
    assert "2 ý kiến, mã GM-0001 đến GM-0002" in nong.last.text
    await nong.tap("Gỡ")
    assert "Đã gỡ 2 ý kiến" in nong.last.text
    rows = await house.rows("SELECT state, session_id, text FROM concern ORDER BY id")
    assert [(one["state"], one["session_id"]) for one in rows] == [("withdrawn", None)] * 2
    assert rows[0]["text"] == TEXT, "nothing is deleted"
    assert {one.debtor: one.state for one in await kept(house, "doan-the-mttq")}["nong-dan"] is MilestoneState.PLANNED


async def test_what_was_taken_back_is_in_no_list_of_the_desk(database: Database) -> None:
    house = await commune(database)
    nong, hoa = await farmers(house), await house.official("hoa", Role.OFFICE)
    await one_concern(nong)
    await hoa.say("/ykien")
    assert "GM-0001" in hoa.last.text
    await nong.say("/nhap huy")
    await nong.tap("Gỡ")
    for asked in ("/ykien", "/tonghop", "/tim đường hỏng nặng"):
        await hoa.say(asked)
        assert "GM-0001" not in hoa.last.text, asked
    await hoa.say("/giao GM-0001")
    assert await house.rows("SELECT id FROM assignment") == []


async def test_a_report_that_somebody_began_to_deal_with_is_not_taken_back(database: Database) -> None:
    house = await commune(database)
    nong, hoa = await farmers(house), await house.official("hoa", Role.OFFICE)
    await one_concern(nong)
    await hoa.say("/giao GM-0001 ubnd 05/12/2025")
    assert await house.rows("SELECT id FROM assignment") != []
    await nong.say("/nhap huy")
    assert "Không gỡ được" in nong.last.text
    (concern,) = await house.rows("SELECT state FROM concern")
    assert concern["state"] == "assigned"


async def test_nobody_takes_back_or_reads_the_report_of_another(database: Database) -> None:
    house = await commune(database)
    nong, la = await farmers(house), await house.official("la", Role.AGENCY, "phu-nu")
    await one_concern(nong)
    (report,) = await house.rows("SELECT id FROM report")
    await la.say(f"/nhap huy {report['id']}")
    await la.say(f"/nhap xem {report['id']}")
    assert "GM-0001" not in la.last.text
    await la.say("/xem GM-0001")
    assert "Trần Thị Bình" not in la.last.text
    assert TEXT not in la.last.text
    assert await acts(house, "refused_report") == 2
    assert (await counted(house))["report"] == 1


async def test_a_contributor_reads_what_they_filed_and_no_concern_by_its_code(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await one_concern(nong)
    await nong.say("/nhap xem")
    await nong.press(nong.last.choices[0].value)
    assert "GM-0001" in nong.last.text
    assert "Trần Thị Bình" in nong.last.text
    await nong.say("/xem GM-0001")
    assert "Đường xóm 3" not in nong.last.text
    await nong.say("/ykien")
    assert "GM-0001" not in nong.last.text


async def test_a_body_that_the_plan_asks_nothing_of_is_told_so(database: Database) -> None:
    house = await House.build(database)
    ha = await house.official("ha", Role.AGENCY, "kinh-te")
    await ha.say("/nhap")
    assert "Kế hoạch không giao đơn vị của ông/bà" in ha.last.text
    lan = house.resident("lan")
    await lan.enter()
    await lan.say("/nhap")
    assert (await counted(house))["report"] == 0


async def test_the_desk_files_beside_every_route_also_without_a_plan(database: Database) -> None:
    house = await House.build(database)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/nhap them")
    await hoa.tap("Một người")
    await hoa.tap("Không ghi tên")
    await hoa.tap("Thôn Giữa")
    await hoa.say(TEXT)
    await hoa.tap("Giao thông")
    await hoa.tap("Gửi")
    assert "mã GM-0001" in hoa.last.text
    (concern,) = await house.rows("SELECT session_id, state FROM concern")
    assert concern["session_id"] == (await house.session()).id


async def test_a_suspected_denunciation_is_closed_from_its_first_second_also_to_who_filed_it(
    database: Database,
) -> None:
    house = await commune(database)
    nong, hoa = await farmers(house), await house.official("hoa", Role.OFFICE)
    thanh = await house.official("thanh", Role.INSPECTOR)
    await one_concern(nong, DENUNCIATION)
    assert "xử lý kín" in nong.last.text
    (concern,) = await house.rows("SELECT protected, summary FROM concern")
    assert (concern["protected"], concern["summary"]) == (True, "")
    await nong.say("/nhap xem")
    await nong.press(nong.last.choices[0].value)
    assert "GM-0001 · được xử lý kín" in nong.last.text
    assert "hối lộ" not in nong.last.text
    assert "Trần Thị Bình" not in nong.last.text
    await hoa.say("/xem GM-0001")
    assert "hối lộ" not in hoa.last.text
    await thanh.heard()
    await thanh.tap("Đọc GM-0001")
    assert any("hối lộ" in reply.text for reply in await thanh.heard())
    audit = await house.rows("SELECT after FROM audit WHERE act = 'file_report'")
    assert '"concerns": 0' in str(audit[0]["after"]) or '"concerns":0' in str(audit[0]["after"])


async def test_a_denunciation_stays_with_the_inspector_when_its_report_is_taken_back(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await one_concern(nong, DENUNCIATION)
    await nong.say("/nhap huy")
    await nong.tap("Gỡ")
    assert "GM-0001 không gỡ: đang được xử lý kín." in nong.last.text
    (concern,) = await house.rows("SELECT state FROM concern")
    assert concern["state"] == "received"
