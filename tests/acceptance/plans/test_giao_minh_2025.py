"""Commune of two tiers 2025, Giao Minh: two chairs, a window of six days, a cut-off at eleven o'clock (plan 002).

The plan is of Friday 21/11/2025. Reports and questions are due before 11:00 of Friday 28/11, explanations before 29/11,
so of the window 25-30/11 only Saturday and Sunday are left: the session is on Saturday 29/11. Told on both engines.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlers.rules.milestone_clock import Standing, standing
from storage.database import Database
from storage.records import MilestoneState
from tests.acceptance.plans import deeds, papers
from tests.acceptance.plans.town import Town, local, to
from tests.house import Someone
from tests.reports.filing import row, send_sheet, sheet

SESSION = "Đối thoại trực tiếp"
NOTICE = "Sáng 29/11/2025, từ 7 giờ 30, xã đối thoại với Nhân dân tại Hội trường Trụ sở Đảng ủy xã."
DITCH = "Mương tiêu xóm 1 tắc, cứ mưa là ngập ruộng."
ROAD = "Đường tỉnh qua xóm 7 chưa có lan can, đề nghị làm."
FENCE = "Nhà hàng xóm xây rào lấn sang sân nhà tôi nửa mét."
MARKET = "Chợ xóm 5 nhiều rác, hội viên đề nghị xã cho dọn."
ACCUSATION = "Tôi tố cáo ông Nguyễn Văn Mỗ, trưởng xóm 9, nhận tiền hối lộ 20 triệu đồng của các hộ khi bán đất công."
CONCLUSION = "Hai đồng chí chủ trì tiếp thu ý kiến của bà con."


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who acts in this story."""

    office: Someone
    builder: Someone
    secretary: Someone
    chairman: Someone
    front: Someone
    unions: dict[str, Someone]
    committee: Someone
    economy: Someone
    police: Someone
    lan: Someone
    minh: Someone


async def test_giao_minh_2025_keeps_its_plan_from_the_window_to_the_result(database: Database, tmp_path: Path) -> None:
    town = await Town.of_plan(database, "giao-minh-2025", local(2025, 11, 21))
    said = " ".join(str(finding) for finding in town.findings)
    assert "chỉ còn thứ Bảy 29/11/2025, Chủ nhật 30/11/2025" in said
    assert "nên đặt hạn của «doan-the-mttq» sớm hơn" in said
    who = await everybody_comes(town)
    await the_day_is_fixed_inside_its_window(town, who)
    codes = await opinions_come_in_until_eleven(town, tmp_path, who)
    await each_late_sender_is_flagged_alone(town, tmp_path, who)
    await each_opinion_goes_where_it_belongs(town, who, codes)
    await two_chairs_conclude(town, tmp_path, who, codes)
    await the_result_is_told(town, tmp_path, who, codes)
    await deeds.nobody_read(town, "Mỗ", codes["secret"], ("Người nhận tố cáo", "Minh"))
    await town.nothing_was_said_twice()


async def everybody_comes(town: Town) -> Parties:
    """Two chairs, the office, the Front with four unions, and who answers; residents read what is forbidden."""
    office = await town.enrol("Hoa", "Văn phòng")
    builder = await town.enrol("Xây dựng Đảng", "Cơ quan tổng hợp")
    secretary = await town.enrol("Bí thư", "Người chủ trì")
    chairman = await town.enrol("Chủ tịch", "Người chủ trì")
    await town.enrol("Người nhận tố cáo", "Người nhận tố cáo")
    agency = "Cơ quan trả lời"
    front = await town.enrol("Mặt trận", agency, "Ban Thường trực Ủy ban MTTQ")
    unions = {
        "phu-nu": await town.enrol("Phụ nữ", agency, "Hội Liên hiệp Phụ nữ"),
        "nong-dan": await town.enrol("Nông dân", agency, "Hội Nông dân"),
        "doan-thanh-nien": await town.enrol("Thanh niên", agency, "Đoàn Thanh niên"),
        "cuu-chien-binh": await town.enrol("Cựu chiến binh", agency, "Hội Cựu chiến binh"),
    }
    committee = await town.enrol("Ủy ban", agency, "Ủy ban nhân dân xã")
    economy = await town.enrol("Kinh tế", agency, "Phòng Kinh tế")
    police = await town.enrol("Công an", agency, "Công an xã")
    lan = await town.comes("Lan", "Xóm 1")
    greeting = (await lan.heard())[0].text
    assert "Không đưa tin không có căn cứ" in greeting
    assert "Không lợi dụng đối thoại" in greeting
    minh = await town.comes("Minh", "Xóm 7", "web_chat")
    return Parties(
        office=office,
        builder=builder,
        secretary=secretary,
        chairman=chairman,
        front=front,
        unions=unions,
        committee=committee,
        economy=economy,
        police=police,
        lan=lan,
        minh=minh,
    )


