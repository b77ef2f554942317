"""Each error code of the Official Account API says what to do about the message."""

from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.channels.base import SendError
from bot.channels.zalo_oa_api import data_of
from bot.channels.zalo_oa_errors import BECAUSE_OF_BUTTONS, POLICIES, api_error
from tests.channels.zalo_oa_tools import policy

AGAIN, GONE, CLOSED = {"retryable": True}, {"recipient_gone": True}, {"window_closed": True}
CODES: dict[int, dict[str, Any]] = {
    -32: {"code": "too_many", "retryable": True, "retry_after": 30.0},
    -100: {"code": "attachment_expired", **AGAIN},
    -200: {"code": "send_failed", **AGAIN},
    -201: {"code": "invalid_parameter"},
    -204: {"code": "account_gone"},
    -205: {"code": "account_gone"},
    -209: {"code": "app_not_activated", **AGAIN},
    -210: {"code": "over_limit"},
    -211: {"code": "out_of_quota", **CLOSED},
    -212: {"code": "api_not_registered"},
    -213: {"code": "not_a_follower", **GONE},
    -216: {"code": "token_refused", **AGAIN},
    216: {"code": "token_refused", **AGAIN},
    -217: {"code": "invitations_blocked"},
    -218: {"code": "recipient_limit", **CLOSED},
    -219: {"code": "app_removed"},
    -220: {"code": "token_refused", **AGAIN},
    -221: {"code": "account_not_verified"},
    -223: {"code": "permission_not_granted", **AGAIN},
    -224: {"code": "tier_too_low"},
    -227: {"code": "recipient_inactive", **GONE},
    -230: {"code": "window_closed", **CLOSED},
    -232: {"code": "window_closed", **CLOSED},
    -233: {"code": "type_unsupported"},
    -234: {"code": "night", **AGAIN},
    -235: {"code": "account_type_unsupported"},
    -237: {"code": "group_expired", **GONE},
    -240: {"code": "api_closed"},
    -242: {"code": "appsecret_proof_wanted", **AGAIN},
    -244: {"code": "type_refused_by_recipient", **CLOSED},
    -248: {"code": "against_policy"},
    -249: {"code": "template_not_by_uid"},
    -320: {"code": "billing_account", **AGAIN},
    -321: {"code": "billing_account", **AGAIN},
    -401: {"code": "token_refused", **AGAIN},
    401: {"code": "token_refused", **AGAIN},
    -403: {"code": "not_in_group", **GONE},
    -108: {"code": "phone_invalid"},
    -114: {"code": "recipient_cannot_receive"},
    -115: {"code": "no_balance", **AGAIN},
    -118: {"code": "no_zalo_account"},
    -124: {"code": "token_refused", **AGAIN},
    -127: {"code": "development_mode"},
    -131: {"code": "template_not_approved"},
    -133: {"code": "night", **AGAIN},
    -139: {"code": "recipient_refuses"},
}
"""What is known of the platform's codes, written down apart from the table that is tested."""


def refusal(answer: httpx.Response) -> SendError:
    with pytest.raises(SendError) as caught:
        data_of(answer)
    return caught.value


@pytest.mark.parametrize("number", CODES)
def test_a_code_says_what_to_do_and_quotes_nothing(number: int) -> None:
    error = refusal(httpx.Response(200, json={"error": number, "message": "Bà Lan 0912345678", "data": {}}))
    assert policy(error) == CODES[number]
    assert str(error) == CODES[number]["code"]


def test_every_code_of_the_table_is_looked_at() -> None:
    assert POLICIES.keys() == CODES.keys()
    assert len(BECAUSE_OF_BUTTONS) == 5


def test_an_unknown_code_is_given_up_loudly_with_its_number() -> None:
    with capture_logs() as logs:
        error = api_error(-4711)
    assert policy(error) == {"code": "unknown_-4711"}
    assert [(each["event"], each["log_level"], each["number"]) for each in logs] == [
        ("unknown_error_code", "error", -4711)
    ]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (httpx.Response(502, text="<html>"), {"code": "bad_answer", **AGAIN}),
        (httpx.Response(200, text="<html>"), {"code": "bad_answer", **AGAIN}),
        (httpx.Response(200, json=[1]), {"code": "bad_answer", **AGAIN}),
        (httpx.Response(200, json={"message": "a"}), {"code": "bad_answer", **AGAIN}),
        (httpx.Response(200, json={"error": True}), {"code": "bad_answer", **AGAIN}),
        (httpx.Response(503, json={"error": 0}), {"code": "bad_answer", **AGAIN}),
        (httpx.Response(200, json={"error": "-230"}), {"code": "window_closed", **CLOSED}),
        (httpx.Response(400, json={"error": -213}), {"code": "not_a_follower", **GONE}),
        (httpx.Response(401, text=""), {"code": "token_refused", **AGAIN}),
        (httpx.Response(429, text=""), CODES[-32]),
    ],
    ids=lambda value: f"{value.status_code} {value.text}" if isinstance(value, httpx.Response) else "",
)
def test_an_answer_without_a_code_of_its_own_is_tried_again(answer: httpx.Response, wanted: dict[str, Any]) -> None:
    assert policy(refusal(answer)) == wanted


def test_an_answer_without_data_is_an_empty_success() -> None:
    assert data_of(httpx.Response(200, json={"error": 0, "message": "Success"})) == {}
