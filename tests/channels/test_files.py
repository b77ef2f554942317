"""What people may send is decided by what a file is, and a file that is kept is kept for good."""

import io
import os
import stat
import wave
import zipfile
from pathlib import Path

import pytest

from bot.channels.file_types import ZIP, real_type
from bot.channels.files import FileStore

MIB = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(20)
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def archive(*names: str, mimetype: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "<xml/>")
    return file.getvalue()


def sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(bytes(800))
    return file.getvalue()


def box(brand: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + brand + bytes(4) + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body + bytes(50)


def ogg(codec: bytes) -> bytes:
    return b"OggS\0\x02" + bytes(22) + codec + bytes(50)


def stream(name: str) -> bytes:
    return name.encode("utf-16-le")


JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(100)
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100)
PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
DOCX = archive("[Content_Types].xml", "word/document.xml")
TEXT = "Đường làng ngập nặng từ hôm trước.\r\n\tXin xem giúp.\n".encode()

KEPT = [
    pytest.param(JPEG, "image/jpeg", "jpg", id="JPEG"),
    pytest.param(b"\xff\xd8\xff\xe1\0\x10Exif\0" + bytes(99), "image/jpeg", "jpg", id="JPEG of a camera"),
    pytest.param(b"\xff\xd8\xff\xdb" + bytes(99) + b"\xff\xd9", "image/jpeg", "jpg", id="JPEG of a messenger"),
    pytest.param(PNG, "image/png", "png", id="PNG"),
    pytest.param(b"RIFF\x24\0\0\0WEBPVP8 " + bytes(99), "image/webp", "webp", id="WebP"),
    pytest.param(box(b"heic", b"mif1", b"heic"), "image/heic", "heic", id="HEIC"),
    pytest.param(box(b"mif1", b"mif1", b"heic"), "image/heic", "heic", id="HEIC by its second brand"),
    pytest.param(b"GIF89a" + bytes(99), "image/gif", "gif", id="GIF"),
    pytest.param(ogg(b"OpusHead"), "audio/ogg", "ogg", id="Opus"),
    pytest.param(ogg(b"\x01vorbis"), "audio/ogg", "ogg", id="Vorbis"),
    pytest.param(b"ID3\x04\0\0\0\0\0\0" + bytes(99), "audio/mpeg", "mp3", id="MP3 with a tag"),
    pytest.param(b"\xff\xfb\x90\x64" + bytes(500), "audio/mpeg", "mp3", id="MP3"),
    pytest.param(b"\xff\xf3\x44\xc4" + bytes(500), "audio/mpeg", "mp3", id="MP3 of a low rate"),
    pytest.param(box(b"M4A ", b"mp42"), "audio/mp4", "m4a", id="M4A"),
    pytest.param(b"\xff\xf1\x50\x80" + bytes(99), "audio/aac", "aac", id="AAC"),
    pytest.param(sound(), "audio/wav", "wav", id="WAV"),
    pytest.param(EBML + b"A_OPUS" + bytes(50), "audio/webm", "webm", id="WebM sound"),
    pytest.param(box(b"isom", b"mp42"), "video/mp4", "mp4", id="MP4"),
    pytest.param(box(b"mp42", b"isom"), "video/mp4", "mp4", id="MP4 of a phone"),
    pytest.param(PDF, "application/pdf", "pdf", id="PDF, here all letters"),
    pytest.param(DOCX, DOCX_TYPE, "docx", id="DOCX"),
    pytest.param(archive("[Content_Types].xml", "word/document2.xml"), DOCX_TYPE, "docx", id="DOCX of the web"),
    pytest.param(
        archive("[Content_Types].xml", "xl/workbook.xml"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        id="XLSX",
    ),
    pytest.param(archive("content.xml", mimetype=ODT_TYPE), ODT_TYPE, "odt", id="ODT"),
    pytest.param(OLE + stream("WordDocument"), "application/msword", "doc", id="DOC"),
    pytest.param(OLE + stream("Workbook"), "application/vnd.ms-excel", "xls", id="XLS"),
    pytest.param(OLE + stream("Book\0"), "application/vnd.ms-excel", "xls", id="XLS of long ago"),
    pytest.param(TEXT, "text/plain", "txt", id="text"),
    pytest.param("\ufeffGửi xã".encode("utf-16"), "text/plain", "txt", id="text in UTF-16"),
    pytest.param("BM đã nộp, 3 < 5 & 7 > 6".encode(), "text/plain", "txt", id="text that begins like a bitmap"),
]

REFUSED = [
    pytest.param(b"MZ" + bytes(200), id="Windows program"),
    pytest.param(b"\x7fELF" + bytes(200), id="Linux program"),
    pytest.param(b"\xca\xfe\xba\xbe" + bytes(200), id="Java class"),
    pytest.param(b"#!/bin/sh\nrm -rf /\n", id="shell script"),
    pytest.param(b"<!DOCTYPE html><html><body>x", id="page"),
    pytest.param(b"\xef\xbb\xbf \n<HTML>", id="page after a byte order mark"),
    pytest.param(b"Xin chao <script>alert(1)</script>", id="script among words"),
    pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
    pytest.param(b"<?xml version='1.0'?><svg/>", id="SVG as XML"),
    pytest.param(archive("a.txt"), id="ZIP"),
    pytest.param(archive("META-INF/MANIFEST.MF", "a.class"), id="JAR"),
    pytest.param(archive("[Content_Types].xml", "ppt/presentation.xml"), id="PPTX"),
    pytest.param(archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), id="DOCX with macros"),
    pytest.param(archive("content.xml", mimetype="application/vnd.oasis.opendocument.graphics"), id="ODG"),
    pytest.param(archive("word/document.xml"), id="ZIP with a folder like Word's"),
    pytest.param(DOCX[:-30], id="DOCX cut off"),
    pytest.param(b"PK\x03\x04" + bytes(100), id="ZIP without a directory"),
    pytest.param(DOCX[:-10] + b"\xff\xff\xff\xff" + DOCX[-6:], id="ZIP with an endless directory"),
    pytest.param(b"Rar!\x1a\x07\0" + bytes(99), id="RAR"),
    pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(99), id="7z"),
    pytest.param(b"\x1f\x8b\x08" + bytes(99), id="gzip"),
    pytest.param(OLE, id="OLE of nothing known"),
    pytest.param(OLE + stream("PowerPoint Document") + stream("Workbook"), id="PPT with a sheet in it"),
    pytest.param(OLE + stream("WordDocument") + stream("_VBA_PROJECT"), id="DOC with macros"),
    pytest.param(box(b"avif", b"mif1"), id="AVIF"),
    pytest.param(box(b"mif1", b"avif"), id="AVIF by its second brand"),
    pytest.param(box(b"qt  "), id="QuickTime"),
    pytest.param(ogg(b"\x80theora"), id="Ogg video"),
    pytest.param(EBML + b"A_OPUS V_VP9" + bytes(50), id="WebM video"),
    pytest.param(b"BM" + bytes(99), id="bitmap"),
    pytest.param(b"{\\rtf1 x}", id="RTF"),
    pytest.param(b"\xff\xfb\xf0\x64" + bytes(99), id="MP3 of an impossible rate"),
    pytest.param(b"\x01\x02\x03\x04" * 50, id="noise"),
    pytest.param(b"words and a \x1b[31m code for the terminal", id="escape codes"),
    pytest.param("ô".encode("latin-1") * 20, id="letters of no known code"),
    pytest.param(b" \n\t", id="blanks"),
]


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", largest=MIB)


