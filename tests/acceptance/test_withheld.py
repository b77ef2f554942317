"""Zalo withholds somebody's words: they are answered all the same, and the link in the answer is their own web chat."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest

from tests.acceptance.chats import PATIENCE, WebChat, ZaloBotChat
from tests.acceptance.stage import staged
from tests.acceptance.story import ROAD, code_in

SECONDS = 60


def on_zalo(_name: str) -> str:
    return "zalo_bot"


async def test_whose_text_is_withheld_goes_on_in_the_web_chat_as_the_same_person(tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS), staged(tmp_path, "", on_zalo, pushed=True) as stage:
        lan = await stage.resident("Lan")
        assert isinstance(lan, ZaloBotChat)
        await lan.hears("Đồng ý")
        await lan.tap("Đồng ý")
        await lan.tap((await lan.hears("xóm nào")).label("Xóm 3"))
        await lan.hears("muốn làm gì")
        await lan.person.send_unsupported()
        ways = await lan.hears("chưa đọc được", "0228 000 0000", "Nhờ người phụ trách Xóm 3 ghi giúp")
        link = re.search(r"(http://\S+)/chat#([0-9A-Z]+)", ways.text)
        assert link is not None, ways.text
        async with httpx.AsyncClient(base_url=link[1], timeout=PATIENCE, trust_env=False) as http:
            web = await WebChat.open("Lan", http, link[2])
            await web.hears("Đã ghép với Zalo")
            await web.say(ROAD)
            await web.tap((await web.hears("lĩnh vực nào")).label("Giao thông"))
            await web.hears("xem lại", "Xóm 3")
            await web.tap("Gửi")
            code = code_in(await web.hears("Đã ghi nhận"))
            with pytest.raises(AssertionError, match="code_used"):
                await WebChat.open("somebody else", http, link[2])
        await lan.say(f"/tracuu {code}")
        await lan.hears(code, ROAD)
