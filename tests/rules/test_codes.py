"""Codes and names as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.rules.codes import code_of, split_code, whole_code
from handlers.rules.naming import named

AGENCIES = [("kinh-te", "Phòng Kinh tế"), ("van-hoa", "Phòng Văn hóa"), ("vp", "Văn phòng HĐND và UBND")]


@pytest.mark.parametrize("typed", ["GM-0042", "gm-0042", "gm42", "GM 0042", "gm – 42", "42", "0042", "#42", " GM.42 "])
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert whole_code(typed, "GM") == "GM-0042"


@pytest.mark.parametrize("typed", ["", "gm", "XX-42", "0", "GM-0000", "42hộ", "Đường hỏng 42", "123456789012", "٤٢x"])
def test_what_is_no_code_of_this_office_is_none(typed: str) -> None:
    assert split_code(typed, "GM")[0] is None


@pytest.mark.parametrize("line", ["gm42 Đã sửa.", "GM-0042: Đã sửa.", "42\nĐã sửa."])
def test_the_words_after_a_code_stay_as_they_are(line: str) -> None:
    assert split_code(line, "GM") == ("GM-0042", "Đã sửa.")


@given(st.integers(1, 999_999))
def test_a_code_is_read_back_as_it_was_written(number: int) -> None:
    assert whole_code(code_of("GM", number).lower(), "GM") == code_of("GM", number)


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("1", 0),
        ("kinh-te", 0),
        ("Phòng Kinh tế", 0),
        ("KINH TE", 0),
        ("phòng văn hoá", 1),
        ("3", 2),
        ("ubnd", 2),
        ("phòng", None),
        ("4", None),
        ("", None),
        ("giáo dục", None),
    ],
)
def test_a_thing_is_named_by_number_key_or_name_without_accents(typed: str, index: int | None) -> None:
    assert named(typed, AGENCIES) == index
