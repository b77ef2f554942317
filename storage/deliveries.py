"""The outbox: everything that leaves goes through these rows.

Each bot account's sending is held by one worker (Database.hold), so a row needs no claim of its own: the holder reads
what is due, sends it, and says what became of it. A worker that dies takes its hold with it, and the next one reads the
same rows.
"""

from datetime import datetime

from storage.records import Delivery, DeliveryState
from storage.rows import insert, insert_many
from storage.transaction import Transaction


def queue(tx: Transaction, delivery: Delivery) -> None:
    """Put one message into the outbox. Raises AlreadyRecorded when its once_key was used."""
    insert(tx, "delivery", delivery)


def queue_many(tx: Transaction, deliveries: list[Delivery]) -> None:
    """Put many messages into the outbox; those whose once_key was used already are passed over."""
    insert_many(tx, "delivery", list(deliveries))


def due(tx: Transaction, office_id: int, channel: str, at: datetime, limit: int) -> list[Delivery]:
    """What may be sent now on one channel: replies first, then notices, then announcements, each in order.

    A later message to an address waits while an earlier one of the same urgency is being tried again. One that was put
    off by choice (to the morning, to a day) holds nothing back: who asks for a paper at night gets it then.
    """
    rows = tx.all(
        """SELECT * FROM delivery AS d
           WHERE office_id = :office_id AND channel = :channel AND state = 'queued' AND not_before <= :at
             AND NOT EXISTS (SELECT 1 FROM delivery AS e
                             WHERE e.office_id = d.office_id AND e.channel = d.channel AND e.address = d.address
                               AND e.state = 'queued' AND e.urgency = d.urgency AND e.id < d.id
                               AND e.not_before > :at AND e.attempts > 0)
           ORDER BY urgency, id LIMIT :limit""",
        office_id=office_id,
        channel=channel,
        at=at,
        limit=limit,
    )
    return [Delivery.of(row) for row in rows]


def next_due_at(tx: Transaction, office_id: int, channel: str, after: datetime) -> datetime | None:
    """When the next of the queued messages that may not be sent before `after` may go; None when there is none."""
    row = tx.one(
        """SELECT MIN(not_before) AS moment FROM delivery
           WHERE office_id = :office_id AND channel = :channel AND state = 'queued' AND not_before > :after""",
        office_id=office_id,
        channel=channel,
        after=after,
    )
    if row is None or row["moment"] is None:
        return None
    moment = row["moment"]
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def mark_sent(tx: Transaction, delivery: Delivery, remote_id: str | None, at: datetime) -> None:
    """The platform took the message; `remote_id` is its id there."""
    tx.run(
        """UPDATE delivery SET state = 'sent', sent_at = :at, remote_id = :remote_id, attempts = attempts + 1
           WHERE office_id = :office_id AND id = :id""",
        office_id=delivery.office_id,
        id=delivery.id,
        remote_id=remote_id,
        at=at,
    )


def mark_retry(tx: Transaction, delivery: Delivery, not_before: datetime, error_code: str) -> None:
    """The platform was not able to take it; it will be tried again."""
    tx.run(
        """UPDATE delivery SET not_before = :not_before, error_code = :error_code, attempts = attempts + 1
           WHERE office_id = :office_id AND id = :id AND state = 'queued'""",
        office_id=delivery.office_id,
        id=delivery.id,
        not_before=not_before,
        error_code=error_code,
    )


def mark_parked(tx: Transaction, delivery: Delivery, error_code: str) -> None:
    """Given up; the reason stands beside it."""
    tx.run(
        """UPDATE delivery SET state = 'parked', error_code = :error_code, attempts = attempts + 1
           WHERE office_id = :office_id AND id = :id""",
        office_id=delivery.office_id,
        id=delivery.id,
        error_code=error_code,
    )


def sent_with_key(tx: Transaction, office_id: int, channel: str, address: str, update_key: str) -> Delivery | None:
    """The message already sent that a later one with the same key replaces in place, or None."""
    row = tx.one(
        """SELECT * FROM delivery
           WHERE office_id = :office_id AND channel = :channel AND address = :address AND state = 'sent'
             AND update_key = :update_key AND remote_id IS NOT NULL ORDER BY id LIMIT 1""",
        office_id=office_id,
        channel=channel,
        address=address,
        update_key=update_key,
    )
    return Delivery.of(row) if row else None


