"""A real browser for tests: Chromium as it is installed here, driven by Playwright, and watched while it works."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, Request, ViewportSize, async_playwright

PHONE: ViewportSize = {"width": 390, "height": 844}
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


class NoChromium(Exception):
    """There is no browser to test with; the message says how to get one."""


def chromium() -> str:
    """Where Chromium is. Raises NoChromium."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    raise NoChromium("Browser tests need Chromium and found none. On Debian or Ubuntu: apt-get install chromium")


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser of its own. Raises NoChromium."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=list(FLAGS), ignore_default_args=["--headless"]
        )
        try:
            yield browser
        finally:
            await browser.close()


async def open_window(browser: Browser, size: ViewportSize = PHONE, *, touch: bool = True) -> Page:
    """A window (CSS pixels) of somebody in Vietnam who was never here before: a profile with nothing in it."""
    profile = await browser.new_context(
        viewport=size, is_mobile=touch, has_touch=touch, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh"
    )
    return await profile.new_page()


class Watch:
    """Remembers what goes wrong in windows: errors of scripts, violations of the policy, requests to other hosts."""

    def __init__(self, address: str) -> None:
        self.troubles: list[str] = []
        self._host = urlsplit(address).netloc

    def over(self, page: Page) -> Page:
        """Watch this window too; returns it."""
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("request", self._asked)
        return page

    def _said(self, kind: str, text: str) -> None:
        # Chromium writes a line for each failed request; whether one may fail is for the test to say.
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {text}")

    def _asked(self, request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme not in {"blob", "data"} and target.netloc != self._host:
            self.troubles.append(f"request to {target.netloc}")


async def overflow(page: Page) -> int:
    """How many pixels the page is wider than its window: anything above 0 makes people scroll sideways."""
    width: int = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


async def unnamed(page: Page) -> list[str]:
    """The roles of what a screen reader would announce without a name: buttons, links, boxes, pictures, regions."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    roles = {"button", "link", "textbox", "img", "image", "log", "dialog", "navigation", "form", "group", "heading"}
    return [
        node["role"]["value"]
        for node in tree["nodes"]
        if not node["ignored"] and node["role"]["value"] in roles and not node.get("name", {}).get("value", "").strip()
    ]


_SMALL = """() => [...document.querySelectorAll('a, button, textarea')]
    .filter(element => element.checkVisibility() && !element.classList.contains('skip'))
    .map(element => [element.textContent.trim() || element.id, element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 47.9 || box.height < 47.9)
    .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""


async def too_small(page: Page) -> list[str]:
    """What can be pressed and is less than 48 pixels wide or high."""
    found: list[str] = await page.evaluate(_SMALL)
    return found
