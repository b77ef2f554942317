"""`/noinhan`: an admin says what a group chat receives; it is told what will be sent there."""

import pytest

from storage.database import Database
from storage.officials import group_chats
from storage.records import Purpose, Role
from tests.house import House
from tests.official.writing import acts


async def purposes(house: House) -> list[str]:
    return [str(row["purpose"]) for row in await house.rows("SELECT purpose FROM group_chat WHERE removed_at IS NULL")]


async def test_a_group_is_registered_for_summaries_and_told_what_comes(database: Database) -> None:
    house = await House.build(database)
    group = house.member(await house.official("an", Role.ADMIN), "-100")
    await group.say("/noinhan")
    assert "chưa đăng ký" in group.last.text
    await group.tap("Nhận bản tổng hợp")
    assert "Ai ở trong nhóm đều đọc được" in group.last.text
    assert "không bao giờ" in group.last.text
    assert await purposes(house) == ["committee"]
    assert await acts(house, "register_group") == 1


async def test_registering_twice_changes_nothing_and_another_purpose_replaces_the_first(database: Database) -> None:
    house = await House.build(database)
    group = house.member(await house.official("an", Role.ADMIN), "-100")
    await group.say("/noinhan tonghop")
    await group.say("/noinhan tổng hợp")
    assert await acts(house, "register_group") == 1
    await group.say("/noinhan congkhai")
    assert await purposes(house) == ["public"]
    found = await database.read(lambda tx: group_chats(tx, house.office.id, Purpose.COMMITTEE))
    assert found == []


async def test_a_group_can_be_taken_off_again(database: Database) -> None:
    house = await House.build(database)
    group = house.member(await house.official("an", Role.ADMIN), "-100")
    await group.say("/noinhan tonghop")
    await group.tap("Không nhận nữa")
    assert await purposes(house) == []
    await group.say("/noinhan tắt")
    assert "chưa đăng ký" in group.last.text
    assert await acts(house, "remove_group") == 1


@pytest.mark.parametrize("role", [Role.OFFICE, Role.COMMITTEE, Role.AGENCY])
async def test_only_an_admin_registers_and_a_refusal_is_logged(database: Database, role: Role) -> None:
    house = await House.build(database)
    group = house.member(await house.official("binh", role), "-100")
    await group.say("/noinhan tonghop")
    assert await purposes(house) == []
    assert await acts(house, "refused_command") == 1


async def test_in_a_private_chat_it_explains_itself_and_lists_what_is_registered(database: Database) -> None:
    house = await House.build(database)
    an = await house.official("an", Role.ADMIN)
    await house.member(an, "-100").say("/noinhan congkhai")
    await an.say("/noinhan tonghop")
    assert "trong nhóm" in an.last.text
    assert "đang nhận thông báo công khai" in an.last.text
    assert await purposes(house) == ["public"]


async def test_a_question_in_private_survives_a_command_in_a_group(database: Database) -> None:
    house = await House.build(database)
    an = await house.official("an", Role.ADMIN)
    await an.say("/phien moi")
    await an.say("Đối thoại quý I")
    await house.member(an, "-100").say("/noinhan")
    await an.say("1")
    assert "Đối thoại ở đâu" in an.last.text


async def test_a_public_channel_is_registered_by_its_name_in_private_and_taken_off_again(database: Database) -> None:
    house = await House.build(database)
    admin = await house.official("an", Role.ADMIN)
    await admin.say("/noinhan")
    assert "chưa có nơi nào" in admin.last.text
    for wrong in ("/noinhan @x", "/noinhan @kênh-xã"):
        await admin.say(wrong)
        assert await purposes(house) == []
    await admin.say("/noinhan @kenh_giao_minh")
    assert await purposes(house) == ["public"]
    await admin.say("/noinhan")
    assert "@kenh_giao_minh" in admin.last.text
    await admin.say("/noinhan @kenh_giao_minh tat")
    assert await purposes(house) == []
