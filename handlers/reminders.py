"""What a tick at time `at` owes to whom. A tick repeated, missed for days, or run by two workers owes the same once.

Each message has a once_key that names the occasion and the recipient, so the outbox holds it once; what is remembered
besides (a concern adopted by its session, an announcement that begins) is a conditional write. Nobody is written to at
night: what falls due then is owed in the morning.

    (a) collection of a session closed     the summary to the committee and its group chats
    (b) each morning while it collects     the same
    (c) each morning                       late assignments, to the agency's officers and to the committee
    (d) an announcement's time has come    it begins to be sent (handlers/official/announce.py goes on from there)
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from handlers.messages import Choice, Outgoing, Reply
from handlers.official.summary import summary_text
from handlers.official.words import Words
from handlers.rules.quiet_hours import is_night
from handlers.rules.sessions import Phase, collecting, is_collecting, phase
from handlers.texts import DEFAULT_LANGUAGE, LOCAL, N_, Texts, local_day
from storage import announcements, audiences, audit, concerns, deliveries, officials, people, sessions, summaries
from storage.ids import new_id
from storage.records import (
    AnnouncementState,
    AuditEntry,
    Office,
    Official,
    Purpose,
    Role,
    Session,
    Urgency,
)
from storage.summaries import Late
from storage.transaction import Transaction

MORNING = time(7, 30)
"""When the day's summary is owed; local time."""
EVENING = time(20, 0)
"""A morning that was missed is made good until then, not after."""
MOST_LATE = 15
_OVER = frozenset({Phase.CONCLUDED, Phase.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Somebody to be told: a committee member or officer by the door they used last, or a group chat.

    `since`: who came after something fell due is not owed it.
    """

    key: str
    since: datetime
    channel: str
    address: str
    language: str
    group: bool = False


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What fell due, as the beginning of its once_keys, and when."""

    occasion: str
    at: datetime


def due_messages(tx: Transaction, office: Office, at: datetime) -> list[Outgoing]:
    """Everything that is owed at `at`; what was queued before is left out. Writes what has to be remembered with it."""
    every = sessions.sessions(tx, office.id)
    _adopt(tx, office, every, at)
    if is_night(at, office.profile):
        return []
    _begin_announcements(tx, office, at)
    return [
        *_closed(tx, office, every, at),
        *_morning(tx, office, every, at),
        *_late(tx, office, at),
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


def _closed(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> Iterator[Outgoing]:
    """The summary of each session whose collection closed and that is not over: owed however late the tick comes.

    A session that was entered after its collection had closed owes nothing.
    """
    for session in every:
        closes = session.collection_closes_at
        if closes is None or not session.created_at < closes <= at or phase(session, at) in _OVER:
            continue
        occasion = f"summary/{session.id}/closed/{closes:%Y%m%dT%H%M}"
        yield from _summaries(tx, office, session, at, Owed(occasion=occasion, at=closes))


def _morning(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> Iterator[Outgoing]:
    """This morning's summary of each session that collected at the hour and still does."""
    hour = _this_morning(at)
    if hour is None:
        return
    for session in every:
        if is_collecting(session, hour) and is_collecting(session, at):
            owed = Owed(occasion=f"summary/{session.id}/{local_day(at)}", at=hour)
            yield from _summaries(tx, office, session, at, owed)


def _this_morning(at: datetime) -> datetime | None:
    """The hour of this morning's messages, while they are owed: from then until the evening."""
    local = at.astimezone(LOCAL)
    if not MORNING <= local.time() < EVENING:
        return None
    return datetime.combine(local.date(), MORNING, LOCAL)


def _summaries(tx: Transaction, office: Office, session: Session, at: datetime, owed: Owed) -> Iterator[Outgoing]:
    desks = [*_members(tx, office, officials.with_role(tx, office.id, Role.COMMITTEE)), *_groups(tx, office)]
    said: dict[str, str] = {}
    for desk in desks:
        if desk.since > owed.at or deliveries.was_queued(tx, office.id, f"{owed.occasion}/{desk.key}"):
            continue
        texts = Texts(desk.language)
        if desk.language not in said:
            said[desk.language] = summary_text(tx, office, session, at, texts)
        look = Choice(label=texts.t(N_("reminder.look")), value=f"/tonghop {session.id}")
        yield _to(desk, owed.occasion, said[desk.language], () if desk.group else (look,))


def _to(desk: Desk, occasion: str, text: str, choices: tuple[Choice, ...] = ()) -> Outgoing:
    return Outgoing(
        channel=desk.channel,
        address=desk.address,
        reply=Reply(text=text, choices=choices),
        urgency=Urgency.NOTICE,
        once_key=f"{occasion}/{desk.key}",
    )


def _members(tx: Transaction, office: Office, found: Iterable[Official]) -> list[Desk]:
    """One desk a person, whatever number of roles; keyed by person, so that a new door means no second message."""
    desks: dict[int, Desk] = {}
    for official in found:
        door = people.last_identity(tx, office.id, official.person_id)
        person = people.get_person(tx, office.id, official.person_id)
        if door is not None and person is not None:
            desks[person.id] = Desk(
                key=f"person/{person.id}",
                since=official.enrolled_at,
                channel=door.channel,
                address=door.address,
                language=person.language,
            )
    return list(desks.values())


def _groups(tx: Transaction, office: Office) -> list[Desk]:
    return [
        Desk(
            key=f"group/{chat.channel}/{chat.address}",
            since=chat.registered_at,
            channel=chat.channel,
            address=chat.address,
            language=DEFAULT_LANGUAGE,
            group=True,
        )
        for chat in officials.group_chats(tx, office.id, Purpose.COMMITTEE)
    ]


def _late(tx: Transaction, office: Office, at: datetime) -> Iterator[Outgoing]:
    """Late assignments, once a day: to each agency its own, to the committee all of them."""
    if _this_morning(at) is None:
        return
    late = summaries.late_assignments(tx, office.id, local_day(at))
    if not late:
        return
    committee = _members(tx, office, officials.with_role(tx, office.id, Role.COMMITTEE))
    told = {desk.key for desk in committee}
    for desk in committee:
        yield from _late_to(tx, office, desk, late, at)
    for agency_id in dict.fromkeys(one.agency_id for one in late):
        own = [one for one in late if one.agency_id == agency_id]
        for desk in _members(tx, office, officials.of_agency(tx, office.id, agency_id)):
            if desk.key not in told:
                yield from _late_to(tx, office, desk, own, at)


def _late_to(tx: Transaction, office: Office, desk: Desk, late: list[Late], at: datetime) -> Iterator[Outgoing]:
    occasion = f"late/{local_day(at)}"
    if deliveries.was_queued(tx, office.id, f"{occasion}/{desk.key}"):
        return
    words = Words(tx=tx, office=office, texts=Texts(desk.language))
    lines = [words.texts.tn("reminder.late", len(late)), *(_line(words, one) for one in late[:MOST_LATE])]
    if len(late) > MOST_LATE:
        lines.append(words.texts.tn("reminder.more_late", len(late) - MOST_LATE))
    yield _to(desk, occasion, "\n".join(lines), (Choice(label=words.texts.t(N_("reminder.inbox")), value="/ykien"),))


def _line(words: Words, one: Late) -> str:
    return words.texts.t(
        N_("reminder.late_line"),
        code=one.code,
        topic=words.topic(one.topic),
        agency=words.agency(one.agency_id),
        day=words.texts.day(one.due_on),
    )
