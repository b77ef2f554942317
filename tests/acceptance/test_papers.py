"""A paper in the real program: asked for in a browser, drawn in its child process, released by another person."""

import asyncio
from pathlib import Path

from tests.acceptance.browser import staged_in
from tests.acceptance.papers import tell_papers
from tests.acceptance.stage import opened
from tests.acceptance.story import enter, nobody_looks, send_a_concern
from tests.acceptance.test_browser import Examiner
from tests.chromium import launched

SECONDS = 180


async def test_a_report_and_the_dossier_are_made_in_browser_windows(tmp_path: Path) -> None:
    look = Examiner()
    async with asyncio.timeout(SECONDS), launched() as browser, staged_in(browser, tmp_path) as stage:
        released, dossier = await tell_papers(stage, look)
        assert stage.watch.troubles == []
    assert released.files == 1
    assert dossier.files == 1
    assert look.faults == []


async def test_a_report_comes_once_after_the_bot_was_killed_while_it_was_drawn(tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS), launched() as browser, staged_in(browser, tmp_path) as stage:
        await send_a_concern(await enter(stage, "Lan", "Xóm 3"), nobody_looks)
        office = await stage.official("Văn phòng")
        await office.hears("Kính chào")
        await office.say("/baocao tonghop")
        async with opened(f"sqlite:///{tmp_path / 'data' / 'doithoai.db'}") as database:
            while not await database.read(lambda tx: tx.all("SELECT id FROM document_request WHERE attempts = 1")):  # noqa: ASYNC110
                await asyncio.sleep(0)
        await stage.kill()
        await office.hears("bản dự thảo, do máy soạn")
        said = await office.everything()
    assert sum(one.files for one in said) == 2
    assert len([one for one in said if one.has("Đã lập xong")]) == 1
