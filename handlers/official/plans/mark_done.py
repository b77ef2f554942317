"""`/xongviec`: mark what was promised as done; taken back just as easily. Who is owed it hears so, and whether it was
late. `/xongviec bo` says that something is not owed after all, with a reason.
"""

from collections.abc import Mapping

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.milestones.words import due_words, line, session_names, state_words
from handlers.official.concerns.desk import official_of, read_reason
from handlers.official.notices import tell_officials
from handlers.official.plans.deadlines import known_bodies
from handlers.official.sessions.words import label
from handlers.rules.milestone_clock import Standing, standing, was_late
from handlers.texts import N_, Texts
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import milestones
from storage.errors import NotFound
from storage.milestones import get_milestone
from storage.records import Milestone, Role

PAGE = 8
AGAIN, WAIVE, AFTER = "lai", "bo", "sau"
_MAY_WAIVE = frozenset({Role.OFFICE, Role.COMMITTEE, Role.ADMIN})
_ORDER = (Standing.LATE, Standing.DUE, Standing.COMING, Standing.WAITING, Standing.PASSED)


def command(turn: Turn, argument: str) -> None:
    """`/xongviec`: what can be marked. `/xongviec <id>`: done. `lai <id>`: it was not. `bo <id>`: not owed."""
    word, _, rest = fold(argument).partition(" ")
    if word == AGAIN:
        _reopen(turn, rest.strip())
    elif word == WAIVE:
        _ask_why(turn, rest.strip())
    elif word and word != AFTER:
        _mark(turn, word)
    else:
        _list(turn, int(rest) if rest.isdecimal() and len(rest) < 6 else 0)


def _list(turn: Turn, start: int) -> None:
    turn.finish()
    official, known = official_of(turn), known_bodies(turn)
    owed = [
        one
        for one in milestones.open_milestones(turn.tx, turn.office.id)
        if not one.is_moment and known.owes(official, one)
    ]
    owed.sort(key=lambda one: _ORDER.index(standing(one, turn.at)))
    shown = owed[start : start + PAGE]
    if not shown:
        turn.say(turn.t(N_("done.none")), [_to_deadlines(turn.texts)])
        return
    choices = [Choice(label=label(one.name), value=f"/xongviec {one.id}") for one in shown]
    if len(owed) > start + PAGE:
        choices.append(Choice(label=turn.t(N_("deadline.more")), value=f"/xongviec {AFTER} {start + PAGE}"))
    names = session_names(turn.tx, turn.office.id)
    lines = []
    for number, one in enumerate(shown, 1):
        lines.append(line(turn.texts, one, turn.at, mark=f"{number}."))
        lines += [f"  {name}" for name in _named(names, one)]
    turn.say("\n".join([turn.t(N_("done.which")), *lines]), choices)


def _to_deadlines(texts: Texts) -> Choice:
    return Choice(label=texts.t(N_("milestone.all")), value="/hanchot")


def _found(turn: Turn, argument: str) -> Milestone | None:
    """The milestone that was named and that this official answers for; else that is said, and logged."""
    try:
        found = get_milestone(turn.tx, turn.office.id, to_id(argument) or 0)
    except NotFound:
        found = None
    if found is not None and not found.is_moment and known_bodies(turn).owes(official_of(turn), found):
        return found
    turn.record("refused_milestone", "milestone", found.id if found else None)
    turn.finish()
    turn.say(turn.t(N_("done.unknown")), [Choice(label=turn.t(N_("milestone.mark_done")), value="/xongviec")])
    return None


def _mark(turn: Turn, argument: str) -> None:
    milestone = _found(turn, argument)
    if milestone is None:
        return
    turn.finish()
    if not milestones.mark_done(turn.tx, turn.office.id, milestone.id, turn.at, turn.person.id):
        turn.say(turn.t(N_("done.already"), name=milestone.name), [_to_deadlines(turn.texts)])
        return
    done = get_milestone(turn.tx, turn.office.id, milestone.id)
    turn.record(
        "mark_done", "milestone", milestone.id, {"state": milestone.state}, {"state": done.state, "key": milestone.key}
    )
    undo = Choice(label=turn.t(N_("done.undo")), value=f"/xongviec {AGAIN} {milestone.id}")
    more = Choice(label=turn.t(N_("done.another")), value="/xongviec")
    names = session_names(turn.tx, turn.office.id)
    turn.say("\n".join([_done_words(turn.texts, done), *_named(names, done)]), [undo, more])
    _tell_creditors(turn, done)


def _done_words(texts: Texts, done: Milestone) -> str:
    if done.last_day is None:
        return texts.t(N_("done.marked_dayless"), name=done.name)
    message = N_("done.marked_late") if was_late(done) else N_("done.marked")
    return texts.t(message, name=done.name, due=due_words(texts, done))


def _named(names: Mapping[int, str], milestone: Milestone) -> list[str]:
    """The session's title, where there are several."""
    return [names[milestone.session_id]] if milestone.session_id in names else []


def _tell_creditors(turn: Turn, done: Milestone) -> None:
    known = known_bodies(turn)
    recipients = [one for key in done.creditors for one in known.acting_for(key)]
    names = session_names(turn.tx, turn.office.id)

    def wording(texts: Texts) -> str:
        message = N_("done.told_late") if was_late(done) else N_("done.told")
        words = texts.t(message, owed_by=done.owed_by, name=done.name, due=due_words(texts, done))
        return "\n".join([words, *_named(names, done)])

    tell_officials(turn, recipients, wording, lambda texts: [_to_deadlines(texts)])


def _reopen(turn: Turn, argument: str) -> None:
    milestone = _found(turn, argument)
    if milestone is None:
        return
    turn.finish()
    if not milestones.reopen(turn.tx, turn.office.id, milestone.id, turn.at):
        turn.say(turn.t(N_("done.not_done"), name=milestone.name), [_to_deadlines(turn.texts)])
        return
    milestones.flag_late(turn.tx, turn.office.id, turn.at)
    turn.record("reopen_milestone", "milestone", milestone.id, {"state": milestone.state}, {"key": milestone.key})
    again = get_milestone(turn.tx, turn.office.id, milestone.id)
    state = state_words(turn.texts, again, turn.at)
    turn.say(turn.t(N_("done.reopened"), name=milestone.name, state=state), [_to_deadlines(turn.texts)])


def _ask_why(turn: Turn, argument: str) -> None:
    milestone = _found(turn, argument) if turn.has_role(*_MAY_WAIVE) else None
    if milestone is None:
        if not turn.has_role(*_MAY_WAIVE):
            turn.say(turn.t(N_("done.may_not_waive")))
        return
    turn.begin(milestone=str(milestone.id))
    turn.ask("done.waive", turn.t(N_("done.ask_waive"), name=milestone.name))


def take_waive(turn: Turn, value: str) -> None:
    """Why it is not owed; kept beside it."""
    reason = read_reason(turn, value)
    milestone = _found(turn, turn.data["milestone"]) if reason is not None else None
    if reason is None or milestone is None:
        return
    turn.finish()
    if milestones.waive(turn.tx, turn.office.id, milestone.id, turn.at, reason):
        turn.record("waive_milestone", "milestone", milestone.id, {"state": milestone.state}, {"key": milestone.key})
    turn.say(turn.t(N_("done.waived"), name=milestone.name), [_to_deadlines(turn.texts)])
