"""Bad input: any text gets a sane answer, with work that grows with its length and no faster.

Work is counted in steps of the interpreter, which are the same on any machine. What a regular expression does inside is
not among them: `python -m benchmarks.understanding` measures the same shapes in processor time.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.growth import SHAPES, of_length
from handlers.understanding.duplicates import fingerprint, likeness
from handlers.understanding.kinds import KINDS
from handlers.understanding.lexicon import TOPICS
from handlers.understanding.tags import tag
from tests.understanding.steps import steps


@pytest.mark.parametrize("name", SHAPES)
def test_ten_times_the_text_takes_about_ten_times_the_steps(name: str) -> None:
    short, long = of_length(name, 2_000), of_length(name, 20_000)
    tag(short)  # what is read once from files is not counted
    assert steps(tag.__wrapped__, long) < 12 * steps(tag.__wrapped__, short)


@pytest.mark.parametrize("name", SHAPES)
def test_a_text_of_a_hundred_thousand_characters_is_judged(name: str) -> None:
    assert tag(of_length(name, 100_000)).kind.kind in KINDS


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
