"""Papers: drafts, and what was released with its number. Of two who release at once, one does (decision 15)."""

from collections.abc import Sequence
from datetime import date, datetime

from storage.records import PaperKind, PaperRow, StoredFile, to_json
from storage.rows import insert, values_of
from storage.transaction import Transaction


def add_paper(tx: Transaction, paper: PaperRow) -> None:
    """Remember a draft. Raises AlreadyRecorded while another draft of the same paper is there."""
    insert(tx, "paper", paper)


def add_first(tx: Transaction, paper: PaperRow) -> bool:
    """Remember a draft unless one is there; of two workers who come at once, one gets True."""
    values = values_of(paper)
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    return bool(tx.run(f"INSERT INTO paper ({names}) VALUES ({places}) ON CONFLICT DO NOTHING", **values))  # noqa: S608


def get_paper(tx: Transaction, office_id: int, paper_id: int) -> PaperRow | None:
    """One paper, or None."""
    row = tx.one(
        "SELECT * FROM paper WHERE office_id = :office_id AND id = :paper_id", office_id=office_id, paper_id=paper_id
    )
    return PaperRow.of(row) if row else None


def of_session(tx: Transaction, office_id: int, session_id: int) -> list[PaperRow]:
    """The drafts and released papers of a session, the oldest first; what was replaced is left out."""
    rows = tx.all(
        """SELECT * FROM paper WHERE office_id = :office_id AND session_id = :session_id AND state <> 'replaced'
           ORDER BY id""",
        office_id=office_id,
        session_id=session_id,
    )
    return [PaperRow.of(row) for row in rows]


def kinds_made(tx: Transaction, office_id: int) -> set[tuple[int, PaperKind]]:
    """Of which sessions which papers were ever drafted."""
    rows = tx.all("SELECT DISTINCT session_id, kind FROM paper WHERE office_id = :office_id", office_id=office_id)
    return {(int(row["session_id"]), PaperKind(row["kind"])) for row in rows}


def replace_draft(tx: Transaction, office_id: int, session_id: int, kind: PaperKind, subject: str) -> bool:
    """Put the draft of a paper aside for a newer one; False when there was none."""
    return bool(
        tx.run(
            """UPDATE paper SET state = 'replaced' WHERE office_id = :office_id AND session_id = :session_id
                 AND kind = :kind AND subject = :subject AND state = 'draft'""",
            office_id=office_id,
            session_id=session_id,
            kind=kind,
            subject=subject,
        )
    )


def hand_in(tx: Transaction, paper: PaperRow, person_id: int, at: datetime) -> bool:
    """Hand a draft in; who hands in what the clock drafted answers for it from then on. False: no longer a draft."""
    return bool(
        tx.run(
            """UPDATE paper SET handed_in_at = :at, drafted_by = COALESCE(drafted_by, :person_id)
               WHERE office_id = :office_id AND id = :id AND state = 'draft'""",
            office_id=paper.office_id,
            id=paper.id,
            person_id=person_id,
            at=at,
        )
    )


def release(tx: Transaction, paper: PaperRow, person_id: int, at: datetime, issued_on: date) -> bool:
    """Release a draft that is drawn: True for the one who did, and never for who drafted it."""
    return bool(
        tx.run(
            """UPDATE paper SET state = 'released', released_by = :person_id, released_at = :at, issued_on = :issued_on
               WHERE office_id = :office_id AND id = :id AND state = 'draft' AND files <> '[]'
                 AND (drafted_by IS NULL OR drafted_by <> :person_id)""",
            office_id=paper.office_id,
            id=paper.id,
            person_id=person_id,
            at=at,
            issued_on=issued_on,
        )
    )


def set_number(
    tx: Transaction, office_id: int, paper_id: int, sequence: str, number: int, notation: str, content: str
) -> None:
    """Write the number of a paper that was released in this transaction, and the content that bears it."""
    tx.run(
        """UPDATE paper SET sequence = :sequence, number = :number, notation = :notation, content = :content
           WHERE office_id = :office_id AND id = :paper_id AND number IS NULL""",
        office_id=office_id,
        paper_id=paper_id,
        sequence=sequence,
        number=number,
        notation=notation,
        content=content,
    )


def set_content(tx: Transaction, office_id: int, paper_id: int, content: str) -> None:
    """Write the content of a paper without a number that was released in this transaction."""
    tx.run(
        "UPDATE paper SET content = :content WHERE office_id = :office_id AND id = :paper_id AND number IS NULL",
        office_id=office_id,
        paper_id=paper_id,
        content=content,
    )


def set_files(tx: Transaction, office_id: int, paper_id: int, files: Sequence[StoredFile], state: str) -> bool:
    """Remember what was drawn of a paper; False when it is no longer in the state in which it was drawn."""
    return bool(
        tx.run(
            """UPDATE paper SET files = :files WHERE office_id = :office_id AND id = :paper_id AND state = :state""",
            office_id=office_id,
            paper_id=paper_id,
            files=to_json([file.model_dump(mode="json") for file in files]),
            state=state,
        )
    )


def protected_codes(tx: Transaction, office_id: int) -> set[str]:
    """The codes of what no paper may hold: a paper gathered before a concern was closed is not sent any more."""
    rows = tx.all(
        "SELECT code FROM concern WHERE office_id = :office_id AND (protected = TRUE OR kind = 'denunciation')",
        office_id=office_id,
    )
    return {str(row["code"]) for row in rows}
