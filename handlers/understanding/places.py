"""Where a matter lies, as far as the text says: names with the word before them («ấp Bình Hòa») and numbers («xóm 3»).

Names are compared accent-blind. Two texts disagree where both surely name a place of one class and no name fits the
other: a number against a number, a name against a name. What may be a name and may be none («thon thu», typed small)
sets nothing apart for certain; it is a doubt, which `duplicates.evidence` weighs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise

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
_FIGURES = {fold(word): n for n, word in enumerate(_ONE_TO_TEN.split(), 1)} | {"tu": 4, "lam": 5, "nhat": 1}
_FIGURED = frozenset({"hamlet", "road", "water"})
"""After these a number may be said in words («khu phố ba», «kênh Mười Hai»)."""
_FIGURES_MARKED = {accented(word): n for n, word in enumerate(_ONE_TO_TEN.split(), 1)} | {
    accented(word): n for word, n in (("tư", 4), ("lăm", 5), ("mốt", 1), ("nhất", 1))
}
_AFTER_YEAR = frozenset({"nay", "nao", "ngoai", "truoc", "sau", "moi", "hoc"})
"""«thôn năm nay»: a year, and not the number five."""
_MEASURED = "trieu ty sao mau ha km kg tan nghin ngan k met m m2 khau dong lit tram"
_COUNTED = f"nam thang ngay tuan gio ho lan nguoi con tang cay phan bua cong bao {_MEASURED}"
_UNITS = frozenset(_COUNTED.split())
"""What is counted: «số 3 tháng» names no house."""
_MEASURES = frozenset(_MEASURED.split())
"""After «thôn 3» only these make a count of it («ban 1 sao»)."""
_COUNTABLE = frozenset({"house", "water", "plot", "line", "road", "hamlet"})
_SMALL = frozenset({"thon", "xom", "ap", "khom"})
_SMALL_MARKED = frozenset(accented(word) for word in ("thôn", "xóm", "ấp", "bản", "buôn", "khóm"))
"""After these any word that is no ordinary one may be a name («ap binh hoa»); «ban» and «buon» mostly mean selling."""
_PERSONS = frozenset({"ong", "ba", "anh", "chi", "co", "chu", "bac", "em", "ho", "cu", "thay"})
"""Words before a person's name: two texts may name several persons of one matter."""
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
_SCHOOLS = frozenset({"tieu", "mam", "mau", "trung", "thpt", "thcs", "da"})
"""How the sort of a school or hospital begins, which is no name."""
_LONGEST_NAME = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
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
    maybe: frozenset[Name] = frozenset()
    """What may be a name or may be none: typed in small letters; its class is «?» where no word for a place leads."""

    @property
    def folded(self) -> str:
        """The words in one line, to look other texts' names up in."""
        return f" {' '.join(self.words)} "


def find_places(reading: Reading, most_words: int) -> Places:
    """Return the places of a text, from its first `most_words` words."""
    words = tuple(reading.folded[:most_words])
    capitals = reading.marked and sum(word[:1].isupper() for word in reading.typed[:most_words]) >= 2
    sure, maybe = _small(reading, len(words))
    names = _numbers(reading, words) | sure
    if reading.marked:
        names |= _capitalised(reading, len(words))
    if not capitals:
        maybe |= {("?", pair) for pair in _loose(reading, words) if not any(pair in name for _, name in names | maybe)}
    return Places(frozenset(names), words, capitals, frozenset(maybe - names))


def _numbers(reading: Reading, words: tuple[str, ...]) -> set[Name]:
    """Find «xóm 3», «khu phố ba», «tổ mười chín», «hẻm 45», «đường số 8», «thửa 125», «kênh N3»."""
    found: set[Name] = set()
    for index, (head, word) in enumerate(pairwise(words)):
        place = _CLASS.get(head)
        if index + 1 in reading.clauses:
            continue
        after = words[index + 2] if index + 2 < len(words) else ""
        if head == "so" and index and _CLASS.get(words[index - 1]) in _NUMBERED:
            place = _CLASS[words[index - 1]]
        if head == "tinh" and index and words[index - 1] in ("duong", "lo"):
            place = "road"
        counted = after in _UNITS and (place != "hamlet" or after in _MEASURES)
        if place not in _NUMBERED:
            if word.isdigit() and len(word) in (3, 4) and after not in _UNITS and head not in _BEFORE_COUNTS:
                found.add((f"#{head}", word))
            continue
        if counted and place in _COUNTABLE:
            continue
        if any(letter.isdigit() for letter in word) and len(word) <= _LONGEST_NUMBER:
            found.add((place, word.lstrip("0") or "0"))
        elif place in _FIGURED:
            value, length = _figure(reading, index + 1, len(words))
            named = reading.typed[index + 1][:1].isupper() and reading.typed[index].islower()
            if value and (place == "hamlet" or length > 1 or named):
                found.add((place, str(value)))
    return found


