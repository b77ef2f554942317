"""An announcement to hang up, A4: what, when, where, how to send a concern and until when, with a QR code to the chat.

One page gives the PDF to print and the PNG to send. It stays readable on a printer without colours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import segno

from bot.documents.png.drawing import INK, LINE, PAPER, SOFT, Page, wrap, wrap_evenly
from handlers.papers.tables import Poster

WIDTH, HEIGHT = 1240, 1754
"""A4 at 150 dots to the inch."""
_EDGE = 90
_WIDE = WIDTH - 2 * _EDGE
_BAND, _TINT, _RULE = "#8C1D18", "#F6EFE6", "#C9B8A4"
_LABEL_WIDTH, _NUMBER_WIDTH = 260, 48
_GAP = 26
_QR_SIDE = 444
_QUIET = 4
"""Light modules around a QR code (ISO/IEC 18004, 9.1)."""
_SMALLEST = 60
"""Percent of the usual size of letters."""
_LINES = (4, 2, 1)
"""How many lines each part may take: fewer where the smallest letters do not help."""
_BOLD_FACTS = frozenset({"Thời gian", "Địa điểm"})
_ROBOT = "Trong ứng dụng, trợ lý tự động nhận ý kiến của ông/bà và chuyển đến cán bộ có trách nhiệm."


@dataclass(frozen=True, kw_only=True)
class _Words:
    """Lines of one size, `indent` to the right; `label` stands to the left of them."""

    lines: tuple[str, ...]
    size: float
    bold: bool = False
    colour: str = INK
    label: str = ""
    indent: float = 0

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """The poster measured at one size of letters."""

    office: tuple[_Words, ...]
    title: _Words
    facts: tuple[_Words, ...]
    how: tuple[_Words, ...]
    qr_words: _Words
    foot: tuple[_Words, ...]

    @property
    def band_height(self) -> float:
        return sum(words.height for words in self.office) + self.title.height + 3 * _GAP

    @property
    def box_height(self) -> float:
        left = sum(words.height + _GAP / 2 for words in self.how)
        return max(left, _QR_SIDE + _GAP / 2 + self.qr_words.height) + 2 * _GAP

    @property
    def height(self) -> float:
        facts = sum(words.height + _GAP for words in self.facts)
        foot = sum(words.height for words in self.foot)
        return self.band_height + facts + self.box_height + foot + 4 * _GAP


def poster_page(poster: Poster) -> Page:
    """The poster drawn. Letters are as large as the page allows; what does not fit the smallest ends in «…»."""
    layout = _fitted(poster)
    page = Page(WIDTH, HEIGHT)
    slack = max(0.0, HEIGHT - layout.height)
    below = _draw_band(page, layout)
    below = _draw_facts(page, layout, below + _GAP + slack * 0.25, slack * 0.3 / max(1, len(layout.facts)))
    _draw_how(page, layout, below + _GAP, poster.link)
    _draw_foot(page, layout)
    return page


def _fitted(poster: Poster) -> _Layout:
    layouts = (_measured(poster, size / 100, most) for most in _LINES for size in range(100, _SMALLEST - 1, -4))
    found = None
    for found in layouts:
        if found.height <= HEIGHT:
            break
    assert found is not None  # there is a smallest one
    return found


def _measured(poster: Poster, size: float, most: int) -> _Layout:
    def block(
        words: str, letters: float, *, width: float = _WIDE, most: int = most, even: bool = False, **style: Any
    ) -> _Words:
        cut = wrap_evenly if even else wrap
        room = width - style.get("indent", 0)
        lines = tuple(cut(words, letters * size, room, most=most, bold=style.get("bold", False)))
        return _Words(lines=lines, size=letters * size, **style)

    facts = (("Chủ đề", poster.topic), ("Thời gian", poster.when), ("Địa điểm", poster.where), ("Tham dự", poster.who))
    ways = (f"Quét mã bên phải, hoặc tìm {poster.link_words}", *poster.ways)
    left = _WIDE - _QR_SIDE - 2 * _GAP
    return _Layout(
        office=tuple(
            block(words, 34, most=2, bold=bold, colour=PAPER, even=True)
            for words, bold in ((poster.superior, False), (poster.office, True))
            if words
        ),
        title=block(poster.title.upper(), 62, bold=True, colour=PAPER, even=True),
        facts=tuple(
            block(words, 42, bold=label in _BOLD_FACTS, label=f"{label}:", indent=_LABEL_WIDTH)
            for label, words in facts
            if words
        ),
        how=(
            block("Ông/bà gửi ý kiến bằng cách nào?", 40, width=left, most=2, bold=True),
            *(
                block(way, 34, width=left, most=min(most, 3), label=f"{n}.", indent=_NUMBER_WIDTH)
                for n, way in enumerate(ways, 1)
            ),
            block(f"Nhận ý kiến {poster.until}", 40, width=left, most=3, bold=True, colour=_BAND),
        ),
        qr_words=block(poster.link_words, 30, width=_QR_SIDE, most=3, bold=True, even=True),
        foot=tuple(block(words, letters, most=3, colour=SOFT, even=True) for words, letters in _foot(poster)),
    )


def _foot(poster: Poster) -> Sequence[tuple[str, float]]:
    contact = ((f"Liên hệ: {poster.contact}", 32),) if poster.contact else ()
    return (*contact, (_ROBOT, 26))


def _draw_band(page: Page, layout: _Layout) -> float:
    page.box(0, 0, WIDTH, layout.band_height, _BAND)
    top = float(_GAP)
    for words in (*layout.office, layout.title):
        top = _draw_words(page, WIDTH / 2, top, words, align="center") + (_GAP / 2 if words is not layout.title else 0)
    return layout.band_height


def _draw_facts(page: Page, layout: _Layout, top: float, more: float) -> float:
    for words in layout.facts:
        top = _draw_words(page, _EDGE, top, words) + _GAP + more
    return top


def _draw_how(page: Page, layout: _Layout, top: float, link: str) -> None:
    page.box(_EDGE - _GAP, top, _WIDE + 2 * _GAP, layout.box_height, _TINT, edge=_RULE)
    below = top + _GAP
    for words in layout.how:
        below = _draw_words(page, _EDGE, below, words) + _GAP / 2
    middle = WIDTH - _EDGE - _QR_SIDE / 2
    _draw_words(page, middle, draw_qr(page, middle, top + _GAP, _QR_SIDE, link) + _GAP / 2, layout.qr_words, "center")


def _draw_foot(page: Page, layout: _Layout) -> None:
    top = HEIGHT - _GAP * 1.5 - sum(words.height for words in layout.foot)
    for words in layout.foot:
        top = _draw_words(page, WIDTH / 2, top, words, align="center")


def _draw_words(page: Page, x: float, top: float, words: _Words, align: Literal["left", "center"] = "left") -> float:
    if words.label:
        page.text(x, top, words.label, words.size, colour=SOFT)
    x += words.indent
    return page.lines(x, top, words.lines, words.size, bold=words.bold, colour=words.colour, align=align)


def draw_qr(page: Page, middle: float, top: float, largest: float, link: str) -> float:
    """Draw a QR code in a white square with its quiet zone, at most so large, a module whole pixels; where it ends."""
    grid = [[bool(module) for module in line] for line in segno.make(link, error="m", micro=False).matrix]
    modules = len(grid) + 2 * _QUIET
    module = int(largest // modules)
    left, top = round(middle - module * modules / 2), round(top)
    page.box(left, top, module * modules, module * modules, PAPER)
    page.squares(left + _QUIET * module, top + _QUIET * module, module, grid)
    return top + module * modules
