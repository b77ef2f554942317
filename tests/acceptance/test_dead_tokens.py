"""The Official Account's rights end while the program runs: an admin hears of it elsewhere, and nothing is lost."""

import asyncio
from pathlib import Path

from tests.acceptance.stage import staged
from tests.acceptance.story import enter

SECONDS = 60


def door(name: str) -> str:
    return "web_chat" if name == "Quản trị" else "zalo_oa"


async def test_a_dead_refresh_token_alarms_the_admin_and_messages_wait(tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS), staged(tmp_path, "", door, pushed=True) as stage:
        admin = await stage.official("Quản trị")
        await admin.hears("Kính chào")
        lan = await enter(stage, "Lan", "Xóm 3")
        account = stage.platforms.zalo_oa
        account.tokens.access, account.tokens.refresh = "granted-anew", "somewhere-else"
        await lan.say("/menu")
        await admin.hears("Zalo OA không gửi được nữa", "Cách sửa")
        async with asyncio.timeout(10):
            while not (waiting := await stage.waiting("zalo_oa")):
                await asyncio.wait([asyncio.create_task(stage.answers())])
        assert waiting == 1
