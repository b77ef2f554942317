"""`/giao GM-0042 <agency> [due]`: give a concern to an agency, which hears of it at once, as does the sender."""

from datetime import date

from handlers.messages import Choice
from handlers.milestones.calendar import calendar_of
from handlers.official.concern_groups import work as group_work
from handlers.official.concerns.desk import Held, deny, from_argument, hold, words_of
from handlers.official.notices import agency_officers, tell_officials, view_choice
from handlers.official.words import Words, first_words
from handlers.rules.answers import may_assign
from handlers.rules.due_words import DueProblem, default_due, read_due, split_due
from handlers.rules.naming import named
from handlers.texts import N_, Texts, local_day
from handlers.turn import Turn
from storage import inbox, offices, sessions
from storage.inbox import Selection
from storage.records import Agency, Assignment, Concern, ConcernState

_PROBLEMS = {
    DueProblem.UNREADABLE: N_("assign.due_unreadable"),
    DueProblem.PAST: N_("assign.due_past"),
    DueProblem.TOO_FAR: N_("assign.due_too_far"),
}


def assign(turn: Turn, argument: str) -> None:
    """`/giao`: asks for whatever the line lacks; an agency without a day gets the day of the session's answer rule."""
    found = from_argument(turn, argument, "assign.code", "/giao", _unassigned(turn))
    if found is None:
        return
    held, rest = found
    if refusal := may_assign(held.concern):
        deny(turn, held, "assign", refusal)
        return
    name, due_words = split_due(rest)
    turn.begin(code=held.concern.code, seen=_open_id(held), due=None)
    due = (
        read_due(due_words, local_day(turn.at), calendar_of(turn.tx, turn.office.id))
        if due_words
        else _usual_due(turn, held.concern)
    )
    agency = _named(turn, name)
    if name and agency is None:
        turn.say(turn.t("desk.no_agency", name=first_words(name, 60)))
    if agency is not None:
        turn.data["agency"] = agency.id
    if due_words and isinstance(due, date):
        turn.data["due"] = due.isoformat()
    if agency is None:
        _ask_agency(turn, held.concern)
    elif isinstance(due, date):
        _give(turn, agency.id, due)
    else:
        _bad_due(turn, due)
        _ask_due(turn, held.concern)


def _unassigned(turn: Turn) -> list[Concern]:
    return inbox.page(turn.tx, Selection(office_id=turn.office.id, states=(ConcernState.RECEIVED,)))


def _open_id(held: Held) -> int | None:
    return held.open_assignment.id if held.open_assignment else None


def _usual_due(turn: Turn, concern: Concern) -> date:
    session = sessions.get_session(turn.tx, turn.office.id, concern.session_id) if concern.session_id else None
    return default_due(session, local_day(turn.at), calendar_of(turn.tx, turn.office.id))


def _choosable(turn: Turn, topic: str) -> list[Agency]:
    """The agencies, with the one that answers for the topic first."""
    usual = next((t.agency for t in turn.office.profile.topics if t.key == topic), None)
    return sorted(offices.agencies(turn.tx, turn.office.id), key=lambda agency: agency.key != usual)


def _named(turn: Turn, name: str) -> Agency | None:
    agencies = offices.agencies(turn.tx, turn.office.id)
    index = named(name, [(agency.key, agency.name) for agency in agencies])
    return agencies[index] if index is not None else None


def _ask_agency(turn: Turn, concern: Concern) -> None:
    choices = [(agency.name, agency.key) for agency in _choosable(turn, concern.topic)]
    turn.ask("assign.agency", turn.t("assign.ask_agency", heading=words_of(turn).heading(concern)), choices)


def take_agency(turn: Turn, value: str) -> None:
    """The agency, chosen or typed; then the day."""
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    agency = _named(turn, value)
    if agency is None:
        turn.say(turn.t("desk.no_agency", name=first_words(value, 60)))
        turn.ask_again()
        return
    turn.data["agency"] = agency.id
    if turn.data["due"]:
        _give(turn, agency.id, date.fromisoformat(turn.data["due"]))
    else:
        _ask_due(turn, held.concern)


def _ask_due(turn: Turn, concern: Concern) -> None:
    agency = words_of(turn).agency(turn.data["agency"])
    usual = turn.t("assign.usual_due", due=turn.texts.day(_usual_due(turn, concern)))
    turn.ask("assign.due", turn.t("assign.ask_due", agency=agency), [(usual, "usual")])


