"""Checks of a plan's people and papers: who is missing, what contradicts itself, what belongs to abolished
districts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handlers.rules.plans.profile import AFTER
from handlers.rules.plans.reading import duties_for
from handlers.rules.plans.remarks import Case, Remark, warning

PEOPLE = re.compile(r"\bnhân dân\b|\bngười dân\b", re.IGNORECASE)
DISTRICT = re.compile(r"\bhuyện\b", re.IGNORECASE)

FEW = 4
"""Topics named one by one; more are counted."""


def abolished_level(case: Case) -> Iterator[Remark]:
    """Districts ended on 01/7/2025: a plan of theirs can be read and run, not issued anew."""
    office = case.plan.office
    if office.level == "huyen":
        yield warning(("office", "level"), "cấp huyện không còn từ 01/7/2025; kế hoạch chỉ chạy để tra cứu")
    elif DISTRICT.search(office.superior or ""):
        yield warning(
            ("office", "superior"), f"cấp trên «{office.superior}» không còn từ 01/7/2025; chuyển về cấp tỉnh"
        )


def bodies_that_ended(case: Case) -> Iterator[Remark]:
    """Bodies whose work somebody else does now."""
    for at, agency in enumerate(case.plan.agencies):
        if agency.successor is not None:
            yield warning(("agencies", at), f"«{agency.name}» nay là «{agency.successor}»")


def title_without_the_people(case: Case) -> Iterator[Remark]:
    """A session «với cán bộ, đảng viên» whose audience also counts the people."""
    for path, session in case.sessions():
        _, _, whom = session.title.partition(" với ")
        invited = any(PEOPLE.search(group) for group in session.audience)
        if whom and invited and not PEOPLE.search(whom):
            yield warning((*path, "title"), "tên buổi đối thoại bỏ sót «nhân dân», dù đối tượng có nhân dân")


def signed_for_another_body(case: Case) -> Iterator[Remark]:
    """Issued by one body, signed on behalf of another."""
    document, issuer = case.plan.document, case.plan.office.issuer
    body = re.sub(r"^(T/M|TM\.|K/T|KT\.|T/L|TL\.)\s*", "", document.signed_for or "")
    if body and body.casefold() not in issuer.casefold():
        yield warning(("document", "signed_for"), f"«{issuer}» ban hành, nhưng ký thay mặt «{body}»")


def conclusion_of_another_body(case: Case) -> Iterator[Remark]:
    """A conclusion notice that is not the chair's own."""
    conclusion = case.plan.after.conclusion
    if conclusion is None or conclusion.on_behalf_of is None:
        return
    if conclusion.on_behalf_of not in {chair.key for chair in case.plan.chairs}:
        body = case.plan.party_name(conclusion.on_behalf_of)
        yield warning(
            ("after", "conclusion"), f"kết luận là của {body}, không phải của người chủ trì: cần {body} duyệt"
        )


def heads_without_a_ceiling(case: Case) -> Iterator[Remark]:
    """A body told to bring at least so many people to a session that also has a maximum."""
    for path, session in case.sessions():
        most = session.quotas.total_max
        for duty in duties_for(case.plan, session):
            if most is not None and duty.people_min is not None and duty.people_max is None:
                words = f"«{duty.name}» chỉ nêu ít nhất {duty.people_min} người"
                yield warning((*path, "quotas"), f"{words}, còn buổi đối thoại không quá {most}")


def more_from_the_hamlets_than_expected(case: Case) -> Iterator[Remark]:
    """Hamlet quotas that add up to more than the number expected."""
    for path, session in case.sessions():
        quotas = session.quotas
        floor = (quotas.per_area or quotas.per_area_min or 0) * len(session.areas)
        if quotas.expected is not None and floor > quotas.expected:
            yield warning((*path, "quotas"), f"các địa bàn cộng lại {floor} người, hơn số dự kiến {quotas.expected}")


def promises_without_a_time(case: Case) -> Iterator[Remark]:
    """What the plan promises after the session without saying until when."""
    words = {"conclusion": "thông báo kết luận", "answers": "trả lời người nêu ý kiến"}
    for name in AFTER:
        duty = getattr(case.plan.after, name)
        if name in words and (duty is None or duty.due is None):
            yield warning(("after", name), f"kế hoạch không nêu hạn {words[name]}")


def collection_without_an_end(case: Case) -> Iterator[Remark]:
    """Opinions taken for ever."""
    for path, session in case.sessions():
        if session.collection.closes is None:
            yield warning(path, f"buổi «{session.title}» không nêu hạn nhận ý kiến")


def nobody_to_ask(case: Case) -> Iterator[Remark]:
    """Contact details missing, or invented for a demonstration; no house rules."""
    contact = case.plan.office.contact
    if contact is None:
        yield warning(("office",), "chưa có địa chỉ, điện thoại, nơi tiếp công dân cho người không dùng trợ lý")
    elif contact.invented:
        yield warning(("office", "contact"), "địa chỉ, điện thoại là của bản dùng thử; thay trước khi dùng thật")
    if not case.plan.office.house_rules:
        yield warning(("office",), "chưa có nội quy bằng lời dễ hiểu")


def topics_nobody_answers(case: Case) -> Iterator[Remark]:
    """Topics without an agency, so that every concern about them must be assigned by hand."""
    missing = [topic.vi for topic in case.plan.topics if not case.plan.agencies_for(topic.id)]
    if len(missing) > FEW:
        words = f"{len(missing)} trong {len(case.plan.topics)} lĩnh vực"
        yield warning(("agencies",), f"chưa có cơ quan trả lời mặc định cho {words}")
    elif missing:
        yield warning(("agencies",), f"chưa có cơ quan trả lời mặc định cho: {'; '.join(missing)}")


WORD_CHECKS: tuple[Callable[[Case], Iterator[Remark]], ...] = (
    abolished_level,
    bodies_that_ended,
    title_without_the_people,
    signed_for_another_body,
    conclusion_of_another_body,
    heads_without_a_ceiling,
    more_from_the_hamlets_than_expected,
    promises_without_a_time,
    collection_without_an_end,
    nobody_to_ask,
    topics_nobody_answers,
)
