"""Commune 2017: one theme with six matters, two hamlets, three chained dates (domain facts 1.3, plan 004).

Reports before 15/3, sorted before 18/3, the session on Saturday 25/3/2017. Three working days and three days before are
both Wednesday 22/3; ten working days after, over the Hung Kings' day of 6/4, is Monday 10/4.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlers.rules.milestone_clock import Standing, standing
from storage.database import Database
from storage.records import MilestoneState
from tests.acceptance.plans import deeds, papers
from tests.acceptance.plans.town import ON_SQLITE, Town, local, to
from tests.house import Someone

SESSION = "Đối thoại giữa Bí thư"
NOTICE = "Bí thư Đảng ủy đối thoại với nhân dân ấp Chợ và ấp Căn cứ ngày 25/03/2017, tại Nhà văn hóa xã."
RUBBISH = "Rác chợ đổ ra kênh, mùi hôi cả ấp, đã kiến nghị nhiều lần."
PLANNING = "Đất nhà tôi nằm trong quy hoạch treo mười năm, xin cho biết bao giờ thực hiện."
CEMETERY = "Đề nghị xã cho biết lịch sửa nghĩa trang liệt sĩ."
LATE = "Đề nghị lắp thêm loa ở ấp Căn cứ."
ACCUSATION = "Tôi tố cáo ông Nguyễn Văn Mỗ, cán bộ địa chính, nhận hối lộ 10 triệu đồng để cấp giấy."
CONCLUSION = "Thường trực Đảng ủy kết luận từng nội dung bà con nêu."


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who acts in this story."""

    office: Someone
    clerk: Someone
    chair: Someone
    committee: Someone
    servants: Someone
    front: Someone
    unions: Someone
    market_cell: Someone
    base_cell: Someone
    ba: Someone
    tu: Someone


@ON_SQLITE
async def test_the_commune_of_2017_keeps_its_three_dates_and_its_ten_days(database: Database, tmp_path: Path) -> None:
    town = await Town.of_plan(database, "dang-uy-xa-2017", local(2017, 3, 1))
    assert any("rơi vào ngày nghỉ" in str(finding) for finding in town.findings), "the session is on a Saturday"
    who = await everybody_comes(town)
    await everybody_may_know_what_it_is_about(town, who)
    codes = await opinions_come_in_before_the_fifteenth(town, who)
    await one_report_is_late(town, who)
    await answers_are_prepared(town, who, codes)
    await letters_are_owed_by_two_rules(town, who)
    await the_conclusion_takes_ten_working_days(town, tmp_path, who, codes)
    await the_plan_is_closed(town, tmp_path, who)
    await deeds.nobody_read(town, "Mỗ", codes["secret"], ("Người nhận tố cáo", "Tư"))
    await town.nothing_was_said_twice()


async def everybody_comes(town: Town) -> Parties:
    """The commune's bodies, the two hamlets' cells, a resident of each hamlet; the clause against abuse is shown."""
    office = await town.enrol("Hoa", "Văn phòng")
    clerk = await town.enrol("Liên", "Cơ quan tổng hợp")
    chair = await town.enrol("Bí thư", "Người chủ trì")
    await town.enrol("Người nhận tố cáo", "Người nhận tố cáo")
    agency = "Cơ quan trả lời"
    committee = await town.enrol("Ủy ban", agency, "Ủy ban nhân dân xã")
    servants = await town.enrol("Công chức", agency, "Cán bộ, công chức")
    front = await town.enrol("Mặt trận", agency, "Mặt trận Tổ quốc xã")
    unions = await town.enrol("Đoàn thể", agency, "Các đoàn thể xã")
    market_cell = await town.enrol("Chi ủy ấp Chợ", agency, "Chi ủy chi bộ ấp Chợ")
    base_cell = await town.enrol("Chi ủy ấp Căn cứ", agency, "Chi ủy chi bộ ấp Căn cứ")
    ba = await town.comes("Ba", "Ấp Chợ")
    assert "Không lợi dụng việc đối thoại" in (await ba.heard())[0].text
    tu = await town.comes("Tư", "Ấp Căn cứ", "web_chat")
    return Parties(
        office=office,
        clerk=clerk,
        chair=chair,
        committee=committee,
        servants=servants,
        front=front,
        unions=unions,
        market_cell=market_cell,
        base_cell=base_cell,
        ba=ba,
        tu=tu,
    )


