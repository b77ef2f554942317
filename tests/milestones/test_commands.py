"""/hanchot, /xongviec and /giahan: who sees what, marking and taking back, more time with a reason that is told."""

from datetime import date

import pytest

from storage.database import Database
from storage.records import MilestoneState, Role
from tests.house import House
from tests.milestones.planned import COUNCIL, DISTRICT, GIAO_MINH, kept, local, planned, session_of, the, told
from tests.official.writing import a_concern, a_resident, acts

NOVEMBER = {"doi-thoai-2025": date(2025, 11, 29)}


async def test_the_office_sees_what_is_late_due_and_next(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 20))
    hoa = await house.official("hoa", Role.OFFICE)
    house.at = local(2023, 9, 9, 10)
    await hoa.say("/hanchot")
    late, _, rest = hoa.last.text.partition("Sắp đến hạn:")
    due, _, following = rest.partition("Tiếp theo:")
    assert "Tổng hợp, phân loại ý kiến theo mức độ của vấn đề\n  thứ Sáu, 08/09/2023: trễ 1 ngày" in late
    assert "Văn phòng - thống kê → Thường trực HĐND xã" in late
    assert "Thông báo công khai" in due
    assert "còn 2 ngày" in due
    assert "Buổi đối thoại" in due
    assert "8 giờ, thứ Tư, 13/09/2023" in due
    assert "Trả lời trực tiếp" in following
    assert "Chưa có ngày:" in following


