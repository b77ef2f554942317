"""File a report: its concerns, for whom they are, their numbers, its milestone, who hears of it. All or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.messages import Choice, Outgoing, Reply
from handlers.milestones.bodies import directory
from handlers.milestones.plans import plans_of
from handlers.milestones.words import due_words
from handlers.reports.routes import is_over, leg_of
from handlers.reports.words import codes_words
from handlers.resident import suggestions
from handlers.rules import sessions as phases
from handlers.rules.codes import code_of
from handlers.rules.contributions import Choice as Named
from handlers.rules.contributions import Choices, Contribution
from handlers.texts import DEFAULT_LANGUAGE, N_, Texts, local_day
from storage import audit, concerns, counters, milestones, offices, officials, people, reports, sessions
from storage.ids import new_id
from storage.records import (
    NO_DOOR,
    AuditEntry,
    Concern,
    ConcernState,
    Consent,
    Kind,
    Milestone,
    Office,
    Official,
    OnBehalf,
    Person,
    Report,
    Role,
    Session,
    Urgency,
)
from storage.transaction import Transaction


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A contribution that was understood: what is worked out of its words, so that nobody waits for it while writing.

    `confirmed`: whether the contributor named the topic; else the machine guessed it.
    """

    contribution: Contribution
    kind: Kind
    topic: str
    confirmed: bool
    suggested: tuple[str, ...]
    summary: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What was filed now: the concerns, the milestone as it stands, and whether this report marked it."""

    report: Report
    concerns: tuple[Concern, ...]
    milestone: Milestone | None
    marked: bool


def prepare(office: Office, contribution: Contribution, *, place: str = "") -> Prepared:
    """Read the words of a contribution. Of a suspected denunciation no summary is made."""
    kind = suggestions.kind(contribution.text)
    guesses = tuple(one.topic.key for one in suggestions.topics(office, contribution.text))
    return Prepared(
        contribution=contribution,
        kind=kind,
        topic=contribution.topic or (guesses[0] if guesses else suggestions.OTHER),
        confirmed=contribution.topic is not None,
        suggested=guesses,
        summary="" if kind is Kind.DENUNCIATION else suggestions.short(contribution.text),
        place=place,
    )


def choices_of(tx: Transaction, office: Office) -> Choices:
    """The hamlets and topics that a contribution may name, as the office calls them in Vietnamese."""
    return Choices(
        areas=tuple(Named(key=area.key, name=area.name) for area in offices.areas(tx, office.id)),
        topics=tuple(Named(key=topic.key, name=topic.vi) for topic in office.profile.topics),
    )


def timed(tx: Transaction, office: Office, report: Report) -> tuple[Report, Milestone | None]:
    """The report with its cut-off as it is now and whether it came after it; and the milestone of its sender."""
    milestone = leg_of(tx, office, report.session_id, report.route, report.sender)
    due_at = milestone.late_from if milestone is not None else None
    late = due_at is not None and due_at <= report.filed_at
    return report.model_copy(update={"due_at": due_at, "late": late}), milestone


def add_concerns(
    tx: Transaction, office: Office, report: Report, prepared: Sequence[Prepared], at: datetime
) -> tuple[Concern, ...]:
    """Write every concern of a report that stands in its table, in one go, with numbers that follow each other.

    `at`: when the words were sent.
    """
    first = counters.take_next(tx, office.id, "concern", len(prepared))
    areas = {area.key: area.id for area in offices.areas(tx, office.id)}
    session, for_next = _where(tx, office, report, at)
    made = []
    for place, one in enumerate(prepared):
        area_id = areas.get(one.contribution.area or "")
        person = _person(office, area_id, at)
        concern = _concern(office, one, first + place, person, session, at, for_next=for_next)
        people.add_person(tx, person)
        concerns.add_concern(tx, concern)
        made.append(concern)
    rows = [_behalf(report, concern, one) for concern, one in zip(made, prepared, strict=True)]
    reports.add_on_behalf(tx, rows)
    return tuple(made)


def _where(tx: Transaction, office: Office, report: Report, at: datetime) -> tuple[Session | None, bool]:
    """The session that a report's concerns belong to; else they are kept for the next one.

    A session that was held already takes nothing more: what comes too late for it waits for the next.
    """
    every = sessions.sessions(tx, office.id)
    if report.session_id is not None:
        session = next((one for one in every if one.id == report.session_id), None)
    else:
        session = phases.collecting(every, at)
    if session is None or is_over(session, at):
        return None, True
    return session, False


def _person(office: Office, area_id: int | None, at: datetime) -> Person:
    """Somebody without a door: nothing is sent to them, and nothing but the hamlet is kept here."""
    return Person(
        office_id=office.id,
        id=new_id(at),
        language=DEFAULT_LANGUAGE,
        area_id=area_id,
        consent=Consent.UNASKED,
        consent_version=None,
        consent_at=None,
        subscribed=False,
        created_at=at,
    )


def _concern(
    office: Office,
    one: Prepared,
    number: int,
    person: Person,
    session: Session | None,
    at: datetime,
    *,
    for_next: bool,
) -> Concern:
    return Concern(
        office_id=office.id,
        id=new_id(at),
        number=number,
        code=code_of(office.code, number),
        session_id=session.id if session else None,
        for_next_session=for_next,
        person_id=person.id,
        identity_id=NO_DOOR,
        area_id=person.area_id,
        text=one.contribution.text,
        topic=one.topic,
        topic_confirmed_by="official" if one.confirmed else "",
        suggested=one.suggested,
        kind=one.kind,
        protected=one.kind is Kind.DENUNCIATION,
        summary=one.summary,
        state=ConcernState.RECEIVED,
        due_on=None,
        created_at=at,
    )


def _behalf(report: Report, concern: Concern, one: Prepared) -> OnBehalf:
    who = one.contribution
    return OnBehalf(
        office_id=report.office_id,
        concern_id=concern.id,
        report_id=report.id,
        source=who.source,
        name=who.name,
        phone=who.phone,
        people=who.people,
        met_on=who.day,
        place=one.place,
        named=bool(who.name) and who.people is None,
        proposal=who.proposal,
    )


def finish(
    tx: Transaction,
    office: Office,
    report: Report,
    made: tuple[Concern, ...],
    milestone: Milestone | None,
    at: datetime,
) -> tuple[Filed, list[Outgoing]]:
    """Mark the sender's milestone, write the log, and tell whoever waits for the report and who alone may read some."""
    marked = milestone is not None and milestones.mark_done(
        tx, office.id, milestone.id, report.filed_at, report.filed_by
    )
    if milestone is not None:
        milestone = milestones.get_milestone(tx, office.id, milestone.id)
    _record(tx, report, len([one for one in made if not one.protected]), at)
    filed = Filed(report=report, concerns=made, milestone=milestone, marked=marked)
    said = [message for one in made if one.protected for message in _tell_inspectors(tx, office, one)]
    return filed, said + _tell_creditors(tx, office, filed)


