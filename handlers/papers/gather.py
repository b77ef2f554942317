"""What the papers of a session have in common, gathered from its plan: letterhead, signature, recipients, the meeting.

    source_of(tx, office, session, at)     everything a gatherer reads from
    NothingToSay                           the paper cannot be made yet; the message id says why

An office without a plan has the frame of a people's committee with its own name and place.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from handlers.milestones.plans import plan_of, plans_of
from handlers.papers.before import Meeting
from handlers.papers.content import Authority, Letterhead, Recipient, Signature, Standing
from handlers.rules.plans.model import Plan
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.session import PlannedSession
from handlers.rules.session_milestones import plan_for
from handlers.texts import Texts
from storage import offices, paper_rows
from storage.paper_rows import Released
from storage.records import Concern, Office, Session
from storage.transaction import Transaction

VI = Texts("vi")
"""Papers are written in Vietnamese, whoever asks for them."""

_COMMITTEES = {"tinh": "TU", "huyen": "HU", "xa": "ĐU"}
_MARKS = {"people_council": "HĐND", "people_committee": "UBND"}
_KEPT = {"party": "Văn phòng", "state": "VT"}
_SIGNS = re.compile(r"(T/M|TM|K/T|KT|T/L|TL|TUQ|Q)\.?\s+(\S.*)", re.IGNORECASE)
_AUTHORITIES = {
    "TM": Authority.ON_BEHALF,
    "KT": Authority.DEPUTY,
    "TL": Authority.BY_ORDER,
    "TUQ": Authority.BY_MANDATE,
    "Q": Authority.ACTING,
}
_LEVEL = re.compile(
    r"^((đảng|tỉnh|huyện|thành|quận|thị) ủy\b\s*)?((xã|phường|thị trấn|huyện|quận|tỉnh|thành phố|đặc khu)\b\s*)?",
    re.IGNORECASE,
)
_MEETING = re.compile(r"(buổi|phiên|hội nghị|cuộc|đối thoại|tiếp xúc|gặp)\b", re.IGNORECASE)
"""How a title begins that can stand behind «chủ trì»; any other is a subject."""
NO_PLACE = "…"
"""Where neither the plan nor the office's name says a place: filled in by hand."""
_KEPT_WORDS = re.compile(r"lưu\s*:?\s*", re.IGNORECASE)
_TYPES_OF_NUMBER = re.compile(r"/(?:KH|CTr|TB|QĐ|CT|NQ)-(.+)$")
AS_ABOVE = "Như trên"
NO_AREA = "Không nêu nơi ở"
NO_TOPIC = "Lĩnh vực khác"


class NothingToSay(Exception):
    """The paper cannot be made yet; `message_id` says why, with `values`."""

    def __init__(self, message_id: str, **values: object) -> None:
        self.message_id, self.values = message_id, values
        super().__init__(message_id)


@dataclass(frozen=True)
class Source:
    """One session of one office at a moment, and the plan that binds it. Names are read once."""

    tx: Transaction
    office: Office
    session: Session
    plan: Plan
    planned: PlannedSession
    at: datetime

    @cached_property
    def concerns(self) -> list[Concern]:
        """The concerns that a paper may hold, the oldest first."""
        return paper_rows.concerns_to_tell(self.tx, self.office.id, self.session.id)

    @cached_property
    def areas(self) -> dict[int, str]:
        """The hamlets' names."""
        return {area.id: area.name for area in offices.areas(self.tx, self.office.id)}

    @cached_property
    def agencies(self) -> dict[int, str]:
        """The agencies' names."""
        return {body.id: body.name for body in offices.bodies(self.tx, self.office.id)}

    @cached_property
    def given(self) -> dict[int, int]:
        """The agency of each concern: concern id, agency id."""
        return paper_rows.agencies_of_concerns(self.tx, self.office.id)

    @cached_property
    def answers(self) -> dict[int, Released]:
        """The newest released answer to each concern."""
        return paper_rows.released_answers(self.tx, self.office.id, self.session.id)

    @cached_property
    def reasons(self) -> dict[int, str]:
        """Why concerns were forwarded or found out of remit."""
        return paper_rows.reasons(self.tx, self.office.id, self.session.id)

    @cached_property
    def topics(self) -> dict[str, str]:
        """The fields of life as the office names them."""
        return {topic.key: topic.vi for topic in self.office.profile.topics}

    @property
    def party(self) -> bool:
        """Whether the office writes Party documents."""
        return self.plan.office.document_family == "party"

    def area(self, area_id: int | None) -> str:
        """A hamlet's name, or that none was said."""
        return self.areas.get(area_id, NO_AREA) if area_id is not None else NO_AREA

    def topic(self, key: str) -> str:
        """A field's name."""
        return self.topics.get(key, key or NO_TOPIC)

    def agency(self, concern: Concern) -> str:
        """The agency that has the concern or has answered it; "" for none."""
        agency_id = self.given.get(concern.id)
        return self.agencies.get(agency_id, "") if agency_id is not None else ""


