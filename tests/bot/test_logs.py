"""Nothing secret or private reaches a log."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import logs
from bot.settings import Settings

MARKER = "8123456789:AAmarker-token_never-to-be-seen"


@pytest.fixture
def captured() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    kept, level, levels = root.handlers[:], root.level, {n: logging.getLogger(n).level for n in logs._NOISY}
    logs.configure("DEBUG", ["hush-hush"])
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers, root.level = kept, level
    for name, earlier in levels.items():
        logging.getLogger(name).setLevel(earlier)
    structlog.reset_defaults()


def test_a_token_in_a_url_is_removed_whichever_logger_says_it(captured: io.StringIO) -> None:
    for name in ("httpx", "telegram.ext", "somebody.else", "bot.app"):
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).warning("GET https://api.telegram.org/bot%s/getMe failed", MARKER)
    structlog.get_logger("bot").info("calling", url=f"http://127.0.0.1/file/bot{MARKER}/a.jpg")
    assert "getMe" in captured.getvalue()
    assert MARKER not in captured.getvalue()


def test_a_known_secret_is_removed_wherever_it_stands(captured: io.StringIO) -> None:
    structlog.get_logger("bot").error("failed", detail="key hush-hush was refused")
    assert "refused" in captured.getvalue()
    assert "hush-hush" not in captured.getvalue()


def test_settings_never_show_their_secrets() -> None:
    settings = Settings(telegram_token=MARKER, secret_key="hush-hush", _env_file=None)  # type: ignore[arg-type]
    assert MARKER not in repr(settings)
    assert "hush-hush" not in str(settings.model_dump())
