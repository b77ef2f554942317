"""Chat spelling back to words: teencode and abbreviations, Telex and VNI leftovers, repeated letters.

One word goes in, one or more come out. A word that is in no table and looks like Vietnamese is left alone; every
repair must end in a possible Vietnamese syllable, so that English words and names are not twisted.
"""

import re
import unicodedata

from handlers.understanding.teencode import ANYWHERE, UNMARKED

_NUMBERED = re.compile(r"(kp|xom|xóm|thon|thôn|ap|ấp|to|tổ|km|ql|tl|hem|hẻm|khom|khóm|ban|bản)(\d{1,4})")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:iêu|yêu|iê|yê|uyê|uyu|uya|uôi|ươi|ươu|oai|oao|oay|oeo|uây|ia|ua|ưa|uê|uô|ươ|uy|oa|oă|oe|uâ|ai|ao|au|ay|âu|ây|"
    r"eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|uu|uou|oo|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_REPEATED = re.compile(r"([^\W\d_])\1+")
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_TELEX_LETTERS = (("dd", "đ"), ("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("aw", "ă"), ("ow", "ơ"), ("uw", "ư"))
_VNI_LETTERS = (("d9", "đ"), ("a6", "â"), ("e6", "ê"), ("o6", "ô"), ("a8", "ă"), ("o7", "ơ"), ("u7", "ư"))
_VNI = re.compile(r"(?=.*[a-z])[a-z]+(?:[1-9][a-z]*){1,3}")


def repair(word: str, *, marked: bool) -> tuple[str, ...]:
    """Return the words that were meant; `marked` says whether the text carries tone marks."""
    lowered = word.lower()
    if numbered := _NUMBERED.fullmatch(lowered):
        return (*repair(numbered[1], marked=marked), numbered[2])
    known = ANYWHERE.get(lowered) or (None if marked else UNMARKED.get(lowered))
    if known:
        return tuple(known.split())
    if looks_vietnamese(lowered):
        return (word,)
    return (_typing_left_over(lowered) or _shortened(lowered) or word,)


def looks_vietnamese(word: str) -> bool:
    """Return whether a word in small letters can be one Vietnamese syllable, whatever its tone."""
    return bool(_SYLLABLE.fullmatch(_without_tone(word).replace("đ", "d")))


def _without_tone(word: str) -> str:
    if word.isascii():
        return word
    letters = re.sub("[\u0300\u0301\u0303\u0309\u0323]", "", unicodedata.normalize("NFD", word))
    return unicodedata.normalize("NFC", letters)


def _typing_left_over(word: str) -> str:
    """Read «dduwowngf» (Telex) and «d9uo7ng2» (VNI) as «đường»; return nothing where it is neither."""
    if not word.isascii() or len(word) > 12:
        return ""
    if _VNI.fullmatch(word):
        return _compose(word, _VNI_LETTERS, _VNI_TONES)
    return _compose(word, _TELEX_LETTERS, _TELEX_TONES) if word.isalpha() else ""


def _compose(word: str, letters: tuple[tuple[str, str], ...], tones: dict[str, str]) -> str:
    """Put letters and tone together; «uow» and «uo7» mean «ươ»."""
    tone = ""
    for position in range(len(word) - 1, 0, -1):
        if word[position] in tones:
            tone = tones[word[position]]
            word = word[:position] + word[position + 1 :]
            break
    word = word.replace("uow", "ươ").replace("uo7", "ươ")
    for typed, letter in letters:
        word = word.replace(typed, letter)
    word = word.replace("uơ", "ươ").replace("ưo", "ươ")
    if not looks_vietnamese(word):
        return ""
    vowel = max((index for index, letter in enumerate(word) if letter in "aăâeêioôơuưy"), default=0)
    return unicodedata.normalize("NFC", word[: vowel + 1] + tone + word[vowel + 1 :])


def _shortened(word: str) -> str:
    """Read «quáááá», «lắmmm» as «quá», «lắm»; return nothing where that makes no syllable."""
    once = _REPEATED.sub(r"\1", word)
    return once if once != word and looks_vietnamese(once) else ""
