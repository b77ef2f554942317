"""Numbers, days and abbreviations as they are read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.papers.spoken import read_aloud, read_number, syllables


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (1, "một"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi bốn"),
        (55, "năm mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (115, "một trăm mười lăm"),
        (2026, "hai nghìn không trăm hai mươi sáu"),
        (1_000_000, "một triệu"),
        (2_004_005, "hai triệu không trăm linh bốn nghìn không trăm linh năm"),
        (-3, "âm ba"),
    ],
)
def test_a_number_is_read_the_vietnamese_way(number: int, words: str) -> None:
    assert read_number(number) == words


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("8 giờ 30, ngày 13/9/2023", "tám giờ ba mươi, ngày mười ba tháng chín năm hai nghìn không trăm hai mươi ba"),
        ("trước 25/11", "trước ngày hai mươi lăm tháng mười một"),
        ("08:00", "tám giờ"),
        ("7h30", "bảy giờ ba mươi"),
        ("7h", "bảy giờ"),
        ("gọi 0200 000 123", "gọi không hai không không không không không một hai ba"),
        ("12,5% của 1.234 hộ", "mười hai phẩy năm phần trăm của một nghìn hai trăm ba mươi bốn hộ"),
        ("UBND và HĐND xã", "Ủy ban nhân dân và Hội đồng nhân dân xã"),
    ],
)
def test_figures_and_abbreviations_are_read_in_words(text: str, heard: str) -> None:
    assert read_aloud(text) == heard
    assert syllables(text) == len(heard.split())


def test_signs_are_not_heard_and_unknown_abbreviations_are_spelt() -> None:
    assert syllables("Kính thưa bà con: «xin mời» – xin cảm ơn.") == 9
    assert syllables("BHXH") == 4


@given(st.integers(0, 10**12 - 1))
def test_every_number_is_read_in_known_syllables(number: int) -> None:
    known = {"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "mốt", "lăm"}
    known |= {"linh", "trăm", "nghìn", "triệu", "tỷ"}
    assert set(read_number(number).split()) <= known


@given(st.text())
def test_one_more_word_is_one_more_syllable(text: str) -> None:
    assert syllables(f"{text} xin") == syllables(text) + 1
