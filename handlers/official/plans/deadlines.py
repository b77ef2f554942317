"""`/hanchot`: what is late, due and next of what the plan promised. An agency sees its own, desk and chairs see all."""

from collections.abc import Iterable

from handlers.messages import Choice
from handlers.milestones.bodies import Directory, directory
from handlers.milestones.plans import plans_of
from handlers.milestones.words import due_words, line, parties, state_words
from handlers.official.concerns.desk import official_of
from handlers.official.papers.words import addressee
from handlers.official.sessions.words import held_words, label
from handlers.papers.making import ask
from handlers.papers.timeline import timeline_rows
from handlers.rules.milestone_clock import Standing, standing, was_late
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import milestones, sessions
from storage.records import Milestone, Session, SessionState, Work, to_json

LATE_LINES, DUE_LINES, NEXT_LINES, WITHOUT_DAY_LINES, PAGE, TITLE_LETTERS = 10, 10, 5, 10, 12, 70
PICTURE, DONE, WITHOUT_DAY, AFTER = "hinh", "xong", "chua", "sau"


def command(turn: Turn, argument: str) -> None:
    """`/hanchot`: late, due, next. `hinh`: as a picture. `xong`: what was done. `chua`: what has no day."""
    word, _, rest = fold(argument).partition(" ")
    turn.finish()
    seen = visible(turn)
    if word == DONE:
        _list(turn, seen, {Standing.DONE, Standing.DONE_LATE}, N_("deadline.done"), DONE, rest)
    elif word == WITHOUT_DAY:
        _list(turn, seen, {Standing.WAITING}, N_("deadline.without_day"), WITHOUT_DAY, rest)
    else:
        _overview(turn, seen, as_picture=word == PICTURE)
    if word == PICTURE:
        _draw(turn, seen)


def visible(turn: Turn) -> list[Milestone]:
    """The milestones that are on this official's list, of every session that is not cancelled, in order."""
    official, known = official_of(turn), known_bodies(turn)
    every = [
        milestone
        for session in _sessions(turn)
        for milestone in milestones.of_session(turn.tx, turn.office.id, session.id)
    ]
    return [milestone for milestone in every if known.sees(official, milestone)]


def known_bodies(turn: Turn) -> Directory:
    """Who acts for whom in this office."""
    return directory(turn.tx, turn.office, plans_of(turn.tx, turn.office.id))


def _draw(turn: Turn, seen: list[Milestone]) -> None:
    """The same as pictures, which follow the words. What has no day is a short list beside them: it has no place there.

    Where nothing has a day yet the list is all there is.
    """
    dated = timeline_rows((one for one in seen if one.last_day is not None), turn.at)
    without = _names_without_day(turn, seen)
    if not dated:
        if without:
            turn.say(without)
        return
    content = to_json({"timeline": [one.model_dump(mode="json") for one in dated]})
    session_id = next((one.session_id for one in seen if one.is_open), seen[0].session_id)
    ask(turn.tx, turn.office, Work.TIMELINE, session_id, [addressee(turn, without)], turn.at, content=content)


def _names_without_day(turn: Turn, seen: list[Milestone]) -> str:
    """What still waits for a day, by name, each once; «» when nothing does."""
    waiting = [one for one in seen if standing(one, turn.at) is Standing.WAITING]
    names = list(dict.fromkeys(label(one.name, TITLE_LETTERS) for one in waiting))
    if not names:
        return ""
    lines = [turn.t(N_("deadline.without_day")), *(f"- {name}" for name in names[:WITHOUT_DAY_LINES])]
    if len(names) > WITHOUT_DAY_LINES:
        lines.append(turn.tn("milestone.more", len(names) - WITHOUT_DAY_LINES))
    return "\n".join(lines)


def _sessions(turn: Turn) -> list[Session]:
    every = sessions.sessions(turn.tx, turn.office.id)
    return [session for session in every if session.state is not SessionState.CANCELLED]


def _overview(turn: Turn, seen: list[Milestone], *, as_picture: bool) -> None:
    at = turn.at
    late = [one for one in seen if standing(one, at) is Standing.LATE]
    due = [one for one in seen if standing(one, at) is Standing.DUE]
    coming = [one for one in seen if standing(one, at) is Standing.COMING]
    titles = _titles(turn, seen)
    parts = [
        *_heading(turn, titles),
        *_section(turn, N_("deadline.late"), late, LATE_LINES, titles),
        *_section(turn, N_("deadline.due"), due, DUE_LINES, titles),
        *_section(turn, N_("deadline.next"), coming, NEXT_LINES, titles),
        *_counts(turn, seen),
    ]
    turn.say("\n\n".join(parts) if seen else turn.t(N_("deadline.none")), _choices(turn, seen, as_picture=as_picture))


