"""Each error code of the platform, and each of httpx's errors, says what to do about the message."""

import inspect
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.channels.base import SendError
from bot.channels.http_errors import POLICIES as HTTP_POLICIES
from bot.channels.http_errors import as_send_error, http_error
from bot.channels.zalo_bot_errors import POLICIES, envelope_error, envelope_of, is_idle

ERRORS = [each for _, each in inspect.getmembers(httpx, inspect.isclass) if issubclass(each, Exception)]
DOCUMENTED = (400, 401, 403, 404, 408, 429)


def policy(error: SendError) -> dict[str, Any]:
    """What a delivery loop reads, without what is not set."""
    names = ("code", "retryable", "retry_after", "recipient_gone", "window_closed", "moved_to")
    return {name: getattr(error, name) for name in names if getattr(error, name)}


def refused(code: object, description: str = "", headers: dict[str, str] | None = None, **more: Any) -> SendError:
    envelope = {"ok": False, "error_code": code, "description": description, **more}
    return envelope_error(envelope, httpx.Response(200, headers=headers))


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_library_has_a_policy_of_its_own(kind: type[Exception]) -> None:
    assert kind in HTTP_POLICIES


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_of_the_library_ends_at_the_seam(kind: type[Exception]) -> None:
    error = kind.__new__(kind)
    with pytest.raises(SendError) as caught, as_send_error():
        raise error
    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    ("error", "wanted"),
    [
        (httpx.ConnectError("x"), {"code": "not_reached", "retryable": True}),
        (httpx.ConnectTimeout("x"), {"code": "not_reached", "retryable": True}),
        (httpx.ReadTimeout("x"), {"code": "timed_out", "retryable": True}),
        (httpx.RemoteProtocolError("x"), {"code": "network", "retryable": True}),
        (httpx.ReadError("x"), {"code": "network", "retryable": True}),
        (httpx.DecodingError("x"), {"code": "bad_answer", "retryable": True}),
        (httpx.TooManyRedirects("x"), {"code": "too_many_redirects"}),
        (httpx.InvalidURL("x"), {"code": "bad_address", "retryable": True}),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_an_error_of_the_library_says_what_to_do(error: Exception, wanted: dict[str, Any]) -> None:
    assert policy(http_error(error)) == wanted


def test_an_error_that_a_later_version_adds_gets_the_policy_of_its_parent() -> None:
    class NewError(httpx.ConnectError):
        pass

    assert http_error(NewError("x")).code == "not_reached"


def test_a_time_limit_that_ended_is_tried_again() -> None:
    with pytest.raises(SendError, match="timed_out") as caught, as_send_error():
        raise TimeoutError
    assert caught.value.retryable


def test_every_documented_code_has_a_policy() -> None:
    assert set(DOCUMENTED) <= set(POLICIES)


@pytest.mark.parametrize(
    ("code", "description", "wanted"),
    [
        (400, "Bad Request: chat not found", {"code": "recipient_not_found", "recipient_gone": True}),
        (400, "invalid chat_id", {"code": "recipient_not_found", "recipient_gone": True}),
        (400, "can't parse «Bà Lan 0901234567»", {"code": "bad_request"}),
        (400, "", {"code": "bad_request"}),
        (401, "Unauthorized", {"code": "token_refused", "retryable": True}),
        (403, "Internal server error", {"code": "platform_error", "retryable": True}),
        (404, "Not Found", {"code": "not_found"}),
        (408, "Request timeout", {"code": "timed_out", "retryable": True}),
        (429, "Quota exceeded", {"code": "too_many", "retryable": True}),
        (500, "", {"code": "platform_error", "retryable": True}),
        (503, "", {"code": "platform_error", "retryable": True}),
        ("401", "a number as text", {"code": "token_refused", "retryable": True}),
        (None, "no code", {"code": "bad_answer", "retryable": True}),
        ("x", "no number", {"code": "bad_answer", "retryable": True}),
    ],
)
def test_a_code_says_what_to_do(code: object, description: str, wanted: dict[str, Any]) -> None:
    failure = refused(code, description)
    assert policy(failure) == wanted
    assert str(failure) == wanted["code"], "no word of the description"


def test_a_code_that_nobody_knows_is_parked_loudly() -> None:
    with capture_logs() as logs:
        assert policy(refused(451, "bí mật")) == {"code": "error_451"}
    assert [(entry["log_level"], entry["code"]) for entry in logs] == [("error", 451)]
    assert "bí mật" not in str(logs)


@pytest.mark.parametrize(
    ("parameters", "headers", "wait"),
    [
        ({"parameters": {"retry_after": 7}}, {}, 7.0),
        ({}, {"Retry-After": "9"}, 9.0),
        ({}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({"parameters": {"retry_after": -1}}, {}, None),
        ({"parameters": []}, {}, None),
        ({}, {}, None),
    ],
)
def test_a_wait_is_kept_where_the_platform_asks_for_one(
    parameters: dict[str, Any], headers: dict[str, str], wait: float | None
) -> None:
    assert refused(429, "", headers, **parameters).retry_after == wait


@pytest.mark.parametrize(
    ("status", "body", "wanted"),
    [
        (502, b"<html>nginx</html>", {"code": "bad_answer", "retryable": True}),
        (200, b"", {"code": "bad_answer", "retryable": True}),
        (200, b"[1]", {"code": "bad_answer", "retryable": True}),
        (200, b'{"ok": "yes"}', {"code": "bad_answer", "retryable": True}),
        (200, b"[" * 100_000, {"code": "bad_answer", "retryable": True}),
        (200, b"\xff\xfe\xff", {"code": "bad_answer", "retryable": True}),
        (404, b"page not found", {"code": "bad_answer", "retryable": True}),
        (429, b"slow down", {"code": "too_many", "retryable": True}),
    ],
)
def test_an_answer_without_an_envelope_is_none_of_the_platforms(
    status: int, body: bytes, wanted: dict[str, Any]
) -> None:
    with pytest.raises(SendError) as caught:
        envelope_of(httpx.Response(status, content=body))
    assert policy(caught.value) == wanted


@pytest.mark.parametrize(
    ("envelope", "idle"),
    [
        ({"ok": False, "error_code": 408, "description": "Request timeout"}, True),
        ({"ok": False, "error_code": "408"}, True),
        ({"ok": False, "description": "Request timeout"}, True),
        ({"ok": False, "error_code": 401, "description": "timeout"}, False),
        ({"ok": False, "error_code": 429, "description": "Request timeout"}, False),
        ({"ok": False}, False),
    ],
)
def test_an_idle_poll_is_told_from_an_error(envelope: dict[str, Any], *, idle: bool) -> None:
    assert is_idle(envelope) is idle
