"""What stands in tables, charts and pictures: rows already in words, in the order in which they are to be read.

Neutral: no database, no drawing. Whoever gathers the rows leaves out what is protected; nothing here could tell.
The columns are those of domain.md 3.3 no. 1 and 8, and 3.4.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from storage.records import Record


class Heading(Record):
    """What stands above a table or a picture: whose it is, what it is, of which session, and as of which day."""

    office: str
    title: str
    subtitle: str = ""
    as_of: date
    draft: bool = False
    """Not released yet: it says so wherever it is printed."""


class ConcernRow(Record):
    """One line of the published summary: TT is its place among the rows."""

    code: str
    text: str
    area: str = ""
    topic: str = ""
    agency: str = ""
    result: str = ""
    note: str = ""


class Progress(StrEnum):
    """How far something owed has come. `LATE` is open and past its last day, `DUE` has its last day today."""

    DONE = "done"
    DUE = "due"
    LATE = "late"
    NEXT = "next"


PROGRESS_WORDS = {
    Progress.DONE: "Đã xong",
    Progress.DUE: "Đến hạn hôm nay",
    Progress.LATE: "Quá hạn",
    Progress.NEXT: "Chưa đến hạn",
}


class FollowUpRow(Record):
    """One task from the conclusions, and what became of it (domain.md 3.3 no. 8)."""

    task: str
    source: str = ""
    """The code of the concern that it comes from."""
    agency: str
    with_agencies: str = ""
    due_on: date | None = None
    progress: Progress
    result: str = ""
    answered_on: date | None = None
    feedback: str = ""
    note: str = ""


class TimelineEntry(Record):
    """One milestone. Without `due` its day is not fixed yet, and `explanation` says what it waits for."""

    name: str
    due: date | None
    clock: time | None = None
    owed_by: str = ""
    owed_to: str = ""
    progress: Progress
    explanation: str = ""


class Count(Record):
    """How many there are of something."""

    label: str
    n: int


class Counts(Record):
    """How many concerns there are, by what can be said of each; `received` is before duplicates were merged."""

    received: int
    merged: int
    by_topic: tuple[Count, ...] = ()
    by_area: tuple[Count, ...] = ()
    by_kind: tuple[Count, ...] = ()
    by_state: tuple[Count, ...] = ()
    by_agency: tuple[Count, ...] = ()


class AgencySum(Record):
    """What one agency has been given, and how much of it is done, late or neither."""

    agency: str
    given: int
    done: int
    late: int

    @property
    def open(self) -> int:
        """Neither done nor late."""
        return self.given - self.done - self.late


class DossierItem(Record):
    """One paper of a dossier: its number and sign, its name in Vietnamese, its day, and its pages where known."""

    number: str = ""
    name: str
    day: date | None = None
    pages: int | None = None
    extension: str
    """Of the file, without the dot."""


class Poster(Record):
    """An announcement to hang up: who talks with whom about what, when, where, and how to send a concern until when."""

    office: str
    superior: str = ""
    title: str
    topic: str = ""
    when: str
    where: str
    who: str = ""
    until: str
    ways: Annotated[tuple[str, ...], Field(max_length=6)]
    """How to send a concern, besides the QR code: the hotline, the head of the hamlet, the box."""
    link: Annotated[str, Field(min_length=1, max_length=300)]
    """The address of the chat, for the QR code: a longer one would make squares too small for an old telephone."""
    link_words: str
    """The same in words for who types it: «Trang Xã Giao Minh»."""
    contact: str = ""


def tally(labels: Iterable[str]) -> tuple[Count, ...]:
    """How often each label stands there, the most frequent first; equally frequent ones in the order of first sight."""
    return tuple(Count(label=label, n=n) for label, n in Counter(labels).most_common())


def agency_sums(rows: Sequence[FollowUpRow]) -> tuple[AgencySum, ...]:
    """The sums of a follow-up table by the agency in charge, in the order in which they first stand there."""
    agencies = dict.fromkeys(row.agency for row in rows)
    return tuple(_sum([row for row in rows if row.agency == agency]) for agency in agencies)


def _sum(rows: Sequence[FollowUpRow]) -> AgencySum:
    progress = Counter(row.progress for row in rows)
    return AgencySum(agency=rows[0].agency, given=len(rows), done=progress[Progress.DONE], late=progress[Progress.LATE])
