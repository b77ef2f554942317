"""Papers before a session, from its plan and its registrations: invitation, register, notice, poster, speaker slips."""

from datetime import datetime

from handlers.papers.before import (
    Delivered,
    Guest,
    Invitation,
    InvitationRegister,
    Notice,
    SpeakerSlip,
)
from handlers.papers.gather import (
    NothingToSay,
    Source,
    legal_bases,
    letterhead,
    meeting,
    recipients,
    signature,
    to_the_above,
)
from handlers.papers.tables import Poster
from handlers.texts import N_
from storage import milestones, paper_rows
from storage.paper_rows import Speaker

RESIDENTS = "Đại diện Nhân dân"
DELEGATES = "{area} ({count} đại biểu)"
NEEDS_HELP = "Ông/bà đi lại khó khăn hoặc cần người phiên dịch, xin báo trước cho cơ quan tổ chức"
OTHER_MATTERS = "Những vấn đề khác mà Nhân dân quan tâm"
EVERYBODY = "Nhân dân"
AS_PLANNED = "Trao đổi, trả lời ý kiến, kiến nghị của Nhân dân về những nội dung nêu tại Kế hoạch số {number}"
COME = "Người dự ký tên khi đến; ai muốn phát biểu thì đăng ký trước với trợ lý hoặc tại hội trường"
BY_CHAT = "Nhắn tin cho trợ lý của {office}, vào bất cứ giờ nào"
BY_HEAD = "Gửi qua trưởng {kind} nơi mình ở"
BY_PHONE = "Gọi số {phone}"
BY_HAND = "Gửi tại {address}"
UNNAMED = "Người đăng ký số {number}"
_FEW = 6
_LONGEST_TOPIC = 120
_ROOM_FOR_RULES = 130
_ROOM_FOR_MATTERS = 200
_ONE_LINE = 60


def invitation(source: Source) -> Invitation:
    """One page a guest: the groups of the plan, each hamlet on its own where hamlets are asked to send people."""
    found = _guests(source)
    if not found:
        raise NothingToSay(N_("paper.no_guests"))
    return Invitation(
        letterhead=letterhead(source),
        signature=signature(source),
        recipients=to_the_above(source),
        guests=found,
        meeting=meeting(source),
        content=_in_short(source),
        notes=(NEEDS_HELP,),
        register_by=_registration_ends(source),
    )


def register(made: Invitation) -> InvitationRegister:
    """The register of an invitation: to whom it goes, the rest filled in by hand."""
    return InvitationRegister(
        letterhead=made.letterhead.model_copy(update={"number": None}),
        signature=made.signature,
        meeting=made.meeting,
        rows=tuple(Delivered(guest=guest) for guest in made.guests),
        automatic=made.automatic,
    )


def _guests(source: Source) -> tuple[Guest, ...]:
    groups = [one for one in source.planned.attendees if one.meeting == "session"]
    guests: list[Guest] = []
    for group in groups:
        if group.tier == "area":
            guests += [Guest(address="", name=group.name, unit=area) for area in _areas(source)]
        elif group.tier != "residents":
            guests.append(Guest(address="", name=group.name))
    if not groups or any(group.tier == "residents" for group in groups):
        guests += _residents(source)
    return tuple(guests)


def _residents(source: Source) -> list[Guest]:
    quotas = source.planned.quotas
    count = quotas.per_area or quotas.per_area_min
    return [
        Guest(address="", name=RESIDENTS, unit=DELEGATES.format(area=area, count=count) if count else area)
        for area in _areas(source)
    ]


def _areas(source: Source) -> list[str]:
    """The hamlets that the session is for; all where the plan names none."""
    named = [source.plan.area(key).name for key in source.planned.areas]
    return named or list(source.areas.values())


def _matters(source: Source) -> tuple[str, ...]:
    focus = source.session.focus or tuple(one.text for one in source.planned.focus)
    return (*focus, OTHER_MATTERS) if source.planned.other_matters or not focus else focus


