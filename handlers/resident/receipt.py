"""A draft becomes a concern: one insert, protected from its first second where it must be, then the receipt."""

from handlers.messages import Choice
from handlers.resident import alike, drafts, suggestions
from handlers.resident.drafts import Draft
from handlers.resident.outlook import next_words
from handlers.resident.reach import reach_words
from handlers.rules import sessions as phases
from handlers.rules.codes import code_of
from handlers.texts import DEFAULT_LANGUAGE, N_, Texts
from handlers.turn import Turn
from storage import attachments, concerns, counters, officials, people, sessions
from storage.ids import new_id
from storage.records import Attachment, Concern, ConcernState, Kind, Role, Session

_BY_KIND = (
    ("voice", N_("summary.by_voice")),
    ("photo", N_("summary.by_photo")),
    ("document", N_("summary.by_document")),
    ("location", N_("summary.by_location")),
)


def send(turn: Turn, draft: Draft, session: Session | None, *, for_next: bool) -> Concern:
    """Keep the concern for good, tell the inspector where it must be closed to all others, give the receipt."""
    concern = _concern(turn, draft, session, for_next=for_next)
    concerns.add_concern(turn.tx, concern)
    attachments.attach_to(turn.tx, turn.office.id, turn.identity.id, concern.id)
    drafts.drop(turn)
    turn.finish()
    joined = ""
    if concern.protected:
        _tell_inspectors(turn, concern)
    else:
        turn.record("submit", "concern", concern.id, after={"code": concern.code, "state": concern.state})
        joined = alike.join(turn, draft, concern)
    _say(turn, concern, joined)
    return concern


def _concern(turn: Turn, draft: Draft, session: Session | None, *, for_next: bool) -> Concern:
    number = counters.take_next(turn.tx, turn.office.id, "concern")
    kind = suggestions.kind(draft.text) if draft.text.strip() else Kind.PETITION
    secret = kind is Kind.DENUNCIATION
    return Concern(
        office_id=turn.office.id,
        id=new_id(turn.at),
        number=number,
        code=code_of(turn.office.code, number),
        session_id=session.id if session else None,
        for_next_session=for_next and session is None,
        person_id=turn.person.id,
        identity_id=turn.identity.id,
        area_id=turn.person.area_id,
        text=draft.text,
        topic=draft.topic,
        topic_confirmed_by="resident",
        suggested=tuple(one.topic.key for one in suggestions.topics(turn.office, draft.text)),
        kind=kind,
        protected=secret,
        summary="" if secret else _summary(draft, drafts.files(turn)),
        state=ConcernState.RECEIVED,
        due_on=None,
        created_at=turn.at,
    )


def _summary(draft: Draft, files: list[Attachment]) -> str:
    """One line for lists. Where there are no words it says how the concern came, in the office's language."""
    if draft.text.strip():
        return suggestions.short(draft.text)
    kinds = {file.kind for file in files}
    first = next((message_id for kind, message_id in _BY_KIND if kind in kinds), N_("summary.by_document"))
    return Texts(DEFAULT_LANGUAGE).t(first)


def _tell_inspectors(turn: Turn, concern: Concern) -> None:
    """The one role that may read it learns that it is there; the notice holds its code and nothing of its words."""
    for official in officials.with_role(turn.tx, turn.office.id, Role.INSPECTOR):
        door = people.last_identity(turn.tx, turn.office.id, official.person_id)
        if door is None:
            continue
        texts = turn.texts_of(official.person_id)
        read = Choice(label=texts.t(N_("closed.read")), value=f"/xem {concern.code}")
        once = f"closed-to-all/{concern.id}/{official.id}"
        turn.tell(door, texts.t(N_("closed.notice"), code=concern.code), [read], once_key=once)


def _say(turn: Turn, concern: Concern, joined: str) -> None:
    if concern.protected:
        text = turn.t(N_("receipt.closed_to_all"), code=concern.code, reach=reach_words(turn))
    else:
        text = turn.t(N_("receipt.done"), code=concern.code, next=_what_next(turn, concern, joined))
    turn.say(text, _what_else(turn, concern))


def _what_next(turn: Turn, concern: Concern, joined: str) -> str:
    """What comes next; of a suspected complaint also where the law has it handled: the dialogue does not decide it."""
    parts = [joined, next_words(turn, concern)]
    if concern.kind is Kind.COMPLAINT:
        parts.append(turn.t(N_("receipt.complaint"), reach=reach_words(turn)))
    return "\n\n".join(part for part in parts if part)


def _what_else(turn: Turn, concern: Concern) -> list[Choice]:
    choices = [
        Choice(label=turn.t(N_("receipt.look"), code=concern.code), value=f"/tracuu {concern.code}"),
        Choice(label=turn.t(N_("receipt.another")), value="/gopy"),
    ]
    every = sessions.sessions(turn.tx, turn.office.id)
    if not concern.protected and phases.open_for_speakers(every, turn.at):
        choices.append(Choice(label=turn.t(N_("receipt.speak")), value="/dangky"))
    return choices
