"""Identifiers that sort by time and need no database: 63 bits, so that both engines and an index like them."""

import secrets
import threading
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
_PROCESS_BITS, _SERIAL_BITS = 13, 10


class _Source:
    """40 bits of milliseconds since 2025, 13 bits drawn by the process, 10 bits of serial within the millisecond."""

    def __init__(self) -> None:
        self._process = secrets.randbits(_PROCESS_BITS)
        self._last = 0
        self._lock = threading.Lock()

    def next(self, at: datetime) -> int:
        milliseconds = max(0, (at - _EPOCH) // timedelta(milliseconds=1))
        first = (milliseconds << _PROCESS_BITS | self._process) << _SERIAL_BITS
        with self._lock:
            self._last = max(first, self._last + 1)
            return self._last


_SOURCE = _Source()


def new_id(at: datetime) -> int:
    """An identifier larger than every one this process gave before; `at` is the time of the event it names."""
    return _SOURCE.next(at)
