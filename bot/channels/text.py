"""The one thing that is done to a resident's words on the way in: what no database can hold becomes visible."""

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with NUL (PostgreSQL refuses it) and lone surrogates (no UTF-8 has them) as U+FFFD; all else stays."""
    return _UNSTORABLE.sub("\ufffd", text)
