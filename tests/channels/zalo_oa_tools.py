"""What the tests of the Official Account share: a clock that is set, files, links, and an account that is wired."""

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import SendError, Take
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_setup import make_zalo_oa
from bot.channels.zalo_oa_tokens import OnDead, nobody_told
from bot.settings import Settings
from handlers.messages import OutboundFile
from storage import channel_tokens, offices
from storage.database import Database, open_database
from storage.records import ChannelToken, Office
from storage.transaction import Transaction
from tests.fakes.zalo_oa import OAServer
from tests.house import PROFILE

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
OFFICE = 7
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


class SetClock:
    """A clock that stands still until somebody moves it."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class Shelf:
    """Files in memory."""

    def __init__(self) -> None:
        self.files = {"a.png": PNG, "a.pdf": b"%PDF-1.4", "a.docx": b"PK", "a.csv": b"a,b", "a.ogg": b"OggS"}
        self.files |= {"huge.png": PNG + bytes(1_000_000), "huge.pdf": bytes(5_000_001)}

    def read(self, stored_as: str) -> bytes:
        if stored_as not in self.files:
            raise FileNotFoundError(stored_as)
        return self.files[stored_as]


class Links:
    """Pages on a host of nobody's; none without an address."""

    def __init__(self, root: str = "https://doithoai.example/tep/") -> None:
        self.root = root

    def page_url(self, file: OutboundFile) -> str | None:
        return f"{self.root}{file.stored_as}" if self.root else None


def add_office(tx: Transaction) -> None:
    offices.add_office(
        tx, Office(id=OFFICE, code="GM", name="Xã Giao Minh", parent_id=None, profile=PROFILE, created_at=AT)
    )


@asynccontextmanager
async def office_on_sqlite(template: Path, folder: Path) -> AsyncIterator[Database]:
    """A database with the office alone, for what does not depend on the engine."""
    shutil.copy(template, folder / "oa.db")
    async with open_database(f"sqlite:///{folder / 'oa.db'}") as opened:
        await opened.write(add_office)
        yield opened


def settings_of(server: OAServer, **more: Any) -> Settings:
    """The settings of an office whose account the fake serves."""
    return Settings.model_validate(
        {
            "zalo_oa_app_id": server.app_id,
            "zalo_oa_app_secret": server.app_secret,
            "zalo_oa_access_token": "access-1",
            "zalo_oa_refresh_token": "refresh-1",
            "zalo_oa_webhook_secret": server.webhook_secret,
            "zalo_oa_base_url": server.url,
            "zalo_oa_business_url": server.url,
            "zalo_oa_oauth_url": server.url,
            **more,
        }
    )


@asynccontextmanager
async def account(
    server: OAServer, database: Database, on_dead: OnDead = nobody_told, links: Links | None = None, **settings: Any
) -> AsyncIterator[ZaloOA]:
    """The account as the program wires it; closed at the end."""
    made = make_zalo_oa(
        settings_of(server, **settings), OFFICE, database, Shelf(), links or Links(), server.clock, on_dead=on_dead
    )
    assert made is not None
    try:
        yield made
    finally:
        await made.close()


@asynccontextmanager
async def listening(account: ZaloOA, server: OAServer, take: Take) -> AsyncIterator[None]:
    """The account's webhook on loopback, and the fake told of it."""

    async def endpoint(request: web.Request) -> web.Response:
        return web.Response(status=await account.take_webhook(await request.read(), request.headers, take))

    app = web.Application()
    app.router.add_post("/webhook/zalo_oa", endpoint)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.webhook_url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook/zalo_oa"
    try:
        yield
    finally:
        await server.webhook.settled()
        await runner.cleanup()


async def token_row(database: Database) -> ChannelToken:
    """The pair that is kept."""
    row = await database.read(lambda tx: channel_tokens.get_token(tx, OFFICE, "zalo_oa"))
    assert row is not None
    return row


async def failure(work: Any) -> SendError:
    with pytest.raises(SendError) as caught:
        await work
    return caught.value


def policy(error: SendError) -> Mapping[str, Any]:
    """What a delivery loop reads, without what is not set."""
    names = ("code", "retryable", "retry_after", "recipient_gone", "window_closed", "moved_to")
    return {name: getattr(error, name) for name in names if getattr(error, name)}
