"""Everything that any logger says, as the program would write it, with the libraries' loggers turned up."""

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog

from bot import logs


@contextmanager
def everything_logged(known_secrets: Iterable[str]) -> Iterator[io.StringIO]:
    """The program's log at DEBUG, from every logger there is, until the block is left."""
    root = logging.getLogger()
    kept, level, levels = root.handlers[:], root.level, {n: logging.getLogger(n).level for n in logs._NOISY}
    logs.configure("DEBUG", known_secrets)
    for name in logs._NOISY:
        logging.getLogger(name).setLevel(logging.DEBUG)
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    try:
        yield stream
    finally:
        root.handlers, root.level = kept, level
        for name, earlier in levels.items():
            logging.getLogger(name).setLevel(earlier)
        structlog.reset_defaults()
