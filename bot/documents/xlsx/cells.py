"""Words as a cell, a picture or a file can hold them: nothing invisible, nothing longer than there is room for."""

import re
import unicodedata

LONGEST_CELL = 32_767
"""UTF-16 units, as Excel counts them (its own limit of one cell)."""
_NOT_WORDS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, marks that turn the direction of text round, halves of characters, and what XML cannot hold."""
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")


def cell_text(text: str) -> str:
    """The text without what nobody sees or XML cannot hold, cut where a cell is full."""
    return _cut(clean(text))


def clean(text: str) -> str:
    """The text without control characters (tabs and line ends stay); every line ends with one newline sign."""
    return _NOT_WORDS.sub("", _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """The text composed (NFC), cleaned and in one line."""
    return " ".join(clean(unicodedata.normalize("NFC", text)).split())


def _cut(text: str) -> str:
    if len(text) * 2 <= LONGEST_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_CELL:
        return text
    return units[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", errors="ignore") + "…"
