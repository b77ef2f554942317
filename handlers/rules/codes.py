"""Receipt codes («GM-0042») as people read them out and type them."""

import re

_TYPED = re.compile(r"\s*(?:(?P<letters>[^\W\d_]{1,8})[\s.–—_-]*)?#?0*(?P<number>[1-9]\d{0,8})(?!\w)[\s:,;]*")


def code_of(office_code: str, number: int) -> str:
    """The code of the concern with this number: «GM-0042»."""
    return f"{office_code}-{number:04d}"


def split_code(text: str, office_code: str) -> tuple[str | None, str]:
    """The code that `text` begins with, in its full form, and the rest.

    «gm42», «GM 0042», «gm-0042», «42» all are GM-0042. No code: (None, the text as it is). Letters that are not the
    office's own make no code.
    """
    found = _TYPED.match(text)
    if found is None or (found["letters"] or office_code).casefold() != office_code.casefold():
        return None, text.strip()
    return code_of(office_code, int(found["number"])), text[found.end() :].strip()


def whole_code(text: str, office_code: str) -> str | None:
    """The code that `text` is, and nothing else beside it; else None."""
    code, rest = split_code(text, office_code)
    return code if not rest else None