async def the_day_is_fixed_inside_its_window(town: Town, who: Parties) -> None:
    """A day on which explanations are still owed is warned about; Saturday is taken, announced, and told."""
    await who.lan.say("/lich")
    assert "dự kiến từ ngày 25/11/2025 đến ngày 30/11/2025" in who.lan.last.text
    assert "đến trước 11 giờ ngày 28/11/2025" in who.lan.last.text
    first = await deeds.sends(who.lan, DITCH, "Điện")
    assert first == "GM-0001"
    await town.until(local(2025, 11, 22, 9))
    await who.office.say("/phien")
    await who.office.tap(SESSION)
    await who.office.tap("Sửa thời gian")
    await who.office.say("27/11/2025 7h30-11h30")
    assert "gửi ý kiến về Mặt trận» tới thứ Sáu 28/11/2025, không trước buổi đối thoại" in who.office.last.text
    await who.office.tap("Sửa thời gian")
    await who.office.say("29/11/2025 7h30-11h30")
    assert "không trước buổi đối thoại" not in who.office.last.text
    await who.office.tap("Công bố")
    await who.office.tap("Lưu")
    if deeds.offers(who.office, "Lưu và báo"):
        await who.office.tap("Lưu và báo")
    assert "Đã lưu" in who.office.last.text
    session = await town.promise("session")
    assert "Bí thư Đảng ủy, Chủ tịch HĐND xã" in session.owed_by
    assert "Chủ tịch UBND xã" in session.owed_by
    await deeds.announces(who.office, who.builder, NOTICE)
    letters = await town.until(local(2025, 11, 22, 10))
    assert NOTICE in to(letters, who.minh)
    assert (await town.promise("thong-bao")).state is MilestoneState.DONE


async def opinions_come_in_until_eleven(town: Town, folder: Path, who: Parties) -> dict[str, str]:
    """Reminders three days and a day before; at 10:59 an opinion is in, at 11:00 it is not."""
    assert "số 1" in await deeds.registers(who.lan, "Bao giờ nạo vét mương xóm 1?", "Điện")
    codes = {"ditch": "GM-0001", "secret": await deeds.accuses(who.minh, ACCUSATION)}
    letters = await town.until(local(2025, 11, 28, 10))
    for someone in (who.front, *who.unions.values()):
        told = to(letters, someone)
        assert "trước 11 giờ, thứ Sáu, 28/11/2025: còn 3 ngày" in told
        assert "trước 11 giờ, thứ Sáu, 28/11/2025: còn 1 ngày" in told
    assert "Ban Xây dựng Đảng gửi" not in to(letters, who.front)
    for chair in (who.secretary, who.chairman):
        assert "Buổi đối thoại\n  7 giờ 30, thứ Bảy, 29/11/2025: còn 3 ngày" in to(letters, chair)
    town.at = local(2025, 11, 28, 10, 59)
    codes["road"] = await deeds.sends(who.minh, ROAD, "Giao thông")
    assert "Ý kiến được đưa vào buổi" in who.minh.last.text
    codes["fence"] = await deeds.sends(who.lan, FENCE, "Đất đai")
    codes["market"] = await the_senders_report_before_eleven(town, folder, who)
    town.at = local(2025, 11, 28, 11, 0)
    await who.minh.say("Xin thêm đèn đường ở ngõ 5.")
    await deeds.chooses_topic(who.minh, "Điện")
    assert "nhận đến trước 11 giờ ngày 28/11/2025" in who.minh.last.text
    await who.minh.tap("Bỏ")
    return codes


async def the_senders_report_before_eleven(town: Town, folder: Path, who: Parties) -> str:
    """At 10:59 the farmers file a sheet, the veterans say that theirs went by hand; the Front passes on what it has,
    «qua Văn phòng», and the committee reports. Returns the code of the concern in the sheet.
    """
    said = await send_sheet(who.unions["nong-dan"], folder, sheet(row(MARKET, area="Xóm 5")))
    code = deeds.CODE.search(said)
    assert code is not None, said
    assert "Đúng hạn" in await deeds.marks(who.unions["cuu-chien-binh"], town, "doan-the-mttq", "cuu-chien-binh")
    await who.front.say("/nhap den")
    assert "Hội Liên hiệp Phụ nữ xã: chưa gửi" in who.front.last.text
    await who.front.tap("Chuyển tiếp 1 báo cáo")
    assert standing(await town.promise("mttq-dang-uy"), town.at) is Standing.DONE
    assert "Ban Thường trực Ủy ban MTTQ Việt Nam xã" in (await who.office.heard())[-1].text
    await deeds.marks(who.committee, town, "ubnd-bao-cao")
    return code.group()


