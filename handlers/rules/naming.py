"""Which one of some named things a typed word means: by number in the list, key or name, blind to accents. Pure."""

from collections.abc import Sequence

from handlers.understanding.normalise import fold, syllables

_PLACE_KINDS = frozenset(syllables("thôn ấp xóm bản buôn làng plei phum sóc khóm tổ dân phố khu"))
"""What hamlets are called (domain.md 5.4): «xóm Giữa» and «Giữa» mean «Thôn Giữa»."""


def named(text: str, names: Sequence[Sequence[str]]) -> int | None:
    """The index of the one thing that `text` names, or None when none or several fit.

    `names` holds the key and names of each. «2» is the second; «phòng kinh tế», «PHONG KINH TE», «kinh-te» and, when
    only one name has it, «kinh tế» are the same.
    """
    plain = _plain(text)
    if not plain:
        return None
    if plain.isdecimal() and 1 <= int(plain) <= len(names):
        return int(plain) - 1
    keys = [[_plain(name) for name in of_one] for of_one in names]
    exact = [index for index, of_one in enumerate(keys) if plain in of_one]
    if exact:
        return exact[0] if len(exact) == 1 else None
    inside = [index for index, of_one in enumerate(keys) if any(f" {plain} " in f" {name} " for name in of_one)]
    return inside[0] if len(inside) == 1 else None


def bare_place(name: str) -> str:
    """A hamlet's name without its kind and its marks, to compare: «Thôn Giữa», «xom giua» and «Giữa» are «giua»."""
    return " ".join(syllable for syllable in syllables(name) if syllable not in _PLACE_KINDS)


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text)).split())
