"""Papers as people get them: what a house asked for is drawn, and the files are taken out of the chat and opened.

maker = maker_for(house, tmp_path); await made(house, maker); files = await got(house, minh)
"""

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from bot.channels.files import FileStore
from bot.documents.work import Drawing, Job, carry_out
from bot.papers import Desk, Draw, PaperMaker, Told
from handlers.rules.plans.reading import PLANS
from tests.documents.reading import text_of
from tests.house import CHANNELS, WEB, House, Someone

PARTY_05_FROM = date(2026, 5, 27)


async def draw_here(job: Job, folder: Path, told: Told) -> Drawing:
    """Draw in this process: a child a paper would make the tests slow. Progress is told afterwards."""
    steps: list[tuple[int, int]] = []
    drawing = carry_out(job, folder, lambda done, of: steps.append((done, of)))
    for done, of in steps:
        await told(done, of)
    return drawing


def maker_for(
    house: House, folder: Path, *, draw: Draw = draw_here, link: str = WEB, templates: Path = PLANS
) -> PaperMaker:
    """The worker of a house, with its files in a folder."""
    desk = Desk(party_05_from=PARTY_05_FROM, link=link, templates=templates, scratch=folder / "drawing")
    return PaperMaker(house.database, house.office.id, store(folder), CHANNELS, lambda _channel: None, desk, draw)


def store(folder: Path) -> FileStore:
    """The files of a folder."""
    return FileStore(folder / "files", 10 * 2**20)


async def made(house: House, maker: PaperMaker) -> int:
    """Let the worker make everything that was asked for; how much that was."""
    count = 0
    while await maker.make_due(house.at):
        count += 1
    return count


async def got(someone: Someone, folder: Path) -> dict[str, bytes]:
    """Every file that was sent to somebody by the name they read, the newest of a name."""
    files = store(folder)
    return {file.name: files.read(file.stored_as) for reply in await someone.heard() for file in reply.files}


def words_of(files: dict[str, bytes]) -> str:
    """All words of files, also of those in archives; of a workbook the strings it keeps."""
    return "\n".join(_words(name, data) for name, data in files.items())


def _words(name: str, data: bytes) -> str:
    extension = name.rpartition(".")[2]
    if extension == "docx":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = "".join(archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml"))
        return text_of(data) + parts
    if extension == "zip":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "\n".join([*archive.namelist(), *(_words(one, archive.read(one)) for one in archive.namelist())])
    if extension == "xlsx":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return "".join(archive.read(part).decode() for part in archive.namelist() if part.endswith(".xml"))
    return data.decode("utf-8", "replace") if extension in {"txt", "pdf"} else ""
