"""News of a concern whose sender has no door: it goes onto the list of people to call or visit, and to who filed it.

The message stands in the outbox under a channel that nothing sends for, so that `/chuaden` reads it out, notes what
came of it and takes that back as it does with any other message that reached nobody.
"""

from handlers.messages import Reply
from handlers.official.notices import Offer, Wording, tell_resident
from handlers.official.words import Words
from handlers.reports.words import whom_words
from handlers.texts import DEFAULT_LANGUAGE, N_, Texts
from handlers.turn import Turn, body_of
from storage import deliveries, officials, people, reports, unreached
from storage.ids import new_id
from storage.records import Concern, Delivery, DeliveryState, OnBehalf, Report, ReportState, Unreached, Urgency

NO_DOOR = "no_door"
"""The channel, and the reason on the list."""


def tell_outcome(turn: Turn, concern: Concern, wording: Wording, offer: Offer, *, once_key: str) -> None:
    """Tell the sender what became of their concern: at their door, or by a person where they have none."""
    if concern.has_door:
        tell_resident(turn, concern, wording, offer, once_key=once_key)
    else:
        tell_in_person(turn, concern, wording, once_key=once_key)


def tell_in_person(turn: Turn, concern: Concern, wording: Wording, *, once_key: str) -> None:
    """Put it onto the list, and ask who filed it to pass it on. Once, whatever repeats this.

    Of a concern that is closed to all but the inspector, who filed it hears nothing.
    """
    if deliveries.was_queued(turn.tx, turn.office.id, once_key):
        return
    delivery = _delivery(turn, concern, wording(Texts(DEFAULT_LANGUAGE)), once_key)
    deliveries.queue(turn.tx, delivery)
    unreached.add(turn.tx, _entry(turn, concern, delivery))
    behalf = reports.on_behalf_of(turn.tx, turn.office.id, concern.id)
    report = reports.get_report(turn.tx, turn.office.id, behalf.report_id) if behalf is not None else None
    if behalf is not None and report is not None and not concern.protected:
        _tell_contributor(turn, concern, behalf, report, wording, once_key)


def _delivery(turn: Turn, concern: Concern, text: str, once_key: str) -> Delivery:
    return Delivery(
        office_id=turn.office.id,
        id=new_id(turn.at),
        channel=NO_DOOR,
        address=str(concern.person_id),
        urgency=Urgency.NOTICE,
        body=body_of(Reply(text=text)),
        state=DeliveryState.WAITING,
        attempts=0,
        not_before=turn.at,
        created_at=turn.at,
        sent_at=None,
        remote_id=None,
        error_code=NO_DOOR,
        announcement_id=None,
        update_key=None,
        once_key=once_key,
        concern_id=concern.id,
    )


def _entry(turn: Turn, concern: Concern, delivery: Delivery) -> Unreached:
    return Unreached(
        office_id=turn.office.id,
        id=new_id(turn.at),
        delivery_id=delivery.id,
        person_id=concern.person_id,
        concern_id=concern.id,
        reason=NO_DOOR,
        at=turn.at,
        outcome="",
        outcome_at=None,
        outcome_by=None,
    )


def _tell_contributor(
    turn: Turn, concern: Concern, behalf: OnBehalf, report: Report, wording: Wording, once_key: str
) -> None:
    """Who filed it, while they still work for the office: the answer, and whom to tell."""
    door = people.last_identity(turn.tx, turn.office.id, report.filed_by)
    official = officials.find_official(turn.tx, turn.office.id, report.filed_by)
    if door is None or official is None or report.state is not ReportState.FILED:
        return
    texts = turn.texts_of(report.filed_by)
    whom = whom_words(texts, behalf, names=True)
    area = Words(tx=turn.tx, office=turn.office, texts=texts).area(concern.area_id)
    parts = [wording(texts), texts.t(N_("report.please_tell"), whom=whom, area=area)]
    if behalf.phone:
        parts.append(texts.t(N_("report.phone"), phone=behalf.phone))
    turn.tell(door, "\n\n".join(parts), once_key=f"{once_key}/filed-by")
