"""Milestones are made at import with the vectors of the real plans, and follow every change of date or calendar."""

from datetime import date, time

from bot.outbox import queue_all
from handlers.milestones.calendar import calendar_of
from handlers.milestones.keep import keep_all
from handlers.rules.milestone_entries import timeline_entries
from handlers.rules.plans.reading import PLANS, read_plan
from handlers.setup import import_and_tell, import_plan
from storage.database import Database
from storage.records import MilestoneState, Role
from storage.transaction import Transaction
from tests.house import House
from tests.milestones.planned import (
    COMMUNE,
    COUNCIL,
    DISTRICT,
    GIAO_MINH,
    PROVINCE,
    kept,
    local,
    planned,
    session_of,
    the,
)
from tests.official.sessions_at_work import CHANNELS, registered, tick
from tests.official.writing import a_resident


async def due_days(house: House) -> dict[str, date | None]:
    return {one.key: one.due_on for one in await kept(house) if one.explanation != "kế hoạch không nêu hạn"}


async def test_importing_the_council_of_2023_makes_a_row_of_each_promise(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 10))
    assert await due_days(house) == {
        "thong-bao-theo-luat": date(2023, 9, 6),
        "tong-hop-phan-loai": date(2023, 9, 8),
        "hoi-nghi-quan-triet": date(2023, 9, 8),
        "collection": date(2023, 9, 8),
        "thong-bao": date(2023, 9, 11),
        "moi": date(2023, 9, 11),
        "session": date(2023, 9, 13),
        "thong-bao-ket-luan": date(2023, 9, 20),
        "ket-qua-theo-luat": date(2023, 9, 23),
        "tra-loi": date(2023, 10, 4),
    }
    conclusion = await the(house, "thong-bao-ket-luan")
    assert (conclusion.owed_by, conclusion.state) == ("Chủ tịch HĐND xã", MilestoneState.PLANNED)
    assert conclusion.late_from == local(2023, 9, 21, 0)
    assert conclusion.explanation == "5 ngày làm việc sau 13/9/2023, trừ thứ Bảy, Chủ nhật"
    assert "05 ngày làm việc" in conclusion.source


async def test_every_deadline_keeps_the_version_of_the_calendar_that_counted_it(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 10))
    version = await database.read(lambda tx: calendar_of(tx, house.office.id).version)
    assert {one.computed_by for one in await kept(house) if one.due_on} == {version}


async def test_the_commune_of_2017_counts_over_the_hung_kings_day(database: Database) -> None:
    house = await planned(database, COMMUNE, local(2017, 3, 1))
    days = await due_days(house)
    assert days["ubnd-bao-cao"] == date(2017, 3, 14)
    assert days["giay-moi-dai-bieu"] == days["giay-moi-nhan-dan"] == date(2017, 3, 22)
    assert days["thong-bao-ket-luan"] == date(2017, 4, 10)
    villages = [one.owed_by for one in await kept(house, "giay-moi-nhan-dan")]
    assert villages == ["Chi ủy chi bộ ấp Chợ", "Chi ủy chi bộ ấp Căn cứ"]


async def test_giao_minh_owes_each_report_by_the_minute_and_each_sender_alone(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21))
    unions = await kept(house, "doan-the-mttq")
    assert [one.debtor for one in unions] == ["phu-nu", "nong-dan", "doan-thanh-nien", "cuu-chien-binh"]
    assert {(one.due_on, one.due_time, one.late_from) for one in unions} == {
        (date(2025, 11, 28), time(11), local(2025, 11, 28, 11))
    }
    explanation = await the(house, "mttq-giai-trinh")
    assert (explanation.due_on, explanation.late_from) == (date(2025, 11, 28), local(2025, 11, 29, 0))


async def test_what_the_plan_limits_in_no_way_is_a_list_to_tick_off(database: Database) -> None:
    house = await planned(database, PROVINCE, local(2021, 3, 1))
    without = {one.kind for one in await kept(house) if one.explanation == "kế hoạch không nêu hạn"}
    assert {"check", "support_team", "security", "logistics", "press", "minutes", "supervise"} <= without


async def test_a_quarter_waits_and_counts_once_the_day_is_fixed_in_chat(database: Database) -> None:
    house = await planned(database, DISTRICT, local(2022, 5, 4))
    session = await session_of(house, "nong-dan")
    before = list(await kept(house, "nong-dan-bao-cao"))
    assert [one.due_on for one in before] == [None]
    assert "dự kiến trong quý II/2022" in before[0].explanation
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/phien {session.id}")
    await hoa.tap("Sửa thời gian")
    await hoa.say("21/6/2022 8h-11h")
    assert "Các hạn sẽ đổi theo" in hoa.last.text
    assert "chưa có ngày → thứ Bảy, 11/06/2022" in hoa.last.text
    await hoa.tap("Lưu")
    assert [one.due_on for one in await kept(house, "nong-dan-bao-cao")] == [date(2022, 6, 11)]
    loud = [one for one in await kept(house, "loa") if one.session_id == session.id]
    assert [one.due_on for one in loud] == [date(2022, 6, 14)]
    others = [one.due_on for one in await kept(house, "loa") if one.session_id != session.id]
    assert others == [None, None]
    closes = (await session_of(house, "nong-dan")).collection_closes_at
    assert closes == local(2022, 6, 12, 0), "collection follows the day: ten days before, the whole day"


