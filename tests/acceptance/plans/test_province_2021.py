"""Province 2021: one session in April, one in the third quarter, and one beside the plan (domain facts 1.3, plan 003).

Young people and women report «chậm nhất trong ngày 31/3», Lý Sơn «chậm nhất trước ngày 31/5»: the one day counts, the
other does not. The papers for the chair are owed ten days before, once the day is fixed: 12/4 for 22/4/2021.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handlers.rules.milestone_clock import Standing, standing
from storage.database import Database
from storage.records import MilestoneState, SessionState
from tests.acceptance.plans import deeds, papers
from tests.acceptance.plans.town import ON_SQLITE, Town, local, to
from tests.house import Someone

JOBS, ISLAND, AD_HOC = "Khởi nghiệp, dạy nghề", "Lắng nghe cán bộ, Nhân dân", "Đối thoại đột xuất về tàu cao tốc"
NOTICE = "Bí thư Tỉnh ủy đối thoại với thanh niên, phụ nữ ngày 22/4/2021, tại Hội trường Trạm khách T50."
LOAN = "Thanh niên khởi nghiệp khó vay vốn vì không có tài sản thế chấp."
TRAINING = "Lớp dạy nghề may ở huyện mở rồi không có việc làm."
TAX = "Đề nghị miễn thuế ba năm cho doanh nghiệp mới của thanh niên."
CLINIC = "Trung tâm y tế Lý Sơn thiếu bác sĩ, chuyển viện rất khó."
BOAT = "Tàu ra đảo nghỉ nhiều ngày, không ai báo cho dân."
ACCUSATION = "Tôi tố cáo ông Nguyễn Văn Mỗ, giám đốc trung tâm, nhận hối lộ 50 triệu đồng để nhận người vào làm."
COMPLAINT = "Tôi khiếu nại Quyết định số 12/QĐ-UBND thu hồi đất của gia đình tôi."
CONCLUSION = "Bí thư Tỉnh ủy kết luận các nội dung đã nêu."


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who acts in this story."""

    office: Someone
    movement: Someone
    secretary: Someone
    youth: Someone
    women: Someone
    island: Someone
    departments: Someone
    committee: Someone
    lan: Someone
    dao: Someone


@ON_SQLITE
async def test_the_province_of_2021_holds_two_sessions_and_one_beside_the_plan(
    database: Database, tmp_path: Path
) -> None:
    town = await Town.of_plan(database, "tinh-uy-quang-ngai-2021", local(2021, 3, 8))
    assert any("nên đối thoại từ Chủ nhật 11/4/2021" in str(finding) for finding in town.findings)
    who = await everybody_comes(town)
    codes = await the_thirty_first_of_march_counts(town, who)
    await april_is_fixed_and_papers_are_owed(town, who)
    await the_first_session_is_concluded(town, tmp_path, who, codes)
    await the_thirty_first_of_may_does_not_count(town, who, codes)
    await a_session_beside_the_plan(town, who)
    await the_island_session_is_fixed_in_its_quarter(town, who, codes)
    await the_plan_is_closed(town, tmp_path, who)
    await deeds.nobody_read(town, "Mỗ", codes["secret"], ("Người nhận tố cáo", "Đào"))
    await town.nothing_was_said_twice()


async def everybody_comes(town: Town) -> Parties:
    """The province's bodies; somebody of the mainland and somebody of Lý Sơn."""
    office = await town.enrol("Hoa", "Văn phòng")
    movement = await town.enrol("Dân vận", "Cơ quan tổng hợp")
    secretary = await town.enrol("Bí thư", "Người chủ trì")
    await town.enrol("Người nhận tố cáo", "Người nhận tố cáo")
    agency = "Cơ quan trả lời"
    youth = await town.enrol("Tỉnh đoàn", agency, "Ban Thường vụ Tỉnh đoàn")
    women = await town.enrol("Phụ nữ", agency, "Đảng đoàn Hội Liên hiệp Phụ nữ")
    island = await town.enrol("Lý Sơn", agency, "Ban Thường vụ Huyện ủy Lý Sơn")
    departments = await town.enrol("Sở ngành", agency, "Các sở, ngành")
    committee = await town.enrol("Ủy ban", agency, "Ủy ban nhân dân tỉnh")
    lan = await town.comes("Lan", "Nơi khác")
    dao = await town.comes("Đào", "Huyện Lý Sơn", "web_chat")
    return Parties(
        office=office,
        movement=movement,
        secretary=secretary,
        youth=youth,
        women=women,
        island=island,
        departments=departments,
        committee=committee,
        lan=lan,
        dao=dao,
    )


