"""`/dienthoai`: a number that its owner leaves, sees and forgets."""

import pytest

from handlers.messages import Contact
from handlers.rules.phones import phone_of
from storage.database import Database
from tests.house import House
from tests.resident.talking import entered


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", "84912345678"),
        ("0912.345.678", "84912345678"),
        ("+84 912-345-678", "84912345678"),
        ("84912345678", "84912345678"),
        ("0228 3 123 456", "842283123456"),
        ("912345678", None),
        ("0912", None),
        ("không có", None),
        ("0" * 5000, None),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, kept: str | None) -> None:
    assert phone_of(typed) == kept


async def test_a_number_is_kept_shown_and_forgotten(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dienthoai")
    await lan.say("số của tôi")
    assert "chưa đọc được" in lan.last.text
    await lan.say("0912 345 678")
    assert "Đã lưu" in lan.last.text
    await lan.say("/dulieu")
    assert "84912345678" in lan.last.text
    await lan.say("/dienthoai xoa")
    assert [row["phone"] for row in await house.rows("SELECT phone FROM person")] == [""]


async def test_the_number_stands_in_no_log_of_acts(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan.say("/dienthoai 0912345678")
    assert "912345678" not in str(await house.rows("SELECT * FROM audit"))


async def test_a_form_of_the_platform_gives_the_number_too(database: Database) -> None:
    house = await House.build(database)
    lan = await entered(house)
    await lan._send(contact=Contact(name="Lan", phone="84912345678"))
    assert "Đã lưu số điện thoại" in lan.last.text
    assert [row["phone"] for row in await house.rows("SELECT phone FROM person")] == ["84912345678"]
