"""The steps of the queue: give somebody the floor, say that they have spoken or are absent, go on in a new round, undo.

Of two who press at the same moment one does: the row of the queue changes only while it stands as the button had seen
it.
"""

from handlers.official.concerns.desk import words_of
from handlers.official.speakers import words
from handlers.official.speakers.screen import show
from handlers.rules.speakers import Refusal, may_begin_round, may_call, may_end
from handlers.speaking import Hall, read_hall, told_to_be_ready
from handlers.texts import N_
from handlers.turn import Turn
from storage import registrations, speaking
from storage.records import RegistrationState, SpeakerAct, SpeakerActKind

_REFUSALS = {
    Refusal.UNKNOWN: N_("speakers.refused.unknown"),
    Refusal.WITHDRAWN: N_("speakers.refused.withdrawn"),
    Refusal.SPEAKING: N_("speakers.refused.speaking"),
    Refusal.SPOKEN: N_("speakers.refused.spoken"),
    Refusal.NOT_SPEAKING: N_("speakers.refused.not_speaking"),
    Refusal.NOT_CALLED: N_("speakers.refused.not_called"),
    Refusal.SOME_WAIT: N_("speakers.refused.some_wait"),
    Refusal.NOTHING: N_("speakers.refused.nothing"),
}


def refused(turn: Turn, refusal: Refusal, number: int | None = None) -> str:
    """Why a step may not be taken, in one sentence."""
    return turn.t(_REFUSALS[refusal], number=number or "")


def call(turn: Turn, hall: Hall, values: list[int]) -> None:
    """Give somebody the floor; who had it has spoken."""
    _move(turn, hall, SpeakerActKind.CALL, values, may_call(hall.queue, values[0]))


def spoken(turn: Turn, hall: Hall, values: list[int]) -> None:
    """Who has the floor has spoken."""
    _move(turn, hall, SpeakerActKind.SPOKEN, values, may_end(hall.queue, values[0]))


def absent(turn: Turn, hall: Hall, values: list[int]) -> None:
    """Nobody rose: this one goes to the end of the round."""
    _move(turn, hall, SpeakerActKind.ABSENT, values, may_end(hall.queue, values[0]))


def begin_round(turn: Turn, hall: Hall, values: list[int]) -> None:
    """Let people go on who have spoken already."""
    _move(turn, hall, SpeakerActKind.ROUND, [0, *values[1:]], may_begin_round(hall.queue))


def _move(turn: Turn, hall: Hall, kind: SpeakerActKind, values: list[int], refusal: Refusal | None) -> None:
    """A step that moves the floor, if that is where the button had seen it."""
    registration_id, seen = values[0] or None, values[1] if len(values) > 1 else 0
    if hall.row is None or hall.row.moves != seen:
        _too_late(turn, hall, kind)
        return
    seat = hall.queue.seat(registration_id)
    if refusal is not None:
        turn.record(f"refused_{kind}_speaker", "session", hall.session.id, after={"why": refusal})
        show(turn, hall, refused(turn, refusal, seat.number if seat is not None else None))
        return
    seq = speaking.move(turn.tx, turn.office.id, hall.session.id, seen)
    if seq is None:
        _too_late(turn, read_hall(turn.tx, turn.office.id, hall.session), kind)
        return
    keep(turn, hall.session.id, seq, kind, registration_id)
    after(turn, hall)


def _too_late(turn: Turn, hall: Hall, kind: SpeakerActKind) -> None:
    """Somebody moved the floor first: who, and how it stands now."""
    turn.record(f"refused_{kind}_speaker", "session", hall.session.id, after={"why": "changed"})
    last = hall.queue.done[-1] if hall.queue.done else None
    if last is None or last.acted_by == turn.person.id:
        show(turn, hall, turn.t(N_("speakers.old_button")))
    else:
        show(turn, hall, turn.t(N_("speakers.faster"), who=words_of(turn).official(last.acted_by)))


def keep(
    turn: Turn,
    session_id: int,
    seq: int,
    kind: SpeakerActKind,
    registration_id: int | None,
    agency_id: int | None = None,
    note: str = "",
) -> None:
    """Remember a step under the number that was taken for it, and who took it. No word of a note goes into the log."""
    speaking.add_act(
        turn.tx,
        SpeakerAct(
            office_id=turn.office.id,
            session_id=session_id,
            seq=seq,
            act=kind,
            registration_id=registration_id,
            agency_id=agency_id,
            note=note,
            acted_by=turn.person.id,
            acted_at=turn.at,
        ),
    )
    subject, subject_id = ("registration", registration_id) if registration_id else ("session", session_id)
    told = {"agency": agency_id} if agency_id is not None else {}
    turn.record(f"{kind}_speaker", subject, subject_id, after={"session": session_id, "step": seq, **told})


def after(turn: Turn, hall: Hall, lead: str = "") -> None:
    """What a step leads to: whoever is soon to speak hears of it, and the screen is shown as it is now."""
    now = read_hall(turn.tx, turn.office.id, hall.session)
    show(turn, now, lead)
    turn.outgoing += told_to_be_ready(turn.tx, turn.office, now, turn.at)


def undo(turn: Turn, hall: Hall, values: list[int]) -> None:
    """Take the last step back, whoever took it, if nothing was done since the button was shown."""
    seen = values[1] if len(values) > 1 else 0
    if hall.row is None or hall.row.acts != seen or not hall.queue.done:
        _too_late(turn, hall, SpeakerActKind.UNDO)
        return
    last = hall.queue.done[-1]
    seq = speaking.take_back(turn.tx, turn.office.id, hall.session.id, seen)
    if seq is None:
        _too_late(turn, read_hall(turn.tx, turn.office.id, hall.session), SpeakerActKind.UNDO)
        return
    keep(turn, hall.session.id, seq, SpeakerActKind.UNDO, last.registration_id)
    if last.act is SpeakerActKind.ENTER and last.registration_id is not None:
        registrations.withdraw(turn.tx, turn.office.id, last.registration_id, turn.at)
        turn.record("withdraw", "registration", last.registration_id, after={"state": RegistrationState.WITHDRAWN})
    seat = hall.queue.seat(last.registration_id)
    after(turn, hall, words.undone_words(turn, last.act, seat.number if seat is not None else None))