async def everybody_may_know_what_it_is_about(town: Town, who: Parties) -> None:
    """Six matters, the day, the place; the office also sees how many each hamlet is to send."""
    await who.ba.say("/lich")
    for words in ("thứ Bảy, 25/03/2017", "Nhà văn hóa xã", "đến hết ngày 14/03/2017", "quy hoạch chỉnh trang đô thị"):
        assert words in who.ba.last.text
    assert "cải cách hành chính" in who.ba.last.text
    await who.office.say("/phien")
    await who.office.tap(SESSION)
    assert "mỗi ấp ít nhất 70 đại biểu" in who.office.last.text
    await deeds.announces(who.office, who.clerk, NOTICE)
    letters = await town.until(local(2017, 3, 1, 10))
    assert NOTICE in to(letters, who.ba)
    assert NOTICE in to(letters, who.tu)
    assert (await town.promise("loa-xa")).state is MilestoneState.DONE


async def opinions_come_in_before_the_fifteenth(town: Town, who: Parties) -> dict[str, str]:
    """«trước ngày 15/03» leaves out the fifteenth; what fits none of the six matters is taken too, word for word."""
    codes = {"rubbish": await deeds.sends(who.ba, RUBBISH, "Môi trường")}
    codes["planning"] = await deeds.sends(who.ba, PLANNING, "Xây dựng")
    codes["secret"] = await deeds.accuses(who.tu, ACCUSATION)
    assert "số 1" in await deeds.registers(who.ba, "Rác chợ đổ ra kênh.", "Môi trường")
    letters = await town.until(local(2017, 3, 14, 16))
    for someone in (who.committee, who.front, who.unions, who.market_cell, who.base_cell):
        told = to(letters, someone)
        assert "thứ Ba, 14/03/2017: còn 3 ngày" in told
        assert "thứ Ba, 14/03/2017: còn 1 ngày" in told
    await the_senders_report(town, who)
    town.at = local(2017, 3, 14, 23, 59)
    codes["cemetery"] = await deeds.sends(who.tu, CEMETERY)
    assert "Ý kiến được đưa vào buổi" in who.tu.last.text
    town.at = local(2017, 3, 15, 0, 0)
    await who.tu.say(LATE)
    await deeds.chooses_topic(who.tu, "Việc khác")
    assert "nhận đến hết ngày 14/03/2017" in who.tu.last.text
    await who.tu.tap("Giữ cho phiên sau")
    assert "giữ cho buổi đối thoại sau" in who.tu.last.text
    await who.office.say(f"/xem {codes['rubbish']}")
    assert RUBBISH in "".join(reply.text for reply in await who.office.heard())
    return codes


async def the_senders_report(town: Town, who: Parties) -> None:
    """The Front, the unions and both cells in time; what goes «qua Văn phòng» the office hears of, and the chair."""
    await deeds.marks(who.front, town, "doan-the-bao-cao", "mat-tran")
    await deeds.marks(who.unions, town, "doan-the-bao-cao", "doan-the")
    await deeds.marks(who.market_cell, town, "chi-uy-bao-cao", "chi-uy-ap-cho")
    heard = [reply.text for reply in await who.office.heard()]
    assert any("Chi ủy chi bộ ấp Chợ báo đã xong" in text for text in heard)
    assert any("Chi ủy chi bộ ấp Chợ báo đã xong" in reply.text for reply in await who.chair.heard())
    await deeds.marks(who.base_cell, town, "chi-uy-bao-cao", "chi-uy-ap-can-cu")


async def one_report_is_late(town: Town, who: Parties) -> None:
    """The committee's alone; the machine was off for two days, and its superior hears all the same, once."""
    letters = await town.until(local(2017, 3, 15, 9))
    assert "Tổng số: 3 ý kiến" in to(letters, who.clerk)
    letters = await town.down_until(local(2017, 3, 17, 9))
    late = "Báo cáo tình hình, thực trạng"
    assert to(letters, who.committee).count(late) == 1, "one letter for two days, not two"
    assert "trễ 3 ngày" in to(letters, who.committee)
    assert late in to(letters, who.chair), "who stands above"
    assert "thứ Sáu, 17/03/2017: hạn hôm nay" in to(letters, who.office), "sorted before the eighteenth"
    assert "Trễ so với hạn thứ Ba, 14/03/2017" in await deeds.marks(who.committee, town, "ubnd-bao-cao")
    assert "Đúng hạn" in await deeds.marks(who.office, town, "phan-loai")


