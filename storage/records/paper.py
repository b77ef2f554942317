"""Papers that an office issues, and what is asked to be drawn."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator

from storage.records.base import Record, Utc, from_json


class PaperKind(StrEnum):
    """The papers of a session that a person releases."""

    INVITATION = "invitation"
    NOTICE = "notice"
    REPORT = "report"
    MINUTES = "minutes"
    CONCLUSION = "conclusion"
    TRANSFER = "transfer"
    FOLLOW_UP = "follow_up"


class PaperState(StrEnum):
    """`replaced`: made anew before anybody released it."""

    DRAFT = "draft"
    RELEASED = "released"
    REPLACED = "replaced"


class StoredFile(Record):
    """A file that was drawn, and the name that people read."""

    stored_as: str
    name: str
    content_type: str


Files = Annotated[tuple[StoredFile, ...], BeforeValidator(from_json)]


class PaperRow(Record):
    """A paper: its content as it was gathered (JSON), and its number once a person released it.

    subject: what it is about beyond its session: the code of a concern that is passed on, else "".
    sequence, number, notation: in which row it counts, its place there, «TB-UBND»; "" and None while it is a draft.
    drafted_by: the person who had it made; None when the clock did, until somebody hands it in.
    """

    office_id: int
    id: int
    session_id: int
    kind: PaperKind
    subject: str
    state: PaperState
    document_family: str
    plan_key: str
    content: str
    sequence: str = ""
    number: int | None = None
    notation: str = ""
    issued_on: date | None = None
    files: Files = ()
    drafted_by: int | None
    drafted_at: Utc
    handed_in_at: Utc | None = None
    released_by: int | None = None
    released_at: Utc | None = None


class Work(StrEnum):
    """What can be drawn besides a paper itself."""

    PAPER = "paper"
    SLIPS = "slips"
    CHARTS = "charts"
    TIMELINE = "timeline"
    DOSSIER = "dossier"


class RequestState(StrEnum):
    """`failed`: it was tried and cannot be made; why stands in `error`, in words."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


class Addressee(Record):
    """Who gets what was drawn; `person_id` tells what they may do with it, `note` is said first."""

    channel: str
    address: str
    language: str
    person_id: int | None = None
    note: str = ""


class DocumentRequest(Record):
    """Something to be drawn and sent: done once, whatever stops in between.

    content: what is drawn, as JSON, where it is no paper. not_before: nobody else takes it until then.
    """

    office_id: int
    id: int
    work: Work
    session_id: int
    paper_id: int | None = None
    content: str = ""
    addresses: Annotated[tuple[Addressee, ...], BeforeValidator(from_json)]
    state: RequestState = RequestState.QUEUED
    attempts: int = 0
    not_before: Utc
    files: Files = ()
    error: str = ""
    created_at: Utc
    finished_at: Utc | None = None
