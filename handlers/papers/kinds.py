"""The papers that a session can have: their names, the word that is typed for each, and who gathers it. Pure table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.papers import gather_after, gather_before, gather_report
from handlers.papers.after import ConclusionNotice, FollowUpTable, Minutes, TransferSlip
from handlers.papers.before import Invitation, Notice
from handlers.papers.content import Paper
from handlers.papers.families import Family
from handlers.papers.gather import Source
from handlers.papers.numbers import notation, sequence
from handlers.papers.report import CollectedReport
from handlers.rules.plans.model import Plan
from storage.records import PaperKind


@dataclass(frozen=True, kw_only=True)
class PaperSort:
    """One sort of paper: its Vietnamese name, the word typed for it, its content, and what gathers that.

    of_concern: one paper a concern, named by its code, instead of one a session.
    """

    name: str
    word: str
    content: type[Paper]
    gather: Callable[[Source, str], Paper]
    of_concern: bool = False


SORTS: Mapping[PaperKind, PaperSort] = {
    PaperKind.INVITATION: PaperSort(
        name="Giấy mời",
        word="giaymoi",
        content=Invitation,
        gather=lambda source, _: gather_before.invitation(source),
    ),
    PaperKind.NOTICE: PaperSort(
        name="Thông báo",
        word="thongbao",
        content=Notice,
        gather=lambda source, _: gather_before.notice(source),
    ),
    PaperKind.REPORT: PaperSort(
        name="Báo cáo tổng hợp",
        word="tonghop",
        content=CollectedReport,
        gather=lambda source, _: gather_report.report(source),
    ),
    PaperKind.MINUTES: PaperSort(
        name="Biên bản",
        word="bienban",
        content=Minutes,
        gather=lambda source, _: gather_after.minutes(source),
    ),
    PaperKind.CONCLUSION: PaperSort(
        name="Thông báo kết luận",
        word="ketluan",
        content=ConclusionNotice,
        gather=lambda source, _: gather_after.conclusion_notice(source),
    ),
    PaperKind.TRANSFER: PaperSort(
        name="Phiếu chuyển",
        word="phieuchuyen",
        content=TransferSlip,
        gather=gather_after.transfer,
        of_concern=True,
    ),
    PaperKind.FOLLOW_UP: PaperSort(
        name="Bảng theo dõi thực hiện kết luận",
        word="theodoi",
        content=FollowUpTable,
        gather=lambda source, _: gather_after.follow_up(source),
    ),
}

OF_MILESTONE: Mapping[str, PaperKind] = {
    "invite": PaperKind.INVITATION,
    "announce": PaperKind.NOTICE,
    "classify": PaperKind.REPORT,
    "minutes": PaperKind.MINUTES,
    "conclude": PaperKind.CONCLUSION,
    "monitor": PaperKind.FOLLOW_UP,
}
"""Which paper a promise of a plan asks for, by the kind of the duty. A slip for what is passed on needs its concern."""

_YEARS_OF_A_TERM = 5


def kind_of(word: str) -> PaperKind | None:
    """The paper that is meant by a typed word."""
    return next((kind for kind, sort in SORTS.items() if sort.word == word), None)


def title_of(kind: PaperKind, subject: str = "") -> str:
    """«Phiếu chuyển GM-0002»."""
    return f"{SORTS[kind].name} {subject}".strip()


def packed(paper: Paper) -> str:
    """A content as the row keeps it: JSON, without the pictures, which are drawn with it."""
    return paper.model_dump_json(exclude={"charts", "qr"})


def unpacked(kind: PaperKind, content: str) -> Paper:
    """The content that a row keeps."""
    return SORTS[kind].content.model_validate_json(content)


def counted_under(paper: Paper, plan: Plan, document_family: str, issued: date) -> tuple[str, str] | None:
    """The sequence that a paper is numbered in and the notation behind its number; None: it has no number."""
    if paper.paper_type is None:
        return None
    family = Family.PARTY_05 if document_family == "party" else Family.STATE
    term = plan.document.term or term_of(issued.year)
    mark = paper.letterhead.mark
    return sequence(family, paper.abbreviation, issued, term), notation(family, paper.abbreviation, mark)


def term_of(year: int) -> str:
    """The Party term of a year, where the plan names none: terms of five years, beginning 2020, 2025, …"""
    first = year - year % _YEARS_OF_A_TERM
    return f"{first}-{first + _YEARS_OF_A_TERM}"
