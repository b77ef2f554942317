"""Search in concerns and in published answers: what is tried, in which order, and how the indexes are filled.

What was typed is tried first. Only where that finds nothing, the same without its marks, then with mistyped words
mended, then without the words that say least. So a query of known words costs one look into the index.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod

from handlers.rules.search import EMPTY
from handlers.understanding.normalise import fold
from handlers.understanding.search_ranking import group_texts, rarities, scorer
from handlers.understanding.search_terms import Group, Query, index_terms, matches, read_query, vocabulary
from handlers.understanding.synonyms import spelled
from handlers.understanding.typos import halves, near
from storage import search as index
from storage.records import Answer, Concern
from storage.search import NEWEST, Hit, Scope, Shelf
from storage.transaction import Transaction

RANKED = 300
"""A ranked search ranks the newest so many hits.

Each costs 10 µs to fetch and to score: at a million texts a ranked search took 5.5 ms of processor time on SQLite and
12 on PostgreSQL (95 of 100 were faster); with 1,000 hits 13 and 22, and nobody leafs through fifty pages.
"""
_LOOKS_A_HIT = 20
"""To fetch a hit costs as much as so many looks at an entry of the index (PostgreSQL: 4 µs and 0.2 µs)."""
_LOOKED_AT = 40
"""Texts that are not indexed yet and looked at themselves: as many as come in while the indexer sleeps."""
_MOST_MEANT = 4
"""A mistyped word is taken for the commonest so many of its neighbours."""
_PROBED = 20
"""So many hits of any of these neighbours are looked at together, to see which of them this asker can find."""
_MOST_ALSO = 4


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of what was found, best or newest first.

    also: other words that were looked for too. left_out: typed words that did not count in the end.
    """

    ids: tuple[int, ...] = ()
    more: bool = False
    also: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    query: Query
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a search looks: an index, and the newest texts that it does not hold yet."""

    tx: Transaction
    scope: Scope
    fresh: list[Hit]

    def find(self, query: Query, *, before: int = NEWEST, limit: int, texts: dict[str, int]) -> list[Hit]:
        """The newest hits, those of the index and those among the texts that it does not hold yet.

        texts: how many texts have each of the query's words (`texts_of`, `known`).
        """
        rarest_first = sorted(query.groups, key=lambda group: group_texts(group, texts))
        groups = [group.alternatives for group in rarest_first]
        new = [hit for hit in self.fresh if hit.id < before and matches(hit.terms.split(), query)]
        stale = {hit.id for hit in self.fresh}
        most = limit + len(stale)
        looks = self._looks(query, texts)
        old = index.find(self.tx, self.scope, groups, before=before, limit=most, looks=looks)
        return sorted([*new, *(hit for hit in old if hit.id not in stale)], key=lambda hit: -hit.id)[:limit]

    def known(self, words: set[str]) -> dict[str, int]:
        """How many texts have each of these words; those that none has are not in it. Under `index.ALL`: all texts."""
        texts = index.known(self.tx, self.scope.office_id, self.scope.shelf, {*words, index.ALL})
        for hit in self.fresh:
            for word in words.intersection(hit.terms.split()):
                texts[word] = texts.get(word, 0) + 1
        texts[index.ALL] = texts.get(index.ALL, 0) + len(self.fresh)
        return texts

    def texts_of(self, query: Query) -> dict[str, int]:
        """How many texts have each word of a query, and how many each of the scope's session, topic and hamlet."""
        words = {word for group in query.groups for terms in group.blind for word in terms}
        return self.known(words.union(index.narrowing(self.scope)))

    def _looks(self, query: Query, texts: dict[str, int]) -> float:
        """What all hits of a query cost, in looks at an entry of the index: as many as the rarest word has, and a hit.

        Words are taken to be independent of each other, though a quarter of the rarest one's texts may have them all:
        «trạm» and «thuốc» are seldom apart.
        """
        counts = [group_texts(group, texts) for group in query.groups]
        counts += [texts[term] for term in index.narrowing(self.scope) if term in texts]
        size = max(1, texts[index.ALL])
        rarest = min(counts, default=size)
        hits = max(rarest / 4, size * prod(min(1.0, count / size) for count in counts))
        return rarest + _LOOKS_A_HIT * hits


