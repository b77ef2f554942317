"""From a plan to an office that works: its profile, hamlets, agencies and sessions.

Importing a plan again changes what the plan says and keeps what people have written since.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from handlers.messages import Outgoing
from handlers.milestones.calendar import calendar_of
from handlers.milestones.keep import keep_all
from handlers.milestones.moves import told_of_moves
from handlers.milestones.plans import plans_of
from handlers.milestones.replan import follow_plan
from handlers.official.sessions.save import told_people
from handlers.rules.calendar import Calendar, read_calendar
from handlers.rules.plans.profile import promise, read_profile
from handlers.rules.plans.reading import Plan, moved
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.window import collection_window, feasible_days, when_words, zone_of
from handlers.rules.session_changes import must_tell
from handlers.texts import N_
from storage import offices, sessions
from storage.ids import new_id
from storage.records import Agency, Area, Office, Profile, Session, SessionState, Topic
from storage.transaction import Transaction

CONSENT_VERSION = "2026-11"
_USUAL_START = time(8, 0)
_HALF_DAY = timedelta(hours=4)
_USUAL_ANSWER_DAYS = 10
_DEMO_LEAD = 6


def import_plan(
    tx: Transaction,
    plan: Plan,
    at: datetime,
    dates: Callable[[PlannedSession], date | None],
    *,
    opens_now: bool = False,
) -> Office:
    """Write a plan's office into the database.

    `dates` fixes the day of a session whose day the plan leaves open; `opens_now` lets collection begin at once (demo).
    """
    return import_and_tell(tx, plan, at, dates, opens_now=opens_now)[0]


def import_and_tell(
    tx: Transaction,
    plan: Plan,
    at: datetime,
    dates: Callable[[PlannedSession], date | None],
    *,
    opens_now: bool = False,
    without: int | None = None,
) -> tuple[Office, list[Outgoing]]:
    """The same, and what those are told whose session or deadlines moved; `without` is the person who moved them."""
    office = offices.find_office(tx, plan.office.code)
    profile = profile_of(plan)
    if office is None:
        office = Office(
            id=new_id(at),
            code=plan.office.code,
            name=plan.office.name,
            parent_id=None,
            profile=profile,
            created_at=at,
        )
        offices.add_office(tx, office)
    else:
        office = office.model_copy(update={"name": plan.office.name, "profile": profile})
        offices.set_profile(tx, office)
    _add_areas(tx, office, plan, at)
    _add_agencies(tx, office, plan, at)
    calendar, made_in = calendar_of(tx, office.id), office.id

    def made(planned: PlannedSession) -> Session:
        return session_of(plan, planned, made_in, dates(planned), calendar, at, opens_now=opens_now)

    earlier = next((each for each in plans_of(tx, office.id) if each.key == plan.key), None)
    changes = follow_plan(tx, office, earlier, plan, at, made)
    for planned in plan.sessions:
        if sessions.find_session(tx, office.id, planned.key) is None:
            sessions.add_session(tx, made(planned))
    plan_id = new_id(at)
    offices.add_plan(tx, office.id, plan_id, plan.key, plan.model_dump_json(), at)
    moves = keep_all(tx, office, at)
    said = [
        message
        for before, after in changes
        if must_tell(before, after)
        for message in told_people(tx, office, before, after, at)
    ]
    heading = N_("milestone.plan_moved")
    said += told_of_moves(tx, office, moves, at, heading, occasion=f"plan/{plan_id}", without=without)
    return office, said


def profile_of(plan: Plan) -> Profile:
    """What the plan says of the office itself."""
    contact = plan.office.contact
    return Profile(
        kind=plan.office.level,
        issuer=plan.office.issuer,
        address=contact.address if contact else "",
        phone=contact.phone if contact else "",
        reception=f"{contact.reception_hours}, {contact.reception_place}" if contact else "",
        house_rules=plan.office.house_rules,
        topics=tuple(
            Topic(
                key=topic.id,
                vi=topic.vi,
                en=topic.en,
                agency=next((a.key for a in plan.agencies_for(topic.id)), None),
            )
            for topic in plan.topics
        ),
        consent_version=CONSENT_VERSION,
        committee=plan.committee.name,
        quiet_from=plan.reminders.quiet_from,
        quiet_until=plan.reminders.quiet_until,
        demo=bool(contact and contact.invented),
        flag_recurring=plan.intake.flag_recurring,
        paid_announcements=plan.office.paid_announcements,
    )


def _add_areas(tx: Transaction, office: Office, plan: Plan, at: datetime) -> None:
    known = {area.key for area in offices.areas(tx, office.id)}
    for position, area in enumerate(plan.areas):
        if area.key not in known:
            offices.add_area(
                tx,
                Area(
                    office_id=office.id,
                    id=new_id(at),
                    key=area.key,
                    name=area.name,
                    kind=area.kind,
                    position=position,
                ),
            )


def _add_agencies(tx: Transaction, office: Office, plan: Plan, at: datetime) -> None:
    known = {agency.key: agency for agency in offices.bodies(tx, office.id)}
    for position, agency in enumerate(plan.agencies):
        before = known.get(agency.key)
        body = Agency(
            office_id=office.id,
            id=before.id if before else new_id(at),
            key=agency.key,
            name=agency.name,
            topics=agency.topics,
            position=position,
            kind=agency.kind,
            superior=agency.superior or "",
            answers=agency.answers,
        )
        if before is None:
            offices.add_agency(tx, body)
        elif before != body:
            offices.change_agency(tx, body)


def session_of(
    plan: Plan,
    planned: PlannedSession,
    office_id: int,
    held: date | None,
    calendar: Calendar,
    at: datetime,
    *,
    opens_now: bool = False,
) -> Session:
    """A session's record: its day when it is fixed, its collection window, and how long answers may take."""
    window = collection_window(plan, planned, held, calendar)
    begins = datetime.combine(held, planned.when.start or _USUAL_START, zone_of(plan)) if held else None
    answers = promise(plan, "answers", read_profile())
    rule = answers.due if answers else None
    return Session(
        office_id=office_id,
        id=new_id(at),
        key=planned.key,
        title=planned.title,
        state=SessionState.ANNOUNCED if held else SessionState.SCHEDULED,
        starts_at=begins,
        ends_at=begins + _HALF_DAY * planned.when.half_days if begins else None,
        date_note="" if held else when_words(planned.when),
        venue=planned.venue.name or "",
        focus=tuple(focus.text for focus in planned.focus),
        collection_opens_at=min(window.opens or at, at) if opens_now else window.opens or at,
        collection_closes_at=window.closes,
        answer_days=rule.days if rule and rule.days is not None else _USUAL_ANSWER_DAYS,
        answer_unit=rule.unit if rule else "working",
        created_at=at,
        updated_at=at,
    )


def into_near_future(plan: Plan, today: date) -> Plan:
    """The plan moved by whole weeks, so that its first session is at least six days ahead and weekdays stay."""
    span = plan.sessions[0].when.span()
    if span is None:
        return plan
    behind = (today + timedelta(days=_DEMO_LEAD) - span[0]).days
    return moved(plan, -(-behind // 7) * 7) if behind > 0 else plan


def first_feasible_day(plan: Plan, planned: PlannedSession) -> date | None:
    """The first day on which every earlier promise of the plan can be kept, or None when there is none."""
    days = feasible_days(plan, planned, read_calendar())
    return days[0] if days else None
