"""A report in words: its codes, and for whom a concern was filed."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from handlers.rules.codes import code_of
from handlers.rules.contributions import Source
from handlers.texts import N_, Texts
from storage.records import OnBehalf

SOURCES = {
    Source.RESIDENT: N_("report.source.resident"),
    Source.MEETING: N_("report.source.meeting"),
    Source.POLL: N_("report.source.poll"),
}


def codes_words(texts: Texts, office_code: str, numbers: Iterable[int]) -> str:
    """«GM-0043 đến GM-0054, GM-0060»."""
    runs = [_ends(list(run)) for _, run in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(_run(texts, office_code, first, last) for first, last in runs)


def _ends(run: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return run[0][1], run[-1][1]


def _run(texts: Texts, office_code: str, first: int, last: int) -> str:
    if first == last:
        return code_of(office_code, first)
    return texts.t(N_("report.codes"), first=code_of(office_code, first), last=code_of(office_code, last))


def whom_words(texts: Texts, behalf: OnBehalf, *, names: bool) -> str:
    """«bà con: Họp dân xóm 3, 45 người»; of a person the name only where `names`, else that it is one."""
    if behalf.people is not None:
        people = texts.number(behalf.people)
        if not names or not behalf.name:
            return texts.t(N_("report.a_group"), people=people)
        return texts.t(N_("report.group"), name=behalf.name, people=people)
    if not behalf.named:
        return texts.t(N_("report.unnamed"))
    return behalf.name if names else texts.t(N_("report.a_person"))
