"""`draw(paper, family)`: any paper as the bytes of a DOCX."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.documents.docx import (
    conclusion,
    follow_up,
    invitation,
    loudspeaker,
    minutes,
    notice,
    report,
    slip,
    transfer,
)
from handlers.papers.after import ConclusionNotice, FollowUpTable, Minutes, TransferSlip
from handlers.papers.before import Invitation, InvitationRegister, Notice, SpeakerSlip
from handlers.papers.content import Part
from handlers.papers.families import Family
from handlers.papers.loudspeaker import LoudspeakerScript
from handlers.papers.report import CollectedReport

DRAWERS: Mapping[type[Part], Callable[[Any, Family], bytes]] = {
    Invitation: invitation.draw,
    InvitationRegister: invitation.draw_register,
    Notice: notice.draw,
    LoudspeakerScript: loudspeaker.draw,
    CollectedReport: report.draw,
    SpeakerSlip: slip.draw,
    Minutes: minutes.draw,
    ConclusionNotice: conclusion.draw,
    TransferSlip: transfer.draw,
    FollowUpTable: follow_up.draw,
}


def draw(paper: Part, family: Family) -> bytes:
    """The paper as DOCX in the format of `family`; the same content gives the same bytes."""
    return DRAWERS[type(paper)](paper, family)
