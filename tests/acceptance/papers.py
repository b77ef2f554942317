"""A paper as officials get it in a browser: made, read, handed in, released by another, and the dossier.

`python -m tests.acceptance.papers [folder]` plays it and takes the pictures of docs/pictures.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.acceptance.browser import staged_in
from tests.acceptance.chats import Heard
from tests.acceptance.pictures import FOLDER, Camera
from tests.acceptance.stage import Stage
from tests.acceptance.story import Look, enter, nobody_looks, send_a_concern
from tests.chromium import launched


async def tell_papers(stage: Stage, look: Look = nobody_looks) -> tuple[Heard, Heard]:
    """The story; returns what the second person got: the released report, and the dossier."""
    lan = await enter(stage, "Lan", "Xóm 3", nobody_looks)
    await send_a_concern(lan, nobody_looks)
    office, committee = await stage.official("Văn phòng"), await stage.official("Ban Xây dựng Đảng")
    for someone in (office, committee):
        await someone.hears("Kính chào")
    await office.say("/baocao")
    await office.hears("Báo cáo tổng hợp: chưa lập")
    await office.tap("Báo cáo tổng hợp")
    await office.hears(files=1)
    await office.hears(files=1)
    await office.hears("bản dự thảo")
    await look("31-bao-cao-du-thao", office)
    await office.tap("Trình duyệt")
    await office.hears("Đã trình")
    await committee.hears("trình ông/bà duyệt")
    for _ in range(2):
        await committee.hears(files=1)
    await committee.tap("Duyệt và lấy số")
    await committee.hears("Đã duyệt: Báo cáo tổng hợp, số 01-BC/ĐU")
    released = await committee.hears(files=1)
    await committee.hears(files=1)
    await committee.hears("đã được duyệt")
    await look("32-bao-cao-co-so", committee)
    await committee.say("/baocao hoso")
    return released, await committee.hears(files=1)


async def photograph(folder: Path) -> list[str]:
    """Play it and keep its pictures; returns their names."""
    camera = Camera(folder)
    with tempfile.TemporaryDirectory() as data:
        async with launched() as browser, staged_in(browser, Path(data)) as stage:
            await tell_papers(stage, camera)
    return camera.taken


def main() -> None:
    """Reads the folder and takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.papers", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in asyncio.run(photograph(folder)):
        print(name)


if __name__ == "__main__":
    main()
