"""The dossier of a session as one ZIP: its papers in order, an index as XLSX and the same as plain text.

The names of files are plain ASCII, so that every computer unpacks them; the Vietnamese names stand in the index. The
papers are written one by one to the disk, never held together. The same papers give the same bytes.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.documents.xlsx.cells import one_line
from bot.documents.xlsx.sheets import write_index
from handlers.papers.tables import DossierItem, Heading
from handlers.understanding.normalise import fold

INDEX = "00-muc-luc"
_LONGEST_NAME = 60
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can say: when a paper was packed is nobody's business, its own day is in the index."""
_READABLE = 0o644 << 16
_UNPACKED = frozenset({"png", "jpg", "pdf", "zip", "docx", "xlsx", "ogg", "mp3", "m4a", "webm"})
"""Already packed inside; to pack them again takes time and saves nothing."""


def write_dossier(path: Path, heading: Heading, papers: Iterable[tuple[DossierItem, bytes]]) -> None:
    """Write the dossier to `path`, all of it or nothing: an error while the papers come leaves what was there."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with ZipFile(unfinished, "w") as archive:
            items: list[tuple[DossierItem, str]] = []
            for n, (item, content) in enumerate(papers, 1):
                items.append((item, file_name(n, item)))
                _add(archive, items[-1][1], content)
            _add(archive, f"{INDEX}.xlsx", _sheet(heading, items))
            _add(archive, f"{INDEX}.txt", index_text(heading, items).encode("utf-8-sig"))
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def file_name(n: int, item: DossierItem) -> str:
    """«01-bien-ban-doi-thoai.docx»: its place, so that no two are alike, and its name in plain letters."""
    name = re.sub("[^a-z0-9]+", "-", fold(item.name)).strip("-")[:_LONGEST_NAME].rstrip("-") or "van-ban"
    extension = re.sub("[^a-z0-9]", "", fold(item.extension))[:5] or "bin"
    return f"{n:02d}-{name}.{extension}"


def index_text(heading: Heading, items: Sequence[tuple[DossierItem, str]]) -> str:
    """The index as plain text, for whoever has no spreadsheet; lines end as Windows wants them."""
    lines = [one_line(heading.office), f"MỤC LỤC HỒ SƠ: {one_line(heading.title)}", one_line(heading.subtitle)]
    lines += [f"Lập ngày {heading.as_of:%d/%m/%Y}; {len(items)} văn bản.", ""]
    for n, (item, file) in enumerate(items, 1):
        about = [
            f"số {one_line(item.number)}" if item.number else "",
            f"ngày {item.day:%d/%m/%Y}" if item.day else "",
            f"{item.pages} trang" if item.pages is not None else "",
        ]
        lines += [f"{n}. {', '.join(filter(None, (one_line(item.name), *about)))}", f"   Tệp: {file}"]
    return "\r\n".join(line for line in [*lines, ""])


def _sheet(heading: Heading, items: Sequence[tuple[DossierItem, str]]) -> bytes:
    written = BytesIO()
    write_index(written, heading, items)
    return written.getvalue()


def _add(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _NO_TIME)
    entry.external_attr = _READABLE
    entry.create_system = 3  # as on Unix, wherever this runs
    if name.rpartition(".")[2] not in _UNPACKED:
        entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)
