"""The queue of speakers of a session, read from its rows, and who in it is told to be ready.

Officials, residents, papers and the hall's screen all read it here, so that they say the same.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from handlers.messages import Choice, Outgoing, Reply
from handlers.rules.doors import best_door
from handlers.rules.sessions import is_its_day
from handlers.rules.speakers import SOON, Queue, queue
from handlers.texts import N_, Texts
from storage import deliveries, people, speaking
from storage.audiences import speakers as doors_of_speakers
from storage.records import Office, QueuedSpeaker, Session, SpeakerQueue, Urgency
from storage.transaction import Transaction

SCREEN_PAGE = "/hoi-truong"
"""Where the hall's screen is; its address ends with what `speaker_queue.screen` has."""
_SCREEN_BYTES = 12


@dataclass(frozen=True, kw_only=True)
class Hall:
    """A session's queue as it stands, and who its seats are by the id of their registration.

    row: None while nobody has opened the queue.
    """

    session: Session
    row: SpeakerQueue | None
    queue: Queue
    speakers: dict[int, QueuedSpeaker]

    @property
    def in_use(self) -> bool:
        """Whether anybody was called by it."""
        return bool(self.queue.called)


def read_hall(tx: Transaction, office_id: int, session: Session) -> Hall:
    """The queue as it stands. A protected concern's author is not in it (as in slips and minutes)."""
    known = {one.registration.id: one for one in speaking.speakers(tx, office_id, session.id)}
    acts = speaking.acts(tx, office_id, session.id)
    found = queue((one.registration for one in known.values()), acts)
    return Hall(session=session, row=speaking.find_queue(tx, office_id, session.id), queue=found, speakers=known)


def open_hall(tx: Transaction, office_id: int, session: Session) -> SpeakerQueue:
    """Make the queue of a session, or take the one that is there."""
    return speaking.open_queue(tx, office_id, session.id, secrets.token_urlsafe(_SCREEN_BYTES))


def place_words(texts: Texts, hall: Hall, registration_id: int) -> str:
    """How many are before somebody who waits, for themselves; "" for who does not wait."""
    before = hall.queue.before(registration_id)
    if before is None:
        return ""
    now = hall.queue.speaking
    lead = [texts.t(N_("speaking.now"), number=now.number)] if now is not None else []
    if before:
        said = texts.tn("speaking.before_then", before) if now is not None else texts.tn("speaking.before", before)
    else:
        said = texts.t(N_("speaking.next_then")) if now is not None else texts.t(N_("speaking.next"))
    return " ".join([*lead, said])


def told_to_be_ready(tx: Transaction, office: Office, hall: Hall, at: datetime) -> Iterator[Outgoing]:
    """Who waits and has few before them hears of it: once for all, on the day itself, at whatever hour it is.

    Who handed in a paper slip has no door; who took consent back is written to no more. Where a platform takes nothing
    for them now, nothing is queued: it would reach them with their next word, when all is over.
    """
    if not (hall.in_use and is_its_day(hall.session, at)):
        return
    soon = {seat.number: seat.registration_id for seat in hall.queue.order[: SOON + 1] if not seat.absences}
    if not soon:
        return
    for one in doors_of_speakers(tx, office.id, hall.session.id):
        occasion = f"ready/{soon.get(one.number)}"
        if one.number not in soon or deliveries.was_queued(tx, office.id, occasion):
            continue
        door = best_door(people.doors(tx, office.id, one.person_id), at, paid=True)
        if door is None:
            continue
        texts = Texts(one.language)
        place = place_words(texts, hall, soon[one.number])
        text = texts.t(N_("speaking.ready"), number=one.number, clock=texts.clock(at), place=place)
        reply = Reply(text=text, choices=(Choice(label=texts.t(N_("speaking.see_place")), value="/dangky"),))
        yield Outgoing(
            channel=door.channel,
            address=door.address,
            reply=reply,
            urgency=Urgency.NOTICE,
            once_key=occasion,
            language=one.language,
        )
