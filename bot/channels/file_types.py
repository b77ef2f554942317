"""What a file really is, by its content, and whether that is one of the few types that are kept.

Everything is refused that is not on the list: programs, pages, drawings that can hold scripts (SVG), archives,
documents with macros. puremagic knows beginnings and ends of files; what several types share (a ZIP, an OLE or an MP4
container, plain text) is looked into here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Literal
from zipfile import BadZipFile, ZipFile

import puremagic

Family = Literal["image", "recording", "pdf", "word", "sheet", "writer", "text", "archive"]


@dataclass(frozen=True, kw_only=True)
class FileType:
    """A type that is kept. Types of one family may stand for each other: a JPEG called .png is no lie worth a word."""

    extension: str
    content_type: str
    family: Family


def _type(extension: str, content_type: str, family: Family) -> FileType:
    return FileType(extension=extension, content_type=content_type, family=family)


_OFFICE = "application/vnd.openxmlformats-officedocument."
JPEG = _type("jpg", "image/jpeg", "image")
PNG = _type("png", "image/png", "image")
WEBP = _type("webp", "image/webp", "image")
HEIC = _type("heic", "image/heic", "image")
GIF = _type("gif", "image/gif", "image")
OGG = _type("ogg", "audio/ogg", "recording")
MP3 = _type("mp3", "audio/mpeg", "recording")
M4A = _type("m4a", "audio/mp4", "recording")
AAC = _type("aac", "audio/aac", "recording")
WAV = _type("wav", "audio/wav", "recording")
WEBM = _type("webm", "audio/webm", "recording")
MP4 = _type("mp4", "video/mp4", "recording")
PDF = _type("pdf", "application/pdf", "pdf")
DOCX = _type("docx", f"{_OFFICE}wordprocessingml.document", "word")
XLSX = _type("xlsx", f"{_OFFICE}spreadsheetml.sheet", "sheet")
DOC = _type("doc", "application/msword", "word")
XLS = _type("xls", "application/vnd.ms-excel", "sheet")
ODT = _type("odt", "application/vnd.oasis.opendocument.text", "writer")
TEXT = _type("txt", "text/plain", "text")

ZIP = _type("zip", "application/zip", "archive")
"""Made by us alone: nobody sends us one."""

ALLOWED = (JPEG, PNG, WEBP, HEIC, GIF, OGG, MP3, M4A, AAC, WAV, WEBM, MP4, PDF, DOCX, XLSX, DOC, XLS, ODT, TEXT)
SENT = (*ALLOWED, ZIP)
"""What may go out."""

_BY_MAGIC = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jfif": JPEG,
    ".jpe": JPEG,
    ".png": PNG,
    ".webp": WEBP,
    ".gif": GIF,
    ".wav": WAV,
    ".pdf": PDF,
}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_MP4_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"MSNV"})
_M4A_BRANDS = frozenset({b"M4A ", b"M4B "})
_LARGEST_ZIP_DIRECTORY = 1024 * 1024
_ZIP_MACROS = "vbaproject.bin"
_OFFICE_FOLDERS = (("word/", DOCX), ("xl/", XLSX))
_OLE_STREAMS = (
    ("_VBA_PROJECT", None),  # macros
    ("PowerPoint Document", None),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book\0", XLS),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_MARKUP = re.compile(
    r"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)|\A\s*(#!|\{\\rtf|%!PS)", re.IGNORECASE
)


def real_type(data: bytes) -> FileType | None:
    """What the content is, or None when that is nothing we keep."""
    for beginning, offset, look in _CONTAINERS:
        if data.startswith(beginning, offset):
            return look(data)
    known = _by_magic(data)
    return known or _mpeg_audio(data) or _text(data)


def _by_magic(data: bytes) -> FileType | None:
    """By puremagic's first guess alone: a type that only might be meant is not kept."""
    matches = _matches(data)
    return _BY_MAGIC.get(matches[0].extension) if matches else None


def _matches(data: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return puremagic.magic_string(data)
    except (puremagic.PureError, ValueError):
        return []


def _zip(data: bytes) -> FileType | None:
    names = _zip_names(data)
    if any(name.lower().endswith(_ZIP_MACROS) for name in names):
        return None
    if "[Content_Types].xml" in names:
        return next((kept for folder, kept in _OFFICE_FOLDERS if any(name.startswith(folder) for name in names)), None)
    # OpenDocument 1.2, part 3, 3.3: the first entry is called «mimetype», is not compressed and holds the type.
    return ODT if data.startswith(b"mimetype" + ODT.content_type.encode(), 30) and "content.xml" in names else None


def _zip_names(data: bytes) -> list[str]:
    """The names in an archive; none when its directory is broken, or longer than any document's."""
    end = data.rfind(b"PK\x05\x06", -65_557)
    is_zip64 = data.startswith(b"PK\x06\x07", end - 20)
    if end < 0 or is_zip64 or int.from_bytes(data[end + 12 : end + 16], "little") > _LARGEST_ZIP_DIRECTORY:
        return []
    try:
        with ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        return []


def _ole(data: bytes) -> FileType | None:
    """Word and Excel before 2007: streams are named in UTF-16."""
    found = [kept for name, kept in _OLE_STREAMS if name.encode("utf-16-le") in data]
    return found[0] if found else None


def _iso_media(data: bytes) -> FileType | None:
    """MP4 and what is built like it: the brands in the first box tell which (ISO/IEC 14496-12, 4.3)."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brand, others = data[8:12], {data[i : i + 4] for i in range(16, size, 4)}
    if brand in _HEIC_BRANDS or (brand in {b"mif1", b"msf1"} and others & _HEIC_BRANDS):
        return HEIC
    if brand in _M4A_BRANDS:
        return M4A
    return MP4 if brand in _MP4_BRANDS else None


def _ogg(data: bytes) -> FileType | None:
    return OGG if b"OpusHead" in data[:64] or b"\x01vorbis" in data[:64] else None


def _webm(data: bytes) -> FileType | None:
    head = data[:65_536]
    has_sound = b"A_OPUS" in head or b"A_VORBIS" in head
    return WEBM if b"webm" in data[:64] and has_sound and b"V_VP" not in head and b"V_AV1" not in head else None


def _mpeg_audio(data: bytes) -> FileType | None:
    """MP3 and AAC: eleven or twelve bits set, then the layer (ISO/IEC 11172-3, 2.4.2.3; 14496-3, 1.A.3.2)."""
    if data.startswith(b"ID3"):
        return MP3
    if len(data) < 7 or data[0] != 0xFF:
        return None
    if data[1] & 0xF6 == 0xF0:
        return AAC
    is_layer_3 = data[1] & 0xE6 == 0xE2 and data[1] & 0x18 != 0x08
    return MP3 if is_layer_3 and data[2] >> 4 not in {0, 15} and data[2] & 0x0C != 0x0C else None


def _text(data: bytes) -> FileType | None:
    """Words without markup that a browser or a shell would act on."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if not text.strip() or _CONTROL.search(text) or _MARKUP.search(text) else TEXT


_CONTAINERS: tuple[tuple[bytes, int, Callable[[bytes], FileType | None]], ...] = (
    (b"PK\x03\x04", 0, _zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, _ole),
    (b"ftyp", 4, _iso_media),
    (b"OggS", 0, _ogg),
    (b"\x1a\x45\xdf\xa3", 0, _webm),
)
