"""Charts of concerns as PNG: one bar for each topic, hamlet or state, its number and share written beside it."""

from collections.abc import Sequence

from bot.documents.png.drawing import BLUE, INK, LINE, PALE, SOFT, Page, width_of, wrap
from handlers.papers.tables import Count, Counts, Heading
from handlers.texts import Texts

MOST_BARS = 24
"""Bars of one chart. What comes after them is one bar together, so that a phone can still show it."""
_WIDTH = 1240
_EDGE = 48
_LABEL_WIDTH = 470
_TITLE, _LABEL, _SMALL = 40, 30, 26
_BAR, _GAP, _THIN = 36, 20, 4
_MOST_LINES = 3
_VI = Texts("vi")


def topics_chart(counts: Counts, heading: Heading) -> bytes:
    """How many concerns there are on each topic, as PNG."""
    return bar_chart("Số ý kiến theo lĩnh vực", counts.by_topic, heading).png()


def areas_chart(counts: Counts, heading: Heading) -> bytes:
    """How many concerns come from each hamlet, as PNG."""
    return bar_chart("Số ý kiến theo nơi ở", counts.by_area, heading).png()


def states_chart(counts: Counts, heading: Heading) -> bytes:
    """How far the concerns have come, as PNG."""
    return bar_chart("Số ý kiến theo kết quả giải quyết", counts.by_state, heading).png()


def share_words(n: int, total: int) -> str:
    """«1.234 (25,6%)»: a count with its share of all, as official papers write it."""
    if not total:
        return _VI.number(n)
    share = f"{100 * n / total:.1f}".replace(".", ",")
    return f"{_VI.number(n)} ({share}%)"


def bar_chart(title: str, counts: Sequence[Count], heading: Heading) -> Page:
    """A page as high as its bars need, the largest bar across the whole width."""
    bars = _bars(counts)
    labels = [wrap(bar.label, _LABEL, _LABEL_WIDTH, most=_MOST_LINES) for bar in bars]
    heights = [max(_BAR, len(lines) * _LABEL * LINE) + _GAP for lines in labels]
    titles = wrap(title, _TITLE, _WIDTH - 2 * _EDGE, bold=True)
    about = [
        line
        for words in _about(heading, sum(bar.n for bar in bars))
        for line in wrap(words, _SMALL, _WIDTH - 2 * _EDGE, most=3)
    ]
    top = _EDGE + len(titles) * _TITLE * LINE + len(about) * _SMALL * LINE + _GAP * 1.5
    page = Page(_WIDTH, round(top + sum(heights) + (0 if bars else _LABEL * LINE) + _EDGE))
    below = page.lines(_EDGE, _EDGE, titles, _TITLE, bold=True)
    page.lines(_EDGE, below, about, _SMALL, colour=SOFT)
    if not bars:
        page.text(_EDGE, top, "Chưa có ý kiến nào.", _LABEL)
    _draw_bars(page, top, bars, labels, heights)
    return page


def _about(heading: Heading, total: int) -> tuple[str, ...]:
    draft = " Bản dự thảo, chưa được duyệt." if heading.draft else ""
    counted = f"Tổng số: {_VI.number(total)} ý kiến, tính đến ngày {heading.as_of:%d/%m/%Y}.{draft}"
    return " · ".join(filter(None, (heading.office, heading.subtitle))), counted


def _bars(counts: Sequence[Count]) -> list[Count]:
    if len(counts) <= MOST_BARS:
        return list(counts)
    rest = counts[MOST_BARS - 1 :]
    together = Count(label=f"Còn lại ({_VI.number(len(rest))} mục)", n=sum(one.n for one in rest))
    return [*counts[: MOST_BARS - 1], together]


def _draw_bars(
    page: Page, top: float, bars: Sequence[Count], labels: Sequence[list[str]], heights: Sequence[float]
) -> None:
    total, most = sum(bar.n for bar in bars), max((bar.n for bar in bars), default=0)
    numbers = [share_words(bar.n, total) for bar in bars]
    left = _EDGE + _LABEL_WIDTH + _GAP
    room = _WIDTH - _EDGE - left - _GAP - max((width_of(words, _LABEL, bold=True) for words in numbers), default=0)
    page.line([(left, top - _GAP / 2), (left, top + sum(heights) - _GAP / 2)], PALE, 3)
    for n, (bar, lines, height, words) in enumerate(zip(bars, labels, heights, numbers, strict=True), 1):
        middle = top + (height - _GAP) / 2
        page.lines(_EDGE + _LABEL_WIDTH, middle - len(lines) * _LABEL * LINE / 2, lines, _LABEL, align="right")
        length = max(_THIN, room * bar.n / most) if bar.n else 0
        page.box(left, middle - _BAR / 2, length, _BAR, SOFT if n == MOST_BARS else BLUE)
        page.text(left + length + _GAP / 2, middle - _LABEL * LINE / 2, words, _LABEL, bold=True, colour=INK)
        top += height
