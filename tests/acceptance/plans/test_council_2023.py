"""Commune council 2023: one session in one hamlet, to its last answer (domain facts 1.3, plan 001).

The plan is of Thursday 10/8/2023, the session of Wednesday 13/9/2023. Five days before is 8/9, two days before 11/9.
The conclusion is owed by 20/9 and the answers by 4/10: five and fifteen working days.
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

SESSION = "Tiếp xúc, đối thoại trực tiếp với Nhân dân thôn Kiêm Tân"
NOTICE = "Chủ tịch HĐND xã đối thoại với Nhân dân thôn Kiêm Tân: 8 giờ ngày 13/9/2023, tại Nhà văn hóa thôn."
ROAD = "Đường ngõ 3 hỏng đã hai năm, mưa xuống ngập đến cửa nhà."
ALLOWANCE = "Mẹ tôi 82 tuổi chưa được nhận trợ cấp người cao tuổi."
PYLON = "Cột điện cao thế đặt sát nhà văn hóa thôn, đề nghị di dời."
BOUNDARY = "Mốc giới ruộng nhà tôi bị lệch so với bản đồ."
LATE = "Đề nghị làm sân bóng cho thanh niên."
ACCUSATION = "Tôi tố cáo ông Nguyễn Văn Mỗ, cán bộ thôn, nhận tiền hối lộ 20 triệu đồng của các hộ khi bán đất công."
CONCLUSION = "Chủ tịch HĐND xã tiếp thu ý kiến của bà con thôn Kiêm Tân."


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who acts in this story."""

    office: Someone
    clerk: Someone
    chair: Someone
    front: Someone
    committee: Someone
    unions: Someone
    movement: Someone
    inspector: Someone
    lan: Someone
    binh: Someone


@ON_SQLITE
async def test_the_council_of_2023_keeps_its_plan_to_the_last_answer(database: Database, tmp_path: Path) -> None:
    town = await Town.of_plan(database, "hdnd-quang-nghiep-2023", local(2023, 8, 10))
    assert any("ngắn hơn 7 ngày theo luật" in str(finding) for finding in town.findings)
    who = await everybody_comes(town)
    await the_notice_goes_out(town, who)
    codes = await opinions_come_in_until_the_eighth(town, who)
    await what_is_owed_before_the_session(town, who)
    await the_road_is_answered(who, codes)
    await the_session_is_concluded(town, tmp_path, who, codes)
    await the_rest_is_answered_with_more_time(town, who, codes)
    await the_plan_is_closed(town, tmp_path, who)
    await deeds.nobody_read(town, "Mỗ", codes["secret"], ("Người nhận tố cáo", "Bình"))
    await town.nothing_was_said_twice()


async def everybody_comes(town: Town) -> Parties:
    """The admin enrols the plan's bodies; two residents of the hamlet agree, after the rules were shown."""
    office = await town.enrol("Hoa", "Văn phòng")
    clerk = await town.enrol("Liên", "Văn phòng")
    chair = await town.enrol("Vinh", "Người chủ trì")
    inspector = await town.enrol("Người nhận tố cáo", "Người nhận tố cáo")
    front = await town.enrol("Mặt trận", "Cơ quan trả lời", "Ủy ban MTTQ xã")
    committee = await town.enrol("Ủy ban", "Cơ quan trả lời", "Ủy ban nhân dân xã")
    unions = await town.enrol("Đoàn thể", "Cơ quan trả lời", "Các đoàn thể")
    movement = await town.enrol("Dân vận", "Cơ quan trả lời", "Khối Dân vận")
    lan = await town.comes("Lan", "Thôn Kiêm Tân")
    greeting = (await lan.heard())[0].text
    assert "trợ lý tự động" in greeting
    assert "Xin phát biểu ngắn gọn" in greeting
    binh = await town.comes("Bình", "Thôn Kiêm Tân", "web_chat")
    return Parties(
        office=office,
        clerk=clerk,
        chair=chair,
        front=front,
        committee=committee,
        unions=unions,
        movement=movement,
        inspector=inspector,
        lan=lan,
        binh=binh,
    )


