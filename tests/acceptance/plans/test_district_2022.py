"""District 2022: three sessions by quarter, one for each audience, each counted once its day is fixed (plan 000).

The farmers' session is fixed for 21/6/2022 and then moved to 28/6: opinions ten days before, loudspeakers seven days
before. Xã Ngọc Vân follows on 9/8 with its full roll, the teachers on 20/9.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from handlers.rules.milestone_clock import Standing, standing
from storage.database import Database
from storage.records import MilestoneState
from tests.acceptance.plans import deeds, papers
from tests.acceptance.plans.town import ON_SQLITE, Town, local, to
from tests.house import Someone

FARMERS, VILLAGE, TEACHERS = "Tiếp xúc, đối thoại với đại diện cán bộ, hội viên", "xã Ngọc Vân", "quản lý, giáo viên"
NOTICE = "Bí thư Huyện ủy đối thoại với hội viên Hội Nông dân: 8 giờ ngày 28/6/2022, tại Hội trường UBND xã Ngọc Châu."
LOAN = "Hội viên khó vay vốn nuôi bò, đề nghị tăng hạn mức."
CANAL = "Kênh cấp ba qua xã Ngọc Châu cạn nước, vụ này không cấy được."
IRRIGATION = "Mức thu thủy lợi phí của tỉnh cao, đề nghị giảm."
CONCLUSION = "Bí thư Huyện ủy kết luận từng nội dung đã nêu."


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who acts in this story."""

    office: Someone
    movement: Someone
    secretary: Someone
    farmers: Someone
    education: Someone
    village: Someone
    organisation: Someone
    lan: Someone
    hai: Someone


@ON_SQLITE
async def test_the_district_of_2022_holds_three_sessions_as_their_days_are_fixed(
    database: Database, tmp_path: Path
) -> None:
    town = await Town.of_plan(database, "huyen-uy-2022", local(2022, 4, 4))
    assert any("cấp huyện không còn từ 01/7/2025" in str(finding) for finding in town.findings)
    who = await everybody_comes(town)
    await nothing_is_counted_while_there_are_only_quarters(town, who)
    codes = await the_farmers_day_is_fixed_and_moved(town, who)
    await the_farmers_report_through_the_movement_board(town, who)
    await the_farmers_session_is_concluded(town, tmp_path, who, codes)
    await another_session(town, who, "ngoc-van", VILLAGE, date(2022, 8, 9))
    await another_session(town, who, "giao-vien", TEACHERS, date(2022, 9, 20))
    await the_plan_is_closed(town, tmp_path, who)
    await town.nothing_was_said_twice()


async def everybody_comes(town: Town) -> Parties:
    """The district's bodies, and a resident of each of two communes."""
    office = await town.enrol("Hoa", "Văn phòng")
    movement = await town.enrol("Dân vận", "Cơ quan tổng hợp")
    secretary = await town.enrol("Bí thư", "Người chủ trì")
    agency = "Cơ quan trả lời"
    farmers = await town.enrol("Nông dân", agency, "Hội Nông dân huyện")
    education = await town.enrol("Giáo dục", agency, "Phòng Giáo dục")
    village = await town.enrol("Ngọc Vân", agency, "Đảng ủy xã Ngọc Vân")
    organisation = await town.enrol("Tổ chức", agency, "Ban Tổ chức")
    lan = await town.comes("Lan", "Xã Ngọc Châu")
    hai = await town.comes("Hải", "Xã Ngọc Vân", "web_chat")
    return Parties(
        office=office,
        movement=movement,
        secretary=secretary,
        farmers=farmers,
        education=education,
        village=village,
        organisation=organisation,
        lan=lan,
        hai=hai,
    )


