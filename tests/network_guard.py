"""Refuses traffic that leaves this machine, for as long as the test run lasts."""

import socket
import sys
from ipaddress import ip_address

REFUSED: list[str] = []
"""The hosts that were asked for since somebody last emptied this list."""

_CONNECTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_RESOLVES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}


_OWN_NAME = socket.gethostname()
"""yoyo notes in its log on which machine a migration ran, and asks the resolver for this machine's own name."""


class OutsideTrafficError(RuntimeError):
    """Code under test reached for another host; not an OSError, which is forgiven as a bad network."""


def install() -> None:
    """Watch each connection, datagram and name look-up of this process, until the process ends."""
    sys.addaudithook(_refuse_outside)


def _refuse_outside(event: str, args: tuple[object, ...]) -> None:
    if event in _RESOLVES:
        host = args[0]
    elif event in _CONNECTS:
        sock, address = args
        if address is None or (isinstance(sock, socket.socket) and sock.family == socket.AF_UNIX):
            return
        host = address[0] if isinstance(address, tuple) else address
    else:
        return
    if not _is_here(host):
        REFUSED.append(str(host))
        raise OutsideTrafficError(f"a test reached for {host!r}; tests talk to this machine alone")


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost", _OWN_NAME}:
        return True
    try:
        found = ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified
