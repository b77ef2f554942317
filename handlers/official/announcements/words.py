"""Words on announcements: what residents read, whom it is for, when it goes out, how far it is."""

from collections.abc import Mapping
from datetime import datetime

from handlers.channel_names import channel_name
from handlers.official.words import Words, first_words
from handlers.texts import N_, Texts
from storage import audiences
from storage.errors import NotFound
from storage.records import Announcement, AnnouncementState, Audience, Office
from storage.sessions import get_session

STATES = {
    AnnouncementState.DRAFT: N_("announce.state.draft"),
    AnnouncementState.RETURNED: N_("announce.state.returned"),
    AnnouncementState.RELEASED: N_("announce.state.released"),
    AnnouncementState.SENDING: N_("announce.state.sending"),
    AnnouncementState.STOPPED: N_("announce.state.stopped"),
    AnnouncementState.DONE: N_("announce.state.done"),
}


def as_read(texts: Texts, office: Office, announcement: Announcement) -> str:
    """What a resident, or a public channel, reads: who says it, the words, and in private how to hear no more."""
    if announcement.audience is Audience.PUBLIC:
        return texts.t(N_("announce.as_read_public"), office=office.name, text=announcement.text)
    return texts.t(N_("announce.as_read"), office=office.name, text=announcement.text)


def audience_words(words: Words, announcement: Announcement) -> str:
    """Whom it is for."""
    if announcement.audience is Audience.AREA:
        return words.texts.t(N_("announce.for_area"), area=words.area(announcement.area_id))
    if announcement.audience is Audience.SESSION:
        return words.texts.t(N_("announce.for_session"), title=_title(words, announcement))
    if announcement.audience is Audience.PUBLIC:
        return words.texts.t(N_("announce.for_public"))
    return words.texts.t(N_("announce.for_all"))


def _title(words: Words, announcement: Announcement) -> str:
    try:
        return get_session(words.tx, words.office.id, announcement.session_id or 0).title
    except NotFound:
        return ""


def counts_words(texts: Texts, counts: Mapping[str, int]) -> str:
    """How many recipients there are, by channel."""
    total = sum(counts.values())
    if not total:
        return texts.t(N_("announce.nobody"))
    parts = [f"{channel_name(texts, channel)} {texts.number(n)}" for channel, n in counts.items()]
    return texts.tn("announce.recipients", total, channels=", ".join(parts))


def recipients_words(words: Words, announcement: Announcement, at: datetime) -> str:
    """How many there are, by channel, and how they will be reached when it goes out."""
    counts = counts_words(words.texts, audiences.count_recipients(words.tx, announcement, at))
    return "\n".join(part for part in (counts, reach_words(words, announcement, at)) if part)


HOW = {
    "free": N_("announce.how.free"),
    "paid": N_("announce.how.paid"),
    "paid_not": N_("announce.how.paid_not"),
    "other_door": N_("announce.how.other_door"),
    "nobody": N_("announce.how.nobody"),
}


def reach_words(words: Words, announcement: Announcement, at: datetime) -> str:
    """How many will be reached how, where not everybody simply gets it; "" where they do."""
    if announcement.audience is Audience.PUBLIC:
        return ""
    found = audiences.count_reach(words.tx, announcement, at, announcement.send_at or at)
    if set(found) <= {"free"}:
        return ""
    paid = words.office.profile.paid_announcements
    named = {("paid_not" if how == "paid" and not paid else how): n for how, n in found.items()}
    return "\n".join(words.texts.t(HOW[how], n=words.texts.number(n)) for how, n in named.items())


def when_words(texts: Texts, send_at: datetime | None) -> str:
    """When it goes out."""
    return texts.t(N_("announce.at"), moment=texts.moment(send_at)) if send_at else texts.t(N_("announce.at_once"))


def headline(announcement: Announcement) -> str:
    """The first words, to know it by."""
    return first_words(announcement.text, 60)


def duration_words(texts: Texts, seconds: float) -> str:
    """About how long: «dưới 1 phút», «khoảng 12 phút», «khoảng 3 giờ»."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return texts.t(N_("announce.under_a_minute"))
    if minutes < 90:
        return texts.tn("announce.minutes", minutes)
    return texts.tn("announce.hours", round(minutes / 60))
