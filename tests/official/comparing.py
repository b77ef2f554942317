"""What the tests of concerns that look alike share: texts of one matter, and the tick that compares."""

from handlers.comparing import compare_new, read_on
from storage.records import Role
from tests.house import House, Someone
from tests.official.writing import a_concern, a_resident

FLOODED = "Mương thoát nước thôn Giữa bị lấp cả tháng nay, mưa là ngập, không ai nạo vét."
AGAIN = "Mương thoát nước ở thôn Giữa bị lấp, cứ mưa là ngập hết, đề nghị xã nạo vét."
THIRD = "Đề nghị nạo vét mương thoát nước thôn Giữa, mương bị lấp nên mưa ngập sân."
FOURTH = "Xin xã cho vét lại mương thoát nước thôn Giữa đang bị lấp, trời mưa nước ngập vào nhà."
OTHER = "Trường mầm non thiếu cô giáo, lớp nào cũng quá đông trẻ."
CANAL = "utilities"


async def compare(house: House) -> int:
    """Let the tick run until nothing waits; returns how many concerns were compared."""
    compared = 0
    while True:
        while not await house.database.read(lambda tx: read_on(tx, house.office)):
            pass
        now = await house.database.write(lambda tx: compare_new(tx, house.office, house.at))
        compared += now
        if not now:
            return compared


async def three(house: House) -> tuple[Someone, Someone, Someone]:
    """Three residents of one hamlet who wrote of one canal: GM-0001, GM-0002, GM-0003; compared."""
    residents = [await a_resident(house, name) for name in ("lan", "minh", "tam")]
    for who, text in zip(residents, (FLOODED, AGAIN, THIRD), strict=True):
        await a_concern(house, who, text, topic=CANAL)
        house.later(minutes=1)
    await compare(house)
    return residents[0], residents[1], residents[2]


async def grouped(house: House) -> tuple[Someone, tuple[Someone, Someone, Someone]]:
    """The same as one group of GM-0001; and the official who merged them."""
    residents = await three(house)
    hoa = await house.official("hoa", Role.OFFICE)
    for code in ("GM-0002", "GM-0003"):
        await hoa.say(f"/nhom gop {code} GM-0001")
    return hoa, residents
