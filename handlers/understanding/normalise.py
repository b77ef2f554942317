"""Letters: one spelling for every way the same Vietnamese syllable can be typed.

Two keys are used everywhere in this package. `fold` is accent-blind («đường», «DUONG» and «duong» become
«duong»); `accented` keeps the marks but makes their form one («hoà» = «hòa», NFC = NFD, upper = lower case).
The text itself is never changed: callers keep the original and compare keys.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST_SYLLABLE = 32
"""A written Vietnamese syllable has at most 7 letters; a longer word than this is cut at once."""

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f]+")
_D_STROKE = str.maketrans("đĐ", "dd")
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_TONE_MARK = re.compile(f"[{_TONES}]")


def fold(text: str) -> str:
    """Return the text in lower case without any mark and with đ as d; spaces and punctuation stay."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", bare).translate(_D_STROKE)


@lru_cache(maxsize=16_384)
def accented(syllable: str) -> str:
    """Return one key for a syllable with its marks, wherever the tone mark was put."""
    if syllable.isascii():
        return syllable.lower()
    letters = unicodedata.normalize("NFD", syllable.lower())
    tone = _TONE_MARK.search(letters)
    if tone is None:
        return unicodedata.normalize("NFC", letters)
    return unicodedata.normalize("NFC", _TONE_MARK.sub("", letters)) + tone.group()


@lru_cache(maxsize=16_384)
def fold_syllable(syllable: str) -> str:
    """Return `fold` of one short syllable, remembered."""
    return fold(syllable)


def words(text: str) -> list[str]:
    """Return the words as typed (NFC, letters and digits only), each cut at `LONGEST_SYLLABLE`."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return [word[:LONGEST_SYLLABLE] for word in _WORD.findall(composed)]


def syllables(text: str) -> tuple[str, ...]:
    """Return the folded syllables of a text in order, for accent-blind comparison and search."""
    return tuple(fold_syllable(word) for word in words(text))


def accent_key(phrase: str) -> str:
    """Return the accented keys of a phrase's words, joined by one space."""
    return " ".join(accented(word) for word in words(phrase))


def has_accents(text_words: list[str]) -> bool:
    """Return whether a text was typed with marks: one word in six is enough."""
    marked = sum(1 for word in text_words if not word.isascii())
    return marked * 6 >= len(text_words) and marked > 0
