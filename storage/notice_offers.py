"""What notices offered by number at one address, until a later question takes the numbers for itself."""

from collections.abc import Sequence

from storage.records import Delivery, NoticeOffer
from storage.transaction import Transaction

MOST_NUMBER = 99


def offers(tx: Transaction, office_id: int, channel: str, address: str) -> list[NoticeOffer]:
    """What may be chosen by number at an address beside the question that waits, in the order of the numbers."""
    rows = tx.all(
        """SELECT * FROM notice_offer
           WHERE office_id = :office_id AND channel = :channel AND address = :address ORDER BY number""",
        office_id=office_id,
        channel=channel,
        address=address,
    )
    return [NoticeOffer.of(row) for row in rows]


def allocate(tx: Transaction, row: Delivery, choices: Sequence[tuple[str, str]], *, after: int) -> int:
    """Give the (label, value) choices of one notice numbers behind all in use, and return the first.

    `after`: how many numbers the question that waits has. The numbers of an earlier try of the same notice stay. Where
    they would pass MOST_NUMBER, those of older notices are forgotten.
    """
    known = offers(tx, row.office_id, row.channel, row.address)
    own = [offer.number for offer in known if offer.delivery_id == row.id]
    if own:
        return min(own)
    first = max([after, *(offer.number for offer in known)]) + 1
    if first + len(choices) - 1 > MOST_NUMBER:
        forget(tx, row.office_id, row.channel, row.address, MOST_NUMBER)
        first = after + 1
    tx.many(
        """INSERT INTO notice_offer (office_id, channel, address, number, label, value, delivery_id)
           VALUES (:office_id, :channel, :address, :number, :label, :value, :delivery_id)""",
        [
            {
                "office_id": row.office_id,
                "channel": row.channel,
                "address": row.address,
                "number": number,
                "label": label,
                "value": value,
                "delivery_id": row.id,
            }
            for number, (label, value) in enumerate(choices, first)
        ],
    )
    return first


def forget(tx: Transaction, office_id: int, channel: str, address: str, up_to: int) -> None:
    """A question was asked whose list uses the numbers up to `up_to`: there they mean something else from now on."""
    tx.run(
        """DELETE FROM notice_offer
           WHERE office_id = :office_id AND channel = :channel AND address = :address AND number <= :up_to""",
        office_id=office_id,
        channel=channel,
        address=address,
        up_to=up_to,
    )
