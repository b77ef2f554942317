"""Chained routes: unions to the Front, the Front to the committee; who filed, who is late, one tap passes it on."""

from handlers.reports.routes import brings_words, legs
from handlers.rules.plans.reading import PLANS, read_plan
from storage.database import Database
from storage.records import MilestoneState, Role
from tests.house import House, Someone
from tests.milestones.planned import COMMUNE, GIAO_MINH, PROVINCE, kept, local, planned
from tests.official.writing import acts
from tests.reports.filing import DENUNCIATION, commune, farmers, one_concern


async def front(house: House) -> Someone:
    return await house.official("mat", Role.AGENCY, "mttq")


async def state_of(house: House, key: str, debtor: str) -> MilestoneState:
    (found,) = [one for one in await kept(house, key) if one.debtor == debtor]
    return found.state


async def test_the_front_sees_who_filed_who_did_not_and_the_cutoff(database: Database) -> None:
    house = await commune(database)
    nong, mat = await farmers(house), await front(house)
    await one_concern(nong)
    await mat.say("/nhap")
    assert "Báo cáo gửi đến đây: 1 trên 4 đã có." in mat.last.text
    await mat.tap("Báo cáo gửi đến")
    assert "- Hội Nông dân xã: 1 ý kiến, đã xong" in mat.last.text
    assert "- Hội Liên hiệp Phụ nữ xã: chưa gửi ở đây, hạn trước 11 giờ, thứ Sáu, 28/11/2025" in mat.last.text
    assert "Đường xóm 3" not in mat.last.text


async def test_that_the_chain_leaves_no_time_is_said_as_the_plan_check_says_it(database: Database) -> None:
    house = await commune(database)
    mat = await front(house)
    await mat.say("/nhap den")
    assert "cùng lúc các nơi gửi đến đây" in mat.last.text


async def test_one_tap_passes_on_what_is_there_and_marks_the_fronts_own_report(database: Database) -> None:
    house = await commune(database)
    nong, mat = await farmers(house), await front(house)
    await one_concern(nong)
    await mat.say("/nhap den")
    await mat.tap("Chuyển tiếp 1 báo cáo")
    assert "Đã chuyển tiếp 1 báo cáo." in mat.last.text
    assert "Chưa có: " in mat.last.text
    assert await state_of(house, "mttq-dang-uy", "mttq") is MilestoneState.DONE
    await mat.say("/nhap den")
    assert "Đã chuyển tiếp." in mat.last.text
    assert not [choice for choice in mat.last.choices if choice.label.startswith("Chuyển tiếp")]


async def test_what_comes_later_is_passed_on_as_well_and_twice_is_once(database: Database) -> None:
    house = await commune(database)
    nong, la, mat = await farmers(house), await house.official("la", Role.AGENCY, "phu-nu"), await front(house)
    await one_concern(nong)
    await mat.say("/nhap den")
    tap = mat.choice("Chuyển tiếp").value
    await mat.press(tap)
    await mat.press(tap)
    assert "Không có báo cáo nào chờ chuyển tiếp" in mat.last.text
    await one_concern(la, "Chợ xóm 5 nhiều rác, đề nghị xã cho dọn.")
    await mat.press(tap)
    assert "Đã chuyển tiếp 1 báo cáo." in mat.last.text
    rows = await house.rows("SELECT way FROM report ORDER BY id")
    assert [row["way"] for row in rows] == ["chat", "forward", "chat", "forward"]


async def test_passing_on_is_taken_back_and_then_the_unions_report_may_be_too(database: Database) -> None:
    house = await commune(database)
    nong, mat = await farmers(house), await front(house)
    await one_concern(nong)
    await mat.say("/nhap den")
    await mat.tap("Chuyển tiếp")
    await nong.say("/nhap huy")
    assert "đã được chuyển tiếp" in nong.last.text
    await mat.tap("Gỡ báo cáo này")
    await mat.tap("Gỡ")
    assert await state_of(house, "mttq-dang-uy", "mttq") is MilestoneState.PLANNED
    await nong.say("/nhap huy")
    await nong.tap("Gỡ")
    assert "Đã gỡ 1 ý kiến" in nong.last.text


async def test_the_front_hears_of_a_report_once_however_many_concerns_it_has(database: Database) -> None:
    house = await commune(database)
    nong, mat = await farmers(house), await front(house)
    await one_concern(nong)
    await nong.tap("Thêm ý kiến nữa")
    await nong.tap("Một người")
    await nong.tap("Không ghi tên")
    await nong.tap("Xóm 5")
    await nong.say("Mương xóm 5 tắc, nước không ra được sông.")
    await nong.tap("Chưa rõ")
    await nong.tap("Gửi")
    told = [reply.text for reply in await mat.heard() if "Hội Nông dân xã đã gửi" in reply.text]
    assert len(told) == 1


