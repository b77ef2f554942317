"""Structured logs without secrets or personal data.

httpx and telegram's own loggers print whole URLs, in whose path the bot's token stands, and whole messages: whatever
they say below a warning is dropped, also where somebody turned them up, and all that comes through any logger has what
looks like a token or a telephone number removed.
"""

import logging
import re
import sys
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog

_TOKEN_IN_PATH = re.compile(r"(/(?:file/)?bot)[^/\s]+")
_TELEPHONE = re.compile(r"(?<![\w.])(?:\+?84|0)\d{9}(?!\w)")
_OUR_OWN = frozenset({"bot", "handlers", "storage"})
_NOISY = (
    "httpx",
    "httpcore",
    "telegram",
    "aiohttp",
    "aiosqlite",
    "yoyo",
    "asyncio",
    "psycopg",
    "uvicorn.access",
    "sse_starlette",
)


class Redactor:
    """Removes known secrets, and anything that stands where a bot token stands in a URL."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._known = [secret for secret in known if secret]

    def __call__(self, _logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """A structlog processor."""
        return {key: self.clean(value) if isinstance(value, str) else value for key, value in event.items()}

    def clean(self, text: str) -> str:
        """The text without secrets."""
        for secret in self._known:
            text = text.replace(secret, "…")
        return _TELEPHONE.sub("…", _TOKEN_IN_PATH.sub(r"\1…", text))


def worth_keeping(record: logging.LogRecord) -> bool:
    """A filter: nothing of any library below a warning, whatever level its loggers were set to.

    Our own loggers are named one by one: a library that comes tomorrow and prints what it streams says nothing either.
    """
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in _OUR_OWN


def configure(level: str = "INFO", known_secrets: Iterable[str] = ()) -> None:
    """Send every logger, ours and the libraries', through one redacting renderer to standard error."""
    redact = Redactor(known_secrets)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(worth_keeping)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                redact,
                structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
