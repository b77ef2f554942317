"""A text as the terms that an index keeps, and a query as the groups of terms that find it. Pure.

A term is plain ASCII, so that every index engine takes it as it is:

    duong      a syllable without marks: what a query without marks looks for
    .duong_2   the same syllable with its marks, in a text typed with marks (ư ơ and the tone are in the key)
    ~duong     the same syllable in a text typed without any marks: it may be «đường», «dưỡng», «dương»
    =heo       a concept: one of several words for one thing («lợn», «heo»)

So «chợ» finds «chợ» and the «cho» of a text without marks, and not the «cho» of every other sentence; «cho» finds all
of them. Hỏi and ngã are one tone here, because half the country writes them so («sữa đường» is «sửa đường»).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from handlers.understanding.normalise import accented, fold_syllable, has_accents, words
from handlers.understanding.spelling import repair
from handlers.understanding.synonyms import by_accent, by_fold, longest

MOST_WORDS_OF_TEXT = 6_000
"""Words of one text that are indexed; 20,000 characters, the longest concern, have fewer."""
MOST_WORDS_OF_QUERY = 12
"""Words of one query that count; the rest are left out, and said so."""
MOST_LETTERS_OF_QUERY = 2_000
_SPELLED = str.maketrans(
    {"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"}
    | {"\u0301": "_1", "\u0300": "_2", "\u0309": "_3", "\u0303": "_3", "\u0323": "_5"}
)

Alternative = tuple[str, ...]
"""Terms that must all be there."""


@dataclass(frozen=True, slots=True)
class Group:
    """One word (or phrase) of a query: any of its alternatives will do. `words`: what was typed, folded, in order.

    `blind`: the alternatives whatever marks a text has. `concept`: what phrase of synonyms.py it is, if any.
    """

    words: tuple[str, ...]
    typed: str
    alternatives: tuple[Alternative, ...]
    blind: tuple[Alternative, ...]
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody looks for: a text is found when it has an alternative of every group. No group: nothing."""

    groups: tuple[Group, ...]
    left_out: tuple[str, ...] = ()
    """Typed words that do not count any more, because no text has them all or there are too many."""

    def accent_blind(self) -> "Query":
        """Return the same query without its marks."""
        return Query(tuple(replace(group, alternatives=group.blind) for group in self.groups), self.left_out)


def index_terms(text: str) -> list[str]:
    """Return the terms of a text of any length and script, in the order of its words."""
    typed = words(text)[:MOST_WORDS_OF_TEXT]
    marked = has_accents(typed)
    found: list[str] = []
    keys: list[tuple[str, str]] = []
    for word in typed:
        raw = (accented(word), fold_syllable(word))
        meant = _keys(word, marked)
        if raw not in meant:
            found.extend(_word_terms(*raw, marked=marked))
        for key, bare in meant:
            found.extend(_word_terms(key, bare, marked=marked))
        keys.extend(meant)
    return found + ["=" + concept for _, _, concept in _concepts(keys, marked=marked)]


def read_query(text: str, empty: frozenset[str] = frozenset()) -> Query:
    """Return what a typed query looks for. `empty`: accented keys of words that count only when there are no others."""
    typed = words(text[:MOST_LETTERS_OF_QUERY])
    marked = any(not word.isascii() for word in typed)
    groups = list({group.alternatives: group for group in _groups(typed, marked=marked)}.values())
    telling = [group for group in groups if not _says_nothing(group, empty, marked=marked)] or groups
    rest = telling[MOST_WORDS_OF_QUERY:]
    return Query(tuple(telling[:MOST_WORDS_OF_QUERY]), tuple(group.typed for group in rest[:MOST_WORDS_OF_QUERY]))


def vocabulary(terms: Sequence[str]) -> set[str]:
    """Return what is counted of a text's terms: words without marks (a mistyped one is compared with them), concepts,
    and what a scope may narrow by, as far as it seldom changes (`changing_terms` of storage/search.py).
    """
    return {term for term in terms if term[0] not in ".~" and not term.startswith("@_")}


