"""The collected report of a session, and the figures for its table and charts, from its concerns."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.channel_names import channel_name
from handlers.official.words import STATES
from handlers.papers.gather import VI, NothingToSay, Source, legal_bases, letterhead, meeting, recipients, signature
from handlers.papers.report import (
    AuthorityPart,
    CollectedReport,
    ConcernRow,
    Outstanding,
    Proposal,
    Said,
    TopicPart,
    concern_row,
    tallies,
)
from handlers.papers.tables import ConcernRow as TableRow
from handlers.papers.tables import Counts, tally
from handlers.rules.publication import without_names
from handlers.rules.speakers import SeatState
from handlers.speaking import read_hall
from handlers.texts import N_, local_day
from handlers.understanding.summary import summarise
from storage import concern_groups, paper_rows
from storage.records import Concern, ConcernState

MOST_LINES = 12
"""Matters of one field in the text; all of them stand in the appendix."""
MOST_PROPOSALS = 60
ALIKE = "Cùng nêu việc này: {codes}"
MORE = "Còn {count} ý kiến khác, xem Phụ lục."
OWN = {"tinh": "Thuộc thẩm quyền của tỉnh", "huyen": "Thuộc thẩm quyền của huyện", "xa": "Thuộc thẩm quyền của xã"}
ABOVE = "Thuộc thẩm quyền cấp trên"
OUTSIDE = "Không thuộc thẩm quyền"
ANSWERED_ALONE = "Đã trả lời riêng người nêu ý kiến"
"""Of a complaint: its answer was promised to its sender alone, and papers go through many hands."""
WAITING = "{count} ý kiến đã giao, chưa có trả lời được duyệt"

AT_SESSION = (
    "Tại hội nghị có {spoken} người phát biểu với {turns} lượt; {absent} người đã đăng ký nhưng vắng mặt khi được mời."
)
IN_REPORTS = "Báo cáo của cơ quan, đoàn thể"
"""By which way a concern came that somebody filed for a person: it has no door of its own."""


def report(source: Source) -> CollectedReport:
    """The report on everything that was sent for this session. NothingToSay when nothing was."""
    found = source.concerns
    if not found:
        raise NothingToSay(N_("paper.no_concerns"))
    session = source.session
    doors = paper_rows.doors(source.tx, source.office.id, session.id)
    merged, alike = _merged(source)
    return CollectedReport(
        letterhead=letterhead(source),
        signature=signature(source),
        recipients=recipients(source),
        legal_bases=legal_bases(source),
        addressed_to=tuple(one.name for one in source.plan.recipients if one.purpose == "report"),
        meeting=meeting(source),
        collected_from=local_day(session.collection_opens_at) if session.collection_opens_at else None,
        collected_to=local_day(session.collection_closes_at) if session.collection_closes_at else None,
        received=len(found),
        distinct=len(merged),
        by_channel=tallies(channel_name(VI, doors[one.id]) if one.id in doors else IN_REPORTS for one in found),
        by_hamlet=tallies(_in_order((source.area(one.area_id) for one in merged), source.areas.values())),
        by_topic=tallies(_in_order((source.topic(one.topic) for one in merged), source.topics.values())),
        by_result=tallies(VI.t(STATES[one.state]) for one in merged),
        at_session=_at_session(source),
        topics=tuple(_topic_parts(source, merged, alike)),
        by_authority=tuple(_authority(source, merged)),
        proposals=tuple(_proposals(source, merged)),
        outstanding=tuple(_outstanding(source)),
        rows=tuple(_row(source, one, alike.get(one.id, ())) for one in merged),
    )


def _at_session(source: Source) -> str:
    """How many spoke at the session; "" while nobody was called."""
    hall = read_hall(source.tx, source.office.id, source.session)
    if not hall.in_use:
        return ""
    turns = [call.registration_id for call in hall.queue.called if call.state is not SeatState.ABSENT]
    absent = len(hall.queue.in_state(SeatState.ABSENT))
    return AT_SESSION.format(spoken=len(set(turns)), turns=len(turns), absent=absent)


def _merged(source: Source) -> tuple[list[Concern], dict[int, list[str]]]:
    """One concern for each matter, and by its id the codes of the others that officials grouped with it."""
    by_id = {one.id: one for one in source.concerns}
    heads = concern_groups.representatives(source.tx, source.office.id, source.session.id)
    alike: dict[int, list[str]] = {}
    for one in source.concerns:
        head = heads.get(one.id, one.id)
        if head != one.id and head in by_id:
            alike.setdefault(head, []).append(one.code)
    folded = {code for codes in alike.values() for code in codes}
    return [one for one in source.concerns if one.code not in folded], alike


def _in_order(labels: Iterable[str], order: Iterable[str]) -> list[str]:
    """The labels in the office's own order; those it does not know last."""
    place = {name: n for n, name in enumerate(order)}
    return sorted(labels, key=lambda label: place.get(label, len(place)))


