"""A page to draw on: pixels from the top left, words in a font with every Vietnamese mark, PNG or PDF at the end.

Only this file knows matplotlib; `bot.documents.pictures` says when it is loaded. No pyplot, so no state between two
pages; but matplotlib is not made for several threads: draw in one at a time.
"""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.text import Text
from PIL import Image  # comes with matplotlib, which saves PNG through it

from bot.documents.xlsx.cells import one_line

INK, SOFT, PALE, PAPER = "#1C2430", "#55606E", "#D9DEE4", "#FFFFFF"
BLUE, RED, AMBER, GREEN = "#2F5D8A", "#B00020", "#9A5B00", "#4B6B57"
"""Apart from each other in grey print too, and never the only sign of anything: a shape or a word says the same."""
UNKNOWN = "□"
"""Drawn for a letter that the font lacks (Khmer, emoji)."""
_POINTS_AN_INCH = 72
_DOTS_AN_INCH = 150
_COLOURS = 64
_ELLIPSIS = "…"

Align = Literal["left", "center", "right"]


class Page:
    """A white page, `width` × `height` pixels of 150 to the inch. Sizes of letters are in pixels too."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / _DOTS_AN_INCH, height / _DOTS_AN_INCH), dpi=_DOTS_AN_INCH)
        self._canvas: Any = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1), frameon=False)
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._drawn = 0
        self.words: list[tuple[str, tuple[float, float, float, float]]] = []
        """Each line of text with its box (left, top, right, bottom), in the order of drawing: what a test looks at."""

    def _add(self, artist: Artist) -> None:
        """Draw something over all that was drawn before."""
        self._drawn += 1
        artist.set_zorder(self._drawn)
        self._axes.add_artist(artist)

    def text(
        self,
        x: float,
        top: float,
        words: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: Align = "left",
    ) -> None:
        """Draw one line of text whose letters begin at `top`; its line is `size` × 1.3 high."""
        words = drawable(words)
        width = width_of(words, size, bold=bold)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self.words.append((words, (left, top, left + width, top + size * LINE)))
        self._add(
            Text(
                x,
                top + size,  # the base line: room for capitals with two marks above it, for tails below
                words,
                font=Path(_font_file(bold=bold)),
                fontsize=size * _POINTS_AN_INCH / _DOTS_AN_INCH,
                color=colour,
                ha=align,
                va="baseline",
                parse_math=False,  # «$5 và $6» is no formula
            )
        )

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[str],
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        align: Align = "left",
    ) -> float:
        """Draw lines one below the other; where the next thing may begin."""
        for line in lines:
            self.text(x, top, line, size, bold=bold, colour=colour, align=align)
            top += size * LINE
        return top

    def box(self, left: float, top: float, width: float, height: float, colour: str, *, edge: str = "none") -> None:
        """Draw a filled rectangle."""
        self._add(Rectangle((left, top), width, height, facecolor=colour, edgecolor=edge, linewidth=1.2))

    def circle(self, x: float, y: float, radius: float, fill: str, *, edge: str = "none", thick: float = 0) -> None:
        """Draw a circle around a point."""
        self._add(Circle((x, y), radius, facecolor=fill, edgecolor=edge, linewidth=_points(thick)))

    def line(self, points: Sequence[tuple[float, float]], colour: str, thick: float) -> None:
        """Draw a line through points."""
        xs, ys = zip(*points, strict=True)
        self._add(Line2D(xs, ys, color=colour, linewidth=_points(thick), solid_capstyle="butt"))

    def squares(self, left: float, top: float, side: float, dark: Sequence[Sequence[bool]]) -> None:
        """Draw the dark squares of a grid, as one shape with sharp edges."""
        corners: list[tuple[float, float]] = []
        for row, line in enumerate(dark):
            for column, is_dark in enumerate(line):
                if is_dark:
                    x, y = left + column * side, top + row * side
                    corners += [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
        codes = [Outline.MOVETO, *[Outline.LINETO] * 3, Outline.CLOSEPOLY] * (len(corners) // 5)
        patch = PathPatch(Outline(corners, codes), facecolor="#000000", edgecolor="none", antialiased=False)
        self._add(patch)

    def png(self) -> bytes:
        """The page as PNG; the same page gives the same bytes."""
        self._canvas.draw()
        drawn = Image.frombuffer("RGBA", self._canvas.get_width_height(), self._canvas.buffer_rgba())
        written = BytesIO()
        # A few flat colours and the greys between them: with a palette a third as large, on the phone as in the chat.
        drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
            written, "PNG", compress_level=6, dpi=(_DOTS_AN_INCH, _DOTS_AN_INCH)
        )
        return written.getvalue()

    def pdf(self, title: str) -> bytes:
        """The page as PDF with its letters as letters; the same page gives the same bytes."""
        about = {"Title": drawable(title), "Creator": None, "Producer": None, "CreationDate": None}
        written = BytesIO()
        with mpl.rc_context({"pdf.fonttype": 42}):
            self._figure.savefig(written, format="pdf", metadata=about)
        return written.getvalue()


LINE = 1.32
"""The height of a line of text as a multiple of its size: Ệ and ộ keep clear of the lines beside them."""


def drawable(words: str) -> str:
    """The words in one line, with a box for each letter that the font lacks."""
    letters = _letters()
    return "".join(letter if ord(letter) in letters else UNKNOWN for letter in one_line(words))


def width_of(words: str, size: float, *, bold: bool = False) -> float:
    """How many pixels a line of text takes, without kerning, which here only draws letters nearer to each other."""
    return sum(_advance(letter, bold=bold) for letter in words) * size


@cache
def _advance(letter: str, *, bold: bool) -> float:
    """The width of a letter as a part of the size of the font."""
    font = _font(bold=bold)
    return float(font.load_char(ord(letter), flags=LoadFlags.NO_SCALE).horiAdvance) / font.units_per_EM


def wrap(words: str, size: float, width: float, *, most: int = 99, bold: bool = False) -> list[str]:
    """The words in lines that fit the width, at most so many, the last one with «…» where something is missing."""
    lines: list[str] = []
    rest = drawable(words)
    while rest and len(lines) < most:
        line = _longest_start(rest, size, width, bold=bold)
        lines.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    if rest:
        lines[-1] = shorten(lines[-1] + _ELLIPSIS, size, width, bold=bold)
    return lines


def shorten(line: str, size: float, width: float, *, bold: bool = False) -> str:
    """A line that ends with «…», made to fit: by whole words, a single word by letters."""
    while len(line) > 1 and width_of(line, size, bold=bold) > width:
        kept = line.rstrip(_ELLIPSIS).rstrip()
        line = (kept.rpartition(" ")[0] or kept[:-1]).rstrip(" ,;:") + _ELLIPSIS
    return line


def wrap_evenly(words: str, size: float, width: float, *, most: int = 99, bold: bool = False) -> list[str]:
    """The words in as few lines as `wrap` needs, about equally long: no single word below a title."""
    lines = wrap(words, size, width, most=most, bold=bold)
    narrow, wide = width / 2, width
    if not lines or lines[-1].endswith(_ELLIPSIS):
        return lines
    while len(lines) > 1 and wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        if len(wrap(words, size, middle, most=len(lines) + 1, bold=bold)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return wrap(words, size, wide, most=most, bold=bold)


def _longest_start(words: str, size: float, width: float, *, bold: bool) -> str:
    """As many whole words as fit; of a word that is wider than the line, as many letters as fit, and at least one."""
    fits = _how_many_fit(words, size, width, bold=bold)
    if fits == len(words) or words[fits] == " ":
        return words[:fits]
    at_space = words.rfind(" ", 0, fits)
    return words[: at_space if at_space > 0 else max(1, fits)]


def _how_many_fit(words: str, size: float, width: float, *, bold: bool) -> int:
    taken = 0.0
    for n, letter in enumerate(words):
        taken += _advance(letter, bold=bold) * size
        if taken > width:
            return n
    return len(words)


def _points(pixels: float) -> float:
    return pixels * _POINTS_AN_INCH / _DOTS_AN_INCH


def _font_file(*, bold: bool) -> str:
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{'-Bold' if bold else ''}.ttf")


@cache
def _font(*, bold: bool) -> FT2Font:
    return FT2Font(_font_file(bold=bold))


@cache
def _letters() -> frozenset[int]:
    return frozenset(_font(bold=False).get_charmap()) & frozenset(_font(bold=True).get_charmap())
