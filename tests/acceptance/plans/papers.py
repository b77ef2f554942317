"""Papers in a plan's story: made by one, released with a number by a second person; at the end the dossier."""

import zipfile
from io import BytesIO
from pathlib import Path

from tests.acceptance.plans import deeds
from tests.acceptance.plans.town import Town
from tests.documents.reading import text_of
from tests.house import Someone
from tests.papers.drawn import got, made, maker_for


async def releases(town: Town, folder: Path, drafter: Someone, second: Someone, word: str, session: str) -> str:
    """A paper of a session by its command word, as the second person gets it: all words of the newest DOCX."""
    maker = maker_for(town, folder)
    number = (await town.session_of(session)).id
    await drafter.say(f"/baocao {number} {word}")
    await made(town, maker)
    await drafter.heard()
    if deeds.offers(drafter, "Trình duyệt"):
        await drafter.tap("Trình duyệt")
    before = set(await got(second, folder))
    await second.say(f"/baocao {number} {word}")
    await second.tap("Duyệt và lấy số")
    await made(town, maker)
    files = await got(second, folder)
    (name,) = [name for name in files if name not in before and " số " in name and name.endswith(".docx")]
    return text_of(files[name])


async def dossier(town: Town, folder: Path, who: Someone, session: str) -> str:
    """The index of a session's dossier; every file that it names is in the archive."""
    number = (await town.session_of(session)).id
    await who.say(f"/baocao {number} hoso")
    await made(town, maker_for(town, folder))
    (archive,) = [data for name, data in (await got(who, folder)).items() if name.endswith(".zip")]
    with zipfile.ZipFile(BytesIO(archive)) as opened:
        index = opened.read("00-muc-luc.txt").decode("utf-8-sig")
        assert len(opened.namelist()) == index.count("Tệp:") + 2, "every file in the index, and the two indexes"
    return index
