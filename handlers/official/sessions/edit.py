"""Create or change a session step by step. Nothing is written before the summary was seen and «Lưu» was chosen.

What is being changed stands in the conversation as plain values; undoing is changing again.
"""

from collections.abc import Callable
from datetime import datetime, time

from handlers.milestones.attendance import attendance_lines
from handlers.milestones.collection import following_close
from handlers.milestones.day_check import day_remarks
from handlers.milestones.keep import preview
from handlers.milestones.moves import move_lines
from handlers.official.sessions import save as session_save
from handlers.official.sessions.draft import draft_of, new_draft
from handlers.official.sessions.save import edited
from handlers.official.sessions.words import details
from handlers.rules.answers import typed
from handlers.rules.session_changes import Fault, faults, must_tell, short_notice
from handlers.rules.typed_times import read_end, read_hours, read_moment
from handlers.texts import N_
from handlers.turn import Turn
from storage.audiences import session_people
from storage.records import Session, SessionState
from storage.sessions import sessions

LONGEST_TITLE = 200
LONGEST_VENUE = 200
_WALK = ("title", "when", "venue", "opens", "closes")
_LATER, _NOW = "later", "now"
FAULTS = {
    Fault.NO_TITLE: N_("session.fault.no_title"),
    Fault.PAST: N_("session.fault.past"),
    Fault.WINDOW: N_("session.fault.window"),
    Fault.CLOSES_LATE: N_("session.fault.closes_late"),
    Fault.INCOMPLETE: N_("session.fault.incomplete"),
}


def create(turn: Turn) -> None:
    """A new session: one question after the other, then the summary."""
    every = sessions(turn.tx, turn.office.id)
    turn.begin(edit=new_draft(every[-1] if every else None), walking=True)
    ask_title(turn)


def show(turn: Turn, session: Session) -> None:
    """One session as it stands, and what can be changed of it."""
    turn.begin(edit=draft_of(session), read=draft_of(session), walking=False)
    summary(turn)


def _skip(turn: Turn) -> list[tuple[str, str]]:
    label = turn.t(N_("session.later")) if turn.data["walking"] else turn.t(N_("session.keep"))
    return [(label, _LATER)]


def ask_title(turn: Turn) -> None:
    """What the session is called."""
    turn.ask("phien.title", turn.t(N_("session.ask_title")), [] if turn.data["walking"] else _skip(turn))


def ask_when(turn: Turn) -> None:
    """Its day and hours."""
    turn.ask("phien.when", turn.t(N_("session.ask_when")), _skip(turn))


def ask_venue(turn: Turn) -> None:
    """Where it is held."""
    turn.ask("phien.venue", turn.t(N_("session.ask_venue")), _skip(turn))


def ask_opens(turn: Turn) -> None:
    """From when concerns are taken."""
    turn.ask("phien.opens", turn.t(N_("session.ask_opens")), [(turn.t(N_("session.opens_now")), _NOW), *_skip(turn)])


def ask_closes(turn: Turn) -> None:
    """Until when concerns are taken."""
    turn.ask("phien.closes", turn.t(N_("session.ask_closes")), _skip(turn))


ASK: dict[str, Callable[[Turn], None]] = {
    "title": ask_title,
    "when": ask_when,
    "venue": ask_venue,
    "opens": ask_opens,
    "closes": ask_closes,
}


def _onward(turn: Turn, field: str) -> None:
    """The next question of a new session, or back to the summary."""
    following = _WALK[_WALK.index(field) + 1 :]
    if turn.data["walking"] and following:
        ASK[following[0]](turn)
        return
    turn.data["walking"] = False
    summary(turn)


def _passed_over(turn: Turn, value: str) -> bool:
    return turn.incoming.choice is not None and value == _LATER


def take_title(turn: Turn, value: str) -> None:
    """Keep the title; one that is empty or too long is asked for again."""
    _take_words(turn, "title", value, LONGEST_TITLE)


def take_venue(turn: Turn, value: str) -> None:
    """Keep the venue."""
    _take_words(turn, "venue", value, LONGEST_VENUE)


def _take_words(turn: Turn, field: str, value: str, most: int) -> None:
    if not _passed_over(turn, value):
        words = " ".join(typed(value).split())
        if not 0 < len(words) <= most:
            turn.ask_again(turn.t(N_("session.words_length"), most=most))
            return
        edited(turn)[field] = words
    _onward(turn, field)


def take_when(turn: Turn, value: str) -> None:
    """Keep day and hours as typed («15/12/2026 8h-11h30»)."""
    if not _passed_over(turn, value):
        found = read_hours(value, turn.at)
        if found is None:
            turn.ask_again(turn.t(N_("session.when_unreadable")))
            return
        _set_hours(turn, *found)
    _onward(turn, "when")


def _set_hours(turn: Turn, starts: datetime, ends: datetime) -> None:
    """Keep the hours; the end of collection follows the day where the plan counts it from there."""
    before, _ = session_save.change(turn)
    edited(turn).update(starts=starts.isoformat(), ends=ends.isoformat())
    _, after = session_save.change(turn)
    closes = following_close(turn.tx, turn.office, before, after)
    edited(turn)["closes"] = closes.isoformat() if closes else ""


