"""A whole conference morning, from the reminder of the day before to the minutes, on both engines.

Five registered by three channels; one is absent and comes later, one slip is handed in on paper, one speaks again in a
further round, one step is taken back. A sixth's concern is closed to all but the inspector.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from storage.database import Database
from storage.records import Role
from tests.house import House, Someone
from tests.official.sessions_at_work import run, tick
from tests.official.speaking import labels
from tests.official.writing import a_concern
from tests.papers.drawn import got, made, maker_for, words_of
from tests.resident.talking import entered, sent

SECRET = "Ông Nguyễn Văn Mỗ nhận hối lộ của các hộ."
PEOPLE = {
    "an": ("telegram", "Đường ra đồng sụt lún."),
    "binh": ("zalo_bot", "Rác ở chợ chưa được thu gom."),
    "chi": ("web_chat", "Đèn đường xóm tôi tắt."),
    "dung": ("telegram", "Xin nạo vét mương."),
    "em": ("telegram", "Trường thiếu bàn ghế."),
}


@dataclass(frozen=True, kw_only=True)
class Morning:
    """Who is there, and the code of the concern that number 1 speaks about."""

    house: House
    chair: Someone
    clerk: Someone
    people: dict[str, Someone]
    road: str


async def test_a_conference_morning(database: Database, tmp_path: Path) -> None:
    now = await the_days_before(await House.build(database))
    await the_first_two_speak(now)
    await one_is_absent_and_a_slip_comes_in(now)
    await the_list_comes_to_its_end(now)
    await somebody_speaks_again(now)
    await the_minutes_say_who_spoke(now, tmp_path)
    await nobody_was_told_twice_and_nothing_closed_was_told(now)


async def the_days_before(house: House) -> Morning:
    """Six register by chat; the day before they are reminded. One matter is found to accuse somebody and is closed."""
    chair, clerk = await house.official("vinh", Role.CHAIR), await house.official("hoa", Role.OFFICE)
    people = {name: await entered(house, name, channel) for name, (channel, _) in PEOPLE.items()}
    road = await sent(people["an"], PEOPLE["an"][1])
    for name, (_, content) in PEOPLE.items():
        await registers(people[name], content, road if name == "an" else "")
    khoa = await entered(house, "khoa")
    await registers(khoa, "Việc ở thôn.")
    await a_concern(house, khoa, SECRET, protected=True)
    await run(house, "UPDATE registration SET concern_id = (SELECT id FROM concern WHERE protected) WHERE number = 6")
    start = (await house.session()).starts_at
    assert start is not None
    house.at = start - timedelta(days=1, hours=3)
    assert len([row for row in await tick(house) if (row.once_key or "").startswith("eve/")]) == 6
    house.at = start - timedelta(minutes=5)
    return Morning(house=house, chair=chair, clerk=clerk, people=people, road=road)


async def registers(someone: Someone, content: str, code: str = "") -> None:
    """By /dangky, with words or with a concern sent before."""
    await someone.say("/dangky")
    await someone.say("Đất đai")
    await (someone.tap(f"{code}:") if code else someone.say(content))
    await someone.say("Bản thân tôi")
    await someone.say("Đăng ký")
    assert "Đã ghi nhận đăng ký phát biểu" in someone.last.text, someone.last.text


async def the_first_two_speak(now: Morning) -> None:
    """One tap a speaker; those who are near hear of it; who speaks on a concern is answered in the usual way."""
    chair, people = now.chair, now.people
    now.house.later(minutes=10)
    await chair.say("/phatbieu")
    assert "Còn chờ: 5." in chair.last.text
    await chair.tap("Mời số 1")
    assert "Số 1 – An, Thôn Giữa" in chair.last.text
    assert now.road in chair.last.text
    assert "sắp đến lượt" in (await people["dung"].heard())[-1].text
    assert "sắp đến lượt" not in "".join(reply.text for reply in await people["em"].heard())
    await chair.tap("Ghi trả lời cho số 1")
    await chair.tap("Phòng Kinh tế trả lời tại chỗ")
    await chair.tap("Số 1 nói xong, mời số 2")
    await people["em"].say("/dangky")
    assert "Số 2 đang phát biểu. Sau đó còn 2 người nữa rồi đến ông/bà." in people["em"].last.text


async def one_is_absent_and_a_slip_comes_in(now: Morning) -> None:
    """A tap too many is taken back; number 3 is not there; the clerk enters a slip while the chair goes on."""
    chair, clerk = now.chair, now.clerk
    now.house.later(minutes=12)
    await clerk.say("/phatbieu")
    await clerk.tap("Nhập phiếu giấy")
    await clerk.say("Bà Phạm Thị Giấy")
    await chair.tap("Số 2 vắng mặt")
    await chair.tap("Lùi một bước")
    assert "số 2 không vắng" in chair.last.text
    await clerk.tap("Thôn Đoài")
    await clerk.tap("Môi trường")
    await clerk.say("Xin trồng cây ven sông.")
    assert "số 7" in clerk.last.text
    await chair.tap("Số 2 nói xong, mời số 3")
    await chair.tap("Số 3 vắng mặt")
    assert "Vắng khi mời: 1 (số 3)." in chair.last.text
    await clerk.tap("Số 2 nói xong, mời số 3")
    assert "Vinh vừa bấm trước" in clerk.last.text
    await chair.tap("Mời số 4")


async def the_list_comes_to_its_end(now: Morning) -> None:
    """Everybody has a turn; who was absent is called once more and has come, or has not."""
    chair = now.chair
    await chair.tap("Số 4 nói xong, mời số 5")
    await chair.tap("Số 5 nói xong, mời số 7")
    assert "Số 7 – Bà Phạm Thị Giấy, Thôn Đoài" in chair.last.text
    await chair.tap("Ghi trả lời cho số 7")
    await chair.tap("Sẽ trả lời bằng văn bản")
    await chair.tap("Phòng Văn hóa")
    await chair.tap("Số 7 nói xong, mời lại số 3")
    await chair.tap("Số 3 vắng mặt")
    assert "Đã phát biểu: 5. Còn chờ: 0. Vắng khi mời: 1 (số 3)." in chair.last.text


async def somebody_speaks_again(now: Morning) -> None:
    """A further round: number 2 raises a hand."""
    chair = now.chair
    await chair.tap("Mở vòng trao đổi tiếp")
    await chair.tap("Chọn số khác")
    await chair.tap("Mời số 2")
    await chair.tap("Ghi trả lời cho số 2")
    await chair.tap("Người chủ trì trả lời tại chỗ")
    await chair.tap("Ghi thêm tóm tắt")
    await chair.say("Xã sẽ thu gom mỗi tuần hai lần.")
    await chair.tap("Số 2 nói xong")
    assert "Lập biên bản" in labels(chair)


async def the_minutes_say_who_spoke(now: Morning, folder: Path) -> None:
    """In the order in which they were called, with who answered; the absent one is named as absent."""
    now.house.later(hours=2)
    await now.chair.tap("Lập biên bản")
    await made(now.house, maker_for(now.house, folder))
    minutes = words_of(await got(now.chair, folder))
    order = ["An, Thôn Giữa", "Binh, Thôn Giữa", "Dung, Thôn Giữa", "Em, Thôn Giữa", "Bà Phạm Thị Giấy, Thôn Đoài"]
    places = [minutes.index(who) for who in order]
    assert places == sorted(places)
    again = minutes.index("Binh, Thôn Giữa", places[-1])
    assert "Trao đổi tiếp." in minutes[again:]
    assert "Trả lời (Người chủ trì): Xã sẽ thu gom mỗi tuần hai lần." in minutes[again:]
    assert f"An, Thôn Giữa ({now.road})" in minutes
    assert "Trả lời (Phòng Kinh tế): Đã trả lời trực tiếp tại hội nghị." in minutes
    assert "Xin trồng cây ven sông." in minutes
    assert "Trả lời (Phòng Văn hóa): Trả lời bằng văn bản." in minutes
    assert "Vắng mặt: Chi, Thôn Giữa (đã đăng ký phát biểu, không có mặt khi được mời)." in minutes
    assert "Đã đăng ký, chưa phát biểu" not in minutes
    assert "Khoa" not in minutes


async def nobody_was_told_twice_and_nothing_closed_was_told(now: Morning) -> None:
    """Each who waited was told once to be ready; the closed matter and its author were on nobody's screen."""
    ready = [row for row in await now.house.deliveries() if (row.once_key or "").startswith("ready/")]
    assert sorted(row.address for row in ready) == ["binh", "chi", "dung", "em"]
    for official in (now.chair, now.clerk):
        for reply in await official.heard():
            assert "Khoa" not in reply.text
            assert "hối lộ" not in reply.text
            assert "Số 6" not in reply.text
    steps = await now.house.rows("SELECT act FROM audit WHERE act LIKE '%\\_speaker' ESCAPE '\\' ORDER BY id")
    kept = [row for row in steps if not str(row["act"]).startswith("refused")]
    assert len(kept) == len(await now.house.rows("SELECT seq FROM speaker_act"))
