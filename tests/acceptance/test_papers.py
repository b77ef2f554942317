"""A paper in the real program: asked for in a browser, drawn in its child process, released by another person."""

import asyncio
from pathlib import Path

from tests.acceptance.browser import staged_in
from tests.acceptance.papers import tell_papers
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
