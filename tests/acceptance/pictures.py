"""Takes the pictures of docs/pictures: `python -m tests.acceptance.pictures [folder]` plays the story in a browser.

The tests never write there: a picture is looked at by a person before it is kept.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests.acceptance.alike import tell_alike
from tests.acceptance.browser import BrowserChat, staged_in
from tests.acceptance.chats import Chat
from tests.acceptance.story import tell
from tests.chromium import launched, open_window

_COMPARED_MILLISECONDS = 6_000
"""New concerns are compared every two seconds (bot/schedule.py)."""
READ_TO_THE_END = {"01-dong-y", "18-duyet", "33-xac-nhan"}
"""Moments at which somebody has read a long message and looks at its buttons."""
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"


class Camera:
    """A Look that keeps one picture of each moment; of a moment that comes again, the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: list[str] = []

    async def __call__(self, moment: str, whose: Chat) -> None:
        assert isinstance(whose, BrowserChat)
        if moment in self.taken:
            return
        self.taken.append(moment)
        if moment in READ_TO_THE_END:
            await whose.page.locator("button.choice").last.scroll_into_view_if_needed()
        for picture in await whose.page.locator(".picture").all():
            await picture.locator("img").wait_for()
        await whose.page.screenshot(path=self._folder / f"{moment}.png", animations="disabled", caret="hide")


async def photograph_alike(folder: Path) -> list[str]:
    """Play the second scene, of concerns that are alike, in a demo office of its own."""
    camera = Camera(folder)
    with tempfile.TemporaryDirectory() as data:
        async with launched() as browser, staged_in(browser, Path(data)) as stage:
            page = await open_window(browser)
            await tell_alike(stage, camera, lambda: page.wait_for_timeout(_COMPARED_MILLISECONDS))
    return camera.taken


async def photograph(folder: Path) -> list[str]:
    """Play the story and take its pictures into a folder that is there; returns their names."""
    camera = Camera(folder)
    with tempfile.TemporaryDirectory() as data:
        async with launched() as browser, staged_in(browser, Path(data)) as stage:
            page = await open_window(browser)
            await page.goto(stage.address)
            await page.screenshot(path=folder / "00-trang-dau.png")
            await tell(stage, camera)
    return camera.taken


def main() -> None:
    """Reads the folder and takes the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.acceptance.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for scene in (photograph, photograph_alike):
        for name in asyncio.run(scene(folder)):
            print(name)


if __name__ == "__main__":
    main()
