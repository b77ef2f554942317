"""Where a matter lies, as far as the text says: hamlets, communes, roads, landmarks, plots, each with its name.

Names are compared accent-blind. Two texts disagree where both name a place of one class and no name fits the other.
"""

from handlers.understanding.normalise import accented, fold
from handlers.understanding.reading import Reading

_CLASSES = {
    "hamlet": "thôn xóm ấp bản buôn làng khóm sóc tổ đội cụm plei phố",
    "commune": "xã phường huyện quận tỉnh trấn",
    "road": "đường hẻm ngõ kiệt lộ ql tl km",
    "landmark": "cầu chợ kênh hồ đập sông suối rạch đồng đền chùa đình ngầm",
    "plot": "thửa",
    "school": "trường non học thcs thpt",
    "firm": "ty quán karaoke may xưởng",
}
_NUMBERED = frozenset({"hamlet", "road", "plot"})
"""Classes whose places are called by a number; «cầu 3» is not one of them."""
_SMALL = frozenset({"hamlet"})
"""Classes whose name may be typed in small letters («xóm thượng»): one word that is none of `_NO_NAME`."""
_ORDINARY = (
    "tôi tui em mình này ni bị có không chưa mà là của cho ở để và thì đã đang ngập mất trên dưới bên "
    "trong nhà dân mới người làng thôn xóm ấp bản xã nước điện đường hư hỏng đi lại đến từ ra vào nhiều "
    "quá rồi gần trước sau cuối đầu giữa nào kia đó thế hay còn các mấy một hai ba được bắt xả tới xin "
    "với như sao cũng nó loa dột thân làm phải nên vẫn đều văn hóa trưởng mô tê nớ vay bảo công tự nghề "
    "ông bà xét chó quê hàng sáng chợ"
)
_NO_NAME = frozenset(fold(word) for word in _ORDINARY.split())
_LONGEST_NAME = 3
_HEADS_MARKED = {accented(word): name for name, listed in _CLASSES.items() for word in listed.split()}
_HEADS_BARE = {"thon": "hamlet", "xom": "hamlet", "ap": "hamlet", "khom": "hamlet", "to": "hamlet", "pho": "hamlet"}
_HEADS_BARE |= {"thua": "plot", "ban": "hamlet", "hem": "road", "ngo": "road", "ql": "road", "km": "road"}
_ONLY_NUMBERED_BARE = frozenset({"to", "pho", "hem", "ngo", "thua", "ban"})

_CALLED = {name: frozenset(fold(word) for word in listed.split()) for name, listed in _CLASSES.items()}

Places = dict[str, frozenset[str]]


def find_places(reading: Reading) -> Places:
    """Return the names found by class; a name is up to three folded words, or a number."""
    found: dict[str, set[str]] = {}
    heads = _HEADS_MARKED if reading.marked else _HEADS_BARE
    for index, key in enumerate(reading.keys[:-1]):
        place = heads.get(key)
        if place and index not in reading.names and (name := _name(reading, index + 1, key, place)):
            found.setdefault(place, set()).add(name)
    return {place: frozenset(names) for place, names in found.items()}


def _name(reading: Reading, start: int, head: str, place: str) -> str:
    """Return the name that begins at `start`: a number, capitalised words, or, in small letters, one rare word."""
    first = reading.folded[start]
    if start in reading.clauses:
        return ""
    if first[:1].isdigit():
        return first.lstrip("0") if place in _NUMBERED else ""
    if name := _capitalised(reading, start):
        return name
    small = place in _SMALL and first not in _NO_NAME and (reading.marked or head not in _ONLY_NUMBERED_BARE)
    return first if small else ""


def _capitalised(reading: Reading, start: int) -> str:
    """Return up to three words from `start` that begin with a capital, or nothing."""
    words: list[str] = []
    for index in range(start, min(start + _LONGEST_NAME, len(reading.folded))):
        word = reading.typed[index]
        if (index in reading.clauses and words) or not word[:1].isupper() or (len(word) > 1 and word.isupper()):
            break
        words.append(reading.folded[index])
    return " ".join(words)


def fits(name: str, others: frozenset[str], text: str) -> bool:
    """Return whether a name is one of the others, begins one, or stands anywhere in the other text (folded)."""
    if name in others:
        return True
    if name.isdigit():
        return False
    return f" {name} " in text or any(_begins(name, other) or _begins(other, name) for other in others)


def speaks_of(place: str, folded: str) -> bool:
    """Return whether a folded text speaks of some place of a class («truong», «cty») at all."""
    return not _CALLED[place].isdisjoint(folded.split())


def _begins(one: str, other: str) -> bool:
    return not other[:1].isdigit() and other.startswith(one + " ")