async def move_session(house: House, day: str, key: str = "kiem-tan") -> None:
    clerk = await house.official("clerk", Role.OFFICE)
    session = await session_of(house, key)
    await clerk.say(f"/phien {session.id}")
    await clerk.tap("Sửa thời gian")
    await clerk.say(day)
    await clerk.tap("Lưu")
    if any(choice.label.startswith("Lưu và báo") for choice in clerk.last.choices):
        await clerk.tap("Lưu và báo")


async def test_a_change_of_date_counts_anew_and_tells_everybody_affected(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 20))
    lan = await a_resident(house, area="Thôn Kiêm Tân")
    minh = await house.official("minh", Role.COMMITTEE)
    chair = await house.official("vinh", Role.CHAIR)
    union = await house.official("doan", Role.AGENCY, "doan-the")
    ubnd = await house.official("binh", Role.AGENCY, "ubnd")
    registration = await session_of(house, "kiem-tan")
    await house.database.write(
        lambda tx: tx.run("UPDATE session SET key = 'doi-thoai' WHERE id = :id", id=registration.id)
    )
    await registered(house, lan)
    await house.database.write(
        lambda tx: tx.run("UPDATE session SET key = 'kiem-tan' WHERE id = :id", id=registration.id)
    )
    await move_session(house, "15/9/2023 8h-11h")
    days = await due_days(house)
    assert days["thong-bao-ket-luan"] == date(2023, 9, 22)
    assert days["tra-loi"] == date(2023, 10, 6)
    assert days["collection"] == date(2023, 9, 10)
    assert "15/09/2023" in (await lan.heard())[-1].text
    for someone, words in (
        (minh, "Tổng hợp, phân loại ý kiến theo mức độ của vấn đề: thứ Sáu, 08/09/2023 → Chủ nhật, 10/09/2023"),
        (chair, "ra thông báo kết luận: thứ Tư, 20/09/2023 → thứ Sáu, 22/09/2023"),
        (union, "gửi giấy mời: thứ Hai, 11/09/2023 → thứ Tư, 13/09/2023"),
    ):
        assert words in (await someone.heard())[-1].text
    assert "gửi giấy mời" not in (await chair.heard())[-1].text
    assert await ubnd.heard() == [], "the government owes nothing with a day here and is left alone"


async def test_a_session_that_is_cancelled_is_owed_nothing_any_more(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 20))
    clerk = await house.official("clerk", Role.OFFICE)
    await clerk.say(f"/phien {(await session_of(house, 'kiem-tan')).id}")
    await clerk.tap("Hủy")
    await clerk.tap("Lưu")
    await clerk.tap("Lưu và báo")
    assert {one.state for one in await kept(house)} == {MilestoneState.WAIVED}
    house.at = local(2023, 9, 12, 8)
    assert await tick(house) == []


async def test_importing_again_changes_nothing_and_repeats_nothing(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 10))
    before = await kept(house)
    await planned(database, COUNCIL, local(2023, 8, 11))
    assert await kept(house) == before


async def test_what_is_done_stays_done_when_the_date_moves(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 20))
    van_phong = await house.official("hoa", Role.OFFICE)
    done = await the(house, "tong-hop-phan-loai")
    await van_phong.say(f"/xongviec {done.id}")
    await move_session(house, "15/9/2023 8h-11h")
    after = await the(house, "tong-hop-phan-loai")
    assert (after.state, after.due_on) == (MilestoneState.DONE, date(2023, 9, 8))


async def test_a_promise_that_left_the_plan_is_waived_and_comes_back_with_it(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 10))
    plan = read_plan(PLANS / f"{COUNCIL}.toml")
    fewer = plan.model_copy(update={"routes": ()})

    async def imported(which: object) -> None:
        await database.write(
            lambda tx: import_plan(tx, which, house.at, lambda each: each.when.date)  # type: ignore[arg-type]
        )

    await imported(fewer)
    assert (await the(house, "tong-hop-phan-loai")).state is MilestoneState.WAIVED
    await imported(plan)
    assert (await the(house, "tong-hop-phan-loai")).state is MilestoneState.PLANNED


