"""When an account is dead, its admins hear of it, by another door than the dead one."""

from bot.alerts import Alerts
from storage.database import Database
from storage.records import Role
from tests.house import CHANNELS, House


def alerts(house: House) -> Alerts:
    return Alerts(house.database, house.office.id, CHANNELS, lambda _channel: None, lambda: house.at)


async def test_an_admin_hears_on_another_channel_what_to_do(database: Database) -> None:
    house = await House.build(database)
    admin = await house.official("hoa", Role.ADMIN, channel="web_chat")
    await alerts(house).account_dead("zalo_oa", "oauth_-14014")
    await admin.heard()
    assert "Zalo OA không gửi được nữa" in admin.last.text
    assert "oauth_-14014" in admin.last.text
    assert "Cách sửa" in admin.last.text


async def test_nobody_is_told_by_the_account_that_is_dead(database: Database) -> None:
    house = await House.build(database)
    admin = await house.official("hoa", Role.ADMIN, channel="zalo_oa")
    await alerts(house).account_dead("zalo_oa", "oauth_-14014")
    assert await admin.heard() == []


async def test_once_a_day_is_enough_however_many_workers_find_it_dead(database: Database) -> None:
    house = await House.build(database)
    admin = await house.official("hoa", Role.ADMIN)
    for _ in range(3):
        await alerts(house).account_dead("zalo_oa", "oauth_-14014")
    assert len(await admin.heard()) == 1
    house.later(days=1)
    await alerts(house).account_dead("zalo_oa", "oauth_-14014")
    assert len(await admin.heard()) == 2


async def test_nobody_but_admins_is_alarmed(database: Database) -> None:
    house = await House.build(database)
    office = await house.official("hoa", Role.OFFICE)
    await alerts(house).account_dead("zalo_oa", "oauth_-14014")
    assert await office.heard() == []
