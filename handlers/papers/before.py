"""Papers before a session: invitation, notice, speaker slip (NĐ 30 mẫu 1.7, 1.4; the slip has none)."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AfterValidator, AwareDatetime, Field

from handlers.papers.collation import name_key
from handlers.papers.content import Filled, Line, Paper, Part, Text
from handlers.papers.numbers import PaperType
from handlers.papers.words import moment_words


def _a_png(value: bytes) -> bytes:
    if not value.startswith(b"\x89PNG\r\n\x1a\n"):
        raise ValueError("a picture in a paper is a PNG")
    return value


LATER = "sẽ thông báo sau"

Png = Annotated[bytes, AfterValidator(_a_png)]


class Meeting(Part):
    """What a session is called, who leads it, when and where; a note stands for what is not decided yet."""

    title: Filled
    hosts: tuple[Line, ...] = ()
    starts_at: AwareDatetime | None = None
    time_note: Line = ""
    venue: Line = ""

    @property
    def when(self) -> str:
        """The time in words: the office's own, the moment, or that it will be told."""
        return self.time_note or (moment_words(self.starts_at) if self.starts_at else LATER)

    @property
    def where(self) -> str:
        """The place in words, or that it will be told."""
        return self.venue or LATER


class Guest(Part):
    """Who is invited; `address` is «Ông», «Bà», «Ông (bà)» or «Đồng chí»."""

    address: Line = "Ông (bà)"
    name: Filled
    position: Line = ""
    unit: Line = ""


class Invitation(Paper):
    """Giấy mời: one page a guest, all under one number. `qr` leads to where one registers to speak."""

    paper_type: ClassVar = PaperType.INVITATION
    type_name: ClassVar = "GIẤY MỜI"

    guests: Annotated[tuple[Guest, ...], Field(min_length=1)]
    meeting: Meeting
    content: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    register_by: AwareDatetime | None = None
    qr: Png | None = None
    qr_text: Line = ""

    def in_order(self) -> tuple[Guest, ...]:
        """The guests by given name, as a register lists them."""
        return tuple(sorted(self.guests, key=lambda guest: name_key(guest.name)))


class Delivered(Part):
    """A line of the register of invitations."""

    guest: Guest
    sent_on: date | None = None
    sent_by: Line = ""
    received_on: date | None = None
    received_by: Line = ""


class InvitationRegister(Paper):
    """Sổ giao giấy mời: to whom each invitation went, when and how, who received it. Not numbered."""

    type_name: ClassVar = "SỔ GIAO GIẤY MỜI"

    meeting: Meeting
    invitation: Line = ""
    rows: tuple[Delivered, ...] = ()

    def in_order(self) -> tuple[Delivered, ...]:
        """The lines by the guests' given names."""
        return tuple(sorted(self.rows, key=lambda row: name_key(row.guest.name)))


class Notice(Paper):
    """Thông báo: who dialogues with whom, on what, when and where; who may come and how; how to send a concern and
    until when; whom to ask.
    """

    paper_type: ClassVar = PaperType.NOTICE
    type_name: ClassVar = "THÔNG BÁO"

    meeting: Meeting
    audience: Filled
    topics: tuple[Line, ...] = ()
    attendance: tuple[Line, ...] = ()
    ways: tuple[Line, ...] = ()
    collected_until: AwareDatetime | None = None
    collected_note: Line = ""
    contact: tuple[Line, ...] = ()

    @property
    def deadline(self) -> str:
        """Until when concerns are taken: in the office's words, or by the moment; empty when nothing is known."""
        until = self.collected_until
        return self.collected_note or (f"trước {moment_words(until)}" if until else "")


class SpeakerSlip(Part):
    """Phiếu đăng ký phát biểu, A5 with a stub. What is empty or None is left to be filled in by hand.

    `consented` and `knows_rules` tick the boxes only when the resident said so.
    """

    issuer: Filled
    superior: Line = ""
    place: Filled
    meeting: Meeting
    name: Line = ""
    hamlet: Line = ""
    phone: Line = ""
    representing: Annotated[str, Field(pattern="^(self|household|group)?$")] = ""
    topic: Line = ""
    content: Text = ""
    has_text: bool | None = None
    asked_before: bool | None = None
    wants_written: bool | None = None
    consented: bool = False
    knows_rules: bool = False
    order: Annotated[int, Field(ge=1)] | None = None
    received_at: AwareDatetime | None = None
    receiver: Line = ""
    rules: tuple[Line, ...] = ()
    draft: bool = False
