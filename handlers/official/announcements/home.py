"""Sending an announcement: recipients become rows of the outbox, progress is one message that updates, a stop stops.

A loop in bot/ calls, for every announcement that `announcements_sending` returns, in one write transaction:

    expand(tx, announcement, at, limit)      the next recipients as Outgoing, and the cursor moves past them;
                                             queue what it returns in the same transaction. [] at night, when nobody
                                             is left, or when it was stopped. With nobody left and nothing waiting in
                                             the outbox it is marked done, and is not returned by the query any more.
    progress(tx, announcement, at, …)        the progress message for the official who released it, or None when there
                                             is nothing new to say; it replaces the earlier one by its update_key.

Both read the row anew, so a record that is a second old does no harm; killed anywhere, the next call goes on where the
last commit was. Call `expand` only while few messages of the announcement wait: then a stop stops nearly everything.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers.choices import to_id
from handlers.messages import Choice, Outgoing, Reply
from handlers.official.announcements.words import STATES, as_read, duration_words, headline
from handlers.rules.quiet_hours import is_night
from handlers.texts import DEFAULT_LANGUAGE, N_, Texts
from handlers.turn import Turn, body_of
from storage import announcements, audiences, deliveries, officials, people
from storage.offices import get_office
from storage.records import (
    Announcement,
    AnnouncementState,
    Audience,
    DeliveryState,
    Identity,
    Office,
    Purpose,
    Urgency,
)
from storage.transaction import Transaction

UPDATE_EVERY = timedelta(seconds=10)
"""Progress is told at most this often, except for its end: an edit is a message to the platform too."""
REASONS = {
    "recipient_gone": N_("announce.reason.gone"),
    "recipient_not_found": N_("announce.reason.not_found"),
    "no_rights": N_("announce.reason.no_rights"),
    "network": N_("announce.reason.network"),
    "timed_out": N_("announce.reason.network"),
}
_ENDED = frozenset({AnnouncementState.DONE, AnnouncementState.STOPPED})


def expand(tx: Transaction, announcement: Announcement, at: datetime, limit: int) -> list[Outgoing]:
    """The next `limit` recipients of an announcement, to be queued in this transaction."""
    fresh = announcements.get_announcement(tx, announcement.office_id, announcement.id)
    if fresh is None or fresh.state is not AnnouncementState.SENDING:
        return []
    office = get_office(tx, fresh.office_id)
    if is_night(at, office.profile):
        return []
    if fresh.audience is Audience.PUBLIC:
        cursor, outgoing = _to_groups(tx, office, fresh, limit)
    else:
        cursor, outgoing = _to_people(tx, office, fresh, at, limit)
    if outgoing:
        announcements.move_cursor(tx, fresh, cursor)
    else:
        announcements.finish(tx, fresh)
    return outgoing


def _to_people(
    tx: Transaction, office: Office, announcement: Announcement, at: datetime, limit: int
) -> tuple[int, list[Outgoing]]:
    found = audiences.next_recipients(tx, announcement, announcement.send_at or at, limit=limit)
    replies = {language: _reply(office, announcement, language) for language in {to.language for to in found}}
    outgoing = [
        _outgoing(announcement, to.channel, to.address, replies[to.language], str(to.identity_id)) for to in found
    ]
    return (found[-1].person_id if found else 0), outgoing


def _to_groups(tx: Transaction, office: Office, announcement: Announcement, limit: int) -> tuple[int, list[Outgoing]]:
    chats = officials.group_chats(tx, office.id, Purpose.PUBLIC)
    found = [chat for chat in chats if chat.id > announcement.expanded_to][:limit]
    reply = _reply(office, announcement, DEFAULT_LANGUAGE)
    outgoing = [_outgoing(announcement, to.channel, to.address, reply, f"group/{to.id}") for to in found]
    return (found[-1].id if found else 0), outgoing


def _reply(office: Office, announcement: Announcement, language: str) -> Reply:
    return Reply(text=as_read(Texts(language), office, announcement))


def _outgoing(announcement: Announcement, channel: str, address: str, reply: Reply, recipient: str) -> Outgoing:
    return Outgoing(
        channel=channel,
        address=address,
        reply=reply,
        urgency=Urgency.ANNOUNCEMENT,
        announcement_id=announcement.id,
        once_key=f"announcement/{announcement.id}/{recipient}",
    )


def progress(
    tx: Transaction, announcement: Announcement, at: datetime, per_second: Mapping[str, float] | None = None
) -> Outgoing | None:
    """How far an announcement is, for the official who released it; None: nobody to tell, or nothing new.

    `per_second`: how many messages a second each channel may carry; without it no time is estimated.
    """
    fresh = announcements.get_announcement(tx, announcement.office_id, announcement.id)
    to = _watcher(tx, fresh) if fresh else None
    if fresh is None or to is None:
        return None
    earlier = deliveries.newest_with_key(tx, fresh.office_id, to.channel, to.address, f"announcement/{fresh.id}")
    if earlier is not None and at - earlier.created_at < UPDATE_EVERY and fresh.state not in _ENDED:
        return None
    said = _progress(tx, fresh, to, at, per_second or {})
    return None if earlier is not None and earlier.body == body_of(said.reply) else said


def _watcher(tx: Transaction, announcement: Announcement) -> Identity | None:
    if announcement.progress_identity_id is None:
        return None
    return people.get_identity(tx, announcement.office_id, announcement.progress_identity_id)


def _progress(
    tx: Transaction, announcement: Announcement, to: Identity, at: datetime, per_second: Mapping[str, float]
) -> Outgoing:
    person = people.get_person(tx, announcement.office_id, to.person_id)
    texts = Texts(person.language if person else DEFAULT_LANGUAGE)
    going_on = announcement.state in {AnnouncementState.RELEASED, AnnouncementState.SENDING}
    stop_it = Choice(label=texts.t(N_("announce.stop")), value=f"/thongbao dung {announcement.id}")
    return Outgoing(
        channel=to.channel,
        address=to.address,
        reply=Reply(
            text=progress_text(tx, announcement, at, texts, per_second),
            choices=(stop_it,) if going_on else (),
            update_key=f"announcement/{announcement.id}",
        ),
        urgency=Urgency.NOTICE,
    )


def progress_text(
    tx: Transaction, announcement: Announcement, at: datetime, texts: Texts, per_second: Mapping[str, float]
) -> str:
    """Sent, failed and why, left, and about how long still; a pure function of the database and the ledger."""
    ledger = deliveries.ledger(tx, announcement.office_id, announcement.id)
    left = _left(tx, announcement, at)
    lines = [
        texts.t(N_("announce.progress"), headline=headline(announcement), state=texts.t(STATES[announcement.state]))
    ]
    if announcement.state is AnnouncementState.RELEASED and announcement.send_at is not None:
        lines.append(texts.t(N_("announce.waits_until"), moment=texts.moment(announcement.send_at)))
    else:
        sent = ledger.get(DeliveryState.SENT, 0)
        lines.append(texts.t(N_("announce.sent"), sent=texts.number(sent), total=texts.number(_total(ledger, left))))
    lines += _failed(tx, announcement, ledger, texts)
    if stopped := ledger.get(DeliveryState.STOPPED, 0):
        lines.append(texts.tn("announce.taken_out", stopped))
    if announcement.state is AnnouncementState.SENDING:
        night = is_night(at, get_office(tx, announcement.office_id).profile)
        lines += _left_lines(texts, left, per_second, night=night)
    return "\n".join(lines)


def _total(ledger: Mapping[DeliveryState, int], left: Mapping[str, int]) -> int:
    settled = (DeliveryState.SENT, DeliveryState.PARKED, DeliveryState.STOPPED)
    return sum(ledger.get(state, 0) for state in settled) + sum(left.values())


def _left(tx: Transaction, announcement: Announcement, at: datetime) -> dict[str, int]:
    """Who is still to be written to, by channel: what waits in the outbox, and who is not there yet."""
    left = announcements.waiting_by_channel(tx, announcement)
    if announcement.state not in _ENDED:
        for channel, n in audiences.count_recipients(tx, announcement, announcement.send_at or at).items():
            left[channel] = left.get(channel, 0) + n
    return left


def _failed(
    tx: Transaction, announcement: Announcement, ledger: Mapping[DeliveryState, int], texts: Texts
) -> list[str]:
    failed = ledger.get(DeliveryState.PARKED, 0)
    if not failed:
        return []
    why = deliveries.failures(tx, announcement.office_id, announcement.id)
    reasons = ", ".join(f"{_reason(texts, code)} {texts.number(n)}" for code, n in why.items())
    return [texts.tn("announce.failed", failed, reasons=reasons)]


def _reason(texts: Texts, code: str) -> str:
    """A code of the channel in words where it has some; the code itself is for the operator."""
    return texts.t(REASONS[code]) if code in REASONS else code


def _left_lines(texts: Texts, left: Mapping[str, int], per_second: Mapping[str, float], *, night: bool) -> list[str]:
    total = sum(left.values())
    if not total:
        return []
    if night:
        return [texts.tn("announce.left_at_night", total)]
    seconds = max((n / per_second[channel] for channel, n in left.items() if per_second.get(channel)), default=None)
    if seconds is None:
        return [texts.tn("announce.left", total)]
    return [texts.tn("announce.left_about", total, duration=duration_words(texts, seconds))]


def stop(turn: Turn, argument: str = "") -> None:
    """`/thongbao dung [id]`: what is not sent yet is not sent any more; what was sent stays in the ledger."""
    announcement = _stoppable(turn, argument)
    if announcement is None or not announcements.stop(turn.tx, announcement, turn.person.id):
        turn.record("refused_stop", "announcement", announcement.id if announcement else None)
        turn.say(turn.t(N_("announce.nothing_to_stop")), [_back(turn)])
        return
    taken = deliveries.stop_announcement(turn.tx, turn.office.id, announcement.id)
    sent = deliveries.ledger(turn.tx, turn.office.id, announcement.id).get(DeliveryState.SENT, 0)
    turn.record(
        "stop_announcement",
        "announcement",
        announcement.id,
        before={"state": announcement.state},
        after={"state": AnnouncementState.STOPPED, "sent": sent, "taken_out": taken},
    )
    turn.say(turn.t(N_("announce.stopped"), sent=turn.texts.number(sent)), [_back(turn)])
    updated = progress(turn.tx, announcement, turn.at)
    turn.outgoing += [updated] if updated else []


def _stoppable(turn: Turn, argument: str) -> Announcement | None:
    """The one that is named, or without a name the one that is being sent, when there is only one."""
    named = to_id(argument)
    if named is not None:
        return announcements.get_announcement(turn.tx, turn.office.id, named)
    sending = announcements.announcements_sending(turn.tx, turn.office.id)
    waiting = announcements.announcements_in(turn.tx, turn.office.id, AnnouncementState.RELEASED)
    found = sending or waiting
    return found[0] if len(found) == 1 else None


def _back(turn: Turn) -> Choice:
    return Choice(label=turn.t(N_("announce.list_again")), value="/thongbao")