async def each_late_sender_is_flagged_alone(town: Town, folder: Path, who: Parties) -> None:
    """Of four unions one comes five minutes late, and one on the second day, when its superior has heard."""
    letters = await town.until(local(2025, 11, 28, 11, 5))
    assert "Tổng số: 4 ý kiến" in to(letters, who.builder), "the overview at the hour"
    assert "Trễ so với hạn trước 11 giờ" in await deeds.marks(who.unions["phu-nu"], town, "doan-the-mttq", "phu-nu")
    assert "Trễ so với hạn" in (await who.front.heard())[-1].text
    letters = await town.until(local(2025, 11, 28, 16))
    table = await papers.releases(town, folder, who.builder, who.office, "tonghop", "doi-thoai-2025")
    for words in ("-BC/", DITCH, ROAD, MARKET):
        assert words in table, table
    for key in ("xdd-dang-uy", "xdd-bao-cao", "xdd-giai-trinh"):
        await deeds.marks(who.builder, town, key)
    await deeds.marks(who.front, town, "mttq-giai-trinh")
    where = {m.debtor: standing(m, town.at) for m in await town.milestones() if m.key == "doan-the-mttq"}
    assert where == {
        "nong-dan": Standing.DONE,
        "cuu-chien-binh": Standing.DONE,
        "phu-nu": Standing.DONE_LATE,
        "doan-thanh-nien": Standing.LATE,
    }
    assert standing(await town.promise("xdd-dang-uy"), town.at) is Standing.DONE_LATE
    assert standing(await town.promise("xdd-giai-trinh"), town.at) is Standing.DONE


async def each_opinion_goes_where_it_belongs(town: Town, who: Parties, codes: dict[str, str]) -> None:
    """Own authority: to the agency that presents; a private quarrel: to the reception, with the reason, not deleted."""
    await deeds.assigns(who.office, codes["ditch"], "Phòng Kinh tế")
    await deeds.answers(who.economy, who.builder, codes["ditch"], "Xã nạo vét mương xóm 1 trong tháng 12/2025.")
    await who.office.say(f"/ngoai {codes['fence']}")
    await who.office.say("Việc riêng giữa hai hộ, xin ông/bà gửi ở nơi tiếp công dân, thứ Ba hằng tuần.")
    await who.office.tap("Gửi")
    told = (await who.lan.heard())[-1].text
    assert codes["fence"] in told
    assert "nơi tiếp công dân" in told
    await who.lan.say(f"/tracuu {codes['fence']}")
    assert FENCE in who.lan.last.text, "what is sent elsewhere is kept in full"


async def two_chairs_conclude(town: Town, folder: Path, who: Parties, codes: dict[str, str]) -> None:
    """One chair drafts, the other releases; what the province decides goes up; the youth union stays late, and its
    superior hears of it on the second day.
    """
    letters = await town.until(local(2025, 11, 29, 14))
    assert "trễ 1 ngày" in to(letters, who.unions["doan-thanh-nien"])
    await deeds.begins_conclusion(who.secretary, SESSION, CONCLUSION)
    outcomes = {
        codes["road"]: ("Chuyển cấp trên", "Sở Xây dựng"),
        codes["market"]: ("Đã trả lời tại phiên", "Xã lập tổ dọn vệ sinh chợ."),
    }
    await deeds.decides(who.secretary, SESSION, outcomes)
    await deeds.hands_in(who.secretary, who.chairman, SESSION)
    assert "Sở Xây dựng" in (await who.minh.heard())[-1].text
    assert CONCLUSION in (await who.lan.heard())[-1].text
    letters = await town.until(local(2025, 11, 30, 9))
    assert "Đoàn Thanh niên xã" in to(letters, who.front)
    await deeds.marks(who.unions["doan-thanh-nien"], town, "doan-the-mttq", "doan-thanh-nien")
    notice = await papers.releases(town, folder, who.builder, who.office, "ketluan", "doi-thoai-2025")
    for words in ("-TB/ĐU", CONCLUSION, ROAD):
        assert words in notice, notice


async def the_result_is_told(town: Town, folder: Path, who: Parties, codes: dict[str, str]) -> None:
    """The plan sets no day for the result, the usual ten working days are for the answers; then nothing is open."""
    await who.office.say("/chuaden")
    await who.office.tap("Mở")
    for words in ("Trần Thị Bình", "0912345678"):
        assert words in who.office.last.text, "a person without a chat is called"
    await who.office.tap("Đã gọi điện")
    answers = await town.promise("tra-loi-theo-luat")
    assert answers.due_on == date(2025, 12, 12)
    by = {"": who.office, "mttq": who.front, "ubnd": who.committee, "cong-an": who.police}
    await deeds.ticks_off(town, by)
    await deeds.everything_is_closed(town, "doi-thoai-2025")
    for official in (who.office, who.secretary, who.front, who.committee, who.police):
        await deeds.has_nothing_left(official)
    assert await town.until(local(2025, 12, 20, 9)) == []
    await who.minh.say(f"/tracuu {codes['road']}")
    assert "Sở Xây dựng" in who.minh.last.text
    index = await papers.dossier(town, folder, who.office, "doi-thoai-2025")
    for words in ("Thông báo kết luận số", "Báo cáo tổng hợp số", "Bảng tổng hợp ý kiến"):
        assert words in index, index
