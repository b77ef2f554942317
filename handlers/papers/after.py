"""Papers of a session and after it: minutes, conclusion notice, transfer slip, table of what was promised."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from handlers.papers.before import Meeting
from handlers.papers.content import Code, Count, Filled, Line, Paper, Part, Signature, Text
from handlers.papers.numbers import PaperType


class Spoken(Part):
    """One contribution in the minutes; `agreed` is None where nobody asked the speaker. A concern has its code."""

    speaker: Filled
    hamlet: Line = ""
    code: Code | None = None
    content: Text
    answerer: Line = ""
    answer: Text = ""
    agreed: bool | None = None


class Attendance(Part):
    """A group that was asked to come: how many it should send at least, how many came (None: a hand writes it)."""

    group: Filled
    expected: Count | None = None
    present: Count | None


class Minutes(Paper):
    """Biên bản (NĐ 30 mẫu 1.9). Signed by the secretary (left) and the chair (right), both named here."""

    paper_type: ClassVar = PaperType.MINUTES
    type_name: ClassVar = "BIÊN BẢN"

    meeting: Meeting
    ended_at: AwareDatetime | None = None
    chairs: tuple[Line, ...] = ()
    secretaries: tuple[Line, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    absent: tuple[Line, ...] = ()
    opening: tuple[Text, ...] = ()
    report: tuple[Text, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    not_called: tuple[Line, ...] = ()
    survey: tuple[Line, ...] = ()
    conclusion: tuple[Text, ...] = ()
    secretary: Signature = Signature()
    chair: Signature = Signature()


class Task(Part):
    """One item of a conclusion: what is to be done, by whom, with whom, until when. Codes: the concerns behind it."""

    matter: Text
    codes: tuple[Code, ...] = ()
    conclusion: Text
    agency: Line = ""
    with_agencies: tuple[Line, ...] = ()
    due_on: date | None = None


class ConclusionNotice(Paper):
    """Thông báo kết luận: assessment, each item, matters for higher levels, when and to whom to report."""

    paper_type: ClassVar = PaperType.CONCLUSION
    type_name: ClassVar = "THÔNG BÁO"

    meeting: Meeting
    attended: Line = ""
    assessment: tuple[Text, ...] = ()
    tasks: tuple[Task, ...] = ()
    upward: tuple[Text, ...] = ()
    report_by: date | None = None
    report_to: Line = ""
    monitor: Line = ""


class TransferSlip(Paper):
    """Phiếu chuyển: a concern, word for word, goes to the agency that is competent. Never names a denouncer."""

    paper_type: ClassVar = PaperType.TRANSFER
    type_name: ClassVar = "PHIẾU CHUYỂN"

    addressed_to: Annotated[tuple[Filled, ...], Field(min_length=1)]
    code: Code
    received_on: date
    raised_at: Line = ""
    raised_by: Line = ""
    content: Text
    reason: Text
    attachments: tuple[Line, ...] = ()
    answer_by: date | None = None


class FollowState(StrEnum):
    """How far a task is."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NOT_BEGUN = "not_begun"
    HANDED_UP = "handed_up"


class Followed(Part):
    """A row of the follow-up table."""

    matter: Text
    codes: tuple[Code, ...] = ()
    agency: Line = ""
    with_agencies: tuple[Line, ...] = ()
    due_on: date | None = None
    state: FollowState
    result: Text = ""
    answered_on: date | None = None
    feedback: Text = ""
    remark: Line = ""

    def overdue(self, on: date) -> bool:
        """Whether it is late on that day: due before it, neither done nor handed to a higher level."""
        open_ = self.state in {FollowState.UNDER_WAY, FollowState.NOT_BEGUN}
        return open_ and self.due_on is not None and self.due_on < on


class FollowUpTable(Paper):
    """Bảng theo dõi thực hiện kết luận, landscape; `as_of` is the day whose state it shows. Not numbered."""

    type_name: ClassVar = "BẢNG THEO DÕI THỰC HIỆN KẾT LUẬN"

    meeting: Meeting
    conclusion: Line = ""
    as_of: date
    rows: tuple[Followed, ...] = ()

    def sums(self) -> dict[str, tuple[int, int, int, int, int]]:
        """For each agency, in the order in which they appear: tasks, done, handed up, open, and of these overdue."""
        return {agency: self._sum(agency) for agency in dict.fromkeys(row.agency for row in self.rows)}

    def _sum(self, agency: str) -> tuple[int, int, int, int, int]:
        own = [row for row in self.rows if row.agency == agency]
        done = sum(row.state is FollowState.DONE for row in own)
        handed_up = sum(row.state is FollowState.HANDED_UP for row in own)
        late = sum(row.overdue(self.as_of) for row in own)
        return len(own), done, handed_up, len(own) - done - handed_up, late
