"""What each of httpx's errors means for a message. For every channel that speaks HTTP through httpx.

    CookieConflict                given up; no cookie is kept
    InvalidURL                    again: nothing goes out until an operator gives the right address
    HTTPError                     again
    ├── HTTPStatusError           again; nothing here raises it, channels look at the answer themselves
    └── RequestError              again
        ├── DecodingError         again: the answer came and was unreadable
        ├── TooManyRedirects      given up
        └── TransportError        again
            ├── NetworkError      again; ConnectError: not sent; the others: perhaps
            ├── ProtocolError     again; LocalProtocolError: given up, it would be the same next time
            ├── ProxyError        again
            ├── TimeoutException  again; it may have arrived, which costs one repetition
            └── UnsupportedProtocol  as InvalidURL
    StreamError                   given up: a fault of ours

Codes are words of this module: an error's text may hold an address.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from bot.channels.base import SendError

_NOT_REACHED = ("not_reached", True)
_NETWORK = ("network", True)
_TIMED_OUT = ("timed_out", True)
_BAD_ANSWER = ("bad_answer", True)
_BAD_ADDRESS = ("bad_address", True)
_OUR_FAULT = ("http_misuse", False)

POLICIES: dict[type[Exception], tuple[str, bool]] = {
    httpx.CookieConflict: ("bad_answer", False),
    httpx.InvalidURL: _BAD_ADDRESS,
    httpx.HTTPError: _NETWORK,
    httpx.HTTPStatusError: _BAD_ANSWER,
    httpx.RequestError: _NETWORK,
    httpx.DecodingError: _BAD_ANSWER,
    httpx.TooManyRedirects: ("too_many_redirects", False),
    httpx.TransportError: _NETWORK,
    httpx.NetworkError: _NETWORK,
    httpx.ConnectError: _NOT_REACHED,
    httpx.ReadError: _NETWORK,
    httpx.WriteError: _NETWORK,
    httpx.CloseError: _NETWORK,
    httpx.ProtocolError: _NETWORK,
    httpx.LocalProtocolError: _OUR_FAULT,
    httpx.RemoteProtocolError: _NETWORK,
    httpx.ProxyError: _NOT_REACHED,
    httpx.TimeoutException: _TIMED_OUT,
    httpx.ConnectTimeout: _NOT_REACHED,
    httpx.ReadTimeout: _TIMED_OUT,
    httpx.WriteTimeout: _TIMED_OUT,
    httpx.PoolTimeout: _NOT_REACHED,
    httpx.UnsupportedProtocol: _BAD_ADDRESS,
    httpx.StreamError: _OUR_FAULT,
    httpx.RequestNotRead: _OUR_FAULT,
    httpx.ResponseNotRead: _OUR_FAULT,
    httpx.StreamClosed: _OUR_FAULT,
    httpx.StreamConsumed: _OUR_FAULT,
}
"""Code, and whether to try again, for each class of httpx; a test fails when httpx has one more."""

_FAMILIES = (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError)


def http_error(error: Exception) -> SendError:
    """The failure with its policy; one of a later version of httpx gets that of its parent."""
    code, retryable = next(POLICIES[kind] for kind in type(error).__mro__ if kind in POLICIES)
    return SendError(code, retryable=retryable)


@contextmanager
def as_send_error() -> Iterator[None]:
    """httpx's errors, and the end of a time limit around it, end here."""
    try:
        yield
    except _FAMILIES as error:
        raise http_error(error) from error
    except TimeoutError as error:
        raise SendError("timed_out", retryable=True) from error
