"""The guard itself: what stays on this machine passes, everything else is refused."""

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.network_guard import REFUSED, OutsideTrafficError

OUTSIDE = "192.0.2.1"  # RFC 5737: an address for documents, nobody's


def expect_refusal_of(host: str) -> None:
    assert host in REFUSED
    REFUSED.clear()


def test_a_connection_to_another_host_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(OutsideTrafficError):
        sock.connect((OUTSIDE, 80))
    expect_refusal_of(OUTSIDE)


def test_a_datagram_to_another_host_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(OutsideTrafficError):
        sock.sendto(b"hello", (OUTSIDE, 53))
    expect_refusal_of(OUTSIDE)


def test_a_look_up_of_another_name_is_refused() -> None:
    with pytest.raises(OutsideTrafficError):
        socket.getaddrinfo("office.example", 443)
    expect_refusal_of("office.example")


async def test_an_http_client_that_hides_the_refusal_is_found_out() -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        with suppress(Exception):
            await client.get(f"http://{OUTSIDE}/")
    expect_refusal_of(OUTSIDE)


async def test_loopback_passes() -> None:
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"here")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        reader, writer = await asyncio.open_connection("localhost", server.sockets[0].getsockname()[1])
        assert await reader.read() == b"here"
        writer.close()
        await writer.wait_closed()


def test_a_unix_socket_passes(tmp_path: Path) -> None:
    address = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(address)
        server.listen()
        client.connect(address)
