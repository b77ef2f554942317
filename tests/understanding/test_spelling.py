"""Chat spelling: what was meant comes back, and what is not Vietnamese is left alone."""

import pytest

from handlers.understanding.normalise import accent_key
from handlers.understanding.spelling import repair

CASES = (
    ("hok", "không"),
    ("dc", "được"),
    ("ubnd", "ủy ban nhân dân"),
    ("dduwowngf", "đường"),
    ("d9uo7ng2", "đường"),
    ("nuwowcs", "nước"),
    ("nu7o7c1", "nước"),
    ("quáááá", "quá"),
    ("lắmmm", "lắm"),
    ("xom3", "xom 3"),
)


@pytest.mark.parametrize(("typed", "meant"), CASES)
def test_chat_spelling_is_read_as_what_was_meant(typed: str, meant: str) -> None:
    assert accent_key(" ".join(repair(typed, marked=False))) == accent_key(meant)


@pytest.mark.parametrize("word", ["đường", "Facebook", "street", "xoong", "Krông", "300k", "ប្រទេស", "b" * 5_000])
def test_other_words_are_left_alone(word: str) -> None:
    assert repair(word, marked=True) == (word,)
