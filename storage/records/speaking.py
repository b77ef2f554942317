"""The day of the dialogue: what was done with the queue of speakers, step by step."""

from enum import StrEnum

from storage.records.base import Record, Utc
from storage.records.session import Registration


class SpeakerActKind(StrEnum):
    """One step. `CALL` gives somebody the floor and takes it from whoever had it; `UNDO` takes the last step back."""

    CALL = "call"
    SPOKEN = "spoken"
    ABSENT = "absent"
    ROUND = "round"
    ENTER = "enter"
    ANSWERED = "answered"
    WRITTEN = "written"
    UNDO = "undo"


class SpeakerAct(Record):
    """One step of a session's queue; `seq` numbers them from 1 without gaps.

    agency_id: of an answer, who gave it or will write it; None for the chair. note: the answer in short, for minutes.
    """

    office_id: int
    session_id: int
    seq: int
    act: SpeakerActKind
    registration_id: int | None
    agency_id: int | None = None
    note: str = ""
    acted_by: int
    acted_at: Utc


class SpeakerQueue(Record):
    """The queue of a session, once it was opened: how many steps it has, how many of them moved the floor.

    screen: the last part of the address of the hall's screen. It opens nothing but what hangs on the wall.
    """

    office_id: int
    session_id: int
    acts: int
    moves: int
    screen: str


class QueuedSpeaker(Record):
    """A registration, withdrawn or not, with the name on it, the hamlet, and the code of its concern."""

    registration: Registration
    name: str
    area_id: int | None
    code: str | None
