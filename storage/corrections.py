"""What officials corrected or confirmed of a machine's suggestions, to train with. The texts stay where they are."""

from storage.records import CorrectedText, Correction
from storage.rows import insert
from storage.transaction import Transaction


def add_correction(tx: Transaction, correction: Correction) -> None:
    """Remember one correction or confirmation."""
    insert(tx, "correction", correction)


def forget_words(tx: Transaction, office_id: int, concern_id: int) -> None:
    """Drop the words that decided: the concern was closed to all but the inspector."""
    tx.run(
        "UPDATE correction SET reasons = '[]' WHERE office_id = :office_id AND concern_id = :concern_id",
        office_id=office_id,
        concern_id=concern_id,
    )


def corrected_texts(tx: Transaction, office_id: int) -> list[CorrectedText]:
    """What was corrected or confirmed, with the topic and kind that people decided («» where nobody did); oldest first.

    Never a protected one, nor one of a person who took their consent back.
    """
    rows = tx.all(
        """SELECT c.text,
             CASE WHEN c.topic_confirmed_by <> '' THEN c.topic ELSE '' END AS topic,
             CASE WHEN EXISTS (SELECT 1 FROM correction AS q WHERE q.office_id = c.office_id
                                 AND q.concern_id = c.id AND q.part = 'kind') THEN c.kind ELSE '' END AS kind
           FROM concern AS c
           JOIN person AS p ON p.office_id = c.office_id AND p.id = c.person_id AND p.consent <> 'refused'
           WHERE c.office_id = :office_id AND c.protected = FALSE AND c.kind <> 'denunciation' AND c.text <> ''
             AND EXISTS (SELECT 1 FROM correction AS k WHERE k.office_id = c.office_id AND k.concern_id = c.id)
           ORDER BY c.id""",
        office_id=office_id,
    )
    return [CorrectedText.of(row) for row in rows]
