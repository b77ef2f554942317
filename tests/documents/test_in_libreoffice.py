"""Every workbook opens in LibreOffice and prints as it should. One start of the office for all of them."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.documents.xlsx import sheets
from bot.documents.xlsx.report_reader import read_report
from handlers.papers.tables import DossierItem
from handlers.rules.contributions import check_rows
from tests.documents import books, examples

OFFICE, READER = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = pytest.mark.skipif(
    (OFFICE is None or READER is None) and "CI" not in os.environ, reason="LibreOffice and poppler are not installed"
)
ROWS = [
    examples.concerns(1)[0].model_copy(update={"text": text, "code": f"GM-{n:04d}"})
    for n, text in enumerate([*examples.HOSTILE, examples.LONG_NAME], 1)
] + examples.concerns(150)


def wrong() -> bytes:
    rows = read_report(books.saved(books.filled(books.ROW, (2, "báo", "x", *books.ROW[3:]))))
    return books.sent_back(rows, check_rows(rows, books.CHOICES, books.TODAY).problems)


WORKBOOKS: dict[str, Callable[[Path], object]] = {
    "tong-hop": lambda path: sheets.write_summary(path, examples.HEADING, ROWS, examples.counts(ROWS)),
    "theo-doi": lambda path: sheets.write_follow_up(path, examples.HEADING, examples.follow_up()),
    "cac-moc": lambda path: sheets.write_timeline(path, examples.HEADING, examples.milestones(40)),
    "muc-luc": lambda path: sheets.write_index(
        path, examples.HEADING, [(DossierItem(name="Biên bản", extension="docx"), "01-bien-ban.docx")]
    ),
    "mau": lambda path: path.write_bytes(books.template()),
    "can-sua": lambda path: path.write_bytes(wrong()),
}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The words of each workbook as it is printed, page by page."""
    folder = tmp_path_factory.mktemp("printed")
    for name, write in WORKBOOKS.items():
        write(folder / f"{name}.xlsx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = [str(folder / f"{name}.xlsx") for name in WORKBOOKS]
    command = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {
        name: subprocess.run(
            [str(READER), "-layout", str(folder / f"{name}.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
        for name in WORKBOOKS
    }


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_opens_and_its_pages_are_numbered(name: str, printed: dict[str, str]) -> None:
    pages = printed[name].split("\f")[:-1]
    assert pages
    assert f"Trang 1/{len(pages)}" in pages[0]
    assert f"Trang {len(pages)}/{len(pages)}" in pages[-1]


def test_the_header_of_a_long_table_stands_on_each_of_its_pages(printed: dict[str, str]) -> None:
    pages = [page for page in printed["tong-hop"].split("\f") if "GM-" in page]
    assert len(pages) > 5
    assert all("Mã số" in page and "Lĩnh vực" in page for page in pages)


def test_what_looks_like_a_formula_is_printed_as_it_was_written(printed: dict[str, str]) -> None:
    words = squeezed(printed["tong-hop"])
    assert [text for text in examples.HOSTILE if squeezed(text) not in words] == []
    assert squeezed(examples.LONG_NAME)[:60] in words
    assert "Err:" not in words
    assert "#NAME?" not in words


def test_sums_and_their_chart_are_printed(printed: dict[str, str]) -> None:
    words = squeezed(printed["theo-doi"])
    assert "Cộng41" in words
    assert "Tiếnđộtheocơquan" in words
    assert "Quáhạn" in words


def test_the_sheet_that_comes_back_prints_what_is_wrong(printed: dict[str, str]) -> None:
    words = squeezed(printed["can-sua"])
    assert "Nguồn«báo»khôngcótrongmẫu" in words
    assert "Ngày«x»chưađúng" in words
