"""What the tests of the fake Bot API server share."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from telegram import TelegramObject

from tests.fakes.bot_api.params import Json

RESIDENT = 1001
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
MIB = 1024 * 1024

Call = Callable[..., Coroutine[Any, Any, tuple[int, Json]]]
"""Calls a method with parameters (and a token, if not the right one): HTTP status and the answer."""

TO_RESIDENT: Json = {"chat_id": RESIDENT, "text": "Chào ông/bà."}


def keyboard(*buttons: Json) -> Json:
    """An inline keyboard with one button a row."""
    return {"inline_keyboard": [[button] for button in buttons]}


def unknown_fields(value: object) -> Iterator[str]:
    """Fields that python-telegram-bot does not know, anywhere within `value`."""
    if isinstance(value, tuple):
        for each in value:
            yield from unknown_fields(each)
    if isinstance(value, TelegramObject):
        yield from value.api_kwargs
        for name in {slot for kind in type(value).__mro__ for slot in getattr(kind, "__slots__", ())}:
            if not name.startswith("_"):  # _bot, which leads on and on
                yield from unknown_fields(getattr(value, name, None))


def holds(read: object, given: object) -> bool:
    """Whether everything in the JSON value `given` is in `read`, which may have more fields."""
    if isinstance(given, dict) and isinstance(read, dict):
        return all(name in read and holds(read[name], value) for name, value in given.items())
    if isinstance(given, list) and isinstance(read, list | tuple):
        return len(read) == len(given) and all(map(holds, read, given))
    return read == given
