"""Who answered a speaker on the spot, or will in writing: a note for the minutes.

An answer itself is written with `/traloi` and work given with `/giao`, as always; where the speaker's slip is about a
concern, a tap leads there. A slip without one has only the note.
"""

from handlers.messages import Choice
from handlers.official.notices import desk_of, tell_officials
from handlers.official.speakers import steps
from handlers.official.speakers.screen import show
from handlers.rules.access import DESK
from handlers.rules.answers import MOST_REASON_LETTERS, may_assign, may_draft, typed
from handlers.rules.speakers import may_note
from handlers.speaking import Hall, read_hall
from handlers.texts import N_, Texts
from handlers.turn import Turn
from storage import assignments, concerns, offices, registrations, sessions, speaking
from storage.records import Agency, AssignmentState, Concern, QueuedSpeaker, SpeakerActKind

CHAIR = 0
"""The agency of an answer that the chair gives."""


def ask_who(turn: Turn, hall: Hall, values: list[int]) -> None:
    """Who answered; or that the answer will come in writing."""
    speaker = _may(turn, hall, values[0])
    if speaker is None:
        return
    one = speaker.registration
    choices = [Choice(label=turn.t(N_("speakers.chair_answered")), value=f"/phatbieu taicho {one.id} {CHAIR}")]
    choices += [
        Choice(
            label=turn.t(N_("speakers.agency_answered"), agency=body.name), value=f"/phatbieu taicho {one.id} {body.id}"
        )
        for body in _bodies(turn, one.topic)
    ]
    choices.append(Choice(label=turn.t(N_("speakers.will_write")), value=f"/phatbieu vanban {one.id}"))
    turn.say(turn.t(N_("speakers.who_answers"), number=one.number), [*choices, _back(turn, hall)])


def _may(turn: Turn, hall: Hall, registration_id: int) -> QueuedSpeaker | None:
    """The speaker of whom something may be noted; else why not is said."""
    speaker = hall.speakers.get(registration_id)
    refusal = may_note(hall.queue, registration_id)
    if speaker is not None and refusal is None:
        return speaker
    number = speaker.registration.number if speaker is not None else None
    show(turn, hall, steps.refused(turn, refusal, number) if refusal is not None else "")
    return None


def _bodies(turn: Turn, topic: str) -> list[Agency]:
    """The agencies, the one that answers for the topic first."""
    usual = next((t.agency for t in turn.office.profile.topics if t.key == topic), None)
    return sorted(offices.agencies(turn.tx, turn.office.id), key=lambda agency: agency.key != usual)


def _back(turn: Turn, hall: Hall) -> Choice:
    return Choice(label=turn.t(N_("speakers.back")), value=f"/phatbieu {hall.session.id}")


def _agency(turn: Turn, values: list[int]) -> Agency | None:
    wanted = values[1] if len(values) > 1 else CHAIR
    return next((one for one in offices.agencies(turn.tx, turn.office.id) if one.id == wanted), None)


def on_the_spot(turn: Turn, hall: Hall, values: list[int]) -> None:
    """It was answered in the hall, by the chair or an agency."""
    speaker = _may(turn, hall, values[0])
    if speaker is None:
        return
    agency = _agency(turn, values)
    _keep(turn, hall, speaker, SpeakerActKind.ANSWERED, agency)
    number = speaker.registration.number
    if agency is None:
        lead = turn.t(N_("speakers.noted_chair"), number=number)
    else:
        lead = turn.t(N_("speakers.noted_agency"), number=number, agency=agency.name)
    rest = f"{values[0]} {agency.id if agency is not None else CHAIR}"
    first = [Choice(label=turn.t(N_("speakers.add_note")), value=f"/phatbieu tomtat {rest}")]
    concern = _open_concern(turn, speaker)
    if concern is not None and turn.official is not None and _may_draft(turn, concern):
        first.append(
            Choice(label=turn.t(N_("speakers.write_answer"), code=concern.code), value=f"/traloi {concern.code}")
        )
    show(turn, read_hall(turn.tx, turn.office.id, hall.session), lead, first=first)


def _may_draft(turn: Turn, concern: Concern) -> bool:
    current = assignments.current_assignment(turn.tx, turn.office.id, concern.id)
    return turn.official is not None and may_draft(turn.official, concern, current) is None


