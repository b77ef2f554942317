"""python-telegram-bot's HTTP over aiohttp, and the only place that knows the bot's token.

aiohttp instead of PTB's httpx: 2,180 updates a second against 345 on one machine (docs/architecture.md,
decision 2).

A Bot API address has the token in its path, and PTB writes whole addresses into its debug log and into
errors. So PTB is given TOKEN_MARK as its token, and the mark is replaced here, just before a request leaves.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

TOKEN_MARK = "TOKEN-IS-PUT-IN-BY-THE-TRANSPORT"  # noqa: S105 - stands where the token is not

_TELLING = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, OSError)
"""Errors whose text holds neither the address nor what was sent: kept as the cause, others are only named."""

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 10.0
_WRITE_SECONDS = 10.0
_UPLOAD_SECONDS = 120.0
_DOWNLOAD_SECONDS = 300.0


def network_error(error: Exception) -> NetworkError:
    """PTB's word for whatever went wrong with a request. It names only the class: a text may hold the address."""
    kind = type(error).__name__
    return TimedOut(kind) if isinstance(error, TimeoutError) else NetworkError(kind)


class PlainData:
    """Stands in for PTB's RequestData in a call without files: written as JSON once, not each part and then the whole.

    Parts that are None are left out, as PTB does.
    """

    contains_files = False

    def __init__(self, values: Mapping[str, Any]) -> None:
        said = {name: value for name, value in values.items() if value is not None}
        self.json_payload = json.dumps(said, separators=(",", ":")).encode()


class AiohttpTransport(BaseRequest):
    """A pool of kept-alive connections. Opens at the first request, in the event loop that makes it.

    `proxy_from_environment`: go through the proxy that HTTPS_PROXY or HTTP_PROXY names.
    """

    __slots__ = ("_connections", "_proxy_from_environment", "_session", "_token")

    def __init__(self, token: str, *, connections: int = 100, proxy_from_environment: bool = False) -> None:
        self._token = token
        self._connections = connections
        self._proxy_from_environment = proxy_from_environment
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds of silence after which an answer is given up, unless a call says otherwise."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool; does nothing when it is open."""
        self._open()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=self._proxy_from_environment,
            )
        return self._session

    async def shutdown(self) -> None:
        """Close every connection; the next request opens a new pool."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def call(self, url: str, values: Mapping[str, Any], read_timeout: float) -> Any:
        """The result of a Bot API method that is given no files. Raises as PTB's own calls do."""
        return await self.post(url, cast(RequestData, PlainData(values)), read_timeout=read_timeout)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; return status and body. Raises TimedOut and NetworkError without an address."""
        uploads = request_data is not None and request_data.contains_files
        patience = _patience(
            read=_seconds(read_timeout, _READ_SECONDS),
            write=_seconds(write_timeout, _UPLOAD_SECONDS if uploads else _WRITE_SECONDS),
            connect=_seconds(connect_timeout, _CONNECT_SECONDS),
            pool=_seconds(pool_timeout, _CONNECT_SECONDS),
            downloads=method == "GET",
        )
        cause: Exception | None
        try:
            return await self._exchange(method, url, request_data, patience)
        except Exception as error:  # what is none of aiohttp's, PTB would quote with all that was sent
            failure = network_error(error)
            cause = error if isinstance(error, _TELLING) else None
        raise failure from cause  # out here, where the error that has the address is not its context

    async def _exchange(
        self, method: str, url: str, request_data: RequestData | None, patience: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        async with self._open().request(
            method,
            url.replace(TOKEN_MARK, self._token, 1),
            timeout=patience,
            allow_redirects=False,
            **_body(request_data),
        ) as response:
            payload = await response.read()
            if not response.ok:  # a proxy's page of an error quotes the address that it was asked for
                payload = payload.replace(self._token.encode(), b"<token>")
            return response.status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The Bot API's envelope. PTB's own reader logs what it cannot read: perhaps a resident's words.

        Bytes that are no UTF-8 are replaced: one such character must not hold up all updates.
        """
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


def _body(request_data: RequestData | None) -> dict[str, Any]:
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {"data": request_data.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False, default_to_multipart=True)
    for field, (name, content, content_type) in request_data.multipart_data.items():
        body = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(field, body, filename=_file_name(name), content_type=content_type)
    return {"data": form}


def _file_name(name: str) -> str:
    """The name in plain UTF-8 (quoted, the chat would show «%C4%90%C6%A1n.pdf»), without line ends."""
    return "".join(letter for letter in name if letter.isprintable()) or "file"


def _seconds(given: object, default: float) -> float | None:
    if given is None:
        return None
    return float(given) if isinstance(given, int | float) else default


@lru_cache(maxsize=64)  # calls of one kind have the same one
def _patience(
    *, read: float | None, write: float | None, connect: float | None, pool: float | None, downloads: bool
) -> aiohttp.ClientTimeout:
    """aiohttp has no limit for writing alone, so a call has one for the whole; a download takes its time."""
    parts = (read, write, connect, pool)
    whole = None if None in parts else sum(part for part in parts if part is not None)
    return aiohttp.ClientTimeout(
        total=_DOWNLOAD_SECONDS if downloads else whole,
        connect=None if connect is None or pool is None else connect + pool,
        sock_connect=connect,
        sock_read=read,
    )
