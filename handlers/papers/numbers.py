"""Numbers of papers: abbreviation of each type, how the number is written, in which sequence it runs. Pure.

State papers (NĐ 30, Phụ lục I): «Số: 06/KH-HĐND», below 10 with a zero, from 01 again each year. Party papers
(HD 36, HD 05): «Số 21-KH/ĐU», per type from 01 again each term.
"""

from datetime import date
from enum import StrEnum

from handlers.papers.families import Family


class PaperType(StrEnum):
    """Types of papers that carry a number."""

    INVITATION = "invitation"
    NOTICE = "notice"
    REPORT = "report"
    MINUTES = "minutes"
    CONCLUSION = "conclusion"
    TRANSFER = "transfer"
    PLAN = "plan"


ABBREVIATIONS = {
    PaperType.INVITATION: "GM",
    PaperType.NOTICE: "TB",
    PaperType.REPORT: "BC",
    PaperType.MINUTES: "BB",
    PaperType.CONCLUSION: "TB",
    PaperType.TRANSFER: "PC",
    PaperType.PLAN: "KH",
}
"""NĐ 30, Phụ lục III. The Party's rules name no GM and no PC: the state's are used unless the office says otherwise."""

_BLANK = "…"


def notation(family: Family, abbreviation: str, issuer_mark: str) -> str:
    """What stands behind the number: «KH-HĐND», and in Party papers «KH/ĐU»."""
    return f"{abbreviation}/{issuer_mark}" if family.of_party else f"{abbreviation}-{issuer_mark}"


def number_line(family: Family, number: int | None, abbreviation: str, issuer_mark: str) -> str:
    """«Số: 06/KH-HĐND», «Số 21-KH/ĐU»; a draft has «…» where the number will be."""
    if number is not None and number < 1:
        raise ValueError(f"a paper's number begins with 1, not {number}")
    written = _BLANK if number is None else f"{number:02d}"
    behind = notation(family, abbreviation, issuer_mark)
    return f"Số {written}-{behind}" if family.of_party else f"Số: {written}/{behind}"


def sequence(family: Family, abbreviation: str, issued: date, term: str) -> str:
    """The key of the sequence a number is drawn from: «state/TB/2026», «party/TB/2025-2030».

    Types with one abbreviation share a sequence (a notice and a conclusion notice are both TB). `term` is the Party
    term (nhiệm kỳ), which the plan names; the state's sequences do not use it. HD 36 and HD 05 share one: the guide
    changed within a term, the numbering did not.
    """
    if not family.of_party:
        return f"state/{abbreviation}/{issued.year}"
    if not term.strip():
        raise ValueError("a Party paper is numbered by term (nhiệm kỳ): the plan must name it")
    return f"party/{abbreviation}/{term.strip()}"
