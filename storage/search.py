"""The search indexes: what is asked of them, and how they are filled. What terms are, the caller knows.

A query is a list of groups; a text is found when it holds every term of an alternative of every group. The index
narrows; whether the asker may see a row is asked of the concern or the answer itself (`allowed`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage.records import Answer, Concern, ConcernState, to_json
from storage.transaction import Transaction, Value

Groups = Sequence[Sequence[Sequence[str]]]
NEWEST = 1 << 62
"""Larger than every id: where the newest page begins."""
_ALL = "*"
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
            AND (:states = '' OR :states LIKE '%,' || c.state || ',%'))
        AND (CAST(:agency_id AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM assignment AS a
          WHERE a.office_id = :office_id AND a.concern_id = {id}
            AND a.agency_id = CAST(:agency_id AS BIGINT) AND a.state IN ('open', 'done')))""",
    Shelf.ANSWER: """EXISTS (SELECT 1 FROM answer AS p
          JOIN concern AS c ON c.office_id = p.office_id AND c.id = p.concern_id
          WHERE p.office_id = :office_id AND p.id = {id} AND p.state = 'released' AND p.public = TRUE
            AND c.protected = FALSE)""",
}
# SQLite walks its lists from the newest on and stops. PostgreSQL's GIN gives all hits or none, so the newest texts are
# looked through first, where a common word is found at once; only what is rarer there goes to the index. `+ 0` and the
# comparison of pairs leave its planner no other way, so that nothing depends on when it last counted the table.
_FIND = """/*sqlite*/
    SELECT rowid AS id, terms FROM {table}
    WHERE {table} MATCH :fts AND rowid < :before AND office_id = :office_id AND {allowed}
    ORDER BY rowid DESC LIMIT :limit
    /*end*/ /*pg
    WITH newest AS MATERIALIZED (
      SELECT office_id, rowid, terms, lexemes FROM {table}
      WHERE (office_id, rowid) < (:office_id, :before) ORDER BY office_id DESC, rowid DESC LIMIT :window
    ), recent AS MATERIALIZED (
      SELECT rowid, terms FROM newest
      WHERE office_id = :office_id AND lexemes @@ :tsquery::tsquery AND {allowed_recent} LIMIT :limit
    ), deep AS MATERIALIZED (
      SELECT rowid, terms FROM {table}
      WHERE (SELECT COUNT(*) FROM recent) < :limit AND (SELECT COUNT(*) FROM newest) = :window
        AND office_id + 0 = :office_id
        AND rowid + 0 < COALESCE((SELECT MIN(rowid) FROM newest WHERE office_id = :office_id), :before)
        AND lexemes @@ :tsquery::tsquery AND {allowed}
      ORDER BY rowid DESC LIMIT :limit
    )
    SELECT rowid AS id, terms FROM (SELECT * FROM recent UNION ALL SELECT * FROM deep) AS found
    ORDER BY rowid DESC LIMIT :limit */"""


def _statement(shelf: Shelf, *, asks: bool) -> str:
    table, allowed = f"search_{shelf}", _ALLOWED[shelf] if asks else "TRUE"
    return _FIND.format(
        table=table, allowed=allowed.format(id=f"{table}.rowid"), allowed_recent=allowed.format(id="newest.rowid")
    )


_STATEMENTS = {(shelf, asks): _statement(shelf, asks=asks) for shelf in Shelf for asks in (False, True)}
FIRST_LOOK = 1_000
"""How many of the newest texts PostgreSQL looks through before it asks the index."""


def find(
    tx: Transaction, scope: Scope, groups: Groups, *, before: int = NEWEST, limit: int = 7, window: int = FIRST_LOOK
) -> list[Hit]:
    """The newest texts that a query finds, after those whose id is below `before`; no group finds nothing.

    The index knows an office, session, topic and hamlet, though these as they were some seconds ago; `allowed` says
    what holds now, and a caller asks it before anybody is shown a hit. `window`: how many of the newest texts hold
    enough hits as a rule; 0 asks the index at once (PostgreSQL alone heeds it).
    """
    if not groups:
        return []
    narrowed = [*_filters(scope), *groups]
    asks = bool(scope.states) or scope.agency_id is not None
    rows = tx.all(
        _STATEMENTS[scope.shelf, asks],
        fts=_query(narrowed, " AND ", " OR ", '"'),
        tsquery=_query(narrowed, " & ", " | ", "'"),
        before=before,
        limit=limit,
        window=window,
        **_asked(scope),
    )
    return [Hit(int(row["id"]), row["terms"]) for row in rows]


def allowed(tx: Transaction, scope: Scope, ids: Collection[int]) -> set[int]:
    """Which of these texts this scope holds, asked of the concerns and answers themselves."""
    statement = _ALLOWED[scope.shelf].format(id="t.id")
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


def _filters(scope: Scope) -> list[list[list[str]]]:
    return [[[term]] for term in filter_terms(scope.session_id, scope.topic, scope.area_id)]


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


def size(tx: Transaction, office_id: int, shelf: Shelf) -> int:
    """How many texts were indexed."""
    return known(tx, office_id, shelf, [_ALL]).get(_ALL, 0)


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


def answers(tx: Transaction, office_id: int, ids: Collection[int], *, hold: bool = False) -> list[Answer]:
    """These answers, as far as they are public and not of a protected concern. `hold`: as in `concerns`."""
    rows = tx.all(
        f"""SELECT a.* FROM answer AS a JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
            WHERE a.office_id = :office_id AND a.state = 'released' AND a.public = TRUE AND c.protected = FALSE
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
    """Index these texts, in place of what was indexed of them before."""
    rows: list[Mapping[str, Value]] = [
        {"office_id": office_id, "id": number, "terms": listed} for number, listed in terms.items()
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
            for word, count in sorted([*texts.items(), (_ALL, total)])
        ],
    )


def _among(values: Iterable[str]) -> dict[str, str]:
    """Numbers or words as both engines take a list: a JSON object's keys, and an array's text."""
    listed = list(dict.fromkeys(values))
    quoted = ",".join(f'"{value}"' for value in listed)
    return {"keys": to_json(dict.fromkeys(listed, 1)), "members": f"{{{quoted}}}"}
