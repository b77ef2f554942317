"""How fast and how many at once: pure bookkeeping on a monotonic time that the caller passes in, in seconds."""

from dataclasses import dataclass, field


@dataclass
class Pacer:
    """Evenly spaced slots for announcements: no burst, and no more catching up than `slack`, a late timer's seconds.

    At 29.4 a second and 10 ms of slack no window of a second holds more than 30. Replies are not held up here, but each
    one takes a slot, so that both together stay under the account's limit.
    """

    per_second: float
    slack: float = 0.01
    _next: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next announcement may go."""
        return max(0.0, self._next - now)

    def take(self, now: float) -> None:
        """A message goes out now."""
        self._next = max(self._next, now - self.slack) + 1.0 / self.per_second

    def pause(self, now: float, seconds: float) -> None:
        """The platform asked for silence."""
        self._next = max(self._next, now + seconds)


@dataclass
class PerAddress:
    """The shortest time between two messages to one address; a small memory, forgotten as it ages."""

    seconds: float
    _last: dict[str, float] = field(default_factory=dict)

    def wait(self, address: str, now: float) -> float:
        """Seconds until this address may be written to again."""
        return max(0.0, self._last.get(address, -self.seconds) + self.seconds - now)

    def take(self, address: str, now: float) -> None:
        """A message goes to this address now."""
        if len(self._last) > 4096:
            self._last = {a: t for a, t in self._last.items() if now - t < self.seconds}
        self._last[address] = now


@dataclass
class Window:
    """How many replies may be under way at once, that is sent and not yet recorded.

    Each of them is sent a second time if the process is killed just then. So they go one by one, until a crowd writes:
    more than `crowd` replies wait, or one has waited for more than `patience` seconds. Then `most` go at once, up to
    `calm` seconds after it was last so.
    """

    crowd: int = 24
    patience: float = 3.0
    most: int = 64
    calm: float = 5.0
    size: int = 1
    _crowded_until: float = 0.0

    def observe(self, waiting: int, longest: float, now: float) -> None:
        """So many replies wait, and the one that goes next has waited for so many seconds."""
        if waiting > self.crowd or longest > self.patience:
            self.size, self._crowded_until = self.most, now + self.calm
        elif now >= self._crowded_until:
            self.size = 1


def backoff(attempts: int, *, first: float = 2.0, most: float = 900.0) -> float:
    """Seconds to wait after this many failed attempts: doubling, up to a quarter of an hour."""
    return float(min(most, first * 2 ** min(attempts, 20)))
