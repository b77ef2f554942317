"""Summaries take the head of the text and add nothing."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.summary import ELLIPSIS, summarise


def test_a_short_text_is_its_own_summary() -> None:
    assert summarise("Đường xóm 3 hỏng.") == "Đường xóm 3 hỏng."


def test_whole_sentences_are_kept_where_they_fill_the_line() -> None:
    first = "Mương thoát nước xóm 3 bị lấp đã hai tháng nay, mưa xuống là ngập vào tận nhà."
    assert summarise(first + " Bà con đã gọi nhiều lần mà không thấy ai xuống.", limit=100) == first


def test_a_long_sentence_is_cut_between_words() -> None:
    text = "đường " * 100
    summary = summarise(text, limit=50)
    assert len(summary) <= 50
    assert summary.endswith("đường" + ELLIPSIS)


def test_a_greeting_is_left_out() -> None:
    assert summarise("Kính gửi UBND xã, cầu treo bản Nà Ngoa bị đứt cáp.") == "cầu treo bản Nà Ngoa bị đứt cáp."


@given(st.text(max_size=600), st.integers(min_value=2, max_value=200))
def test_every_character_comes_from_the_text_and_fits_the_limit(text: str, limit: int) -> None:
    summary = summarise(text, limit)
    assert len(summary) <= limit
    assert set(summary) <= set(text) | {ELLIPSIS, " "}
