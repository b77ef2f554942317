"""What a conclusion says of each concern, one question after the other; most are decided by their present state.

Each choice names its concern, so a tap on an earlier question changes that earlier decision and never another one.
"""

from datetime import date

from handlers.choices import to_id
from handlers.milestones.calendar import calendar_of
from handlers.official.concern_groups import work as group_work
from handlers.official.conclusions.words import item_words
from handlers.official.words import STATES, Words, first_words
from handlers.rules.answers import MOST_REASON_LETTERS, typed
from handlers.rules.codes import whole_code
from handlers.rules.due_words import DueProblem, default_due, read_due
from handlers.texts import N_, local_day
from handlers.turn import Turn
from storage import concerns, conclusions, offices, sessions
from storage.records import Concern, Conclusion, ConclusionItem, DraftState, Outcome

MOST_WORDS_SHOWN = 300
_SKIP = "skip"
_ASK_NOTE = {
    Outcome.ANSWERED: N_("conclude.ask_said"),
    Outcome.FORWARDED: N_("conclude.ask_where"),
    Outcome.OUT_OF_REMIT: N_("conclude.ask_why"),
}
_DUE_PROBLEMS = {
    DueProblem.UNREADABLE: N_("conclude.due_unreadable"),
    DueProblem.PAST: N_("conclude.due_past"),
    DueProblem.TOO_FAR: N_("conclude.due_too_far"),
}


def mine(turn: Turn) -> Conclusion | None:
    """The draft that this person is writing; None, and said so, when it is theirs no longer."""
    session_id = turn.data.get("session")
    found = conclusions.conclusion_of_session(turn.tx, turn.office.id, session_id) if session_id else None
    writing = found is not None and found.state is DraftState.DRAFT and found.submission is None
    if found is not None and writing and found.drafted_by == turn.person.id:
        return found
    turn.finish()
    turn.say(turn.t(N_("conclude.not_yours")))
    return None


def ask_next(turn: Turn, remark: str = "") -> None:
    """The next concern of which nothing is said yet, after those put off; back to the beginning when there is none."""
    conclusion = mine(turn)
    if conclusion is None:
        return
    concern = conclusions.next_undecided(turn.tx, conclusion, after=turn.data.get("put_off", 0))
    if concern is None:
        turn.data["put_off"] = 0
        turn.ask("ketluan.items_done", _with(remark, _done_words(turn, conclusion)), _done_choices(turn, conclusion))
        return
    ask_one(turn, conclusion, concern, remark)


def _done_words(turn: Turn, conclusion: Conclusion) -> str:
    decided, total = conclusions.progress(turn.tx, conclusion)
    left = total - decided
    return turn.tn("conclude.left", left) if left else turn.t(N_("conclude.none_left"))


def _done_choices(turn: Turn, conclusion: Conclusion) -> list[tuple[str, str]]:
    return [(turn.t(N_("conclude.back")), f"/ketluan {conclusion.session_id}")]


def take_done(turn: Turn, _value: str) -> None:
    """Nothing is asked here: show again where to go on."""
    turn.ask_again()


def _with(remark: str, text: str) -> str:
    return f"{remark}\n\n{text}" if remark else text


def ask_one(turn: Turn, conclusion: Conclusion, concern: Concern, remark: str = "") -> None:
    """One concern: what it says, where it stands, what is decided so far, and what can be said of it."""
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    decided, total = conclusions.progress(turn.tx, conclusion)
    found = conclusions.items(turn.tx, conclusion, after=concern.id - 1, limit=1)
    standing = [item for one, item in found if one.id == concern.id]
    text = turn.t(
        N_("conclude.ask_outcome"),
        left=turn.tn("conclude.left", total - decided) if total > decided else turn.t(N_("conclude.none_left")),
        heading=words.heading(concern),
        text=first_words(concern.text, MOST_WORDS_SHOWN),
        state=item_words(words, standing[0]) if standing else turn.t(STATES[concern.state]),
    )
    choices = [
        (turn.t(N_("conclude.choose.answered")), f"{concern.id}.answered"),
        (turn.t(N_("conclude.choose.assigned")), f"{concern.id}.assigned"),
        (turn.t(N_("conclude.choose.forwarded")), f"{concern.id}.forwarded"),
        (turn.t(N_("conclude.choose.out_of_remit")), f"{concern.id}.out_of_remit"),
        (turn.t(N_("conclude.choose.later")), f"{concern.id}.later"),
        (turn.t(N_("conclude.back")), f"/ketluan {conclusion.session_id}"),
    ]
    turn.ask("ketluan.item", _with(remark, text), choices)


def take_item(turn: Turn, value: str) -> None:
    """What was said of a concern; an agency, a day or a reason is asked for where the outcome needs one."""
    head, _, outcome = value.partition(".")
    concern = _concern(turn, to_id(head)) if turn.incoming.choice is not None else None
    if concern is None:
        turn.ask_again()
    elif outcome == "later":
        turn.data["put_off"] = concern.id
        ask_next(turn)
    elif outcome == Outcome.ASSIGNED:
        _ask_agency(turn, concern)
    elif outcome in set(Outcome):
        _ask_note(turn, concern, Outcome(outcome))


