"""To whom one text for many goes: the people of a session, and the recipients of an announcement.

Nobody learns from here who sent a protected concern: counts that an official sees leave their authors out.
"""

from datetime import datetime
from typing import TypeVar

from storage.people import last_identity
from storage.records import Announcement, Audience, Record, Utc
from storage.transaction import Transaction

R = TypeVar("R", bound="Recipient")


class Recipient(Record):
    """An address to write to, the person behind it, and their language."""

    person_id: int
    identity_id: int
    channel: str
    address: str
    language: str


def session_people(tx: Transaction, office_id: int, session_id: int, *, protected: bool) -> list[Recipient]:
    """Everybody who sent a concern to a session or stands registered to speak, each once, at the door used last.

    Whoever withdrew consent is left out. `protected`: whether authors of nothing but protected concerns are among
    them; only what is sent may ask for that, never what is counted or shown.
    """
    rows = tx.all(
        """SELECT i.person_id, i.id AS identity_id, i.channel, i.address, p.language
           FROM identity AS i JOIN person AS p ON p.office_id = i.office_id AND p.id = i.person_id
           WHERE i.office_id = :office_id AND p.consent <> 'refused' AND i.id IN (
             SELECT c.identity_id FROM concern AS c
             WHERE c.office_id = :office_id AND c.session_id = :session_id AND (c.protected = FALSE OR :protected)
             UNION
             SELECT r.identity_id FROM registration AS r
             WHERE r.office_id = :office_id AND r.session_id = :session_id AND r.state = 'registered')
           ORDER BY i.id""",
        office_id=office_id,
        session_id=session_id,
        protected=protected,
    )
    found: dict[int, Recipient] = {}
    for row in rows:
        found.setdefault(row["person_id"], Recipient.of(row))
    return [_at_last_door(tx, office_id, recipient) for recipient in found.values()]


class Speaker(Recipient):
    """Somebody who stands registered to speak, with their number and when they registered."""

    number: int
    registered_at: Utc


def speakers(tx: Transaction, office_id: int, session_id: int) -> list[Speaker]:
    """Who stands registered to speak at a session and did not withdraw consent, in the order of their numbers, at
    the door used last.
    """
    rows = tx.all(
        """SELECT r.person_id, i.id AS identity_id, i.channel, i.address, p.language, r.number,
             r.created_at AS registered_at
           FROM registration AS r
           JOIN identity AS i ON i.office_id = r.office_id AND i.id = r.identity_id
           JOIN person AS p ON p.office_id = r.office_id AND p.id = r.person_id
           WHERE r.office_id = :office_id AND r.session_id = :session_id AND r.state = 'registered'
             AND p.consent <> 'refused'
           ORDER BY r.number""",
        office_id=office_id,
        session_id=session_id,
    )
    return [_at_last_door(tx, office_id, Speaker.of(row)) for row in rows]


def _at_last_door(tx: Transaction, office_id: int, recipient: R) -> R:
    door = last_identity(tx, office_id, recipient.person_id)
    if door is None:
        return recipient
    return recipient.model_copy(update={"identity_id": door.id, "channel": door.channel, "address": door.address})


def own_concerns(tx: Transaction, office_id: int, session_id: int) -> dict[int, list[int]]:
    """The ids of the unprotected concerns of each person in a session, in order."""
    rows = tx.all(
        """SELECT person_id, id FROM concern
           WHERE office_id = :office_id AND session_id = :session_id AND protected = FALSE ORDER BY id""",
        office_id=office_id,
        session_id=session_id,
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row["person_id"], []).append(row["id"])
    return found