def search(
    tx: Transaction, scope: Scope, text: str, *, ranked: bool, after: int | None = None, limit: int = 6
) -> Found:
    """A page of the texts that fit a typed query. `after`: the id of the last one on the page before."""
    place = _Place(tx, scope, _fresh(tx, scope))
    step = _Step(Query(()))
    for step in _steps(place, read_query(text, EMPTY)):
        texts = place.texts_of(step.query)
        if not all(group.concept or group_texts(group, texts) for group in step.query.groups):
            continue  # no text has such a word: the index need not be asked
        ids = _ranked(place, step.query, texts) if ranked else _newest(place, step.query, texts, after, limit)
        if ids:
            start = ids.index(after) + 1 if ranked and after in ids else 0
            return _page(place, step, ids[start:], limit)
    return Found(also=step.also, left_out=step.query.left_out)


def matching(text: str, concerns: list[Concern]) -> list[Concern]:
    """Those of a few concerns at hand that fit a query; for what no index may hold."""
    query = read_query(text, EMPTY).accent_blind()
    return [concern for concern in concerns if matches(index_terms(concern.text), query)]


def _newest(place: _Place, query: Query, texts: dict[str, int], after: int | None, limit: int) -> list[int]:
    """The newest ids after this one, one more than a page."""
    before = NEWEST if after is None else after
    return [hit.id for hit in place.find(query, before=before, limit=limit + 1, texts=texts)]


def _page(place: _Place, step: _Step, ids: list[int], limit: int) -> Found:
    """A page of these, without those that the asker may not see any more."""
    shown = ids[:limit]
    seen = index.allowed(place.tx, place.scope, shown)
    return Found(
        ids=tuple(number for number in shown if number in seen),
        more=len(ids) > limit,
        also=_also(step)[:_MOST_ALSO],
        left_out=step.query.left_out,
    )


def _also(step: _Step) -> tuple[str, ...]:
    """The synonyms that were looked for besides what was typed, and the words that mistyped ones were taken for."""
    others = [
        word
        for group in step.query.groups
        if group.concept
        for word in spelled()[group.concept]
        if fold(word) != fold(group.typed)
    ]
    return (*step.also, *others)


def _ranked(place: _Place, query: Query, texts: dict[str, int]) -> list[int]:
    """The ids of the newest hits, the best first and the newest first among equals."""
    score = scorer(query, rarities(query, texts, texts[index.ALL]))
    hits = place.find(query, limit=RANKED, texts=texts)
    return [-number for _, number in sorted((-score(hit.terms), -hit.id) for hit in hits)]


def _steps(place: _Place, query: Query) -> Iterator[_Step]:
    """The queries to try one after the other; later ones cost more and are made only when they are wanted."""
    yield _Step(query)
    blind = query.accent_blind()
    if blind != query:
        yield _Step(blind)
    mended, also = _mended(place, blind)
    if also:
        yield _Step(mended, also)
    for shorter in _shorter(mended, place.texts_of(mended)):
        yield _Step(shorter, also)


def _mended(place: _Place, query: Query) -> tuple[Query, tuple[str, ...]]:
    """The query with its unknown words replaced by known neighbours that this asker can find."""
    texts = place.texts_of(query)
    groups: list[Group] = []
    also: list[str] = []
    for group in query.groups:
        meant = [] if group.concept or group_texts(group, texts) else _meant(place, group)
        groups.append(replace(group, words=meant[0], alternatives=tuple(meant), blind=tuple(meant)) if meant else group)
        also += [" ".join(words) for words in meant]
    return Query(tuple(groups), query.left_out), tuple(also)


def _meant(place: _Place, group: Group) -> list[tuple[str, ...]]:
    """What a mistyped word may mean, the commonest first; nothing that only others may find."""
    word = "".join(group.words)
    pairs = halves(word)
    known = place.known(near(word) | {half for pair in pairs for half in pair})
    one: list[tuple[str, ...]] = [(other,) for other in near(word) if other in known]
    two: list[tuple[str, ...]] = [pair for pair in pairs if known.keys() >= set(pair)]
    common = sorted(one or two, key=lambda terms: (-min(known[term] for term in terms), terms))[:_MOST_MEANT]
    findable = _findable(place, group, common, known)
    return [terms for terms in common if terms in findable]


