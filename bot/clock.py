"""The only place that reads the clock (decision 5). Rules take `at`; loops ask here."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def now() -> datetime:
    """The present moment, aware, UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds that only go forward, for pacing and waiting times."""
    return time.monotonic()
