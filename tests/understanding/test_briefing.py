"""Summaries for the chair: nothing invented, nobody named, every code known, nothing protected."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.official.concerns.briefing_words import matter_line, session_text, topic_text
from handlers.texts import Texts
from handlers.understanding.briefing import (
    LONGEST_SENTENCE,
    ProtectedConcern,
    Voice,
    brief,
    central_sentence,
    is_clean,
    matters,
    sentences,
    summarise_session,
)

VI, EN = Texts("vi"), Texts("en")
TOPICS = {"utilities": "Điện, nước", "transport": "Giao thông"}


def voice(code: str, text: str, group: str = "", **more: object) -> Voice:
    values = {"topic": "utilities", "kind": "report", "place": "Xóm 3", **more}
    return Voice(code=code, text=text, group=group or code, **values)  # type: ignore[arg-type]


DITCH = [
    voice("GM-0001", "Kính gửi UBND xã. Mương thoát nước xóm 3 bị lấp, mưa là ngập. Ông Trần Văn B không chịu vét."),
    voice("GM-0004", "muong thoat nuoc xom 3 bi lap, goi 0912 345 678 cho toi", "GM-0001", joined=2),
    voice("GM-0007", "Mương xóm 3 lấp kín, nước tràn vào nhà.", "GM-0001", kind="petition"),
]
LAMP = voice("GM-0003", "Xin lắp đèn đường xóm 5.", topic="transport", kind="petition", place="Xóm 5")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_a_matter_is_told_by_the_sentence_that_most_agree_on() -> None:
    (matter,) = matters(DITCH)
    assert matter.sentence is not None
    assert matter.sentence.text == "Mương thoát nước xóm 3 bị lấp, mưa là ngập."
    assert matter.sentence.code == "GM-0001"


def test_a_matter_counts_who_joined_where_and_what_kind() -> None:
    (matter,) = matters(DITCH)
    assert matter.codes == ("GM-0001", "GM-0004", "GM-0007")
    assert matter.voices == 5
    assert matter.places == {"Xóm 3": 3}
    assert matter.kinds == {"report": 2, "petition": 1}


def test_neither_the_name_of_an_accused_nor_a_phone_number_is_shown() -> None:
    shown = session_text(summarise_session([*DITCH, LAMP]), TOPICS.__getitem__, VI)
    assert "Trần" not in shown
    assert "0912" not in shown
    assert "Kính gửi" not in shown


def test_a_matter_of_which_no_sentence_is_clean_is_told_by_its_codes() -> None:
    (matter,) = matters([voice("GM-0009", "Ông Trần Văn B lấy tiền.")])
    assert matter.sentence is None
    assert "GM-0009" in matter_line(matter, VI)


def test_the_clean_clauses_of_a_sentence_that_names_somebody_are_kept() -> None:
    assert sentences("Mương bị lấp hai tháng nay, ông Trần Văn B không cho vét") == [
        ("Mương bị lấp hai tháng nay", True)
    ]


def test_a_protected_concern_is_refused_and_not_named() -> None:
    with pytest.raises(ProtectedConcern) as error:
        summarise_session([*DITCH, voice("GM-0666", "x", protected=True)])
    assert "0666" not in str(error.value)
    with pytest.raises(ProtectedConcern):
        brief("utilities", [voice("GM-0666", "x", protected=True)])


def test_the_order_of_the_input_changes_nothing() -> None:
    assert summarise_session([LAMP, *reversed(DITCH)]) == summarise_session([*DITCH, LAMP])


def test_every_line_of_a_briefing_names_its_codes() -> None:
    text = topic_text(brief("utilities", [*DITCH, LAMP]), TOPICS.__getitem__, VI)
    assert text.splitlines() == [
        "Điện, nước: 3 ý kiến, 1 vấn đề, 5 lượt nêu.",
        "Loại ý kiến: phản ánh 2, kiến nghị 1.",
        "Địa bàn: Xóm 3 (3).",
        "- «Mương thoát nước xóm 3 bị lấp, mưa là ngập.» (trích GM-0001). 5 lượt nêu; Xóm 3 (3). "
        "Các ý kiến: GM-0001, GM-0004, GM-0007.",
    ]


def test_a_briefing_stays_half_a_page_and_still_names_every_code() -> None:
    many = [voice(f"GM-{number:04d}", f"Cống số {number} ở xóm 3 bị nghẹt.") for number in range(1, 21)]
    text = topic_text(brief("utilities", many), TOPICS.__getitem__, VI)
    assert len(text.splitlines()) == 3 + 8 + 1
    assert all(one.code in text for one in many)


def test_the_session_has_its_sums_a_line_for_each_topic_and_the_briefings_of_all() -> None:
    text = session_text(summarise_session([*DITCH, LAMP]), TOPICS.__getitem__, EN)
    head, ditch, lamp = text.split("\n\n")
    assert head.splitlines()[1:] == ["- Điện, nước: concerns 3, matters 1", "- Giao thông: concerns 1, matters 1"]
    assert ditch == topic_text(brief("utilities", DITCH), TOPICS.__getitem__, EN)
    assert lamp == topic_text(brief("transport", [LAMP]), TOPICS.__getitem__, EN)


def test_a_session_without_concerns_says_so() -> None:
    assert session_text(summarise_session([]), str, VI) == "Chưa có ý kiến nào để tổng hợp."


texts = st.text(alphabet=st.characters(codec="utf-8"), max_size=400) | st.lists(
    st.sampled_from([one.text for one in [*DITCH, LAMP]]), max_size=4
).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=8), st.integers(min_value=1, max_value=4))
def test_every_sentence_stands_in_a_text_and_every_code_is_known(listed: list[str], groups: int) -> None:
    voices = [voice(f"c{n}", text, f"c{n % groups}" if n >= groups else "") for n, text in enumerate(listed)]
    sources = {one.code: flat(one.text) for one in voices}
    for matter in matters(voices):
        assert set(matter.codes) <= set(sources)
        if matter.sentence:
            assert matter.sentence.code in matter.codes
            assert matter.sentence.text in sources[matter.sentence.code]
            assert len(matter.sentence.text) <= LONGEST_SENTENCE
            assert is_clean(matter.sentence.text)


@given(st.text(max_size=2_000))
def test_any_text_gives_clean_sentences_of_its_own(text: str) -> None:
    for sentence, _ in sentences(text):
        assert sentence in flat(text)
        assert is_clean(sentence)


@pytest.mark.parametrize("text", ["a" * 100_000, "😀" * 50_000, "đường hỏng, " * 10_000, ". " * 50_000, ""])
def test_bad_input_gives_a_sentence_or_none_at_once(text: str) -> None:
    found = central_sentence([("c", text)])
    assert found is None or found.text in flat(text)
