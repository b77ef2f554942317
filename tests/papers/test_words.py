"""Days, moments, numbers and names as papers write them (domain of NĐ 30, Phụ lục I)."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.papers.families import Family, family_on
from handlers.papers.words import (
    REPLACED,
    bare_name,
    date_line,
    day_words,
    enumerated,
    listed,
    moment_words,
    number,
    one_line,
    percent,
    printable,
    spoken_moment,
    stopped,
)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2023, 8, 10), "ngày 10 tháng 8 năm 2023"),
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 1), "ngày 01 tháng 12 năm 2026"),
    ],
)
def test_a_day_below_ten_and_the_months_one_and_two_get_a_zero(day: date, words: str) -> None:
    assert day_words(day) == words


def test_a_moment_is_told_in_local_time_with_its_weekday() -> None:
    late = datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
    assert moment_words(late) == "01 giờ 30, thứ Bảy, ngày 28 tháng 11 năm 2026"
    assert spoken_moment(late) == "1 giờ 30, thứ Bảy, ngày 28 tháng 11"


def test_a_date_line_without_a_day_leaves_blanks_to_fill_in() -> None:
    assert date_line("Quảng Nghiệp", date(2023, 8, 10)) == "Quảng Nghiệp, ngày 10 tháng 8 năm 2023"
    assert date_line("Quảng Nghiệp", None, 2026) == "Quảng Nghiệp, ngày … tháng … năm 2026"
    assert date_line("Quảng Nghiệp", None) == "Quảng Nghiệp, ngày … tháng … năm …"


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (239, 250, "95,6%"),
        (1, 1, "100%"),
        (0, 5, "0%"),
        (0, 0, "0%"),
        (1, 3, "33,3%"),
        (2, 3, "66,7%"),
        (1, 8, "12,5%"),
    ],
)
def test_a_share_has_a_comma_and_one_decimal(part: int, whole: int, words: str) -> None:
    assert percent(part, whole) == words


def test_thousands_have_dots_and_lists_an_and() -> None:
    assert number(2251) == "2.251"
    assert [listed(things) for things in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A và B", "A, B và C"]
    assert enumerated(["một.", "hai;", "ba"]) == ["một;", "hai;", "ba."]
    assert [stopped(words) for words in ("xong", "xong.", "xong;", "")] == ["xong.", "xong.", "xong.", ""]


@pytest.mark.parametrize(
    ("given_name", "bare"),
    [
        ("Đồng chí Vũ Xuân Thủy", "Vũ Xuân Thủy"),
        ("đ/c ThS. Nguyễn Văn A", "Nguyễn Văn A"),
        ("PGS.TS. Trần B", "Trần B"),
        ("Bà  Trần Thị Thử", "Trần Thị Thử"),
        ("Bà Văn Ông", "Văn Ông"),
        ("Bành Thị C", "Bành Thị C"),
        ("Tsao Văn D", "Tsao Văn D"),
        ("", ""),
    ],
)
def test_a_signer_has_no_title_and_no_degree(given_name: str, bare: str) -> None:
    assert bare_name(given_name) == bare


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", f"a{REPLACED}b"),
        ("\x1b[31mđỏ", f"{REPLACED}[31mđỏ"),
        ("a\ud800b", f"a{REPLACED}b"),
        ("a\uffffb", f"a{REPLACED}b"),
        ("trước\u202e sau", f"trước{REPLACED} sau"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        (unicodedata.normalize("NFD", "Đường hỏng ở ấp Chợ"), "Đường hỏng ở ấp Chợ"),
        ("=cmd|'/C calc'!A0", "=cmd|'/C calc'!A0"),
    ],
)
def test_what_a_document_must_not_hold_is_replaced_by_a_visible_sign(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_any_text_becomes_printable_once_and_for_all(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    once.encode("utf-8")
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("document_family", "day", "family"),
    [
        ("state", date(2030, 1, 1), Family.STATE),
        ("party", date(2026, 5, 26), Family.PARTY_36),
        ("party", date(2026, 5, 27), Family.PARTY_05),
    ],
)
def test_a_party_paper_follows_the_guide_of_its_day(document_family: str, day: date, family: Family) -> None:
    assert family_on(document_family, day, date(2026, 5, 27)) is family
