"""What contributors file on behalf of people without a door of their own."""

from datetime import date
from enum import StrEnum

from storage.records.base import Record, Utc


class ReportState(StrEnum):
    """`waiting`: its sheet is not read yet; `refused`: nothing of it was taken; `withdrawn`: it was taken back."""

    WAITING = "waiting"
    FILED = "filed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ReportWay(StrEnum):
    """How a report came: word by word in chat, as a sheet, or as others' reports that were passed on."""

    CHAT = "chat"
    SHEET = "sheet"
    FORWARD = "forward"


class Report(Record):
    """What a body filed at once.

    `route` and `sender` are keys of the plan: under which route, and in whose name; "" for what the desk files beside
    every route. `due_at` is the first instant that was too late when it was filed. `source_hash` is the SHA-256 of a
    sheet's bytes. `forwarded_in` is the report by which another body passed this one on. `mood` is what it says of the
    people's mood as a whole («tâm tư, nguyện vọng»), beside its concerns.
    """

    office_id: int
    id: int
    session_id: int | None
    route: str
    sender: str
    filed_by: int
    filed_at: Utc
    due_at: Utc | None
    late: bool
    way: ReportWay
    source_hash: str
    state: ReportState
    withdrawn_at: Utc | None = None
    forwarded_in: int | None = None
    mood: str = ""


class OnBehalf(Record):
    """For whom a concern was filed: a person who agreed to be named (`named`), one who did not, or a group.

    `people` is None for one person. `met_on` is the local day of the meeting, poll or visit. `proposal` is the answer
    that the contributor proposes, or who should give it.
    """

    office_id: int
    concern_id: int
    report_id: int
    source: str
    name: str
    phone: str
    people: int | None
    met_on: date
    place: str
    named: bool
    proposal: str


class SheetOrder(Record):
    """Somebody asked for the empty sheet. `state` is «waiting» until it was made, then «made»."""

    office_id: int
    id: int
    identity_id: int
    state: str
    created_at: Utc
