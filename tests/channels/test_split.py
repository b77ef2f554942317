"""A long text is cut where a reader would pause, and nothing of it is lost."""

import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.split import split_text

FAMILY = "👨‍👩‍👧‍👦"
PIECES = (
    "Đường làng",
    unicodedata.normalize("NFC", "ngập nặng từ hôm trước"),
    unicodedata.normalize("NFD", "Nhân dân kiến nghị ủy ban"),
    FAMILY,
    "👍🏽",
    "🇻🇳🇻🇳",
    "مرحبا بالعالم",
    "\u200fשלום\u202babc\u202c",
    "é",
    "\r\n",
    "\n\n",
    "\n",
    ". ",
    "! ",
    "? ",
    "; ",
    " ",
    "\u00a0",
    "\u200b",
    "́",
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join)
units = st.sampled_from(["codepoints", "utf16"])
limits = st.integers(min_value=2, max_value=60)


def length(text: str, unit: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 if unit == "utf16" else len(text)


def seen(text: str) -> str:
    """What of a text can be seen; by the standard library, where the code asks the regex library."""
    return "".join(c for c in text if unicodedata.category(c) not in {"Zs", "Zl", "Zp", "Cc", "Cf"} and c != "\u2800")


@given(text=texts, limit=limits, unit=units)
@example(text="a" + "́" * 30, limit=4, unit="utf16")
@example(text="a" + " " * 30 + "b", limit=4, unit="codepoints")
def test_no_part_is_over_the_limit_or_blank_and_nothing_that_is_seen_is_lost(text: str, limit: int, unit: str) -> None:
    parts = split_text(text, limit, unit)
    assert all(length(part, unit) <= limit for part in parts)
    assert all(seen(part) for part in parts)
    assert seen("".join(parts)) == seen(text)


@given(text=texts, limit=limits, unit=units)
def test_the_parts_joined_are_the_text_but_for_parts_that_would_be_blank(text: str, limit: int, unit: str) -> None:
    rest = text
    for part in split_text(text, limit, unit):
        dropped, found, rest = rest.partition(part)
        assert found
        assert not seen(dropped)
    assert not seen(rest)


@given(text=texts, limit=limits, unit=units)
def test_a_grapheme_is_torn_only_where_it_is_longer_than_the_limit(text: str, limit: int, unit: str) -> None:
    whole = regex.findall(r"\X", text)
    if all(length(grapheme, unit) <= limit for grapheme in whole):
        parts = split_text(text, limit, unit)
        assert [g for part in parts for g in regex.findall(r"\X", part) if seen(g)] == [g for g in whole if seen(g)]


@given(text=texts, unit=units)
def test_a_text_within_the_limit_stays_one_part(text: str, unit: str) -> None:
    assert split_text(text, max(1, length(text, unit)), unit) == ([text] if seen(text) else [])


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        pytest.param("Đoạn một.\n\nĐoạn hai. Hết.", 20, ["Đoạn một.\n\n", "Đoạn hai. Hết."], id="paragraph"),
        pytest.param("Dòng một.\nDòng hai. Hết nhé.", 20, ["Dòng một.\n", "Dòng hai. Hết nhé."], id="line"),
        pytest.param("Câu thứ nhất. Câu hai dài hơn", 20, ["Câu thứ nhất. ", "Câu hai dài hơn"], id="sentence"),
        pytest.param("Hỏng rồi! Sửa đi ông ơi", 15, ["Hỏng rồi! ", "Sửa đi ông ơi"], id="exclamation"),
        pytest.param("Bao giờ sửa? Xin trả lời", 16, ["Bao giờ sửa? ", "Xin trả lời"], id="question"),
        pytest.param("đường hỏng; cầu gãy rồi", 15, ["đường hỏng; ", "cầu gãy rồi"], id="semicolon"),
        pytest.param("Ông nói: «Được rồi.» Rồi thôi", 24, ["Ông nói: «Được rồi.» ", "Rồi thôi"], id="closing quote"),
        pytest.param("một hai ba bốn năm", 12, ["một hai ba ", "bốn năm"], id="word"),
        pytest.param("1.500.000 đồng", 10, ["1.500.000 ", "đồng"], id="number"),
        pytest.param("aaaa bbbb", 4, ["aaaa", "bbbb"], id="word as long as the limit"),
        pytest.param("aaaa\n\nbbbb", 4, ["aaaa", "bbbb"], id="paragraph as long as the limit"),
        pytest.param("10\u00a0000 đồng", 8, ["10\u00a0000 ", "đồng"], id="no-break space"),
        pytest.param("abcdefghij", 4, ["abcd", "efgh", "ij"], id="one long word"),
        pytest.param("A.\n\n" + "b" * 9 + " " + "c" * 9, 16, ["A.\n\n" + "b" * 9 + " ", "c" * 9], id="not half full"),
        pytest.param("  \n\t ", 3, [], id="nothing to see"),
        pytest.param("\u200b\u2800\u00ad", 2, [], id="invisible letters"),
        pytest.param("", 3, [], id="empty"),
    ],
)
def test_the_best_pause_is_taken(text: str, limit: int, parts: list[str]) -> None:
    assert split_text(text, limit, "codepoints") == parts


def test_units_are_those_of_the_platform() -> None:
    assert split_text("😀" * 4, 4, "codepoints") == ["😀" * 4]
    assert split_text("😀" * 4, 4, "utf16") == ["😀" * 2, "😀" * 2]
    assert split_text("a😀😀b", 4, "utf16") == ["a😀", "😀b"]


def test_an_emoji_of_many_parts_and_a_letter_with_its_marks_stay_whole() -> None:
    assert split_text(FAMILY * 3, 10, "codepoints") == [FAMILY] * 3
    nfd = unicodedata.normalize("NFD", "ệệệ")
    assert split_text(nfd, 4, "codepoints") == [nfd[:3], nfd[3:6], nfd[6:]]


def test_a_grapheme_longer_than_the_limit_is_cut_by_code_points() -> None:
    text = "a" + "̣" * 9
    assert split_text(text, 4, "codepoints") == [text[:4], text[4:8], text[8:]]
    assert split_text("😀", 1, "utf16") == ["😀"], "half a character cannot be sent"


def test_four_hundred_letters_without_a_space_are_cut_by_letters_and_not_by_bytes() -> None:
    assert [len(part) for part in split_text("ệ" * 400, 160, "codepoints")] == [160, 160, 80]


@pytest.mark.parametrize("limit", [10, 4096])
@pytest.mark.parametrize("unit", ["codepoints", "utf16"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Đường làng ngập nặng. " * 4546, id="sentences"),
        pytest.param("x" * 100_000, id="one word"),
        pytest.param("a" + "́" * 99_999, id="one grapheme"),
        pytest.param(FAMILY * 14_286, id="emoji"),
        pytest.param("a" + " " * 99_998 + "b", id="blanks"),
    ],
)
def test_a_hundred_thousand_characters_come_back(text: str, unit: str, limit: int) -> None:
    assert seen("".join(split_text(text, limit, unit))) == seen(text)


def test_a_limit_below_one_and_an_unknown_unit_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        split_text("a", 0, "codepoints")
    with pytest.raises(ValueError, match="bytes"):
        split_text("a", 5, "bytes")
