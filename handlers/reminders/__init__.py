"""What a tick at time `at` owes to whom. A tick repeated, missed for days, or run by two workers owes the same once.

Each message has a once_key that names the occasion and the recipient, so the outbox holds it once; what is remembered
besides (a concern adopted by its session, an announcement that begins, a milestone that is late) is a conditional
write. Nobody is written to at night: what falls due then is owed in the morning.

    summaries.closed    collection of a session closed    the summary to the committee and its group chats
    summaries.morning   a morning while it collects       the same, if anything is new; once a week that nothing is
    coming              some mornings before              what an agency has to answer soon, to the agency
    eve                 the morning before a session      who speaks: when, where, their number
    late                each morning                      late assignments, to the agency and to the committee
    unreached           each morning                      whom no message reached: to who calls or visits
    milestones          each morning                      what a plan promised: to whoever owes it, and up the ladder
    papers              before it is due              the draft of a paper that the plan promised
    (here)              an announcement's time has come   it begins to be sent (official/announcements goes on)
"""

from collections.abc import Iterable
from datetime import datetime

from handlers.messages import Outgoing
from handlers.reminders.coming import coming_assignments
from handlers.reminders.eve import speakers_reminded
from handlers.reminders.late import late_assignments
from handlers.reminders.milestones import milestone_reminders, what_the_clock_saw
from handlers.reminders.papers import draft_papers
from handlers.reminders.summaries import closed, morning
from handlers.reminders.unreached import people_to_call
from handlers.rules.quiet_hours import is_night
from handlers.rules.sessions import collecting
from storage import announcements, audiences, audit, concerns, sessions
from storage.ids import new_id
from storage.records import AnnouncementState, AuditEntry, Office, Session
from storage.transaction import Transaction


def due_messages(tx: Transaction, office: Office, at: datetime) -> list[Outgoing]:
    """Everything that is owed at `at`; what was queued before is left out. Writes what has to be remembered with it."""
    every = sessions.sessions(tx, office.id)
    _adopt(tx, office, every, at)
    what_the_clock_saw(tx, office, every, at)
    if is_night(at, office.profile):
        return []
    _begin_announcements(tx, office, at)
    draft_papers(tx, office, every, at)
    return [
        *closed(tx, office, every, at),
        *morning(tx, office, every, at),
        *coming_assignments(tx, office, at),
        *speakers_reminded(tx, office, every, at),
        *late_assignments(tx, office, at),
        *people_to_call(tx, office, at),
        *milestone_reminders(tx, office, at),
    ]


def _adopt(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> None:
    """Concerns kept for the next session belong to the one that collects now."""
    session = collecting(every, at)
    if session is not None and concerns.adopt_waiting(tx, office.id, session.id):
        _record(tx, office, at, "adopt_concerns", "session", session.id)


def _begin_announcements(tx: Transaction, office: Office, at: datetime) -> None:
    for announcement in announcements.announcements_in(tx, office.id, AnnouncementState.RELEASED):
        if announcement.send_at is not None and announcement.send_at <= at:
            total = sum(audiences.count_recipients(tx, announcement, announcement.send_at).values())
            if announcements.begin_sending(tx, announcement, total):
                _record(tx, office, at, "begin_announcement", "announcement", announcement.id)


def _record(tx: Transaction, office: Office, at: datetime, act: str, subject: str, subject_id: int) -> None:
    """An act of the clock: no person did it."""
    entry = AuditEntry(
        office_id=office.id,
        id=new_id(at),
        at=at,
        person_id=None,
        act=act,
        subject=subject,
        subject_id=subject_id,
        before={},
        after={},
    )
    audit.add_entry(tx, entry)
