"""Where a matter lies, as far as the text says: names with the word before them («ấp Bình Hòa») and numbers («xóm 3»).

Names are compared accent-blind. Two texts disagree where both call a place of one class and no name fits the other;
a text without capitals is asked whether the other's name stands in it, or another word where the name should be.
"""

from dataclasses import dataclass
from itertools import pairwise

from handlers.understanding.normalise import accented, fold
from handlers.understanding.reading import Reading

_CLASSES = {
    "hamlet": "thôn xóm ấp bản buôn làng khóm sóc tổ đội cụm plei phum",
    "quarter": "phố",
    "commune": "xã phường huyện quận tỉnh trấn",
    "road": "đường hẻm ngõ kiệt lộ ql tl km",
    "school": "trường non học thcs thpt giáo",
    "firm": "ty gỗ mộc may quán karaoke xưởng cư",
    "field": "đồng",
    "crossing": "tư ba",
    "plot": "thửa",
}
_CLASS = {fold(head): name for name, heads in _CLASSES.items() for head in heads.split()}
_NUMBERED = frozenset({"hamlet", "quarter", "road", "plot"})
_SMALL = frozenset({"thon", "xom", "ap", "ban", "buon", "khom"})
_SMALL_MARKED = frozenset(accented(word) for word in ("thôn", "xóm", "ấp", "bản", "buôn", "khóm"))
"""After these a name may be typed in small letters («ap binh hoa»)."""
_ORDINARY = (
    "tôi tui em này ni bị có không chưa mà là của cho ở để và thì đã đang ngập mất trên dưới bên trong nhà dân "
    "mới người làng thôn xóm ấp bản xã nước điện đường hư hỏng đi lại đến từ ra vào nhiều quá rồi gần trước sau cuối "
    "đầu giữa nào kia đó thế hay còn các mấy một hai ba được bắt xả tới xin với như sao cũng nó loa dột thân làm phải "
    "nên vẫn đều mô tê nớ vay bảo công tự nghề ông bà xét chó quê sáng chợ vì bằng thu hằng hôm đề nghị mong "
    "toàn rất đều chỉ lên xuống qua về rác lớn nhỏ liên tiểu mầm trung học mẫu giáo ồn hát treo tải thấp cao cứ ngoài "
    "phản ánh dài chính tắc nghẹt sạt xấu nát lầy bụi chạy nuôi cưa ơi"
)
_NO_NAME = frozenset(fold(word) for word in _ORDINARY.split())
_NO_NAME_MARKED = frozenset(accented(word) for word in _ORDINARY.split())
_NO_NAME_ALONE = frozenset(
    ("nha", "quoc", "dang", "chinh", "bo", "hoi", "uy", "mat", "cong", "so", "tet", "ban", "doan", "vien", "toa")
)
_LONGEST_NAME = 4
_LONGEST_SMALL = 2

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Places:
    """What a text says of where: names by class, and the text to look other names up in."""

    names: frozenset[Name]
    """(class, name) pairs; a class is a key of `_CLASSES` or the folded word before the name."""
    words: tuple[str, ...]
    folded: str
    capitals: bool
    """Names are recognisable by their capitals, so that what is not found is not there."""


def find_places(reading: Reading, most_words: int) -> Places:
    """Return the places of a text, from its first `most_words` words."""
    words = tuple(reading.folded[:most_words])
    capitals = reading.marked and sum(word[:1].isupper() for word in reading.typed) >= 2
    names = (
        _numbers(words) | _small(reading, len(words)) | (_capitalised(reading, len(words)) if capitals else frozenset())
    )
    return Places(frozenset(names), words, f" {' '.join(words)} ", capitals)


def _numbers(words: tuple[str, ...]) -> set[Name]:
    """Find «xóm 3», «khu phố 2», «hẻm 45», «thửa 125»."""
    return {
        (_CLASS[head], number.lstrip("0"))
        for head, number in pairwise(words)
        if _CLASS.get(head) in _NUMBERED and number[0].isdigit()
    }


def _small(reading: Reading, size: int) -> set[Name]:
    """Find «ap binh hoa»: up to two words after the word for a hamlet that are no ordinary words."""
    ordinary = _NO_NAME_MARKED if reading.marked else _NO_NAME
    found: set[Name] = set()
    heads = _SMALL_MARKED if reading.marked else _SMALL
    for index, head in enumerate(reading.keys[: size - 1]):
        if head in heads and index + 1 not in reading.names:
            name: list[str] = []
            for after in range(index + 1, min(index + 1 + _LONGEST_SMALL, size)):
                word = reading.folded[after]
                if reading.keys[after] in ordinary or word[0].isdigit() or after in reading.clauses:
                    break
                name.append(word)
            if name:
                found.add(("hamlet", " ".join(name)))
    return found


def _capitalised(reading: Reading, size: int) -> frozenset[Name]:
    """Find runs of words with a capital; the first word of a sentence begins no name."""
    found: set[Name] = set()
    run: list[str] = []
    for index in range(size + 1):
        word = reading.typed[index] if index < size else ""
        opens = index in reading.sentences
        named = word[:1].isupper() and not opens and not (len(word) > 1 and word.isupper())
        if run and (not named or index in reading.clauses or len(run) == _LONGEST_NAME):
            start = index - len(run)
            if len(run) > 1 or run[0] not in _NO_NAME_ALONE:
                head = reading.folded[start - 1] if start else ""
                found.add((_CLASS.get(head, head), " ".join(run)))
            run = []
        if named:
            run.append(reading.folded[index])
    return frozenset(found)


def common_places(one: Places, other: Places) -> set[str] | None:
    """Return the names that both texts carry, or None where they call different places of one class."""
    common: set[str] = set()
    for mine, theirs in ((one, other), (other, one)):
        for place in {place for place, _ in mine.names}:
            names = {name for known, name in mine.names if known == place}
            fitting = {name for name in names if _fits(place, name, theirs)}
            common |= fitting
            if not fitting and _calls(place, theirs):
                return None
    return common


def _fits(place: str, name: str, other: Places) -> bool:
    """Return whether a name stands in the other text, or the shorter of two names begins the longer."""
    if (place, name) in other.names:
        return True
    if name[0].isdigit():
        return False
    if f" {name} " in other.folded:
        return True
    return any(known == place and name.startswith(theirs + " ") for known, theirs in other.names)


def _calls(place: str, other: Places) -> bool:
    """Return whether the other text calls a place of this class by some name or number."""
    if any(known == place for known, _ in other.names):
        return True
    if other.capitals:
        return False
    return any(
        _CLASS.get(head, head) == place and word not in _NO_NAME and not word[0].isdigit()
        for head, word in pairwise(other.words)
        if place not in {"commune", "road", ""}
    )
