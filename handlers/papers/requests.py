"""What a request needs to be drawn, read from the rows once it is its turn, and what is said to whom of the outcome.

    order_of(tx, office, request, at)      what is to be drawn, or why it cannot be
    told_of_progress, told_of_files, told_of_failure      Outgoing for its addresses

Neutral: whoever draws turns an order into files. Nothing that was closed since it was gathered is ever in an order.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.messages import Choice, OutboundFile, Outgoing, Reply
from handlers.papers.before import SpeakerSlip
from handlers.papers.gather import NothingToSay, source_of
from handlers.papers.gather_report import report as gather_report
from handlers.papers.kinds import packed, title_of
from handlers.papers.making import draft_content, may_be_sent, number_words
from handlers.papers.tables import Counts, Heading, TimelineEntry
from handlers.rules.access import RELEASERS
from handlers.texts import N_, Texts, local_day
from storage import officials, papers, sessions
from storage.records import (
    Addressee,
    DocumentRequest,
    Office,
    PaperKind,
    PaperRow,
    PaperState,
    StoredFile,
    Urgency,
    Work,
)
from storage.transaction import Transaction

DRAFT = "dự thảo"
_PHOTO = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True, kw_only=True)
class OrderedPaper:
    """A paper that is to be drawn: its row, and its content as it stands there."""

    row: PaperRow
    title: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """Everything that is drawn for one request. `ready` are papers whose files are there; `summary` a report's JSON."""

    work: Work
    heading: Heading
    party: bool
    paper: OrderedPaper | None = None
    slips: tuple[SpeakerSlip, ...] = ()
    counts: Counts | None = None
    timeline: tuple[TimelineEntry, ...] = ()
    ready: tuple[OrderedPaper, ...] = ()
    undrawn: tuple[OrderedPaper, ...] = ()
    summary: str = ""


def heading_of(tx: Transaction, office: Office, session_id: int, at: datetime, title: str) -> Heading:
    """What stands above tables and pictures of a session."""
    session = sessions.get_session(tx, office.id, session_id)
    return Heading(
        office=office.profile.issuer or office.name, title=title, subtitle=session.title, as_of=local_day(at)
    )


def order_of(tx: Transaction, office: Office, request: DocumentRequest, at: datetime) -> Order:
    """What is to be drawn for a request. NothingToSay when there is nothing, or nothing that may be sent."""
    row = papers.get_paper(tx, office.id, request.paper_id) if request.paper_id is not None else None
    if request.work is Work.PAPER:
        if row is None or row.state is PaperState.REPLACED:
            raise NothingToSay(N_("paper.replaced"))
        if not may_be_sent(tx, row):
            raise NothingToSay(N_("paper.changed_since"))
    source = source_of(tx, office, sessions.get_session(tx, office.id, request.session_id), at)
    heading = heading_of(tx, office, request.session_id, at, TITLES.get(request.work, ""))
    order = Order(work=request.work, heading=heading, party=source.party)
    if row is not None:
        titled = heading.model_copy(update={"title": title_of(row.kind, row.subject)})
        return replace(order, heading=titled, paper=ordered(row))
    if request.work is Work.DOSSIER:
        return _dossier(tx, office, request, at, order)
    kept = json.loads(request.content)
    return replace(
        order,
        slips=tuple(SpeakerSlip.model_validate(one) for one in kept.get("slips", ())),
        counts=Counts.model_validate(kept["counts"]) if "counts" in kept else None,
        timeline=tuple(TimelineEntry.model_validate(one) for one in kept.get("timeline", ())),
    )


TITLES = {
    Work.SLIPS: "Phiếu đăng ký phát biểu",
    Work.CHARTS: "Biểu đồ ý kiến",
    Work.TIMELINE: "Các mốc và thời hạn",
    Work.DOSSIER: "Hồ sơ đối thoại",
}


def ordered(row: PaperRow) -> OrderedPaper:
    """A paper with the name that its files get: what it is, and its number or that it is a draft."""
    words = number_words(row).replace("/", "-")
    told = f"số {words}" if words else ("" if row.state is PaperState.RELEASED else f"({DRAFT})")
    return OrderedPaper(row=row, title=f"{title_of(row.kind, row.subject)} {told}".strip())


