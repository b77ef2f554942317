"""Where a matter lies, as far as the text says: names with the word before them («ấp Bình Hòa») and numbers («xóm 3»).

Names are compared accent-blind. Two texts disagree where both call a place of one class and no name fits the other;
a text without capitals is asked whether the other's name stands in it, or another word where the name should be.
"""

from dataclasses import dataclass
from itertools import pairwise

from handlers.understanding.normalise import accented, fold
from handlers.understanding.reading import Reading

_CLASSES = {
    "hamlet": "thôn xóm ấp bản buôn làng khóm sóc tổ đội cụm plei phum khu phố",
    "commune": "xã phường trấn",
    "district": "huyện quận",
    "province": "tỉnh",
    "road": "đường hẻm ngõ kiệt ngách lộ ql tl km",
    "school": "trường non học thcs thpt th giáo",
    "firm": "ty gỗ mộc may giày quán karaoke xưởng cư",
    "field": "đồng",
    "water": "sông suối kênh kinh rạch hồ đập đìa bơm cống",
    "bridge": "cầu",
    "market": "chợ",
    "shrine": "đình chùa đền miếu",
    "crossing": "tư ba",
    "plot": "thửa",
    "house": "nhà số",
    "line": "tuyến buýt",
}
_CLASS = {fold(head): name for name, heads in _CLASSES.items() for head in heads.split()}
_CLASS_MARKED = {accented(head): name for name, heads in _CLASSES.items() for head in heads.split()}
_NUMBERED = frozenset({"hamlet", "road", "plot", "water", "house", "line"})
_ONE_TO_TEN = "một hai ba bốn năm sáu bảy tám chín mười"
_FIGURES = {fold(word): str(n) for n, word in enumerate(_ONE_TO_TEN.split(), 1)}
_FIGURED = frozenset({"hamlet"})
"""After these a number may be said in words («khu phố ba»)."""
_COUNTED = "nam thang ngay tuan gio dong nghin ngan trieu met ho lan nguoi con tang cay phan m"
_UNITS = frozenset(_COUNTED.split())
"""What is counted: «số 3 tháng» names no house."""
_SMALL = frozenset({"thon", "xom", "ap", "khom"})
_SMALL_MARKED = frozenset(accented(word) for word in ("thôn", "xóm", "ấp", "bản", "buôn", "khóm"))
"""After these a name may be typed in small letters («ap binh hoa»); «ban» and «buon» mostly mean selling."""
_NO_HEADS = frozenset({"ban", "buon", "to", "doi", "khu", "so", "nha", "tu", "ba", "non", "hoc", "tuyen"})
"""Words before a name that without capitals mostly mean something else."""
_ORDINARY = (
    "tôi tui em này ni bị có không chưa mà là của cho ở để và thì đã đang ngập mất trên dưới bên trong nhà dân "
    "mới người làng thôn xóm ấp bản xã nước điện đường hư hỏng đi lại đến từ ra vào nhiều quá rồi gần trước sau cuối "
    "đầu giữa nào kia đó thế hay còn các mấy một hai ba được bắt xả tới xin với như sao cũng nó loa dột thân làm phải "
    "nên vẫn đều mô tê nớ vay bảo công tự nghề ông bà xét chó quê sáng chợ vì bằng thu hằng hôm đề nghị mong "
    "toàn rất đều chỉ lên xuống qua về rác lớn nhỏ liên tiểu mầm trung học mẫu giáo ồn hát treo tải thấp cao cứ ngoài "
    "phản ánh dài chính tắc nghẹt sạt xấu nát lầy bụi chạy nuôi cưa ơi xong thì mình tụi mọi ngay luôn hoài miết đâu "
    "gì rứa ri nhé ạ kế quanh khắp vừa đợt thấy biết kêu gọi hỏi đòi nhờ khổ nghèo ít đủ thiếu hẹp cúp tắt kẹt hôi "
    "thối trộm mua xài uống chơi đốt dựng lắp gắn kéo nộp trả nợ chia ai hết"
)
_NO_NAME = frozenset(fold(word) for word in _ORDINARY.split())
_NO_NAME_MARKED = frozenset(accented(word) for word in _ORDINARY.split())
_USUAL = (
    "nha quoc dang chinh bo hoi uy mat cong so tet ban doan vien toa tieu mam mau trung quy tam phuc luat viet nhat"
)
_NO_NAME_ALONE = frozenset(_USUAL.split())
_BODIES = (
    "nha nuoc,hoi dong,quoc hoi,trung tam,tieu hoc,mat tran,uy ban,trung uong,chinh phu,viet nam,nhat ban,bo cong,"
    "bo y,bo giao,dang uy,thu tuong,nong thon,dien luc,mua xuan"
)
_NO_PLACES = frozenset(_BODIES.split(","))
"""How the names of bodies begin that are no places."""
_LONGEST_NAME = 4
_LONGEST_SMALL = 2
_LONGEST_NUMBER = 6

_SELDOM_CALLED = frozenset({"commune", "district", "province", "road", "line", "house", "plot", ""})
"""Without capitals what follows these words is hardly ever a name."""
_ALONE = {"market": ("cu", "moi")}
"""Ordinary words that are names after such a word («chợ Cũ»)."""