def newest_with_key(tx: Transaction, office_id: int, channel: str, address: str, update_key: str) -> Delivery | None:
    """The newest update of one message, whatever became of it, or None."""
    row = tx.one(
        """SELECT * FROM delivery
           WHERE office_id = :office_id AND channel = :channel AND address = :address AND update_key = :update_key
           ORDER BY id DESC LIMIT 1""",
        office_id=office_id,
        channel=channel,
        address=address,
        update_key=update_key,
    )
    return Delivery.of(row) if row else None


def was_queued(tx: Transaction, office_id: int, once_key: str) -> bool:
    """Whether what this key names was put into the outbox before."""
    found = tx.one(
        "SELECT 1 AS found FROM delivery WHERE office_id = :office_id AND once_key = :once_key",
        office_id=office_id,
        once_key=once_key,
    )
    return found is not None


def drop_superseded(tx: Transaction, office_id: int, channel: str, address: str, update_key: str) -> None:
    """Drop updates of the same message that nobody has seen yet: only the newest matters."""
    tx.run(
        """UPDATE delivery SET state = 'stopped', error_code = 'superseded'
           WHERE office_id = :office_id AND channel = :channel AND address = :address
             AND update_key = :update_key AND state = 'queued'""",
        office_id=office_id,
        channel=channel,
        address=address,
        update_key=update_key,
    )


def stop_announcement(tx: Transaction, office_id: int, announcement_id: int) -> int:
    """Take the unsent messages of an announcement out of the queue; return how many."""
    return tx.run(
        """UPDATE delivery SET state = 'stopped', error_code = 'stopped'
           WHERE office_id = :office_id AND announcement_id = :announcement_id AND state = 'queued'""",
        office_id=office_id,
        announcement_id=announcement_id,
    )


def ledger(tx: Transaction, office_id: int, announcement_id: int) -> dict[DeliveryState, int]:
    """How many messages of an announcement are in which state."""
    rows = tx.all(
        """SELECT state, COUNT(*) AS n FROM delivery
           WHERE office_id = :office_id AND announcement_id = :announcement_id GROUP BY state""",
        office_id=office_id,
        announcement_id=announcement_id,
    )
    return {DeliveryState(row["state"]): int(row["n"]) for row in rows}


def failures(tx: Transaction, office_id: int, announcement_id: int) -> dict[str, int]:
    """Why messages of an announcement were parked: code and how many."""
    rows = tx.all(
        """SELECT error_code, COUNT(*) AS n FROM delivery
           WHERE office_id = :office_id AND announcement_id = :announcement_id AND state = 'parked'
           GROUP BY error_code ORDER BY error_code""",
        office_id=office_id,
        announcement_id=announcement_id,
    )
    return {str(row["error_code"]): int(row["n"]) for row in rows}


def queue_depth(tx: Transaction, office_id: int) -> dict[tuple[str, str], int]:
    """How many messages stand in which state on which channel, for health and metrics."""
    rows = tx.all(
        """SELECT channel, state, COUNT(*) AS n FROM delivery
           WHERE office_id = :office_id AND state IN ('queued', 'parked') GROUP BY channel, state""",
        office_id=office_id,
    )
    return {(row["channel"], row["state"]): int(row["n"]) for row in rows}


def move_address(tx: Transaction, office_id: int, channel: str, address: str, moved_to: str) -> None:
    """An address has another name now: what waits for it, and the group chat or identity itself, take the new name."""
    for table, waiting in (("delivery", "AND state = 'queued'"), ("group_chat", ""), ("identity", "")):
        tx.run(
            f"""UPDATE {table} SET address = :moved_to
                WHERE office_id = :office_id AND channel = :channel AND address = :address {waiting}""",  # noqa: S608
            office_id=office_id,
            channel=channel,
            address=address,
            moved_to=moved_to,
        )


