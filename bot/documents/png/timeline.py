"""The picture of the milestones for a phone: what is done, late, due today and next, with day, name and who owes it.

1,080 pixels wide; where a phone shows it 390 wide its smallest letters are 11.5 pixels high. Chat programs shrink a
picture by its longer side, so a long list becomes several pictures and not one high one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.documents.png.drawing import AMBER, BLUE, GREEN, LINE, PALE, PAPER, RED, SOFT, Page, wrap, wrap_evenly
from handlers.papers.tables import Heading, Progress, TimelineEntry
from handlers.texts import Texts

WIDTH = 1080
TALLEST = 1900
_EDGE = 44
_WIDE = WIDTH - 2 * _EDGE
_DAY_RIGHT, _SPINE, _TEXT = 250, 300, 350
_TITLE, _NAME, _SMALL, _DAY = 46, 38, 32, 42
_PADDING = 26
_MARK = 21
_COLOURS = {Progress.DONE: GREEN, Progress.LATE: RED, Progress.DUE: AMBER, Progress.NEXT: BLUE}
_TOTALS = {
    Progress.LATE: "quá hạn",
    Progress.DUE: "đến hạn hôm nay",
    Progress.NEXT: "sắp tới",
    Progress.DONE: "đã xong",
}
_SHORT_DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_VI = Texts("vi")


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Something on the way down: a milestone, the line of today, or a title; `height` in pixels."""

    height: float
    entry: TimelineEntry | None = None
    title: str = ""
    name: tuple[str, ...] = ()
    owed_by: tuple[str, ...] = ()
    state: str = ""
    day: tuple[str, ...] = ()


def timeline_pictures(heading: Heading, entries: Sequence[TimelineEntry]) -> tuple[bytes, ...]:
    """The milestones as PNG, in the order of their days, those without a day last; `heading.as_of` is today."""
    return tuple(page.png() for page in timeline_pages(heading, entries))


def timeline_pages(heading: Heading, entries: Sequence[TimelineEntry]) -> list[Page]:
    """The pages of `timeline_pictures` before they are pictures."""
    ordered = sorted(entries, key=_order)
    head, tops = _head(heading, entries), _Head(title=tuple(wrap(heading.title, _SMALL, _WIDE, most=1, bold=True)))
    sheets = _split(_blocks(ordered, heading.as_of), TALLEST - head.height - _EDGE)
    return [_page(head if n == 1 else tops, _part(heading, n, len(sheets)), sheet) for n, sheet in enumerate(sheets, 1)]


def _order(entry: TimelineEntry) -> tuple[date, bool, int, str, str, str]:
    """By day and clock time; what is due at any time of a day comes after what has an hour."""
    minutes = entry.clock.hour * 60 + entry.clock.minute if entry.clock else 0
    return entry.due or date.max, entry.clock is None, minutes, entry.name, entry.owed_by, entry.progress


@dataclass(frozen=True, kw_only=True)
class _Head:
    """What stands above the milestones: all of it on the first page, one line on the others."""

    title: tuple[str, ...]
    about: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()

    @property
    def title_size(self) -> int:
        return _TITLE if self.totals else _SMALL

    @property
    def height(self) -> float:
        small = len(self.about) + len(self.totals) + 1
        return _EDGE + (len(self.title) * self.title_size + small * _SMALL) * LINE + _PADDING


def _head(heading: Heading, entries: Sequence[TimelineEntry]) -> _Head:
    about = " · ".join(filter(None, (heading.office, heading.subtitle)))
    return _Head(
        title=tuple(wrap_evenly(heading.title, _TITLE, _WIDE, most=3, bold=True)),
        about=tuple(wrap(about, _SMALL, _WIDE, most=2)),
        totals=tuple(wrap(_totals(entries), _SMALL, _WIDE, bold=True)),
    )


def _page(head: _Head, part: str, blocks: Sequence[_Block]) -> Page:
    page = Page(WIDTH, round(head.height + sum(block.height for block in blocks) + _EDGE))
    below = page.lines(_EDGE, _EDGE, head.title, head.title_size, bold=True)
    below = page.lines(_EDGE, below, head.about, _SMALL, colour=SOFT)
    below = page.lines(_EDGE, below, head.totals, _SMALL, bold=True)
    page.text(_EDGE, below, part, _SMALL, colour=SOFT)
    _draw(page, head.height, blocks)
    return page


def _totals(entries: Sequence[TimelineEntry]) -> str:
    counted = {progress: sum(entry.progress is progress for entry in entries) for progress in _TOTALS}
    words = ", ".join(f"{_VI.number(n)} {_TOTALS[progress]}" for progress, n in counted.items() if n)
    return words or "Chưa có mốc nào"


def _part(heading: Heading, n: int, of: int) -> str:
    part = f"Phần {n}/{of}. " if of > 1 else ""
    draft = "Dự thảo. " if heading.draft else ""
    return f"{draft}{part}Hôm nay là {_VI.long_day(heading.as_of)}"


def _blocks(ordered: Sequence[TimelineEntry], today: date) -> list[_Block]:
    """The milestones measured, with the line of today before the first that lies after it."""
    dated = [entry for entry in ordered if entry.due is not None]
    past = [entry for entry in dated if entry.due is not None and entry.due < today]
    undated = [entry for entry in ordered if entry.due is None]
    line = _Block(height=_SMALL * LINE + _PADDING, title=f"Hôm nay, {today:%d/%m/%Y}")
    blocks = [_measured(entry, today) for entry in past] + [line]
    blocks += [_measured(entry, today) for entry in dated[len(past) :]]
    if undated:
        blocks.append(_Block(height=_SMALL * LINE + _PADDING, title="Chưa ấn định ngày"))
        blocks += [_measured(entry, today) for entry in undated]
    return blocks


