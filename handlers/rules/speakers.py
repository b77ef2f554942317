"""Pure rules on those who speak: how much a slip holds, and on the day whose turn it is.

The order is that of registration («theo thứ tự đã đăng ký»: plan 2022, R8). Who is absent when called goes to the end
of the round and is called once more; who registers in the hall comes after all who registered before. Once everybody
had a turn there may be a round in which people go on («Nhân dân có thể tiếp tục trao đổi»: plan 2023, R6).
What was done is a list of steps (SpeakerAct); `queue` works out of it how things stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from handlers.texts import N_, Texts
from storage.records import Registration, RegistrationState, SpeakerAct, SpeakerActKind

MOST_LINES = 3
LONGEST_CONTENT = 500
"""Characters that three lines on a paper slip hold, generously."""
LONGEST_GROUP = 120
SELF, HOUSEHOLD, GROUP = "self", "household", "group"
CALLS_BY_THEMSELVES = 2
"""How often an absent speaker is called by the order alone; after that a person chooses their number."""
SOON = 2
"""A speaker with so many people before them is told to be ready."""


def fits(content: str) -> bool:
    """Whether a content is as short as the slip allows: three lines, whatever blank lines lie between."""
    lines = [line for line in content.splitlines() if line.strip()]
    return 0 < len(lines) <= MOST_LINES and len(content) <= LONGEST_CONTENT


def group(name: str) -> str:
    """How a registration keeps the group that somebody speaks for."""
    return f"{GROUP}:{' '.join(name.split())[:LONGEST_GROUP]}"


def representing_words(texts: Texts, value: str) -> str:
    """For whom somebody speaks, in words."""
    kind, _, name = value.partition(":")
    if kind == GROUP:
        return texts.t(N_("speaks_for.group"), name=name)
    return texts.t(N_("speaks_for.household") if kind == HOUSEHOLD else N_("speaks_for.self"))


class SeatState(StrEnum):
    """How it stands with one who registered, in the round that goes on."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"


