"""What people mean, whatever the region's word: «mương», «rãnh» and «cống» are one concept (`data/concepts.txt`).

A text typed with tone marks is matched by its accented keys, one without by the folded ones. A single syllable
without marks that could stand for other words («cong»: cống, công, cổng) is marked as not sure.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from handlers.understanding.reading import Reading, read

LONGEST = 6
NOTHING = "-"
"""The concept of phrases that are matched so that their words count for none («kinh phí» is no canal)."""
_SYLLABLES = (
    "am ap ban banh bao bap bau be bep bo bom bui bung buoi ca cam can cao cap cat cau cay chat chay che cho chua "
    "chui chung co con cong cua cum da dai dan dang dao dap dat dau de den dien dinh do doi don dot dua duc dung "
    "duoi dut e ga gan gay ghe gia giau giong hanh hat heo ho hoan hoi hong hu ke keo ket kham khoi khong khuc "
    "kinh lac lach lai lan lap lay le lo loi lon long lua luong ma mac man mang mat mau may me mit mo moc moi "
    "mong mot mua muc mui muoi muon nang nap nat nga ngam nghen ngo nham nhan nhieu noi non oi on ot pha phan "
    "phao phat phi qua quat quay que quy ra ranh ray re ro san sap sat sau song sut tac tai tam te tha tham thang "
    "thi tho thoi thong thu thung to toi tom tre tron trong tru tu ung va vai vang vay ve vo voi vong xa xuong "
    "yeu bit chanh chieu em gao goa het hut khung lot lu lun mien min muon nam rep sep sinh toa tong vet von vung xau"
)
_UNSURE = frozenset(_SYLLABLES.split())
"""Folded syllables that stand for too many words: without marks a concept read from them alone is only likely."""


@dataclass(frozen=True, slots=True)
class Found:
    """Concepts found at words `start` up to `end`."""

    names: tuple[str, ...]
    start: int
    end: int
    sure: bool


@dataclass(frozen=True, slots=True)
class _Table:
    marked: dict[str, tuple[str, ...]]
    bare: dict[str, tuple[str, ...]]
    lengths: dict[str, tuple[int, ...]]


def find_concepts(reading: Reading, most_words: int) -> list[Found]:
    """Return the concepts of a text's first words, longest phrase first, without overlap; names are passed over."""
    table = _table()
    entries = table.marked if reading.marked else table.bare
    keys = reading.keys[:most_words]
    found = []
    index, size = 0, len(keys)
    while index < size:
        step = 1
        if index not in reading.names:
            for length in table.lengths.get(keys[index], ()):
                names = entries.get(" ".join(keys[index : index + length])) if index + length <= size else None
                if names is not None:
                    sure = length > 1 or reading.marked or keys[index] not in _UNSURE
                    found.append(Found(names, index, index + length, sure))
                    step = length
                    break
        index += step
    return found


@cache
def _table() -> _Table:
    """Read the file once."""
    table = _Table({}, {}, {})
    lines = (files(__package__) / "data" / "concepts.txt").read_text("utf-8").splitlines()
    families: dict[str, set[str]] = {}
    for line in lines:
        if line[:1] == "&":
            for member in line.split()[1:]:
                families.setdefault(f"!{member}", set()).add(f"!&{line.split()[1]}")
    for line in lines:
        if not line or line[0] in "#=&|":
            continue
        concept, _, listed = line.partition(":")
        names = () if concept == NOTHING else tuple(concept.split("+"))
        names += tuple(sorted({family for name in names for family in families.get(name, ())}))
        for phrase in filter(None, (part.strip() for part in listed.split(","))):
            _enter(table, names, phrase)
    return table


@cache
def exclusive() -> dict[str, frozenset[int]]:
    """Return unit of a thing -> the numbers of the lines of things that exclude each other on which it stands."""
    lines = (files(__package__) / "data" / "concepts.txt").read_text("utf-8").splitlines()
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(lines):
        for name in line.split()[1:] if line[:1] == "|" else ():
            found[f"={name}"] = found.get(f"={name}", frozenset()) | {number}
    return found


def _enter(table: _Table, names: tuple[str, ...], phrase: str) -> None:
    """Enter a phrase under its two keys; the first line that gives a key keeps it."""
    reading = read(phrase)
    marked, bare = (" ".join(keys[:LONGEST]) for keys in (reading.accented, reading.folded))
    table.marked.setdefault(marked, names)
    table.bare.setdefault(bare, names)
    count = min(len(reading.folded), LONGEST)
    for first in (reading.accented[0], reading.folded[0]):
        known = table.lengths.get(first, ())
        if count not in known:
            table.lengths[first] = tuple(sorted((*known, count), reverse=True))
