"""The hall's screen: numbers and hamlets of who speaks and who is next, and nothing else; it follows by itself."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.web.hall_pages import HallPages
from bot.web.pages import Pages
from storage.database import Database
from storage.records import SessionState
from tests.chromium import launched, open_window
from tests.house import WEB, House, Someone
from tests.official.sessions_at_work import run
from tests.official.speaking import chair_of, the_morning, with_speakers
from tests.official.writing import a_concern
from tests.resident.talking import change
from tests.web.serving import serving, settings_for


class Wall:
    """A house on the morning of its session, its chair, and the pages of its screen."""

    def __init__(self, house: House, chair: Someone) -> None:
        self.house = house
        self.chair = chair
        pages = Pages(house.database, house.office.id, self.now, 1024)
        hall = HallPages(house.database, house.office.id, self.now, pages)
        self.app = Starlette(routes=[*pages.routes(), *hall.routes()])
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=WEB)

    def now(self) -> datetime:
        return self.house.at

    async def address(self) -> str:
        """What the chair is told to open."""
        await self.chair.say("/phatbieu")
        await self.chair.tap("Màn hình cho hội trường")
        return self.chair.last.text.splitlines()[-1].removeprefix(WEB)


@pytest.fixture
async def wall(database: Database) -> AsyncIterator[Wall]:
    house = await House.build(database)
    await with_speakers(house, 5)
    await the_morning(house)
    wall = Wall(house, await chair_of(house))
    async with wall.http:
        yield wall


async def test_the_screen_shows_numbers_and_hamlets_and_no_name_or_matter(wall: Wall) -> None:
    address = await wall.address()
    await wall.chair.say("/phatbieu")
    await wall.chair.tap("Mời số 1")
    page = await wall.http.get(address)
    assert page.status_code == 200
    for shown in ("Đang phát biểu", ">1<", "Thôn Đông", "Tiếp theo", ">2<", "Thôn Đoài", ">4<", "bàn thư ký"):
        assert shown in page.text, shown
    assert ">5<" not in page.text, "three are enough"
    now = await wall.http.get(f"{address}/bay-gio")
    assert now.json()["now"] == ["1", "Thôn Đông"]
    assert now.json()["next"] == [["2", "Thôn Đoài"], ["3", "Thôn Giữa"], ["4", "Thôn Đông"]]
    for hidden in ("Binh", "Chi", "Dung", "Đường làng", "Giao thông"):
        assert hidden not in page.text + now.text, hidden


async def test_before_the_first_is_called_the_screen_asks_to_wait(wall: Wall) -> None:
    address = await wall.address()
    assert (await wall.http.get(f"{address}/bay-gio")).json()["now"] is None
    assert '<p class="wait">Xin bà con chờ' in (await wall.http.get(address)).text


async def test_two_who_ask_for_it_get_the_same_address(wall: Wall) -> None:
    assert await wall.address() == await wall.address()


@pytest.mark.parametrize("end", ["", "/bay-gio"])
async def test_the_screen_is_there_on_the_day_alone_until_it_is_concluded(wall: Wall, end: str) -> None:
    address = await wall.address()
    wall.house.at += timedelta(days=1)
    assert (await wall.http.get(address + end)).status_code == 404
    wall.house.at -= timedelta(days=1)
    assert (await wall.http.get(address + end)).status_code == 200
    await change(wall.house, state=SessionState.CONCLUDED)
    gone = await wall.http.get(address + end)
    assert gone.status_code == 404
    assert "Thôn" not in gone.text.replace("Thôn Giữa, xã Thử", "")


@pytest.mark.parametrize("end", ["", "/bay-gio"])
async def test_another_address_shows_nothing(wall: Wall, end: str) -> None:
    assert (await wall.http.get(f"/hoi-truong/x{end}")).status_code == 404


@pytest.mark.parametrize("end", ["", "/bay-gio"])
async def test_no_proxy_or_searcher_keeps_it(wall: Wall, end: str) -> None:
    headers = (await wall.http.get(await wall.address() + end)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert "default-src 'none'" in headers["content-security-policy"]


async def test_who_is_closed_to_others_is_not_on_the_wall(wall: Wall) -> None:
    house = wall.house
    await a_concern(house, Someone(house, "an"), "Trưởng thôn nhận hối lộ.", protected=True)
    await run(house, "UPDATE registration SET concern_id = (SELECT id FROM concern) WHERE number = 1")
    now = (await wall.http.get(f"{await wall.address()}/bay-gio")).json()
    assert [number for number, _ in now["next"]] == ["2", "3", "4"]


async def test_a_program_without_a_web_address_offers_no_screen(database: Database) -> None:
    house = await House.build(database)
    house.intake._web_address = ""
    await the_morning(house)
    chair = await chair_of(house)
    assert "Màn hình cho hội trường" not in [choice.label for choice in chair.last.choices]
    await chair.say("/phatbieu man")
    assert "PUBLIC_URL" in chair.last.text


async def test_the_screen_follows_by_itself_and_keeps_what_it_showed_when_nothing_answers(
    wall: Wall, tmp_path: Path
) -> None:
    address, house = await wall.address(), wall.house
    await wall.chair.say("/phatbieu")
    async with launched() as browser:
        page = await open_window(browser, {"width": 1280, "height": 720}, touch=False)
        async with serving(house.database, house.office, settings_for(tmp_path), lambda _app: wall.app) as served:
            await page.goto(f"{served.address}{address}")
            await page.get_by_text("Xin bà con chờ").wait_for()
            await wall.chair.tap("Mời số 1")
            await page.locator("#now .number", has_text="1").wait_for()
            assert not await page.locator("#lost").is_visible()
        await page.locator("#lost").wait_for()
        assert await page.locator("#now .area").inner_text() == "Thôn Đông"
