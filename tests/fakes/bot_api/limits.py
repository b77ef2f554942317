"""How fast a bot may send: two models of Telegram's unpublished limit (channels.md 3.1, performance.md 6).

Telegram advises 30 messages a second overall, 1 a second a chat, 20 a minute a group. Whether it counts in a
sliding window or by a bucket that refills is not known: both are here.
"""

import math
from dataclasses import dataclass, field
from typing import Literal

Model = Literal["sliding", "bucket"]

EVERYTHING = 0  # the key under which the overall limit closes; no chat has the id 0


class SlidingWindow:
    """At most `count` takes within any `seconds`."""

    __slots__ = ("_count", "_seconds", "_taken")

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._taken: list[float] = []  # a deque weighs 760 bytes, and there is one window a chat

    def wait(self, now: float) -> float:
        """Seconds from `now` until a take is allowed; 0 when it is allowed at once."""
        while self._taken and self._taken[0] <= now - self._seconds:
            del self._taken[0]
        if len(self._taken) < self._count:
            return 0.0
        return self._taken[0] + self._seconds - now

    def take(self, now: float) -> None:
        """Counts one message sent at `now`."""
        self._taken.append(now)


class TokenBucket:
    """Holds `count` tokens and gets back `count` of them in `seconds`, evenly."""

    __slots__ = ("_capacity", "_rate", "_tokens", "_updated")

    def __init__(self, count: int, seconds: float) -> None:
        self._capacity = float(count)
        self._rate = count / seconds
        self._tokens = self._capacity
        self._updated = -math.inf

    def wait(self, now: float) -> float:
        """Seconds from `now` until a take is allowed; 0 when it is allowed at once."""
        self._tokens = min(self._capacity, self._tokens + (now - self._updated) * self._rate)
        self._updated = now
        missing = 1 - self._tokens
        return missing / self._rate if missing > 1e-9 else 0.0  # sums of 1/30 are not exact

    def take(self, now: float) -> None:
        """Counts one message sent at `now`."""
        self._tokens -= 1


Gate = SlidingWindow | TokenBucket


@dataclass
class Limits:
    """The limits in force; a pair is (messages, seconds). 0 messages leaves that limit out.

    With `silence` on, a refusal closes what was exceeded (everything, or the chat) until its retry_after has
    passed, so that a sender which does not wait keeps being refused.
    """

    model: Model = "sliding"
    overall: tuple[int, float] = (30, 1.0)
    per_chat: tuple[int, float] = (1, 1.0)
    per_group: tuple[int, float] = (20, 60.0)
    silence: bool = True
    edits_count: bool = True
    _gates: dict[tuple[int, str], Gate] = field(default_factory=dict, init=False, repr=False)
    _closed: dict[int, float] = field(default_factory=dict, init=False, repr=False)

    def retry_after(self, chat_id: int, now: float) -> int:
        """Counts a message to `chat_id` at `now` (seconds on a clock that only goes on).

        Returns 0 if it is within every limit, else the whole seconds to wait; a refusal is not counted.
        """
        gates = self._gates_for(chat_id)
        waits: dict[int, float] = {}
        for key, gate in gates:
            waits[key] = max(waits.get(key, 0.0), gate.wait(now), self._closed.get(key, now) - now)
        longest = max(waits.values(), default=0.0)
        if longest <= 0:
            for _, gate in gates:
                gate.take(now)
            return 0
        return self._refuse(waits, longest, now)

    def _refuse(self, waits: dict[int, float], longest: float, now: float) -> int:
        seconds = math.ceil(longest)
        if self.silence:
            for key, wait in waits.items():
                if wait > 0 and self._closed.get(key, 0.0) <= now:
                    self._closed[key] = now + seconds
        return seconds

    def _gates_for(self, chat_id: int) -> list[tuple[int, Gate]]:
        wanted = [(EVERYTHING, "overall", self.overall), (chat_id, "chat", self.per_chat)]
        if chat_id < 0:
            wanted.append((chat_id, "group", self.per_group))
        return [(key, self._gate(key, name, size)) for key, name, size in wanted if size[0] > 0]

    def _gate(self, key: int, name: str, size: tuple[int, float]) -> Gate:
        gate = self._gates.get((key, name))
        if gate is None:
            gate = self._gates[key, name] = (SlidingWindow if self.model == "sliding" else TokenBucket)(*size)
        return gate
