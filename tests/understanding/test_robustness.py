"""Bad input: any text gets a sane answer, in time that grows with its length and no faster."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.understanding.duplicates import fingerprint, likeness
from handlers.understanding.kinds import KINDS
from handlers.understanding.lexicon import TOPICS
from handlers.understanding.tags import tag

LONG = {
    "sentences": "đường hỏng, đề nghị sửa. ",
    "letters": "a",
    "marked letters": "ấ",
    "emoji": "😀",
    "khmer": "សូមជួយជួសជុលផ្លូវ ",
    "accusations": "chủ tịch xã ăn chặn ",
    "numbers": "3 ",
    "loose marks": "a\u0301",
    "punctuation": ".,?! ",
    "english": "please repair the road ",
}


@pytest.mark.parametrize("name", LONG)
def test_ten_times_the_text_takes_about_ten_times_the_time(name: str) -> None:
    short, long = (LONG[name] * (size // len(LONG[name])) for size in (10_000, 100_000))
    tag(short)
    assert _seconds(long + ".") < 40 * _seconds(short + ".") + 0.05


def _seconds(text: str) -> float:
    start = time.process_time()
    tag(text)
    return time.process_time() - start


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_known_topics_and_a_known_kind(text: str) -> None:
    tags = tag(text)
    assert all(suggestion.topic in TOPICS and 0 <= suggestion.score <= 1 for suggestion in tags.topics)
    assert tags.kind.kind in KINDS
    assert 0 <= tags.kind.score <= 1


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(fingerprint(one), fingerprint(other)) == likeness(fingerprint(other), fingerprint(one))


@pytest.mark.parametrize("text", ["😀" * 50, "a" * 10_000, "សូមជួយជួសជុលផ្លូវ", "Bonjour, quelqu'un peut m'aider"])
def test_no_topic_is_suggested_for_what_cannot_be_read(text: str) -> None:
    assert tag(text).topics == ()


def test_a_denunciation_disguised_as_a_question_is_still_suspected() -> None:
    assert tag("Cho hỏi kế toán xã bớt xén tiền hộ nghèo thì phải làm sao ạ?").kind.kind == "denunciation"


def test_an_advertisement_full_of_topic_words_is_off_topic() -> None:
    text = "Bên em nhận làm sổ đỏ, tách thửa, xin phép xây dựng trọn gói giá rẻ, lh zalo 0912 345 678"
    assert tag(text).kind.kind == "offtopic"
