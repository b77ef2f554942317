"""Words that a mistyped one may have been: one letter too many, too few, wrong, or two changed about. Pure."""

from string import ascii_lowercase

_SHORTEST = 4
"""Shorter words have too many neighbours; of these only a letter left out, or two changed about, is mended."""
_LONGEST = 16


def near(word: str) -> set[str]:
    """Return the ASCII words at one slip of the finger from a folded word; none for numbers and other scripts."""
    if not (word.isascii() and word.isalpha() and 2 < len(word) <= _LONGEST):
        return set()
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    found |= {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    if len(word) >= _SHORTEST:
        found |= {left + right[1:] for left, right in cuts if right}
        found |= {left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase}
    return found - {word}


def halves(word: str) -> list[tuple[str, str]]:
    """Return the pairs of words that a word without its blank may have been."""
    if not (word.isascii() and word.isalpha() and _SHORTEST <= len(word) <= _LONGEST):
        return []
    return [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
