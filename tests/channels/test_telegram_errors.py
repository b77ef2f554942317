"""Each of python-telegram-bot's errors says what to do about the message."""

import inspect
from typing import Any

import pytest
from telegram import error as telegram

from bot.channels.base import SendError
from bot.channels.telegram_errors import POLICIES, send_error

ERRORS = [each for _, each in inspect.getmembers(telegram, inspect.isclass) if issubclass(each, Exception)]


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_library_has_a_policy_of_its_own(kind: type[Exception]) -> None:
    assert kind in POLICIES


def test_the_library_has_the_errors_that_are_looked_at() -> None:
    assert {each.__name__ for each in ERRORS} >= set(telegram.__all__)


def policy(error: SendError) -> dict[str, Any]:
    """What a delivery loop reads, without what is not set."""
    names = ("code", "retryable", "retry_after", "recipient_gone", "window_closed", "moved_to")
    return {name: getattr(error, name) for name in names if getattr(error, name)}


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (telegram.RetryAfter(7), {"code": "too_many", "retryable": True, "retry_after": 7.0}),
        (telegram.TimedOut(), {"code": "timed_out", "retryable": True}),
        (telegram.NetworkError("Bad Gateway"), {"code": "network", "retryable": True}),
        (telegram.NetworkError("Request Entity Too Large"), {"code": "file_too_large"}),
        (telegram.TelegramError("Invalid server response"), {"code": "bad_answer", "retryable": True}),
        (telegram.InvalidToken("Unauthorized"), {"code": "token_refused", "retryable": True}),
        (telegram.Conflict("terminated by other getUpdates request"), {"code": "conflict", "retryable": True}),
        (telegram.EndPointNotFound("x"), {"code": "unknown_method"}),
        (telegram.PassportDecryptionError("x"), {"code": "bad_answer"}),
        (telegram.ChatMigrated(-1001234), {"code": "moved", "moved_to": "-1001234"}),
        (
            telegram.Forbidden("Forbidden: bot was blocked by the user"),
            {"code": "recipient_gone", "recipient_gone": True},
        ),
        (
            telegram.BadRequest("Bad Request: chat not found"),
            {"code": "recipient_not_found", "recipient_gone": True},
        ),
        (telegram.BadRequest("PEER_ID_INVALID"), {"code": "recipient_not_found", "recipient_gone": True}),
        (telegram.BadRequest("Bad Request: message is too long"), {"code": "text_too_long"}),
        (telegram.BadRequest("Bad Request: message is not modified: specified new …"), {"code": "not_modified"}),
        (telegram.BadRequest("Bad Request: message to edit not found"), {"code": "edit_refused"}),
        (telegram.BadRequest("Bad Request: there is no text in the message to edit"), {"code": "edit_refused"}),
        (telegram.BadRequest("Bad Request: text must be non-empty"), {"code": "text_empty"}),
        (telegram.BadRequest("BUTTON_DATA_INVALID"), {"code": "button_invalid"}),
        (telegram.BadRequest("Bad Request: file is too big"), {"code": "file_too_large"}),
        (telegram.BadRequest("IMAGE_PROCESS_FAILED"), {"code": "photo_refused"}),
        (telegram.BadRequest("not enough rights to send text messages to the chat"), {"code": "no_rights"}),
        (
            telegram.BadRequest("wrong file_id or the file is temporarily unavailable"),
            {"code": "file_unavailable", "retryable": True},
        ),
        (telegram.BadRequest("can't parse: «Bà Lan 0901234567»"), {"code": "bad_request"}),
    ],
    ids=lambda value: str(value.get("code")) if isinstance(value, dict) else type(value).__name__,
)
def test_an_error_says_what_to_do(error: telegram.TelegramError, wanted: dict[str, Any]) -> None:
    failure = send_error(error)
    assert policy(failure) == wanted
    assert str(failure) == wanted["code"]


def test_an_error_that_a_later_version_adds_gets_the_policy_of_its_parent() -> None:
    class NewError(telegram.Forbidden):
        pass

    assert send_error(NewError("x")).recipient_gone
