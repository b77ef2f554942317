"""The one screen of the queue, with what may be done next under it; every step comes back to it."""

from collections.abc import Sequence

from handlers.messages import Choice
from handlers.official.speakers import words
from handlers.rules.speakers import SeatState, may_begin_round
from handlers.speaking import SCREEN_PAGE, Hall
from handlers.texts import N_
from handlers.turn import Turn


def show(turn: Turn, hall: Hall, lead: str = "", *, first: Sequence[Choice] = (), more: Sequence[Choice] = ()) -> None:
    """How things stand, after a sentence on what was just done; `first` and `more` go above and below the usual."""
    text = words.screen(turn, hall)
    turn.say(f"{lead}\n\n{text}" if lead else text, [*first, *_choices(turn, hall), *more])


def _choices(turn: Turn, hall: Hall) -> list[Choice]:
    queue, session_id = hall.queue, hall.session.id
    acts, moves = (hall.row.acts, hall.row.moves) if hall.row is not None else (0, 0)
    now, order = queue.speaking, queue.order
    choices = [words.call_choice(turn, hall, order[0])] if order else []
    if now is not None:
        one = now.registration_id
        choices.append(_choice(turn.t(N_("speakers.spoken"), number=now.number), f"xong {one} {moves}"))
        choices.append(_choice(turn.t(N_("speakers.absent"), number=now.number), f"vang {one} {moves}"))
    last = next((c for c in reversed(queue.called) if c.state is not SeatState.ABSENT), None)
    if last is not None:
        number = hall.speakers[last.registration_id].registration.number
        choices.append(_choice(turn.t(N_("speakers.note_answer"), number=number), f"traloi {last.registration_id}"))
    if now is None and may_begin_round(queue) is None:
        choices.append(_choice(turn.t(N_("speakers.begin_round")), f"vong {session_id} {moves}"))
    if set(queue.callable) - set(order[:1]):
        choices.append(_choice(turn.t(N_("speakers.other_number")), f"so {session_id}"))
    choices.append(_choice(turn.t(N_("speakers.paper_slip")), f"phieu {session_id}"))
    if queue.done:
        choices.append(_choice(turn.t(N_("speakers.undo")), f"lui {session_id} {acts}"))
    if hall.in_use and now is None and not queue.order:
        choices.append(Choice(label=turn.t(N_("speakers.minutes")), value=f"/baocao {session_id} bienban"))
    if now is None and turn.web_address:
        choices.append(_choice(turn.t(N_("speakers.wall")), f"man {session_id}"))
    return choices


def wall(turn: Turn, hall: Hall, _values: list[int]) -> None:
    """The address of the screen for the hall, where a browser reaches this program."""
    back = Choice(label=turn.t(N_("speakers.back")), value=f"/phatbieu {hall.session.id}")
    if hall.row is None or not turn.web_address:
        turn.say(turn.t(N_("speakers.no_wall")), [back])
        return
    turn.say(turn.t(N_("speakers.wall_at"), link=f"{turn.web_address}{SCREEN_PAGE}/{hall.row.screen}"), [back])


def _choice(label: str, rest: str) -> Choice:
    return Choice(label=label, value=f"/phatbieu {rest}")