async def nothing_is_counted_while_there_are_only_quarters(town: Town, who: Parties) -> None:
    """Everybody reads the quarter; nobody is reminded of a day that there is not."""
    await who.lan.say("/lich")
    assert "dự kiến trong quý II/2022" in who.lan.last.text
    assert "dự kiến trong quý III/2022" in who.lan.last.text
    await who.farmers.say("/hanchot")
    assert "Chưa có ngày" in who.farmers.last.text
    assert "Trễ hạn" not in who.farmers.last.text
    await town.until(local(2022, 5, 16))
    assert all(one.due_on is None for one in await town.milestones())


async def the_farmers_day_is_fixed_and_moved(town: Town, who: Parties) -> dict[str, str]:
    """Who owes something hears when the day is fixed and when it moves, residents too; moves are shown first."""
    shown = await deeds.fixes(who.office, FARMERS, when="21/6/2022 8h-11h30", announce="")
    assert "Tổng hợp ý kiến, tâm tư, nguyện vọng của hội viên: chưa có ngày → thứ Bảy, 11/06/2022" in shown
    assert "thứ Bảy, 11/06/2022" in (await who.farmers.heard())[-1].text
    codes = {"loan": await deeds.sends(who.lan, LOAN, "Việc làm")}
    assert "21/06/2022" in who.lan.last.text
    codes["canal"] = await deeds.sends(who.lan, CANAL, "Nông nghiệp")
    assert "số 1" in await deeds.registers(who.lan, "Vay vốn nuôi bò.", "Việc làm")
    assert "số 2" in await deeds.registers(who.hai, "Giá điện bơm nước.", "Nông nghiệp")
    codes["irrigation"] = await deeds.sends(who.hai, IRRIGATION, "Nông nghiệp")
    await town.until(local(2022, 5, 30))
    shown = await deeds.fixes(who.office, FARMERS, when="28/6/2022 8h-11h30")
    assert "thứ Bảy, 11/06/2022 → thứ Bảy, 18/06/2022" in shown
    assert "2 người" in shown
    for someone in (who.lan, who.hai):
        assert "thứ Ba, 28/06/2022" in (await someone.heard())[-1].text
    assert "thứ Bảy, 11/06/2022 → thứ Bảy, 18/06/2022" in (await who.farmers.heard())[-1].text
    loudspeakers = await town.promise("loa", session="nong-dan")
    assert loudspeakers.due_on == date(2022, 6, 21)
    assert (await town.promise("giao-duc-bao-cao", session="giao-vien")).due_on is None
    return codes


async def the_farmers_report_through_the_movement_board(town: Town, who: Parties) -> None:
    """Ten days before, «qua Ban Dân vận», who hears that it came; seven days before on the loudspeakers."""
    letters = await town.until(local(2022, 6, 17, 9))
    told = to(letters, who.farmers)
    assert "11/06/2022" not in told
    assert "thứ Bảy, 18/06/2022: còn 3 ngày" in told
    assert "thứ Bảy, 18/06/2022: còn 1 ngày" in told
    assert "qua Ban Dân vận Huyện ủy" in told
    assert "Đúng hạn" in await deeds.marks(who.farmers, town, "nong-dan-bao-cao", session="nong-dan")
    for someone in (who.movement, who.secretary):
        assert any("Hội Nông dân huyện báo đã xong" in reply.text for reply in await someone.heard())
    letters = await town.until(local(2022, 6, 20, 9))
    assert "trên hệ thống truyền thanh\n  thứ Ba, 21/06/2022: còn 1 ngày" in to(letters, who.movement)
    await deeds.announces(who.movement, who.office, NOTICE)
    letters = await town.until(local(2022, 6, 20, 10))
    assert NOTICE in to(letters, who.lan)
    assert (await town.promise("loa", session="nong-dan")).state is MilestoneState.DONE


