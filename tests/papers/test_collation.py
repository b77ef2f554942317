"""Vietnamese order, of words and of people."""

import random
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.papers.collation import name_key, vietnamese_key

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("a", "à", "ả", "ã", "á", "ạ")
LETTERS = st.sampled_from([tone for base in ALPHABET for tone in (base, base.upper())] + list("àảãáạằẩẽếịợữỳĂẤĐ"))
WORDS = st.text(LETTERS, min_size=1, max_size=6)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


def mixed(things: Sequence[str]) -> list[str]:
    """The things in another order, always the same."""
    return random.Random(7).sample(things, len(things))


def test_letters_come_in_the_order_of_the_alphabet() -> None:
    assert "".join(sorted(mixed(ALPHABET), key=vietnamese_key)) == ALPHABET


def test_tones_come_in_the_order_of_the_dictionary() -> None:
    assert tuple(sorted(mixed(TONES), key=vietnamese_key)) == TONES


def test_a_letter_weighs_more_than_a_tone_and_a_shorter_word_comes_first() -> None:
    words = ["ba", "bà", "bá", "bạ", "bác", "băn", "bân", "ca", "da", "đa", "đà"]
    assert sorted(mixed(words), key=vietnamese_key) == words


def test_people_stand_by_given_name_then_family_name_then_middle_name() -> None:
    names = [
        "Lê Văn An",
        "Nguyễn An",
        "Nguyễn Thị An",
        "Nguyễn Văn An",
        "Phạm Ngọc Ánh",
        "Trần Ánh",
        "Lê Ăn",
        "Nguyễn Văn Ân",
        "Hồ Dũng",
        "Lê Thị Đào",
        "Lê Đạt",
        "Y Moan",
    ]
    assert sorted(mixed(names), key=name_key) == names


@pytest.mark.parametrize("name", ["", " ", "A", "123", "Nguyễn Văn A1", "王小明", "H'Hen Niê"])
def test_any_name_has_a_place(name: str) -> None:
    assert sorted([name, "Lê An"], key=name_key)


@given(NAMES)
def test_composed_and_decomposed_names_have_one_place(name: str) -> None:
    assert name_key(name) == name_key(unicodedata.normalize("NFD", name))


@given(st.lists(NAMES), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_where_one_began(names: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(names, len(names))
    assert sorted(shuffled, key=name_key) == sorted(names, key=name_key)


@given(st.lists(WORDS, min_size=2))
def test_without_marks_the_order_is_that_of_plain_letters(words: list[str]) -> None:
    plain = ["".join(letter for letter in word.lower() if letter in "abcdeghiklmnopqrstuvxy") for word in words]
    assert sorted(plain, key=vietnamese_key) == sorted(plain)


@given(st.lists(NAMES, min_size=2, unique_by=name_key))
def test_different_names_are_never_level(names: list[str]) -> None:
    ordered = sorted(names, key=name_key)
    assert all(name_key(first) < name_key(second) for first, second in pairwise(ordered))