async def the_notice_goes_out(town: Town, who: Parties) -> None:
    """Everybody may look up when, where, what; the notice of 30/8 keeps the plan's two days and the law's seven."""
    await who.lan.say("/lich")
    for words in (
        "8 giờ, thứ Tư, 13/09/2023",
        "Nhà văn hóa thôn Kiêm Tân",
        "đến hết ngày 08/09/2023",
        "an sinh xã hội",
    ):
        assert words in who.lan.last.text
    await town.until(local(2023, 8, 30))
    await deeds.announces(who.office, who.clerk, NOTICE)
    letters = await town.until(local(2023, 8, 30, 10))
    assert NOTICE in to(letters, who.lan)
    assert NOTICE in to(letters, who.binh)
    for key in ("thong-bao", "thong-bao-theo-luat"):
        assert (await town.promise(key)).state is MilestoneState.DONE
    assert (await town.promise("thong-bao")).due_on == date(2023, 9, 11)


async def opinions_come_in_until_the_eighth(town: Town, who: Parties) -> dict[str, str]:
    """The last day of collection counts whole; a minute after it an opinion is asked where it shall go."""
    codes = {"road": await deeds.sends(who.lan, ROAD, "Giao thông")}
    assert "trả lời chậm nhất ngày 04/10/2023" in who.lan.last.text
    assert "số 1" in await deeds.registers(who.lan, "Bao giờ sửa đường ngõ 3?", "Giao thông")
    codes["pylon"] = await deeds.sends(who.lan, PYLON, "Điện")
    codes["boundary"] = await deeds.sends(who.lan, BOUNDARY, "Đất đai")
    codes["secret"] = await deeds.accuses(who.binh, ACCUSATION)
    await who.inspector.say(f"/xem {codes['secret']}")
    assert ACCUSATION in "".join(reply.text for reply in await who.inspector.heard())
    letters = await town.until(local(2023, 9, 8, 23, 50))
    codes["allowance"] = await deeds.sends(who.binh, ALLOWANCE, "Chính sách")
    assert f"Ý kiến được đưa vào buổi: {SESSION}" in who.binh.last.text
    assert "số 2" in await deeds.registers(who.binh, "Trợ cấp người cao tuổi.", "Chính sách")
    reminded = to(letters, who.office)
    assert "thứ Sáu, 08/09/2023: còn 3 ngày" in reminded
    assert "thứ Sáu, 08/09/2023: còn 1 ngày" in reminded
    town.at = local(2023, 9, 9, 0, 0)
    await who.binh.say(LATE)
    await who.binh.tap("Văn hóa")
    assert "đã hết" in who.binh.last.text
    assert "hết ngày 08/09/2023" in who.binh.last.text
    await who.binh.tap("Giữ cho phiên sau")
    return codes


async def what_is_owed_before_the_session(town: Town, who: Parties) -> None:
    """The office sorted a day late, which stays; so did the standing committee meet; the unions are two days late and
    their superior hears of it. While the machine was off for two days nothing was lost and nothing comes double.
    """
    told = await deeds.marks(who.office, town, "tong-hop-phan-loai")
    assert "Trễ so với hạn thứ Sáu, 08/09/2023" in told
    assert "báo đã xong: Tổng hợp, phân loại" in (await who.chair.heard())[-1].text
    await town.until(local(2023, 9, 9, 9))
    await deeds.marks(who.chair, town, "hoi-nghi-quan-triet")
    letters = await town.down_until(local(2023, 9, 12, 8))
    assert to(letters, who.unions).count("Mời, gọi đoàn viên") == 1
    assert "trễ 1 ngày" in to(letters, who.unions)
    assert "13/09/2023: còn 1 ngày" in to(letters, who.chair)
    letters = await town.until(local(2023, 9, 13, 7, 45))
    assert "Việc trễ hạn, xin ông/bà đôn đốc" in to(letters, who.front)
    assert "Các đoàn thể" in to(letters, who.front)
    assert "Trễ so với hạn" in await deeds.marks(who.unions, town, "moi")
    assert standing(await town.promise("moi"), town.at) is Standing.DONE_LATE


async def the_road_is_answered(who: Parties, codes: dict[str, str]) -> None:
    """Sorted, given to who answers, drafted, released by a second person, and back with who asked."""
    await deeds.assigns(who.office, codes["road"], "Ủy ban nhân dân xã")
    await deeds.answers(who.committee, who.office, codes["road"], "Xã sửa đường ngõ 3 trong tháng 10/2023.")
    assert "trong tháng 10/2023" in (await who.lan.heard())[-1].text


async def the_session_is_concluded(town: Town, folder: Path, who: Parties, codes: dict[str, str]) -> None:
    """The chair sums up the same afternoon: to be answered, upward, to be verified and passed on; five working days."""
    await town.until(local(2023, 9, 13, 14))
    await deeds.begins_conclusion(who.chair, SESSION, CONCLUSION)
    outcomes = {
        codes["pylon"]: ("Chuyển cấp trên", "Điện lực huyện"),
        codes["boundary"]: ("Chuyển cấp trên", "Xã xác minh rồi chuyển Chi nhánh Văn phòng đăng ký đất đai"),
        codes["allowance"]: ("Giao cơ quan", "Ủy ban nhân dân xã", "thứ Tư, 04/10/2023"),
    }
    await deeds.decides(who.chair, SESSION, outcomes)
    letters = await town.until(local(2023, 9, 18, 9))
    assert "ra thông báo kết luận\n  thứ Tư, 20/09/2023: còn 3 ngày" in to(letters, who.chair)
    await deeds.hands_in(who.chair, who.office, SESSION)
    conclusion, answers = await town.promise("thong-bao-ket-luan"), await town.promise("tra-loi")
    assert (conclusion.due_on, answers.due_on) == (date(2023, 9, 20), date(2023, 10, 4))
    assert conclusion.state is MilestoneState.DONE
    assert answers.state is MilestoneState.PLANNED
    lan, binh = (await who.lan.heard())[-1].text, (await who.binh.heard())[-1].text
    assert CONCLUSION in lan
    assert "Điện lực huyện" in lan
    assert "xác minh" in lan
    assert codes["allowance"] not in lan
    assert "giao Ủy ban nhân dân xã trả lời, chậm nhất ngày 04/10/2023" in binh
    assert codes["allowance"] in (await who.committee.heard())[-1].text
    notice = await papers.releases(town, folder, who.office, who.clerk, "ketluan", "kiem-tan")
    for words in ("Số: 01/TB-HĐND", CONCLUSION, PYLON, "Ủy ban nhân dân xã", "ngày 04 tháng 10 năm 2023"):
        assert words in notice, notice
    assert "DỰ THẢO" not in notice


async def the_rest_is_answered_with_more_time(town: Town, who: Parties, codes: dict[str, str]) -> None:
    """More time is given with a reason that who waits is told; the answer then keeps the new day."""
    letters = await town.until(local(2023, 10, 3, 9))
    assert "04/10/2023: còn 1 ngày" in to(letters, who.office)
    answers = await town.promise("tra-loi")
    await deeds.extends(who.office, f"viec {answers.id}", "10/10/2023", "Chờ huyện duyệt danh sách.")
    told = (await who.binh.heard())[-1].text
    assert "thứ Ba, 10/10/2023" in told
    assert "Chờ huyện duyệt danh sách." in told
    letters = await town.until(local(2023, 10, 9, 9))
    assert "trễ" not in to(letters, who.committee)
    await deeds.answers(who.committee, who.office, codes["allowance"], "Tháng 10 cụ được nhận trợ cấp.")
    assert "Tháng 10 cụ được nhận" in (await who.binh.heard())[-1].text
    given = await town.promise("tra-loi")
    assert (given.state, standing(given, town.at)) == (MilestoneState.DONE, Standing.DONE)


async def the_plan_is_closed(town: Town, folder: Path, who: Parties) -> None:
    """What has no day is ticked off by who owes it; the survey «nếu có» is waived with a reason; nothing stays open."""
    await deeds.marks(who.office, town, "ket-qua-theo-luat")
    await deeds.waives(who.office, town, "lay-y-kien-hai-long", "Kế hoạch ghi «nếu có»; lần này không lấy phiếu.")
    await deeds.ticks_off(town, {"": who.office, "mttq": who.front, "doan-the": who.unions, "dan-van": who.movement})
    await deeds.everything_is_closed(town, "kiem-tan")
    for official in (who.office, who.chair, who.front, who.committee, who.unions):
        await deeds.has_nothing_left(official)
    letters = await town.until(local(2023, 10, 20, 9))
    assert letters == []
    index = await papers.dossier(town, folder, who.office, "kiem-tan")
    assert "Thông báo kết luận số 01-TB-HĐND" in index
    assert "Biên bản" in index
