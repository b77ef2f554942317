"""Whatever people type, a paper is drawn, opens again, and shows it."""

import unicodedata
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.documents.docx.draw import DRAWERS, draw
from handlers.papers.before import Guest, Invitation, Notice
from handlers.papers.content import Part
from handlers.papers.families import Family
from handlers.papers.report import Chart, CollectedReport
from handlers.papers.words import REPLACED, one_line
from tests.documents import samples
from tests.documents.reading import opened, text_of

NASTY = {
    "a name of 300 letters": "Nguyễn " + "N" * 293,
    "300 letters in words": "Nguyễn Thị " * 27,
    "a formula": "=cmd|'/C calc'!A0",
    "control characters": "trước\x00\x07\x1bsau",
    "NFD": unicodedata.normalize("NFD", "Đường hỏng ở ấp Chợ"),
    "markup": "<w:p>&amp;]]></w:p>",
    "a template's marks": "{{ issuer }} {% for %}",
    "a reversed direction": "trước\u202esau",
    "half a pair": "a\ud83db",
    "only blanks": "   ",
}


def with_words(part: Any, words: str) -> Any:
    """A content in which every free text is `words`: codes, enums and empty texts stay."""
    if isinstance(part, Part):
        changed = {name: with_words(value, words) for name, value in part}
        return type(part).model_validate({**changed, **_kept(part)})
    if isinstance(part, tuple):
        return tuple(with_words(one, words) for one in part)
    return words if type(part) is str and part else part


def _kept(part: Part) -> dict[str, Any]:
    fixed = {"code", "codes", "ending", "purpose", "authority", "representing", "state"}
    free = {"authority"} if type(part).__name__ == "AuthorityPart" else set()
    free |= {"state"} if type(part).__name__ == "Outstanding" else set()
    return {name: value for name, value in part if name in fixed - free}


@pytest.mark.parametrize("family", [Family.STATE, Family.PARTY_05])
@pytest.mark.parametrize("words", [pytest.param(words, id=label) for label, words in NASTY.items() if words.strip()])
@pytest.mark.parametrize("kind", [kind for kind in samples.papers(Family.STATE) if kind != "loudspeaker"])
def test_any_words_in_every_field_of_a_paper_are_drawn_and_shown(kind: str, words: str, family: Family) -> None:
    data = draw(with_words(samples.papers(family)[kind], words), family)
    shown = one_line(text_of(data))
    assert one_line(words).upper() in shown.upper()
    _well_formed(data)


def test_a_title_of_blanks_alone_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 character"):
        Guest(name="   ")


def test_what_was_replaced_stays_visible() -> None:
    assert f"trước{REPLACED}{REPLACED}{REPLACED}sau" in text_of(
        draw(with_words(samples.transfer(Family.STATE), NASTY["control characters"]), Family.STATE)
    )


def test_composed_and_decomposed_words_give_the_same_file() -> None:
    composed = samples.notice(Family.STATE)
    decomposed = Notice.model_validate_json(unicodedata.normalize("NFD", composed.model_dump_json()))
    assert draw(decomposed, Family.STATE) == draw(composed, Family.STATE)


def test_five_hundred_rows_are_all_there_each_with_its_code() -> None:
    data = draw(samples.report(Family.STATE, count=500), Family.STATE)
    text = text_of(data)
    assert all(f"PL-{number:04d}: " in text for number in range(1, 501))
    assert text.index("PL-0499: ") < text.index("PL-0500: ")


def test_three_hundred_guests_get_a_page_each_in_vietnamese_order() -> None:
    guests = tuple(Guest(name=f"Nguyễn Văn {name}") for name in ("Đào", "Dũng", "Ân", "Ăn", "An") for _ in range(60))
    invitation = Invitation.model_validate({**dict(samples.invitation(Family.STATE)), "guests": guests})
    data = draw(invitation, Family.STATE)
    assert len(opened(data).sections) == 300
    lines = [line for line in text_of(data).split("\n") if "trân trọng kính mời" in line]
    assert [line.rpartition(" ")[2] for line in lines[::60]] == ["An", "Ăn", "Ân", "Dũng", "Đào"]


def test_a_picture_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="PNG"):
        Chart(png=b"GIF89a....", caption="Hình 1")
    broken = Chart(png=b"\x89PNG\r\n\x1a\n", caption="Hình 1")
    report = CollectedReport.model_validate({**dict(samples.report(Family.STATE)), "charts": (broken,)})
    with pytest.raises(ValueError, match="picture"):
        draw(report, Family.STATE)


def test_every_kind_of_paper_has_a_drawer_and_a_sample() -> None:
    assert {type(paper) for paper in samples.papers(Family.STATE).values()} == set(DRAWERS)


@settings(max_examples=40)
@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_makes_a_file_that_opens(content: str, reason: str) -> None:
    slip = samples.transfer(Family.STATE)
    changed = type(slip).model_validate({**dict(slip), "content": content, "reason": reason})
    _well_formed(draw(changed, Family.STATE))


def _well_formed(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
