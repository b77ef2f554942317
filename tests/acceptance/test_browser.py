"""The same story in a real browser, at our own page, against `doithoai run --demo` as somebody would start it."""

import asyncio
from pathlib import Path

from playwright.async_api import Page, ViewportSize

from tests.acceptance.browser import BrowserChat, open_chat, staged_in
from tests.acceptance.chats import Chat
from tests.acceptance.story import tell
from tests.chromium import launched, open_window, overflow, too_small, unnamed

SECONDS = 180
TABLET: ViewportSize = {"width": 820, "height": 1180}
DESK: ViewportSize = {"width": 1280, "height": 800}
SMALL: ViewportSize = {"width": 320, "height": 568}


class Examiner:
    """A Look that examines each window of the story as a person would who cannot scroll sideways or see well."""

    def __init__(self) -> None:
        self.moments: list[str] = []
        self.faults: list[str] = []

    async def __call__(self, moment: str, whose: Chat) -> None:
        assert isinstance(whose, BrowserChat)
        self.moments.append(moment)
        if wider := await overflow(whose.page):
            self.faults.append(f"{moment}: {wider} pixels too wide")
        self.faults += [f"{moment}: a {role} without a name" for role in await unnamed(whose.page)]
        self.faults += [f"{moment}: too small to press: {each}" for each in await too_small(whose.page)]


async def test_the_story_is_played_in_browser_windows(tmp_path: Path) -> None:
    look = Examiner()
    async with asyncio.timeout(SECONDS), launched() as browser, staged_in(browser, tmp_path) as stage:
        await tell(stage, look)
        assert stage.watch.troubles == []
    assert len(look.moments) > 25
    assert look.faults == []


async def test_both_pages_fit_every_window_at_double_text_size(tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS), launched() as browser, staged_in(browser, tmp_path) as stage:
        for size in (SMALL, TABLET, DESK):
            page = stage.watch.over(await open_window(browser, size, touch=size is not DESK))
            for path in ("/", "/chat", "/?lang=en", "/chat?lang=en", "/khong-co"):
                address = stage.address + path
                await (open_chat(page, address) if "chat" in path else page.goto(address))
                await fits(page, f"{path} at {size['width']}")
        assert stage.watch.troubles == []


async def fits(page: Page, where: str) -> None:
    """Nobody scrolls sideways, presses something tiny, or hears a button without a name, at 100 and 200 % text size."""
    for text_size in ("normal", "largest"):
        await page.evaluate(f"document.documentElement.dataset.textSize = '{text_size}'")
        assert await overflow(page) == 0, (where, text_size)
        assert await too_small(page) == [], (where, text_size)
    assert await unnamed(page) == [], where
    assert await page.locator("h1").count() == 1, where