def _findable(
    place: _Place, group: Group, candidates: list[tuple[str, ...]], known: dict[str, int]
) -> set[tuple[str, ...]]:
    """Which of these words this asker can find at all: `known` counts those of others and of what is hidden now, too.

    All are asked for together. Only those that the newest hits do not have are asked for again.
    """
    findable: set[tuple[str, ...]] = set()
    left = candidates
    while left:
        hits = place.find(_any_of(group, left), limit=_PROBED, texts=known)
        held = [frozenset(hit.terms.split()) for hit in hits]
        findable.update(terms for terms in left if any(have.issuperset(terms) for have in held))
        left = [terms for terms in left if terms not in findable] if len(hits) == _PROBED else []
    return findable


def _any_of(group: Group, alternatives: list[tuple[str, ...]]) -> Query:
    return Query((replace(group, alternatives=tuple(alternatives), blind=tuple(alternatives)),))


def _shorter(query: Query, texts: dict[str, int]) -> Iterator[Query]:
    """The query with fewer and fewer words, at least half of them: unknown ones go first, then the commonest."""
    groups = list(query.groups)
    fewest = (len(groups) + 1) // 2
    left_out = list(query.left_out)
    while len(groups) > fewest:
        counts = [group_texts(group, texts) for group in groups]
        gone = min(range(len(groups)), key=lambda at: (counts[at] > 0, -counts[at], at))
        left_out.append(groups.pop(gone).typed)
        yield Query(tuple(groups), tuple(left_out))


def _fresh(tx: Transaction, scope: Scope) -> list[Hit]:
    """The newest texts that wait for the indexer, as far as this asker may see them."""
    ids = index.waiting(tx, scope.office_id, scope.shelf, _LOOKED_AT)
    seen = index.allowed(tx, scope, ids) if ids else set()
    return [Hit(number, terms) for number, terms in _terms(tx, scope.office_id, scope.shelf, seen, hold=False).items()]


def _terms(tx: Transaction, office_id: int, shelf: Shelf, ids: set[int], *, hold: bool) -> dict[int, str]:
    if not ids:
        return {}
    if shelf is Shelf.CONCERN:
        concerns = index.concerns(tx, office_id, ids, hold=hold)
        given = index.agencies(tx, office_id, ids) if hold else {}  # of a text that waits, `allowed` asks itself
        return {one.id: _of_concern(one, given.get(one.id, [])) for one in concerns}
    return {one.id: _of_answer(one) for one in index.answers(tx, office_id, ids, hold=hold)}


def _of_concern(concern: Concern, agencies: list[int]) -> str:
    filters = index.changing_terms(concern.state, agencies)
    filters += index.filter_terms(concern.session_id, concern.topic, concern.area_id)
    return " ".join([*filters, *index_terms(concern.text)])


def _of_answer(answer: Answer) -> str:
    return " ".join([*index_terms(answer.public_question), *index_terms(answer.text)])


def index_next(tx: Transaction, office_id: int, limit: int) -> int:
    """Index the newest texts that wait, at most `limit` of each shelf; return how many there were."""
    return sum(_index_shelf(tx, office_id, shelf, limit) for shelf in Shelf)


def _index_shelf(tx: Transaction, office_id: int, shelf: Shelf, limit: int) -> int:
    ids = index.take_waiting(tx, office_id, shelf, limit)
    if not ids:
        return 0
    terms = _terms(tx, office_id, shelf, set(ids), hold=True)
    new = index.not_indexed(tx, office_id, shelf, terms)
    index.put(tx, office_id, shelf, terms)
    counts: dict[str, int] = {}
    for number in new:
        for word in vocabulary(terms[number].split()):
            counts[word] = counts.get(word, 0) + 1
    index.count_words(tx, office_id, shelf, counts, len(new))
    index.settle(tx, office_id, shelf, ids)
    return len(ids)