async def answers_are_prepared(town: Town, who: Parties, codes: dict[str, str]) -> None:
    """Opinions are given to who answers, drafted, and approved by the standing committee's chair."""
    await deeds.assigns(who.office, codes["rubbish"], "Ủy ban nhân dân xã")
    await deeds.assigns(who.office, codes["cemetery"], "Cán bộ, công chức", "24/03/2017")
    assert codes["cemetery"] in (await who.servants.heard())[-1].text
    await deeds.answers(who.servants, who.chair, codes["cemetery"], "Xã sửa nghĩa trang trước 27/7/2017.")
    assert "trước 27/7/2017" in (await who.tu.heard())[-1].text


async def letters_are_owed_by_two_rules(town: Town, who: Parties) -> None:
    """Delegates three working days before, residents three days before: the office and the cells are reminded."""
    letters = await town.until(local(2017, 3, 21, 9))
    assert "Phát hành Giấy mời đại biểu\n  thứ Tư, 22/03/2017: còn 1 ngày" in to(letters, who.office)
    assert "Gửi Giấy mời cho nhân dân\n  thứ Tư, 22/03/2017: còn 1 ngày" in to(letters, who.base_cell)
    await deeds.marks(who.office, town, "giay-moi-dai-bieu")
    await deeds.marks(who.market_cell, town, "giay-moi-nhan-dan", "chi-uy-ap-cho")
    await deeds.marks(who.base_cell, town, "giay-moi-nhan-dan", "chi-uy-ap-can-cu")
    delegates, residents = (
        await town.promise("giay-moi-dai-bieu"),
        await town.promise("giay-moi-nhan-dan", "chi-uy-ap-cho"),
    )
    assert "ngày làm việc" in delegates.explanation
    assert "ngày làm việc" not in residents.explanation


async def the_conclusion_takes_ten_working_days(town: Town, folder: Path, who: Parties, codes: dict[str, str]) -> None:
    """Of the standing committee, on the tenth working day; what the province plans goes up by letter."""
    letters = await town.until(local(2017, 4, 7, 9))
    assert "thông báo ý kiến kết luận".casefold() in to(letters, who.office).casefold()
    assert "thứ Hai, 10/04/2017: còn 3 ngày" in to(letters, who.office)
    await town.until(local(2017, 4, 10, 16))
    await deeds.begins_conclusion(who.clerk, SESSION, CONCLUSION)
    await deeds.decides(who.clerk, SESSION, {codes["planning"]: ("Chuyển cấp trên", "Ủy ban nhân dân huyện")})
    await deeds.hands_in(who.clerk, who.chair, SESSION)
    conclusion = await town.promise("thong-bao-ket-luan")
    assert (conclusion.due_on, standing(conclusion, town.at)) == (date(2017, 4, 10), Standing.DONE)
    told = (await who.ba.heard())[-1].text
    assert CONCLUSION in told
    assert "Ủy ban nhân dân huyện" in told
    notice = await papers.releases(town, folder, who.clerk, who.chair, "ketluan", "doi-thoai-2017")
    for words in ("Số 01-TB/ĐU", CONCLUSION, PLANNING, "Ủy ban nhân dân xã"):
        assert words in notice, notice


async def the_plan_is_closed(town: Town, folder: Path, who: Parties) -> None:
    """The answer to the opinion that was given out is late by a day and stays so; then nothing is open."""
    letters = await town.until(local(2017, 4, 11, 9))
    assert "DUX-0001 · Môi trường, rác thải · Ủy ban nhân dân xã: hạn 10/04/2017" in to(letters, who.committee)
    await deeds.answers(who.committee, who.office, "DUX-0001", "Xã dời điểm đổ rác ra khỏi kênh trong tháng 5/2017.")
    await deeds.ticks_off(town, {"": who.office})
    await deeds.everything_is_closed(town, "doi-thoai-2017")
    for official in (who.office, who.chair, who.committee, who.front):
        await deeds.has_nothing_left(official)
    assert await town.until(local(2017, 4, 25, 9)) == []
    index = await papers.dossier(town, folder, who.office, "doi-thoai-2017")
    assert "Thông báo kết luận số 01-TB-ĐU" in index, index
