"""`/xem GM-0042`: one concern, whole: its words, what came with it, what was done, and what may be done now."""

from handlers.messages import Choice, OutboundFile
from handlers.official.concern_groups import words as group_words
from handlers.official.concerns import reasons
from handlers.official.concerns.desk import Held, from_argument, words_of
from handlers.official.concerns.history import history_of
from handlers.official.concerns.kind import RIGHT
from handlers.official.reports.words import on_behalf_lines
from handlers.official.words import KINDS, late_days
from handlers.rules.access import DESK, READERS, RELEASERS, answers_for, sees_sender
from handlers.rules.alike import may_publish
from handlers.rules.answers import OPEN, may_assign, may_close, may_decide, may_draft
from handlers.texts import local_day
from handlers.turn import Turn
from storage import answers, attachments, audit, concern_groups, people, published, sessions
from storage.records import (
    Answer,
    Attachment,
    AttachmentState,
    AuditEntry,
    Concern,
    ConcernState,
    DraftState,
    Kind,
    Role,
)


def view(turn: Turn, argument: str) -> None:
    """`/xem GM-0042`. Who reads which concern is kept in the audit log (NĐ 356/2025: these texts are sensitive)."""
    found = from_argument(turn, argument, "view.code", "/xem", to_read=True)
    if found is None:
        return
    held, _ = found
    turn.finish()
    turn.record("read", "concern", held.concern.id)
    files = attachments.of_concern(turn.tx, turn.office.id, held.concern.id)
    words = held.concern.text or held.concern.summary
    heading = [*_heading(turn, held), *_places(turn, files), "", turn.t("view.words"), words]
    turn.say("\n".join(heading), files=_stored(files))
    choices = choices_of(turn, held)
    parts = [_missing(turn, files), *_work(turn, held)]
    if choices:
        parts.append(turn.t("view.what_now", code=held.concern.code))
    if any(parts):
        turn.say("\n\n".join(part for part in parts if part), choices)


def _heading(turn: Turn, held: Held) -> list[str]:
    concern, words = held.concern, words_of(turn)
    lines = [f"{concern.code} · {words.state(concern)}"]
    if concern.protected:
        lines.append(turn.t("view.protected"))
    lines.append(_topic_line(turn, concern))
    lines.append(_kind_line(turn, concern))
    if held.official.role in DESK and concern.text.strip() and not concern.protected:
        lines += [reasons.topic_words(words, concern.text), reasons.kind_words(turn.texts, concern.text)]
    lines.append(turn.t("view.area", area=words.area(concern.area_id)))
    if sees_sender(held.official) and (name := _sender(turn, concern)):
        lines.append(turn.t("view.sender", name=name))
    lines += on_behalf_lines(turn, concern, names=sees_sender(held.official))
    lines.append(_session_line(turn, concern))
    lines.append(turn.t("view.received", when=turn.texts.moment(concern.created_at)))
    return lines + _agency_lines(turn, held)


def _topic_line(turn: Turn, concern: Concern) -> str:
    topic = words_of(turn).topic(concern.topic)
    if concern.topic_confirmed_by == "official":
        return turn.t("view.topic_by_official", topic=topic)
    if concern.topic_confirmed_by == "resident":
        return turn.t("view.topic_by_sender", topic=topic)
    return turn.t("view.topic_by_machine", topic=topic)


def _kind_line(turn: Turn, concern: Concern) -> str:
    kind = turn.t(KINDS[concern.kind])
    if _kind_was_decided(turn, concern):
        return turn.t("view.kind_by_official", kind=kind)
    line = turn.t("view.kind_by_machine", kind=kind)
    return "\n".join([line, turn.t("view.complaint")]) if concern.kind is Kind.COMPLAINT else line


def _kind_was_decided(turn: Turn, concern: Concern) -> bool:
    acts = {entry.act for entry in _history(turn, concern)}
    return bool(acts & {"protect", "unprotect", "set_kind"})


def _history(turn: Turn, concern: Concern) -> list[AuditEntry]:
    return audit.history(turn.tx, turn.office.id, "concern", concern.id)


def _sender(turn: Turn, concern: Concern) -> str:
    identity = people.get_identity(turn.tx, turn.office.id, concern.identity_id)
    return identity.display_name if identity is not None else ""


def _session_line(turn: Turn, concern: Concern) -> str:
    if concern.session_id is not None:
        session = sessions.get_session(turn.tx, turn.office.id, concern.session_id)
        return turn.t("view.session", title=session.title)
    return turn.t("view.next_session") if concern.for_next_session else turn.t("view.no_session")


def _agency_lines(turn: Turn, held: Held) -> list[str]:
    lines = []
    if held.assignment is not None:
        lines.append(turn.t("view.agency", agency=words_of(turn).agency(held.assignment.agency_id)))
    if held.concern.due_on is not None and held.concern.state in OPEN:
        late = late_days(held.concern, local_day(turn.at))
        due = turn.t("view.due", due=turn.texts.day(held.concern.due_on))
        lines.append(" · ".join([due, turn.tn("desk.days_late", late)]) if late else due)
    return lines


