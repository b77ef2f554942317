"""A second scene for the pictures: the same ditch three times. One joins, one sends their own, an official decides.

Played by `python -m tests.acceptance.pictures`; what it shows is tested in tests/resident/test_alike.py and
tests/official/test_concern_groups.py.
"""

from collections.abc import Awaitable, Callable

from tests.acceptance.stage import Stage
from tests.acceptance.story import Look, enter

FIRST = "Mương thoát nước xóm 3 bị lấp cả tháng nay, mưa là ngập vào sân, không ai nạo vét."
SECOND = "muong thoat nuoc xom 3 bi lap, cu mua la ngap het san, de nghi xa nao vet"
THIRD = "Đề nghị nạo vét mương thoát nước ở xóm 3, mương bị lấp nên cứ mưa là ngập sân nhà."

Compared = Callable[[], Awaitable[None]]
"""Waits until the program has compared what came in; it does so every two seconds."""


async def tell_alike(stage: Stage, look: Look, compared: Compared) -> None:
    """From «already raised?» to a group with its reasons."""
    lan = await enter(stage, "Lan", "Xóm 3")
    await lan.say(FIRST)
    await lan.tap((await lan.hears("lĩnh vực nào")).label("Điện, nước"))
    await lan.tap((await lan.hears("xem lại")).label("Gửi"))
    await lan.hears("Đã ghi nhận")
    await compared()
    minh = await enter(stage, "Minh", "Xóm 3")
    await minh.say(SECOND)
    await minh.tap((await minh.hears("lĩnh vực nào")).label("Điện, nước"))
    raised = await minh.hears("đã có người nêu", "1 người")
    await look("31-da-co-nguoi-neu", minh)
    await minh.tap(raised.label("Tôi cũng vậy"))
    await minh.hears("Ghi cùng việc đã có người nêu")
    await minh.tap("Gửi")
    await minh.hears("Đã ghi nhận", "tính cùng")
    await look("32-toi-cung-vay", minh)
    thu = await enter(stage, "Thu", "Xóm 3")
    await thu.say(THIRD)
    await thu.tap((await thu.hears("lĩnh vực nào")).label("Điện, nước"))
    await thu.tap((await thu.hears("2 người")).label("Gửi riêng"))
    await thu.hears("xem lại")
    await thu.tap("Gửi")
    await thu.hears("Đã ghi nhận")
    await compared()
    office = await stage.official("Văn phòng")
    await office.hears("Kính chào")
    await office.say("/xem 3")
    shown = await office.hears("Máy gợi ý lĩnh vực", "Máy gợi ý loại")
    if not shown.labels:
        shown = await office.hears("Ông/bà làm gì")
    await look("33-vi-sao", office)
    await look("33-xac-nhan", office)
    await office.tap(shown.label("Gộp với GM-0001"))
    await office.hears("Đã gộp")
    await office.tap("Nhóm của")
    await office.hears("đại diện GM-0001", "Vì sao giống")
    await look("34-nhom", office)
    await office.say("/loai 3")
    await office.hears("Loại hiện nay", "Máy gợi ý loại")
    await look("35-sua-loai", office)
    await office.say("/tonghop linhvuc utilities")
    await office.hears("3 ý kiến, 1 vấn đề", "GM-0001")
    await look("36-tom-tat", office)
