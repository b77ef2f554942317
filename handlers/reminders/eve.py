"""The day before a session: who registered to speak is reminded of when, where and their number.

The key names the session and its day, so a session that moves to another day is told again. A reminder that was missed
is made good until the session begins; the same holds for who registered on the day before itself: their receipt is
still fresh, so they are reminded in the morning of the session.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from handlers.messages import Choice, Outgoing, Reply
from handlers.official.sessions.words import held_words
from handlers.reminders.mornings import this_morning
from handlers.rules.sessions import open_for_speakers
from handlers.texts import N_, Texts, local_day
from storage import deliveries
from storage.audiences import Speaker, speakers
from storage.records import Office, Session, Urgency
from storage.transaction import Transaction


def speakers_reminded(tx: Transaction, office: Office, every: Iterable[Session], at: datetime) -> Iterator[Outgoing]:
    """What is owed to the registered speakers of tomorrow's session, and of today's until it begins."""
    if this_morning(at) is None:
        return
    today = local_day(at)
    for session in open_for_speakers(every, at):
        if session.starts_at is None or local_day(session.starts_at) - today > timedelta(days=1):
            continue
        for speaker in speakers(tx, office.id, session.id):
            occasion = f"eve/{session.id}/{local_day(session.starts_at)}/person/{speaker.person_id}"
            fresh = local_day(speaker.registered_at) == today
            if not fresh and not deliveries.was_queued(tx, office.id, occasion):
                yield _letter(office, session, speaker, occasion)


def _letter(office: Office, session: Session, speaker: Speaker, occasion: str) -> Outgoing:
    texts = Texts(speaker.language)
    lines = [texts.t(N_("reminder.eve"), office=office.name, title=session.title, held=held_words(texts, session))]
    if session.venue:
        lines.append(texts.t(N_("reminder.eve_venue"), venue=session.venue))
    lines.append(texts.t(N_("reminder.eve_number"), number=speaker.number))
    reply = Reply(text="\n".join(lines), choices=(Choice(label=texts.t(N_("reminder.slip")), value="/dangky"),))
    return Outgoing(
        channel=speaker.channel,
        address=speaker.address,
        reply=reply,
        urgency=Urgency.NOTICE,
        once_key=occasion,
    )
