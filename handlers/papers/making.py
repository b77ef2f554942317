"""Drafts and requests: a paper is gathered and kept as a row, and what is to be drawn is asked for in another.

Nothing is drawn here. A worker takes the request after the commit, draws, and sends to the addresses in it.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from handlers.papers.gather import NothingToSay, Source, source_of
from handlers.papers.kinds import SORTS, counted_under, packed, unpacked
from handlers.papers.words import printable
from handlers.texts import local_day
from storage import counters, document_requests, paper_rows, papers, sessions
from storage.ids import new_id
from storage.records import (
    Addressee,
    DocumentRequest,
    Office,
    PaperKind,
    PaperRow,
    PaperState,
    Work,
)
from storage.transaction import Transaction

_ANSWERS = ("answer", "result")
"""The fields of a row in which an answer stands; several answers stand below each other, each as «who: what»."""


def draft(source: Source, kind: PaperKind, subject: str, person_id: int) -> PaperRow:
    """Gather a paper and keep it as the draft of its session, in place of an earlier draft. NothingToSay if it cannot.

    `person_id`: who had it made.
    """
    row = _row(source, kind, subject, person_id)
    papers.replace_draft(source.tx, row.office_id, row.session_id, kind, subject)
    papers.add_paper(source.tx, row)
    return row


def first_draft(source: Source, kind: PaperKind) -> PaperRow | None:
    """The clock's draft: none where a draft is there by now. NothingToSay if it cannot be made yet."""
    row = _row(source, kind, "", None)
    return row if papers.add_first(source.tx, row) else None


def draft_content(source: Source, kind: PaperKind) -> PaperRow | None:
    """A draft as it would be now, kept nowhere; None when it cannot be made."""
    try:
        return _row(source, kind, "", None)
    except NothingToSay:
        return None


def _row(source: Source, kind: PaperKind, subject: str, person_id: int | None) -> PaperRow:
    content = SORTS[kind].gather(source, subject)
    return PaperRow(
        office_id=source.office.id,
        id=new_id(source.at),
        session_id=source.session.id,
        kind=kind,
        subject=subject,
        state=PaperState.DRAFT,
        document_family=source.plan.office.document_family,
        plan_key=source.plan.key,
        content=packed(content),
        drafted_by=person_id,
        drafted_at=source.at,
    )


def release(tx: Transaction, office: Office, paper: PaperRow, person_id: int, at: datetime) -> PaperRow | None:
    """Release a draft under the next number of its sequence, for good; None when somebody decided about it first.

    The number is drawn in this transaction, so that none is lost or given twice.
    """
    issued = local_day(at)
    if not papers.release(tx, paper, person_id, at, issued):
        return None
    session = sessions.get_session(tx, office.id, paper.session_id)
    plan = source_of(tx, office, session, at).plan
    content = unpacked(paper.kind, paper.content)
    counted = counted_under(content, plan, paper.document_family, issued)
    if counted is None:
        papers.set_content(tx, office.id, paper.id, packed(content.released(None, issued)))
    else:
        sequence, notation = counted
        number = counters.take_next(tx, office.id, f"paper/{sequence}")
        released = packed(content.released(number, issued))
        papers.set_number(tx, office.id, paper.id, sequence, number, notation, released)
    return papers.get_paper(tx, office.id, paper.id)


def ask(
    tx: Transaction,
    office: Office,
    work: Work,
    session_id: int,
    addresses: Sequence[Addressee],
    at: datetime,
    *,
    paper_id: int | None = None,
    content: str = "",
) -> DocumentRequest:
    """Ask for something to be drawn and sent to these addresses."""
    request = DocumentRequest(
        office_id=office.id,
        id=new_id(at),
        work=work,
        session_id=session_id,
        paper_id=paper_id,
        content=content,
        addresses=tuple(addresses),
        not_before=at,
        created_at=at,
    )
    document_requests.add_request(tx, request)
    return request


def may_be_sent(tx: Transaction, paper: PaperRow) -> bool:
    """Whether a paper holds nothing that was closed since it was gathered.

    A draft is also looked through for answers that were found since to be for their senders alone; what was released
    under its number stays the office's record.
    """
    if any(code in paper.content for code in papers.protected_codes(tx, paper.office_id)):
        return False
    if paper.state is not PaperState.DRAFT:
        return True
    private = paper_rows.answers_to_complaints(tx, paper.office_id, paper.session_id)
    return not private or not any(_quotes(json.loads(paper.content), code, printable(text)) for code, text in private)


def _quotes(part: object, code: str, text: str) -> bool:
    """Whether any row of a packed content is about this concern and tells this answer, alone or among others."""
    if isinstance(part, dict):
        about = part.get("code") == code or code in (part.get("codes") or ())
        told = [f"\n{part.get(name) or ''}\n" for name in _ANSWERS]
        if about and any(f"\n{text}\n" in one or f": {text}\n" in one for one in told):
            return True
        return any(_quotes(one, code, text) for one in part.values())
    return isinstance(part, list) and any(_quotes(one, code, text) for one in part)


def number_words(paper: PaperRow) -> str:
    """«05-TB/ĐU» of the Party, «05/TB-UBND» of the state; "" for a paper without a number."""
    if paper.number is None:
        return ""
    return f"{paper.number:02d}{'-' if paper.document_family == 'party' else '/'}{paper.notation}"