def _record(tx: Transaction, report: Report, open_concerns: int, at: datetime) -> None:
    """What is closed to all but the inspector is not even counted here."""
    audit.add_entry(
        tx,
        AuditEntry(
            office_id=report.office_id,
            id=new_id(at),
            at=at,
            person_id=report.filed_by,
            act="file_report",
            subject="report",
            subject_id=report.id,
            before={},
            after={"concerns": open_concerns, "route": report.route, "sender": report.sender, "late": report.late},
        ),
    )


def _tell_inspectors(tx: Transaction, office: Office, concern: Concern) -> list[Outgoing]:
    """The one role that may read it learns that it is there; the notice holds its code and nothing of its words."""
    said = []
    for official in officials.with_role(tx, office.id, Role.INSPECTOR):
        texts = _texts_of(tx, office, official)
        read = Choice(label=texts.t(N_("closed.read"), code=concern.code), value=f"/xem {concern.code}")
        words = texts.t(N_("closed.notice"), code=concern.code)
        said += _notice(tx, office, official, words, read, f"closed-to-all/{concern.id}/{official.id}")
    return said


def _tell_creditors(tx: Transaction, office: Office, filed: Filed) -> list[Outgoing]:
    """Who waits for the report hears once that it is there, and whether it was late."""
    milestone = filed.milestone
    if milestone is None:
        return []
    message = N_("report.told_late") if filed.report.late else N_("report.told")

    def wording(texts: Texts) -> str:
        return texts.t(message, sender=milestone.owed_by, name=milestone.name, due=due_words(texts, milestone))

    return tell_creditors(tx, office, filed.report, milestone, wording, occasion="report")


def tell_creditors(
    tx: Transaction,
    office: Office,
    report: Report,
    milestone: Milestone,
    wording: Callable[[Texts], str],
    *,
    occasion: str,
) -> list[Outgoing]:
    """Tell whoever gets a report (receiver and copies), each once an occasion; never the one who filed it."""
    known = directory(tx, office, plans_of(tx, office.id))
    told = {one.person_id: one for key in milestone.creditors for one in known.acting_for(key)}
    said = []
    for person_id, official in told.items():
        if person_id != report.filed_by:
            texts = _texts_of(tx, office, official)
            look = Choice(label=texts.t(N_("milestone.all")), value="/hanchot")
            said += _notice(tx, office, official, wording(texts), look, f"{occasion}/{report.id}/{person_id}")
    return said


def _texts_of(tx: Transaction, office: Office, official: Official) -> Texts:
    person = people.get_person(tx, office.id, official.person_id)
    return Texts(person.language if person else DEFAULT_LANGUAGE)


def _notice(
    tx: Transaction, office: Office, official: Official, words: str, choice: Choice, once_key: str
) -> list[Outgoing]:
    door = people.last_identity(tx, office.id, official.person_id)
    if door is None:
        return []
    reply = Reply(text=words, choices=(choice,))
    return [
        Outgoing(channel=door.channel, address=door.address, reply=reply, urgency=Urgency.NOTICE, once_key=once_key)
    ]


def receipt_words(texts: Texts, office: Office, filed: Filed) -> str:
    """What the contributor gets: how many, which codes, which are handled in confidence, and on time or how late."""
    made = filed.concerns
    lines = [texts.tn("report.receipt", len(made), codes=codes(texts, office, made))]
    closed = [one for one in made if one.protected]
    if closed:
        lines.append(texts.tn("report.closed_to_all", len(closed), codes=codes(texts, office, closed)))
    lines.append(texts.t(N_("report.tell_them")))
    if filed.marked and filed.milestone is not None:
        lines.append(marked_words(texts, filed.milestone, late=filed.report.late))
    return "\n".join(lines)


def marked_words(texts: Texts, milestone: Milestone, *, late: bool) -> str:
    """That the plan's milestone is marked, on time or after its deadline and by how much."""
    due = due_words(texts, milestone)
    if not late:
        return texts.t(N_("report.on_time"), name=milestone.name, due=due)
    done, last = milestone.done_at, milestone.last_day
    days = (local_day(done) - last).days if done is not None and last is not None else 0
    how = texts.tn("milestone.days_late", days) if days else texts.t(N_("milestone.late_today"))
    return texts.t(N_("report.late"), name=milestone.name, due=due, late=how)


def codes(texts: Texts, office: Office, made: Sequence[Concern]) -> str:
    """The codes of these concerns in words."""
    return codes_words(texts, office.code, [one.number for one in made])