async def test_what_is_closed_to_all_is_not_counted_on_the_way(database: Database) -> None:
    house = await commune(database)
    nong, mat = await farmers(house), await front(house)
    await one_concern(nong, DENUNCIATION)
    await mat.say("/nhap den")
    assert "- Hội Nông dân xã: 0 ý kiến" in mat.last.text


async def test_the_mood_stands_beside_the_report_and_is_told_to_who_gets_it(database: Database) -> None:
    house = await commune(database)
    nong, mat = await farmers(house), await front(house)
    await one_concern(nong)
    await nong.tap("Ghi tâm tư, nguyện vọng chung")
    await nong.say("ok")
    assert "Xin ghi rõ hơn" in nong.last.text
    await nong.say("Bà con phấn khởi, còn lo chuyện đường sá mùa mưa.")
    assert "Đã ghi tâm tư" in nong.last.text
    assert "Hội Nông dân xã báo cáo tâm tư, nguyện vọng chung:\nBà con phấn khởi" in (await mat.heard())[-1].text
    await mat.say("/nhap den")
    assert "Tâm tư, nguyện vọng chung: Bà con phấn khởi" in mat.last.text


async def test_a_denunciation_is_not_taken_as_mood(database: Database) -> None:
    house = await commune(database)
    nong, mat = await farmers(house), await front(house)
    await one_concern(nong)
    heard = len(await mat.heard())
    await nong.tap("Ghi tâm tư, nguyện vọng chung")
    await nong.say(DENUNCIATION)
    assert "chưa lưu gì" in nong.last.text
    assert len(await mat.heard()) == heard
    assert await house.rows("SELECT id FROM report WHERE mood <> ''") == []


async def test_nobody_passes_on_what_is_not_theirs(database: Database) -> None:
    house = await commune(database)
    nong = await farmers(house)
    await one_concern(nong)
    (own,) = await kept(house, "mttq-dang-uy")
    await nong.say(f"/nhap chuyen {own.id}")
    assert "Không có báo cáo nào chờ chuyển tiếp" in nong.last.text
    assert await acts(house, "file_report") == 1


async def test_the_desk_files_for_a_body_that_has_nobody_enrolled(database: Database) -> None:
    house = await commune(database)
    await farmers(house)
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/nhap them")
    offered = " ".join(choice.label for choice in hoa.last.choices)
    assert "Hội Liên hiệp Phụ nữ xã" in offered
    assert "Hội Nông dân xã" not in offered, "it has an officer who files it"
    await hoa.tap("Hội Liên hiệp Phụ nữ xã")
    await hoa.tap("Một người")
    await hoa.tap("Không ghi tên")
    await hoa.tap("Xóm 5")
    await hoa.say("Mương xóm 5 tắc, nước không ra được sông.")
    await hoa.tap("Chưa rõ")
    await hoa.tap("Gửi")
    assert await state_of(house, "doan-the-mttq", "phu-nu") is MilestoneState.DONE


async def test_a_report_that_comes_after_the_session_is_late_and_its_concerns_wait_for_the_next_one(
    database: Database,
) -> None:
    house = await planned(database, COMMUNE, local(2017, 4, 20))
    ap = await house.official("ap", Role.AGENCY, "chi-uy-ap-cho")
    await ap.say("/nhap them")
    await ap.tap("Tổng hợp ý kiến, kiến nghị")
    await ap.tap("Một người")
    await ap.tap("Không ghi tên")
    await ap.press(ap.last.choices[0].value)
    await ap.say("Mương ấp Chợ tắc, nước không ra được sông.")
    await ap.tap("Chưa rõ")
    await ap.tap("Gửi")
    assert "trễ hạn (trễ 37 ngày)" in ap.last.text
    (concern,) = await house.rows("SELECT session_id, for_next_session FROM concern")
    assert (concern["session_id"], bool(concern["for_next_session"])) == (None, True)


async def test_each_session_of_the_province_has_its_own_senders(database: Database) -> None:
    house = await planned(database, PROVINCE, local(2021, 2, 20))
    found = await database.read(lambda tx: list(legs(tx, house.office, house.at)))
    senders = {leg.milestone.debtor for leg in found if leg.route.kind == "opinions"}
    assert {"tinh-doan", "phu-nu", "huyen-uy-ly-son"} <= senders


def test_an_explanation_or_a_field_report_is_no_report_of_peoples_words() -> None:
    plan = read_plan(PLANS / f"{GIAO_MINH}.toml")
    carried = [route.key for route in plan.routes if brings_words(route)]
    assert carried == ["doan-the-mttq", "mttq-dang-uy", "xdd-dang-uy", "ubnd-bao-cao"]