@pytest.mark.parametrize(("data", "content_type", "extension"), KEPT)
def test_what_is_on_the_list_is_kept_as_what_it_is(
    store: FileStore, data: bytes, content_type: str, extension: str
) -> None:
    verdict = store.check(data, "", "")
    assert (verdict.reason, verdict.content_type, verdict.extension) == ("", content_type, extension)
    assert verdict.accepted
    stored_as = store.put(data)
    assert stored_as.endswith(f".{extension}")
    assert store.read(stored_as) == data


@pytest.mark.parametrize("data", REFUSED)
def test_everything_else_is_refused(store: FileStore, data: bytes) -> None:
    assert store.check(data, "", "").reason == "type_not_allowed"
    assert not store.check(data, "image/jpeg", "anh.jpg").accepted
    with pytest.raises(ValueError, match="not a type"):
        store.put(data)


@pytest.mark.parametrize(
    ("data", "claimed", "name"),
    [
        (JPEG, "image/jpeg", "ổ gà.JPG"),
        (JPEG, "IMAGE/JPEG; charset=binary", "ảnh.jpeg"),
        (JPEG, "image/png", "Màn hình.png"),
        (JPEG, "application/octet-stream", "IMG_1234"),
        (JPEG, "image/jpeg", "Đường thôn Giữa v1.2"),
        (JPEG, "image/x-something", "anh"),
        (DOCX, "application/zip", "Đơn.docx"),
        (DOCX, "application/msword", "Đơn.doc"),
        (TEXT, "text/plain; charset=utf-8", "ghi chú.txt"),
        (TEXT, "text/csv", "danh sách.csv"),
        (ogg(b"OpusHead"), "audio/ogg", "voice.oga"),
        (ogg(b"OpusHead"), "video/ogg", ""),
        (PDF, "application/pdf", "Mr. Ba"),
    ],
)
def test_a_file_may_be_called_anything_that_is_not_untrue(
    store: FileStore, data: bytes, claimed: str, name: str
) -> None:
    assert store.check(data, claimed, name).reason == ""