def in_writing(turn: Turn, hall: Hall, values: list[int]) -> None:
    """It will be answered in writing: by which agency, then the work is given the usual way."""
    speaker = _may(turn, hall, values[0])
    if speaker is None:
        return
    agency = _agency(turn, values)
    if agency is None:
        _ask_agency(turn, hall, speaker)
        return
    _keep(turn, hall, speaker, SpeakerActKind.WRITTEN, agency)
    parts = [turn.t(N_("speakers.noted_written"), number=speaker.registration.number, agency=agency.name)]
    first = []
    concern = _open_concern(turn, speaker)
    if concern is None:
        parts.append(turn.t(N_("speakers.only_noted")) if speaker.code is None else "")
    elif not _is_with(turn, concern, agency):
        give = f"/giao {concern.code} {agency.key}"
        if turn.has_role(*DESK):
            first.append(Choice(label=turn.t(N_("speakers.give"), code=concern.code, agency=agency.name), value=give))
        else:
            parts.append(turn.t(N_("speakers.desk_told"), code=concern.code))
            _tell_desk(turn, concern, agency, give)
    lead = " ".join(part for part in parts if part)
    show(turn, read_hall(turn.tx, turn.office.id, hall.session), lead, first=first)


def _ask_agency(turn: Turn, hall: Hall, speaker: QueuedSpeaker) -> None:
    one = speaker.registration
    choices = [
        Choice(label=body.name, value=f"/phatbieu vanban {one.id} {body.id}") for body in _bodies(turn, one.topic)
    ]
    turn.say(turn.t(N_("speakers.who_writes"), number=one.number), [*choices, _back(turn, hall)])


def _open_concern(turn: Turn, speaker: QueuedSpeaker) -> Concern | None:
    """The concern of the slip, while an answer to it may still be owed."""
    found = speaker.registration.concern_id
    concern = concerns.get_concern(turn.tx, turn.office.id, found) if found is not None else None
    if concern is None or concern.protected or may_assign(concern) is not None:
        return None
    return concern


def _is_with(turn: Turn, concern: Concern, agency: Agency) -> bool:
    current = assignments.current_assignment(turn.tx, turn.office.id, concern.id)
    return current is not None and current.state is AssignmentState.OPEN and current.agency_id == agency.id


def _tell_desk(turn: Turn, concern: Concern, agency: Agency, give: str) -> None:
    """The chair names who answers; giving the work is the desk's."""

    def wording(texts: Texts) -> str:
        return texts.t(N_("speakers.please_give"), code=concern.code, agency=agency.name)

    def offer(texts: Texts) -> list[Choice]:
        return [Choice(label=texts.t(N_("speakers.give"), code=concern.code, agency=agency.name), value=give)]

    tell_officials(turn, desk_of(turn), wording, offer)


def ask_note(turn: Turn, hall: Hall, values: list[int]) -> None:
    """The answer in short, for the minutes."""
    speaker = _may(turn, hall, values[0])
    if speaker is None:
        return
    agency = _agency(turn, values)
    turn.begin(registration=values[0], agency=agency.id if agency is not None else CHAIR)
    turn.ask(
        "speakers.note", turn.t(N_("speakers.ask_note"), number=speaker.registration.number, most=MOST_REASON_LETTERS)
    )


def take_note(turn: Turn, value: str) -> None:
    """The words that were typed stand beside who answered."""
    note, values = typed(value), [turn.data["registration"], turn.data["agency"]]
    if not any(letter.isalnum() for letter in note) or len(note) > MOST_REASON_LETTERS:
        turn.ask_again(turn.t(N_("speakers.bad_note"), most=MOST_REASON_LETTERS))
        return
    turn.finish()
    one = registrations.get_registration(turn.tx, turn.office.id, values[0])
    if one is None:
        return
    hall = read_hall(turn.tx, turn.office.id, sessions.get_session(turn.tx, turn.office.id, one.session_id))
    speaker = _may(turn, hall, one.id)
    if speaker is None:
        return
    _keep(turn, hall, speaker, SpeakerActKind.ANSWERED, _agency(turn, values), note)
    show(turn, read_hall(turn.tx, turn.office.id, hall.session), turn.t(N_("speakers.note_kept"), number=one.number))


def _keep(
    turn: Turn, hall: Hall, speaker: QueuedSpeaker, kind: SpeakerActKind, agency: Agency | None, note: str = ""
) -> None:
    seq = speaking.note(turn.tx, turn.office.id, hall.session.id)
    agency_id = agency.id if agency is not None else None
    steps.keep(turn, hall.session.id, seq, kind, speaker.registration.id, agency_id, note)
