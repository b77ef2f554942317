"""How a typed word becomes a choice: its number («2», «2.», «số 2»), its label, or its label without tone marks."""

import re
from collections.abc import Mapping, Sequence

from handlers.understanding.normalise import fold

_ID_DIGITS, _ID_END = 19, 1 << 63
_NUMBER = re.compile(r"(?:so\s*|chon\s*|muc\s*|no\.?\s*|number\s*)?(\d{1,3})\s*[.)]?")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s/-]", " ", fold(text)).split())


def numbers(offered: Sequence[tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """(label, value) pairs by their numbers, from 1."""
    return dict(enumerate(offered, 1))


def chosen(text: str, offered: Sequence[tuple[str, str]]) -> str | None:
    """The value of the offered choice that `text` names, or None. `offered` are (label, value) pairs in order."""
    return named(text, numbers(offered))


def named(text: str, offered: Mapping[int, tuple[str, str]]) -> str | None:
    """The value that `text` names by its number or its label among (label, value) pairs by number, or None."""
    plain = _plain(text)
    if not plain:
        return None
    number = _NUMBER.fullmatch(plain)
    if number and int(number[1]) in offered:
        return offered[int(number[1])][1]
    matching = {value for label, value in offered.values() if _plain(label) == plain}
    return matching.pop() if len(matching) == 1 else None


def to_id(value: str) -> int | None:
    """The identifier that a choice carries, or None when it is none: a value can be made up by whoever sends it."""
    number = int(value) if value.isdecimal() and len(value) <= _ID_DIGITS else 0
    return number if 0 < number < _ID_END else None
