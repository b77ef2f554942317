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


DISGUISED = (
    "Cho hỏi kế toán xã bớt xén tiền hộ nghèo thì phải làm sao ạ?",
    "Xin hỏi trưởng thôn thu tiền làm đường rồi bỏ túi riêng thì báo ai?",
    "cho hoi can bo dia chinh doi 20 trieu moi lam so do thi to cao o dau",
    "Hiệu trưởng ăn bớt tiền ăn của các cháu, như vậy có đúng không các anh?",
)


@pytest.mark.parametrize("text", DISGUISED)
def test_a_denunciation_disguised_as_a_question_is_still_suspected(text: str) -> None:
    assert tag(text).kind.kind == "denunciation"


ADVERTS = (
    "Bên em nhận làm sổ đỏ, tách thửa, xin phép xây dựng trọn gói giá rẻ, lh zalo 0912 345 678",
    "Bán đất nền cạnh trường học, bệnh viện, đường 8m, điện nước đầy đủ, sổ hồng riêng, liên hệ ngay 0909",
    "Cho vay vốn nông dân nuôi heo, trồng cà phê, không thế chấp, duyệt nhanh, inbox em nhé",
)


@pytest.mark.parametrize("text", ADVERTS)
def test_an_advertisement_full_of_topic_words_is_off_topic(text: str) -> None:
    assert tag(text).kind.kind == "offtopic"


@pytest.mark.parametrize("name", LONG)
def test_a_hundred_thousand_characters_are_judged_within_a_second(name: str) -> None:
    assert _seconds(LONG[name] * (100_000 // len(LONG[name]))) < 1.0


PIECES = (
    "đường hỏng",
    "tố cáo",
    "chủ tịch xã",
    "xin",
    "?",
    ".",
    ",",
    "😀",
    "សួស្តី",
    "road",
    "\u0301",
    "a" * 300,
    "\n",
    "0912",
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " ", "\t", "\u200b"]))
def test_any_mixture_of_scripts_signs_and_repetition_is_judged(pieces: list[str], between: str) -> None:
    tags = tag(between.join(pieces))
    scores = [suggestion.score for suggestion in tags.topics]
    assert scores == sorted(scores, reverse=True)
    assert len({suggestion.topic for suggestion in tags.topics}) == len(scores) <= 5
    assert tags.kind.kind in KINDS


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=200))
def test_a_text_is_judged_the_same_every_time(text: str) -> None:
    assert tag.__wrapped__(text) == tag.__wrapped__(text)