def mark_waiting(tx: Transaction, delivery: Delivery, code: str) -> None:
    """It goes when the person writes to us again: no door of theirs may be written to now, and `code` says why."""
    tx.run(
        """UPDATE delivery SET state = 'waiting', error_code = :code, attempts = attempts + 1
           WHERE office_id = :office_id AND id = :id""",
        office_id=delivery.office_id,
        id=delivery.id,
        code=code,
    )


def mark_replaced(tx: Transaction, office_id: int, delivery_id: int, code: str) -> bool:
    """It goes another way (`code`: by another door, told by a person) and is not sent from here; False: it was out."""
    return bool(
        tx.run(
            """UPDATE delivery SET state = 'stopped', error_code = :code
               WHERE office_id = :office_id AND id = :id AND state IN ('queued', 'waiting')""",
            office_id=office_id,
            id=delivery_id,
            code=code,
        )
    )


def mark_queued(tx: Transaction, office_id: int, delivery_id: int, at: datetime) -> None:
    """What waited for the person may go now."""
    tx.run(
        """UPDATE delivery SET state = 'queued', not_before = :at, attempts = 0, error_code = NULL
           WHERE office_id = :office_id AND id = :id AND state = 'waiting'""",
        office_id=office_id,
        id=delivery_id,
        at=at,
    )


def get_delivery(tx: Transaction, office_id: int, delivery_id: int) -> Delivery | None:
    """One row of the outbox, or None."""
    row = tx.one(
        "SELECT * FROM delivery WHERE office_id = :office_id AND id = :id", office_id=office_id, id=delivery_id
    )
    return Delivery.of(row) if row else None


def waiting_for(tx: Transaction, office_id: int, channel: str, address: str) -> list[Delivery]:
    """What waits for the person whose address this is to write again, at any of their addresses, in order."""
    rows = tx.all(
        """SELECT d.* FROM identity AS here
           JOIN identity AS door ON door.office_id = here.office_id AND door.person_id = here.person_id
           JOIN delivery AS d ON d.office_id = door.office_id AND d.channel = door.channel
             AND d.address = door.address AND d.state = 'waiting'
           WHERE here.office_id = :office_id AND here.channel = :channel AND here.address = :address
           ORDER BY door.last_seen_at DESC, door.id DESC, d.id""",
        office_id=office_id,
        channel=channel,
        address=address,
    )
    return [Delivery.of(row) for row in rows]


def queued_at(tx: Transaction, office_id: int, channel: str, address: str) -> list[Delivery]:
    """What waits to be sent to one address, in order."""
    rows = tx.all(
        """SELECT * FROM delivery
           WHERE office_id = :office_id AND channel = :channel AND address = :address AND state = 'queued'
           ORDER BY id""",
        office_id=office_id,
        channel=channel,
        address=address,
    )
    return [Delivery.of(row) for row in rows]


def was_templated(tx: Transaction, office_id: int, channel: str, address: str, since: datetime) -> bool:
    """Whether this address was told by template since then that something waits for it."""
    found = tx.one(
        """SELECT 1 AS found FROM delivery
           WHERE office_id = :office_id AND channel = :channel AND address = :address AND state = 'waiting'
             AND error_code = 'by_template' AND sent_at >= :since LIMIT 1""",
        office_id=office_id,
        channel=channel,
        address=address,
        since=since,
    )
    return found is not None


def mark_templated(tx: Transaction, delivery: Delivery, remote_id: str | None, at: datetime) -> None:
    """A template told the person that this waits; it goes when they write to us."""
    tx.run(
        """UPDATE delivery SET state = 'waiting', error_code = 'by_template', sent_at = :at, remote_id = :remote_id,
                  attempts = attempts + 1
           WHERE office_id = :office_id AND id = :id""",
        office_id=delivery.office_id,
        id=delivery.id,
        at=at,
        remote_id=remote_id,
    )


def wait_again(tx: Transaction, office_id: int, delivery_id: int, told: str, code: str) -> None:
    """That a person was told (`told`) is taken back: the message waits for them again, for the reason it had."""
    tx.run(
        """UPDATE delivery SET state = 'waiting', error_code = :code
           WHERE office_id = :office_id AND id = :id AND state = 'stopped' AND error_code = :told""",
        office_id=office_id,
        id=delivery_id,
        told=told,
        code=code,
    )