async def the_thirty_first_of_march_counts(town: Town, who: Parties) -> dict[str, str]:
    """Two sessions, one known by its month and one by its quarter; the last minute of 31/3 is still in time."""
    await who.lan.say("/lich")
    for words in ("dự kiến trong tháng 4/2021", "dự kiến trong quý III/2021", "đến hết ngày 31/03/2021"):
        assert words in who.lan.last.text
    codes = {"loan": await deeds.sends(who.lan, LOAN, "Việc làm")}
    codes["training"] = await deeds.sends(who.lan, TRAINING, "Việc làm")
    codes["secret"] = await deeds.accuses(who.dao, ACCUSATION)
    await who.lan.say(COMPLAINT)
    assert "khiếu nại" in who.lan.last.text
    assert "có thủ tục riêng" in who.lan.last.text
    await who.lan.tap("Bỏ")
    letters = await town.until(local(2021, 3, 31, 23, 59))
    for someone in (who.youth, who.women):
        assert "thứ Tư, 31/03/2021: còn 3 ngày" in to(letters, someone)
        assert "thứ Tư, 31/03/2021: còn 1 ngày" in to(letters, someone)
    assert "Đúng hạn" in await deeds.marks(who.youth, town, "doan-the-dan-van", "tinh-doan")
    assert any("Tỉnh đoàn báo đã xong" in reply.text for reply in await who.movement.heard())
    codes["tax"] = await deeds.sends(who.lan, TAX, "Tài chính")
    assert "Khởi nghiệp" in who.lan.last.text
    town.at = local(2021, 4, 1, 0, 0)
    assert "Trễ so với hạn thứ Tư, 31/03/2021" in await deeds.marks(who.women, town, "doan-the-dan-van", "phu-nu")
    return codes


async def april_is_fixed_and_papers_are_owed(town: Town, who: Parties) -> None:
    """With the day the ten days of the dossier are counted, and who owes it is told and reminded."""
    assert (await town.promise("ho-so", session="khoi-nghiep")).due_on is None
    await town.until(local(2021, 4, 1, 9))
    shown = await deeds.fixes(who.office, JOBS, when="22/4/2021 8h-11h30", announce="")
    assert "chưa có ngày → thứ Hai, 12/04/2021" in shown
    assert "khoảng 200 người" in shown
    assert "thứ Hai, 12/04/2021" in (await who.movement.heard())[-1].text
    assert "22/04/2021" in (await who.lan.heard())[-1].text
    await deeds.announces(who.office, who.movement, NOTICE)
    assert "số 1" in await deeds.registers(who.lan, "Vay vốn khởi nghiệp.", "Việc làm")
    letters = await town.until(local(2021, 4, 11, 9))
    assert NOTICE in to(letters, who.dao)
    assert "thứ Hai, 12/04/2021: còn 3 ngày" in to(letters, who.movement)
    assert "thứ Hai, 12/04/2021: còn 1 ngày" in to(letters, who.movement)
    assert "Đúng hạn" in await deeds.marks(who.movement, town, "ho-so", session="khoi-nghiep")
    assert any("báo đã xong: Trình nội dung" in reply.text for reply in await who.secretary.heard())


async def the_first_session_is_concluded(town: Town, folder: Path, who: Parties, codes: dict[str, str]) -> None:
    """The movement board drafts, the office releases: answered there, given to the departments, or upward."""
    await town.until(local(2021, 4, 22, 15))
    title = (await town.session_of("khoi-nghiep")).title
    await deeds.begins_conclusion(who.movement, title, CONCLUSION)
    outcomes = {
        codes["loan"]: ("Đã trả lời tại phiên", "Tỉnh lập quỹ bảo lãnh trong năm 2021."),
        codes["training"]: ("Giao cơ quan", "Các sở, ngành", "14/05/2021"),
        codes["tax"]: ("Chuyển cấp trên", "Bộ Tài chính"),
    }
    await deeds.decides(who.movement, title, outcomes)
    await deeds.hands_in(who.movement, who.office, title)
    told = (await who.lan.heard())[-1].text
    for words in (CONCLUSION, "quỹ bảo lãnh", "14/05/2021", "Bộ Tài chính"):
        assert words in told
    assert codes["training"] in (await who.departments.heard())[-1].text
    assert (await town.promise("thong-bao-ket-luan", session="khoi-nghiep")).state is MilestoneState.DONE
    letters = await town.until(local(2021, 5, 15, 9))
    assert codes["training"] in to(letters, who.departments), "late by a day"
    assert codes["training"] in to(letters, who.movement), "who follows the conclusion's tasks hears of it too"
    await deeds.answers(who.departments, who.movement, codes["training"], "Sở mở sàn việc làm tại huyện, tháng 6/2021.")
    assert "sàn việc làm" in (await who.lan.heard())[-1].text
    notice = await papers.releases(town, folder, who.movement, who.office, "ketluan", "khoi-nghiep")
    for words in ("-TB/TU", CONCLUSION, TAX, "Các sở, ngành"):
        assert words in notice, notice


