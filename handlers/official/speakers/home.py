"""`/phatbieu`: the chair's screen on the day of the dialogue: who speaks, who is next, and what may be done now.

/phatbieu                       the session of today
/phatbieu 5                     the speaker with this number
/phatbieu 123456789012345678    another session
/phatbieu moi|xong|vang REGISTRATION MOVES, vong SESSION MOVES, lui SESSION ACTS     a step (steps.py)
/phatbieu so SESSION [AFTER]    choose a number
/phatbieu phieu SESSION         a paper slip (slip.py)
/phatbieu man SESSION           the address of the hall's screen
/phatbieu traloi|taicho|vanban|tomtat REGISTRATION …                                 who answers (answers.py)

Each button says how much of the queue its screen had seen; one that is too old does nothing but show how things stand.
"""

from collections.abc import Callable

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.official.sessions.words import find, held_words, label
from handlers.official.speakers import answers, slip, steps, words
from handlers.official.speakers.screen import show, wall
from handlers.rules import sessions as phases
from handlers.rules.speakers import may_call
from handlers.speaking import Hall, open_hall, read_hall
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import registrations, sessions
from storage.records import Session, SessionState

PAGE = 8
_MOST_SPEAKER_NUMBER = 9999
"""Numbers of speakers are small, identifiers of sessions are not."""
_MOST_LISTED = 20


def command(turn: Turn, argument: str) -> None:
    """`/phatbieu`, with what follows it."""
    turn.finish()
    word, *rest = fold(argument).split() or [""]
    values = [to_id(one) or 0 for one in rest]
    if not word:
        _today(turn)
    elif word.isdecimal():
        _number_or_session(turn, int(word[:20]))
    elif word in _ON_SPEAKERS and values:
        hall = _hall_of_speaker(turn, values[0])
        if hall is not None:
            _ON_SPEAKERS[word](turn, hall, values)
    elif word in _ON_SESSIONS:
        values = values or [_session_of_today(turn)]
        hall = _hall_of_session(turn, values[0])
        if hall is not None:
            _ON_SESSIONS[word](turn, hall, values)
    else:
        _today(turn)


def _today(turn: Turn) -> None:
    every = sessions.sessions(turn.tx, turn.office.id)
    session = phases.in_the_hall(every, turn.at)
    if session is None:
        _not_today(turn, every)
        return
    others = [one for one in every if one.id != session.id and phases.may_be_run(one, turn.at)]
    here = [one for one in others if phases.is_its_day(one, turn.at)]
    open_hall(turn.tx, turn.office.id, session)
    more = [Choice(label=label(one.title), value=f"/phatbieu {one.id}") for one in here]
    show(turn, read_hall(turn.tx, turn.office.id, session), more=more)


def _session_of_today(turn: Turn) -> int:
    session = phases.in_the_hall(sessions.sessions(turn.tx, turn.office.id), turn.at)
    return session.id if session is not None else 0


def _not_today(turn: Turn, every: list[Session]) -> None:
    """The next session with its order so far; and what was held last, if it is still to be written down."""
    coming = [s for s in every if s.starts_at is not None and s.starts_at > turn.at]
    coming = [s for s in coming if s.state is not SessionState.CANCELLED]
    held = [s for s in every if phases.may_be_run(s, turn.at)]
    choices = [_held_choice(turn, held[-1])] if held else []
    if not coming:
        turn.say(turn.t(N_("speakers.no_session")), choices)
        return
    _preview(turn, coming[0], choices)


def _held_choice(turn: Turn, session: Session) -> Choice:
    day = turn.texts.day(session.starts_at) if session.starts_at is not None else session.date_note
    return Choice(label=turn.t(N_("speakers.held"), day=day), value=f"/phatbieu {session.id}")


def _preview(turn: Turn, session: Session, choices: list[Choice]) -> None:
    """Before its day a session shows who will speak, in order."""
    hall = read_hall(turn.tx, turn.office.id, session)
    order = hall.queue.order
    lines = [turn.t(N_("speakers.not_today"), title=session.title, held=held_words(turn.texts, session))]
    if order:
        lines.append(turn.t(N_("speakers.order_so_far"), n=len(order)))
        lines += [words.who(turn, hall.speakers[seat.registration_id]) for seat in order[:_MOST_LISTED]]
        if len(order) > _MOST_LISTED:
            lines.append("…")
        choices = [Choice(label=turn.t(N_("speakers.slips")), value=f"/baocao {session.id} phatbieu"), *choices]
    else:
        lines.append(turn.t(N_("speakers.nobody_yet")))
    turn.say("\n".join(lines), choices)


