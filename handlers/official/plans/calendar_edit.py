"""`/lichnghi`: the days off and the weekend days worked that an admin adds to the calendar, each with its paper; undone
just as easily. Deadlines that are not due yet are counted anew at once, and those affected are told.
"""

from datetime import date

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.milestones.calendar import calendar_day, calendar_of
from handlers.milestones.keep import Move, keep_all, preview
from handlers.milestones.moves import move_lines, told_of_moves
from handlers.rules.answers import typed
from handlers.rules.calendar import FIRST_YEAR, LAST_YEAR, Calendar, days_off_between, is_working_day, with_days
from handlers.rules.typed_times import read
from handlers.texts import N_, local_day
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import calendar_days, sessions
from storage.ids import new_id
from storage.records import AddedDay

OFF, WORK, UNDO = "nghi", "lam", "bo"
MOST_WORDS, SHOWN_AHEAD = 200, 8
_KINDS = {OFF: "off", WORK: "work"}


def command(turn: Turn, argument: str) -> None:
    """`/lichnghi`: the list. `nghi`: one more day off. `lam`: one more day worked. `bo <id>`: take one back."""
    word, _, rest = fold(argument).partition(" ")
    turn.begin()
    if word in _KINDS:
        turn.data.update(kind=_KINDS[word])
        _ask_day(turn)
    elif word == UNDO:
        _ask_undo(turn, rest.strip())
    else:
        _list(turn)


def _list(turn: Turn) -> None:
    today, calendar = local_day(turn.at), calendar_of(turn.tx, turn.office.id)
    added = calendar_days.added_days(turn.tx, turn.office.id)
    last = date(min(today.year + 1, LAST_YEAR), 12, 31)
    coming = days_off_between(today, last, calendar)[:SHOWN_AHEAD]
    lines = [turn.t(N_("calendar.coming"))]
    lines += [_line(turn, day.date, day.kind, day.name, day.source) for day in coming]
    if added:
        lines += ["", turn.t(N_("calendar.added"))]
        lines += [_line(turn, day.date, day.kind, day.name, day.source) for day in added]
    lines += ["", turn.t(N_("calendar.official_until"), day=turn.texts.day(calendar.announced_until))]
    turn.say("\n".join(lines), [*_add_choices(turn), *_undo_choices(turn, added)])


def _line(turn: Turn, day: date, kind: str, name: str, source: str) -> str:
    message = N_("calendar.off_line") if kind == "off" else N_("calendar.work_line")
    return turn.t(message, day=turn.texts.long_day(day), name=name, source=source)


def _add_choices(turn: Turn) -> list[Choice]:
    return [
        Choice(label=turn.t(N_("calendar.add_off")), value=f"/lichnghi {OFF}"),
        Choice(label=turn.t(N_("calendar.add_work")), value=f"/lichnghi {WORK}"),
    ]


def _undo_choices(turn: Turn, added: list[AddedDay]) -> list[Choice]:
    return [
        Choice(label=turn.t(N_("calendar.undo"), day=turn.texts.day(day.date)), value=f"/lichnghi {UNDO} {day.id}")
        for day in added[-6:]
    ]


def _ask_day(turn: Turn) -> None:
    off = turn.data["kind"] == "off"
    turn.ask("calendar.day", turn.t(N_("calendar.ask_off") if off else N_("calendar.ask_work")))


def take_day(turn: Turn, value: str) -> None:
    """The day; one that is so already, or stands in the list, is refused with the reason."""
    found = read(value, turn.at)
    day = found.day if found is not None and not found.clocks else None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        turn.say(turn.t(N_("calendar.unreadable")))
        turn.ask_again()
        return
    if refusal := _refusal(turn, day):
        turn.say(refusal)
        turn.ask_again()
        return
    turn.data["day"] = day.isoformat()
    turn.ask("calendar.name", turn.t(N_("calendar.ask_name"), day=turn.texts.long_day(day)))


def _refusal(turn: Turn, day: date) -> str:
    if any(each.date == day for each in calendar_days.added_days(turn.tx, turn.office.id)):
        return turn.t(N_("calendar.stands_already"), day=turn.texts.day(day))
    works = is_working_day(day, calendar_of(turn.tx, turn.office.id))
    if works and turn.data["kind"] == "work":
        return turn.t(N_("calendar.works_already"), day=turn.texts.long_day(day))
    if not works and turn.data["kind"] == "off":
        return turn.t(N_("calendar.off_already"), day=turn.texts.long_day(day))
    return ""


def take_name(turn: Turn, value: str) -> None:
    """What kind of day it is, in a few words."""
    if (words := _words(turn, value)) is not None:
        turn.data["name"] = words
        turn.ask("calendar.source", turn.t(N_("calendar.ask_source")))


