"""The search indexes: what is asked of them, and how they are filled. What terms are, the caller knows.

A query is a list of groups; a text is found when it holds every term of an alternative of every group. The index
narrows; whether the asker may see a row is asked of the concern or the answer itself (`allowed`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import inf
from string import ascii_lowercase

from storage.published import PUBLIC
from storage.records import Answer, Concern, ConcernState, to_json
from storage.transaction import Transaction, Value

Groups = Sequence[Sequence[Sequence[str]]]
NEWEST = 1 << 62
"""Larger than every id: where the newest page begins."""
ALL = "*"
"""The word under which the number of all texts of a shelf is counted."""
# PostgreSQL takes an array, whose few members it looks up by key whatever it knows of the table.
_AMONG_IDS = (
    "/*sqlite*/ IN (SELECT CAST(key AS BIGINT) FROM json_each(:keys)) /*end*/ "
    "/*pg = ANY (CAST(:members AS BIGINT[])) */"
)
_AMONG_WORDS = "/*sqlite*/ IN (SELECT key FROM json_each(:keys)) /*end*/ /*pg = ANY (CAST(:members AS TEXT[])) */"


class Shelf(StrEnum):
    """`concern`: what officials search in. `answer`: the public answers that everybody searches in."""

    CONCERN = "concern"
    ANSWER = "answer"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which of an office's texts. Empty and None mean «any»; `agency_id`: what this agency answers or has answered.

    An agency, session, topic, hamlet and state can be asked of concerns only.
    """

    office_id: int
    shelf: Shelf = Shelf.CONCERN
    agency_id: int | None = None
    session_id: int | None = None
    topic: str = ""
    area_id: int | None = None
    states: tuple[ConcernState, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that was found: the concern's or answer's id, and its terms in order."""

    id: int
    terms: str


_ALLOWED = {
    Shelf.CONCERN: """EXISTS (SELECT 1 FROM concern AS c
          WHERE c.office_id = :office_id AND c.id = {id} AND c.protected = FALSE AND c.state <> 'withdrawn'
            AND (CAST(:session_id AS BIGINT) IS NULL OR c.session_id = CAST(:session_id AS BIGINT))
            AND (:topic = '' OR c.topic = :topic)
            AND (CAST(:area_id AS BIGINT) IS NULL OR c.area_id = CAST(:area_id AS BIGINT))
            AND (:states = '' OR :states LIKE '%,' || c.state || ',%')
          LIMIT 1 OFFSET 0)
        AND (CAST(:agency_id AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM assignment AS a
          WHERE a.office_id = :office_id AND a.concern_id = {id}
            AND a.agency_id = CAST(:agency_id AS BIGINT) AND a.state IN ('open', 'done')
          LIMIT 1 OFFSET 0))""",
    Shelf.ANSWER: """EXISTS (SELECT 1 FROM answer AS a
          JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
          WHERE a.office_id = :office_id AND a.id = {id} AND {public} LIMIT 1 OFFSET 0)""",
}
# SQLite walks its lists from the newest on and stops. PostgreSQL's GIN tells all hits or none, in no order, and each
# has to be fetched: so it is asked for the newest slices of time first. `+ 0` keeps its planner from any other way, so
# that nothing depends on when it last counted the table; OFFSET 0 above keeps it from a walk over all concerns instead.
# A group's query stands in a SELECT of its own, so that the planner does not look into it: the plan is the same for
# all, and PostgreSQL keeps it. To plan anew for every query took a quarter of the time of a search. One condition a
# group: from one to the next, GIN leaps over what the other does not have; inside a single one it walks (a word of half
# a million texts and an agency of six: 0.3 ms and 8). It leaps between the first two until they meet, and only then
# asks the third: so the slices come first, and the rarest of the rest.
_FIND = """/*sqlite*/
    SELECT rowid AS id, terms FROM {table}
    WHERE {table} MATCH :fts AND rowid >= :since AND rowid < :before AND office_id = :office_id AND {allowed_row}
    ORDER BY rowid DESC LIMIT :limit
    /*end*/ /*pg
    WITH hit AS MATERIALIZED (
      SELECT rowid, terms FROM {table}
      WHERE {matching}
        AND office_id + 0 = :office_id AND rowid + 0 >= :since AND rowid + 0 < :before
      ORDER BY rowid DESC)
    SELECT rowid AS id, terms FROM hit WHERE {allowed_hit} ORDER BY rowid DESC LIMIT :limit */"""
# SQLite needs no steps: for it the newest texts begin with the first of all. An office numbers its concerns without a
# gap, so where so many texts begin is two looks into an index, however many they are: to count them took as long as to
# search them. First and last office by MIN and MAX: a look for another one (EXISTS) was a walk over the table as soon
# as PostgreSQL kept one plan for all offices.
_NEWEST = """SELECT
    /*sqlite*/ 0 AS since, 0 AS last, 1 AS alone /*end*/
    /*pg COALESCE(
        (SELECT id FROM concern WHERE office_id = :office_id AND id < :before AND number <=
           (SELECT number FROM concern WHERE office_id = :office_id AND id < :before ORDER BY id DESC LIMIT 1) - :texts
         ORDER BY number DESC LIMIT 1), 0) AS since,
      COALESCE((SELECT MAX(rowid) FROM {table} WHERE office_id = :office_id AND rowid < :before), 0) AS last,
      (SELECT MIN(office_id) FROM {table}) = (SELECT MAX(office_id) FROM {table}) AS alone */"""


_MOST_GROUPS = len(ascii_lowercase)
"""What a query has more of (twelve words and six filters, at most) would share the last condition."""


@lru_cache
def _statement(shelf: Shelf, *, asks: bool, groups: int) -> str:
    table, allowed = f"search_{shelf}", _ALLOWED[shelf] if asks else "TRUE"
    return _FIND.format(
        table=table,
        allowed_row=allowed.format(id=f"{table}.rowid", public=PUBLIC),
        allowed_hit=allowed.format(id="hit.rowid", public=PUBLIC),
        matching=" AND ".join(
            f"lexemes @@ (SELECT CAST(:group_{ascii_lowercase[at]} AS TSQUERY))" for at in range(groups)
        ),
    )


SLICES = (46, 50, 54, 58, 63)
"""How many bits of an id its slices of time leave out: 2 hours, 37 hours, 25 days, 13 months, all."""
_MOST_SLICES = 24
_TEXTS_A_HIT, _FEWEST_TEXTS = 10, 100
"""The newest so many texts for each hit that is wanted are looked through first, and no fewer than these."""
_FURTHER = 63
"""And where they had none, so many times as many older ones."""
_MOST_TEXTS = 100_000
"""What is so rare that it would be looked for in more texts than these is looked for in all at once."""
_LOOKS = 20_000
"""What all hits cost at most, in looks at an entry (0.2 µs), to be asked for at once: 4 ms, and there are no steps."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The newest texts below an id: from `since` (0: nothing is older) to `last`. alone: no other office has any.

    How many they are is about right: by the numbers of concerns, of which some are not in the index; answers come in
    as concerns do, but fewer. What is found does not depend on it.
    """

    since: int
    last: int
    alone: bool


def find(
    tx: Transaction, scope: Scope, groups: Groups, *, before: int = NEWEST, limit: int = 7, looks: float = inf
) -> list[Hit]:
    """The newest texts that a query finds, after those whose id is below `before`; no group finds nothing.

    The index knows an office, session, topic, hamlet, agency and state, though these as they were some seconds ago;
    `allowed` says what holds now, and a caller asks it before anybody is shown a hit. `looks`: about what it costs to
    fetch all hits, in looks at an entry of the index. What is found does not depend on it, nor on the order of the
    groups; the rarest first is quickest.

    The newest texts are looked through first; then older ones, as many more as what was found lets expect. They are
    told by number, not in days: offices have months of silence between two sessions.
    """
    if not groups:
        return []
    narrowed = [groups[0], *_filters(scope), *groups[1:]]
    found: list[Hit] = []
    looked, texts = 0, max(_FEWEST_TEXTS, _TEXTS_A_HIT * limit)
    while True:
        at_once = looks <= _LOOKS or texts > _MOST_TEXTS
        stretch = _newest_texts(tx, scope, before, NEWEST if at_once else texts)
        found += _between(tx, scope, narrowed, stretch, before=before, limit=limit - len(found))
        if len(found) >= limit or stretch.since == 0:
            return found
        looked += texts
        texts = 2 * looked * (limit - len(found)) // len(found) if found else _FURTHER * looked
        before = stretch.since


def _newest_texts(tx: Transaction, scope: Scope, before: int, texts: int) -> _Stretch:
    """The newest so many texts below an id; all of them where they are too many to count."""
    row = tx.one(_NEWEST.format(table=f"search_{scope.shelf}"), office_id=scope.office_id, before=before, texts=texts)
    assert row is not None  # it asks for one row, whatever is there
    return _Stretch(int(row["since"]), int(row["last"]), bool(row["alone"]))


def _between(tx: Transaction, scope: Scope, groups: Groups, stretch: _Stretch, *, before: int, limit: int) -> list[Hit]:
    """The newest hits of a stretch."""
    slices: list[list[list[str]]] = []
    if stretch.since or not stretch.alone:
        slices = [[[one] for one in _slices(scope.office_id, stretch.since, min(before, stretch.last + 1))]]
    conditions = _conditions([*slices, *groups])
    asks = bool(scope.states) or scope.agency_id is not None
    rows = tx.all(
        _statement(scope.shelf, asks=asks, groups=len(conditions)),
        fts=_query(groups, " AND ", " OR ", '"'),
        since=stretch.since,
        before=before,
        limit=limit,
        **conditions,
        **_asked(scope),
    )
    return [Hit(int(row["id"]), row["terms"]) for row in rows]


def _conditions(groups: Groups) -> dict[str, str]:
    """What `_statement` compares with the lexemes, by name."""
    alone, rest = [[group] for group in groups[: _MOST_GROUPS - 1]], groups[_MOST_GROUPS - 1 :]
    listed = [_query(each, " & ", " | ", "'") for each in ([*alone, rest] if rest else alone)]
    return {f"group_{letter}": query for letter, query in zip(ascii_lowercase, listed, strict=False)}


def _slices(office_id: int, since: int, before: int) -> list[str]:
    """The few slices that cover these ids; the last level covers all with one."""
    last = max(since, before - 1)
    level = next(level for level in SLICES if (last >> level) - (since >> level) < _MOST_SLICES)
    return [f"@{level}.{office_id}.{number}" for number in range(since >> level, (last >> level) + 1)]


def allowed(tx: Transaction, scope: Scope, ids: Collection[int]) -> set[int]:
    """Which of these texts this scope holds, asked of the concerns and answers themselves."""
    statement = _ALLOWED[scope.shelf].format(id="t.id", public=PUBLIC)
    rows = tx.all(
        f"""SELECT t.id FROM {scope.shelf} AS t
            WHERE t.office_id = :office_id AND t.id {_AMONG_IDS}
              AND {statement}""",  # noqa: S608 - names of our own tables only
        **_among(map(str, ids)),
        **_asked(scope),
    )
    return {int(row["id"]) for row in rows}


def _asked(scope: Scope) -> dict[str, Value]:
    if scope.shelf is Shelf.ANSWER:
        return {"office_id": scope.office_id}
    return {
        "office_id": scope.office_id,
        "agency_id": scope.agency_id,
        "session_id": scope.session_id,
        "topic": scope.topic,
        "area_id": scope.area_id,
        "states": f",{','.join(scope.states)}," if scope.states else "",
    }


def filter_terms(session_id: int | None, topic: str, area_id: int | None) -> list[str]:
    """The terms beside a concern's own words that let the index narrow by session, topic and hamlet."""
    terms = [] if session_id is None else [f"@s{session_id}"]
    terms += [f"@t{topic.encode().hex()}"] if topic else []
    return terms if area_id is None else [*terms, f"@x{area_id}"]


def changing_terms(state: str, agencies: Iterable[int]) -> list[str]:
    """The terms that let the index narrow by state and agency. They change while a concern is dealt with.

    They begin with `@_`, so that they are no words of the text and are not counted: how many texts have one now, the
    counts, which only grow, would not tell.
    """
    return [f"@_q{state}", *(f"@_g{agency}" for agency in agencies)]


def _filters(scope: Scope) -> list[list[list[str]]]:
    """What a scope asks of every text, as groups of a query."""
    agency = [] if scope.agency_id is None else [[[f"@_g{scope.agency_id}"]]]
    states = [[[f"@_q{state}"] for state in scope.states]] if scope.states else []
    return [*agency, *states, *([[term]] for term in narrowing(scope))]


def narrowing(scope: Scope) -> list[str]:
    """The terms that a scope asks of every text and whose texts are counted."""
    return filter_terms(scope.session_id, scope.topic, scope.area_id)


def _query(groups: Groups, conjunction: str, disjunction: str, quote: str) -> str:
    """AND of OR of AND in an engine's own signs.

    Terms are of ASCII letters, digits and `.~=@_` alone, so that no quote can end one early.
    """

    def both(terms: Sequence[str]) -> str:
        return f"({conjunction.join(f'{quote}{term}{quote}' for term in terms)})"

    return conjunction.join(f"({disjunction.join(map(both, alternatives))})" for alternatives in groups)


def known(tx: Transaction, office_id: int, shelf: Shelf, words: Collection[str]) -> dict[str, int]:
    """Which of these words the shelf knows, and how many texts had them when they were indexed."""
    rows = tx.all(
        f"""SELECT word, texts FROM search_word
            WHERE office_id = :office_id AND shelf = :shelf AND word {_AMONG_WORDS}""",  # noqa: S608 - our own words only
        office_id=office_id,
        shelf=shelf,
        **_among(words),
    )
    return {row["word"]: int(row["texts"]) for row in rows}


def waiting(tx: Transaction, office_id: int, shelf: Shelf, limit: int) -> list[int]:
    """The newest texts that are not indexed as they are now."""
    rows = tx.all(
        """SELECT id FROM search_queue WHERE office_id = :office_id AND shelf = :shelf
           ORDER BY id DESC LIMIT :limit""",
        office_id=office_id,
        shelf=shelf,
        limit=limit,
    )
    return [int(row["id"]) for row in rows]


def take_waiting(tx: Transaction, office_id: int, shelf: Shelf, limit: int) -> list[int]:
    """The newest texts that wait, each taken by one worker; whoever takes them indexes them in this transaction."""
    rows = tx.all(
        """SELECT id FROM search_queue WHERE office_id = :office_id AND shelf = :shelf
           ORDER BY id DESC LIMIT :limit /*pg FOR UPDATE SKIP LOCKED */""",
        office_id=office_id,
        shelf=shelf,
        limit=limit,
    )
    return [int(row["id"]) for row in rows]


def concerns(tx: Transaction, office_id: int, ids: Collection[int], *, hold: bool = False) -> list[Concern]:
    """These concerns without the protected ones. `hold`: nobody protects one before this transaction ends."""
    rows = tx.all(
        f"""SELECT * FROM concern AS c WHERE office_id = :office_id AND protected = FALSE
            AND id {_AMONG_IDS} ORDER BY id DESC
            {"/*pg FOR SHARE OF c */" if hold else ""}""",  # noqa: S608 - our own words only
        office_id=office_id,
        **_among(map(str, ids)),
    )
    return [Concern.of(row) for row in rows]


def agencies(tx: Transaction, office_id: int, ids: Collection[int]) -> dict[int, list[int]]:
    """The agencies that answer or have answered each of these concerns."""
    rows = tx.all(
        f"""SELECT DISTINCT concern_id, agency_id FROM assignment
            WHERE office_id = :office_id AND state IN ('open', 'done') AND concern_id {_AMONG_IDS}
            ORDER BY concern_id, agency_id""",  # noqa: S608 - our own words only
        office_id=office_id,
        **_among(map(str, ids)),
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(int(row["concern_id"]), []).append(int(row["agency_id"]))
    return found


def answers(tx: Transaction, office_id: int, ids: Collection[int], *, hold: bool = False) -> list[Answer]:
    """These answers, as far as everybody may read them. `hold`: as in `concerns`, nor takes one back."""
    rows = tx.all(
        f"""SELECT a.* FROM answer AS a JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
            WHERE a.office_id = :office_id AND {PUBLIC}
              AND a.id {_AMONG_IDS} ORDER BY a.id DESC
            {"/*pg FOR SHARE OF a, c */" if hold else ""}""",  # noqa: S608 - our own words only
        office_id=office_id,
        **_among(map(str, ids)),
    )
    return [Answer.of(row) for row in rows]


def not_indexed(tx: Transaction, office_id: int, shelf: Shelf, ids: Collection[int]) -> set[int]:
    """Which of these texts the index does not hold in any form."""
    rows = tx.all(
        f"""SELECT rowid AS id FROM search_{shelf} WHERE rowid {_AMONG_IDS}
            /*pg AND office_id = :office_id */""",  # noqa: S608 - names of our own tables only
        **_among(map(str, ids)),
        office_id=office_id,
    )
    return set(ids) - {int(row["id"]) for row in rows}


def put(tx: Transaction, office_id: int, shelf: Shelf, terms: Mapping[int, str]) -> None:
    """Index these texts, in place of what was indexed of them before.

    In the order of their ids: at an id below the one before, FTS5 closes its segment and begins another.
    """
    rows: list[Mapping[str, Value]] = [
        {"office_id": office_id, "id": number, "terms": listed} for number, listed in sorted(terms.items())
    ]
    forget(tx, office_id, shelf, terms)
    tx.many(
        f"INSERT INTO search_{shelf} (office_id, rowid, terms) VALUES (:office_id, :id, :terms)",  # noqa: S608
        rows,
    )


def forget(tx: Transaction, office_id: int, shelf: Shelf, ids: Collection[int]) -> None:
    """Take these texts out of the index; one that is not there is no error."""
    tx.run(
        f"""DELETE FROM search_{shelf} WHERE rowid {_AMONG_IDS}
            /*pg AND office_id = :office_id */""",  # noqa: S608 - names of our own tables only
        **_among(map(str, ids)),
        office_id=office_id,
    )


def settle(tx: Transaction, office_id: int, shelf: Shelf, ids: Collection[int]) -> None:
    """These texts do not wait any more."""
    tx.run(
        f"""DELETE FROM search_queue WHERE office_id = :office_id AND shelf = :shelf
             AND id {_AMONG_IDS}""",  # noqa: S608 - our own words only
        office_id=office_id,
        shelf=shelf,
        **_among(map(str, ids)),
    )


def count_words(tx: Transaction, office_id: int, shelf: Shelf, texts: Mapping[str, int], total: int) -> None:
    """Add to how many texts have each word, and to how many texts there are."""
    tx.many(
        """INSERT INTO search_word (office_id, shelf, word, texts) VALUES (:office_id, :shelf, :word, :texts)
           ON CONFLICT (office_id, shelf, word) DO UPDATE SET texts = search_word.texts + excluded.texts""",
        [
            {"office_id": office_id, "shelf": shelf, "word": word, "texts": count}
            for word, count in sorted([*texts.items(), (ALL, total)])
        ],
    )


def _among(values: Iterable[str]) -> dict[str, str]:
    """Numbers or words as both engines take a list: a JSON object's keys, and an array's text."""
    listed = list(dict.fromkeys(values))
    quoted = ",".join(f'"{value}"' for value in listed)
    return {"keys": to_json(dict.fromkeys(listed, 1)), "members": f"{{{quoted}}}"}
