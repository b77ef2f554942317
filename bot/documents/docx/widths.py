"""How wide a line of Times New Roman is, to draw a rule as wide as its text without asking for the font.

Advance widths are those of Liberation Serif, which is metric-compatible with Times New Roman; a test compares.
Vietnamese letters are as wide as their base letters; ơ and ư are not wider in these fonts.
"""

import unicodedata

_UNITS = 2048
_DEFAULT = 1024
_REGULAR = {
    512: " .,",
    569: "ijlt/:;",
    682: "fr-()I",
    797: "sJ",
    909: "acez",
    1024: "bdghknopquvxyđ0123456789*«»–",
    1139: "FPS",
    1251: "ELTZ",
    1366: "BCR",
    1479: "wADGHKNOQUVXYĐ",
    1593: "m",
    1821: "M",
    1933: "W",
    2048: "…",
}
_BOLD = {
    512: " .,",
    569: "il/",
    682: "fjt-():;",
    797: "sI",
    909: "cerz",
    1024: "agovxyJ0123456789*«»–",
    1139: "bdhknpquSđ",
    1251: "FP",
    1366: "BELTZ",
    1479: "wACDNRUVXYĐ",
    1593: "GHKOQ",
    1706: "m",
    1933: "M",
    2048: "W…",
}


def _by_letter(widths: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in widths.items() for letter in letters}


_TABLES = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}


def text_width(text: str, size: float, *, bold: bool) -> float:
    """Width in points of one line at `size` points."""
    table = _TABLES[bold]
    letters = (letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return sum(table.get(letter, _DEFAULT) for letter in letters) / _UNITS * size


def wrapped(text: str, size: float, available: float, *, bold: bool) -> list[str]:
    """The lines that `text` breaks into between blanks where `available` points are free."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= available:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
