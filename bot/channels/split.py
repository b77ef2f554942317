"""Cut a long text into messages where a reader would pause: paragraph, line, sentence, word, then letter.

Nothing is lost: the parts joined are the text again, but for parts in which nothing could be seen (platforms
refuse those). No grapheme is torn, so a letter keeps its tone marks and an emoji stays one picture.
"""

from bisect import bisect_right
from collections.abc import Iterator

import regex

_GRAPHEME = regex.compile(r"\X")
_GAP = regex.compile(r"[^\S\u00a0\u2007\u202f]+")  # white space, but not where it forbids a break
_SENTENCE_END = regex.compile(r"""[.!?;…。]["'»”’)\]]*\Z""")
_SEEN = regex.compile(r"[^\p{Z}\p{Cc}\p{Cf}\u2800]")
_LONGEST_ENDING = 8
_PARAGRAPH, _LINE, _SENTENCE, _WORD = range(4)


def length(text: str, unit: str = "codepoints") -> int:
    """How long a text is in a platform's unit, "codepoints" or "utf16"."""
    return len(text) + (_astral(text) if unit == "utf16" else 0)


def split_text(text: str, limit: int, unit: str = "codepoints") -> list[str]:
    """Parts of `text` in order, each of at most `limit` units ("codepoints", or "utf16" as Telegram counts).

    A part ends with its own line end or space. A cut at a paragraph beats one at a line, and so on, as
    long as it leaves a part at least half full: messages cost, too. A grapheme longer than the limit is
    cut by code points. A text with nothing to see has no parts.
    """
    if limit < 1:
        raise ValueError("a message holds at least one character")
    if unit not in ("codepoints", "utf16"):
        raise ValueError(f"unknown unit {unit!r}")
    return [part for part in _parts(text, limit, utf16=unit == "utf16") if _SEEN.search(part)]


def _parts(text: str, limit: int, *, utf16: bool) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = _furthest(text, start, limit, utf16=utf16)
        cut = end if end == len(text) else _cut(text, start, end)
        yield text[start:cut]
        start = cut


def _furthest(text: str, start: int, limit: int, *, utf16: bool) -> int:
    """The last position up to which the limit holds; at least one code point further than `start`."""
    end = min(start + limit, len(text))
    while utf16 and (excess := end - start + _astral(text[start:end]) - limit) > 0 and end > start + 1:
        end = max(start + 1, end - (excess + 1) // 2)
    return end


def _astral(text: str) -> int:
    """How many of the characters take two UTF-16 units."""
    return 0 if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2 - len(text)


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut text[start:end], which something follows."""
    # One character more tells whether a grapheme goes on; looking no further keeps the time linear.
    graphemes = [found.end() for found in _GRAPHEME.finditer(text, start, end + 1) if found.end() <= end]
    if not graphemes:
        return end
    wanted = _pause(text, start, end)
    return graphemes[max(bisect_right(graphemes, wanted) - 1, 0)]


def _pause(text: str, start: int, end: int) -> int:
    """The best place that leaves a part at least half full, else the last place, else `end`."""
    latest: dict[int, int] = {}
    middle = start + (end - start) // 2
    for gap in _GAP.finditer(text, start, end + 1):
        cut = min(gap.end(), end)
        latest[_rank(text, start, gap.start(), gap.end()) if cut >= middle else _WORD + 1] = cut
    return latest[min(latest)] if latest else end


def _rank(text: str, start: int, gap_start: int, gap_end: int) -> int:
    lines = text.count("\n", gap_start, gap_end)
    if lines:
        return _PARAGRAPH if lines > 1 else _LINE
    ending = text[max(start, gap_start - _LONGEST_ENDING) : gap_start]
    return _SENTENCE if _SENTENCE_END.search(ending) else _WORD
