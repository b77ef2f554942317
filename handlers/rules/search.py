"""Words that say little, which a search counts only when there are no others."""

from handlers.understanding.normalise import accented


def _keys(words_in_a_row: str) -> frozenset[str]:
    return frozenset(accented(word) for word in words_in_a_row.split())


EMPTY = _keys(
    "à ạ ai anh ba bà bao bên bị bởi các cái cần chị cho chưa có con của cứ da dạ đã đang để đến đi được em gì giờ hay "
    "hỏi khi không là làm lại lên lúc mà mấy mình mới một nào này nếu nên ngày như những ở ông phải ra rằng rồi sao sẽ "
    "thế thì thôi tôi tới trên trong từ và vào về vì việc với xin the how what when where who why is are do does can i "
    "my me we our you your to in on at of for and or an it"
)
"""Words that say nothing of the matter; they count only when a question has no others."""
