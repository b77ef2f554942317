"""Papers of a session and after it: minutes, conclusion notice, slips for what is passed on, the follow-up table."""

from collections.abc import Iterable
from datetime import date, datetime

from handlers.papers.after import (
    Attendance,
    ConclusionNotice,
    Followed,
    FollowState,
    FollowUpTable,
    Minutes,
    Spoken,
    Task,
    TransferSlip,
)
from handlers.papers.content import Recipient, Signature
from handlers.papers.gather import (
    NothingToSay,
    Source,
    hosts,
    kept_only,
    legal_bases,
    letterhead,
    meeting,
    recipients,
    signature,
    to_the_above,
)
from handlers.papers.gather_before import RESIDENTS, UNNAMED
from handlers.papers.gather_report import ANSWERED_ALONE, matter, result
from handlers.papers.tables import FollowUpRow, Progress
from handlers.rules.sessions import Phase, phase
from handlers.rules.speakers import Called, SeatState
from handlers.speaking import Hall, read_hall
from handlers.texts import N_, local_day
from storage import attachments, conclusions, paper_rows, papers
from storage.paper_rows import Speaker
from storage.records import (
    AttachmentState,
    Concern,
    ConcernState,
    Conclusion,
    ConclusionItem,
    DraftState,
    Outcome,
    PaperKind,
    PaperState,
    QueuedSpeaker,
    SpeakerActKind,
)

OPENED = "Người chủ trì khai mạc, nêu mục đích, yêu cầu và nội quy hội nghị."
REPORTED = "Đã tiếp nhận {count} ý kiến, kiến nghị của Nhân dân gửi tới hội nghị; {answered} ý kiến đã có trả lời."
FURTHER = "Trao đổi tiếp."
NOT_WRITTEN = "…"
"""A slip that came without its content: a hand writes it."""
CHAIR = "Người chủ trì"
ON_THE_SPOT = "Đã trả lời trực tiếp tại hội nghị."
IN_WRITING = "Trả lời bằng văn bản."
ABSENT = "{who} (đã đăng ký phát biểu, không có mặt khi được mời)"
HELD = frozenset({Phase.OPEN, Phase.CLOSED, Phase.CONCLUDED})
ANSWERED = "Đã trả lời"
ASSIGNED = "Giao xem xét, giải quyết và trả lời người nêu ý kiến"
OUT_OF_REMIT = "Không thuộc thẩm quyền; đã hướng dẫn người nêu ý kiến"
COMPETENT = "Cơ quan có thẩm quyền cấp trên"
REASON = "Nội dung thuộc thẩm quyền của cấp trên."
RAISED_BY = "Người dân {area}"
ASKER = "Người nêu ý kiến"
_Answers = list[tuple[str, str]]
"""Who answered and what, one pair an answer."""
FILES = "Ảnh, tệp do người nêu ý kiến gửi kèm: {count}"


