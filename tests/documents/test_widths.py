"""The widths that lines are measured with are those of the font that stands for Times New Roman."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font, LoadFlags

from bot.documents.docx.widths import balanced, heading_lines, name_lines, text_width, wrapped

WORDS = st.lists(st.text("abcđêơưĂÔỶ.,", min_size=1, max_size=12), min_size=1, max_size=20).map(" ".join)


def measured(text: str, *, bold: bool) -> float:
    """Width in points at 100 points, from the font file itself."""
    path = findfont(
        FontProperties(family="Liberation Serif", weight="bold" if bold else "regular"), fallback_to_default=False
    )
    font = FT2Font(path)
    font.set_size(100, 72)
    return sum(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance / 65536 for letter in text)


@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_is_as_wide_as_in_liberation_serif(bold: bool) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZđĐ0123456789 .,/-():;*«»–…"
    wrong = {
        letter: text_width(letter, 100, bold=bold) - measured(letter, bold=bold)
        for letter in letters
        if abs(text_width(letter, 100, bold=bold) - measured(letter, bold=bold)) > 0.1
    }
    assert not wrong


def test_marks_do_not_make_a_letter_wider() -> None:
    assert text_width("ỘẾỨẴ", 13, bold=True) == text_width("OEUA", 13, bold=True)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("ỦY BAN NHÂN DÂN XÃ PHƯỚC LỘC", ["ỦY BAN NHÂN DÂN", "XÃ PHƯỚC LỘC"]),
        ("HỘI ĐỒNG NHÂN DÂN XÃ QUẢNG NGHIỆP", ["HỘI ĐỒNG NHÂN DÂN", "XÃ QUẢNG NGHIỆP"]),
        ("ĐẢNG ỦY XÃ AN", ["ĐẢNG ỦY XÃ AN"]),
    ],
)
def test_a_bodys_name_breaks_before_its_place(name: str, lines: list[str]) -> None:
    assert name_lines(name, 13, 65 / 25.4 * 72, bold=True) == lines


def test_a_heading_leaves_no_single_word_for_its_last_line() -> None:
    title = "Dự Hội nghị đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân năm 2026"
    first, second = heading_lines(title, 14, 165 / 25.4 * 72, bold=True)
    assert len(second.split()) > 4
    assert f"{first} {second}" == title


@given(WORDS, st.floats(20, 600))
def test_no_word_is_lost_and_no_line_too_long_unless_one_word_is(text: str, available: float) -> None:
    for lines in (
        wrapped(text, 14, available, bold=True),
        balanced(text, 14, available, bold=True),
        heading_lines(text, 14, available, bold=True),
    ):
        assert " ".join(lines) == text
        assert all(text_width(line, 14, bold=True) <= available + 1e-6 or len(line.split()) == 1 for line in lines)


@given(WORDS, st.floats(60, 600))
def test_balanced_lines_are_as_few_as_wrapped_ones(text: str, available: float) -> None:
    assert len(balanced(text, 14, available, bold=True)) == len(wrapped(text, 14, available, bold=True))
