"""`/giahan`: give more time with a reason; who waits for it is told the new day and why.

`/giahan GM-0042` is the time for one concern, told to its sender; `/giahan viec <id>` a promise of the plan, told
to who owes it and who is owed it, and where it is the answers, to everybody of the session who still waits. Nothing is
shortened here.
"""

from datetime import date, datetime, timedelta

from handlers.choices import to_id
from handlers.messages import Choice, Outgoing, Reply
from handlers.milestones.calendar import calendar_of
from handlers.milestones.words import due_words, line
from handlers.official.concerns.desk import Held, hold, read_reason
from handlers.official.concerns.in_person import tell_outcome
from handlers.official.notices import agency_officers, tell_officials, view_choice
from handlers.official.plans.deadlines import known_bodies
from handlers.official.sessions.words import label
from handlers.rules.answers import OPEN
from handlers.rules.codes import split_code
from handlers.rules.due_words import DueProblem, read_due
from handlers.rules.quiet_hours import after_night, is_night
from handlers.texts import LOCAL, N_, Texts, local_day
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import assignments, audiences, concerns, milestones
from storage.errors import NotFound
from storage.milestones import get_milestone
from storage.records import Concern, Milestone, Urgency

MOST_OFFERED = 8
TASK = "viec"
_PROBLEMS = {
    DueProblem.UNREADABLE: N_("extend.unreadable"),
    DueProblem.PAST: N_("extend.past"),
    DueProblem.TOO_FAR: N_("extend.too_far"),
}


def command(turn: Turn, argument: str) -> None:
    """`/giahan`: what can be extended. `/giahan GM-0042` or `/giahan viec <id>`: more time for that."""
    word, _, rest = fold(argument).partition(" ")
    code, _ = split_code(argument, turn.office.code)
    if word == TASK:
        _begin_milestone(turn, to_id(rest.strip()) or 0)
    elif code is not None:
        _begin_concern(turn, code)
    else:
        _offer(turn)


def _offer(turn: Turn) -> None:
    turn.begin()
    open_ = [
        one
        for one in milestones.open_milestones(turn.tx, turn.office.id)
        if not one.is_moment and one.last_day is not None
    ]
    shown = open_[:MOST_OFFERED]
    lines = [f"{number}. {line(turn.texts, one, turn.at)}" for number, one in enumerate(shown, 1)]
    example = f"{turn.office.code}-0042"
    choices = [(label(one.name), f"/giahan {TASK} {one.id}") for one in shown]
    turn.ask("extend.what", "\n".join([turn.t(N_("extend.which"), code=example), *lines]), choices)


def _begin_concern(turn: Turn, code: str) -> None:
    held = hold(turn, code)
    if held is None or not _may_extend(turn, held):
        return
    turn.begin(code=code, milestone="")
    due = held.concern.due_on
    shown = turn.texts.long_day(due) if due else turn.t(N_("milestone.no_day"))
    turn.ask("extend.day", turn.t(N_("extend.ask_day"), what=code, due=shown))


def _may_extend(turn: Turn, held: Held) -> bool:
    if held.concern.state in OPEN:
        return True
    turn.finish()
    turn.say(turn.t(N_("extend.closed"), code=held.concern.code), [view_choice(turn.texts, held.concern.code)])
    return False


def _begin_milestone(turn: Turn, milestone_id: int) -> None:
    milestone = _milestone(turn, milestone_id)
    if milestone is None:
        return
    turn.begin(code="", milestone=str(milestone.id), seen=milestone.updated_at.isoformat())
    shown = due_words(turn.texts, milestone)
    turn.ask("extend.day", turn.t(N_("extend.ask_day"), what=milestone.name, due=shown))


def _milestone(turn: Turn, milestone_id: int) -> Milestone | None:
    """An open debt with a day; else that there is none is said."""
    try:
        found = get_milestone(turn.tx, turn.office.id, milestone_id)
    except NotFound:
        found = None
    if found is not None and found.is_open and not found.is_moment and found.last_day is not None:
        return found
    turn.finish()
    turn.say(turn.t(N_("extend.unknown")), [Choice(label=turn.t(N_("milestone.all")), value="/hanchot")])
    return None


def take_what(turn: Turn, value: str) -> None:
    """A code that was typed; the milestones offered are commands."""
    command(turn, value) if value.strip() else turn.ask_again()


def take_day(turn: Turn, value: str) -> None:
    """The new last day; it must be later than the one that holds."""
    found = read_due(value, local_day(turn.at), calendar_of(turn.tx, turn.office.id))
    if isinstance(found, DueProblem):
        turn.say(turn.t(_PROBLEMS[found]))
        turn.ask_again()
        return
    now = _present_day(turn)
    if now is not None and found <= now:
        turn.say(turn.t(N_("extend.not_later"), due=turn.texts.long_day(now)))
        turn.ask_again()
        return
    turn.data["day"] = found.isoformat()
    turn.ask("extend.reason", turn.t(N_("extend.ask_reason")))


def _present_day(turn: Turn) -> date | None:
    if turn.data["code"]:
        concern = concerns.find_concern(turn.tx, turn.office.id, turn.data["code"])
        return concern.due_on if concern else None
    return get_milestone(turn.tx, turn.office.id, int(turn.data["milestone"])).last_day


def take_reason(turn: Turn, value: str) -> None:
    """Why; then what will be told, before it is."""
    reason = read_reason(turn, value)
    if reason is None:
        return
    turn.data["reason"] = reason
    choices = [(turn.t(N_("extend.yes")), "yes"), (turn.t(N_("desk.keep")), "no")]
    turn.ask("extend.confirm", turn.t(N_("extend.confirm"), words=_preview(turn)), choices)