async def test_an_agency_sees_its_own_and_what_it_is_owed_only(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    front = await house.official("mt", Role.AGENCY, "mttq")
    economy = await house.official("kt", Role.AGENCY, "kinh-te")
    await front.say("/hanchot")
    assert "Mặt trận gửi báo cáo và câu hỏi về Đảng ủy" in front.last.text
    assert "Hội Nông dân xã → Ban Thường trực Ủy ban MTTQ" in front.last.text
    assert "Ban Xây dựng Đảng gửi" not in front.last.text
    await economy.say("/hanchot")
    assert "Mặt trận" not in economy.last.text


async def test_a_resident_sees_nothing_of_it(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    lan = await a_resident(house, area="Xóm 1")
    commands = ("/hanchot", "/xongviec", "/giahan", "/lichnghi", "/kehoach")
    for command in commands:
        await lan.say(command)
        assert await acts(house, "refused_command") == commands.index(command) + 1


async def test_the_picture_is_offered_and_answered_with_the_list(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/hanchot")
    await hoa.tap("Xem hình")
    assert "Sắp đến hạn:" in hoa.last.text


async def test_what_has_no_day_is_listed_in_pages_with_the_reason(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/hanchot")
    await hoa.tap("Việc chưa có ngày")
    pages = [hoa.last.text]
    while any(choice.label == "Xem tiếp" for choice in hoa.last.choices):
        await hoa.tap("Xem tiếp")
        pages.append(hoa.last.text)
    every = "\n".join(pages)
    assert len(pages) > 1
    assert "Bảo đảm an toàn khu vực tổ chức" in every
    assert "kế hoạch không nêu hạn" in every
    assert "dự kiến từ ngày 25/11/2025 đến ngày 30/11/2025" in every


async def test_a_done_mark_is_one_tap_and_so_is_taking_it_back(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/xongviec")
    await hoa.tap("Tổng hợp, phân loại")
    assert "Đã ghi nhận xong" in hoa.last.text
    done = await the(house, "tong-hop-phan-loai")
    assert (done.state, done.done_at) == (MilestoneState.DONE, house.at)
    await hoa.tap("Tôi chọn nhầm")
    assert (await the(house, "tong-hop-phan-loai")).state is MilestoneState.PLANNED
    assert (await acts(house, "mark_done"), await acts(house, "reopen_milestone")) == (1, 1)


async def test_an_agency_marks_only_what_it_owes(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21), NOVEMBER)
    economy = await house.official("kt", Role.AGENCY, "kinh-te")
    other = await the(house, "mttq-dang-uy")
    await economy.say(f"/xongviec {other.id}")
    assert "không phải của đơn vị" in economy.last.text
    assert (await the(house, "mttq-dang-uy")).state is MilestoneState.PLANNED
    assert await acts(house, "refused_milestone") == 1


@pytest.mark.parametrize("argument", ["999", "abc", "lai 5", "bo", "-1", "9" * 40])
async def test_an_identifier_that_names_nothing_changes_nothing(database: Database, argument: str) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    before = await kept(house)
    await hoa.say(f"/xongviec {argument}")
    assert "Không có việc ấy" in hoa.last.text
    assert await kept(house) == before


async def test_the_office_may_say_with_a_reason_that_something_is_not_owed(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    survey = await the(house, "lay-y-kien-hai-long")
    await hoa.say(f"/xongviec bo {survey.id}")
    await hoa.say("Kế hoạch ghi «nếu có», lần này không làm.")
    waived = await the(house, "lay-y-kien-hai-long")
    assert (waived.state, waived.note) == (MilestoneState.WAIVED, "Kế hoạch ghi «nếu có», lần này không làm.")


async def extend(house: House, name: str, what: str, day: str, reason: str) -> None:
    someone = await house.official(name, Role.OFFICE)
    await someone.say(f"/giahan {what}")
    await someone.say(day)
    await someone.say(reason)
    assert reason in someone.last.text, "what will be said is shown first"
    await someone.tap("Gia hạn và báo")


async def test_more_time_for_a_concern_is_told_to_its_sender_with_the_reason(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan, due_on=date(2026, 12, 1))
    await extend(house, "hoa", code, "15/12", "Cần đo lại thửa đất tại thực địa.")
    await lan.heard()
    assert f"Việc trả lời ý kiến {code} cần thêm thời gian, đến thứ Ba, 15/12/2026" in lan.last.text
    assert "Cần đo lại thửa đất" in lan.last.text
    assert await house.rows("SELECT due_on FROM concern") in (
        [{"due_on": date(2026, 12, 15)}],
        [{"due_on": "2026-12-15"}],
    )


async def test_a_day_that_is_not_later_or_no_reason_is_refused(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    code = await a_concern(house, lan, due_on=date(2026, 12, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/giahan {code}")
    for day, words in (("30/11", "phải sau hạn hiện nay"), ("mai kia", "không đọc được"), ("1/1/2029", "hơn một năm")):
        replies = await hoa.say(day)
        assert any(words in reply.text for reply in replies), day
    await hoa.say("5/12")
    await hoa.say("   ")
    assert "Gia hạn và báo" not in [choice.label for choice in hoa.last.choices]


async def test_a_protected_concern_is_not_extended_by_the_office(database: Database) -> None:
    house = await House.build(database)
    lan = await a_resident(house)
    secret = await a_concern(house, lan, protected=True, due_on=date(2026, 12, 1))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/giahan {secret}")
    assert "Gia hạn đến ngày nào" not in hoa.last.text


async def test_more_time_for_the_answers_is_told_to_everybody_who_still_waits(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 1))
    session = await session_of(house, "kiem-tan")
    await house.database.write(lambda tx: tx.run("UPDATE session SET key = 'doi-thoai' WHERE id = :id", id=session.id))
    lan, ba = [await a_resident(house, name, area="Thôn Kiêm Tân") for name in ("lan", "ba")]
    waiting = await a_concern(house, lan, topic="other")
    await a_concern(house, ba, topic="other")
    await a_concern(house, ba, topic="other", protected=True)
    await house.database.write(
        lambda tx: tx.run("UPDATE concern SET state = 'answered' WHERE code <> :code", code=waiting)
    )
    answers = await the(house, "tra-loi")
    heard = len(await ba.heard())
    await extend(house, "hoa", f"viec {answers.id}", "10/10/2023", "Chờ kết quả thanh tra của huyện.")
    await lan.heard()
    assert "đến thứ Ba, 10/10/2023" in lan.last.text
    assert waiting in lan.last.text
    assert len(await ba.heard()) == heard, "whoever has an answer is left alone"
    extended = await the(house, "tra-loi")
    assert (extended.due_on, extended.extended_on) == (date(2023, 10, 4), date(2023, 10, 10))
    assert extended.extension_reason == "Chờ kết quả thanh tra của huyện."


async def test_an_extended_promise_is_late_only_after_its_new_day(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 14))
    conclusion = await the(house, "thong-bao-ket-luan")
    await extend(house, "hoa", f"viec {conclusion.id}", "22/9/2023", "Chủ trì đi công tác.")
    house.at = local(2023, 9, 21, 8)
    await told(house, "hoa")
    assert (await the(house, "thong-bao-ket-luan")).state is MilestoneState.PLANNED
    house.at = local(2023, 9, 23, 8)
    assert any("trễ 1 ngày" in words for words in await told(house, "hoa"))


async def test_of_two_who_extend_the_same_at_once_one_does(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 9, 14))
    conclusion = await the(house, "thong-bao-ket-luan")
    hoa, minh = await house.official("hoa", Role.OFFICE), await house.official("minh", Role.COMMITTEE)
    for someone, day in ((hoa, "22/9/2023"), (minh, "25/9/2023")):
        await someone.say(f"/giahan viec {conclusion.id}")
        await someone.say(day)
        await someone.say("Cần thêm thời gian.")
    house.later(minutes=1)
    await hoa.tap("Gia hạn và báo")
    await minh.tap("Gia hạn và báo")
    assert "vừa có người thay đổi" in minh.last.text
    assert (await the(house, "thong-bao-ket-luan")).extended_on == date(2023, 9, 22)


async def test_with_several_sessions_each_line_names_its_own(database: Database) -> None:
    house = await planned(database, DISTRICT, local(2022, 5, 4), {"nong-dan": date(2022, 5, 20)})
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say("/hanchot")
    assert "Tổng hợp ý kiến, tâm tư, nguyện vọng của hội viên\n  thứ Ba, 10/05/2022: còn 6 ngày" in hoa.last.text
    assert "\n  Tiếp xúc, đối thoại với đại diện cán bộ, hội viên Hội Nông dân" in hoa.last.text
