"""Conversation state as rows (decision 2), and the ids of messages seen before (decision 1)."""

from datetime import datetime

from storage.records import Conversation, to_json
from storage.transaction import Transaction


def get_conversation(tx: Transaction, office_id: int, identity_id: int) -> Conversation | None:
    """Where this identity stands, or None when it never said anything."""
    row = tx.one(
        "SELECT * FROM conversation WHERE office_id = :office_id AND identity_id = :identity_id",
        office_id=office_id,
        identity_id=identity_id,
    )
    return Conversation.of(row) if row else None


def save_conversation(tx: Transaction, conversation: Conversation) -> None:
    """Remember where an identity stands now."""
    tx.run(
        """INSERT INTO conversation (office_id, identity_id, step, serial, data, offered, updated_at)
           VALUES (:office_id, :identity_id, :step, :serial, :data, :offered, :updated_at)
           ON CONFLICT (office_id, identity_id) DO UPDATE SET
             step = :step, serial = :serial, data = :data, offered = :offered, updated_at = :updated_at""",
        office_id=conversation.office_id,
        identity_id=conversation.identity_id,
        step=conversation.step,
        serial=conversation.serial,
        data=to_json(conversation.data),
        offered=to_json(conversation.offered),
        updated_at=conversation.updated_at,
    )


def first_sight(tx: Transaction, office_id: int, channel: str, inbound_id: str, at: datetime) -> bool:
    """True when this inbound message was never recorded before; records it. Platforms deliver at least once."""
    return bool(
        tx.run(
            """INSERT INTO inbound (office_id, channel, inbound_id, received_at)
               VALUES (:office_id, :channel, :inbound_id, :at) ON CONFLICT DO NOTHING""",
            office_id=office_id,
            channel=channel,
            inbound_id=inbound_id,
            at=at,
        )
    )


def forget_inbound(tx: Transaction, before: datetime) -> int:
    """Drop the ids of messages received before this time, which no platform repeats any more; return how many."""
    return tx.run("DELETE FROM inbound WHERE received_at < :before", before=before)
