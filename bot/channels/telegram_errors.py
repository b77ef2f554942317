"""What each of python-telegram-bot's errors means for a message: again later, elsewhere, or given up and why.

    TelegramError             again: the answer was none of the Bot API's
    ├── ChatMigrated          moved_to
    ├── Conflict              again: somebody else polls, or a webhook is set
    ├── EndPointNotFound      given up
    ├── Forbidden             recipient_gone: blocked, deactivated, removed from the group
    ├── InvalidToken          again: nothing goes out until an operator gives the right token
    ├── NetworkError          again, unless the upload is too large
    │   ├── BadRequest        by its description, see _REFUSALS; given up when it is none of those
    │   └── TimedOut          again: it may have arrived, which costs one repetition
    ├── PassportDecryptionError  given up; passports are not asked for
    └── RetryAfter            again after retry_after seconds

Codes are words of this module: a description may quote what somebody wrote.
"""

import os
from collections.abc import Callable
from datetime import timedelta

from telegram import error as telegram

from bot.channels.base import SendError

# Without this switch PTB warns of a future change each time it meets a 429 (channels.md 3.1).
os.environ.setdefault("PTB_TIMEDELTA", "1")

CONFLICT = "conflict"
NOT_MODIFIED = "not_modified"
EDIT_REFUSED = "edit_refused"
PHOTO_REFUSED = "photo_refused"
FILE_TOO_LARGE = "file_too_large"

_GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated", "chat_id is empty")
_REFUSALS = {
    "message is not modified": NOT_MODIFIED,
    "message to edit not found": EDIT_REFUSED,
    "message can't be edited": EDIT_REFUSED,
    "no text in the message to edit": EDIT_REFUSED,
    "message_id_invalid": EDIT_REFUSED,
    "message identifier is not specified": EDIT_REFUSED,
    "is too big for a photo": PHOTO_REFUSED,
    "image_process_failed": PHOTO_REFUSED,
    "photo_invalid_dimensions": PHOTO_REFUSED,
    "file is too big": FILE_TOO_LARGE,
    "file must be non-empty": "file_empty",
    "invalid file_id": "file_lost",
    "wrong file identifier": "file_lost",
    "message is too long": "text_too_long",
    "caption is too long": "text_too_long",
    "text is empty": "text_empty",
    "must be non-empty": "text_empty",
    "button_data_invalid": "button_invalid",
    "reply markup is too long": "button_invalid",
    "not enough rights": "no_rights",
    "have no rights": "no_rights",
    "chat_write_forbidden": "no_rights",
}
"""What a description of the Bot API holds, in small letters, and our code for it; the first that fits."""

_TRY_AGAIN = "temporarily unavailable"
_TOO_LARGE_UPLOAD = "entity too large"


def send_error(error: telegram.TelegramError) -> SendError:
    """The failure with its policy. The caller raises it `from` the error, so that the cause is kept."""
    return next(POLICIES[kind] for kind in type(error).__mro__ if kind in POLICIES)(error)


def _retry_after(error: telegram.TelegramError) -> SendError:
    wait = error.retry_after if isinstance(error, telegram.RetryAfter) else 0
    seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    return SendError("too_many", retryable=True, retry_after=seconds)


def _moved(error: telegram.TelegramError) -> SendError:
    return SendError("moved", moved_to=str(error.new_chat_id) if isinstance(error, telegram.ChatMigrated) else None)


def _bad_request(error: telegram.TelegramError) -> SendError:
    description = error.message.lower()
    if any(words in description for words in _GONE):
        return SendError("recipient_not_found", recipient_gone=True)
    if _TRY_AGAIN in description:
        return SendError("file_unavailable", retryable=True)
    return SendError(next((code for words, code in _REFUSALS.items() if words in description), "bad_request"))


def _network(error: telegram.TelegramError) -> SendError:
    if _TOO_LARGE_UPLOAD in error.message.lower():
        return SendError(FILE_TOO_LARGE)
    return SendError("network", retryable=True)


Policy = Callable[[telegram.TelegramError], SendError]

POLICIES: dict[type, Policy] = {
    telegram.TelegramError: lambda _: SendError("bad_answer", retryable=True),
    telegram.BadRequest: _bad_request,
    telegram.ChatMigrated: _moved,
    telegram.Conflict: lambda _: SendError(CONFLICT, retryable=True),
    telegram.EndPointNotFound: lambda _: SendError("unknown_method"),
    telegram.Forbidden: lambda _: SendError("recipient_gone", recipient_gone=True),
    telegram.InvalidToken: lambda _: SendError("token_refused", retryable=True),
    telegram.NetworkError: _network,
    telegram.PassportDecryptionError: lambda _: SendError("bad_answer"),
    telegram.RetryAfter: _retry_after,
    telegram.TimedOut: lambda _: SendError("timed_out", retryable=True),
}
"""One policy for each class of telegram.error; a test fails when PTB has one more."""
