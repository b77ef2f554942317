"""The files that people send: checked by their content, kept under a name made of it, read back when they go out.

A file is kept once however often it is sent, and is never written over: its name is the SHA-256 of its bytes with the
extension of its real type. What it was called stands with the attachment and never becomes a path.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.channels.file_types import ALLOWED, Family, FileType, real_type

Reason = Literal["", "empty", "too_large", "type_not_allowed", "type_is_untrue"]

_STORED_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,5}", re.ASCII)
_EXTENSION = re.compile(r"\.([a-z][a-z0-9]{0,9})[\s.]*\Z", re.IGNORECASE)
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/zip"})
_UNTRUE = frozenset({"text/html", "image/svg+xml", "text/javascript", "text/xml"})
_CLAIMS: dict[str, Family] = {
    **{kept.content_type: kept.family for kept in ALLOWED},
    "application/ogg": "recording",
    "application/x-pdf": "pdf",
}
_MAJOR_CLAIMS: dict[str, Family] = {"image": "image", "audio": "recording", "video": "recording", "text": "text"}
_EXTENSIONS: dict[str, Family] = {
    **{kept.extension: kept.family for kept in ALLOWED},
    **dict.fromkeys(("jpeg", "jpe", "jfif", "heif"), "image"),
    **dict.fromkeys(("oga", "opus", "weba", "m4b", "m4v", "mpga", "mpeg"), "recording"),
    **dict.fromkeys(("text", "csv", "log", "md"), "text"),
}
_NEVER = re.compile(
    "apk|app|aspx?|bash|bat|bz2|cab|chm|cmd|com|cpl|deb|dll|dmg|docm|dotm|exe|gz|hta|html?|img|iso|jar|jse?|jsp|lnk"
    "|mht|mhtml|mjs|msi|msp|php|phtml|pif|pl|pptm|ps1|psm1|pyw?|rar|rb|reg|rpm|scr|sh|svgz?|swf|sys|tar|url|vb|vbe|vbs"
    "|wsf|wsh|xhtml|xlsm|xltm|xml|xsl|xz|zip|zsh|7z"
)
"""Extensions that no file may have, whatever is in it: some computer would run it, or show it as a page."""


@dataclass(frozen=True, kw_only=True)
class FileVerdict:
    """What a file really is, or why it is refused: then `reason` is set and the rest is empty."""

    content_type: str = ""
    extension: str = ""
    reason: Reason = ""

    @property
    def accepted(self) -> bool:
        """Whether the file may be kept."""
        return not self.reason


class FileStore:
    """A folder of files. `largest` is the greatest number of bytes that one may have.

    `sync` brings a file or folder to the disk, given its descriptor.
    """

    def __init__(self, folder: Path, largest: int, *, sync: Callable[[int], None] = os.fsync) -> None:
        self._folder = folder
        self._sync = sync
        self.largest = largest

    def check(self, data: bytes, claimed_type: str, name: str) -> FileVerdict:
        """Look at the content; `claimed_type` and `name` may say less than it is, or nothing, but nothing else."""
        if not data:
            return FileVerdict(reason="empty")
        if len(data) > self.largest:
            return FileVerdict(reason="too_large")
        real = real_type(data)
        extension = _extension(name)
        if real is None or _NEVER.fullmatch(extension):
            return FileVerdict(reason="type_not_allowed")
        if not (_type_fits(claimed_type, real) and _EXTENSIONS.get(extension, real.family) == real.family):
            return FileVerdict(reason="type_is_untrue")
        return FileVerdict(content_type=real.content_type, extension=real.extension)

    def put(self, data: bytes) -> str:
        """Keep a file and return the name it is stored as; it is on the disk for good when this returns.

        Raises ValueError for a type that is not kept, OSError when the disk is full.
        """
        real = real_type(data)
        if real is None:
            raise ValueError("not a type that is kept")
        return self._keep(data, real)

    def _keep(self, data: bytes, real: FileType) -> str:
        stored_as = f"{hashlib.sha256(data).hexdigest()}.{real.extension}"
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self.path(stored_as).exists():
            self._write(self.path(stored_as), data)
        self._sync_folder()
        return stored_as

    def put_own(self, data: bytes, kept: FileType) -> str:
        """Keep a file that we made, of a type that nobody may send us. Raises OSError when the disk is full."""
        return self._keep(data, kept)

    def read(self, stored_as: str) -> bytes:
        """The bytes of a stored file. Raises ValueError for a name that `put` never gave, FileNotFoundError."""
        return self.path(stored_as).read_bytes()

    def path(self, stored_as: str) -> Path:
        """Where a stored file is, always in the folder. Raises ValueError for a name that `put` never gave."""
        if not _STORED_NAME.fullmatch(stored_as):
            raise ValueError("not the name of a stored file")
        return self._folder / stored_as

    def every(self) -> list[Path]:
        """The paths of all files that are stored."""
        return [path for path in self._folder.glob("*.*") if _STORED_NAME.fullmatch(path.name)]

    def _write(self, path: Path, data: bytes) -> None:
        """Under another name first: whoever reads finds all of a file or none of it."""
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".new-", delete=False) as file:
            unfinished = Path(file.name)
            try:
                file.write(data)
                file.flush()
                self._sync(file.fileno())
                unfinished.rename(path)
            except OSError:
                unfinished.unlink(missing_ok=True)
                raise

    def _sync_folder(self) -> None:
        """Without this, a power cut can undo a rename (POSIX leaves it open when a directory is written)."""
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            self._sync(descriptor)
        finally:
            os.close(descriptor)


def _extension(name: str) -> str:
    found = _EXTENSION.search(name)
    return found[1].lower() if found else ""


def _type_fits(claimed_type: str, real: FileType) -> bool:
    claimed = claimed_type.partition(";")[0].strip().lower()
    if claimed in _SAYS_NOTHING:
        return True
    family = _CLAIMS.get(claimed, _MAJOR_CLAIMS.get(claimed.partition("/")[0]))
    return claimed not in _UNTRUE and family == real.family
