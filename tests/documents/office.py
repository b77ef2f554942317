"""LibreOffice as the reader of what was drawn: DOCX to PDF, PDF to words and pages, in one start for many files."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

_SECONDS = 180


def converted(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """The PDF of each DOCX; one start of LibreOffice, with a profile of its own in `folder`."""
    sources = folder / "docx"
    sources.mkdir()
    for name, data in files.items():
        (sources / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run(
        _program("soffice"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *(str(path) for path in sorted(sources.iterdir())),
    )
    return {name: folder / f"{name}.pdf" for name in files}


def pages(pdf: Path) -> list[str]:
    """The words of each page."""
    return _run(_program("pdftotext"), "-layout", str(pdf), "-").split("\f")[:-1]


def picture(pdf: Path, page: int, *, dots: int = 60) -> bytes:
    """A page as PNG."""
    made = pdf.with_suffix("")
    _run(_program("pdftoppm"), "-png", "-r", str(dots), "-f", str(page), "-singlefile", str(pdf), str(made))
    return made.with_suffix(".png").read_bytes()


def _program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not installed: see .ci/run for the packages that the tests need"
    return found


def _run(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout
