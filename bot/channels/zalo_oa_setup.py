"""From the settings to the Official Account: nothing is opened, and nothing is read but the settings."""

from collections.abc import Iterable
from datetime import timedelta

import httpx

from bot.channels.zalo_oa import FileLinks, StoredFiles, ZaloOA, ZaloOAOptions
from bot.channels.zalo_oa_signature import Signature
from bot.channels.zalo_oa_tokens import Credentials, OnDead, ZaloOATokens, nobody_told
from bot.clock import Clock, now
from bot.settings import Settings
from storage.database import Database


def make_zalo_oa(
    settings: Settings,
    office_id: int,
    database: Database,
    files: StoredFiles,
    links: FileLinks,
    clock: Clock = now,
    *,
    on_dead: OnDead = nobody_told,
    transport: httpx.AsyncBaseTransport | None = None,
) -> ZaloOA | None:
    """The account, when an app is set. `on_dead(reason)` tells the admins by another door that it must be granted anew.

    `transport` carries every call to Zalo but the fetching of files.
    """
    if not settings.zalo_oa_app_id:
        return None
    tokens = ZaloOATokens(
        database,
        office_id,
        _credentials(settings),
        clock,
        margin=timedelta(minutes=settings.zalo_oa_refresh_margin_minutes),
        on_dead=on_dead,
        transport=transport,
    )
    return ZaloOA(_options(settings), office_id, tokens, files, links, clock, transport=transport)


def zalo_oa_secrets(settings: Settings) -> Iterable[str]:
    """What no log may show. Renewed tokens are not among them: they stand in headers and the database alone."""
    every = (
        settings.zalo_oa_app_secret,
        settings.zalo_oa_access_token,
        settings.zalo_oa_refresh_token,
        settings.zalo_oa_webhook_secret,
    )
    return [secret.get_secret_value() for secret in every]


def _credentials(settings: Settings) -> Credentials:
    return Credentials(
        oauth_url=settings.zalo_oa_oauth_url,
        app_id=settings.zalo_oa_app_id,
        app_secret=settings.zalo_oa_app_secret.get_secret_value(),
        access_token=settings.zalo_oa_access_token.get_secret_value(),
        refresh_token=settings.zalo_oa_refresh_token.get_secret_value(),
    )


def _options(settings: Settings) -> ZaloOAOptions:
    app_secret = settings.zalo_oa_app_secret.get_secret_value()
    return ZaloOAOptions(
        base_url=settings.zalo_oa_base_url,
        business_url=settings.zalo_oa_business_url,
        signature=Signature(
            key=settings.zalo_oa_webhook_secret.get_secret_value() or app_secret,
            other_key=app_secret,
            app_id=settings.zalo_oa_app_id,
            first=settings.zalo_oa_signature_first,
            timestamp=settings.zalo_oa_signature_timestamp,
            mode=settings.zalo_oa_signature,
        ),
        buttons=settings.zalo_oa_buttons,
        button_type=settings.zalo_oa_button_type,
        most_buttons=settings.zalo_oa_most_buttons,
        per_second=settings.zalo_oa_per_second,
        template_id=settings.zalo_oa_template_id,
        template_phone_id=settings.zalo_oa_template_phone_id,
        template_data=settings.zalo_oa_template_data,
    )
