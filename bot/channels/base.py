"""What every channel offers, its limits, and how a failure says what to do about it.

SendError           carries its own policy ; the delivery loop reads flags and never names a platform
  retryable         try again later, after `retry_after` seconds when the platform says so
  recipient_gone    this address no longer takes messages
  window_closed     the platform does not allow writing to this person now
  moved_to          the address has another name now
  code              for operators and the ledger: short, without any text or name of a person
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from handlers.messages import Incoming, Reply

Take = Callable[[Incoming], Awaitable[None]]
"""Takes one inbound message; returns when it is remembered (committed), raises when it could not be."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one message of a platform may be, and when somebody may be written to.

    text_unit    "codepoints" or "utf16"
    numbered     choices also stand in the text as a numbered list, written by bot/numbering.py and not by the channel,
                 because there are no buttons, or no certainty that they are drawn
    choices      the most buttons one message may carry
    free_for     how long after somebody's own message writing to them costs nothing; None: always
    open_for     how long after it they may be written to at all; None: always
    """

    text: int
    text_unit: str = "codepoints"
    numbered: bool = False
    free_for: timedelta | None = None
    open_for: timedelta | None = None
    choices: int = 100
    buttons: bool = True
    choice_value_bytes: int = 64
    edits: bool = True
    per_second: float = 1000.0
    per_address_seconds: float = 0.0
    files: bool = True
    largest_inbound_file: int = 20 * 1024 * 1024


class SendError(Exception):
    """A message that the platform did not take, and what to do about it."""

    def __init__(
        self,
        code: str,
        *,
        retryable: bool = False,
        retry_after: float | None = None,
        recipient_gone: bool = False,
        window_closed: bool = False,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.retry_after = retry_after
        self.recipient_gone = recipient_gone
        self.window_closed = window_closed
        self.moved_to = moved_to


class Channel(Protocol):
    """One bot account on one platform. `name` is the value that rows keep («telegram», «web_chat»)."""

    name: str
    limits: Limits

    async def send(self, delivery_id: int, address: str, reply: Reply, replaces: str | None) -> str | None:
        """Send one message that is within the limits (text, or one file with a short text) and return its remote id.

        `replaces` is the remote id of an earlier message to be updated in place. Raises SendError and nothing else.
        """
        ...

    async def fetch(self, remote_ref: str) -> bytes:
        """The bytes of a file that somebody sent. Raises SendError."""
        ...

    async def receive(self, take: Take) -> None:
        """Receive until cancelled: hand each message to `take` and acknowledge it to the platform only afterwards."""
        ...


@dataclass(frozen=True, kw_only=True)
class Window:
    """Until when the platform lets us write to one person: free, and at all; None: without an end.

    free_left: how many free messages are left in it, where the platform counts them.
    """

    free_until: datetime | None = None
    open_until: datetime | None = None
    free_left: int | None = None


@runtime_checkable
class WindowedChannel(Channel, Protocol):
    """A channel of a platform that closes after a while, and has a way out for what must arrive all the same."""

    async def window(self, address: str) -> Window:
        """What the platform itself says of one person's window. Raises SendError."""
        ...

    async def send_template(
        self, delivery_id: int, address: str, values: Mapping[str, str], phone: str | None
    ) -> str | None:
        """Send an approved template outside of the window, by address or else by telephone number («84…»).

        `values` are what a template may name: «code», «office», «agency», «date»; never what a person wrote. Returns
        the remote id. Raises SendError; its code is `no_template` when the office has configured none that fits.
        """
        ...
