"""The accounts of one office on the platforms: made from the settings, opened by their loops, closed together."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import structlog
from starlette.routing import BaseRoute

from bot.channels.base import Channel, SendError, Take
from bot.channels.file_links import FileLinks
from bot.channels.files import FileStore
from bot.channels.telegram import Telegram
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_setup import make_zalo_oa, zalo_oa_secrets
from bot.channels.zalo_oa_tokens import OnDead, nobody_told
from bot.clock import Clock
from bot.languages import languages_at
from bot.settings import Settings
from bot.web.server import signed_webhook, webhook
from handlers.commands import COMMANDS
from handlers.texts import LANGUAGES, Texts
from storage.database import Database
from storage.records import Office

log = structlog.get_logger(__name__)
WEBHOOKS = "/webhook"
_RECONNECT_SECONDS = 10.0

Loop = Coroutine[Any, Any, None]


def secret_for(secret: str, purpose: str) -> str:
    """A secret of its own for each purpose, derived from SECRET_KEY."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def secrets_of(settings: Settings) -> list[str]:
    """Everything that no log may show."""
    own = (settings.telegram_token, settings.zalo_bot_token, settings.secret_key)
    return [*(secret.get_secret_value() for secret in own), *zalo_oa_secrets(settings)]


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """The accounts that are configured; None where a platform is not used."""

    telegram: Telegram | None = None
    zalo_bot: ZaloBot | None = None
    zalo_oa: ZaloOA | None = None

    def channels(self) -> list[Channel]:
        """Each account as the channel it is."""
        return [account for account in (self.telegram, self.zalo_bot, self.zalo_oa) if account is not None]

    async def close(self) -> None:
        """Close every connection; one that does not close keeps no other open."""
        for account in (self.telegram, self.zalo_bot, self.zalo_oa):
            if account is not None:
                with suppress(SendError):
                    await account.close()

    def routes(self, settings: Settings, take: Take) -> list[BaseRoute]:
        """The webhooks: of the Official Account always, of the bots where PUBLIC_URL turns them on."""
        routes: list[BaseRoute] = []
        if (telegram := self.telegram) is not None and settings.public_url:
            header = "X-Telegram-Bot-Api-Secret-Token"
            routes.append(
                webhook(_path("telegram"), header, lambda body, given: telegram.take_webhook(body, given, take))
            )
        if (zalo_bot := self.zalo_bot) is not None and settings.public_url:
            header = "X-Bot-Api-Secret-Token"
            routes.append(
                webhook(_path("zalo_bot"), header, lambda body, given: zalo_bot.take_webhook(body, given, take))
            )
        if (zalo_oa := self.zalo_oa) is not None:
            routes.append(signed_webhook(_path("zalo_oa"), lambda body, given: zalo_oa.take_webhook(body, given, take)))
        return routes

    def loops(self, settings: Settings, take: Take) -> Iterator[tuple[str, Loop]]:
        """What each account does all the time, by a name for it."""
        if self.telegram is not None:
            yield "telegram", _telegram(self.telegram, settings, take)
        if self.zalo_bot is not None:
            yield "zalo_bot", _zalo_bot(self.zalo_bot, settings, take)
        if self.zalo_oa is not None:
            yield "zalo_oa", self.zalo_oa.keep_fresh()


def _path(name: str) -> str:
    return f"{WEBHOOKS}/{name}"


def make_accounts(
    settings: Settings,
    office: Office,
    database: Database,
    files: FileStore,
    at: Clock,
    on_dead: OnDead = nobody_told,
) -> Accounts:
    """Every account whose token is set. `on_dead(reason)`: the Official Account must be granted anew by a person."""
    links = links_of(settings, at)
    return Accounts(
        telegram=make_telegram(settings, office, files, at),
        zalo_bot=_make_zalo_bot(settings, office, database, links, at),
        zalo_oa=make_zalo_oa(settings, office.id, database, files, links, at, on_dead=on_dead),
    )


def links_of(settings: Settings, at: Clock) -> FileLinks:
    """Links to files, for channels that cannot send the file itself."""
    return FileLinks(secret_for(settings.secret(), "file-links"), settings.public_url, at, settings.file_link_days)


def make_telegram(settings: Settings, office: Office, files: FileStore, at: Clock) -> Telegram | None:
    """The Telegram account, when a token is set."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    account = Telegram(
        token,
        office.id,
        settings.telegram_base_url,
        settings.telegram_file_base_url,
        files,
        at,
        proxy_from_environment=settings.telegram_use_proxy,
        webhook_secret=_webhook_secret(settings, "telegram"),
    )
    account.limits = replace(account.limits, per_second=settings.telegram_per_second)
    return account


def _make_zalo_bot(
    settings: Settings, office: Office, database: Database, links: FileLinks, at: Clock
) -> ZaloBot | None:
    token = settings.zalo_bot_token.get_secret_value()
    if not token:
        return None
    account = ZaloBot(
        token,
        office.id,
        settings.zalo_bot_base_url,
        links,
        at,
        webhook_secret=_webhook_secret(settings, "zalo_bot"),
        language_of=languages_at(database, office.id, ZaloBot.name),
    )
    account.limits = replace(account.limits, per_second=settings.zalo_bot_per_second)
    return account


def _webhook_secret(settings: Settings, name: str) -> str:
    return secret_for(settings.secret(), f"{name.replace('_', '-')}-webhook")


async def _telegram(telegram: Telegram, settings: Settings, take: Take) -> None:
    """Receive from Telegram: by webhook where PUBLIC_URL is set, else by polling. An outage is waited out."""
    menu = {language: _menu(Texts(language)) for language in LANGUAGES}
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_until_reached("telegram", lambda: telegram.set_commands(menu)))
        tasks.create_task(_receive(telegram, "telegram", settings, take))


def _menu(texts: Texts) -> list[tuple[str, str]]:
    return [(name, texts.t(command.help_id)) for name, command in COMMANDS.items() if not command.roles]


async def _zalo_bot(zalo_bot: ZaloBot, settings: Settings, take: Take) -> None:
    await _receive(zalo_bot, "zalo_bot", settings, take)


async def _receive(account: Telegram | ZaloBot, name: str, settings: Settings, take: Take) -> None:
    """By webhook where PUBLIC_URL is set, else by polling."""
    if not settings.public_url:
        await account.receive(take)
        return
    url, secret = settings.address + _path(name), _webhook_secret(settings, name)
    await _until_reached(name, lambda: account.set_webhook(url, secret))
    await asyncio.Event().wait()  # messages come by HTTP from here on; a loop that ends would end the program


async def _until_reached(name: str, call: Callable[[], Awaitable[None]]) -> None:
    """Call the platform until it was reached; nothing else waits for it."""
    while True:
        try:
            await call()
            return
        except SendError as error:
            log.warning("not_reached", channel=name, code=error.code)
            await asyncio.sleep(_RECONNECT_SECONDS)
