"""The story in a real browser: Chromium with Playwright, against `doithoai run --demo` as a process of its own."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, FilePayload, Page
from playwright.async_api import TimeoutError as PlaywrightTimeoutError

from benchmarks.processes import PROGRAM, Process, always_morning, free_port, program_environment, running
from bot import clock
from handlers.rules.quiet_hours import is_night
from storage import sessions
from storage.transaction import Transaction
from tests.acceptance.chats import PATIENCE, Chat, Heard, Missing, Ready, at_once
from tests.acceptance.stage import opened, the_session
from tests.chromium import Watch, open_window
from tests.house import PROFILE

_SAID = """articles => articles.map(article => ({
    text: article.querySelector(':scope > .words')?.textContent ?? '',
    labels: [...article.querySelectorAll('.choice > .words')].map(label => label.textContent),
    files: article.querySelectorAll('.files > li').length,
}))"""


class BrowserChat:
    """A person at our own page."""

    def __init__(self, name: str, page: Page) -> None:
        self.name = name
        self.page = page
        self._read = 0

    async def say(self, text: str) -> None:
        await self.page.fill("#message", text)
        await self.page.click("#send")

    async def send_photo(self, content: bytes, words: str, ready: Ready = at_once) -> None:
        photo = FilePayload(name="duong-xom-3.jpg", mimeType="image/jpeg", buffer=content)
        await self.page.set_input_files("#picker-input", photo)
        await self.page.fill("#message", words)
        await ready()
        await self.page.click("#send")

    async def tap(self, label: str) -> None:
        words = self.page.locator(".words", has_text=re.compile("^" + re.escape(label)))
        await self.page.locator("button.choice").filter(has=words).last.click(timeout=PATIENCE * 1000)

    async def hears(self, *words: str, files: int = 0) -> Heard:
        try:
            while True:
                for found in (await self.everything())[self._read :]:
                    self._read += 1
                    if found.has(*words) and found.files >= files:
                        return found
                more = self.page.locator("#messages article.message:not(.mine)").nth(self._read)
                await more.wait_for(state="attached", timeout=PATIENCE * 1000)
        except PlaywrightTimeoutError:
            raise Missing(self.name, words, [heard.text for heard in await self.everything()]) from None

    async def everything(self) -> list[Heard]:
        said = await self.page.locator("#messages article.message:not(.mine)").evaluate_all(_SAID)
        return [Heard(text=one["text"], labels=tuple(one["labels"]), files=one["files"]) for one in said]


async def open_chat(page: Page, link: str) -> None:
    """Open the chat and wait until it shows what was said so far."""
    await page.goto(link)
    await page.wait_for_selector("html[data-ready=chat]")


@dataclass(frozen=True)
class _NoTelegram:
    base_url: str = ""
    base_file_url: str = ""


class InABrowser:
    """A Stage: the program as a subprocess, each person with a browser profile of their own."""

    def __init__(self, browser: Browser, folder: Path, exits: AsyncExitStack) -> None:
        self._browser = browser
        self._folder = folder
        self._data = folder / "data"
        self._exits = exits
        self._process: Process | None = None
        self._links: dict[str, str] = {}
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.watch = Watch(self.address)

    async def start(self) -> None:
        """Start the program and read the list that it prints."""
        settings = {"TELEGRAM_TOKEN": "", "LOG_LEVEL": "WARNING"}
        if is_night(clock.now(), PROFILE) or is_night(clock.now() + timedelta(minutes=15), PROFILE):
            settings |= always_morning(self._folder)
        environment = program_environment(self._data, _NoTelegram(), self.port, **settings)
        started = running(*PROGRAM, folder=self._folder, log=self._folder / "log", environment=environment)
        self._process = await self._exits.enter_async_context(started)
        while "Ctrl+C" not in (line := await self._process.line()):
            who, _, link = line.strip().rpartition("  ")
            if link.startswith("http"):
                self._links[who.strip()] = link

    async def restart(self) -> None:
        assert self._process is not None
        assert await self._process.stop() == 0
        await self.start()

    async def kill(self) -> None:
        """kill -9, and start anew."""
        assert self._process is not None
        await self._process.kill()
        await self.start()

    async def resident(self, name: str) -> Chat:
        return await self._enter(name, self._links["Người dân"])

    async def official(self, who: str) -> Chat:
        return await self._enter(who, self._links[who])

    async def _enter(self, name: str, link: str) -> BrowserChat:
        page = self.watch.over(await open_window(self._browser))
        await open_chat(page, link)
        return BrowserChat(name, page)

    async def files_arrive(self) -> None:
        """On the web a file comes with its message."""

    async def after_the_session(self) -> None:
        """The session is moved into the past behind the program's back: nobody waits a fortnight here."""
        async with opened(f"sqlite:///{self._data / 'doithoai.db'}") as database:
            assert await database.write(_hold)


def _hold(tx: Transaction) -> bool:
    session = the_session(tx)
    assert session.starts_at is not None
    assert session.ends_at is not None
    back = timedelta(days=(session.ends_at - clock.now()).days + 1)
    held = {"starts_at": session.starts_at - back, "ends_at": session.ends_at - back}
    closed = {"collection_closes_at": session.starts_at - back - timedelta(hours=1)}
    return sessions.change_session(tx, session.model_copy(update=held | closed), session)


@asynccontextmanager
async def staged_in(browser: Browser, folder: Path) -> AsyncIterator[InABrowser]:
    """`doithoai run --demo` in a folder of its own, and windows to look at it."""
    async with AsyncExitStack() as exits:
        stage = InABrowser(browser, folder, exits)
        await stage.start()
        yield stage
