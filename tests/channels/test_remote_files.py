"""Files that a platform names by an address: https, public hosts, bounded, and nothing of ours given away."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from bot.channels.base import SendError
from bot.channels.remote_files import RemoteFiles

PUBLIC = "118.102.1.1"
URL = "https://photo-stal-9.zdn.vn/jpg/a7c2.jpg?x=1"
Answer = Callable[[httpx.Request], httpx.Response]


def resolving(*addresses: str) -> Callable[[str, int], Awaitable[list[str]]]:
    async def resolve(host: str, port: int) -> list[str]:
        return list(addresses)

    return resolve


def files(answer: Answer, *addresses: str, near: str = "") -> RemoteFiles:
    resolve = resolving(*(addresses or (PUBLIC,)))
    return RemoteFiles(near, transport=httpx.MockTransport(answer), resolve=resolve)


async def streamed(*chunks: bytes) -> AsyncIterator[bytes]:
    """A body that comes over the line, as that of a real server."""
    for chunk in chunks:
        yield chunk


def never(request: httpx.Request) -> httpx.Response:
    raise AssertionError(f"asked for {request.url}")


async def refusal(remote: RemoteFiles, url: str, largest: int = 1000) -> SendError:
    with pytest.raises(SendError) as caught:
        await remote.download(url, largest)
    await remote.close()
    return caught.value


async def test_a_file_is_fetched_from_the_address_that_was_looked_at_under_the_hosts_own_name() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=streamed(b"JPEG"))

    remote = files(answer)
    assert await remote.download(URL, 4) == b"JPEG"
    await remote.close()
    [request] = asked
    assert (request.method, str(request.url)) == ("GET", f"https://{PUBLIC}/jpg/a7c2.jpg?x=1")
    assert request.headers["host"] == "photo-stal-9.zdn.vn"
    assert request.extensions["sni_hostname"] == "photo-stal-9.zdn.vn", "the certificate must be that of the host"
    assert {"authorization", "cookie", "x-bot-api-secret-token"}.isdisjoint(request.headers)
    assert request.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "url",
    [
        "http://photo-stal-9.zdn.vn/a.jpg",
        "ftp://photo-stal-9.zdn.vn/a.jpg",
        "file:///etc/passwd",
        "https://",
        "https:///a.jpg",
        "https://user:word@photo-stal-9.zdn.vn/a.jpg",
        "//photo-stal-9.zdn.vn/a.jpg",
        "a.jpg",
        "",
        "https://x\x00y/a.jpg",
    ],
)
async def test_only_https_is_fetched(url: str) -> None:
    error = await refusal(files(never), url)
    assert (error.code, error.retryable) == ("file_address_refused", False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.251",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "not an address",
    ],
)
async def test_a_host_of_this_network_is_not_asked(address: str) -> None:
    assert (await refusal(files(never, address), URL)).code == "file_address_refused"
    assert (await refusal(files(never, PUBLIC, address), URL)).code == "file_address_refused", "one of several"


async def test_a_redirect_is_followed_to_a_public_host_alone() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["host"] == "cdn.example":
            return httpx.Response(200, content=streamed(b"JPEG"))
        return httpx.Response(302, headers={"Location": "https://cdn.example/a.jpg"})

    remote = files(answer)
    assert await remote.download(URL, 100) == b"JPEG"
    await remote.close()


@pytest.mark.parametrize("target", ["http://cdn.example/a.jpg", "https://inside.example/", "http://127.0.0.1:80/"])
async def test_a_redirect_to_this_network_is_refused(target: str) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["192.168.1.1" if host == "inside.example" else PUBLIC]

    transport = httpx.MockTransport(lambda _: httpx.Response(302, headers={"Location": target}))
    remote = RemoteFiles("", transport=transport, resolve=resolve)
    assert (await refusal(remote, URL)).code == "file_address_refused"


async def test_a_redirect_without_end_is_given_up() -> None:
    remote = files(lambda _: httpx.Response(302, headers={"Location": URL}))
    error = await refusal(remote, URL)
    assert (error.code, error.retryable) == ("too_many_redirects", False)


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (404, "file_lost", False),
        (410, "file_lost", False),
        (403, "file_lost", False),
        (429, "file_unavailable", True),
        (500, "file_unavailable", True),
        (503, "file_unavailable", True),
        (204, "file_unavailable", True),
    ],
)
async def test_a_link_that_ended_is_lost_and_other_trouble_is_tried_again(
    status: int, code: str, *, retryable: bool
) -> None:
    error = await refusal(files(lambda _: httpx.Response(status)), URL)
    assert (error.code, error.retryable) == (code, retryable)


async def test_a_file_that_says_it_is_too_large_is_not_read() -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        read.append(1)
        yield bytes(10)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Length": "1001"}, content=endless())

    assert (await refusal(files(answer), URL)).code == "file_too_large"
    assert read == []


async def test_a_file_that_never_ends_is_given_up_at_the_limit() -> None:
    read: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            read.append(1)
            yield bytes(400)

    assert (await refusal(files(lambda _: httpx.Response(200, content=endless())), URL)).code == "file_too_large"
    assert len(read) == 3


async def test_a_packed_answer_is_not_unpacked() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=streamed(b"\x1f\x8bnot really"))

    remote = files(answer)
    assert await remote.download(URL, 100) == b"\x1f\x8bnot really"
    await remote.close()


async def test_a_name_that_is_not_found_is_tried_again() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("name or service not known")

    remote = RemoteFiles("", transport=httpx.MockTransport(never), resolve=resolve)
    assert (await refusal(remote, URL)).retryable


async def test_the_platforms_stand_in_on_this_machine_may_be_fetched_from() -> None:
    remote = files(lambda _: httpx.Response(200, content=streamed(b"JPEG")), near="http://127.0.0.1:9012")
    assert await remote.download("http://127.0.0.1:9012/media/1.jpg", 100) == b"JPEG"
    assert (await refusal(remote, "http://127.0.0.1:9013/media/1.jpg")).code == "file_address_refused"


async def test_no_stand_in_is_anywhere_else() -> None:
    remote = files(never, "10.0.0.1", near="http://10.0.0.1")
    assert (await refusal(remote, "http://10.0.0.1/media/1.jpg")).code == "file_address_refused"