def _bad_due(turn: Turn, problem: DueProblem) -> None:
    turn.say(turn.t(_PROBLEMS[problem], today=turn.texts.day(turn.at)))


def take_due(turn: Turn, value: str) -> None:
    """The day by which the agency answers, chosen or typed."""
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    usual = turn.incoming.choice is not None
    due = (
        _usual_due(turn, held.concern)
        if usual
        else read_due(value, local_day(turn.at), calendar_of(turn.tx, turn.office.id))
    )
    if isinstance(due, DueProblem):
        _bad_due(turn, due)
        turn.ask_again()
        return
    _give(turn, turn.data["agency"], due)


def _give(turn: Turn, agency_id: int, due: date) -> None:
    """Give it, unless it was answered or somebody else gave it while this official was choosing."""
    held = hold(turn, turn.data["code"])
    if held is None:
        return
    if refusal := may_assign(held.concern):
        deny(turn, held, "assign", refusal)
    elif _open_id(held) != turn.data["seen"]:
        _somebody_was_faster(turn, held)
    elif (open_ := held.open_assignment) and (open_.agency_id, open_.due_on) == (agency_id, due):
        turn.finish()
        turn.say(turn.t("assign.already", **_values(turn.texts, turn, held.concern, agency_id, due)))
    else:
        _record(turn, held, agency_id, due)


def _somebody_was_faster(turn: Turn, held: Held) -> None:
    turn.record("refused_assign", "concern", held.concern.id, after={"why": "changed"})
    turn.finish()
    words = words_of(turn)
    if held.open_assignment is None:
        turn.say(turn.t("assign.taken_back", code=held.concern.code))
        return
    who, agency = words.official(held.open_assignment.assigned_by), words.agency(held.open_assignment.agency_id)
    turn.say(turn.t("assign.faster", code=held.concern.code, who=who, agency=agency))


def _record(turn: Turn, held: Held, agency_id: int, due: date) -> None:
    concern, earlier = held.concern, held.open_assignment
    given = group_work.give(turn.tx, concern, agency_id, due, turn.person.id, turn.at)
    group_work.record_given(turn, concern, given)
    turn.finish()
    stays = earlier is not None and earlier.agency_id == agency_id
    _say_all(turn, concern, given.assignment, None if stays else earlier)


def _values(texts: Texts, turn: Turn, concern: Concern, agency_id: int, due: date) -> dict[str, str]:
    words = Words(tx=turn.tx, office=turn.office, texts=texts)
    return {"code": concern.code, "agency": words.agency(agency_id), "due": texts.day(due)}


def _say_all(turn: Turn, concern: Concern, assignment: Assignment, earlier: Assignment | None) -> None:
    agency_id, due = assignment.agency_id, assignment.due_on or local_day(turn.at)
    officers = agency_officers(turn, agency_id)
    others = group_work.give_followers(turn, concern, agency_id, due)

    def for_agency(texts: Texts) -> str:
        words = Words(tx=turn.tx, office=turn.office, texts=texts)
        line = texts.t("assign.notice", heading=words.heading(concern), due=texts.day(due))
        return "\n".join([line, *_group_lines(texts, others)])

    lines = [turn.t("assign.done", **_values(turn.texts, turn, concern, agency_id, due))]
    lines += _group_lines(turn.texts, others)
    if not officers:
        lines.append(turn.t("assign.nobody_there", agency=words_of(turn).agency(agency_id)))
    turn.say("\n".join(lines), [view_choice(turn.texts, concern.code)])
    tell_officials(turn, officers, for_agency, lambda texts: _work_choices(texts, concern.code))
    if earlier is not None:
        tell_withdrawn(turn, concern, earlier)
    group_work.tell_given(turn, concern, assignment)


def _group_lines(texts: Texts, others: int) -> list[str]:
    return [texts.tn("assign.with_group", others)] if others else []


def _work_choices(texts: Texts, code: str) -> list[Choice]:
    return [view_choice(texts, code), Choice(label=texts.t("assign.write"), value=f"/traloi {code}")]


def tell_withdrawn(turn: Turn, concern: Concern, earlier: Assignment) -> None:
    """Tell an agency's officers that a concern is no longer theirs."""
    officers = agency_officers(turn, earlier.agency_id)
    tell_officials(turn, officers, lambda texts: texts.t("assign.withdrawn", code=concern.code), lambda _texts: [])