_RECIPIENTS = """
    FROM person AS p JOIN identity AS i ON i.office_id = p.office_id AND i.person_id = p.id AND i.state = 'active'
    WHERE p.office_id = :office_id AND p.id > :after AND p.subscribed = TRUE AND p.consent = 'given'
      AND p.created_at <= :known_by
      AND (:audience = 'all'
           OR (:audience = 'area' AND p.area_id = CAST(:area_id AS BIGINT))
           OR (:audience = 'session' AND p.id IN (
                 SELECT c.person_id FROM concern AS c
                 WHERE c.office_id = :office_id AND c.session_id = CAST(:session_id AS BIGINT) AND c.protected = FALSE
                 UNION
                 SELECT r.person_id FROM registration AS r
                 WHERE r.office_id = :office_id AND r.session_id = CAST(:session_id AS BIGINT)
                   AND r.state = 'registered')))
      AND NOT EXISTS (SELECT 1 FROM identity AS j
                      WHERE j.office_id = i.office_id AND j.person_id = i.person_id AND j.state = 'active'
                        AND (j.last_seen_at > i.last_seen_at
                             OR (j.last_seen_at = i.last_seen_at AND j.id > i.id)))"""
"""Subscribers who gave consent, one door a person: the one used last. Who came after `known_by` is not among them."""


def next_recipients(tx: Transaction, announcement: Announcement, known_by: datetime, *, limit: int) -> list[Recipient]:
    """The next recipients of an announcement after its cursor (a person's id), in order."""
    rows = tx.all(
        f"""SELECT p.id AS person_id, i.id AS identity_id, i.channel, i.address, p.language {_RECIPIENTS}
            ORDER BY p.id LIMIT :limit""",
        office_id=announcement.office_id,
        audience=announcement.audience,
        area_id=announcement.area_id,
        session_id=announcement.session_id,
        after=announcement.expanded_to,
        known_by=known_by,
        limit=limit,
    )
    return [Recipient.of(row) for row in rows]


def count_recipients(tx: Transaction, announcement: Announcement, known_by: datetime) -> dict[str, int]:
    """How many recipients an announcement has on each channel after its cursor."""
    if announcement.audience is Audience.PUBLIC:
        rows = tx.all(
            """SELECT channel, COUNT(*) AS n FROM group_chat
               WHERE office_id = :office_id AND purpose = 'public' AND removed_at IS NULL AND id > :after
               GROUP BY channel ORDER BY channel""",
            office_id=announcement.office_id,
            after=announcement.expanded_to,
        )
    else:
        rows = tx.all(
            f"SELECT i.channel, COUNT(*) AS n {_RECIPIENTS} GROUP BY i.channel ORDER BY i.channel",
            office_id=announcement.office_id,
            audience=announcement.audience,
            area_id=announcement.area_id,
            session_id=announcement.session_id,
            after=announcement.expanded_to,
            known_by=known_by,
        )
    return {str(row["channel"]): int(row["n"]) for row in rows}


def count_reach(tx: Transaction, announcement: Announcement, known_by: datetime, at: datetime) -> dict[str, int]:
    """How many recipients can be written to how at `at`: "free", "paid", "other_door" or "nobody".

    "other_door": not where they wrote last, but at another door of theirs; "nobody": at none.
    """
    rows = tx.all(
        f"""SELECT how, COUNT(*) AS n FROM (
              SELECT CASE
                WHEN i.open_until IS NOT NULL AND i.open_until <= :at THEN
                  CASE WHEN EXISTS (SELECT 1 FROM identity AS o
                                    WHERE o.office_id = i.office_id AND o.person_id = i.person_id AND o.id <> i.id
                                      AND o.state = 'active' AND (o.open_until IS NULL OR o.open_until > :at))
                  THEN 'other_door' ELSE 'nobody' END
                WHEN (i.free_until IS NOT NULL AND i.free_until <= :at) OR COALESCE(i.free_left, 1) <= 0 THEN 'paid'
                ELSE 'free' END AS how {_RECIPIENTS}) AS reach
            GROUP BY how ORDER BY how""",  # noqa: S608 - our own text
        office_id=announcement.office_id,
        audience=announcement.audience,
        area_id=announcement.area_id,
        session_id=announcement.session_id,
        after=announcement.expanded_to,
        known_by=known_by,
        at=at,
    )
    return {str(row["how"]): int(row["n"]) for row in rows}
