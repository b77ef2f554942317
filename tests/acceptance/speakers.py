"""The morning of a session in a browser: the chair's screen, a speaker's place, the hall's screen.

`python -m tests.acceptance.speakers [folder]` plays it and takes the pictures of docs/pictures. What it shows is tested
in tests/acceptance/test_conference_morning.py.
"""

import argparse
import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from bot import clock
from storage import sessions
from storage.transaction import Transaction
from tests.acceptance.browser import InABrowser, staged_in
from tests.acceptance.pictures import FOLDER, Camera
from tests.acceptance.stage import opened, the_session
from tests.acceptance.story import Look, enter
from tests.chromium import launched, open_window

SPEAKERS = (
    ("Lan", "Xóm 3", "Giao thông", "Đường liên xóm từ nhà văn hóa xóm 3 ra chợ nhiều ổ gà, hai năm nay chưa sửa."),
    ("Minh", "Xóm 4", "Nông nghiệp", "Đề nghị xã cho biết khi nào nạo vét mương tiêu cánh đồng xóm 4."),
    ("Thu", "Xóm 7", "Điện", "Ngõ 5 xóm 7 chưa có điện đường."),
    ("Khoa", "Xóm 9", "Giáo dục", "Trường mầm non thiếu lớp cho trẻ ba tuổi."),
)


async def tell_speakers(stage: InABrowser, data: Path, look: Look) -> str:
    """From registering to the second speaker; returns the last part of the address of the hall's screen."""
    people = []
    for name, area, topic, content in SPEAKERS:
        someone = await enter(stage, name, area)
        people.append(someone)
        await someone.say("/dangky")
        await someone.tap((await someone.hears("lĩnh vực nào")).label(topic))
        await someone.hears("muốn nói gì")
        await someone.say(content)
        await someone.hears("cho ai")
        await someone.tap("Gia đình")
        await someone.hears("xem lại")
        await someone.tap("Đăng ký")
        await someone.hears("Đã ghi nhận đăng ký phát biểu")
    database = f"sqlite:///{data / 'doithoai.db'}"
    async with opened(database) as there:
        await there.write(begins)
    chair = await stage.official("Chủ trì")
    await chair.hears("Kính chào")
    await chair.say("/phatbieu")
    await chair.hears("Còn chờ: 4")
    await chair.tap("Mời số 1")
    await chair.hears("Đang phát biểu")
    await chair.tap("Số 1 nói xong, mời số 2")
    await chair.hears("Đang phát biểu", "Số 2")
    await look("37-dieu-hanh-phat-bieu", chair)
    last = people[-1]
    await last.hears("sắp đến lượt")
    await last.say("/dangky")
    await last.hears("Số 2 đang phát biểu")
    await look("39-con-may-nguoi", last)
    async with opened(database) as there:
        row = await there.read(lambda tx: tx.one("SELECT screen FROM speaker_queue"))
    assert row is not None
    return str(row["screen"])


def begins(tx: Transaction) -> None:
    """The session began a moment ago, behind the program's back: nobody waits a fortnight here."""
    session = the_session(tx)
    start = clock.now() - timedelta(minutes=1)
    moved = {"starts_at": start, "ends_at": start + timedelta(hours=3), "collection_closes_at": start}
    assert sessions.change_session(tx, session.model_copy(update=moved), session)


async def photograph(folder: Path) -> list[str]:
    """Play it and keep its pictures; returns their names."""
    camera = Camera(folder)
    with tempfile.TemporaryDirectory() as data:
        async with launched() as browser, staged_in(browser, Path(data)) as stage:
            screen = await tell_speakers(stage, Path(data) / "data", camera)
            wall = await open_window(browser, {"width": 1280, "height": 720}, touch=False)
            await wall.goto(f"{stage.address}/hoi-truong/{screen}")
            await wall.locator("#now .number").wait_for()
            await wall.screenshot(path=folder / "38-man-hinh-hoi-truong.png")
    return [*camera.taken, "38-man-hinh-hoi-truong"]


def main() -> None:
    """Reads the folder and takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.speakers", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in asyncio.run(photograph(folder)):
        print(name)


if __name__ == "__main__":
    main()
