"""No token, secret, telephone number, name or word of a concern in any log line, at any level, on any channel."""

import asyncio
from pathlib import Path

import pytest

from bot.accounts import secrets_of
from tests.acceptance.stage import InThisProcess, staged
from tests.acceptance.story import PHOTO, code_in, enter
from tests.logged import everything_logged

SECONDS = 120
NAME = "Zoilanova"
WORDS = "Quyxotama hỏng cầu"
PHONE = "0912345678"
CHANNELS = ("telegram", "zalo_bot", "zalo_oa", "web_chat")


async def live_through(stage: InThisProcess, channel: str) -> None:
    """A concern with a photo, a telephone number, and a platform that refuses, breaks and loses answers."""
    someone = await enter(stage, NAME, "Xóm 3")
    await someone.say(f"/dienthoai {PHONE}")
    await someone.hears("Đã lưu số điện thoại")
    await someone.send_photo(PHOTO, WORDS)
    await someone.hears("lĩnh vực nào")
    platforms = stage.platforms
    if channel == "telegram":
        platforms.telegram.switches.fail_next = 1
    elif channel == "zalo_bot":
        platforms.zalo_bot.switches.refuse_next = [(429, "Quota exceeded")]
        platforms.zalo_bot.switches.fail_next = 1
    elif channel == "zalo_oa":
        platforms.zalo_oa.errors["message/cs"] = [-216]
    await someone.tap("Giao thông")
    await someone.hears("xem lại")
    await someone.tap("Gửi")
    code_in(await someone.hears("Đã ghi nhận"))
    platforms.zalo_oa.errors["message/cs"] = [-9999]  # a code that nobody knows parks the next message, loudly
    await someone.say("/menu")
    await stage.files_arrive()


@pytest.mark.parametrize("channel", CHANNELS)
async def test_nothing_secret_or_private_is_logged(channel: str, tmp_path: Path) -> None:
    async with asyncio.timeout(SECONDS):
        async with staged(tmp_path, "", lambda _name: channel, pushed=channel != "telegram") as stage:
            secrets = secrets_of(stage.settings)
            tokens = [secret for secret in secrets if secret]
            with everything_logged(secrets) as log:
                await live_through(stage, channel)
            tokens += [stage.platforms.zalo_oa.tokens.access, stage.platforms.zalo_oa.tokens.refresh]
    said = log.getvalue()
    assert "event=" in said or channel == "web_chat", "something was logged at all"
    for private in (*tokens, NAME, "Quyxotama", PHONE, "912345678"):
        assert private not in said, f"{private} stands in: {next(x for x in said.splitlines() if private in x)}"