def _figure(reading: Reading, index: int, size: int) -> tuple[int, int]:
    """Return a number said in words from a word on, up to 99, and how many words it takes; (0, 0) for none."""
    table = _FIGURES_MARKED if reading.marked else _FIGURES
    keys = [reading.keys[place].lower() for place in range(index, min(index + 3, size))]
    first = table.get(keys[0], 0) if keys else 0
    second = table.get(keys[1], 0) if len(keys) > 1 and index + 1 not in reading.clauses else 0
    if not first or (first == 5 and second == 0 and keys[1:] and fold(keys[1]) in _AFTER_YEAR):
        return 0, 0
    if first == 10:
        return (10 + second, 2) if 0 < second < 10 else (10, 1)
    if len(keys) > 1 and fold(keys[1]) == "muoi":
        third = table.get(keys[2], 0) if len(keys) > 2 else 0
        return (10 * first + third, 3) if 0 < third < 10 else (10 * first, 2)
    return first, 1


def _small(reading: Reading, size: int) -> tuple[set[Name], set[Name]]:
    """Find «ap binh hoa», «duong le loi» in small letters: what is surely a name, and what may be one."""
    ordinary = _NO_NAME_MARKED if reading.marked else _NO_NAME
    heads, small = (_CLASS_MARKED, _SMALL_MARKED) if reading.marked else (_CLASS, _SMALL)
    sure: set[Name] = set()
    maybe: set[Name] = set()
    for index, head in enumerate(reading.keys[: size - 1]):
        place = heads.get(head)
        if place is None or index + 1 in reading.names or index + 1 in reading.clauses:
            continue
        if reading.typed[index + 1][:1].isupper() or reading.typed[min(index + 2, size - 1)][:1].isupper():
            continue
        name = _run(reading, index + 1, size) if reading.folded[index + 1] != "minh" else []
        if name:
            (maybe if not reading.marked and head in _NO_HEADS else sure).add((place, " ".join(name)))
            continue
        word = reading.folded[index + 1]
        if word[0].isdigit():
            continue
        if head in small:
            words = _unusual(reading, index + 1, size, ordinary)
            if words:
                maybe.add((place, " ".join(words)))
        elif (place not in _SELDOM_CALLED and head not in _NO_HEADS) and (
            reading.keys[index + 1] not in ordinary or word in _ALONE.get(place, ())
        ):
            maybe.add((place, word))
    return sure, maybe


def _unusual(reading: Reading, start: int, size: int, ordinary: frozenset[str]) -> list[str]:
    """Return up to two words from one on that are no ordinary words."""
    name: list[str] = []
    for after in range(start, min(start + _LONGEST_SMALL, size)):
        word = reading.folded[after]
        if reading.keys[after] in ordinary or word[0].isdigit() or (after > start and after in reading.clauses):
            break
        name.append(word)
    return name


def _run(reading: Reading, start: int, size: int) -> list[str]:
    """Return the two or three words from one on that together look like a name («phú lương»), or none."""
    table = _names_known()
    if start + 1 >= size or start + 1 in reading.clauses or not _is_pair(table, reading.folded, start):
        return []
    three = start + 2 < size and start + 2 not in reading.clauses and _is_pair(table, reading.folded, start + 1)
    return reading.folded[start : start + (3 if three else 2)]


def _loose(reading: Reading, words: tuple[str, ...]) -> Iterable[str]:
    """Yield pairs of small-letter words that look like a name though no word for a place leads («o thach ban»)."""
    table = _names_known()
    index = 0
    while index + 1 < len(words):
        if index + 1 not in reading.clauses and _is_pair(table, reading.folded, index, led=False):
            yield f"{words[index]} {words[index + 1]}"
            index += 1
        index += 1


@dataclass(frozen=True, slots=True)
class _NameTable:
    mostly: frozenset[str]
    """Syllables that are mostly names («vinh»)."""
    often: frozenset[str]
    """These, and syllables that are now and then («lam»)."""
    ordinary: frozenset[str]
    """Pairs of them that are ordinary words («an ninh»)."""


@cache
def _names_known() -> _NameTable:
    """Read the syllables that names are made of, and the pairs of them that are ordinary words (`data/names.txt`)."""
    mostly, now_and_then, ordinary = (files(__package__) / "data" / "names.txt").read_text("utf-8").split("\n\n")
    first = frozenset(mostly.split())
    return _NameTable(first, first | frozenset(now_and_then.split()), frozenset(ordinary.splitlines()))


def _is_pair(table: _NameTable, folded: list[str], index: int, *, led: bool = True) -> bool:
    """Return whether two words look like a name; where a word for a place leads, one of them may be less sure."""
    one, other = folded[index], folded[index + 1]
    if one in table.mostly:
        known = other in (table.often if led else table.mostly)
    else:
        known = led and one in table.often and other in table.mostly
    return known and f"{one} {other}" not in table.ordinary


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
            if not (_is_body(run) if not place else len(run) == 1 and run[0] in _SCHOOLS):
                value, length = _figure(reading, start, index) if place in _FIGURED else (0, 0)
                found.add((place or head, str(value) if length == len(run) else " ".join(run)))
            run = []
        if named:
            run.append(reading.folded[index])
    return frozenset(found)


