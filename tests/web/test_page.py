"""Our own chat page in a real browser, on a good line and on a bad one, against the real program.

The line stands between the page and the program (bad_line.py); what the program then holds is the judge.
"""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FilePayload, Locator, Page, ViewportSize, expect

from bot import clock
from bot.channels.web_chat import WebChat
from handlers.messages import Choice, Reply
from handlers.official.enrol import new_enrolment
from handlers.turn import body_of
from storage import web
from storage.database import Database, open_database
from storage.records import Role
from tests.acceptance.story import PHOTO
from tests.chromium import PHONE, Watch, launched, open_window, overflow, too_small, unnamed
from tests.house import House
from tests.web.bad_line import BadLine
from tests.web.serving import Served, serving, settings_for

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATIENCE = 15_000
NARROW: ViewportSize = {"width": 320, "height": 568}
DESK: ViewportSize = {"width": 1280, "height": 800}
ROAD = FilePayload(name="duong.jpg", mimeType="image/jpeg", buffer=PHOTO)
expect.set_options(timeout=PATIENCE)


@dataclass
class Room:
    """The program, the line before it, a browser, and one resident's window."""

    browser: Browser
    served: Served
    database: Database
    line: BadLine
    watch: Watch
    page: Page

    async def window(self, size: ViewportSize = PHONE, *, touch: bool = True) -> Page:
        """One more person's window."""
        return self.watch.over(await open_window(self.browser, size, touch=touch))

    async def rows(self, sql: str) -> list[dict[str, Any]]:
        """What the program holds."""
        return [dict(row) for row in await self.database.read(lambda tx: tx.all(sql))]

    async def messages(self) -> int:
        """How many messages the program has taken, without the greeting."""
        (row,) = await self.rows("SELECT COUNT(*) AS n FROM inbound")
        return int(row["n"]) - 1

    async def tell(self, text: str, *labels: str, replaces: str | None = None, minutes: int = 0) -> str:
        """The program says something unasked, now or later; returns its number. The labels are commands."""
        (row,) = await self.rows("SELECT address FROM web_token ORDER BY created_at LIMIT 1")
        (sent,) = await self.rows("SELECT COUNT(*) AS n FROM web_event")
        choices = tuple(Choice(label=label, value=f"/lich {label}") for label in labels)
        body = body_of(Reply(text=text, choices=choices, update_key=replaces))
        office, address, source = self.served.program.office.id, row["address"], f"test/{sent['n']}"
        at = clock.now() + timedelta(minutes=minutes)
        number = await self.database.write(lambda tx: web.add_event(tx, office, address, source, body, at))
        channel = self.served.program.channels["web_chat"]
        assert isinstance(channel, WebChat)
        channel.notify(address)
        return str(number)

    async def code(self) -> str:
        """A one-time code for an official."""
        office, at = self.served.program.office.id, clock.now()
        return await self.database.write(
            lambda tx: new_enrolment(tx, office, Role.OFFICE, None, "Trần Văn Bình", None, at)
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def room(browser: Browser, tmp_path: Path) -> AsyncIterator[Room]:
    lines: list[BadLine] = []

    def line(program: Any) -> BadLine:
        lines.append(BadLine(program))
        return lines[0]

    async with AsyncExitStack() as exits:
        database = await exits.enter_async_context(open_database(f"sqlite:///{tmp_path / 'test.db'}"))
        house = await House.build(database, clock.now())
        served = await exits.enter_async_context(serving(database, house.office, settings_for(tmp_path), line))
        watch = Watch(served.address)
        page = watch.over(await open_window(browser))
        yield Room(browser, served, database, lines[0], watch, page)
        for context in browser.contexts:
            await context.close()
        assert watch.troubles == []


async def opened(room: Room, page: Page | None = None, path: str = "/chat") -> Page:
    page = page or room.page
    await page.goto(room.served.address + path)
    await page.wait_for_selector("html[data-ready=chat]")
    return page


async def consented(room: Room, page: Page | None = None) -> Page:
    """Somebody who is past consent and the hamlet, at the menu."""
    page = await opened(room, page)
    for label in ("Đồng ý", "Thôn Giữa"):
        await choice(page, label).click()
    await expect(choice(page, "Gửi ý kiến")).to_be_visible()
    return page


def choice(page: Page, label: str) -> Locator:
    """The button of a choice."""
    words = page.locator(".words", has_text=re.compile(f"^{re.escape(label)}$"))
    return page.locator("button.choice").filter(has=words)


def mine(page: Page) -> Locator:
    """The person's own messages that the program has."""
    return page.locator("#messages .mine")


def said(page: Page) -> Locator:
    """What the program said."""
    return page.locator("#messages .message:not(.mine)")


def unsent(page: Page) -> Locator:
    """The person's messages that still wait."""
    return page.locator("#unsent article")


async def say(page: Page, text: str) -> None:
    await page.fill("#message", text)
    await page.click("#send")


async def test_a_tap_answers_once_however_often_the_button_is_pressed(room: Room) -> None:
    page = await opened(room)
    await choice(page, "Đồng ý").dblclick()
    await expect(choice(page, "Thôn Giữa")).to_be_visible()
    await expect(mine(page)).to_have_count(1)
    assert await room.messages() == 1


async def test_a_typed_number_answers_like_a_tap(room: Room) -> None:
    page = await opened(room)
    await say(page, "1")
    await expect(choice(page, "Thôn Giữa")).to_be_visible()


async def test_the_buttons_of_a_question_end_with_it_and_commands_stay(room: Room) -> None:
    page = await consented(room)
    await expect(choice(page, "Đồng ý")).to_have_count(0)
    await expect(choice(page, "Thôn Giữa")).to_have_count(0)
    await room.tell("Thông báo: mai cắt điện.", "Xem lịch")
    await expect(choice(page, "Xem lịch")).to_be_visible()
    await choice(page, "Gửi ý kiến").click()
    await expect(mine(page).last).to_contain_text("Gửi ý kiến")
    await expect(said(page).last).to_contain_text("viết ý kiến")


@pytest.mark.parametrize("labels", [(), ("Xem lịch",)])
async def test_a_notice_in_between_does_not_close_the_question(room: Room, labels: tuple[str, ...]) -> None:
    page = await opened(room)
    await room.tell("Thông báo: mai cắt điện.", *labels)
    await expect(said(page)).to_have_count(2)
    await expect(choice(page, "Xem lịch")).to_have_count(len(labels))
    await say(page, "1")
    await expect(mine(page)).to_contain_text("Đồng ý")
    await expect(choice(page, "Thôn Giữa")).to_be_visible()


async def test_a_typed_number_means_the_button_that_shows_it_under_a_notice_too(room: Room) -> None:
    page = await consented(room)
    await room.tell("Ý kiến của ông/bà đã có trả lời.", "Hỏi thêm", "Xem lịch")
    await expect(choice(page, "Xem lịch").locator(".number")).to_have_text("2")
    await say(page, "2")
    await expect(mine(page).last).to_contain_text("Xem lịch")
    await expect(said(page).last).to_contain_text("Đối thoại với Nhân dân")


async def test_a_message_that_fails_is_kept_and_stored_once(room: Room) -> None:
    page = await consented(room)
    before = await room.messages()
    room.line.lost_messages = 2
    await say(page, "Đường hỏng")
    await expect(unsent(page)).to_contain_text("Chưa gửi được, đang thử lại")
    await unsent(page).get_by_role("button", name="Thử lại ngay").click()
    await expect(mine(page)).to_have_count(3)
    await expect(unsent(page)).to_have_count(0)
    assert await room.messages() == before + 1


async def test_a_lost_acknowledgement_stores_and_shows_once(room: Room) -> None:
    page = await consented(room)
    before = await room.messages()
    room.line.lost_answers = 1
    room.line.deaf = True
    room.line.cut_streams()
    await say(page, "Đường hỏng")
    await expect(unsent(page)).to_contain_text("Đã gửi")
    room.line.deaf = False
    await expect(mine(page)).to_have_count(3)
    await expect(unsent(page)).to_have_count(0)
    assert room.line.lost_answers == 0
    assert await room.messages() == before + 1
    assert not await page.evaluate("Object.keys(localStorage).some(key => key.includes('outbox'))")


async def test_unsent_words_and_a_photo_survive_a_reload(room: Room) -> None:
    page = await consented(room)
    room.line.down = True
    await say(page, "Đường hỏng")
    await page.set_input_files("#picker-input", ROAD)
    await say(page, "Có ảnh")
    await expect(unsent(page)).to_have_count(2)
    await page.reload()
    await expect(unsent(page)).to_have_count(2)
    room.line.down = False
    await expect(mine(page)).to_have_count(4)
    await expect(page.locator("#messages .mine img")).to_be_visible()
    (kept,) = await room.rows("SELECT size FROM attachment")
    assert kept["size"] == len(PHOTO)
    assert await room.messages() == 4


async def test_a_half_written_message_survives_a_reload(room: Room) -> None:
    page = await opened(room)
    await page.fill("#message", "Viết dở")
    await page.reload()
    await expect(page.locator("#message")).to_have_value("Viết dở")


async def test_a_broken_stream_goes_on_where_it_stopped(room: Room) -> None:
    page = await opened(room)
    for number in range(3):
        room.line.cut_streams()
        await room.tell(f"Tin {number}")
        await expect(said(page).last).to_have_text(re.compile(f"Tin {number}"))
    await expect(said(page)).to_have_count(4)


async def test_a_line_that_is_down_is_said_until_it_is_back(room: Room) -> None:
    page = await opened(room)
    room.line.down = True
    room.line.cut_streams()
    await expect(page.locator("#line")).to_have_text("Mất kết nối. Đang thử nối lại…")
    room.line.down = False
    await expect(page.locator("#line")).to_be_hidden()


async def test_progress_changes_its_message_instead_of_adding_more(room: Room) -> None:
    page = await opened(room)
    first = await room.tell("Đã gửi 0/2.000", "Dừng")
    await expect(said(page)).to_have_count(2)
    second = await room.tell("Đã gửi 900/2.000", "Dừng", replaces=first)
    await room.tell("Đã gửi 2.000/2.000", replaces=second)
    for _ in range(2):
        await expect(said(page).last).to_contain_text("2.000/2.000")
        await expect(said(page)).to_have_count(2)
        await page.reload()


async def test_an_official_enters_by_a_code_and_is_still_there_after_a_reload(room: Room) -> None:
    page = await opened(room, path=f"/chat#{await room.code()}")
    await expect(page.locator("#role")).to_be_visible()
    await expect(said(page)).to_contain_text("Trần Văn Bình")
    await page.reload()
    await expect(said(page)).to_contain_text("Trần Văn Bình")


async def test_an_official_and_a_resident_in_one_browser_do_not_mix(room: Room) -> None:
    page = await opened(room)
    beside = room.watch.over(await page.context.new_page())
    await opened(room, beside, f"/chat#{await room.code()}")
    await say(beside, "/ykien")
    await expect(said(beside)).to_have_count(2)
    await page.reload()
    await expect(said(page)).to_contain_text("trợ lý tự động")
    await expect(mine(page)).to_have_count(0)


async def test_a_used_code_says_so_and_how_else_to_reach_the_office(room: Room) -> None:
    code = await room.code()
    await opened(room, path=f"/chat#{code}")
    page = await room.window()
    await page.goto(f"{room.served.address}/chat#{code}")
    await expect(page.locator("#closed")).to_contain_text("Mã này đã dùng hoặc đã hết hạn.")
    await expect(page.locator("#closed")).to_contain_text("0200 000 000")
    await expect(page.locator("#composer")).to_be_hidden()


async def test_a_forgotten_conversation_begins_anew_and_keeps_what_was_not_sent(room: Room) -> None:
    page = await opened(room)
    await room.database.write(lambda tx: tx.run("DELETE FROM web_token"))
    await say(page, "Còn đây")
    await expect(page.locator("#restarted")).to_be_visible()
    await expect(mine(page)).to_have_text(re.compile("Còn đây"))
    await expect(unsent(page)).to_have_count(0)


async def test_what_people_write_is_never_interpreted(room: Room) -> None:
    page = await consented(room)
    nasty = "<img src=x onerror=alert(1)> **đậm** &lt; \u202egnuhn\u202c مرحبا \u200b\u0301\u0301 {name}\n  hai   dấu"
    await say(page, nasty)
    await expect(mine(page)).to_have_count(3)
    assert await mine(page).last.locator(".words").evaluate("words => words.textContent") == nasty
    await expect(page.locator("#messages img")).to_have_count(0)


async def test_nothing_makes_a_narrow_page_at_double_text_size_wider(room: Room) -> None:
    page = await opened(room, await room.window(NARROW))
    await room.tell("a" * 3000)
    await room.tell("ก็" + "็" * 800)
    await room.tell("x\u0301" * 500, "Đ" * 300, "b")
    await expect(said(page)).to_have_count(4)
    for size in ("smaller", "normal", "largest"):
        await page.evaluate(f"document.documentElement.dataset.textSize = '{size}'")
        assert await overflow(page) == 0, size
        assert await too_small(page) == [], size
    assert await unnamed(page) == []


async def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence_and_can_be_taken_out(room: Room) -> None:
    page = await consented(room)
    lying = FilePayload(name="anh.jpg", mimeType="image/jpeg", buffer=b"MZ\x90\x00\x03" + bytes(200))
    await page.set_input_files("#picker-input", lying)
    await page.click("#send")
    await expect(unsent(page)).to_contain_text("Loại tệp này chưa nhận được.")
    await unsent(page).get_by_role("button", name="Bỏ tin này").click()
    await expect(unsent(page)).to_have_count(0)
    assert await room.rows("SELECT id FROM attachment") == []


async def test_what_is_too_large_or_too_long_is_said_before_anything_is_sent(room: Room) -> None:
    page = await consented(room)
    before = await room.messages()
    large = FilePayload(name="to.pdf", mimeType="application/pdf", buffer=b"%PDF" + bytes(2 * 1024 * 1024))
    await page.set_input_files("#picker-input", large)
    await expect(page.locator("#problem")).to_contain_text("Tệp to.pdf nặng 2 MB, nhiều nhất 1 MB.")
    await say(page, "ă" * 20_001)
    await expect(page.locator("#problem")).to_contain_text("20.001")
    assert len(await page.input_value("#message")) == 20_001
    await say(page, "   ")
    await expect(page.locator("#problem")).to_contain_text("Xin ông/bà viết tin")
    assert await room.messages() == before


async def test_a_file_of_ones_own_is_downloaded_with_a_name_that_cannot_deceive(room: Room) -> None:
    page = await consented(room)
    pdf = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
    deceiving = FilePayload(name="don\u202efdp.exe.pdf", mimeType="application/pdf", buffer=pdf)
    await page.set_input_files("#picker-input", deceiving)
    await page.click("#send")
    await expect(mine(page)).to_have_count(3)
    async with page.expect_download() as downloading:
        await page.locator("#messages").get_by_role("button", name="Tải về").click()
    download = await downloading.value
    assert download.suggested_filename == "donfdp.exe.pdf"
    assert (await download.path()).read_bytes() == pdf


async def test_a_photo_is_looked_at_before_it_goes_and_opens_large_afterwards(room: Room) -> None:
    page = await consented(room)
    await page.set_input_files("#camera-input", ROAD)
    await page.locator("#chosen button").click()
    await expect(page.locator("#chosen")).to_be_hidden()
    await page.set_input_files("#camera-input", ROAD)
    await expect(page.locator("#chosen img")).to_be_visible()
    await page.click("#send")
    await page.locator("#messages .picture img").click()
    await expect(page.locator("#viewer")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#viewer")).to_be_hidden()


async def test_the_keyboard_alone_is_enough(room: Room) -> None:
    page = await opened(room, await room.window(DESK, touch=False))
    seen = []
    for _ in range(11):
        await page.keyboard.press("Tab")
        seen.append(await page.evaluate("(document.activeElement.id || document.activeElement.textContent).trim()"))
        outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", seen
    expected = ["skip", "A−", "A+", "Trợ giúp", "Gọi 0200 000 000", "English", "1Đồng ý", "2Không đồng ý", "message"]
    assert seen[:9] == expected
    await page.focus("#skip")
    await page.keyboard.press("Enter")
    await page.keyboard.type("1")
    await page.keyboard.press("Enter")
    await expect(choice(page, "Thôn Giữa")).to_be_visible()


async def test_a_screen_reader_hears_news_and_not_the_history(room: Room) -> None:
    await room.page.goto(room.served.address + "/chat")
    await expect(room.page.locator("#log")).to_have_attribute("role", "log")
    await expect(room.page.locator("#log")).to_have_attribute("aria-live", "off")
    await expect(room.page.locator("#log")).to_have_attribute("aria-live", "polite")


async def test_a_first_visit_begins_at_the_top(room: Room) -> None:
    page = await opened(room, await room.window(NARROW))
    assert await page.evaluate("document.documentElement.scrollHeight > innerHeight")
    assert await page.evaluate("scrollY") == 0


async def test_a_long_answer_is_read_from_its_first_line_and_what_comes_later_waits_below(room: Room) -> None:
    page = await consented(room)
    await room.tell("Dòng đầu.\n" + "Dòng nữa.\n" * 60, minutes=1)
    await expect(said(page).last).to_contain_text("Dòng đầu.")
    await expect(said(page).last).to_be_in_viewport()
    box = await said(page).last.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 100
    await room.tell("Tin sau.", minutes=2)
    await page.get_by_role("button", name="Xem tin mới").click()
    await expect(said(page).last).to_be_in_viewport()


async def test_without_javascript_the_page_says_so_and_how_else_to_reach_the_office(room: Room) -> None:
    profile = await room.browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = await profile.new_page()
    await page.goto(room.served.address + "/chat")
    await expect(page.locator("noscript p")).to_be_visible()
    await expect(page.locator("body")).to_contain_text("0200 000 000")
    await expect(page.locator("#composer")).to_be_hidden()


async def test_the_text_size_is_kept_on_every_page(room: Room) -> None:
    page = await opened(room)
    for _ in range(4):
        await page.click("button[data-text-step='1']")
    assert await page.evaluate("getComputedStyle(document.documentElement).fontSize") == "36px"
    await page.goto(room.served.address + "/")
    await expect(page.locator("html")).to_have_attribute("data-text-size", "largest")
