"""How papers are numbered (NĐ 30, Phụ lục I and III; HD 36 and HD 05)."""

from datetime import date

import pytest

from handlers.papers.families import Family
from handlers.papers.numbers import ABBREVIATIONS, PaperType, number_line, sequence


@pytest.mark.parametrize(
    ("family", "number", "abbreviation", "mark", "line"),
    [
        (Family.STATE, 6, "KH", "HĐND", "Số: 06/KH-HĐND"),
        (Family.STATE, 12, "GM", "UBND", "Số: 12/GM-UBND"),
        (Family.STATE, 123, "BC", "UBND", "Số: 123/BC-UBND"),
        (Family.STATE, None, "TB", "UBND", "Số: …/TB-UBND"),
        (Family.PARTY_36, 21, "KH", "ĐU", "Số 21-KH/ĐU"),
        (Family.PARTY_05, 6, "TB", "ĐU", "Số 06-TB/ĐU"),
        (Family.PARTY_05, None, "TB", "ĐU", "Số …-TB/ĐU"),
    ],
)
def test_a_number_is_written_as_its_family_writes_it(
    family: Family, number: int | None, abbreviation: str, mark: str, line: str
) -> None:
    assert number_line(family, number, abbreviation, mark) == line


@pytest.mark.parametrize("number", [0, -1])
def test_there_is_no_number_below_one(number: int) -> None:
    with pytest.raises(ValueError, match="begins with 1"):
        number_line(Family.STATE, number, "KH", "UBND")


def test_state_numbers_begin_again_each_year_and_party_numbers_each_term() -> None:
    december, january = date(2026, 12, 31), date(2027, 1, 1)
    assert sequence(Family.STATE, "TB", december, "") == "state/TB/2026"
    assert sequence(Family.STATE, "TB", january, "") == "state/TB/2027"
    assert sequence(Family.PARTY_36, "TB", december, "2025-2030") == "party/TB/2025-2030"
    assert sequence(Family.PARTY_05, "TB", january, "2025-2030") == "party/TB/2025-2030"


def test_a_party_paper_without_a_term_is_refused() -> None:
    with pytest.raises(ValueError, match="nhiệm kỳ"):
        sequence(Family.PARTY_05, "TB", date(2026, 1, 1), " ")


def test_a_notice_and_a_conclusion_share_a_sequence_and_each_type_has_an_abbreviation() -> None:
    assert ABBREVIATIONS[PaperType.NOTICE] == ABBREVIATIONS[PaperType.CONCLUSION] == "TB"
    assert set(ABBREVIATIONS) == set(PaperType)
