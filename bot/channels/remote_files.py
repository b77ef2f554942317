"""Files that a platform only names by an address on the web: fetched once, bounded, and from public hosts alone.

The address came from outside, so it is not trusted to be what it says: https only, no host of this machine or its
network (at no redirect either), never more bytes than allowed, and never a token or cookie of ours.
"""

import asyncio
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, ip_address

import httpx

from bot.channels.base import SendError
from bot.channels.http_errors import as_send_error

FILE_TOO_LARGE = "file_too_large"
_REFUSED = "file_address_refused"
_GONE = frozenset({401, 403, 404, 410})
_MOST_REDIRECTS = 3
_WHOLE_SECONDS = 120.0
_SILENCE_SECONDS = 20.0

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""The addresses of a host; raises OSError when it has none."""


async def resolve_host(host: str, port: int) -> list[str]:
    """The addresses of a host by the system's resolver."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port)
    return [str(address[0]) for *_, address in found]


class RemoteFiles:
    """Downloads from the web. Opens nothing until the first download; `close` when done.

    near: the origin («http://127.0.0.1:9012») of a server on this machine that may be fetched from all the same: the
    platform's own stand-in. Anything else here is refused.
    """

    def __init__(
        self, near: str = "", *, transport: httpx.AsyncBaseTransport | None = None, resolve: Resolve = resolve_host
    ) -> None:
        # No connection is kept: httpx would give it to another host at the same address, whose certificate nobody saw.
        inner = transport or httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self._client = httpx.AsyncClient(
            transport=_PublicHosts(inner, near, resolve),
            trust_env=False,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            timeout=_SILENCE_SECONDS,
            headers={"Accept-Encoding": "identity"},
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def download(self, url: str, largest: int) -> bytes:
        """The bytes at an address. Raises SendError; `file_too_large` when there are more than `largest`."""
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise SendError(_REFUSED) from error
        with as_send_error():
            async with asyncio.timeout(_WHOLE_SECONDS), self._client.stream("GET", address) as response:
                _check_status(response.status_code)
                if int(response.headers.get("Content-Length", "0") or 0) > largest:
                    raise SendError(FILE_TOO_LARGE)
                return await _read(response, largest)


def _check_status(status: int) -> None:
    """A link that ended stays so; any other trouble may pass."""
    if status in _GONE:
        raise SendError("file_lost")
    if status != 200:
        raise SendError("file_unavailable", retryable=True)


async def _read(response: httpx.Response, largest: int) -> bytes:
    """The body as it was sent: unpacked, a small answer could be of any size."""
    data = bytearray()
    async for chunk in response.aiter_raw():
        data += chunk
        if len(data) > largest:
            raise SendError(FILE_TOO_LARGE)
    return bytes(data)


class _PublicHosts(httpx.AsyncBaseTransport):
    """Lets through what goes to a public host by https, and connects to the very address that was looked at."""

    def __init__(self, inner: httpx.AsyncBaseTransport, near: str, resolve: Resolve) -> None:
        self._inner = inner
        self._near = _origin(httpx.URL(near)) if near and is_loopback(httpx.URL(near).host) else None
        self._resolve = resolve

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._near is not None and _origin(request.url) == self._near:
            return await self._inner.handle_async_request(request)
        if request.url.scheme != "https" or not request.url.host or request.url.userinfo:
            raise SendError(_REFUSED)
        address = await self._public_address(request.url.host, request.url.port or 443)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # has the host's own name
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.host},
        )
        return await self._inner.handle_async_request(pinned)

    async def _public_address(self, host: str, port: int) -> str:
        try:
            found = await self._resolve(host, port)
        except OSError as error:
            raise SendError("not_reached", retryable=True) from error
        except (OverflowError, UnicodeError) as error:  # a port or a name that no address can have
            raise SendError(_REFUSED) from error
        if not found or not all(_is_public(address) for address in found):
            raise SendError(_REFUSED)
        return found[0]


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def is_loopback(host: str) -> bool:
    """Whether a host, by name or number, is this machine."""
    address = _parsed(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _is_public(text: str) -> bool:
    address = _parsed(text)
    return address is not None and address.is_global and not address.is_multicast


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None