def _in_short(source: Source) -> tuple[str, ...]:
    """The matters, where an invitation has room for them on its page; else the plan that names them."""
    every = _matters(source)
    number = source.plan.document.number
    if sum(map(len, every)) <= _ROOM_FOR_MATTERS:
        return every
    return (AS_PLANNED.format(number=number),) if number else every[:2]


def _registration_ends(source: Source) -> datetime | None:
    found = milestones.of_session(source.tx, source.office.id, source.session.id)
    return next((one.late_from for one in found if one.kind == "registration"), None)


def notice(source: Source) -> Notice:
    """Who dialogues with whom, when, where, how to come, how to send a concern and until when."""
    profile = source.office.profile
    return Notice(
        letterhead=letterhead(source),
        signature=signature(source),
        recipients=recipients(source),
        legal_bases=legal_bases(source),
        meeting=meeting(source),
        audience="; ".join(source.planned.audience) or EVERYBODY,
        topics=_matters(source),
        attendance=(COME, NEEDS_HELP),
        ways=_ways(source),
        collected_until=source.session.collection_closes_at,
        contact=tuple(filter(None, (", ".join(filter(None, (source.office.name, profile.address))), profile.phone))),
    )


def _ways(source: Source) -> tuple[str, ...]:
    profile = source.office.profile
    kinds = {area.kind for area in source.plan.areas}
    return tuple(
        filter(
            None,
            (
                BY_CHAT.format(office=source.office.name),
                BY_HEAD.format(kind=kinds.pop() if len(kinds) == 1 else "thôn, xóm"),
                BY_PHONE.format(phone=profile.phone) if profile.phone else "",
                BY_HAND.format(address=profile.address) if profile.address else "",
            ),
        )
    )


def poster(made: Notice, office_name: str, link: str) -> Poster:
    """What a released notice looks like on a wall, with the address of the chat as a code to scan."""
    topic = "; ".join(made.topics)
    return Poster(
        office=made.letterhead.issuer,
        superior=made.letterhead.superior,
        title=made.meeting.title,
        topic=topic if len(topic) <= _LONGEST_TOPIC else made.topics[0],
        when=made.meeting.when,
        where=made.meeting.where,
        who=made.audience,
        until=made.deadline or made.meeting.when,
        ways=made.ways[:_FEW],
        link=link,
        link_words=f"Trang {office_name}",
        contact="; ".join(made.contact),
    )


def slips(source: Source) -> tuple[SpeakerSlip, ...]:
    """One slip a registration, in the order of their numbers; a blank one where nobody has registered."""
    found = paper_rows.speakers(source.tx, source.office.id, source.session.id)
    return tuple(_slip(source, one) for one in found) or (_blank(source),)


def _blank(source: Source) -> SpeakerSlip:
    head = letterhead(source)
    return SpeakerSlip(
        issuer=head.issuer,
        superior=head.superior,
        place=head.place,
        meeting=meeting(source),
        rules=_short(source.office.profile.house_rules, room=len(source.session.title) <= _ONE_LINE),
    )


def _short(rules: tuple[str, ...], *, room: bool) -> tuple[str, ...]:
    """As many of the house rules as a slip of A5 holds; none under a title of two lines. The box to tick names them."""
    kept: list[str] = []
    for rule in rules if room else ():
        if sum(map(len, kept)) + len(rule) > _ROOM_FOR_RULES:
            break
        kept.append(rule)
    return tuple(kept)


def _slip(source: Source, speaker: Speaker) -> SpeakerSlip:
    registration = speaker.registration
    given = {
        "name": speaker.name or UNNAMED.format(number=registration.number),
        "hamlet": source.area(speaker.area_id) if speaker.area_id is not None else "",
        "representing": _representing(registration.representing),
        "topic": source.topic(registration.topic),
        "content": registration.content,
        "order": registration.number,
        "received_at": registration.created_at,
        "consented": speaker.consented,
    }
    return SpeakerSlip.model_validate({**dict(_blank(source)), **given})


def _representing(kept: str) -> str:
    """«self», «household», or a group by its name («group:…»)."""
    return kept if kept in {"self", "household", ""} else "group"
