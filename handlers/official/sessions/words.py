"""Words on sessions that the officials' conversations share: phase, day and hours, collection, in one language."""

from datetime import datetime

from handlers.choices import to_id
from handlers.rules.quiet_hours import is_night
from handlers.rules.sessions import Phase, is_collecting, phase
from handlers.texts import N_, Texts
from handlers.turn import Turn
from storage import officials, people
from storage.errors import NotFound
from storage.records import Identity, Official, Role, Session, SessionState
from storage.sessions import get_session

PHASES = {
    Phase.SCHEDULED: N_("session.phase.scheduled"),
    Phase.COLLECTING: N_("session.phase.collecting"),
    Phase.PREPARED: N_("session.phase.prepared"),
    Phase.OPEN: N_("session.phase.open"),
    Phase.CLOSED: N_("session.phase.closed"),
    Phase.CONCLUDED: N_("session.phase.concluded"),
    Phase.CANCELLED: N_("session.phase.cancelled"),
}


def phase_words(texts: Texts, session: Session, at: datetime) -> str:
    """Where a session stands now."""
    return texts.t(PHASES[phase(session, at)])


def held_words(texts: Texts, session: Session) -> str:
    """«8 giờ đến 11 giờ 30, thứ ba, 15/12/2026», what the plan says of an open day, or that no day is fixed."""
    if session.starts_at is None:
        return session.date_note or texts.t("session.no_day")
    clock, day = texts.clock(session.starts_at), texts.long_day(session.starts_at)
    if session.ends_at is None:
        return texts.t("session.from", clock=clock, day=day)
    return texts.t("session.from_to", clock=clock, until=texts.clock(session.ends_at), day=day)


def collection_words(texts: Texts, session: Session, at: datetime) -> str:
    """From when until when concerns are taken; the words tell how it is now."""
    opens, closes = session.collection_opens_at, session.collection_closes_at
    if opens is None:
        return texts.t("session.collects_never")
    if closes is None:
        return texts.t("session.collects_from", opens=texts.beginning(opens))
    if closes <= at:
        return texts.t("session.collected_until", closes=texts.end(closes))
    if is_collecting(session, at):
        return texts.t("session.collects_until", closes=texts.end(closes))
    return texts.t("session.collects_between", opens=texts.beginning(opens), closes=texts.end(closes))


def announced_words(texts: Texts, session: Session) -> str:
    """Whether residents were told of it and may register to speak."""
    shown = session.state is not SessionState.SCHEDULED
    return texts.t("session.announced") if shown else texts.t("session.not_announced")


def details(texts: Texts, session: Session, at: datetime) -> str:
    """Everything that is set of a session, a line each."""
    lines = [
        session.title,
        texts.t("session.state_line", phase=phase_words(texts, session, at), announced=announced_words(texts, session)),
        texts.t("session.when_line", held=held_words(texts, session)),
        texts.t("session.venue_line", venue=session.venue or texts.t("session.no_venue")),
        texts.t("session.collection_line", collection=collection_words(texts, session, at)),
    ]
    return "\n".join(lines)


def morning_words(turn: Turn) -> list[str]:
    """At night: that what was just said to many goes out in the morning."""
    return [turn.t("session.in_the_morning")] if is_night(turn.at, turn.office.profile) else []


def find(turn: Turn, argument: str) -> Session | None:
    """The session of this office whose id was chosen, or None."""
    try:
        return get_session(turn.tx, turn.office.id, to_id(argument) or 0)
    except NotFound:
        return None


def colleagues(turn: Turn, *roles: Role) -> list[tuple[Official, Identity]]:
    """The other officials in these roles who can be written to, each with the door they used last."""
    found: dict[int, tuple[Official, Identity]] = {}
    for official in officials.with_role(turn.tx, turn.office.id, *roles):
        door = people.last_identity(turn.tx, turn.office.id, official.person_id)
        if door is not None and official.person_id != turn.person.id:
            found.setdefault(official.person_id, (official, door))
    return list(found.values())


def label(text: str, most: int = 40) -> str:
    """A title as short as a button wants it."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
