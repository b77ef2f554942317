"""Links to files of ours, for a channel that can send none: signed, good until the end of a day, kept nowhere.

Whoever has the link has the file, as with any file that was sent. A link is as short as it can be, because people see
it: what is signed is the day, the SHA-256 under which the file is stored, its extension and its name.
"""

import re
import struct
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from itsdangerous import BadSignature, Signer
from itsdangerous.encoding import base64_decode, base64_encode
from itsdangerous.exc import BadData

from bot.channels.file_types import SENT
from bot.clock import Clock
from handlers.messages import OutboundFile
from handlers.texts import LOCAL

PAGE = "/tep"
BYTES = "tai"
_CONTENT_TYPES = {kept.extension: kept.content_type for kept in SENT}
_STORED_AS = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}", re.ASCII)
_HEAD = struct.Struct(">H32s")
_FIRST_DAY = date(2020, 1, 1)
_LONGEST_NAME = 80
_LONGEST_LINK = 1000


class BadLink(Exception):
    """Not a link of ours: mistyped, cut off, or signed with another key."""


@dataclass(frozen=True, kw_only=True)
class LinkedFile:
    """What a link leads to, and the last day on which it does."""

    stored_as: str
    name: str
    content_type: str
    last_day: date


class FileLinks:
    """Makes and reads links. public_url: how people reach the web server from outside; without it there are none."""

    def __init__(self, secret: str, public_url: str, clock: Clock, days: int = 7) -> None:
        self._signer = Signer(secret, salt="file-link", key_derivation="hmac")
        self._root = public_url.rstrip("/")
        self._clock = clock
        self._days = days

    def last_day(self) -> date:
        """The last day on which a link that is made now works; until the end of it, local time."""
        return (self._clock().astimezone(LOCAL) + timedelta(days=self._days)).date()

    def page_url(self, file: OutboundFile, language: str = "vi") -> str | None:
        """The page with a button that gives the file; None where nobody could open it."""
        if not self._root:
            return None
        return f"{self._root}{PAGE}/{self.link(file)}" + (f"?lang={language}" if language != "vi" else "")

    def raw_url(self, file: OutboundFile) -> str | None:
        """The bytes themselves, for a platform that fetches a picture; None where it could not."""
        return f"{self._root}{PAGE}/{self.link(file)}/{BYTES}" if self._root else None

    def link(self, file: OutboundFile) -> str:
        """The signed part of both addresses. Raises ValueError for a file that is not stored."""
        if not _STORED_AS.fullmatch(file.stored_as):
            raise ValueError("not the name of a stored file")
        digest, _, extension = file.stored_as.partition(".")
        head = _HEAD.pack((self.last_day() - _FIRST_DAY).days, bytes.fromhex(digest))
        named = f"{extension}/{_short(file.name)}".encode("utf-8", "replace")
        return self._signer.sign(base64_encode(head + named)).decode()

    def read(self, link: str) -> LinkedFile:
        """What a link leads to, also when its last day has passed. Raises BadLink."""
        try:
            packed = base64_decode(self._signer.unsign(link[:_LONGEST_LINK]))
            days, digest = _HEAD.unpack_from(packed)
            extension, _, name = packed[_HEAD.size :].decode().partition("/")
        except (BadSignature, BadData, struct.error, UnicodeError) as error:
            raise BadLink from error
        return LinkedFile(
            stored_as=f"{digest.hex()}.{extension}",
            name=name,
            content_type=_CONTENT_TYPES.get(extension, "application/octet-stream"),
            last_day=_FIRST_DAY + timedelta(days=days),
        )

    def is_over(self, linked: LinkedFile) -> bool:
        """Whether the last day has passed."""
        return self._clock() >= end_of(linked.last_day)


def end_of(day: date) -> datetime:
    """The moment at which a local day is over."""
    return datetime.combine(day + timedelta(days=1), time(), LOCAL)


def _short(name: str) -> str:
    """A name in one line, its extension kept."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in name).replace("/", " ").split())
    if len(line) <= _LONGEST_NAME:
        return line
    stem, dot, extension = line.rpartition(".")
    if dot and len(extension) <= 5:
        return f"{stem[: _LONGEST_NAME - len(extension) - 2]}….{extension}"
    return f"{line[: _LONGEST_NAME - 1]}…"