def _day(turn: Turn) -> date:
    return date.fromisoformat(turn.data["day"])


def _preview(turn: Turn) -> str:
    if turn.data["code"]:
        return _asker_words(turn.texts, turn.data["code"], _day(turn), turn.data["reason"])
    milestone = get_milestone(turn.tx, turn.office.id, int(turn.data["milestone"]))
    return _milestone_words(turn.texts, milestone, _day(turn), turn.data["reason"])


def _asker_words(texts: Texts, code: str, day: date, reason: str) -> str:
    return texts.t(N_("extend.resident"), code=code, day=texts.long_day(day), reason=reason)


def _milestone_words(texts: Texts, milestone: Milestone, day: date, reason: str) -> str:
    return texts.t(
        N_("extend.notice"),
        name=milestone.name,
        owed_by=milestone.owed_by,
        old=due_words(texts, milestone),
        day=texts.long_day(day),
        reason=reason,
    )


def take_confirmation(turn: Turn, value: str) -> None:
    """Extend it, unless somebody else changed it meanwhile; or leave it."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value != "yes":
        turn.finish()
        turn.say(turn.t(N_("desk.nothing_done")))
    elif turn.data["code"]:
        _extend_concern(turn, turn.data["code"])
    else:
        _extend_milestone(turn)


def _extend_concern(turn: Turn, code: str) -> None:
    held = hold(turn, code)
    if held is None or not _may_extend(turn, held):
        return
    concern, day, reason = held.concern, _day(turn), turn.data["reason"]
    concerns.set_due(turn.tx, turn.office.id, concern.id, day)
    assignments.set_due(turn.tx, turn.office.id, concern.id, day)
    old = concern.due_on.isoformat() if concern.due_on else None
    turn.record("extend_concern", "concern", concern.id, {"due": old}, {"due": day.isoformat()})
    turn.finish()
    turn.say(turn.t(N_("extend.done"), what=code, day=turn.texts.long_day(day)), [view_choice(turn.texts, code)])
    tell_outcome(
        turn,
        concern,
        lambda texts: _asker_words(texts, code, day, reason),
        lambda _texts: [],
        once_key=f"extended/{concern.id}/{day}",
    )
    if held.open_assignment is not None:
        officers = agency_officers(turn, held.open_assignment.agency_id)
        tell_officials(
            turn,
            officers,
            lambda texts: texts.t(N_("extend.agency"), code=code, day=texts.long_day(day), reason=reason),
            lambda texts: [view_choice(texts, code)],
        )


def _extend_milestone(turn: Turn) -> None:
    milestone = _milestone(turn, int(turn.data["milestone"]))
    if milestone is None:
        return
    day, reason, seen = _day(turn), turn.data["reason"], turn.data["seen"]
    same = milestone.updated_at == datetime.fromisoformat(seen)
    late_from = datetime.combine(day + timedelta(days=1), datetime.min.time(), LOCAL)
    if not same or not milestones.extend(turn.tx, milestone, day, late_from, reason, turn.person.id, turn.at):
        turn.finish()
        turn.say(turn.t(N_("extend.changed")), [Choice(label=turn.t(N_("milestone.all")), value="/hanchot")])
        return
    turn.record(
        "extend_milestone",
        "milestone",
        milestone.id,
        {"due": str(milestone.last_day)},
        {"due": day.isoformat(), "key": milestone.key},
    )
    turn.finish()
    told = _tell_askers(turn, milestone, day, reason) if milestone.kind == "answer" else 0
    lines = [turn.t(N_("extend.done"), what=milestone.name, day=turn.texts.long_day(day))]
    if told:
        lines.append(turn.tn("extend.askers_told", told))
    turn.say("\n".join(lines), [Choice(label=turn.t(N_("milestone.all")), value="/hanchot")])
    known = known_bodies(turn)
    recipients = [*known.debtors(milestone), *(one for key in milestone.creditors for one in known.acting_for(key))]
    tell_officials(
        turn,
        recipients,
        lambda texts: _milestone_words(texts, milestone, day, reason),
        lambda texts: [Choice(label=texts.t(N_("milestone.all")), value="/hanchot")],
    )


def _tell_askers(turn: Turn, milestone: Milestone, day: date, reason: str) -> int:
    """Everybody of the session whose concern still waits gets the new day and the reason, and the concern too; once."""
    waiting = [
        concern
        for concern in concerns.concerns_of_session(turn.tx, turn.office.id, milestone.session_id)
        if concern.state in OPEN and not concern.protected and (concern.due_on is None or concern.due_on < day)
    ]
    for concern in waiting:
        concerns.set_due(turn.tx, turn.office.id, concern.id, day)
        assignments.set_due(turn.tx, turn.office.id, concern.id, day)
    return _tell_people(turn, milestone, waiting, day, reason)


def _tell_people(turn: Turn, milestone: Milestone, waiting: list[Concern], day: date, reason: str) -> int:
    codes: dict[int, list[str]] = {}
    for concern in waiting:
        codes.setdefault(concern.person_id, []).append(concern.code)
    not_before = after_night(turn.at, turn.office.profile) if is_night(turn.at, turn.office.profile) else None
    people = audiences.session_people(turn.tx, turn.office.id, milestone.session_id, protected=False)
    told = {one.person_id: one for one in people if one.person_id in codes}
    for person_id, to in told.items():
        texts = Texts(to.language)
        reply = Reply(text=_asker_words(texts, ", ".join(codes[person_id]), day, reason))
        turn.outgoing.append(
            Outgoing(
                channel=to.channel,
                address=to.address,
                reply=reply,
                urgency=Urgency.NOTICE,
                once_key=f"extended/{milestone.id}/{day}/{person_id}",
                not_before=not_before,
            )
        )
    return len(told)
