"""What each error code of the Zalo Bot Platform means for a message.

An error can come with HTTP 200, so the envelope's `ok` and `error_code` count and not the HTTP status (channels.md
1.1). Codes are words of this module: a description may quote what somebody wrote.

    400   given up; recipient_gone when the description names the chat. For getUpdates: a webhook is set
    401   again: nothing goes out until an operator gives the right token
    403   again: there it is «internal server error», not «forbidden»
    404   given up: no such method, or no such thing
    408   again: it may have arrived, which costs one repetition. For getUpdates: nothing new, no error
    429   again, after `retry_after` where the answer has one (none is documented)
    5xx   again
    else  given up, with the number in the code, so that it is seen
"""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
import structlog

from bot.channels.base import SendError

log = structlog.get_logger(__name__)

BAD_REQUEST = "bad_request"
BAD_ANSWER = "bad_answer"
IDLE = 408
_CHAT_WORDS = ("chat", "recipient", "user_id", "user not found")

Json = dict[str, Any]
Policy = Callable[[str, float | None], SendError]
"""From a description and the seconds that the platform asked to wait."""


def _bad_request(description: str, _wait: float | None) -> SendError:
    if any(word in description.lower() for word in _CHAT_WORDS):
        return SendError("recipient_not_found", recipient_gone=True)
    return SendError(BAD_REQUEST)


def _platform_error(_description: str, _wait: float | None) -> SendError:
    return SendError("platform_error", retryable=True)


POLICIES: Mapping[int, Policy] = {
    400: _bad_request,
    401: lambda _, __: SendError("token_refused", retryable=True),
    403: _platform_error,
    404: lambda _, __: SendError("not_found"),
    408: lambda _, __: SendError("timed_out", retryable=True),
    429: lambda _, wait: SendError("too_many", retryable=True, retry_after=wait),
    **dict.fromkeys(range(500, 600), _platform_error),
}
"""One policy for each documented code."""


def envelope_of(response: httpx.Response) -> Json:
    """The answer's envelope; without one (a proxy's page), the HTTP status is all that is known. Raises SendError."""
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict) and isinstance(answer.get("ok"), bool):
        return answer
    if response.status_code == 429:
        raise SendError("too_many", retryable=True, retry_after=_wait_asked({}, response))
    raise SendError(BAD_ANSWER, retryable=True)


def is_idle(envelope: Json) -> bool:
    """Whether a poll only ran out of time: 408, or a «timeout» that has no code at all."""
    code = error_code(envelope)
    return code == IDLE or (code is None and "timeout" in str(envelope.get("description", "")).lower())


def error_code(envelope: Json) -> int | None:
    """The envelope's error code; None when it has none that is a number."""
    try:
        return int(envelope["error_code"])
    except (KeyError, TypeError, ValueError):
        return None


def envelope_error(envelope: Json, response: httpx.Response) -> SendError:
    """The failure that an envelope with `ok: false` tells, with its policy."""
    code = error_code(envelope)
    if code is None:
        return SendError(BAD_ANSWER, retryable=True)
    policy = POLICIES.get(code)
    if policy is None:
        log.error("unknown_error_code", channel="zalo_bot", code=code)
        return SendError(f"error_{code}")
    return policy(str(envelope.get("description", "")), _wait_asked(envelope, response))


def _wait_asked(envelope: Json, response: httpx.Response) -> float | None:
    """Seconds to be silent, if the platform said so in either of the usual places."""
    parameters = envelope.get("parameters")
    asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
    found = str(asked if asked is not None else response.headers.get("Retry-After", ""))
    return float(found) if found.isascii() and found.isdecimal() and len(found) < 6 else None
