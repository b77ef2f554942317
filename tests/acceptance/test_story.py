"""The whole story over the channels' own protocols, against the real program with all of its loops running."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.stage import staged
from tests.acceptance.story import tell
from tests.databases import new_postgres

SECONDS = 120
ON_THE_WEB = {"Minh", "Khoa", "Văn phòng", "Phòng Kinh tế", "Chủ trì"}
DOORS: dict[str, Callable[[str], str]] = {
    "telegram": lambda _name: "telegram",
    "web_chat": lambda _name: "web_chat",
    "both": lambda name: "web_chat" if name in ON_THE_WEB else "telegram",
}


@pytest.mark.parametrize("doors", ["telegram", "web_chat"])
async def test_a_resident_asks_and_the_answer_comes_back(doors: str, tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS), staged(tmp_path, "", DOORS[doors]) as stage:
        await tell(stage)


async def test_people_on_different_channels_meet_on_postgresql(tmp_path: Path, postgres_server: str) -> None:
    url = new_postgres(postgres_server)
    async with asyncio.timeout(SECONDS), staged(tmp_path, url, DOORS["both"]) as stage:
        await tell(stage)
