"""What is said becomes rows of the outbox, each within the limits of the channel that will carry it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.channels.base import Limits
from bot.channels.split import split_text
from bot.numbering import laid_out, with_list
from handlers.messages import Outgoing, Reply
from handlers.turn import body_of
from storage import deliveries, notice_offers
from storage.ids import new_id
from storage.records import Delivery, DeliveryState, Urgency
from storage.transaction import Transaction

_UNKNOWN = Limits(text=2000)


def parts_of(reply: Reply, limits: Limits) -> list[Reply]:
    """One message a part: the text split at sentence ends, then each file alone; choices come with the last text.

    Where choices are numbered (`limits.numbered`), each part leaves room for the list of its own.
    """
    if reply.choices and limits.numbered:
        parts = [Reply(text=part.text, choices=part.choices) for part in laid_out(reply, limits)]
    else:
        texts = _texts(reply, limits)
        if texts == [reply.text] and not reply.files:
            return [reply]
        parts = [Reply(text=text) for text in texts]
        if parts and reply.choices:
            parts[-1] = parts[-1].model_copy(update={"choices": reply.choices})
    if len(parts) == 1:
        parts = [parts[0].model_copy(update={"update_key": reply.update_key})]
    return parts + [Reply(text="", files=(file,)) for file in reply.files]


def _texts(reply: Reply, limits: Limits) -> list[str]:
    return split_text(reply.text, limits.text, limits.text_unit) if reply.text else []


def merged(outgoing: Sequence[Outgoing]) -> list[Outgoing]:
    """Plain texts said one after the other to the same address become one message: fewer buzzes, fewer calls."""
    result: list[Outgoing] = []
    for said in outgoing:
        if result and _joins(result[-1], said):
            text = f"{result[-1].reply.text}\n\n{said.reply.text}"
            result[-1] = said.model_copy(update={"reply": said.reply.model_copy(update={"text": text})})
        else:
            result.append(said)
    return result


def _joins(first: Outgoing, second: Outgoing) -> bool:
    plain = not (first.reply.choices or first.reply.files or first.reply.update_key or first.once_key)
    same = (first.channel, first.address, first.urgency) == (second.channel, second.address, second.urgency)
    return plain and same and not (second.reply.update_key or second.once_key)


def rows_of(office_id: int, outgoing: Outgoing, limits: Limits, at: datetime, first: int = 1) -> list[Delivery]:
    """The outbox rows of one thing said. A `once_key` stands on the first part and, numbered, on the others.

    The choices of a reply are listed from the number `first` on; a notice gets its numbers when it is sent.
    """
    rows = []
    for number, part in enumerate(parts_of(outgoing.reply, limits)):
        said = part
        if limits.numbered and outgoing.urgency is Urgency.REPLY:
            said = part.model_copy(update={"text": with_list(part.text, part.choices, first, outgoing.language)})
            first += len(part.choices)
        rows.append(
            Delivery(
                office_id=office_id,
                id=new_id(at),
                channel=outgoing.channel,
                address=outgoing.address,
                urgency=outgoing.urgency,
                body=body_of(said),
                state=DeliveryState.QUEUED,
                attempts=0,
                not_before=outgoing.not_before or at,
                created_at=at,
                sent_at=None,
                remote_id=None,
                error_code=None,
                announcement_id=outgoing.announcement_id,
                update_key=part.update_key,
                once_key=f"{outgoing.once_key}/{number}" if outgoing.once_key and number else outgoing.once_key,
                concern_id=outgoing.concern_id,
            )
        )
    return rows


def queue_all(
    tx: Transaction, office_id: int, outgoing: Sequence[Outgoing], limits: Mapping[str, Limits], at: datetime
) -> set[str]:
    """Put what is said into the outbox; return the channels that have something new."""
    listed: dict[tuple[str, str], int] = {}
    for said in merged(outgoing):
        within, address = limits.get(said.channel, _UNKNOWN), (said.channel, said.address)
        if said.reply.update_key:
            deliveries.drop_superseded(tx, office_id, *address, said.reply.update_key)
        deliveries.queue_many(tx, rows_of(office_id, said, within, at, listed.get(address, 0) + 1))
        if within.numbered and said.reply.choices and said.urgency is Urgency.REPLY:
            listed[address] = listed.get(address, 0) + len(said.reply.choices)
    for (channel, where), numbers in listed.items():
        notice_offers.forget(tx, office_id, channel, where, numbers)
    return {said.channel for said in outgoing}
