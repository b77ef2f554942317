"""Announcements, their states, and how far each was turned into rows of the outbox.

    draft ──► released ──► sending ──► done
      └► returned  └──────────┴► stopped

Every arrow is a conditional UPDATE: of two who take it at once, one touches the row. `expanded_to` is a keyset cursor
over the recipients; it moves in the transaction that queues them, so a crash repeats nobody and misses nobody.
"""

from datetime import datetime

from storage.records import Announcement, AnnouncementState
from storage.rows import insert
from storage.transaction import Transaction


def add_announcement(tx: Transaction, announcement: Announcement) -> None:
    """Remember a new draft."""
    insert(tx, "announcement", announcement)


def get_announcement(tx: Transaction, office_id: int, announcement_id: int) -> Announcement | None:
    """One announcement as it is now, or None. On PostgreSQL the row is locked until the transaction ends."""
    row = tx.one(
        "SELECT * FROM announcement WHERE office_id = :office_id AND id = :announcement_id /*pg FOR UPDATE*/",
        office_id=office_id,
        announcement_id=announcement_id,
    )
    return Announcement.of(row) if row else None


def announcements(tx: Transaction, office_id: int, *, before: int | None = None, limit: int = 6) -> list[Announcement]:
    """A page of announcements, the newest first, those with an id below `before`."""
    rows = tx.all(
        """SELECT * FROM announcement
           WHERE office_id = :office_id AND (CAST(:before AS BIGINT) IS NULL OR id < CAST(:before AS BIGINT))
           ORDER BY id DESC LIMIT :limit""",
        office_id=office_id,
        before=before,
        limit=limit,
    )
    return [Announcement.of(row) for row in rows]


def announcements_in(tx: Transaction, office_id: int, state: AnnouncementState) -> list[Announcement]:
    """The announcements of an office in one state, the oldest first."""
    rows = tx.all(
        "SELECT * FROM announcement WHERE state = :state AND office_id = :office_id ORDER BY id",
        office_id=office_id,
        state=state,
    )
    return [Announcement.of(row) for row in rows]


def announcements_sending(tx: Transaction, office_id: int) -> list[Announcement]:
    """The announcements of an office that are being sent now, the oldest first."""
    return announcements_in(tx, office_id, AnnouncementState.SENDING)


def waiting(tx: Transaction, announcement: Announcement) -> int:
    """How many messages of an announcement stand in the outbox unsent."""
    row = tx.one(
        """SELECT COUNT(*) AS n FROM delivery
           WHERE office_id = :office_id AND announcement_id = :announcement_id AND state = 'queued'""",
        office_id=announcement.office_id,
        announcement_id=announcement.id,
    )
    assert row is not None  # a COUNT always returns its row
    return int(row["n"])


def waiting_by_channel(tx: Transaction, announcement: Announcement) -> dict[str, int]:
    """The same, by channel."""
    rows = tx.all(
        """SELECT channel, COUNT(*) AS n FROM delivery
           WHERE office_id = :office_id AND announcement_id = :announcement_id AND state = 'queued'
           GROUP BY channel ORDER BY channel""",
        office_id=announcement.office_id,
        announcement_id=announcement.id,
    )
    return {str(row["channel"]): int(row["n"]) for row in rows}


def release(
    tx: Transaction, announcement: Announcement, person_id: int, identity_id: int, at: datetime, *, send_at: datetime
) -> bool:
    """Release a draft, to be sent from `send_at` on; True for the one who did. Never by its drafter."""
    return bool(
        tx.run(
            """UPDATE announcement SET state = 'released', released_by = :person_id, released_at = :at,
                 send_at = :send_at, progress_identity_id = :identity_id
               WHERE office_id = :office_id AND id = :id AND state = 'draft' AND drafted_by <> :person_id""",
            office_id=announcement.office_id,
            id=announcement.id,
            person_id=person_id,
            identity_id=identity_id,
            at=at,
            send_at=send_at,
        )
    )


def give_back(tx: Transaction, announcement: Announcement, reason: str) -> bool:
    """Return a draft to its drafter, who writes a new one; False when it is no longer a draft."""
    return bool(
        tx.run(
            """UPDATE announcement SET state = 'returned', reason = :reason
               WHERE office_id = :office_id AND id = :id AND state = 'draft'""",
            office_id=announcement.office_id,
            id=announcement.id,
            reason=reason,
        )
    )


def begin_sending(tx: Transaction, announcement: Announcement, total: int) -> bool:
    """The time of a released announcement has come; `total` is the number of recipients it has now."""
    return bool(
        tx.run(
            """UPDATE announcement SET state = 'sending', total = :total
               WHERE office_id = :office_id AND id = :id AND state = 'released'""",
            office_id=announcement.office_id,
            id=announcement.id,
            total=total,
        )
    )


def stop(tx: Transaction, announcement: Announcement, person_id: int) -> bool:
    """Stop an announcement that waits for its time or is being sent; False when there is nothing to stop."""
    return bool(
        tx.run(
            """UPDATE announcement SET state = 'stopped', stopped_by = :person_id
               WHERE office_id = :office_id AND id = :id AND state IN ('released', 'sending')""",
            office_id=announcement.office_id,
            id=announcement.id,
            person_id=person_id,
        )
    )


def move_cursor(tx: Transaction, announcement: Announcement, expanded_to: int) -> None:
    """Everybody up to here stands in the outbox; belongs into the transaction that puts them there."""
    tx.run(
        """UPDATE announcement SET expanded_to = :expanded_to
           WHERE office_id = :office_id AND id = :id AND expanded_to < :expanded_to""",
        office_id=announcement.office_id,
        id=announcement.id,
        expanded_to=expanded_to,
    )


def finish(tx: Transaction, announcement: Announcement) -> bool:
    """Everybody was turned into rows: it is done once none of them waits; False until then."""
    return bool(
        tx.run(
            """UPDATE announcement SET state = 'done'
               WHERE office_id = :office_id AND id = :id AND state = 'sending'
                 AND NOT EXISTS (SELECT 1 FROM delivery AS d WHERE d.office_id = :office_id
                                   AND d.announcement_id = :id AND d.state = 'queued')""",
            office_id=announcement.office_id,
            id=announcement.id,
        )
    )
