"""One short line for a list: the head of the text itself, cut at a word; nothing is invented or reworded."""

import re

_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|$)")
_GREETING = re.compile(
    r"^(?:(?:dạ|da|ạ|alo|kính|xin|em|con|cháu|tôi|tui|mình)\s+){0,3}(?:chào|gửi|thưa)\b[^.!?,:]{0,60}[.!?,:]\s*",
    re.IGNORECASE,
)
ELLIPSIS = "…"
_READ = 40
"""Only `limit` times this many characters are looked at, so that the time is bounded for any text."""


def summarise(text: str, limit: int = 140) -> str:
    """Return the head sentence(s) of `text` in at most `limit` characters, without a leading greeting."""
    if limit < 2:
        return ""
    line = bare_line(text, limit * _READ)
    if len(line) <= limit:
        return line
    ends = [match.end() for match in _SENTENCE_END.finditer(line, 0, limit)]
    if ends and ends[-1] * 2 >= limit:
        return line[: ends[-1]]
    return _cut(line, limit)


def bare_line(text: str, most: int) -> str:
    """Return the first `most` characters in one line without a leading greeting; a mere greeting stays."""
    line = _SPACE.sub(" ", text[:most]).strip()
    return _GREETING.sub("", line, count=1) or line


def _cut(line: str, limit: int) -> str:
    """Cut at the last space that fits, so that no word and no letter with its marks is broken."""
    head = line[: limit - 1]
    space = head.rfind(" ")
    if space * 2 >= limit:
        head = head[:space]
    return head.rstrip(" ,;:-–") + ELLIPSIS