def _concern(turn: Turn, concern_id: int | None) -> Concern | None:
    """The unprotected concern of this session with this id, or None."""
    found = concerns.get_concern(turn.tx, turn.office.id, concern_id) if concern_id else None
    known = found is not None and not found.protected and found.session_id == turn.data.get("session")
    return found if known else None


def _ask_agency(turn: Turn, concern: Concern) -> None:
    """Who answers; the agency of the topic stands first."""
    usual = next((t.agency for t in turn.office.profile.topics if t.key == concern.topic), None)
    every = sorted(offices.agencies(turn.tx, turn.office.id), key=lambda agency: agency.key != usual)
    choices = [(agency.name, f"{concern.id}.{agency.id}") for agency in every]
    turn.ask("ketluan.agency", turn.t(N_("conclude.ask_agency"), code=concern.code), choices)


def take_agency(turn: Turn, value: str) -> None:
    """Keep the agency and ask until when it answers."""
    head, _, tail = value.partition(".")
    concern = _concern(turn, to_id(head)) if turn.incoming.choice is not None else None
    agency = offices.get_agency(turn.tx, turn.office.id, to_id(tail) or 0)
    if concern is None or agency is None:
        turn.ask_again()
        return
    session = sessions.get_session(turn.tx, turn.office.id, turn.data["session"])
    day = default_due(session, local_day(turn.at), calendar_of(turn.tx, turn.office.id))
    text = turn.t(N_("conclude.ask_due"), code=concern.code, agency=agency.name)
    turn.ask(
        "ketluan.due",
        text,
        [(turn.texts.long_day(day), f"{day:%d/%m/%Y}")],
        concern=concern.id,
        agency=agency.id,
    )


def take_due(turn: Turn, value: str) -> None:
    """Keep the last day: the usual one by a tap, or one typed («25/12», «10 ngày»)."""
    today = local_day(turn.at)
    found = read_due(value, today, calendar_of(turn.tx, turn.office.id))
    if isinstance(found, DueProblem):
        turn.ask_again(turn.t(_DUE_PROBLEMS[found]))
        return
    _decide(turn, turn.data["concern"], Outcome.ASSIGNED, agency_id=turn.data["agency"], due_on=found)


def _ask_note(turn: Turn, concern: Concern, outcome: Outcome) -> None:
    """A few words for the resident; only «out of remit» cannot do without them."""
    choices = [] if outcome is Outcome.OUT_OF_REMIT else [(turn.t(N_("conclude.skip_note")), _SKIP)]
    text = turn.t(_ASK_NOTE[outcome], code=concern.code)
    turn.ask("ketluan.note", text, choices, concern=concern.id, outcome=outcome.value)


def take_note(turn: Turn, value: str) -> None:
    """Keep the words, or none."""
    skipped = turn.incoming.choice is not None and value == _SKIP
    note = "" if skipped else typed(value)
    if not skipped and not 0 < len(note) <= MOST_REASON_LETTERS:
        turn.ask_again(turn.t(N_("conclude.note_length"), most=MOST_REASON_LETTERS))
        return
    _decide(turn, turn.data["concern"], Outcome(turn.data["outcome"]), note=note)


def _decide(
    turn: Turn,
    concern_id: int,
    outcome: Outcome,
    *,
    agency_id: int | None = None,
    due_on: date | None = None,
    note: str = "",
) -> None:
    conclusion, concern = mine(turn), _concern(turn, concern_id)
    if conclusion is None:
        return
    if concern is None:
        ask_next(turn)
        return
    item = ConclusionItem(
        office_id=turn.office.id,
        conclusion_id=conclusion.id,
        concern_id=concern.id,
        outcome=outcome,
        agency_id=agency_id,
        due_on=due_on,
        note=note,
    )
    others = [one for one in group_work.followers(turn.tx, concern) if one.session_id == conclusion.session_id]
    for one in (concern, *others):
        conclusions.set_item(turn.tx, item.model_copy(update={"concern_id": one.id}))
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    remark = f"{concern.code}: {item_words(words, item)}"
    with_group = [turn.tn("conclude.with_group", len(others))] if others else []
    ask_next(turn, "\n".join([remark, *with_group]))


def ask_code(turn: Turn) -> None:
    """Which concern is to be decided anew."""
    turn.ask("ketluan.code", turn.t(N_("conclude.ask_code")))


def take_code(turn: Turn, value: str) -> None:
    """Open the concern with this code; a protected one is answered like one that does not exist."""
    conclusion = mine(turn)
    if conclusion is None:
        return
    code = whole_code(value, turn.office.code)
    found = concerns.find_concern(turn.tx, turn.office.id, code) if code else None
    concern = _concern(turn, found.id) if found else None
    if concern is None:
        turn.ask_again(turn.t(N_("conclude.unknown_code")))
        return
    ask_one(turn, conclusion, concern)