@pytest.mark.parametrize(
    ("data", "claimed", "name", "reason"),
    [
        (PDF, "image/jpeg", "anh.jpg", "type_is_untrue"),
        (PDF, "", "anh.jpg", "type_is_untrue"),
        (PDF, "image/jpeg", "", "type_is_untrue"),
        (JPEG, "application/pdf", "don.pdf", "type_is_untrue"),
        (JPEG, "image/svg+xml", "", "type_is_untrue"),
        (TEXT, "text/html", "", "type_is_untrue"),
        (TEXT, "application/x-msdownload", "", "type_is_untrue"),
        (DOCX, "", "bang.xlsx", "type_is_untrue"),
        (JPEG, "image/jpeg", "anh.jpg.exe", "type_not_allowed"),
        (JPEG, "image/jpeg", "anh.exe . ", "type_not_allowed"),
        (TEXT, "text/plain", "chay.bat", "type_not_allowed"),
        (TEXT, "", "trang.HTML", "type_not_allowed"),
        (DOCX, "", "don.docm", "type_not_allowed"),
        (b"", "image/jpeg", "anh.jpg", "empty"),
        (JPEG + bytes(MIB), "image/jpeg", "anh.jpg", "too_large"),
    ],
)
def test_a_file_that_pretends_is_refused_with_its_reason(
    store: FileStore, data: bytes, claimed: str, name: str, reason: str
) -> None:
    verdict = store.check(data, claimed, name)
    assert (verdict.reason, verdict.content_type, verdict.accepted) == (reason, "", False)


def test_a_file_as_large_as_allowed_is_kept(store: FileStore) -> None:
    assert store.check(JPEG + bytes(MIB - len(JPEG)), "", "").accepted


def test_the_same_bytes_are_kept_once(store: FileStore, tmp_path: Path) -> None:
    assert store.put(JPEG) == store.put(JPEG)
    assert store.put(PNG) != store.put(JPEG)
    assert len(list((tmp_path / "files").iterdir())) == 2


def test_files_are_for_the_owner_alone(store: FileStore, tmp_path: Path) -> None:
    stored = store.path(store.put(JPEG))
    assert stat.S_IMODE(stored.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    "name",
    [
        "../settings.py",
        "/etc/passwd",
        "",
        ".",
        "a" * 64,
        "a" * 64 + ".jpg/../x",
        "../" + "a" * 64 + ".jpg",
        "a" * 64 + ".jpg\n",
        "a" * 64 + ".jpg\0",
        "A" * 64 + ".jpg",
        "a" * 64 + ".Jpg",
    ],
)
def test_no_name_leads_out_of_the_folder(store: FileStore, name: str) -> None:
    for reach in (store.read, store.path):
        with pytest.raises(ValueError, match="not the name"):
            reach(name)


def test_a_file_that_is_not_there_is_told_as_such(store: FileStore) -> None:
    with pytest.raises(FileNotFoundError):
        store.read("a" * 64 + ".jpg")


def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path: Path) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        FileStore(tmp_path / "files", MIB, sync=full).put(JPEG)
    assert list((tmp_path / "files").iterdir()) == []


def test_the_content_and_then_the_folder_are_on_the_disk_before_the_name_is_given_away(tmp_path: Path) -> None:
    synced: list[str] = []

    def sync(descriptor: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

    FileStore(tmp_path / "files", MIB, sync=sync).put(JPEG)
    assert synced == ["file", "folder"]


def test_a_large_archive_directory_is_not_read() -> None:
    many = archive("[Content_Types].xml", "word/document.xml", *(f"word/{'x' * 200}{n}" for n in range(6000)))
    assert real_type(many) is None


def test_an_archive_of_our_own_is_kept_though_nobody_may_send_one(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files", MIB)
    dossier = archive("00-muc-luc.txt")
    assert store.read(store.put_own(dossier, ZIP)) == dossier
    assert store.put_own(dossier, ZIP).endswith(".zip")
    assert not store.check(dossier, "application/zip", "ho-so.zip").accepted
    with pytest.raises(ValueError, match="not a type that is kept"):
        store.put(dossier)