def _places(turn: Turn, files: list[Attachment]) -> list[str]:
    return [
        turn.t("view.place", latitude=f"{file.latitude:.5f}", longitude=f"{file.longitude:.5f}")
        for file in files
        if file.latitude is not None and file.longitude is not None
    ]


def _stored(files: list[Attachment]) -> list[OutboundFile]:
    return [
        OutboundFile(stored_as=file.stored_as, name=file.name, content_type=file.content_type, kind=file.kind)
        for file in files
        if file.state is AttachmentState.STORED and file.stored_as
    ]


def _missing(turn: Turn, files: list[Attachment]) -> str:
    """How many files are still on their way, and how many never arrived."""
    states = [file.state for file in files]
    pending = states.count(AttachmentState.PENDING)
    gone = states.count(AttachmentState.REFUSED) + states.count(AttachmentState.LOST)
    lines = [turn.tn("view.files_pending", pending)] if pending else []
    return "\n".join([*lines, *([turn.tn("view.files_gone", gone)] if gone else [])])


def _work(turn: Turn, held: Held) -> list[str]:
    """What was done, the draft that waits, and the answer that went out."""
    lines = history_of(turn, held.concern)
    parts = _beside(turn, held)
    parts += ["\n".join([turn.t("view.history"), *lines])] if lines else []
    found = answers.answers_of(turn.tx, turn.office.id, held.concern.id)
    shown = {DraftState.DRAFT, DraftState.RELEASED}
    return parts + [_answer(turn, answer) for answer in found if answer.state in shown]


def _beside(turn: Turn, held: Held) -> list[str]:
    """The group it stands in, or what is suggested, and whether it comes up again: for those who read every concern."""
    if held.concern.protected or held.official.role not in READERS:
        return []
    lines = [*group_words.of_concern(turn, held.concern), *group_words.recurring(turn, held.concern)]
    return ["\n".join(lines)] if lines else []


def _answer(turn: Turn, answer: Answer) -> str:
    who, when = words_of(turn).official(answer.drafted_by), turn.texts.moment(answer.decided_at or answer.drafted_at)
    released = answer.state is DraftState.RELEASED
    agency = words_of(turn).agency(answer.agency_id)
    line = turn.t("view.answer", agency=agency, when=when) if released else turn.t("view.draft", who=who, when=when)
    return f"{line}\n{answer.text}"


def choices_of(turn: Turn, held: Held) -> list[Choice]:
    """What this official may do with this concern now."""
    code, role = held.concern.code, held.official.role
    draft = answers.waiting_draft(turn.tx, turn.office.id, held.concern.id)
    desk, inspector = role in DESK, role is Role.INSPECTOR
    closable = (desk or inspector) and may_close(held.concern) is None
    may_answer = may_draft(held.official, held.concern, held.assignment) is None
    decidable = role in RELEASERS and draft is not None and may_decide(held.official, draft) is None
    released = published.released_of_concern(turn.tx, turn.office.id, held.concern.id)
    public = any(answer.public for answer in released)
    sortable = desk and (held.concern.state in OPEN or public)
    offers = [
        (turn.t("view.assign"), "/giao", desk and may_assign(held.concern) is None),
        (turn.t("view.answer_it"), "/traloi", may_answer),
        (turn.t("view.give_back"), "/tralai", answers_for(held.official, held.assignment)),
        (turn.t("view.decide"), "/duyet", decidable),
        (turn.t("view.publish"), "/congbo", role in RELEASERS and bool(released) and may_publish(held.concern)),
        (turn.t("view.topic"), "/linhvuc", desk and held.concern.state in OPEN),
        (turn.t("view.kind"), "/loai", sortable),
        (turn.t("view.group"), "/nhom", desk and bool(group_words.of_concern(turn, held.concern))),
        (turn.t("view.forward"), "/chuyen", closable),
        (turn.t("view.out_of_remit"), "/ngoai", closable),
        (turn.t("view.protect"), "/tocao", desk and (public or held.concern.state is not ConcernState.ANSWERED)),
        (turn.t("view.unprotect"), "/khongtocao", inspector),
    ]
    usual = [Choice(label=label, value=f"{command} {code}") for label, command, allowed in offers if allowed]
    return [*usual[:1], *_to_confirm(turn, held), *usual[1:]] if desk else usual


def _to_confirm(turn: Turn, held: Held) -> list[Choice]:
    """One tap for what a machine suggested: topic and kind are right; two concerns are one matter."""
    concern = held.concern
    if concern.state not in OPEN:
        return []
    sure = concern.topic_confirmed_by == "official" and _kind_was_decided(turn, concern)
    right = [] if sure else [Choice(label=turn.t("view.right"), value=f"/loai {concern.code} {RIGHT}")]
    if concern_groups.group_of(turn.tx, turn.office.id, concern.id) is not None:
        return right
    merge = [
        Choice(label=turn.t("view.merge", code=other.code), value=f"/nhom gop {concern.code} {other.code}")
        for _, other in group_words.suggested_for(turn, concern)
    ]
    return [*right, *merge]
