"""How the queue is shown to officials: who speaks, who is next, how many wait. Never a protected concern."""

from handlers.messages import Choice
from handlers.milestones.plans import plan_of, plans_of
from handlers.official.concerns.desk import words_of
from handlers.official.words import first_words
from handlers.rules import speakers as rules
from handlers.rules.speakers import Called, Seat, SeatState
from handlers.speaking import Hall
from handlers.texts import N_
from handlers.turn import Turn
from storage.records import QueuedSpeaker, Session, SpeakerActKind

MOST_MATTER, MOST_NEXT, MOST_LABEL = 300, 120, 40
_SHOWN_AFTER = 5


def who(turn: Turn, speaker: QueuedSpeaker) -> str:
    """«Số 2 – Lan, Thôn Giữa», as far as it is known."""
    area = words_of(turn).area(speaker.area_id) if speaker.area_id is not None else ""
    known = ", ".join(part for part in (speaker.name, area) if part)
    number = speaker.registration.number
    return (
        turn.t(N_("speakers.who"), number=number, who=known) if known else turn.t(N_("speakers.number"), number=number)
    )


def card(turn: Turn, hall: Hall, seat: Seat, *, whole: bool) -> str:
    """Who it is, for whom they speak, and what about: in up to three lines, or in one where not `whole`."""
    speaker = hall.speakers[seat.registration_id]
    one = speaker.registration
    lines = [who(turn, speaker)]
    if one.representing not in {"", rules.SELF}:
        lines[0] = turn.t(N_("speakers.for"), who=lines[0], whom=rules.representing_words(turn.texts, one.representing))
    topic = words_of(turn).topic(one.topic)
    if speaker.code is not None:
        topic = f"{topic} ({speaker.code})"
    matter = one.content.strip()
    if whole and matter:
        kept = [line.strip() for line in matter.splitlines() if line.strip()][: rules.MOST_LINES]
        lines += [topic, *_cut(kept)]
    elif matter:
        lines.append(turn.t(N_("speakers.matter"), topic=topic, matter=first_words(matter, MOST_NEXT)))
    else:
        lines.append(topic)
    return "\n".join(lines)


def _cut(lines: list[str]) -> list[str]:
    """At most so many letters of the lines together."""
    kept, room = list[str](), MOST_MATTER
    for line in lines:
        if room <= 0:
            break
        kept.append(first_words(line, room))
        room -= len(line)
    return kept


def counts(turn: Turn, hall: Hall) -> str:
    """How many have spoken, wait, were absent."""
    queue = hall.queue
    spoken = len({call.registration_id for call in queue.called if call.state is SeatState.SPOKEN})
    parts = [
        turn.t(N_("speakers.spoken_count"), n=spoken),
        turn.t(N_("speakers.waiting_count"), n=len(queue.in_state(SeatState.WAITING))),
    ]
    if absent := queue.in_state(SeatState.ABSENT):
        parts.append(turn.t(N_("speakers.absent_count"), n=len(absent), numbers=_numbers(absent)))
    return " ".join(parts)


def _numbers(seats: tuple[Seat, ...]) -> str:
    return ", ".join(str(seat.number) for seat in seats)


def screen(turn: Turn, hall: Hall) -> str:
    """The queue at a glance: who speaks since when, who is next, how many wait.

    Short, so that a phone shows it together with the first buttons; what everybody knows after the first call is left
    out.
    """
    queue = hall.queue
    parts = []
    if not hall.in_use:
        parts.append(turn.t(N_("speakers.heading"), title=hall.session.title, day=_day(turn, hall.session)))
    if now := queue.speaking:
        parts.append("\n".join([_since(turn, hall, queue.called[-1]), card(turn, hall, now, whole=True)]))
    if order := queue.order:
        lead = turn.t(N_("speakers.again")) if order[0].absences else turn.t(N_("speakers.next"))
        parts.append("\n".join([lead, card(turn, hall, order[0], whole=now is None)]))
    round_ = [turn.t(N_("speakers.round"), round=queue.round)] if queue.round > 1 else []
    parts.append(" ".join([*round_, counts(turn, hall), *_later(turn, order)]))
    if todo := _what_to_do(turn, hall):
        parts.append(todo)
    return "\n\n".join(parts)


def _later(turn: Turn, order: tuple[Seat, ...]) -> list[str]:
    """The numbers after the next one."""
    if len(order) < 2:
        return []
    more = "…" if len(order) > 1 + _SHOWN_AFTER else ""
    return [turn.t(N_("speakers.later"), numbers=_numbers(order[1 : 1 + _SHOWN_AFTER]) + more)]


def _day(turn: Turn, session: Session) -> str:
    return turn.texts.long_day(session.starts_at) if session.starts_at is not None else session.date_note


def _since(turn: Turn, hall: Hall, call: Called) -> str:
    clock = turn.texts.clock(call.at)
    minutes = minutes_each(turn, hall.session)
    if minutes is None:
        return turn.t(N_("speakers.speaking"), clock=clock)
    return turn.t(N_("speakers.speaking_limit"), clock=clock, minutes=minutes)


def minutes_each(turn: Turn, session: Session) -> int | None:
    """How long the plan lets each speak; None where it does not say."""
    plan = plan_of(plans_of(turn.tx, turn.office.id), session)
    return plan.speaking.minutes_each if plan is not None else None


def _what_to_do(turn: Turn, hall: Hall) -> str:
    """A sentence where the buttons do not say it by themselves: at the beginning, and when nobody waits."""
    queue = hall.queue
    if queue.speaking is not None:
        return turn.t(N_("speakers.do_speaking")) if len(queue.called) == 1 else ""
    if queue.order:
        return "" if hall.in_use else turn.t(N_("speakers.do_begin"))
    if not queue.seats:
        return turn.t(N_("speakers.do_nobody"))
    return turn.t(N_("speakers.do_more")) if queue.round > 1 else turn.t(N_("speakers.do_over"))


def undone_words(turn: Turn, act: SpeakerActKind, number: int | None) -> str:
    """What taking a step back did."""
    if act is SpeakerActKind.ROUND:
        return turn.t(N_("speakers.undone_round"))
    if number is None:  # of somebody who is no longer shown
        return turn.t(N_("speakers.undone"))
    sentence = {
        SpeakerActKind.CALL: N_("speakers.undone_call"),
        SpeakerActKind.SPOKEN: N_("speakers.undone_spoken"),
        SpeakerActKind.ABSENT: N_("speakers.undone_absent"),
        SpeakerActKind.ENTER: N_("speakers.undone_enter"),
    }.get(act, N_("speakers.undone_note"))
    return turn.t(sentence, number=number)


def call_choice(turn: Turn, hall: Hall, seat: Seat) -> Choice:
    """One tap: the floor goes to this one; who has it has spoken."""
    now, moves = hall.queue.speaking, hall.row.moves if hall.row is not None else 0
    again = seat.state is SeatState.ABSENT
    if now is not None:
        sentence = N_("speakers.done_call_again") if again else N_("speakers.done_call")
        label = turn.t(sentence, number=now.number, then=seat.number)
    elif again:
        label = turn.t(N_("speakers.call_again"), number=seat.number)
    else:
        label = turn.t(N_("speakers.call"), number=seat.number)
    return Choice(label=label, value=f"/phatbieu moi {seat.registration_id} {moves}")