def take_opens(turn: Turn, value: str) -> None:
    """Keep the opening of the collection: a day is its first minute, a day with an hour that hour."""
    now = turn.incoming.choice is not None and value == _NOW
    _take_moment(turn, "opens", value, turn.at if now else read_moment(value, turn.at, usual=time()))


def take_closes(turn: Turn, value: str) -> None:
    """Keep the end of the collection: a day counts whole, an hour ends it."""
    _take_moment(turn, "closes", value, read_end(value, turn.at))


def _take_moment(turn: Turn, field: str, value: str, moment: datetime | None) -> None:
    if not _passed_over(turn, value):
        if moment is None:
            turn.ask_again(turn.t(N_("session.moment_unreadable")))
            return
        edited(turn)[field] = moment.isoformat()
    _onward(turn, field)


def summary(turn: Turn, remark: str = "") -> None:
    """Everything as it would be saved, and what can still be changed."""
    before, after = session_save.change(turn)
    expected = attendance_lines(turn.tx, turn.office, after, turn.texts)
    parts = [remark, "\n".join([details(turn.texts, after, turn.at), *expected])]
    if before is not None and after.starts_at != before.starts_at:
        remarks = day_remarks(turn.tx, turn.office, after)
        if remarks:
            parts.append("\n".join([turn.t(N_("session.day_remarks")), *(f"- {each}" for each in remarks)]))
    if before is not None and after != before:
        moves = preview(turn.tx, turn.office, after, turn.at)
        if moves:
            parts.append("\n".join([turn.t(N_("session.deadlines_move")), *move_lines(turn.texts, moves)]))
    if after != before:
        parts.append(turn.t(N_("session.not_saved_yet")))
    text = "\n\n".join(part for part in parts if part)
    turn.ask("phien.summary", text, _choices(turn, before, after))


def _choices(turn: Turn, before: Session | None, after: Session) -> list[tuple[str, str]]:
    to_list = (turn.t(N_("session.list_again")), "/phien")
    if before is not None and before.state is SessionState.CONCLUDED:
        return [to_list]
    changed = after != before
    choices = [(turn.t(N_("session.save")), "save")] if changed else []
    choices += [
        (turn.t(N_("session.edit_title")), "title"),
        (turn.t(N_("session.edit_when")), "when"),
        (turn.t(N_("session.edit_venue")), "venue"),
        (turn.t(N_("session.edit_opens")), "opens"),
        (turn.t(N_("session.edit_closes")), "closes"),
    ]
    if after.state is not SessionState.ANNOUNCED:
        choices.append((turn.t(N_("session.announce")), "announce"))
    if after.state is not SessionState.CANCELLED and before is not None:
        choices.append((turn.t(N_("session.cancel")), "cancel"))
    return [*choices, (turn.t(N_("session.drop")), "/phien") if changed else to_list]


def take_summary(turn: Turn, value: str) -> None:
    """What is to be done with the session that is shown; plain words ask again."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value in ASK:
        ASK[value](turn)
    elif value == "announce":
        _announce(turn)
    elif value == "cancel":
        edited(turn)["state"] = SessionState.CANCELLED.value
        summary(turn)
    else:
        _save(turn)


def _announce(turn: Turn) -> None:
    """Nothing is announced that has no day or place: what is missing is asked for at once."""
    if not edited(turn)["starts"]:
        ask_when(turn)
        return
    if not edited(turn)["venue"]:
        ask_venue(turn)
        return
    edited(turn)["state"] = SessionState.ANNOUNCED.value
    _, after = session_save.change(turn)
    days = short_notice(after, turn.at)
    summary(turn, turn.tn("session.short_notice", days) if days else "")


def _save(turn: Turn) -> None:
    """Save, or say what is wrong, or first show who will hear of it."""
    before, after = session_save.change(turn)
    wrong = faults(before, after, turn.at)
    if wrong:
        summary(turn, "\n".join(turn.t(FAULTS[fault]) for fault in wrong))
    elif before is not None and must_tell(before, after):
        _ask_to_confirm(turn, before, after)
    else:
        session_save.write(turn)


def _ask_to_confirm(turn: Turn, before: Session, after: Session) -> None:
    people = len(session_people(turn.tx, turn.office.id, after.id, protected=False))
    text = turn.t(
        N_("session.confirm"),
        told=turn.tn("session.people_told", people),
        notice=session_save.notice_text(turn.texts, turn.office, before, after),
    )
    choices = [(turn.t(N_("session.save_and_tell")), "save"), (turn.t(N_("session.look_again")), "back")]
    turn.ask("phien.confirm", text, choices)


def take_confirm(turn: Turn, value: str) -> None:
    """Save a change that people are told of, or look at it again."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value == "save":
        session_save.write(turn)
    else:
        summary(turn)
