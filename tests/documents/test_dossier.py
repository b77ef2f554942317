"""The dossier: everything in it, plain names, an index in Vietnamese, the same bytes again, all or nothing."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.dossier import file_name, index_text, write_dossier
from handlers.papers.tables import DossierItem
from tests.documents import examples

PLAN = DossierItem(number="21-KH/ĐU", name="Kế hoạch đối thoại", day=date(2026, 11, 21), pages=6, extension="pdf")
MINUTES = DossierItem(name="Biên bản hội nghị đối thoại với Nhân dân", day=date(2026, 12, 15), extension="docx")
PAPERS = [(PLAN, b"%PDF-1.7 ..."), (MINUTES, b"PK..."), (MINUTES, b"PK other")]


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = tmp_path / "ho-so.zip"
    write_dossier(path, examples.HEADING, PAPERS)
    return path


def test_every_paper_is_in_it_in_order_with_a_plain_name_and_its_own_bytes(dossier: Path) -> None:
    with ZipFile(dossier) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "01-ke-hoach-doi-thoai.pdf",
            "02-bien-ban-hoi-nghi-doi-thoai-voi-nhan-dan.docx",
            "03-bien-ban-hoi-nghi-doi-thoai-voi-nhan-dan.docx",
            "00-muc-luc.xlsx",
            "00-muc-luc.txt",
        ]
        assert [archive.read(name) for name in archive.namelist()[:3]] == [content for _, content in PAPERS]


def test_the_index_says_number_name_day_pages_and_file_and_leaves_unknown_pages_empty(dossier: Path) -> None:
    with ZipFile(dossier) as archive:
        sheet = openpyxl.load_workbook(BytesIO(archive.read("00-muc-luc.xlsx")))["Mục lục"]
        text = archive.read("00-muc-luc.txt").decode("utf-8-sig")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int)]
    assert rows[0][1] == "21-KH/ĐU"
    assert (rows[0][3], rows[0][4], rows[0][5]) == ("Kế hoạch đối thoại", 6, "01-ke-hoach-doi-thoai.pdf")
    assert rows[1][4] is None
    assert "1. Kế hoạch đối thoại, số 21-KH/ĐU, ngày 21/11/2026, 6 trang" in text
    assert "2. Biên bản hội nghị đối thoại với Nhân dân, ngày 15/12/2026\r\n   Tệp: 02-bien-ban" in text


def test_the_same_papers_give_the_same_bytes(dossier: Path, tmp_path: Path) -> None:
    write_dossier(tmp_path / "again.zip", examples.HEADING, PAPERS)
    assert (tmp_path / "again.zip").read_bytes() == dossier.read_bytes()


def test_a_paper_that_cannot_be_made_leaves_the_earlier_dossier_and_nothing_half_made(dossier: Path) -> None:
    before = dossier.read_bytes()

    def papers() -> Iterator[tuple[DossierItem, bytes]]:
        yield PAPERS[0]
        raise ValueError("no template")

    with pytest.raises(ValueError, match="no template"):
        write_dossier(dossier, examples.HEADING, papers())
    assert dossier.read_bytes() == before
    assert list(dossier.parent.iterdir()) == [dossier]


def test_papers_are_asked_for_one_after_the_other(tmp_path: Path) -> None:
    alive: list[int] = []

    def papers() -> Iterator[tuple[DossierItem, bytes]]:
        for n in range(3):
            alive.append((tmp_path / ".big.zip.part").stat().st_size)
            yield PLAN.model_copy(update={"extension": "pdf"}), bytes([n]) * 1_000_000

    write_dossier(tmp_path / "big.zip", examples.HEADING, papers())
    assert alive[0] < alive[1] < alive[2]
    assert alive[2] > 1_000_000


def test_an_empty_dossier_still_has_its_index(tmp_path: Path) -> None:
    write_dossier(tmp_path / "none.zip", examples.HEADING, [])
    with ZipFile(tmp_path / "none.zip") as archive:
        assert archive.namelist() == ["00-muc-luc.xlsx", "00-muc-luc.txt"]


@given(st.text(max_size=300), st.text(max_size=20), st.integers(1, 500))
def test_no_name_leads_out_of_the_folder_or_needs_more_than_plain_letters(name: str, extension: str, n: int) -> None:
    found = file_name(n, DossierItem(name=name, extension=extension))
    assert re.fullmatch(r"[0-9]{2,3}-[a-z0-9-]{1,60}\.[a-z0-9]{1,5}", found)


@given(st.text(max_size=100))
def test_no_name_breaks_the_lines_of_the_index(name: str) -> None:
    text = index_text(examples.HEADING, [(DossierItem(name=name, extension="pdf"), "01-x.pdf")])
    assert len(text.split("\r\n")) == len(text.splitlines()) + 1
