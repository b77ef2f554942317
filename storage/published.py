"""Answers that reached people: those released to the sender, and the public ones that everybody may search."""

from collections.abc import Sequence

from storage.records import Answer
from storage.transaction import Transaction

_NAMES = tuple(f"word_{letter}" for letter in "abcdefgh")
_SCORE = " + ".join(f"CASE WHEN f.words LIKE :{name} THEN 1 ELSE 0 END" for name in _NAMES)
MOST_WORDS = len(_NAMES)


def search(tx: Transaction, office_id: int, words: Sequence[str], limit: int) -> list[Answer]:
    """The released public answers that hold the most of these words, the newest first among equals.

    `words` are folded syllables (at most MOST_WORDS count) as in handlers/rules/search.py; an answer must hold at least
    half of them. What came from a concern that is protected now is never found.
    """
    wanted = list(words)[:MOST_WORDS]
    if not wanted:
        return []
    patterns = dict.fromkeys(_NAMES, "") | {name: f"% {word} %" for name, word in zip(_NAMES, wanted, strict=False)}
    rows = tx.all(
        f"""SELECT * FROM (
              SELECT f.*, {_SCORE} AS score FROM (
                SELECT a.*, ' ' || a.public_folded || ' ' AS words FROM answer AS a
                JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
                WHERE a.office_id = :office_id AND a.state = 'released' AND a.public = TRUE AND c.protected = FALSE
              ) AS f
            ) AS found
            WHERE score * 2 >= :wanted ORDER BY score DESC, decided_at DESC, id DESC LIMIT :limit""",  # noqa: S608 - placeholders of our own only
        office_id=office_id,
        wanted=len(wanted),
        limit=limit,
        **patterns,
    )
    return [Answer.of({name: row[name] for name in Answer.model_fields}) for row in rows]


def get_published(tx: Transaction, office_id: int, answer_id: int) -> Answer | None:
    """One public answer, or None when it is not there, not released, not public, or from a protected concern."""
    row = tx.one(
        """SELECT a.* FROM answer AS a
           JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
           WHERE a.office_id = :office_id AND a.id = :answer_id AND a.state = 'released' AND a.public = TRUE
             AND c.protected = FALSE""",
        office_id=office_id,
        answer_id=answer_id,
    )
    return Answer.of(row) if row else None


def released_of_concern(tx: Transaction, office_id: int, concern_id: int) -> list[Answer]:
    """The answers that were released to the sender of a concern, the oldest first."""
    rows = tx.all(
        """SELECT * FROM answer WHERE office_id = :office_id AND concern_id = :concern_id AND state = 'released'
           ORDER BY decided_at, id""",
        office_id=office_id,
        concern_id=concern_id,
    )
    return [Answer.of(row) for row in rows]
