"""Milestones that mark themselves: what the program does or sees is not asked of anybody again."""

import re
from collections.abc import Collection
from datetime import date, datetime

from handlers.texts import local_day
from handlers.understanding.normalise import fold
from storage import milestones, sessions
from storage.records import Announcement, Audience
from storage.transaction import Transaction

ANNOUNCED = frozenset({"announce"})
CONCLUDED = frozenset({"conclude"})
ANSWERED = frozenset({"answer"})
SUMMARY_SENT = "đã gửi bản tổng hợp ý kiến"


def mark_kind(
    tx: Transaction, office_id: int, session_id: int, kinds: Collection[str], at: datetime, by: int | None = None
) -> int:
    """Mark a session's open milestones of these kinds done; return how many were."""
    found = milestones.of_session(tx, office_id, session_id)
    wanted = [one for one in found if one.kind in kinds and one.is_open]
    return sum(milestones.mark_done(tx, office_id, one.id, at, by) for one in wanted)


def announced(tx: Transaction, announcement: Announcement, at: datetime, by: int) -> int:
    """A released announcement that names the day of a session still to come is its notice, unless it goes only to those
    who registered already.
    """
    if announcement.audience is Audience.SESSION:
        return 0
    return sum(
        mark_kind(tx, announcement.office_id, session.id, ANNOUNCED, at, by)
        for session in sessions.sessions(tx, announcement.office_id)
        if session.starts_at is not None
        and session.starts_at > at
        and names_day(announcement.text, local_day(session.starts_at))
    )


def names_day(text: str, day: date) -> bool:
    """Whether a text has this day in it, as «13/9», «13-09-2023» or «ngày 13 tháng 9»."""
    pattern = rf"(?<!\d)0?{day.day}(?:\s*[/.-]\s*|\s+thang\s+)0?{day.month}(?!\d)(?:\s*(?:[/.-]|nam)\s*(\d{{4}}))?"
    years = [found[1] for found in re.finditer(pattern, " ".join(fold(text).split()))]
    return any(year in {None, str(day.year)} for year in years)


def concluded(tx: Transaction, office_id: int, session_id: int, at: datetime, by: int) -> int:
    """A conclusion was released; with nothing left to answer, the answers are given too."""
    marked = mark_kind(tx, office_id, session_id, CONCLUDED, at, by)
    return marked + answered(tx, office_id, session_id, at, by)


def answered(tx: Transaction, office_id: int, session_id: int | None, at: datetime, by: int) -> int:
    """An answer was released: once nobody of a held session waits for one any more, that promise is kept."""
    if session_id is None or milestones.waiting_concerns(tx, office_id, session_id):
        return 0
    if not milestones.is_held(tx, office_id, session_id, at):
        return 0
    return mark_kind(tx, office_id, session_id, ANSWERED, at, by)


def summary_sent(tx: Transaction, office_id: int, session_id: int) -> int:
    """What was collected has gone to the committee: that stands beside the end of collection."""
    return milestones.add_note(tx, office_id, session_id, "collection", SUMMARY_SENT)