_LEADING = "nam thang ngay den tu hon gan khoang co con luc chung mat dong thu nop la duoc cap"
_BEFORE_COUNTS = frozenset(_LEADING.split())
"""After these a bare number is a year, a price or a count, and names nothing («ĐT 623» is a road)."""

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Places:
    """What a text says of where: names by class, and the text to look other names up in."""

    names: frozenset[Name]
    """(class, name) pairs; a class is a key of `_CLASSES` or the folded word before the name."""
    words: tuple[str, ...]
    """The text's folded words, as many as are compared."""
    capitals: bool
    """Names are recognisable by their capitals, so that what is not found is not there."""

    @property
    def folded(self) -> str:
        """The words in one line, to look other texts' names up in."""
        return f" {' '.join(self.words)} "


def find_places(reading: Reading, most_words: int) -> Places:
    """Return the places of a text, from its first `most_words` words."""
    words = tuple(reading.folded[:most_words])
    capitals = reading.marked and sum(word[:1].isupper() for word in reading.typed[:most_words]) >= 2
    names = _numbers(words) | _small(reading, len(words))
    if reading.marked:
        names |= _capitalised(reading, len(words))
    return Places(frozenset(names), words, capitals)


def _numbers(words: tuple[str, ...]) -> set[Name]:
    """Find «xóm 3», «khu phố ba», «hẻm 45», «thửa 125», «kênh N3»."""
    found: set[Name] = set()
    for index, (head, word) in enumerate(pairwise(words)):
        place = _CLASS.get(head)
        counted = index + 2 < len(words) and words[index + 2] in _UNITS
        if place not in _NUMBERED:
            if word.isdigit() and len(word) in (3, 4) and not counted and head not in _BEFORE_COUNTS:
                found.add((f"#{head}", word))
            continue
        if place == "house" and counted:
            continue
        if any(letter.isdigit() for letter in word) and len(word) <= _LONGEST_NUMBER:
            found.add((place, word.lstrip("0") or "0"))
        elif place in _FIGURED and word in _FIGURES:
            found.add((place, _FIGURES[word]))
    return found


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
            head = reading.folded[start - 1] if start else ""
            place = _CLASS_MARKED.get(reading.accented[start - 1]) if start else None
            if place or not _is_body(run):
                found.add((place or head, " ".join(run)))
            run = []
        if named:
            run.append(reading.folded[index])
    return frozenset(found)


def _is_body(run: list[str]) -> bool:
    """Return whether a capitalised run is an office or a usual word, and no place."""
    return run[0] in _NO_NAME_ALONE if len(run) == 1 else " ".join(run[:2]) in _NO_PLACES


def common_places(one: Places, other: Places) -> set[str] | None:
    """Return the names that both texts carry, or None where they call different places of one class."""
    common: set[str] = set()
    for mine, theirs in ((one, other), (other, one)):
        for place in {place for place, _ in mine.names}:
            fitting = _fitting(place, mine, theirs)
            common |= fitting
            if not fitting and _calls(place, theirs):
                return None
    return common


def names_apart(one: Places, other: Places) -> list[tuple[str, str]]:
    """Return the names of one class that set two texts apart, with the word before each: («xom 3», «xom 5»)."""
    apart: dict[tuple[str, str], None] = {}
    for mine, theirs, turned in ((one, other, False), (other, one, True)):
        for place in sorted({place for place, _ in mine.names}):
            if not _fitting(place, mine, theirs) and _calls(place, theirs):
                pair = _called(place, mine), _called(place, theirs)
                apart[pair[::-1] if turned else pair] = None
    return list(apart)


def _fitting(place: str, mine: Places, theirs: Places) -> set[str]:
    return {name for known, name in mine.names if known == place and _fits(place, name, mine, theirs)}


def _called(place: str, places: Places) -> str:
    """Return the first name of a class with the word before it, or what stands where a name should."""
    for name in sorted(name for known, name in places.names if known == place):
        first = name.split(" ")[0]
        for head, word in pairwise(places.words):
            if word == first and _CLASS.get(head, head) == place:
                return f"{head} {name}"
        return name
    return next((f"{head} {word}" for head, word in pairwise(places.words) if _CLASS.get(head, head) == place), place)


def _fits(place: str, name: str, mine: Places, other: Places) -> bool:
    """Return whether a name stands in the other text, or one of its names begins it.

    One word begins a longer name only where that one was typed in small letters and may have run on («thon ha ca»).
    """
    if (place, name) in other.names:
        return True
    if name[0].isdigit():
        return False
    if f" {name} " in other.folded:
        return True
    return any(
        known == place and name.startswith(theirs + " ") and (" " in theirs or not mine.capitals)
        for known, theirs in other.names
    )


def _calls(place: str, other: Places) -> bool:
    """Return whether the other text calls a place of this class by some name or number."""
    if any(known == place for known, _ in other.names):
        return True
    if other.capitals:
        return False
    if place in _SELDOM_CALLED:
        return False
    return any(
        _CLASS.get(head, head) == place
        and head not in _NO_HEADS
        and not word[0].isdigit()
        and (word not in _NO_NAME or word in _ALONE.get(place, ()))
        for head, word in pairwise(other.words)
    )
