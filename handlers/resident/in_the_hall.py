"""The day of the dialogue for who speaks: their place in the order, and how to register once it has begun."""

from handlers.rules.sessions import Phase, is_its_day, phase
from handlers.rules.speakers import SeatState
from handlers.speaking import place_words, read_hall, told_to_be_ready
from handlers.texts import N_
from handlers.turn import Turn
from storage import sessions
from storage.records import Registration, Session, SessionState

_PLACES = {
    SeatState.SPEAKING: N_("hall.your_turn"),
    SeatState.SPOKEN: N_("hall.you_spoke"),
    SeatState.ABSENT: N_("hall.you_were_absent"),
}
_HAD_A_TURN = frozenset({SeatState.SPEAKING, SeatState.SPOKEN})


def begun_sessions(turn: Turn) -> list[Session]:
    """The announced sessions that go on now."""
    every = sessions.sessions(turn.tx, turn.office.id)
    return [one for one in every if one.state is SessionState.ANNOUNCED and phase(one, turn.at) is Phase.OPEN]


def place(turn: Turn, session: Session, one: Registration) -> str:
    """Where somebody stands in the order; "" for who is in no queue (then nothing is said of it)."""
    hall = read_hall(turn.tx, turn.office.id, session)
    seat = hall.queue.seat(one.id)
    if seat is None:
        return ""
    if seat.state in _PLACES:
        return turn.t(_PLACES[seat.state])
    return place_words(turn.texts, hall, one.id)


def had_a_turn(turn: Turn, one: Registration) -> bool:
    """Whether somebody speaks or has spoken: then the registration is past taking back."""
    session = sessions.get_session(turn.tx, turn.office.id, one.session_id)
    seat = read_hall(turn.tx, turn.office.id, session).queue.seat(one.id)
    return seat is not None and seat.state in _HAD_A_TURN


def move_up(turn: Turn, one: Registration) -> None:
    """Somebody took their registration back on the day: who comes nearer by it is told to be ready."""
    session = sessions.get_session(turn.tx, turn.office.id, one.session_id)
    if is_its_day(session, turn.at):
        hall = read_hall(turn.tx, turn.office.id, session)
        turn.outgoing += told_to_be_ready(turn.tx, turn.office, hall, turn.at)


def how_to_speak(turn: Turn, session: Session) -> str:
    """A session has begun: registering goes on in the hall, on paper."""
    if session.venue:
        return turn.t(N_("hall.register_there"), title=session.title, venue=session.venue)
    return turn.t(N_("hall.register_at_the_desk"), title=session.title)
