"""Normalising: what is typed differently and means the same gets the same key."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from handlers.understanding.normalise import accent_key, fold, has_accents, syllables, words


def test_folding_is_blind_to_case_marks_and_the_stroke_of_d() -> None:
    assert fold("ĐƯỜNG Hòa Bình, uỷ ban") == "duong hoa binh, uy ban"


def test_composed_and_decomposed_text_fold_alike() -> None:
    text = "Ủy ban nhân dân phường Đống Đa"
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_old_and_new_tone_placement_have_one_accented_key() -> None:
    assert accent_key("hoà uỷ thuý") == accent_key("hòa ủy thúy")


def test_accented_keys_keep_different_words_apart() -> None:
    assert len({accent_key(word) for word in ("cầu", "câu", "cau", "cấu", "cậu")}) == 5


def test_syllables_are_the_folded_words_without_punctuation() -> None:
    assert syllables("Đường, xóm 3: «lún»!") == ("duong", "xom", "3", "lun")


def test_a_word_of_ten_thousand_letters_is_cut() -> None:
    assert len(words("á" * 10_000)[0]) < 100


def test_a_text_without_marks_is_recognised() -> None:
    assert not has_accents(words("muong thoat nuoc xom 3 bi lap ca thang nay"))
    assert has_accents(words("mương thoát nước xóm 3 bị lấp"))


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