def _dossier(tx: Transaction, office: Office, request: DocumentRequest, at: datetime, order: Order) -> Order:
    """Everything that a session has: its papers, drafts marked, and the tables as they are now."""
    found = [row for row in papers.of_session(tx, office.id, request.session_id) if may_be_sent(tx, row)]
    source = source_of(tx, office, sessions.get_session(tx, office.id, request.session_id), at)
    kept = json.loads(request.content or "{}")
    undrawn = [row for row in found if not row.files]
    if not any(row.kind is PaperKind.FOLLOW_UP for row in found) and (
        made := draft_content(source, PaperKind.FOLLOW_UP)
    ):
        undrawn.append(made)
    try:
        summary = packed(gather_report(source))
    except NothingToSay:
        summary = ""
    if not found and not summary:
        raise NothingToSay(N_("paper.empty_dossier"))
    return replace(
        order,
        ready=tuple(ordered(row) for row in found if row.files),
        undrawn=tuple(ordered(row) for row in undrawn),
        summary=summary,
        timeline=tuple(TimelineEntry.model_validate(one) for one in kept.get("timeline", ())),
    )


# -- what is said of it


def told_of_progress(request: DocumentRequest, what: str, done: int, of: int) -> list[Outgoing]:
    """«Đang lập …: 3/9», over the words said before."""
    return [
        _said(request, one, Texts(one.language).t(N_("paper.progress"), what=what, done=done, of=of), progress=True)
        for one in request.addresses
    ]


def told_of_failure(request: DocumentRequest, what: str, why: Callable[[Texts], str]) -> list[Outgoing]:
    """That it could not be made, and why in words."""
    told = []
    for one in request.addresses:
        texts = Texts(one.language)
        told.append(_said(request, one, texts.t(N_("paper.failed"), what=what, why=why(texts)), progress=True))
    return told


def told_of_files(
    tx: Transaction, request: DocumentRequest, what: str, files: Sequence[StoredFile], remarks: Sequence[str]
) -> list[Outgoing]:
    """The files and what may be done with them, to everybody who waits for them; to nobody whose rights have ended."""
    row = papers.get_paper(tx, request.office_id, request.paper_id) if request.paper_id is not None else None
    outgoing = []
    for one in request.addresses:
        if one.person_id is not None and officials.find_official(tx, request.office_id, one.person_id) is None:
            continue
        texts = Texts(one.language)
        lines = [one.note, texts.t(N_("paper.made"), what=what), *remarks]
        sent = tuple(outbound(file) for file in files)
        text = "\n".join(filter(None, lines))
        outgoing.append(_said(request, one, text, files=sent, progress=True))
        choices = tuple(next_choices(tx, row, one.person_id, texts)) if row is not None else ()
        if choices:
            question = texts.t(N_("paper.what_now") if row and row.state is PaperState.DRAFT else N_("paper.more"))
            outgoing.append(_said(request, one, question, choices=choices))
    return outgoing


def next_choices(tx: Transaction, row: PaperRow, person_id: int | None, texts: Texts) -> Iterator[Choice]:
    """What this person may do with a paper now: hand it in, release it, make it anew."""
    if row.state is PaperState.DRAFT:
        official = officials.find_official(tx, row.office_id, person_id) if person_id is not None else None
        own = row.drafted_by is not None and row.drafted_by == person_id
        if official is not None and official.role in RELEASERS:
            if not own:
                label = N_("paper.release_numbered") if row.kind is not PaperKind.FOLLOW_UP else N_("paper.release")
                yield Choice(label=texts.t(label), value=f"/baocao duyet {row.id}")
            if own or row.drafted_by is None:
                yield Choice(label=texts.t(N_("paper.hand_in")), value=f"/baocao trinh {row.id}")
            yield Choice(label=texts.t(N_("paper.again")), value=f"/baocao lamlai {row.id}")
    yield Choice(label=texts.t(N_("paper.all")), value=f"/baocao {row.session_id}")


def outbound(file: StoredFile) -> OutboundFile:
    """A drawn file on its way: pictures are shown, all else is sent to be opened."""
    kind = "photo" if file.content_type in _PHOTO else "document"
    return OutboundFile(stored_as=file.stored_as, name=file.name, content_type=file.content_type, kind=kind)


def _said(
    request: DocumentRequest,
    to: Addressee,
    text: str,
    *,
    choices: tuple[Choice, ...] = (),
    files: tuple[OutboundFile, ...] = (),
    progress: bool = False,
) -> Outgoing:
    return Outgoing(
        channel=to.channel,
        address=to.address,
        reply=Reply(text=text, choices=choices, files=files, update_key=key_of(request) if progress else None),
        urgency=Urgency.NOTICE,
        language=to.language,
    )


def key_of(request: DocumentRequest) -> str:
    """The words about a request replace each other."""
    return f"document/{request.id}"
