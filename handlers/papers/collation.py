"""Vietnamese order: a < ă < â < … < y, then the tones; people by given name. Pure.

Letters decide first, syllable by syllable; of two equal syllables the tone decides, in the dictionary's order
(ngang, huyền, hỏi, ngã, sắc, nặng), and then small before capital. f, j, w, z stand at their Latin places.
"""

import unicodedata

_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_BEYOND = 1000
"""Other letters come after the Vietnamese ones, digits and signs before them, each by code point."""

Key = tuple[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]], ...]


def vietnamese_key(text: str) -> Key:
    """Sort key of any text, the same for NFC and NFD."""
    return tuple(_syllable(word) for word in unicodedata.normalize("NFD", text).split())


def name_key(name: str) -> tuple[Key, Key, str]:
    """Sort key of a person: the given name (the last word), then the rest from the family name on."""
    words = unicodedata.normalize("NFC", name).split()
    return vietnamese_key(" ".join(words[-1:])), vietnamese_key(" ".join(words[:-1])), " ".join(words)


def _syllable(word: str) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    cases: list[int] = []
    for cluster in _clusters(word):
        base = unicodedata.normalize("NFC", "".join(mark for mark in cluster if mark not in _TONES))
        letters.append(_place(base.casefold()))
        tones.append(max((_TONES[mark] for mark in cluster if mark in _TONES), default=0))
        cases.append(int(base != base.casefold()))
    return tuple(letters), tuple(tones), tuple(cases)


def _clusters(word: str) -> list[str]:
    clusters: list[str] = []
    for letter in word:
        if clusters and unicodedata.combining(letter):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _place(letter: str) -> int:
    if letter in _LETTERS:
        return _BEYOND + _LETTERS[letter]
    point = ord(letter[0]) if letter else 0
    return point if point < ord("a") else _BEYOND * 2 + point