class Refusal(StrEnum):
    """Why a step may not be taken now."""

    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"
    SPEAKING = "speaking"
    SPOKEN = "spoken"
    NOT_SPEAKING = "not_speaking"
    NOT_CALLED = "not_called"
    SOME_WAIT = "some_wait"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Called:
    """One call of one person: in which round, when, what became of it, and what was noted of the answer."""

    registration_id: int
    round: int
    at: datetime
    state: SeatState = SeatState.SPEAKING
    notes: tuple[SpeakerAct, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One who registered: their number, how it stands with them, and how often nobody rose when they were called."""

    registration_id: int
    number: int
    state: SeatState
    spoke_in: int = 0
    absences: int = 0
    asked_at: int = 0


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A session's queue as it stands: everybody by number, every call in order, the steps that can be undone."""

    round: int = 1
    seats: tuple[Seat, ...] = ()
    called: tuple[Called, ...] = ()
    done: tuple[SpeakerAct, ...] = field(default=(), repr=False)

    @property
    def speaking(self) -> Seat | None:
        """Who has the floor."""
        return next((seat for seat in self.seats if seat.state is SeatState.SPEAKING), None)

    @property
    def order(self) -> tuple[Seat, ...]:
        """Who is still to be called without anybody choosing: by number, then who was absent, in that order."""
        waiting = [seat for seat in self.seats if seat.state is SeatState.WAITING]
        absent = [seat for seat in self.seats if seat.state is SeatState.ABSENT and seat.absences < CALLS_BY_THEMSELVES]
        return (*waiting, *sorted(absent, key=lambda seat: seat.asked_at))

    @property
    def callable(self) -> tuple[Seat, ...]:
        """Everybody whose number may be chosen now: the order first, then the others by number."""
        first = self.order
        return (*first, *(seat for seat in self.seats if seat not in first and _may_speak(seat, self.round)))

    def in_state(self, state: SeatState) -> tuple[Seat, ...]:
        """Those with whom it stands so, by number."""
        return tuple(seat for seat in self.seats if seat.state is state)

    def seat(self, registration_id: int | None) -> Seat | None:
        """The seat of a registration, or None for one that is not in this queue."""
        return next((seat for seat in self.seats if seat.registration_id == registration_id), None)

    def before(self, registration_id: int) -> int | None:
        """How many are to be called before this one; None for who is not in the order."""
        ids = [seat.registration_id for seat in self.order]
        return ids.index(registration_id) if registration_id in ids else None


def queue(registrations: Iterable[Registration], acts: Iterable[SpeakerAct]) -> Queue:
    """How a session's queue stands after these steps, taken in order. Steps of nobody in it leave no trace."""
    known = sorted(registrations, key=lambda one: one.number)
    ids = {one.id for one in known}
    done = standing_acts(acts)
    round_, calls = 1, list[Called]()
    for act in done:
        if act.act in {SpeakerActKind.CALL, SpeakerActKind.SPOKEN, SpeakerActKind.ROUND}:
            _end(calls, SeatState.SPOKEN)
        if act.act is SpeakerActKind.CALL and act.registration_id is not None:
            calls.append(Called(registration_id=act.registration_id, round=round_, at=act.acted_at))
        elif act.act is SpeakerActKind.ABSENT:
            _end(calls, SeatState.ABSENT)
        elif act.act is SpeakerActKind.ROUND:
            round_ += 1
        elif act.act in {SpeakerActKind.ANSWERED, SpeakerActKind.WRITTEN}:
            _note(calls, act)
    seats = tuple(_seat(one, calls) for one in known)
    called = tuple(call for call in calls if call.registration_id in ids)
    return Queue(round=round_, seats=seats, called=called, done=done)


def standing_acts(acts: Iterable[SpeakerAct]) -> tuple[SpeakerAct, ...]:
    """The steps that were not taken back, in order."""
    standing: list[SpeakerAct] = []
    for act in acts:
        if act.act is not SpeakerActKind.UNDO:
            standing.append(act)
        elif standing:
            standing.pop()
    return tuple(standing)


def _end(calls: list[Called], state: SeatState) -> None:
    if calls and calls[-1].state is SeatState.SPEAKING:
        calls[-1] = replace(calls[-1], state=state)


def _note(calls: list[Called], act: SpeakerAct) -> None:
    """The newest word of who answers stands; another agency's stands beside it."""
    for place in range(len(calls) - 1, -1, -1):
        if calls[place].registration_id == act.registration_id:
            kept = [one for one in calls[place].notes if (one.act, one.agency_id) != (act.act, act.agency_id)]
            calls[place] = replace(calls[place], notes=(*kept, act))
            return


def _seat(registration: Registration, calls: list[Called]) -> Seat:
    own = [(place, call) for place, call in enumerate(calls) if call.registration_id == registration.id]
    spoken = [call.round for _, call in own if call.state is SeatState.SPOKEN]
    state = own[-1][1].state if own else SeatState.WAITING
    if registration.state is RegistrationState.WITHDRAWN and not spoken and state is not SeatState.SPEAKING:
        state = SeatState.WITHDRAWN
    return Seat(
        registration_id=registration.id,
        number=registration.number,
        state=state,
        spoke_in=max(spoken, default=0),
        absences=sum(call.state is SeatState.ABSENT for _, call in own),
        asked_at=own[-1][0] if own else 0,
    )


def _may_speak(seat: Seat, round_: int) -> bool:
    if seat.state in {SeatState.WAITING, SeatState.ABSENT}:
        return True
    return seat.state is SeatState.SPOKEN and seat.spoke_in < round_


def may_call(found: Queue, registration_id: int) -> Refusal | None:
    """Whether somebody may be given the floor: who waits or was absent, and in a later round who spoke before it."""
    seat = found.seat(registration_id)
    if seat is None:
        return Refusal.UNKNOWN
    if _may_speak(seat, found.round):
        return None
    return {
        SeatState.SPEAKING: Refusal.SPEAKING,
        SeatState.WITHDRAWN: Refusal.WITHDRAWN,
    }.get(seat.state, Refusal.SPOKEN)


def may_end(found: Queue, registration_id: int) -> Refusal | None:
    """Whether it may be said of somebody that they have spoken, or are absent: they must have the floor."""
    speaking = found.speaking
    return None if speaking is not None and speaking.registration_id == registration_id else Refusal.NOT_SPEAKING


def may_begin_round(found: Queue) -> Refusal | None:
    """Whether people may go on in a new round: everybody was called, and somebody spoke in this one."""
    if found.in_state(SeatState.WAITING):
        return Refusal.SOME_WAIT
    spoke = any(call.round == found.round and call.state is not SeatState.ABSENT for call in found.called)
    return None if spoke else Refusal.NOTHING


def may_note(found: Queue, registration_id: int) -> Refusal | None:
    """Whether the answer to somebody may be noted: they must have, or have had, the floor."""
    spoke = any(call.registration_id == registration_id and call.state is not SeatState.ABSENT for call in found.called)
    return None if spoke else Refusal.NOT_CALLED
