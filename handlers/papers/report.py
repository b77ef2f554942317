"""Báo cáo tổng hợp ý kiến, kiến nghị: sections I to V and the appendix table. Its figures agree with each other."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from handlers.papers.before import Meeting, Png
from handlers.papers.content import Code, Count, Filled, Line, Paper, Part, Text, public_code
from handlers.papers.numbers import PaperType
from storage.records import Concern


class Tally(Part):
    """So many of one thing: a channel, a hamlet, a field of life."""

    label: Filled
    count: Count


class TopicPart(Part):
    """Section II: what people said in one field, each line with the codes it comes from."""

    topic: Filled
    count: Count
    lines: tuple["Said", ...] = ()


class Said(Part):
    """One matter in words and the concerns it comes from."""

    text: Text
    codes: tuple[Code, ...] = ()


class AuthorityPart(Part):
    """Section III: what belongs to one level of authority."""

    authority: Filled
    count: Count
    codes: tuple[Code, ...] = ()


class Proposal(Part):
    """Section IV: a proposed answer and who gives it."""

    codes: Annotated[tuple[Code, ...], Field(min_length=1)]
    matter: Text
    answer: Text = ""
    agency: Line = ""


class Outstanding(Part):
    """Section V: what is open since an earlier session."""

    code: Code
    matter: Text
    agency: Line = ""
    due_on: date | None = None
    state: Line = ""


class ConcernRow(Part):
    """A row of the appendix: TT | ý kiến | đơn vị, thôn | lĩnh vực | cơ quan trả lời | kết quả | ghi chú."""

    code: Code
    text: Text
    hamlet: Line = ""
    topic: Line = ""
    agency: Line = ""
    result: Text = ""
    remark: Line = ""


class Chart(Part):
    """A picture with its caption; `alt` says in words what it shows."""

    png: Png
    caption: Filled
    alt: Line = ""


class CollectedReport(Paper):
    """Báo cáo tổng hợp. `received` counts what came in, `distinct` what is left when duplicates are merged; protected
    concerns are in neither. `by_result` is for the charts and tables that go with it. `at_session`: how many spoke, for
    a report that is made after the session.
    """

    paper_type: ClassVar = PaperType.REPORT
    type_name: ClassVar = "BÁO CÁO"

    addressed_to: tuple[Line, ...] = ()
    meeting: Meeting
    collected_from: date | None = None
    collected_to: date | None = None
    received: Count
    distinct: Count
    by_channel: tuple[Tally, ...] = ()
    by_hamlet: tuple[Tally, ...] = ()
    by_topic: tuple[Tally, ...] = ()
    by_result: tuple[Tally, ...] = ()
    at_session: Line = ""
    topics: tuple[TopicPart, ...] = ()
    by_authority: tuple[AuthorityPart, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    outstanding: tuple[Outstanding, ...] = ()
    rows: tuple[ConcernRow, ...] = ()
    charts: tuple[Chart, ...] = ()

    @model_validator(mode="after")
    def _figures_agree(self) -> Self:
        if self.distinct > self.received:
            raise ValueError("there are more concerns after merging than before")
        sums = {
            "by_channel": ([one.count for one in self.by_channel], self.received),
            "by_hamlet": ([one.count for one in self.by_hamlet], self.distinct),
            "by_topic": ([one.count for one in self.by_topic], self.distinct),
            "by_result": ([one.count for one in self.by_result], self.distinct),
            "by_authority": ([one.count for one in self.by_authority], self.distinct),
        }
        for name, (counts, whole) in sums.items():
            if counts and sum(counts) != whole:
                raise ValueError(f"{name} adds up to another number than the {whole} concerns of the report")
        if self.rows and len(self.rows) != self.distinct:
            raise ValueError("the appendix has another number of rows than the report has concerns")
        return self


def concern_row(concern: Concern, *, hamlet: str, topic: str, agency: str, result: str, remark: str = "") -> ConcernRow:
    """The appendix row of a public concern, its words as they came. `Closed` when it is a protected one."""
    return ConcernRow(
        code=public_code(concern),
        text=concern.text,
        hamlet=hamlet,
        topic=topic,
        agency=agency,
        result=result,
        remark=remark,
    )


def tallies(labels: Iterable[str], order: Iterable[str] = ()) -> tuple[Tally, ...]:
    """How often each label is there: in `order` first, then the others as they come."""
    counts = dict.fromkeys(order, 0)
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    return tuple(Tally(label=label, count=count) for label, count in counts.items())
