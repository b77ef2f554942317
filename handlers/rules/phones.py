"""Telephone numbers as people type them, and as the platforms want them: pure."""

import re

_SEPARATORS = re.compile(r"[\s.\-()]+")
_NUMBER = re.compile(r"(?:\+?84|0)(\d{9,10})")
"""Vietnamese numbers: 0 or 84, then nine digits, ten for some landlines."""


def phone_of(typed: str) -> str | None:
    """A telephone number as the platforms want it («84912345678»), or None when it is none."""
    found = _NUMBER.fullmatch(_SEPARATORS.sub("", typed.strip()))
    return f"84{found[1]}" if found else None
