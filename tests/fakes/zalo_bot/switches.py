"""What a test can make the fake do: answer in another shape, refuse, fail, lose an answer."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
SENDING = frozenset({"sendMessage", "sendPhoto"})


@dataclass
class Switches:
    """All are off at first; a test sets the ones it wants, at any time."""

    wrapped: bool = False
    """Pushes come in `{ok, result}`, as the documents show, and not bare, as they were captured."""
    listed: bool = False
    """getUpdates gives a list of all that waits, and not one event."""
    nameless: bool = False
    """Events have no event_name and the sender a first_name, as an old page of the documents shows."""
    echoes: bool = False
    """The bot's own messages come back to it as events."""
    hold: float | None = None
    """Seconds that a poll is held, whatever it asks for."""
    faulty_methods: frozenset[str] = SENDING
    """Methods on which the faults below fall."""
    refuse_next: list[tuple[int, str]] = field(default_factory=list)
    """Error codes with their descriptions, one for each of the next calls."""
    fail_next: int = 0
    """The next N calls get a proxy's page with HTTP 502 and do nothing."""
    lose_next: int = 0
    """The next N calls are processed, then the connection is reset: the answer is lost."""
    statuses: bool = False
    """Errors have the HTTP status of their code, and not 200."""
    webhook_proxy: str = ""
    """Where pushes really go, e.g. "http://127.0.0.1:8080": stands for the TLS proxy before the bot."""
    webhook_retry_delay: float = 0.02
    """Seconds until a push that was not answered 200 is repeated."""

    def take(self, fault: str, method: str) -> bool:
        """Whether this fault is due on this call."""
        left: int = getattr(self, f"{fault}_next")
        if method not in self.faulty_methods or left <= 0:
            return False
        setattr(self, f"{fault}_next", left - 1)
        return True


class ApiError(Exception):
    """A refusal: error_code and description."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
