"""Words as the search in published answers compares them: without tone marks, one way for writing and for asking."""

from handlers.understanding.normalise import accented, fold_syllable, syllables, words


def _keys(words_in_a_row: str) -> frozenset[str]:
    return frozenset(accented(word) for word in words_in_a_row.split())


EMPTY = _keys(
    "à ạ ai anh ba bà bao bên bị bởi các cái cần chị cho chưa có con của cứ da dạ đã đang để đến đi được em gì giờ hay "
    "hỏi khi không là làm lại lên lúc mà mấy mình mới một nào này nếu nên ngày như những ở ông phải ra rằng rồi sao sẽ "
    "thế thì thôi tôi tới trên trong từ và vào về vì việc với xin the how what when where who why is are do does can i "
    "my me we our you your to in on at of for and or an it"
)
"""Words that say nothing of the matter; they count only when a question has no others."""
_EMPTY_FOLDED = frozenset(fold_syllable(word) for word in EMPTY)


def folded(*texts: str) -> str:
    """What an answer's `public_folded` keeps of its public question and its text."""
    return " ".join(syllable for text in texts for syllable in syllables(text))


def asked(query: str) -> list[str]:
    """The folded syllables of a question that are worth looking for, each once, in order.

    «chợ» counts and «cho» does not; a question without any tone mark loses both.
    """
    typed = words(query)
    bare = all(word.isascii() for word in typed)
    telling = [word for word in typed if not _says_nothing(word, bare=bare)]
    return list(dict.fromkeys(fold_syllable(word) for word in telling or typed))


def _says_nothing(word: str, *, bare: bool) -> bool:
    return fold_syllable(word) in _EMPTY_FOLDED if bare else accented(word) in EMPTY