def minutes(source: Source) -> Minutes:
    """What the session has: who was asked, who spoke, what was answered, what was concluded. The rest is for a hand."""
    if phase(source.session, source.at) not in HELD:
        raise NothingToSay(N_("paper.not_held"))
    found = source.concerns
    answered = sum(one.id in source.answers for one in found)
    conclusion = _released(source)
    chair = source.plan.chairs_of(source.planned)[0]
    hall = read_hall(source.tx, source.office.id, source.session)
    return Minutes(
        letterhead=letterhead(source),
        recipients=kept_only(source),
        meeting=meeting(source),
        chairs=hosts(source),
        attendance=tuple(_attendance(source)),
        opening=(OPENED,),
        report=(REPORTED.format(count=len(found), answered=answered),) if found else (),
        absent=_seated(source, hall, SeatState.ABSENT, ABSENT),
        spoken=tuple(_spoken(source, hall)),
        not_called=_seated(source, hall, SeatState.WAITING, "{who}"),
        conclusion=_paragraphs(conclusion.text) if conclusion is not None else (),
        chair=Signature(position="", name=chair.name or ""),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _attendance(source: Source) -> Iterable[Attendance]:
    """The groups that were asked to come; how many came is counted in the room."""
    quotas = source.planned.quotas
    for group in source.planned.attendees:
        if group.meeting == "session" and group.tier != "residents":
            yield Attendance(group=group.name, present=None)
    per_area = quotas.per_area or quotas.per_area_min
    hamlets = len(source.planned.areas) or len(source.areas)
    expected = per_area * hamlets if per_area else quotas.total_min or quotas.expected
    yield Attendance(group=RESIDENTS, expected=expected, present=None)


def _spoken(source: Source, hall: Hall) -> Iterable[Spoken]:
    """Who spoke, in the order in which they were called; without the queue, whoever registered, by number."""
    by_id = {concern.id: concern for concern in source.concerns}
    if not hall.in_use:
        for speaker in paper_rows.speakers(source.tx, source.office.id, source.session.id):
            concern = by_id.get(speaker.registration.concern_id or 0)
            yield _said(source, speaker, concern, _answers(source, concern))
        return
    heard: set[int] = set()
    for call in hall.queue.called:
        if call.state is SeatState.ABSENT:
            continue
        queued = hall.speakers[call.registration_id]
        again = call.registration_id in heard
        heard.add(call.registration_id)
        concern = None if again else by_id.get(queued.registration.concern_id or 0)
        said = _said(source, queued, concern, [*_answers(source, concern), *_noted(source, call)])
        yield said.model_copy(update={"content": FURTHER}) if again else said


def _said(source: Source, speaker: Speaker | QueuedSpeaker, concern: Concern | None, answers: _Answers) -> Spoken:
    registration = speaker.registration
    together = "\n".join(f"{who}: {said}" if who else said for who, said in answers)
    answerer, answer = answers[0] if len(answers) == 1 else ("", together)
    return Spoken(
        speaker=_name(speaker),
        hamlet=source.area(speaker.area_id) if speaker.area_id is not None else "",
        code=concern.code if concern is not None else None,
        content=concern.text if concern is not None else registration.content or NOT_WRITTEN,
        answerer=answerer,
        answer=answer,
    )


def _name(speaker: Speaker | QueuedSpeaker) -> str:
    return speaker.name or UNNAMED.format(number=speaker.registration.number)


def _answers(source: Source, concern: Concern | None) -> _Answers:
    """The answer that was released to a concern, and who gave it."""
    answer = source.answers.get(concern.id) if concern is not None else None
    if answer is None:
        return []
    who = source.agencies.get(answer.agency_id, "") if answer.agency_id is not None else ""
    return [(who, answer.text or ANSWERED_ALONE)]


def _noted(source: Source, call: Called) -> _Answers:
    """Who answered in the hall and who will in writing, as it was noted there."""
    found = []
    for note in call.notes:
        who = source.agencies.get(note.agency_id, "") if note.agency_id is not None else CHAIR
        usual = IN_WRITING if note.act is SpeakerActKind.WRITTEN else ON_THE_SPOT
        found.append((who, note.note or usual))
    return found


def _seated(source: Source, hall: Hall, state: SeatState, words: str) -> tuple[str, ...]:
    """Those of the queue with whom it stands so at the end; none where the queue was not used."""
    if not hall.in_use:
        return ()
    named = []
    for seat in hall.queue.in_state(state):
        speaker = hall.speakers[seat.registration_id]
        area = f", {source.area(speaker.area_id)}" if speaker.area_id is not None else ""
        named.append(words.format(who=f"{_name(speaker)}{area}"))
    return tuple(named)


def _released(source: Source) -> Conclusion | None:
    found = conclusions.conclusion_of_session(source.tx, source.office.id, source.session.id)
    return found if found is not None and found.state is DraftState.RELEASED else None


def _items(source: Source) -> tuple[Conclusion, list[tuple[Concern, ConclusionItem]]]:
    """The released conclusion and what it says of each concern that a paper may hold."""
    conclusion = _released(source)
    if conclusion is None:
        raise NothingToSay(N_("paper.no_conclusion"))
    allowed = {concern.id for concern in source.concerns}
    found = conclusions.items(source.tx, conclusion)
    return conclusion, [(concern, item) for concern, item in found if concern.id in allowed]


def conclusion_notice(source: Source) -> ConclusionNotice:
    """What was concluded, item by item. NothingToSay before the conclusion is released."""
    conclusion, found = _items(source)
    return ConclusionNotice(
        letterhead=letterhead(source),
        signature=signature(source),
        recipients=recipients(source),
        legal_bases=legal_bases(source),
        meeting=meeting(source),
        assessment=_paragraphs(conclusion.text),
        tasks=tuple(_task(source, *pair) for pair in found if pair[1].outcome is not Outcome.FORWARDED),
        upward=tuple(f"{matter(c)} ({c.code})" for c, item in found if item.outcome is Outcome.FORWARDED),
        monitor=source.plan.committee.name,
    )


def _task(source: Source, concern: Concern, item: ConclusionItem) -> Task:
    words = {Outcome.ANSWERED: ANSWERED, Outcome.ASSIGNED: ASSIGNED, Outcome.OUT_OF_REMIT: OUT_OF_REMIT}
    said = words.get(item.outcome, "")
    return Task(
        matter=matter(concern),
        codes=(concern.code,),
        conclusion=f"{said}. {item.note}" if item.note else said,
        agency=_agency(source, item),
        due_on=item.due_on,
    )


def _agency(source: Source, item: ConclusionItem) -> str:
    return source.agencies.get(item.agency_id, "") if item.agency_id is not None else ""


def forwarded(source: Source) -> list[Concern]:
    """The concerns that were passed on to a higher level."""
    return [one for one in source.concerns if one.state is ConcernState.FORWARDED]


def transfer(source: Source, code: str) -> TransferSlip:
    """The slip that goes with a concern that was forwarded. NothingToSay for any other code."""
    concern = next((one for one in forwarded(source) if one.code == code), None)
    if concern is None:
        raise NothingToSay(N_("paper.not_forwarded"), code=code)
    sent = attachments.of_concern(source.tx, source.office.id, concern.id)
    files = [file for file in sent if file.state is AttachmentState.STORED]
    return TransferSlip(
        letterhead=letterhead(source),
        signature=signature(source),
        recipients=to_the_above(source, Recipient(name=ASKER, purpose="know")),
        addressed_to=(source.plan.office.superior or COMPETENT,),
        code=concern.code,
        received_on=local_day(concern.created_at),
        raised_at=source.session.title,
        raised_by=RAISED_BY.format(area=source.area(concern.area_id)) if concern.area_id is not None else "",
        content=concern.text,
        reason=source.reasons.get(concern.id) or REASON,
        attachments=(FILES.format(count=len(files)),) if files else (),
    )


def follow_up(source: Source) -> FollowUpTable:
    """What was promised and what became of it. NothingToSay before the conclusion is released."""
    _, found = _items(source)
    own = [(c, item) for c, item in found if item.outcome in {Outcome.ASSIGNED, Outcome.FORWARDED}]
    return FollowUpTable(
        letterhead=letterhead(source),
        signature=signature(source),
        recipients=kept_only(source),
        meeting=meeting(source),
        conclusion=_conclusion_line(source),
        as_of=local_day(source.at),
        rows=tuple(_followed(source, *pair) for pair in own),
    )


def _conclusion_line(source: Source) -> str:
    found = papers.of_session(source.tx, source.office.id, source.session.id)
    released = [p for p in found if p.kind is PaperKind.CONCLUSION and p.state is PaperState.RELEASED and p.number]
    if not released:
        return ""
    last = released[-1]
    day = f" ngày {last.issued_on:%d/%m/%Y}" if last.issued_on else ""
    return f"Thông báo số {last.number:02d}{'-' if source.party else '/'}{last.notation}{day}"


def _followed(source: Source, concern: Concern, item: ConclusionItem) -> Followed:
    answer = source.answers.get(concern.id)
    state = _STATES.get(concern.state, FollowState.UNDER_WAY)
    return Followed(
        matter=matter(concern),
        codes=(concern.code,),
        agency=_agency(source, item) or source.agency(concern) or source.plan.office.superior or COMPETENT,
        due_on=concern.due_on or item.due_on,
        state=state,
        result=result(source, concern) if answer is not None or source.reasons.get(concern.id) else "",
        answered_on=_day(answer.decided_at) if answer is not None else None,
    )


_STATES = {
    ConcernState.RECEIVED: FollowState.NOT_BEGUN,
    ConcernState.ANSWERED: FollowState.DONE,
    ConcernState.OUT_OF_REMIT: FollowState.DONE,
    ConcernState.FORWARDED: FollowState.HANDED_UP,
}


def _day(moment: datetime | None) -> date | None:
    return local_day(moment) if moment is not None else None


def follow_up_rows(table: FollowUpTable) -> list[FollowUpRow]:
    """The same table as rows of a workbook."""
    return [
        FollowUpRow(
            task=row.matter,
            source=", ".join(row.codes),
            agency=row.agency,
            with_agencies=", ".join(row.with_agencies),
            due_on=row.due_on,
            progress=_progress(row, table.as_of),
            result=row.result,
            answered_on=row.answered_on,
            feedback=row.feedback,
            note=row.remark,
        )
        for row in table.rows
    ]


def _progress(row: Followed, as_of: date) -> Progress:
    if row.state is FollowState.DONE:
        return Progress.DONE
    if row.overdue(as_of):
        return Progress.LATE
    return Progress.DUE if row.due_on == as_of and row.state is not FollowState.HANDED_UP else Progress.NEXT
