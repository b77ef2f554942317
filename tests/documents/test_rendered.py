"""Every paper opened by LibreOffice: it has the pages it should, and the Vietnamese on them is whole."""

import subprocess
import unicodedata
from pathlib import Path

import pytest

from bot.documents.docx.draw import draw
from handlers.papers.families import Family
from tests.documents import office, samples
from tests.documents.reading import text_of
from tests.documents.test_bad_input import NASTY, with_words

PAGES = {
    "invitation": 3,
    "register": 1,
    "loudspeaker": 1,
    "slip": 1,
    "transfer": 1,
}
"""Papers whose length is certain; the others have as many as their words need."""
FAMILIES = (Family.STATE, Family.PARTY_05)


def files() -> dict[str, bytes]:
    made = {
        f"{family}-{kind}": draw(paper, family) for family in FAMILIES for kind, paper in samples.papers(family).items()
    }
    made["draft"] = draw(samples.report(Family.STATE, draft=True), Family.STATE)
    made["blank"] = draw(samples.slip(Family.STATE, filled=False), Family.STATE)
    made["many"] = draw(samples.report(Family.STATE, count=500), Family.STATE)
    made["nasty"] = draw(with_words(samples.report(Family.STATE), NASTY["a name of 300 letters"]), Family.STATE)
    return made


@pytest.fixture(scope="module")
def drawn() -> dict[str, bytes]:
    return files()


@pytest.fixture(scope="module")
def pdfs(drawn: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return office.converted(drawn, tmp_path_factory.mktemp("papers"))


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _may_be_cut(word: str) -> bool:
    """Whether a line may end inside the word, so that in a table another cell's words come between."""
    return any(sign in word for sign in "-/")


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", samples.papers(Family.STATE))
def test_every_word_of_a_paper_is_on_its_pages(
    kind: str, family: Family, drawn: dict[str, bytes], pdfs: dict[str, Path]
) -> None:
    name = f"{family}-{kind}"
    # Blanks are left out: where a letter comes from a substitute font, pdftotext sees one too many or too few.
    shown = squeezed("".join(office.pages(pdfs[name])))
    missing = {word for word in text_of(drawn[name]).split() if word not in shown and not _may_be_cut(word)}
    assert not missing


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(("kind", "count"), PAGES.items())
def test_short_papers_have_the_pages_they_should(kind: str, count: int, family: Family, pdfs: dict[str, Path]) -> None:
    assert len(office.pages(pdfs[f"{family}-{kind}"])) == count


def test_a_blank_slip_fits_on_one_page(pdfs: dict[str, Path]) -> None:
    assert len(office.pages(pdfs["blank"])) == 1


def test_the_second_page_carries_its_number_and_the_first_none(pdfs: dict[str, Path]) -> None:
    first, second, *_ = office.pages(pdfs["state-report"])
    assert second.strip().startswith("2")
    assert first.strip().startswith(("ỦY BAN", "CỘNG HÒA"))


def test_a_draft_is_marked_on_every_page(pdfs: dict[str, Path]) -> None:
    pages = office.pages(pdfs["draft"])
    assert len(pages) > 2
    assert all("DỰ THẢO" in page for page in pages)


def test_the_head_of_a_long_table_is_on_every_page_it_reaches(pdfs: dict[str, Path]) -> None:
    pages = office.pages(pdfs["many"])
    heads = [page for page in pages if "Lĩnh vực" in page and "Ghi chú" in page]
    rows = [page for page in pages if "PL-0499" in page or "PL-0250" in page]
    assert len(heads) > 50
    assert all(page in heads for page in rows)


def test_the_signature_is_never_alone_on_a_page(pdfs: dict[str, Path]) -> None:
    for name, pdf in pdfs.items():
        for page in office.pages(pdf):
            if "Trần Thị Thử" in page and "Nơi nhận" in page:
                assert len(squeezed(page.partition("Nơi nhận")[0])) > 40, name


def test_no_word_stands_outside_the_paper(pdfs: dict[str, Path], tmp_path: Path) -> None:
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(pdfs["nasty"]), "-"], check=True, capture_output=True, text=True
    ).stdout
    widest = 297 / 25.4 * 72
    edges = [float(line.split('xMax="')[1].split('"')[0]) for line in boxes.splitlines() if "<word" in line]
    assert edges
    assert max(edges) <= widest


def test_a_page_can_be_looked_at(pdfs: dict[str, Path]) -> None:
    assert office.picture(pdfs["state-notice"], 1).startswith(b"\x89PNG")