async def test_a_session_beside_the_plan_has_what_counts_from_its_own_day(database: Database) -> None:
    house = await planned(database, PROVINCE, local(2021, 3, 1))
    clerk = await house.official("clerk", Role.OFFICE)
    for words in ("/phien moi", "Đối thoại đột xuất", "20/5/2021 8h-11h", "Hội trường", "1/4/2021", "10/5/2021"):
        await clerk.say(words)
    await clerk.tap("Lưu")
    (created,) = [row for row in await house.rows("SELECT * FROM session") if row["title"] == "Đối thoại đột xuất"]
    own = {one.key: one.due_on for one in await kept(house) if one.session_id == created["id"] and one.due_on}
    assert own == {"ho-so": date(2021, 5, 10), "collection": date(2021, 5, 10), "session": date(2021, 5, 20)}


async def test_an_office_without_a_plan_has_what_the_law_asks(database: Database) -> None:
    house = await House.build(database, local(2026, 11, 2))
    await database.write(lambda tx: keep_all(tx, house.office, house.at))
    assert await due_days(house) == {
        "thong-bao-theo-luat": date(2026, 11, 9),
        "collection": date(2026, 11, 12),
        "session": date(2026, 11, 16),
        "ket-qua-theo-luat": date(2026, 11, 26),
        "tra-loi-theo-luat": date(2026, 12, 1),
    }
    assert "Điều 43" in (await the(house, "ket-qua-theo-luat")).source


async def test_sessions_that_were_there_before_milestones_get_theirs_by_the_clock(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 10))
    before = await kept(house)
    await database.write(lambda tx: tx.run("DELETE FROM milestone"))
    await tick(house)
    assert [(one.key, one.debtor, one.due_on) for one in await kept(house)] == [
        (one.key, one.debtor, one.due_on) for one in before
    ]


async def test_rows_of_a_timeline_join_bodies_that_owe_the_same(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21))
    entries = timeline_entries(await kept(house), house.at)
    unions = next(entry for entry in entries if entry.name.startswith("Các tổ chức chính trị"))
    assert unions.owed_by.count("Hội") == 3
    assert (unions.due, unions.clock, unions.state) == (date(2025, 11, 28), time(11), "due")
    assert [entry.due is None for entry in entries] == sorted(entry.due is None for entry in entries)


async def test_a_new_version_of_the_plan_with_another_day_moves_its_session_and_tells_those_affected(
    database: Database,
) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 20))
    lan = await a_resident(house, area="Thôn Kiêm Tân")
    chair = await house.official("vinh", Role.CHAIR)
    session = await session_of(house, "kiem-tan")
    await house.database.write(lambda tx: tx.run("UPDATE session SET key = 'doi-thoai'"))
    await registered(house, lan)
    await house.database.write(lambda tx: tx.run("UPDATE session SET key = 'kiem-tan'"))
    plan = read_plan(PLANS / f"{COUNCIL}.toml")
    (planned_session,) = plan.sessions
    when = planned_session.when.model_copy(update={"date": date(2023, 9, 15)})
    plan = plan.model_copy(update={"sessions": (planned_session.model_copy(update={"when": when}),)})

    def unit(tx: Transaction) -> None:
        office, said = import_and_tell(tx, plan, house.at, lambda each: each.when.date)
        queue_all(tx, office.id, said, CHANNELS, house.at)

    await database.write(unit)
    moved = await session_of(house, "kiem-tan")
    assert moved.starts_at == local(2023, 9, 15, 8)
    assert moved.collection_closes_at == local(2023, 9, 11, 0)
    assert moved.id == session.id
    assert (await the(house, "tra-loi")).due_on == date(2023, 10, 6)
    assert "15/09/2023" in (await lan.heard())[-1].text
    assert "Kế hoạch đối thoại có thay đổi" in (await chair.heard())[-1].text


async def test_what_was_fixed_in_chat_stays_when_the_plan_says_nothing_new_about_it(database: Database) -> None:
    house = await planned(database, COUNCIL, local(2023, 8, 20))
    await move_session(house, "15/9/2023 8h-11h")
    await planned(database, COUNCIL, local(2023, 8, 21))
    assert (await session_of(house, "kiem-tan")).starts_at == local(2023, 9, 15, 8)


async def test_a_day_before_the_reports_are_in_is_remarked_on_before_it_is_saved(database: Database) -> None:
    house = await planned(database, GIAO_MINH, local(2025, 11, 21))
    hoa = await house.official("hoa", Role.OFFICE)
    await hoa.say(f"/phien {(await session_of(house, 'doi-thoai-2025')).id}")
    await hoa.tap("Sửa thời gian")
    await hoa.say("27/11/2025 8h-11h")
    assert "không trước buổi đối thoại thứ Năm 27/11/2025" in hoa.last.text
    await hoa.tap("Sửa thời gian")
    await hoa.say("29/11/2025 8h-11h")
    assert "buổi đối thoại ngày thứ Bảy 29/11/2025 rơi vào ngày nghỉ" in hoa.last.text
    assert "không trước buổi đối thoại" not in hoa.last.text
