"""How wide a line of Times New Roman is, to draw a rule as wide as its text without asking for the font.

Advance widths are those of Liberation Serif, which is metric-compatible with Times New Roman; a test compares.
Vietnamese letters are as wide as their base letters; ơ and ư are not wider in these fonts.
"""

import unicodedata
from functools import lru_cache

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


_UNITS_OF_PLACE = ("XÃ", "PHƯỜNG", "ĐẶC KHU", "THỊ TRẤN", "HUYỆN", "QUẬN", "THỊ XÃ", "TỈNH", "THÀNH PHỐ")


def name_lines(name: str, size: float, available: float, *, bold: bool) -> list[str]:
    """A body's name in capitals as letterheads break it: «ỦY BAN NHÂN DÂN» above «XÃ GIAO MINH»."""
    if text_width(name, size, bold=bold) <= available:
        return [name]
    for unit in _UNITS_OF_PLACE:
        before, found, place = name.partition(f" {unit} ")
        lines = [before, f"{unit} {place}"]
        if found and all(text_width(line, size, bold=bold) <= available for line in lines):
            return lines
    return balanced(name, size, available, bold=bold)


_BEFORE = frozenset(("giữa", "với", "của", "về", "và", "tại", "gửi", "từ", "trên", "đối", "năm", "tháng"))
"""Words that a line may well begin with."""


@lru_cache(maxsize=64)
def heading_lines(text: str, size: float, available: float, *, bold: bool) -> tuple[str, ...]:
    """A heading's lines: two break behind a comma or before a small word where that is not too uneven."""
    lines = balanced(text, size, available, bold=bold)
    if len(lines) != 2:
        return tuple(lines)
    words = text.split()
    halves = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    measured = [(text_width(first, size, bold=bold), text_width(second, size, bold=bold)) for first, second in halves]
    fitting = [place for place, widths in enumerate(measured) if max(widths) <= available]
    if not fitting:
        return tuple(lines)
    best = min(fitting, key=lambda place: _uneven(measured[place], available) - _welcome(*halves[place]))
    return halves[best]


def _uneven(widths: tuple[float, float], available: float) -> float:
    return abs(widths[0] - widths[1]) / available


def _welcome(first: str, second: str) -> float:
    return 0.45 if first.endswith((",", ";")) else 0.35 if second.partition(" ")[0] in _BEFORE else 0.0


def balanced(text: str, size: float, available: float, *, bold: bool) -> list[str]:
    """`text` in as few lines as fit, about equally long, so that no single word is left for the last one."""
    fewest = len(wrapped(text, size, available, bold=bold))
    low, high = 0.0, available
    while high - low > 1:
        middle = (low + high) / 2
        if len(wrapped(text, size, middle, bold=bold)) > fewest:
            low = middle
        else:
            high = middle
    return wrapped(text, size, high, bold=bold)


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