def _measured(entry: TimelineEntry, today: date) -> _Block:
    """What is done takes less room: nobody has to act on it any more."""
    width, done = WIDTH - _EDGE - _TEXT, entry.progress is Progress.DONE
    name = tuple(wrap(entry.name, _NAME, width, most=2 if done else 3, bold=not done))
    owed_by = f"Đã xong: {entry.owed_by}" if done and entry.owed_by else "Đã xong" if done else entry.owed_by
    owed_lines = tuple(wrap(owed_by, _SMALL, width, most=1 if done else 2))
    state = _state(entry, today)
    day = _day_lines(entry, today)
    text_height = len(name) * _NAME * LINE + (len(owed_lines) + bool(state)) * _SMALL * LINE
    day_height = _DAY * LINE + len(day) * _SMALL * LINE if entry.due else 0
    height = max(text_height, day_height) + _PADDING
    return _Block(height=height, entry=entry, name=name, owed_by=owed_lines, state=state, day=day)


def _day_lines(entry: TimelineEntry, today: date) -> tuple[str, ...]:
    """What stands below the day: the weekday, the clock time, and the year where it is not this one."""
    if entry.due is None:
        return ()
    minutes = f" {entry.clock.minute:02d}" if entry.clock and entry.clock.minute else ""
    clock = f"{entry.clock.hour} giờ{minutes}" if entry.clock else ""
    year = f"năm {entry.due.year}" if entry.due.year != today.year else ""
    return tuple(filter(None, (year, _SHORT_DAYS[entry.due.weekday()], clock)))


def _state(entry: TimelineEntry, today: date) -> str:
    if entry.progress is Progress.LATE:
        days = (today - entry.due).days if entry.due else 0
        return f"Quá hạn {_VI.number(days)} ngày" if days > 0 else "Quá hạn"
    return "Đến hạn hôm nay" if entry.progress is Progress.DUE else ""


def _split(blocks: Sequence[_Block], room: float) -> list[list[_Block]]:
    """The blocks on as few sheets as they need, about equally full."""
    sheets = _filled(blocks, room)
    share = sum(block.height for block in blocks) / len(sheets)
    while share < room:
        if len(evenly := _filled(blocks, share)) == len(sheets):
            return evenly
        share += _SMALL
    return sheets


def _filled(blocks: Sequence[_Block], room: float) -> list[list[_Block]]:
    """Sheets filled one after the other, no title alone at the foot of one."""
    found: list[list[_Block]] = [[]]
    filled = 0.0
    for block in blocks:
        if found[-1] and filled + block.height > room:
            carried = [found[-1].pop()] if len(found[-1]) > 1 and found[-1][-1].title else []
            found.append(carried)
            filled = sum(one.height for one in carried)
        found[-1].append(block)
        filled += block.height
    return found


def _draw(page: Page, top: float, blocks: Sequence[_Block]) -> None:
    bottom = top + sum(block.height for block in blocks)
    page.line([(_SPINE, top), (_SPINE, bottom)], PALE, 8)
    for block in blocks:
        if block.entry is None:
            _draw_title(page, top, block)
        else:
            _draw_entry(page, top, block, block.entry)
        top += block.height


def _draw_title(page: Page, top: float, block: _Block) -> None:
    """A band across the page."""
    colour = AMBER if block.title.startswith("Hôm nay") else SOFT
    height = block.height - _PADDING / 2
    page.box(_EDGE, top, WIDTH - 2 * _EDGE, height, colour)
    page.text(
        WIDTH / 2, top + (height - _SMALL * LINE) / 2, block.title, _SMALL, bold=True, colour=PAPER, align="center"
    )


def _draw_entry(page: Page, top: float, block: _Block, entry: TimelineEntry) -> None:
    colour = _COLOURS[entry.progress]
    if entry.due:
        page.text(_DAY_RIGHT, top, f"{entry.due:%d/%m}", _DAY, bold=True, align="right")
        page.lines(_DAY_RIGHT, top + _DAY * LINE, block.day, _SMALL, colour=SOFT, align="right")
    _draw_mark(page, top + _NAME * LINE / 2, entry.progress)
    done = entry.progress is Progress.DONE
    below = page.lines(_TEXT, top, block.name, _NAME, bold=not done)
    below = page.lines(_TEXT, below, block.owed_by, _SMALL, colour=SOFT)
    if block.state:
        page.text(_TEXT, below, block.state, _SMALL, bold=True, colour=colour)


def _draw_mark(page: Page, y: float, progress: Progress) -> None:
    """A tick, a square with «!», a full circle or an empty one: told apart without their colours."""
    colour, x = _COLOURS[progress], _SPINE
    if progress is Progress.LATE:
        page.box(x - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK, colour)
        page.line([(x, y - 14), (x, y + 5)], PAPER, 6)
        page.circle(x, y + 12, 4, PAPER)
    elif progress is Progress.DONE:
        page.circle(x, y, _MARK, colour)
        page.line([(x - 10, y), (x - 3, y + 8), (x + 10, y - 8)], PAPER, 5)
    elif progress is Progress.DUE:
        page.circle(x, y, _MARK, PAPER, edge=colour, thick=6)
        page.circle(x, y, _MARK / 2, colour)
    else:
        page.circle(x, y, _MARK - 3, PAPER, edge=colour, thick=6)