async def the_thirty_first_of_may_does_not_count(town: Town, who: Parties, codes: dict[str, str]) -> None:
    """«trước ngày 31/5»: the last day is Sunday 30/5; the report of the thirty-first is late."""
    await town.until(local(2021, 5, 30, 23, 59))
    codes["clinic"] = await deeds.sends(who.dao, CLINIC, "Y tế")
    assert "Lắng nghe cán bộ" in who.dao.last.text
    town.at = local(2021, 5, 31, 0, 0)
    assert "Trễ so với hạn Chủ nhật, 30/05/2021" in await deeds.marks(who.island, town, "ly-son-dan-van")
    await who.dao.say("Xin mở thêm lớp học bơi cho trẻ em.")
    await deeds.chooses_topic(who.dao, "Giáo dục")
    assert "nhận đến hết ngày 30/05/2021" in who.dao.last.text
    await who.dao.tap("Bỏ")


async def a_session_beside_the_plan(town: Town, who: Parties) -> None:
    """«đối thoại đột xuất … khi cần thiết»: made in chat; it has the promises that count from its own day."""
    await town.until(local(2021, 6, 7, 9))
    for typed in ("/phien moi", AD_HOC, "24/6/2021 14h-16h30", "Hội trường huyện Lý Sơn", "7/6/2021", "20/6/2021"):
        await who.office.say(typed)
    await who.office.tap("Công bố")
    await who.office.tap("Lưu")
    (session,) = [one for one in await town.sessions() if one.title == AD_HOC]
    papers = await town.promise("ho-so", session=session.key)
    assert papers.due_on == date(2021, 6, 14)
    code = await deeds.sends(who.dao, BOAT, "Giao thông")
    assert AD_HOC in who.dao.last.text
    letters = await town.until(local(2021, 6, 24, 17))
    assert AD_HOC in to(letters, who.movement)
    await deeds.begins_conclusion(who.secretary, AD_HOC, CONCLUSION)
    await deeds.decides(who.secretary, AD_HOC, {code: ("Đã trả lời tại phiên", "Cảng vụ báo lịch tàu trước một ngày.")})
    await deeds.hands_in(who.secretary, who.office, AD_HOC)
    assert "báo lịch tàu" in (await who.dao.heard())[-1].text


async def the_island_session_is_fixed_in_its_quarter(town: Town, who: Parties, codes: dict[str, str]) -> None:
    """Day and place, both left open, are fixed in July; who wrote in May is told; the conclusion ends it."""
    await town.until(local(2021, 7, 12, 9))
    shown = await deeds.fixes(who.office, ISLAND, when="12/8/2021 8h-11h30", venue="Hội trường UBND huyện Lý Sơn")
    assert "khoảng 150 người" in shown
    await deeds.fixes(who.office, ISLAND, announce="")
    assert (await town.promise("ho-so", session="ly-son")).due_on == date(2021, 8, 2)
    assert any("12/08/2021" in reply.text for reply in await who.dao.heard())
    await town.until(local(2021, 8, 12, 15))
    title = (await town.session_of("ly-son")).title
    await deeds.begins_conclusion(who.movement, title, CONCLUSION)
    await deeds.decides(who.movement, title, {codes["clinic"]: ("Chuyển cấp trên", "Bộ Y tế")})
    await deeds.hands_in(who.movement, who.office, title)
    assert "Bộ Y tế" in (await who.dao.heard())[-1].text


async def the_plan_is_closed(town: Town, folder: Path, who: Parties) -> None:
    """Every session is concluded, what has no day ticked off by who owes it, and nothing is open."""
    by = {"": who.office, "tinh-doan": who.youth, "phu-nu": who.women, "ubnd": who.committee}
    await deeds.ticks_off(town, by)
    for session in await town.sessions():
        assert session.state is SessionState.CONCLUDED
        await deeds.everything_is_closed(town, session.key)
    assert standing(await town.promise("ly-son-dan-van"), town.at) is Standing.DONE_LATE
    for official in (who.office, who.movement, who.secretary, who.youth, who.island, who.departments):
        await deeds.has_nothing_left(official)
    assert await town.until(local(2021, 9, 1, 9)) == []
    index = await papers.dossier(town, folder, who.office, "khoi-nghiep")
    assert "Thông báo kết luận số" in index, index
