"""What a test can make the fake do: refuse, fail, lose an answer, be slow."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from random import Random
from typing import Any

from tests.fakes.bot_api.limits import Limits
from tests.fakes.bot_api.params import ApiError

SENDING = frozenset(
    method.lower()
    for method in (
        "sendMessage",
        "sendPhoto",
        "sendDocument",
        "sendVoice",
        "editMessageText",
        "editMessageReplyMarkup",
        "answerCallbackQuery",
    )
)


@dataclass
class Switches:
    """All are off at first; a test sets the ones it wants, at any time."""

    latency: float = 0.0
    """Seconds between processing a call and its answer."""
    blocked: set[int] = field(default_factory=set)
    """Chats that answer 403: users who blocked the bot, groups that removed it."""
    missing: set[int] = field(default_factory=set)
    """Chats that answer 400 "chat not found"."""
    migrated: dict[int, int] = field(default_factory=dict)
    """Groups that became supergroups: old id to new id."""
    open_chats: bool = False
    """Take every positive chat id as somebody who has started the bot."""
    privacy: bool = True
    """Privacy mode: in groups the bot sees only commands, mentions of it and replies to it."""
    limits: Limits | None = None
    """Rate limits to enforce."""
    faulty_methods: frozenset[str] = SENDING
    """Methods (in small letters) on which the faults below fall."""
    fail_next: int = 0
    """The next N calls answer 502 and do nothing."""
    fail_share: float = 0.0
    """This share of calls does."""
    fail_with_html: bool = False
    """The 502 carries a proxy's HTML page and not JSON."""
    flood_next: int = 0
    """The next N calls answer 429 and do nothing."""
    flood_share: float = 0.0
    """This share of calls does."""
    flood_retry_after: int = 1
    """Seconds in that 429."""
    reset_next: int = 0
    """The next N calls are processed, then the connection is reset: the answer is lost."""
    reset_share: float = 0.0
    """This share of calls is."""
    callback_max_age: float = 150.0
    """Seconds in which a tap can be answered; the server itself keeps such an update for 150 s."""
    webhook_proxy: str = ""
    """Where pushes really go, e.g. "http://127.0.0.1:8080": stands for the TLS proxy before the bot."""
    webhook_retry_delay: float = 1.0
    """Seconds that double from the second failed push on; the first is repeated at once."""
    random: Random = field(default_factory=lambda: Random(7))
    """Decides on the shares; seeded, so that a run can be repeated."""

    def set(self, values: dict[str, Any]) -> None:
        """Sets switches from JSON values; ValueError on a name that is none."""
        known = {each.name for each in fields(self)} - {"random"}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"no switch is called {name}")
            setattr(self, name, FROM_JSON.get(name, _as_is)(value))

    def refuse(self, method: str) -> None:
        """Raises the 502 or 429 that is due on this call, if one is."""
        if method not in self.faulty_methods:
            return
        if self._due("fail"):
            raise ApiError(502, "Bad Gateway")
        if self._due("flood"):
            raise too_many(self.flood_retry_after)

    def loses_answer(self, method: str) -> bool:
        """Whether the answer to this call, processed by now, is to be lost."""
        return method in self.faulty_methods and self._due("reset")

    def _due(self, fault: str) -> bool:
        left: int = getattr(self, f"{fault}_next")
        if left > 0:
            setattr(self, f"{fault}_next", left - 1)
            return True
        share: float = getattr(self, f"{fault}_share")
        return share > 0 and self.random.random() < share


def too_many(retry_after: int) -> ApiError:
    """The 429 that asks for `retry_after` seconds of silence."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def _limits(values: dict[str, Any] | None) -> Limits | None:
    if values is None:
        return None
    if values.get("model", "sliding") not in ("sliding", "bucket"):
        raise ValueError("a limit's model is sliding or bucket")
    given: dict[str, Any] = {name: _pair(each) for name, each in values.items()}
    return Limits(**given)


def _as_is(value: object) -> object:
    return value


def _pair(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


FROM_JSON: dict[str, Callable[[Any], object]] = {
    "blocked": lambda chat_ids: {int(chat_id) for chat_id in chat_ids},
    "missing": lambda chat_ids: {int(chat_id) for chat_id in chat_ids},
    "migrated": lambda moves: {int(old): int(new) for old, new in moves.items()},
    "limits": _limits,
    "faulty_methods": lambda methods: frozenset(method.lower() for method in methods),
}
"""How switches that JSON has no type for are read."""
