"""The parts of an XLSX that somebody sent: opened with care, read in pieces, never more than a little of it in memory.

A file is refused before it is unpacked when its directory already says that it is no plain workbook; what the directory
does not tell is counted while reading. openpyxl is not used for this: it keeps all strings and styles of a file in
memory, and shows neither merged cells nor formulas beside values while it streams.
"""

import posixpath
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

import defusedxml.sax
from defusedxml import DefusedXmlException

from handlers.rules.contributions import SheetError
from handlers.texts import Texts

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
"""Bytes that all parts may have by the directory: pictures, and sheets that are not read, among them."""
MOST_READ = 8 * 1024 * 1024
"""Bytes of XML that are read of one file; a full sheet of the template has less than half of it."""
_LARGEST_DIRECTORY = 256 * 1024
_END_RECORD, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 1
_VI = Texts("vi")

EMPTY = "Tệp rỗng (0 byte). Xin gửi lại tệp."
TOO_LARGE = f"Tệp lớn hơn {LARGEST_FILE // 1024 // 1024} MB. Xin xóa ảnh và các trang tính khác, rồi gửi lại."
NOT_EXCEL = "Đây không phải là tệp Excel (.xlsx). Xin dùng tệp mẫu, ghi ý kiến vào đó và gửi lại."
WORD = "Đây là tệp Word, không phải tệp Excel. Xin dùng tệp mẫu Excel (.xlsx)."
OLD_EXCEL = "Đây là tệp Excel kiểu cũ (.xls). Xin mở ra, chọn «Lưu thành» và lưu dạng Excel (.xlsx)."
OTHER_KIND = "Đây là bảng tính dạng khác. Xin mở ra, chọn «Lưu thành» và lưu dạng Excel (.xlsx)."
LOCKED = "Tệp có mật khẩu. Xin bỏ mật khẩu, lưu lại và gửi lại."
MACROS = "Tệp có macro (chương trình đi kèm). Xin lưu lại dạng Excel thường (.xlsx) và gửi lại."
BROKEN = "Tệp bị hỏng, không mở được. Xin mở bằng Excel, lưu lại và gửi lại."
UNPACKS_TOO_LARGE = (
    "Bảng tính quá lớn khi mở ra. Xin chép các dòng ý kiến sang tệp mẫu mới, chỉ dán giá trị, và gửi lại."
)
UNSAFE = "Tệp có phần không an toàn, không do Excel tạo ra. Xin chép ý kiến sang tệp mẫu mới và gửi lại."

_UNREADABLE = (BadZipFile, zlib.error, struct.error, SAXException, EOFError, LookupError, OSError, RuntimeError)
"""What zipfile and expat raise at broken bytes; with ValueError, which the words of SheetError are too."""


class Parts:
    """The parts of one workbook. Everything that is read counts against `MOST_READ`."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._left = MOST_READ

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._archive.NameToInfo

    def parse(self, name: str, handler: ContentHandler) -> None:
        """Read a part as XML. Raises SheetError; a handler that knows enough raises Enough, which ends here."""
        try:
            with self._archive.open(name) as part:
                defusedxml.sax.parse(_Counted(part, self), handler, forbid_dtd=True)
        except Enough:
            return

    def take(self, size: int) -> None:
        """Count bytes that were read."""
        self._left -= size
        if self._left < 0:
            raise SheetError(UNPACKS_TOO_LARGE)


class Enough(Exception):
    """A handler has seen all that it looks for."""


class _Counted:
    """A part as it is read, each byte counted."""

    def __init__(self, part: IO[bytes], parts: Parts) -> None:
        self._part = part
        self._parts = parts

    def read(self, size: int = -1) -> bytes:
        """Some bytes, at most 64 KiB however many are asked for."""
        data = self._part.read(min(size, 65_536) if size >= 0 else 65_536)
        self._parts.take(len(data))
        return data

    def close(self) -> None:
        """The part is closed by who opened it."""


@contextmanager
def open_parts(data: bytes) -> Iterator[Parts]:
    """The parts of a workbook given as bytes. Raises SheetError, and nothing else, whatever the bytes are."""
    _check_beginning(data)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_directory(archive)
            yield Parts(archive)
    except DefusedXmlException as error:
        raise SheetError(UNSAFE) from error
    except SheetError:
        raise
    except (*_UNREADABLE, ValueError) as error:
        raise SheetError(BROKEN) from error


def _check_beginning(data: bytes) -> None:
    if not data:
        raise SheetError(EMPTY)
    if len(data) > LARGEST_FILE:
        raise SheetError(TOO_LARGE)
    if data.startswith(_OLE):
        raise SheetError(_old_kind(data))
    if not data.startswith(_ZIP):
        raise SheetError(NOT_EXCEL)
    end = data.rfind(_END_RECORD, max(0, len(data) - _END_SIZE - _LONGEST_COMMENT))
    if end < 0 or int.from_bytes(data[end + 12 : end + 16], "little") > _LARGEST_DIRECTORY:
        raise SheetError(BROKEN)


def _old_kind(data: bytes) -> str:
    """What an OLE file is, by the names of its streams; a workbook with a password is kept inside one."""
    for name, words in (("EncryptedPackage", LOCKED), ("WordDocument", WORD), ("Workbook", OLD_EXCEL)):
        if name.encode("utf-16-le") in data:
            return words
    return OTHER_KIND


def _check_directory(archive: ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise SheetError(LOCKED)
    if any(posixpath.basename(name).startswith("vbaproject") for name in names):
        raise SheetError(MACROS)
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise SheetError(_other_kind(names))
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise SheetError(UNPACKS_TOO_LARGE)
    if any(entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for entry in entries):
        raise SheetError(BROKEN)


def _other_kind(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return WORD
    if "content.xml" in names or any(name.endswith("workbook.bin") for name in names):
        return OTHER_KIND
    return NOT_EXCEL