def _words(turn: Turn, value: str) -> str | None:
    words = " ".join(typed(value).split())
    if 0 < len(words) <= MOST_WORDS:
        return words
    turn.say(turn.t(N_("calendar.words_length"), most=MOST_WORDS))
    turn.ask_again()
    return None


def take_source(turn: Turn, value: str) -> None:
    """The paper it stands in; then what would change, before anything does."""
    words = _words(turn, value)
    if words is None:
        return
    turn.data["source"] = words
    day = _typed_day(turn)
    changed = with_days(calendar_of(turn.tx, turn.office.id), [calendar_day(day)])
    text = turn.t(N_("calendar.confirm"), line=_line(turn, day.date, day.kind, day.name, day.source))
    _ask_confirm(turn, text, _would_move(turn, changed))


def _typed_day(turn: Turn) -> AddedDay:
    return AddedDay(
        office_id=turn.office.id,
        id=new_id(turn.at),
        date=date.fromisoformat(turn.data["day"]),
        kind=turn.data["kind"],
        name=turn.data["name"],
        source=turn.data["source"],
        added_by=turn.person.id,
        added_at=turn.at,
    )


def _would_move(turn: Turn, calendar: Calendar) -> list[Move]:
    return [
        move
        for session in sessions.sessions(turn.tx, turn.office.id)
        for move in preview(turn.tx, turn.office, session, turn.at, calendar)
        if move.before.late_from is None or move.before.late_from > turn.at
    ]


def _ask_confirm(turn: Turn, text: str, moves: list[Move]) -> None:
    lines = [turn.t(N_("session.deadlines_move")), *move_lines(turn.texts, moves)] if moves else []
    shown = "\n".join(lines) if lines else turn.t(N_("calendar.nothing_moves"))
    choices = [(turn.t(N_("calendar.yes")), "yes"), (turn.t(N_("desk.keep")), "no")]
    turn.ask("calendar.confirm", f"{text}\n\n{shown}", choices)


def take_confirmation(turn: Turn, value: str) -> None:
    """Write it, or leave the calendar as it is."""
    if turn.incoming.choice is None:
        turn.ask_again()
    elif value != "yes":
        turn.finish()
        turn.say(turn.t(N_("desk.nothing_done")))
    elif turn.data.get("undo"):
        _undo(turn)
    else:
        _add(turn)


def _add(turn: Turn) -> None:
    day = _typed_day(turn)
    if refusal := _refusal(turn, day.date):
        turn.finish()
        turn.say(refusal)
        return
    calendar_days.add_day(turn.tx, day)
    turn.record("add_calendar_day", "calendar_day", day.id, after=_logged(day))
    _recount(turn, N_("calendar.saved"))


def _logged(day: AddedDay) -> dict[str, str]:
    return {"date": day.date.isoformat(), "kind": day.kind, "source": day.source}


def _ask_undo(turn: Turn, argument: str) -> None:
    day = calendar_days.get_day(turn.tx, turn.office.id, to_id(argument) or 0)
    if day is None or day.undone_at is not None:
        turn.say(turn.t(N_("calendar.gone")), _add_choices(turn))
        return
    turn.data.update(undo=str(day.id))
    text = turn.t(N_("calendar.confirm_undo"), line=_line(turn, day.date, day.kind, day.name, day.source))
    _ask_confirm(turn, text, _would_move(turn, calendar_of(turn.tx, turn.office.id, without=day.id)))


def _undo(turn: Turn) -> None:
    day_id = int(turn.data["undo"])
    if not calendar_days.undo_day(turn.tx, turn.office.id, day_id, turn.person.id, turn.at):
        turn.finish()
        turn.say(turn.t(N_("calendar.gone")), _add_choices(turn))
        return
    turn.record("undo_calendar_day", "calendar_day", day_id)
    _recount(turn, N_("calendar.undone"))


def _recount(turn: Turn, said: str) -> None:
    """Count anew what is not due yet, say what moved, and tell whom it concerns."""
    moves = keep_all(turn.tx, turn.office, turn.at, calendar_only=True)
    turn.finish()
    lines = [turn.t(said)]
    if moves:
        lines += [turn.t(N_("session.deadlines_moved")), *move_lines(turn.texts, moves)]
    turn.say("\n".join(lines), [Choice(label=turn.t(N_("calendar.list_again")), value="/lichnghi")])
    turn.outgoing += told_of_moves(
        turn.tx,
        turn.office,
        moves,
        turn.at,
        N_("milestone.calendar_moved"),
        occasion=f"calendar/{new_id(turn.at)}",
        without=turn.person.id,
    )