def matches(terms: Sequence[str], query: Query) -> bool:
    """Return whether a text with these terms is found by a query."""
    held = frozenset(terms)
    return bool(query.groups) and all(
        any(held.issuperset(alternative) for alternative in group.alternatives) for group in query.groups
    )


def _groups(typed: list[str], *, marked: bool) -> Iterator[Group]:
    """Cut a query into phrases that are concepts and the words between them."""
    spans = [_keys(word, marked) for word in typed]
    keys = [pair for pairs in spans for pair in pairs]
    owner = [index for index, pairs in enumerate(spans) for _ in pairs]
    found = {owner[start]: (owner[end - 1], concept) for start, end, concept in _concepts(keys, marked=marked)}
    index = 0
    while index < len(spans):
        last, concept = found.get(index, (index, ""))
        covered = typed[index : last + 1]
        exact, blind = _phrase(covered) if last > index else _word(covered[0], spans[index])
        named: tuple[Alternative, ...] = (("=" + concept,),) if concept else ()
        yield Group(
            tuple(fold_syllable(word) for word in covered), " ".join(covered), named + exact, named + blind, concept
        )
        index = last + 1


def _phrase(covered: list[str]) -> tuple[tuple[Alternative, ...], tuple[Alternative, ...]]:
    terms = tuple(dict.fromkeys(_ascii(fold_syllable(word)) for word in covered))
    return (terms,), (terms,)


def _word(word: str, meant: tuple[tuple[str, str], ...]) -> tuple[tuple[Alternative, ...], tuple[Alternative, ...]]:
    """Return a word's alternatives with its marks (as typed, and as meant), and without."""
    exact: list[Alternative] = []
    blind: list[Alternative] = []
    for form in dict.fromkeys((((accented(word), fold_syllable(word)),), meant)):
        bare = tuple(dict.fromkeys(_ascii(folded) for _, folded in form))
        blind.append(bare)
        key, folded = form[0]
        if len(form) == 1 and key != folded and len(_word_terms(key, folded, marked=True)) > 1:
            exact += [(_accent_term(key),), ("~" + folded,)]
        else:
            exact.append(bare)
    return tuple(exact), tuple(dict.fromkeys(blind))


def _concepts(keys: Sequence[tuple[str, str]], *, marked: bool) -> Iterator[tuple[int, int, str]]:
    """Return first word, word after the last, and concept of each phrase that is one, the longest first."""
    table = by_accent() if marked else by_fold()
    column = [pair[0] if marked else pair[1] for pair in keys]
    heads = _heads(marked)
    index = 0
    while index < len(column):
        step = 1
        if column[index] in heads:
            for length in range(min(longest(), len(column) - index), 0, -1):
                concept = table.get(tuple(column[index : index + length]))
                if concept:
                    yield index, index + length, concept
                    step = length
                    break
        index += step


@lru_cache(maxsize=2)
def _heads(marked: bool) -> frozenset[str]:
    return frozenset(phrase[0] for phrase in (by_accent() if marked else by_fold()))


@lru_cache(maxsize=32_768)
def _keys(word: str, marked: bool) -> tuple[tuple[str, str], ...]:
    """Return the accented and folded key of each word that a typed one stands for."""
    return tuple((accented(meant), fold_syllable(meant)) for meant in repair(word, marked=marked))


@lru_cache(maxsize=32_768)
def _word_terms(key: str, bare: str, *, marked: bool) -> tuple[str, ...]:
    term = _ascii(bare)
    if not term.isalpha() or not bare.isascii():
        return (term,)  # a number or another script has no marks to tell apart
    return (term, _accent_term(key) if marked else "~" + term)


@lru_cache(maxsize=32_768)
def _accent_term(key: str) -> str:
    return "." + _ascii(key.translate(_SPELLED))


def _ascii(word: str) -> str:
    """Return a word of any script in ASCII; other scripts by the numbers of their letters."""
    return word if word.isascii() else "u" + word.encode("utf-8").hex()


def _says_nothing(group: Group, empty: frozenset[str], *, marked: bool) -> bool:
    if marked:
        return all(accented(word) in empty for word in group.typed.split())
    return _folded(empty).issuperset(group.words)


@lru_cache(maxsize=8)
def _folded(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(fold_syllable(key) for key in keys)
