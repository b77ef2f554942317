"""A text as its words: typed, repaired and keyed, with where a clause begins and where a name stands."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from handlers.understanding.normalise import LONGEST_SYLLABLE, accented, fold_syllable, has_accents
from handlers.understanding.spelling import repair

_TOKEN = re.compile(r"[^\W_]+|[.,;:!?()\n–]")
_SIGNS = frozenset(".,;:!?()\n–")
_STOPS = frozenset(".;:!?\n")
_PLACES = "xã phường huyện quận tỉnh trấn phố thôn ấp xóm bản buôn làng khóm sóc đường hẻm kiệt ngõ tổ khu"
_LANDMARKS = "sông suối cầu chợ hồ đập kênh rạch đèo núi thị cảng đảo vịnh ty"
_PEOPLE = "ông bà anh chị họ tri"
_NAME_HEADS = frozenset(f"{_PLACES} {_LANDMARKS} {_PEOPLE}".split())
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """Parallel lists over the words of one text; `names` and `clauses` hold indexes into them."""

    typed: list[str]
    accented: list[str]
    folded: list[str]
    marked: bool
    """Typed with tone marks, so that the accented keys may be trusted."""
    names: frozenset[int]
    """Words that belong to the name of a place or person and say nothing about the matter."""
    clauses: frozenset[int]
    """Words that begin a clause (after a comma or a stop)."""
    sentences: frozenset[int]
    """Words that begin a sentence (after a stop)."""
    asks: bool
    """A question mark stands somewhere."""

    @property
    def keys(self) -> list[str]:
        """The words' best keys: accented where the text carries marks, folded where it does not."""
        return self.accented if self.marked else self.folded


def read(text: str) -> Reading:
    """Read a text of any length and script once, left to right."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    tokens = _TOKEN.findall(composed)
    marked = has_accents([token for token in tokens if token not in _SIGNS])
    typed: list[str] = []
    full: list[str] = []
    bare: list[str] = []
    clauses, sentences = {0}, {0}
    for token in tokens:
        if token in _SIGNS:
            clauses.add(len(typed))
            if token in _STOPS:
                sentences.add(len(typed))
            continue
        short = token[:LONGEST_SYLLABLE]
        for key, folded in _keys(short, marked):
            typed.append(short)
            full.append(key)
            bare.append(folded)
    return Reading(
        typed=typed,
        accented=full,
        folded=bare,
        marked=marked,
        names=_names(typed, sentences) if marked else frozenset(),
        clauses=frozenset(clauses),
        sentences=frozenset(sentences),
        asks="?" in tokens,
    )


@lru_cache(maxsize=16_384)
def _keys(token: str, marked: bool) -> tuple[tuple[str, str], ...]:
    """Return the accented and the folded key of each word that a token stands for."""
    return tuple((accented(word), fold_syllable(word)) for word in repair(token, marked=marked))


def _names(typed: list[str], sentences: set[int]) -> frozenset[int]:
    """Find capitalised words that follow «xã», «đường», «ông» and the like, up to four in a row."""
    found: set[int] = set()
    left = 0
    for index, word in enumerate(typed):
        if index and index not in sentences and typed[index - 1].lower() in _NAME_HEADS:
            left = _LONGEST_NAME
        if left and index not in sentences and word[:1].isupper() and not (len(word) > 1 and word.isupper()):
            found.add(index)
            left -= 1
        else:
            left = 0
    return frozenset(found)