def _number_or_session(turn: Turn, number: int) -> None:
    if number > _MOST_SPEAKER_NUMBER:
        session = find(turn, str(number))
        if session is not None and not phases.may_be_run(session, turn.at) and not _is_over(session):
            _preview(turn, session, [])
            return
        hall = _hall_of_session(turn, number)
        if hall is not None:
            show(turn, hall)
        return
    session = phases.in_the_hall(sessions.sessions(turn.tx, turn.office.id), turn.at)
    hall = _hall_of_session(turn, session.id) if session is not None else None
    seat = next((one for one in hall.queue.seats if one.number == number), None) if hall is not None else None
    if hall is None or seat is None:
        again = Choice(label=turn.t(N_("speakers.back")), value="/phatbieu")
        turn.say(turn.t(N_("speakers.no_number"), number=number), [again])
        return
    refusal = may_call(hall.queue, seat.registration_id)
    choices = [words.call_choice(turn, hall, seat)] if refusal is None else []
    text = words.card(turn, hall, seat, whole=True)
    if refusal is not None:
        text = f"{text}\n\n{steps.refused(turn, refusal, seat.number)}"
    turn.say(text, [*choices, Choice(label=turn.t(N_("speakers.back")), value="/phatbieu")])


def _is_over(session: Session) -> bool:
    return session.state in {SessionState.CANCELLED, SessionState.CONCLUDED}


def _hall_of_speaker(turn: Turn, registration_id: int) -> Hall | None:
    one = registrations.get_registration(turn.tx, turn.office.id, registration_id)
    return _hall_of_session(turn, one.session_id if one is not None else 0)


def _hall_of_session(turn: Turn, session_id: int) -> Hall | None:
    """The queue of a session that may be run now; else why not is said."""
    session = find(turn, str(session_id))
    if session is not None and phases.may_be_run(session, turn.at):
        open_hall(turn.tx, turn.office.id, session)
        return read_hall(turn.tx, turn.office.id, session)
    over = session is not None and _is_over(session)
    again = Choice(label=turn.t(N_("speakers.back")), value="/phatbieu")
    turn.say(turn.t(N_("speakers.over")) if over else turn.t(N_("speakers.no_session")), [again])
    return None


def _choose(turn: Turn, hall: Hall, values: list[int]) -> None:
    """Everybody who may be called, a page at a time: one tap gives them the floor."""
    offset = values[1] if len(values) > 1 else 0
    every = hall.queue.callable
    shown = every[offset : offset + PAGE]
    back = Choice(label=turn.t(N_("speakers.back")), value=f"/phatbieu {hall.session.id}")
    if not shown:
        turn.say(turn.t(N_("speakers.nobody_to_choose")), [back])
        return
    lead = [turn.t(N_("speakers.choose"))]
    if hall.queue.speaking is not None:
        lead.append(turn.t(N_("speakers.choose_ends"), number=hall.queue.speaking.number))
    lines = [words.card(turn, hall, seat, whole=False) for seat in shown]
    choices = []
    for seat in shown:
        tapped = words.call_choice(turn, hall, seat)
        choices.append(tapped.model_copy(update={"label": turn.t(N_("speakers.call"), number=seat.number)}))
    if len(every) > offset + PAGE:
        more = f"/phatbieu so {hall.session.id} {offset + PAGE}"
        choices.append(Choice(label=turn.t(N_("speakers.more")), value=more))
    turn.say("\n\n".join([" ".join(lead), *lines]), [*choices, back])


_Act = Callable[[Turn, Hall, list[int]], None]
_ON_SPEAKERS: dict[str, _Act] = {
    "moi": steps.call,
    "xong": steps.spoken,
    "vang": steps.absent,
    "traloi": answers.ask_who,
    "taicho": answers.on_the_spot,
    "vanban": answers.in_writing,
    "tomtat": answers.ask_note,
}
"""The first value is a registration."""
_ON_SESSIONS: dict[str, _Act] = {
    "vong": steps.begin_round,
    "lui": steps.undo,
    "so": _choose,
    "phieu": slip.ask_name,
    "man": wall,
}
"""The first value is a session."""
