"""python-telegram-bot's requests go out through aiohttp, and its errors come back in PTB's words."""

import asyncio
import inspect
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import client_exceptions
from telegram import Bot, InputFile
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut

from bot.channels.transport import TOKEN_MARK, AiohttpTransport
from tests.fakes.bot_api import BotApi

TOKEN = "987654321:marker-token-that-nobody-may-see"
RESIDENT = 1001
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]


@pytest.fixture
async def server() -> AsyncIterator[BotApi]:
    async with BotApi.serve(TOKEN) as api:
        api.open_private_chats((RESIDENT,))
        yield api


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpTransport]:
    async with AiohttpTransport(TOKEN) as opened:
        yield opened


@pytest.fixture
def bot(server: BotApi, transport: AiohttpTransport) -> Bot:
    return Bot(
        TOKEN_MARK,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        request=transport,
        get_updates_request=transport,
    )


@asynccontextmanager
async def raw_server(serve: Serve) -> AsyncIterator[str]:
    """A server of bytes on loopback; gives its URL, with the mark in it."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/bot{TOKEN_MARK}/getMe"


def answering(answer: bytes) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    return serve


def http(status: str, body: bytes, headers: bytes = b"") -> bytes:
    return b"HTTP/1.1 %s\r\nContent-Length: %d\r\n%s\r\n%s" % (status.encode(), len(body), headers, body)


CLIENT_ERRORS = {
    name: error
    for name, error in inspect.getmembers(client_exceptions, inspect.isclass)
    if issubclass(error, Exception) and error.__module__ == client_exceptions.__name__
}
MAPPED: dict[type[NetworkError], str] = {
    TimedOut: "ServerTimeoutError ConnectionTimeoutError SocketTimeoutError",
    NetworkError: """
        ClientError ClientConnectionError ClientConnectionResetError ClientOSError ClientConnectorError
        ClientConnectorDNSError ClientProxyConnectionError UnixClientConnectorError ServerConnectionError
        ServerDisconnectedError ServerFingerprintMismatch ClientSSLError ClientConnectorSSLError
        ClientConnectorCertificateError ClientPayloadError UploadAbortedError ClientResponseError ContentTypeError
        WSServerHandshakeError ClientHttpProxyError TooManyRedirects InvalidURL InvalidUrlClientError
        RedirectClientError NonHttpUrlClientError InvalidUrlRedirectClientError NonHttpUrlRedirectClientError
        WSMessageTypeError""",
}
HAVE_AN_ADDRESS = """
    ClientError UploadAbortedError ClientResponseError ContentTypeError WSServerHandshakeError ClientHttpProxyError
    TooManyRedirects InvalidURL InvalidUrlClientError RedirectClientError NonHttpUrlClientError
    InvalidUrlRedirectClientError NonHttpUrlRedirectClientError WSMessageTypeError"""
CASES = [(name, word) for word, names in MAPPED.items() for name in names.split()]


class Failing(AiohttpTransport):
    """A transport whose every exchange ends in one error."""

    def __init__(self, error: Exception) -> None:
        super().__init__(TOKEN)
        self.error = error

    async def _exchange(self, *_: object) -> tuple[int, bytes]:
        raise self.error


def test_every_error_that_aiohttp_raises_has_its_word_in_telegrams_family() -> None:
    assert CLIENT_ERRORS.keys() - {name for name, _ in CASES} == set(), "unmapped"


@pytest.mark.parametrize(("name", "word"), CASES)
async def test_an_error_of_aiohttp_is_told_by_its_name_and_kept_when_it_has_no_address(
    name: str, word: type[NetworkError]
) -> None:
    kind = CLIENT_ERRORS.get(name)
    if kind is None:
        pytest.skip("this version of aiohttp does not have it")
    error = kind.__new__(kind)
    with pytest.raises(word, match=f"^{name}$") as caught:
        await Failing(error).do_request("http://127.0.0.1", "GET")
    assert type(caught.value) is word
    assert caught.value.__cause__ is (None if name in HAVE_AN_ADDRESS.split() else error)
    assert caught.value.__context__ is None or caught.value.__context__ is caught.value.__cause__


async def test_a_fault_of_our_own_does_not_quote_what_was_sent() -> None:
    with pytest.raises(NetworkError, match=r"^TypeError$") as caught:
        await Failing(TypeError("can't serialize b'Bà Lan …'")).do_request("http://127.0.0.1", "POST")
    assert everything_told(caught.value) == ["TypeError", "NetworkError('TypeError')"]


async def test_a_call_carries_its_values_and_brings_back_the_result(bot: Bot, server: BotApi) -> None:
    sent = await bot.send_message(RESIDENT, "Chào ông/bà Lan 👋")
    assert server.sent[0].text == sent.text == "Chào ông/bà Lan 👋"


async def test_a_file_is_uploaded_under_its_vietnamese_name(bot: Bot, server: BotApi) -> None:
    content = bytes(range(256)) * 1000
    await bot.send_document(RESIDENT, InputFile(content, 'Đơn "kiến nghị".pdf'), caption="Đơn của bà")
    sent = server.sent[0]
    assert (sent.file, sent.text) == (content, "Đơn của bà")
    assert sent.file_name == 'Đơn "kiến nghị".pdf'


async def test_a_line_end_in_a_file_name_makes_no_second_header(bot: Bot, server: BotApi) -> None:
    await bot.send_document(RESIDENT, InputFile(b"x", "a\r\nX-Evil: 1.pdf"))
    assert server.sent[0].file_name == "aX-Evil: 1.pdf"


async def test_a_file_is_downloaded(bot: Bot, server: BotApi) -> None:
    lan = server.resident()
    message = await lan.send_document(b"%PDF-1.4 x", "don.pdf", "application/pdf")
    file = await bot.get_file(message["document"]["file_id"])
    assert await file.download_as_bytearray() == b"%PDF-1.4 x"


async def test_connections_are_kept_and_reused() -> None:
    opened = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        while not reader.at_eof():
            await reader.readuntil(b"\r\n\r\n")
            writer.write(http("200 OK", b"{}"))
            await writer.drain()

    async with raw_server(serve) as url, AiohttpTransport(TOKEN) as transport:
        for _ in range(3):
            assert await transport.do_request(url, "GET") == (200, b"{}")
        assert opened == 1


async def test_nobody_listening_is_a_network_error(transport: AiohttpTransport) -> None:
    async with raw_server(answering(b"")) as url:
        pass
    with pytest.raises(NetworkError, match="ClientConnectorError") as caught:
        await transport.do_request(url, "POST")
    assert isinstance(caught.value.__cause__, aiohttp.ClientConnectorError)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        pytest.param(b"", "ServerDisconnectedError", id="hung up"),
        pytest.param(b"SSH-2.0-nonsense\r\n\r\n", "ClientResponseError", id="no HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", "ClientPayloadError", id="cut off"),
    ],
)
async def test_a_broken_answer_is_a_network_error(transport: AiohttpTransport, answer: bytes, name: str) -> None:
    async with raw_server(answering(answer)) as url:
        with pytest.raises(NetworkError, match=name):
            await transport.do_request(url, "POST")


async def test_silence_is_timed_out(transport: AiohttpTransport) -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with raw_server(say_nothing) as url:
        with pytest.raises(TimedOut):
            await transport.do_request(url, "POST", read_timeout=0.01)
        with pytest.raises(TimedOut):
            await transport.do_request(url, "GET", read_timeout=0.01)


async def test_a_redirect_is_not_followed_because_the_address_has_the_token(transport: AiohttpTransport) -> None:
    answer = http("302 Found", b"", b"Location: http://192.0.2.1/elsewhere\r\n")
    async with raw_server(answering(answer)) as url:
        assert (await transport.do_request(url, "GET"))[0] == 302


@pytest.mark.parametrize("payload", [b"<html>", b"", b"[1]", b"null", b"[" * 100_000])
def test_what_is_no_bot_api_answer_is_an_error_that_does_not_quote_it(payload: bytes) -> None:
    with pytest.raises(TelegramError) as caught:
        AiohttpTransport.parse_json_payload(payload)
    assert str(caught.value) == "Invalid server response"
    assert caught.value.__context__ is None


def test_a_letter_that_is_no_utf8_does_not_spoil_the_rest() -> None:
    assert AiohttpTransport.parse_json_payload(b'{"result": "a\xffb"}') == {"result": "a\ufffdb"}


async def test_the_token_is_in_the_address_and_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    heard: list[bytes] = []

    async def quote(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(http("504 Gateway Timeout", b"<html>no way to " + heard[-1].split()[1]))
        await writer.drain()
        writer.close()

    errors: list[BaseException] = []
    async with raw_server(quote) as url, AiohttpTransport(TOKEN) as transport:
        bot = Bot(TOKEN_MARK, base_url=url.partition(TOKEN_MARK)[0], request=transport)
        for failing in (
            bot.get_me(),
            bot.initialize(),
            transport.do_request(f"htp://{TOKEN_MARK}/x", "GET"),
            transport.do_request(f"http://[{TOKEN_MARK}/x", "GET"),
            transport.do_request(f"http://127.0.0.1:99999/{TOKEN_MARK}", "GET"),
        ):
            with pytest.raises(TelegramError) as caught:
                await failing
            errors.append(caught.value)
    assert TOKEN.encode() in heard[0]
    assert all(TOKEN not in told for error in errors for told in everything_told(error))
    assert TOKEN not in caplog.text
    assert TOKEN_MARK in caplog.text, "PTB's debug log was looked at"
    assert TOKEN not in repr(bot)


def everything_told(error: BaseException | None) -> list[str]:
    if error is None:
        return []
    return [str(error), repr(error), *everything_told(error.__cause__), *everything_told(error.__context__)]


async def test_a_wrong_token_is_told_as_such(server: BotApi) -> None:
    async with AiohttpTransport("1:wrong") as transport:
        bot = Bot(TOKEN_MARK, base_url=server.base_url, request=transport)
        with pytest.raises(InvalidToken):
            await bot.get_me()


async def test_a_transport_that_was_closed_opens_again(bot: Bot, transport: AiohttpTransport) -> None:
    await bot.get_me()
    await transport.shutdown()
    await transport.shutdown()
    assert (await bot.get_me()).is_bot


async def test_the_proxy_of_the_environment_is_used_only_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n"))
        await reader.readuntil(b"\r\n\r\n")
        writer.write(http("200 OK", b"{}"))
        await writer.drain()
        writer.close()

    async with raw_server(proxy) as through, raw_server(answering(http("200 OK", b"direct"))) as url:
        monkeypatch.setenv("HTTP_PROXY", through.partition("/bot")[0])
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        monkeypatch.setenv("http_proxy", through.partition("/bot")[0])
        async with AiohttpTransport(TOKEN) as direct:
            assert (await direct.do_request(url, "GET"))[1] == b"direct"
        async with AiohttpTransport(TOKEN, proxy_from_environment=True) as proxied:
            assert (await proxied.do_request(url, "GET"))[1] == b"{}"
    assert asked[0].startswith(b"GET http://127.0.0.1:")
