"""What each error code of the Official Account API means for a message: again later, elsewhere, or given up and why.

The API answers HTTP 200 with `{"error": <0, "message", "data"}`. The codes are those of the appendix «Mã lỗi» and of
the template service's own list. What a SendError carries are words of this module: a `message` of the platform may
quote what somebody wrote.

A fault of the whole account that an admin mends in the console within the day (the app is switched off, a permission
is missing, no money) is tried again. One that a contract or Zalo itself must mend is given up at once, so that the
answer goes out by another door.
"""

from dataclasses import dataclass

import structlog

from bot.channels.base import SendError

log = structlog.get_logger(__name__)

TOKEN_REFUSED = "token_refused"  # noqa: S105 - a word for a failure
ATTACHMENT_EXPIRED = "attachment_expired"
NOT_BY_UID = "template_not_by_uid"
DEAD_REFRESH = frozenset({-14014, -14020, -118})
"""What the token service says of a refresh token that renews nothing any more; seen by three projects, one each."""

_RATE_SECONDS = 30.0  # 4,000 calls a minute, counted by the minute: half of one is left on average


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The flags of a SendError to be, without what is never set here."""

    code: str
    retryable: bool = False
    retry_after: float | None = None
    recipient_gone: bool = False
    window_closed: bool = False

    def error(self) -> SendError:
        """The failure that carries this policy."""
        return SendError(
            self.code,
            retryable=self.retryable,
            retry_after=self.retry_after,
            recipient_gone=self.recipient_gone,
            window_closed=self.window_closed,
        )


def _parked(code: str) -> Policy:
    return Policy(code=code)


def _again(code: str) -> Policy:
    return Policy(code=code, retryable=True)


def _gone(code: str) -> Policy:
    return Policy(code=code, recipient_gone=True)


def _closed(code: str) -> Policy:
    return Policy(code=code, window_closed=True)


_TOKEN = _again(TOKEN_REFUSED)

POLICIES: dict[int, Policy] = {
    # the token, which is renewed once before this is said of a message
    -216: _TOKEN,
    216: _TOKEN,
    -220: _TOKEN,
    -401: _TOKEN,
    401: _TOKEN,
    -124: _TOKEN,
    # for a while
    -32: Policy(code="too_many", retryable=True, retry_after=_RATE_SECONDS),
    -100: _again(ATTACHMENT_EXPIRED),
    -200: _again("send_failed"),
    -234: _again("night"),
    -133: _again("night"),
    # the account, mended in a console
    -209: _again("app_not_activated"),
    -223: _again("permission_not_granted"),
    -242: _again("appsecret_proof_wanted"),
    -320: _again("billing_account"),
    -321: _again("billing_account"),
    -115: _again("no_balance"),
    # the account, mended by a contract or not at all
    -204: _parked("account_gone"),
    -205: _parked("account_gone"),
    -212: _parked("api_not_registered"),
    -219: _parked("app_removed"),
    -221: _parked("account_not_verified"),
    -224: _parked("tier_too_low"),
    -235: _parked("account_type_unsupported"),
    -240: _parked("api_closed"),
    # the person
    -213: _gone("not_a_follower"),
    -227: _gone("recipient_inactive"),
    -217: _parked("invitations_blocked"),
    -237: _gone("group_expired"),
    -403: _gone("not_in_group"),
    # the window, and whatever else the platform does not allow to this person now
    -211: _closed("out_of_quota"),
    -218: _closed("recipient_limit"),
    -230: _closed("window_closed"),
    -232: _closed("window_closed"),
    -244: _closed("type_refused_by_recipient"),
    # the message
    -201: _parked("invalid_parameter"),
    -210: _parked("over_limit"),
    -233: _parked("type_unsupported"),
    -248: _parked("against_policy"),
    # templates
    -249: _parked(NOT_BY_UID),
    -108: _parked("phone_invalid"),
    -114: _parked("recipient_cannot_receive"),
    -118: _parked("no_zalo_account"),
    -127: _parked("development_mode"),
    -131: _parked("template_not_approved"),
    -139: _parked("recipient_refuses"),
}
"""One policy for each code of the API and of the template service (facts of the two agree where both have a code)."""

BECAUSE_OF_BUTTONS = frozenset(POLICIES[code].code for code in (-201, -210, -233, -244, -248))
"""What is said of a message with buttons that could be taken without them."""

BECAUSE_OF_THE_FILE = frozenset(POLICIES[code].code for code in (-201, -210, -233))
"""What is said of an upload that is better sent as a link."""


def api_error(code: int) -> SendError:
    """The failure with its policy. An unknown code is given up, and said loudly: somebody has to look it up."""
    policy = POLICIES.get(code)
    if policy is None:
        log.error("unknown_error_code", channel="zalo_oa", number=code)
        return SendError(f"unknown_{code}")
    return policy.error()
