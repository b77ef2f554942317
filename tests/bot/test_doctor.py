"""`doithoai doctor` asks each configured account by its own API, and says what to do in plain words."""

from pathlib import Path

from bot import clock, demo, doctor
from bot.settings import Settings
from storage.database import open_database
from tests.acceptance.stage import oa_settings
from tests.fakes.bot_api import BotApi
from tests.fakes.zalo_bot import ZaloBotServer
from tests.fakes.zalo_oa import OAServer
from tests.web.serving import settings_for


async def said_of(settings: Settings) -> dict[str, bool]:
    """Each sentence of the doctor, and whether it is good news."""
    async with open_database(settings.database) as database:
        await database.write(lambda tx: demo.prepare(tx, clock.now()))
    return {finding.words: finding.well for finding in await doctor.examine(settings)}


def about(said: dict[str, bool], *words: str) -> tuple[str, bool]:
    """The one sentence with these words, and whether it is good news."""
    (found,) = [(sentence, well) for sentence, well in said.items() if all(word in sentence for word in words)]
    return found


async def test_no_account_is_no_fault(tmp_path: Path) -> None:
    said = await said_of(settings_for(tmp_path))
    for name in ("TELEGRAM_TOKEN", "ZALO_BOT_TOKEN", "ZALO_OA_APP_ID"):
        assert about(said, name, "is empty")[1]


async def test_accounts_that_answer_are_named(tmp_path: Path) -> None:
    async with BotApi.serve() as telegram, ZaloBotServer.serve() as bot, OAServer.serve() as account:
        said = await said_of(
            settings_for(
                tmp_path,
                public_url="https://giaominh.example",
                telegram_token=telegram.token,
                telegram_base_url=telegram.base_url,
                zalo_bot_token=bot.token,
                zalo_bot_base_url=bot.base_url,
                **oa_settings(account),
            )
        )
    assert about(said, "Telegram answers")[1]
    assert about(said, "Zalo bot answers", "Bot Đối Thoại", "pushed to https://giaominh.example")[1]
    assert about(said, "Official Account answers", "UBND xã Giao Minh")[1]
    assert about(said, "ZALO_OA_TEMPLATE_ID", "/chuaden")[1]


async def test_what_is_wrong_comes_with_the_setting_to_look_at(tmp_path: Path) -> None:
    async with ZaloBotServer.serve() as bot, OAServer.serve() as account:
        settings = oa_settings(account) | {"zalo_oa_access_token": "old", "zalo_oa_refresh_token": "used"}
        said = await said_of(
            settings_for(
                tmp_path,
                zalo_bot_token="wrong:token",
                zalo_bot_base_url=bot.base_url,
                zalo_oa_signature="off",
                **settings,
            )
        )
    sentence, well = about(said, "The Zalo bot does not answer", "ZALO_BOT_TOKEN")
    assert not well
    assert "wrong:token" not in sentence
    assert not about(said, "Official Account does not answer", "grants them anew")[1]
    assert not about(said, "ZALO_OA_SIGNATURE is off")[1]
    assert not about(said, "set PUBLIC_URL to an https address")[1]


async def test_a_polled_zalo_bot_works_and_is_still_to_be_mended(tmp_path: Path) -> None:
    async with ZaloBotServer.serve() as bot:
        said = await said_of(settings_for(tmp_path, zalo_bot_token=bot.token, zalo_bot_base_url=bot.base_url))
    assert not about(said, "Zalo bot answers", "polled", "PUBLIC_URL")[1]
