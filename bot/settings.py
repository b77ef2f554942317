"""Every setting, from the environment or `.env`: name, default, one sentence. Docs and `.env.example` follow it."""

import secrets
from datetime import date
from pathlib import Path

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
    largest_file_mb: int = Field(10, description="Largest file a resident may attach, in MB.")
    party_format_from: date = Field(
        date(2026, 5, 27),
        description="First day on which Party papers follow HD 05-HD/VPTW instead of HD 36-HD/VPTW.",
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
