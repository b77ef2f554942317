"""`/chuaden`: people whom no message reached, and what came of it."""

from bot.doors import detour
from bot.schedule import Schedule
from storage import deliveries
from storage.database import Database
from storage.records import Role
from tests.house import CHANNELS, House, Someone
from tests.resident.talking import entered, labels, sent


async def unreachable(house: House, office: Someone, text: str = "Đường làng có ổ gà to") -> str:
    """A resident whose news cannot be sent by any door; the code of their concern."""
    name = f"lan{len(await house.rows('SELECT id FROM person'))}"
    lan = await entered(house, name)
    code = await sent(lan, text)
    await office.say(f"/giao {code}")
    await office.tap("Phòng Kinh tế")
    await office.tap("Theo quy định")
    rows = [row for row in await house.deliveries() if row.address == name and row.concern_id is not None]
    await house.database.write(lambda tx: detour(tx, rows[-1], "recipient_gone", CHANNELS, house.at))
    return code


async def test_the_list_says_who_why_and_since_when(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    await office.say("/chuaden")
    assert "Không có ai" in office.last.text
    code = await unreachable(house, office)
    await office.say("/chuaden")
    assert "1 người chưa nhận được tin" in office.last.text
    assert f"{code} · Thôn Giữa: đã chặn hoặc xóa tài khoản" in office.last.text


async def test_an_entry_shows_what_to_read_out_and_is_settled_once(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    code = await unreachable(house, office)
    await office.say("/chuaden")
    await office.tap("Mở")
    assert code in office.last.text
    assert "Phòng Kinh tế" in office.last.text
    assert "Chưa có số điện thoại" in office.last.text
    await office.tap("Đã gọi điện")
    assert "Đã ghi: Đã gọi điện." in office.last.text
    await office.say("/chuaden")
    assert "Không có ai" in office.last.text
    rows = await house.rows("SELECT act FROM audit WHERE act IN ('read_unreached', 'settle_unreached') ORDER BY id")
    assert [row["act"] for row in rows] == ["read_unreached", "settle_unreached"]


async def test_a_mistake_is_taken_back_and_the_message_waits_again(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    await unreachable(house, office)
    await office.say("/chuaden")
    await office.tap("Mở")
    await office.tap("Đã đến nhà")
    (row,) = await house.rows("SELECT delivery_id FROM unreached")
    told = await house.database.read(
        lambda tx: deliveries.get_delivery(tx, house.office.id, int(str(row["delivery_id"])))
    )
    assert told is not None
    assert (told.state, told.error_code) == ("stopped", "told_by_person")
    await office.tap("Ghi nhầm")
    again = await house.database.read(
        lambda tx: deliveries.get_delivery(tx, house.office.id, int(str(row["delivery_id"])))
    )
    assert again is not None
    assert (again.state, again.error_code) == ("waiting", "recipient_gone")
    await office.say("/chuaden")
    assert "1 người" in office.last.text


async def test_nobody_else_may_look(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    agency = await house.official("nam", Role.AGENCY, "kinh-te")
    inspector = await house.official("tam", Role.INSPECTOR)
    await unreachable(house, office)
    await agency.say("/chuaden")
    assert "chỉ dành cho" in agency.last.text
    await inspector.say("/chuaden")
    assert "Không có ai" in inspector.last.text
    (row,) = await house.rows("SELECT id FROM unreached")
    await inspector.say(f"/chuaden {row['id']}")
    assert "Không có mục này" in inspector.last.text


async def test_more_than_a_handful_is_counted_and_the_first_are_offered(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    for _ in range(10):
        await unreachable(house, office)
    await office.say("/chuaden")
    assert "10 người" in office.last.text
    assert "và 2 người nữa" in office.last.text
    assert len(labels(office.last)) == 8


async def test_each_morning_the_office_hears_how_many_wait_for_a_call(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    inspector = await house.official("tam", Role.INSPECTOR)
    await unreachable(house, office)
    house.later(days=1)
    for _ in range(2):
        await Schedule(database, house.office.id, CHANNELS, lambda _channel: None, lambda: house.at).tick(house.at)
    mornings = [reply for reply in await office.heard() if reply.text == "1 người chưa nhận được tin"]
    assert len(mornings) == 1
    assert [choice.value for choice in mornings[0].choices] == ["/chuaden"]
    assert not any("chưa nhận được tin" in reply.text for reply in await inspector.heard())
