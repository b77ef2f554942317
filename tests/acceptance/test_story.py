"""The whole story over the channels' own protocols, against the real program with all of its loops running."""

import asyncio
from pathlib import Path

import pytest

from tests.acceptance.stage import Doors, staged
from tests.acceptance.story import tell
from tests.databases import new_postgres

SECONDS = 120
ON_THE_WEB = {"Minh", "Khoa", "Văn phòng", "Phòng Kinh tế", "Chủ trì"}
ON_ZALO = {"Lan": "zalo_oa", "Thu": "zalo_bot", "Ban Xây dựng Đảng": "zalo_bot"}


def everybody_on(channel: str) -> Doors:
    """All people of the story come by one channel."""
    return lambda _name: channel


def mixed(name: str) -> str:
    """Some on the web, some on Zalo, the others on Telegram."""
    return "web_chat" if name in ON_THE_WEB else ON_ZALO.get(name, "telegram")


@pytest.mark.parametrize(
    ("channel", "pushed"),
    [
        pytest.param("telegram", False, id="telegram polled"),
        pytest.param("telegram", True, id="telegram by webhook"),
        pytest.param("zalo_bot", False, id="zalo_bot polled"),
        pytest.param("zalo_bot", True, id="zalo_bot by webhook"),
        pytest.param("zalo_oa", True, id="zalo_oa by webhook"),
        pytest.param("web_chat", False, id="web_chat"),
    ],
)
async def test_a_resident_asks_and_the_answer_comes_back(channel: str, pushed: bool, tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS), staged(tmp_path, "", everybody_on(channel), pushed=pushed) as stage:
        await tell(stage)


async def test_people_on_different_channels_meet_on_postgresql(tmp_path: Path, postgres_server: str) -> None:
    url = new_postgres(postgres_server)
    async with asyncio.timeout(SECONDS), staged(tmp_path, url, mixed, pushed=True) as stage:
        await tell(stage)
