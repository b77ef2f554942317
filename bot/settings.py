"""Every setting, from the environment or `.env`: name, default, one sentence. Docs and `.env.example` follow it."""

import secrets
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One frozen record of settings. Secrets are masked in every repr."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    data_dir: Path = Field(Path("var"), description="Folder of the database, the files and the generated secret.")
    database_url: str = Field("", description="`sqlite:///path` or `postgresql://…`; empty: SQLite in DATA_DIR.")
    host: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(8080, description="Port the web server listens on.")
    public_url: str = Field(
        "",
        description="How people reach the web server from outside, e.g. https://doithoai.example; turns webhooks on.",
    )
    portal_origins: str = Field(
        "", description="Origins of the office's own portals that may speak the chat protocol, separated by blanks."
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Signs links and web chat tokens; empty: made once and kept in DATA_DIR/secret_key.",
    )
    office: str = Field("", description="Code of the office that the accounts serve; empty: the only one there is.")
    telegram_token: SecretStr = Field(SecretStr(""), description="Token of the Telegram bot; empty: no Telegram.")
    telegram_base_url: str = Field(
        "https://api.telegram.org/bot",
        description="Address of the Bot API server, as python-telegram-bot's base_url.",
    )
    telegram_file_base_url: str = Field(
        "https://api.telegram.org/file/bot", description="Address from which the Bot API server gives files."
    )
    telegram_use_proxy: bool = Field(
        False, description="Reach Telegram through the proxy that HTTPS_PROXY names, where it is blocked."
    )
    telegram_per_second: float = Field(
        29.4,
        description="Messages a second for announcements on Telegram; 29.4 stays under 30 in every window.",
    )
    zalo_bot_token: SecretStr = Field(SecretStr(""), description="Token of the Zalo bot; empty: no Zalo bot.")
    zalo_bot_base_url: str = Field(
        "https://bot-api.zaloplatforms.com",
        description="Address of the Zalo Bot Platform; calls go to `/bot<token>/<method>` under it.",
    )
    zalo_bot_per_second: float = Field(
        5.0, description="Messages a second for announcements on the Zalo bot, whose real limit is not published."
    )
    file_link_days: int = Field(
        7, description="Days for which a link to a file works, on channels that cannot send the file itself."
    )
    zalo_oa_app_id: str = Field(
        "", description="Id of the Zalo app of the Official Account; empty: no Official Account."
    )
    zalo_oa_app_secret: SecretStr = Field(SecretStr(""), description="Secret of that app.")
    zalo_oa_access_token: SecretStr = Field(
        SecretStr(""), description="The account's first access token; empty: made with the refresh token."
    )
    zalo_oa_refresh_token: SecretStr = Field(
        SecretStr(""), description="The account's first refresh token; later ones are kept in the database."
    )
    zalo_oa_webhook_secret: SecretStr = Field(
        SecretStr(""), description="OA Secret Key, which signs the webhook's events; empty: the app's secret."
    )
    zalo_oa_signature: Literal["strict", "off"] = Field(
        "strict", description="strict refuses events whose signature does not match; off believes everybody."
    )
    zalo_oa_signature_first: Literal["app_id", "oa_id"] = Field(
        "app_id", description="What the signed text of an event begins with: app_id or oa_id."
    )
    zalo_oa_signature_timestamp: Literal["body", "header"] = Field(
        "body", description="Where the signed time of an event stands: body, or header for X-ZEvent-Timestamp."
    )
    zalo_oa_buttons: Literal["off", "plain", "list", "button"] = Field(
        "plain", description="Shape of buttons under Official Account messages: plain, list or button; off: none."
    )
    zalo_oa_button_type: Literal["oa.query.hide", "oa.query.show"] = Field(
        "oa.query.hide", description="oa.query.hide: a tap leaves no line in the chat; oa.query.show: it does."
    )
    zalo_oa_most_buttons: int = Field(5, ge=1, description="Most buttons under one Official Account message.")
    zalo_oa_template_id: str = Field(
        "", description="Approved template for answers after 7 days of silence, sent by user id; empty: none."
    )
    zalo_oa_template_phone_id: str = Field(
        "", description="Approved template for the same, sent by telephone number; empty: none."
    )
    zalo_oa_template_data: dict[str, Literal["code", "office", "agency", "date"]] = Field(
        {}, description="JSON: each parameter of these templates, and which of code, office, agency and date it takes."
    )
    zalo_oa_refresh_margin_minutes: int = Field(
        60, ge=1, description="Minutes before its end at which the account's pair of tokens is renewed."
    )
    zalo_oa_per_second: float = Field(
        30.0, gt=0, description="Messages a second for announcements on the Official Account."
    )
    zalo_oa_base_url: str = Field("https://openapi.zalo.me", description="Address of the Official Account API.")
    zalo_oa_business_url: str = Field(
        "https://business.openapi.zalo.me", description="Address of the service that sends templates by telephone."
    )
    zalo_oa_oauth_url: str = Field(
        "https://oauth.zaloapp.com", description="Address of the service that renews the account's tokens."
    )
    largest_file_mb: int = Field(10, description="Largest file a resident may attach, in MB.")
    party_format_from: date = Field(
        date(2026, 5, 27),
        description="First day on which Party papers follow HD 05-HD/VPTW instead of HD 36-HD/VPTW.",
    )
    paper_templates: Path = Field(
        Path("plans"),
        description="Folder in which a folder named as a plan's key may hold the office's own DOCX templates.",
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @property
    def database(self) -> str:
        """The database's URL with its default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'doithoai.db'}"

    @property
    def address(self) -> str:
        """How a browser reaches the web server."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"

    def secret(self) -> str:
        """The secret that signs links; made once and kept, readable by its owner only, when none is set."""
        if value := self.secret_key.get_secret_value():
            return value
        path = self.data_dir / "secret_key"
        if not path.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48), encoding="ascii")
        return path.read_text(encoding="ascii")
