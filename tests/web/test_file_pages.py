"""The page behind a link to a file: what it says, the file it gives, and what it says when it has none."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.file_links import FileLinks
from bot.channels.files import FileStore
from bot.web.file_pages import FilePages
from bot.web.pages import Pages
from handlers.messages import OutboundFile
from storage.database import Database
from tests.house import NOON, House

PDF = b"%PDF-1.7\n%%EOF\n"


@dataclass
class Desk:
    """The pages of one office on a clock that the test sets."""

    http: httpx.AsyncClient
    links: FileLinks
    files: FileStore
    office: str
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def link(self, name: str = "Thông báo kết luận.pdf") -> str:
        """A link to a file that is on the disk."""
        stored_as = self.files.put(PDF)
        file = OutboundFile(stored_as=stored_as, name=name, content_type="application/pdf", kind="document")
        return f"/tep/{self.links.link(file)}"


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> AsyncIterator[Desk]:
    house = await House.build(database)
    files = FileStore(tmp_path / "files", 1024 * 1024)
    desk = Desk(httpx.AsyncClient(), None, files, house.office.name)  # type: ignore[arg-type] # the clock comes first
    desk.links = FileLinks("a test's own secret", "https://doithoai.example", desk.now)
    pages = Pages(database, house.office.id, desk.now, 1024 * 1024)
    app = Starlette(routes=FilePages(desk.links, files, pages).routes())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://doithoai.example") as desk.http:
        yield desk


async def test_the_page_says_what_the_file_is_and_until_when_it_is_there(desk: Desk) -> None:
    link = desk.link()
    page = await desk.http.get(link)
    assert page.status_code == 200
    assert "Thông báo kết luận.pdf" in page.text
    assert f'<a class="act" href="{link}/tai" download>Tải tệp về máy</a>' in page.text
    assert "dùng được đến hết thứ Ba, 01/12/2026" in page.text
    assert "0200 000 000" in page.text, "how else to reach the office"


async def test_the_page_speaks_english_where_the_link_does(desk: Desk) -> None:
    page = await desk.http.get(f"{desk.link()}?lang=en")
    assert "Download the file" in page.text
    assert "Tuesday, 1 December 2026" in page.text


async def test_the_file_is_given_to_be_kept_under_its_name(desk: Desk) -> None:
    given = await desk.http.get(f"{desk.link()}/tai")
    assert (given.status_code, given.content) == (200, PDF)
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["content-disposition"] == (
        "attachment; filename*=utf-8''Th%C3%B4ng%20b%C3%A1o%20k%E1%BA%BFt%20lu%E1%BA%ADn.pdf"
    )


async def test_a_download_that_broke_goes_on(desk: Desk) -> None:
    rest = await desk.http.get(f"{desk.link()}/tai", headers={"Range": "bytes=9-"})
    assert (rest.status_code, rest.content) == (206, PDF[9:])


async def test_a_file_without_a_name_has_one(desk: Desk) -> None:
    link = desk.link("")
    assert "Tệp không tên" in (await desk.http.get(link)).text
    assert 'filename="tep.pdf"' in (await desk.http.get(f"{link}/tai")).headers["content-disposition"]


@pytest.mark.parametrize("end", ["", "/tai"])
async def test_no_proxy_searcher_or_other_site_keeps_or_learns_of_it(desk: Desk, end: str) -> None:
    headers = (await desk.http.get(desk.link() + end)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("end", ["", "/tai"])
async def test_a_link_that_has_expired_says_so_and_what_to_do(desk: Desk, end: str) -> None:
    link = desk.link()
    desk.at = NOON + timedelta(days=8)
    page = await desk.http.get(link + end)
    assert page.status_code == 410
    assert "Liên kết này đã hết hạn" in page.text
    assert "hỏi lại trong khung trò chuyện" in page.text
    assert "0200 000 000" in page.text
    assert PDF not in page.content


@pytest.mark.parametrize("end", ["", "/tai"])
@pytest.mark.parametrize("link", ["/tep/x", "/tep/a.b", "/tep/%00", "/tep/..%2F..%2Fetc%2Fpasswd", "CUT"])
async def test_a_wrong_link_says_so_and_what_to_do(desk: Desk, link: str, end: str) -> None:
    page = await desk.http.get((desk.link()[:-5] if link == "CUT" else link) + end)
    assert page.status_code == 404
    if "%2F" not in link:  # that is no address of these pages at all
        assert "Liên kết có thể bị thiếu một đoạn" in page.text
        assert "0200 000 000" in page.text


async def test_a_file_that_is_no_longer_on_the_disk_is_over(desk: Desk) -> None:
    link = desk.link()
    for path in desk.files.every():
        path.unlink()
    assert (await desk.http.get(f"{link}/tai")).status_code == 410


async def test_a_name_cannot_write_into_the_page(desk: Desk) -> None:
    page = await desk.http.get(desk.link("<script>alert(1)<script>.pdf"))
    assert "<script>alert" not in page.text