def _titles(turn: Turn, seen: Iterable[Milestone]) -> dict[int, Session]:
    """The sessions of which something is still owed, by id."""
    ids = {milestone.session_id for milestone in seen if milestone.is_open}
    return {session.id: session for session in _sessions(turn) if session.id in ids}


def _heading(turn: Turn, titles: dict[int, Session]) -> list[str]:
    """The one session that this is about; with several, each line names its own."""
    if len(titles) != 1:
        return []
    (session,) = titles.values()
    return [turn.t(N_("deadline.session"), title=session.title, held=held_words(turn.texts, session))]


def _section(turn: Turn, heading: str, found: list[Milestone], most: int, titles: dict[int, Session]) -> list[str]:
    if not found:
        return []
    lines = [turn.t(heading)]
    for one in found[:most]:
        lines.append(line(turn.texts, one, turn.at))
        if len(titles) > 1 and one.session_id in titles:
            lines.append(f"  {label(titles[one.session_id].title, TITLE_LETTERS)}")
    if len(found) > most:
        lines.append(turn.tn("milestone.more", len(found) - most))
    return ["\n".join(lines)]


def _counts(turn: Turn, seen: list[Milestone]) -> list[str]:
    where = [standing(one, turn.at) for one in seen]
    done = where.count(Standing.DONE) + where.count(Standing.DONE_LATE)
    waiting = where.count(Standing.WAITING)
    lines = []
    if done:
        late = where.count(Standing.DONE_LATE)
        lines.append(
            turn.tn("deadline.count_done_late", done, late=turn.texts.number(late))
            if late
            else turn.tn("deadline.count_done", done)
        )
    if waiting:
        lines.append(turn.tn("deadline.count_waiting", waiting))
    if any(one.provisional for one in seen if one.is_open):
        lines.append(turn.t(N_("deadline.provisional")))
    return ["\n".join(lines)] if lines else []


def _choices(turn: Turn, seen: list[Milestone], *, as_picture: bool) -> list[Choice]:
    where = {standing(one, turn.at) for one in seen}
    choices = []
    if where & {Standing.LATE, Standing.DUE, Standing.COMING, Standing.WAITING}:
        choices.append(Choice(label=turn.t(N_("milestone.mark_done")), value="/xongviec"))
    if seen and not as_picture:
        choices.append(Choice(label=turn.t(N_("deadline.picture")), value=f"/hanchot {PICTURE}"))
    if Standing.WAITING in where:
        choices.append(Choice(label=turn.t(N_("deadline.see_without_day")), value=f"/hanchot {WITHOUT_DAY}"))
    if where & {Standing.DONE, Standing.DONE_LATE}:
        choices.append(Choice(label=turn.t(N_("deadline.see_done")), value=f"/hanchot {DONE}"))
    return choices


def _list(turn: Turn, seen: list[Milestone], where: set[Standing], heading: str, word: str, rest: str) -> None:
    """A page of one kind; `rest` is «sau N»: after how many."""
    found = [one for one in seen if standing(one, turn.at) in where]
    number = rest.partition(" ")[2]
    start = int(number) if rest.startswith(AFTER) and number.isdecimal() and len(number) < 6 else 0
    shown = found[start : start + PAGE]
    back = Choice(label=turn.t(N_("milestone.all")), value="/hanchot")
    if not shown:
        turn.say(turn.t(N_("deadline.none_of_these")), [back])
        return
    choices = [back]
    if len(found) > start + PAGE:
        more = f"/hanchot {word} {AFTER} {start + PAGE}"
        choices.insert(0, Choice(label=turn.t(N_("deadline.more")), value=more))
    turn.say("\n".join([turn.t(heading), *(_told(turn, one) for one in shown)]), choices)


def _told(turn: Turn, milestone: Milestone) -> str:
    """A line; of what has no day why, of what was done when."""
    if milestone.is_open:
        return turn.t(
            N_("deadline.waiting_line"),
            name=milestone.name,
            parties=parties(turn.texts, milestone),
            why=milestone.explanation,
        )
    done = turn.texts.day(milestone.done_at) if milestone.done_at else ""
    text = turn.t(
        N_("deadline.done_late_line") if was_late(milestone) else N_("deadline.done_line"),
        name=milestone.name,
        owed_by=milestone.owed_by,
        done=done,
        due=due_words(turn.texts, milestone),
        state=state_words(turn.texts, milestone, turn.at),
    )
    return f"{text} ({milestone.note})" if milestone.note else text