def matter(concern: Concern) -> str:
    """A concern in one sentence, without names."""
    return without_names(concern.summary or summarise(concern.text))


def _topic_parts(source: Source, found: Sequence[Concern], alike: Mapping[int, Sequence[str]]) -> Iterable[TopicPart]:
    by_topic: dict[str, list[Concern]] = {}
    for concern in found:
        by_topic.setdefault(source.topic(concern.topic), []).append(concern)
    for topic in _in_order(by_topic, source.topics.values()):
        own = by_topic[topic]
        lines = [Said(text=matter(one), codes=(one.code, *alike.get(one.id, ()))) for one in own[:MOST_LINES]]
        if len(own) > MOST_LINES:
            lines.append(Said(text=MORE.format(count=len(own) - MOST_LINES)))
        yield TopicPart(topic=topic, count=len(own), lines=tuple(lines))


def _authority(source: Source, found: Sequence[Concern]) -> Iterable[AuthorityPart]:
    above = [one for one in found if one.state is ConcernState.FORWARDED]
    outside = [one for one in found if one.state is ConcernState.OUT_OF_REMIT]
    own = len(found) - len(above) - len(outside)
    yield AuthorityPart(authority=OWN.get(source.plan.office.level, OWN["xa"]), count=own)
    for label, those in ((ABOVE, above), (OUTSIDE, outside)):
        if those:
            yield AuthorityPart(authority=label, count=len(those), codes=tuple(one.code for one in those))


def _proposals(source: Source, found: Sequence[Concern]) -> Iterable[Proposal]:
    """Answers that were released, each on its own; what an agency still has, together."""
    answered = [one for one in found if one.id in source.answers and source.answers[one.id].text]
    for concern in answered[:MOST_PROPOSALS]:
        answer = source.answers[concern.id]
        agency = source.agencies.get(answer.agency_id, "") if answer.agency_id is not None else source.office.name
        yield Proposal(codes=(concern.code,), matter=matter(concern), answer=answer.text, agency=agency)
    waiting: dict[str, list[str]] = {}
    for concern in found:
        if concern.id not in source.answers and (agency := source.agency(concern)):
            waiting.setdefault(agency, []).append(concern.code)
    for agency, codes in waiting.items():
        yield Proposal(codes=tuple(codes), matter=WAITING.format(count=len(codes)), agency=agency)


def _outstanding(source: Source) -> Iterable[Outstanding]:
    for one in paper_rows.left_open(source.tx, source.office.id, source.session.id):
        yield Outstanding(code=one.code, matter=matter(one), agency=source.agency(one), due_on=one.due_on)


def _row(source: Source, concern: Concern, alike: Sequence[str]) -> ConcernRow:
    row = concern_row(
        concern,
        hamlet=source.area(concern.area_id),
        topic=source.topic(concern.topic),
        agency=source.agency(concern),
        result=result(source, concern),
    )
    return row.model_copy(update={"remark": ALIKE.format(codes=", ".join(alike))}) if alike else row


def result(source: Source, concern: Concern) -> str:
    """The answer that was released, or how far it has come and why."""
    answer = source.answers.get(concern.id)
    if answer is not None:
        return answer.text or ANSWERED_ALONE
    state = VI.t(STATES[concern.state])
    reason = source.reasons.get(concern.id, "")
    return f"{state}: {reason}" if reason else state


def counts(source: Source) -> Counts:
    """The figures for charts: by topic, hamlet and result."""
    if not source.concerns:
        raise NothingToSay(N_("paper.no_concerns"))
    found, _ = _merged(source)
    return Counts(
        received=len(source.concerns),
        merged=len(found),
        by_topic=tally(source.topic(one.topic) for one in found),
        by_area=tally(source.area(one.area_id) for one in found),
        by_state=tally(VI.t(STATES[one.state]) for one in found),
        by_agency=tally(filter(None, (source.agency(one) for one in found))),
    )


def table_rows(report: CollectedReport) -> list[TableRow]:
    """The appendix as rows of the published summary."""
    return [
        TableRow(
            code=row.code,
            text=row.text,
            area=row.hamlet,
            topic=row.topic,
            agency=row.agency,
            result=row.result,
            note=row.remark,
        )
        for row in report.rows
    ]
