"""How a typed word becomes a choice: its number («2», «2.», «số 2»), its label, or its label without tone marks."""

import re
from collections.abc import Sequence

from handlers.understanding.normalise import fold

_ID_DIGITS, _ID_END = 19, 1 << 63
_NUMBER = re.compile(r"(?:so\s*|chon\s*|muc\s*|no\.?\s*|number\s*)?(\d{1,2})\s*[.)]?")


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s/-]", " ", fold(text)).split())


def chosen(text: str, offered: Sequence[tuple[str, str]]) -> str | None:
    """The value of the offered choice that `text` names, or None. `offered` are (label, value) pairs in order."""
    plain = _plain(text)
    if not plain:
        return None
    number = _NUMBER.fullmatch(plain)
    if number and 1 <= int(number[1]) <= len(offered):
        return offered[int(number[1]) - 1][1]
    matching = [value for label, value in offered if _plain(label) == plain]
    return matching[0] if len(matching) == 1 else None


def to_id(value: str) -> int | None:
    """The identifier that a choice carries, or None when it is none: a value can be made up by whoever sends it."""
    number = int(value) if value.isdecimal() and len(value) <= _ID_DIGITS else 0
    return number if 0 < number < _ID_END else None
