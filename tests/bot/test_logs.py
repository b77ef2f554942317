"""Nothing secret or private reaches a log."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.settings import Settings
from tests.logged import everything_logged

MARKER = "8123456789:AAmarker-token_never-to-be-seen"


@pytest.fixture
def captured() -> Iterator[io.StringIO]:
    with everything_logged(["hush-hush"]) as stream:
        yield stream


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


def test_what_the_libraries_say_of_a_message_is_dropped_also_where_they_were_turned_up(captured: io.StringIO) -> None:
    logging.getLogger("telegram.Bot").setLevel(logging.DEBUG)
    logging.getLogger("telegram.Bot").debug("Calling Bot API endpoint `sendMessage` with parameters `%s`", "Đường hỏng")
    assert captured.getvalue() == ""


@pytest.mark.parametrize("number", ["0912345678", "84912345678", "+84912345678"])
def test_a_telephone_number_is_removed(captured: io.StringIO, number: str) -> None:
    structlog.get_logger("bot").error("failed", detail=f"to {number} not sent", delivery=516191315558123456)
    assert number not in captured.getvalue()
    assert "516191315558123456" in captured.getvalue()


def test_settings_never_show_their_secrets() -> None:
    settings = Settings(telegram_token=MARKER, secret_key="hush-hush", _env_file=None)  # type: ignore[arg-type]
    assert MARKER not in repr(settings)
    assert "hush-hush" not in str(settings.model_dump())