async def the_farmers_session_is_concluded(town: Town, folder: Path, who: Parties, codes: dict[str, str]) -> None:
    """Answered there; not yet solved and so given to an agency; beyond the district and so upward."""
    letters = await town.until(local(2022, 6, 28, 14))
    assert "Buổi đối thoại\n  8 giờ, thứ Ba, 28/06/2022: còn 1 ngày" in to(letters, who.secretary)
    title = (await town.session_of("nong-dan")).title
    await deeds.begins_conclusion(who.movement, title, CONCLUSION)
    outcomes = {
        codes["loan"]: ("Đã trả lời tại phiên", "Ngân hàng chính sách tăng hạn mức từ quý III."),
        codes["canal"]: ("Giao cơ quan", "Hội Nông dân huyện", "12/07/2022"),
        codes["irrigation"]: ("Chuyển cấp trên", "Tỉnh ủy"),
    }
    await deeds.decides(who.movement, title, outcomes)
    await deeds.hands_in(who.movement, who.secretary, title)
    lan, hai = (await who.lan.heard())[-1].text, (await who.hai.heard())[-1].text
    assert "tăng hạn mức từ quý III" in lan
    assert "12/07/2022" in lan
    assert "Tỉnh ủy" in hai
    assert "tăng hạn mức" not in hai
    assert (await town.promise("thong-bao-y-kien", session="nong-dan")).state is MilestoneState.DONE
    assert (await town.promise("tra-loi-kien-nghi", session="nong-dan")).is_open
    await town.until(local(2022, 7, 8, 9))
    await deeds.answers(who.farmers, who.office, codes["canal"], "Trạm bơm chạy lại từ 10/7/2022.")
    assert "Trạm bơm chạy lại" in (await who.lan.heard())[-1].text
    given = await town.promise("tra-loi-kien-nghi", session="nong-dan")
    assert standing(given, town.at) is Standing.DONE
    notice = await papers.releases(town, folder, who.movement, who.secretary, "ketluan", "nong-dan")
    for words in ("-TB/HU", CONCLUSION, "Hội Nông dân huyện", IRRIGATION):
        assert words in notice, notice


async def another_session(town: Town, who: Parties, key: str, title: str, day: date) -> None:
    """The next of the three: its day fixed three weeks before, its own report and hall, its conclusion."""
    await town.until(local(day.year, day.month, day.day, 9) - timedelta(weeks=3))
    shown = await deeds.fixes(who.office, title, when=f"{day:%d/%m/%Y} 8h-11h30", announce="")
    if key == "ngoc-van":
        assert "100% cán bộ, đảng viên, đại diện nhân dân địa phương" in shown
        assert "Hội trường UBND xã Ngọc Vân" in shown
    due = (await town.promise("lien-quan-bao-cao", session=key)).due_on
    assert due is not None
    assert (day - due).days == 10
    code = await deeds.sends(who.hai, f"Đề nghị làm rõ nội dung buổi ngày {day:%d/%m}.")
    assert f"{day:%d/%m/%Y}" in who.hai.last.text
    await town.until(local(day.year, day.month, day.day, 14))
    full = (await town.session_of(key)).title
    await deeds.begins_conclusion(who.secretary, full, CONCLUSION)
    await deeds.decides(who.secretary, full, {code: ("Đã trả lời tại phiên", "Đã giải thích tại buổi đối thoại.")})
    await deeds.hands_in(who.secretary, who.movement, full)
    assert "Đã giải thích tại buổi" in (await who.hai.heard())[-1].text


async def the_plan_is_closed(town: Town, folder: Path, who: Parties) -> None:
    """Each session to its end: what was reported late keeps its flag, and nothing is open."""
    by = {"": who.office, "nong-dan": who.farmers, "giao-duc": who.education, "dang-uy-ngoc-van": who.village}
    await deeds.ticks_off(town, by)
    for key in ("nong-dan", "ngoc-van", "giao-vien"):
        await deeds.everything_is_closed(town, key)
    assert standing(await town.promise("giao-duc-bao-cao", session="giao-vien"), town.at) is Standing.DONE_LATE
    for official in (who.office, who.movement, who.secretary, who.farmers, who.education, who.village):
        await deeds.has_nothing_left(official)
    assert await town.until(local(2022, 10, 10, 9)) == []
    index = await papers.dossier(town, folder, who.office, "nong-dan")
    assert "Thông báo kết luận số" in index, index