def _is_body(run: list[str]) -> bool:
    """Return whether a capitalised run is an office or a usual word, and no place."""
    return run[0] in _NO_NAME_ALONE if len(run) == 1 else " ".join(run[:2]) in _NO_PLACES


@dataclass(frozen=True, slots=True)
class Where:
    """How the places of two texts stand to each other."""

    common: frozenset[str]
    """The names that both carry."""
    apart: tuple[tuple[str, str], ...]
    """Classes and texts («1»: the first) whose names fit none of the other's: they cannot be one place."""
    doubts: int
    """How many names of the one meet something else where the other may name a place."""


def where(one: Places, other: Places) -> Where:
    """Compare the places of two texts, the same both ways round."""
    common: set[str] = set()
    apart: set[tuple[str, str]] = set()
    doubts = 0
    for mine, theirs, side in ((one, other, "1"), (other, one, "2")):
        for place in {place for place, _ in mine.names}:
            names = {name for known, name in mine.names if known == place}
            fitting = {name for name in names if _fits(place, name, mine, theirs)}
            common |= fitting
            if fitting or place in _PERSONS:
                continue
            facing = {name for known, name in theirs.names if known == place}
            if (place in _CLASSES or place[0] == "#") and {_is_number(name) for name in names} & {
                _is_number(name) for name in facing
            }:
                apart.add((place, side))
            elif facing or any(known == place for known, _ in theirs.maybe):
                doubts += 1
    if common and not (one.capitals and other.capitals):
        typed = {
            place for place, _ in apart if place in _NUMBERED and _numbers_of(place, one) and _numbers_of(place, other)
        }
        doubts += sum(place not in typed for place, _ in apart)
        apart = {(place, side) for place, side in apart if place in typed}
    return Where(frozenset(common), tuple(sorted(apart)), doubts)


def _numbers_of(place: str, places: Places) -> bool:
    return any(known == place and _is_number(name) for known, name in places.names)


def common_places(one: Places, other: Places) -> set[str] | None:
    """Return the names that both texts carry, or None where they surely name different places of one class."""
    found = where(one, other)
    return None if found.apart else set(found.common)


def names_apart(one: Places, other: Places) -> list[tuple[str, str]]:
    """Return the names of one class that set two texts apart, with the word before each: («xom 3», «xom 5»)."""
    return list(dict.fromkeys((_called(place, one), _called(place, other)) for place, _ in where(one, other).apart))


def _is_number(name: str) -> bool:
    return any(letter.isdigit() for letter in name)


def _called(place: str, places: Places) -> str:
    """Return the first name of a class with the word before it."""
    name = min(name for known, name in places.names if known == place)
    first = name.split(" ")[0]
    for head, word in pairwise(places.words):
        if word == first and _CLASS.get(head, head) == place:
            return f"{head} {name}"
    return name


def _fits(place: str, name: str, mine: Places, other: Places) -> bool:
    """Return whether a name stands in the other text, in full, shortened or by its initials.

    One word begins a longer name only where that one was typed in small letters and may have run on («thon ha ca»).
    """
    if (place, name) in other.names or (place, name) in other.maybe:
        return True
    if _is_number(name):
        return any(_same_number(place, name, known, theirs) for known, theirs in other.names)
    if " " in name:
        if f" {name} " in other.folded or _by_initials(place, name, other):
            return True
    elif any(word == name and _CLASS.get(head, head) == place for head, word in pairwise(other.words)):
        return True
    return any(
        known == place and (_within(theirs, name) or (name.startswith(theirs + " ") and not mine.capitals))
        for known, theirs in chain(other.names, other.maybe)
    )


def _within(name: str, longer: str) -> bool:
    """Return whether a name of several words stands within a longer one («Bình Tảo», «vượt Bình Tảo»)."""
    return " " in name and f" {name} " in f" {longer} "


def _same_number(place: str, name: str, known: str, theirs: str) -> bool:
    """Return whether two numbers are one: «741» and «DT741», «1» and «1A» of roads, «số 82» and «82»."""
    digits = name.strip(_LETTERS)
    if not digits or digits != theirs.strip(_LETTERS):
        return False
    if name == theirs:
        return place == known or len(digits) > 2
    return (place == known == "road" or len(digits) > 2) and digits in (name, theirs)


def _by_initials(place: str, name: str, other: Places) -> bool:
    """Return whether the initials of a name stand in the other text: «ltk», and «cg» only where a name may stand."""
    initials = "".join(word[0] for word in name.split(" "))
    if initials not in other.words:
        return False
    if len(initials) > 2:
        return True
    return any(
        word == initials and (_CLASS.get(head) == place or head[0].isdigit()) for head, word in pairwise(other.words)
    )