def source_of(tx: Transaction, office: Office, session: Session, at: datetime) -> Source:
    """What the papers of this session are gathered from."""
    plan, planned = plan_for(plan_of(plans_of(tx, office.id), session), office, session, read_profile())
    return Source(tx, office, session, plan, planned, at)


def letterhead(source: Source) -> Letterhead:
    """Whose paper it is; without a number, for it is a draft."""
    office, document = source.plan.office, source.plan.document
    return Letterhead(
        superior=office.superior or "",
        issuer=office.issuer,
        mark=_mark(source.plan),
        place=document.place or _LEVEL.sub("", office.name, count=1) or NO_PLACE,
    )


def _mark(plan: Plan) -> str:
    """The issuer's sign in numbers, as the plan's own number has it («06/KH-HĐND», «21-KH/ĐU»)."""
    number = plan.document.number or ""
    if plan.office.document_family == "party":
        return number.rpartition("/")[2].strip() or _usual_mark(plan)
    found = _TYPES_OF_NUMBER.search(number)
    return found[1].strip() if found else _usual_mark(plan)


def _usual_mark(plan: Plan) -> str:
    """«TU», «HU» or «ĐU» of a Party committee by its level; «HĐND», «UBND»."""
    return _MARKS.get(plan.office.kind) or _COMMITTEES[plan.office.level]


def signature(source: Source) -> Signature:
    """Who signed the plan signs its papers; without one, the first chair."""
    document = source.plan.document
    found = _SIGNS.fullmatch(document.signed_for.strip()) if document.signed_for else None
    standing = (
        (Standing(authority=_AUTHORITIES[found[1].upper().replace("/", "")], body=found[2].strip()),) if found else ()
    )
    if document.signed_by or document.signed_position:
        return Signature(standing=standing, position=document.signed_position or "", name=document.signed_by or "")
    chair = source.plan.chairs_of(source.planned)[0]
    return Signature(standing=standing, position=chair.title, name=chair.name or "")


def recipients(source: Source) -> tuple[Recipient, ...]:
    """The plan's recipients; a paper is always kept somewhere."""
    listed = [
        Recipient(
            name=_KEPT_WORDS.sub("", one.name, count=1) if one.purpose == "file" else one.name, purpose=one.purpose
        )
        for one in source.plan.recipients
    ]
    kept = [one for one in listed if one.purpose == "file"]
    others = [one for one in listed if one.purpose != "file"]
    return (*others, *(kept or [Recipient(name=_KEPT[source.plan.office.document_family], purpose="file")]))


def kept_only(source: Source) -> tuple[Recipient, ...]:
    """Where a paper is kept, for those that go to nobody else."""
    return tuple(one for one in recipients(source) if one.purpose == "file")


def to_the_above(source: Source, *others: Recipient) -> tuple[Recipient, ...]:
    """The recipients of what is addressed to somebody: «Như trên», and where it is kept."""
    return (Recipient(name=AS_ABOVE), *others, *kept_only(source))


def legal_bases(source: Source) -> tuple[str, ...]:
    """The plan's legal bases, and the plan itself."""
    document = source.plan.document
    lines = [_based(line) for line in document.legal_bases]
    if document.number:
        day = f" ngày {document.issued:%d/%m/%Y}" if document.issued else ""
        lines.append(_based(f"Kế hoạch số {document.number}{day} của {source.plan.office.issuer}"))
    return tuple(lines)


def _based(line: str) -> str:
    return line if line.lower().startswith(("căn cứ", "thực hiện", "theo")) else f"Căn cứ {line}"


def hosts(source: Source) -> tuple[str, ...]:
    """The chairs of the session by name and position."""
    return tuple(
        f"đồng chí {chair.name}, {chair.title}" if chair.name else chair.title
        for chair in source.plan.chairs_of(source.planned)
    )


def meeting(source: Source) -> Meeting:
    """The session as papers name it."""
    session = source.session
    return Meeting(
        title=_title(session.title),
        hosts=hosts(source),
        starts_at=session.starts_at,
        time_note=session.date_note if session.starts_at is None else "",
        venue=session.venue,
    )


def _title(title: str) -> str:
    """A session that is called «Đối thoại …» is a conference in papers: one organises, attends and concludes it.

    A title that is a subject («Khởi nghiệp, học nghề») is named as one, so that it can stand behind «chủ trì».
    """
    if title.startswith("Đối thoại"):
        return f"Hội nghị đ{title[1:]}"
    return title if _MEETING.match(title) else f"buổi đối thoại «{title}»"
