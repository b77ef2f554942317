"""The web chat's memory: tokens (only their hashes), and everything said on either side, numbered per address."""

from dataclasses import dataclass
from datetime import datetime

from storage.transaction import Transaction


@dataclass(frozen=True, kw_only=True)
class WebEvent:
    """One thing said on the web chat; `seq` counts from 1 at each address."""

    seq: int
    body: str
    at: datetime


def add_token(tx: Transaction, office_id: int, token_hash: str, address: str, at: datetime) -> None:
    """Remember a new token's hash and the address it opens."""
    tx.run(
        """INSERT INTO web_token (office_id, token_hash, address, created_at)
           VALUES (:office_id, :token_hash, :address, :at)""",
        office_id=office_id,
        token_hash=token_hash,
        address=address,
        at=at,
    )


def address_of(tx: Transaction, office_id: int, token_hash: str) -> str | None:
    """The address that a token opens, or None."""
    row = tx.one(
        "SELECT address FROM web_token WHERE office_id = :office_id AND token_hash = :token_hash",
        office_id=office_id,
        token_hash=token_hash,
    )
    return str(row["address"]) if row else None


def add_event(tx: Transaction, office_id: int, address: str, source: str, body: str, at: datetime) -> int:
    """Append to an address's thread and return the number; the same `source` again changes nothing."""
    tx.run("SELECT 1 /*pg FROM pg_advisory_xact_lock(hashtext(:address))*/", address=address)
    known = tx.one(
        "SELECT seq FROM web_event WHERE office_id = :office_id AND source = :source",
        office_id=office_id,
        source=source,
    )
    if known is not None:
        return int(known["seq"])
    row = tx.one(
        """INSERT INTO web_event (office_id, address, seq, source, body, at)
           SELECT :office_id, :address, COALESCE(MAX(seq), 0) + 1, :source, :body,
                  /*pg CAST(*/ :at /*pg AS TIMESTAMPTZ)*/
           FROM web_event WHERE office_id = :office_id AND address = :address
           RETURNING seq""",
        office_id=office_id,
        address=address,
        source=source,
        body=body,
        at=at,
    )
    assert row is not None  # an aggregate always gives one row to insert
    return int(row["seq"])


def forget_own_words(tx: Transaction, office_id: int, address: str) -> None:
    """Drop what a person wrote at an address, who did not consent to its being kept; what was said to them stays."""
    tx.run(
        "DELETE FROM web_event WHERE office_id = :office_id AND address = :address AND source LIKE 'in/%'",
        office_id=office_id,
        address=address,
    )


def events_after(tx: Transaction, office_id: int, address: str, seq: int, limit: int = 200) -> list[WebEvent]:
    """What was said at an address after number `seq`, in order."""
    rows = tx.all(
        """SELECT seq, body, at FROM web_event
           WHERE office_id = :office_id AND address = :address AND seq > :seq ORDER BY seq LIMIT :limit""",
        office_id=office_id,
        address=address,
        seq=seq,
        limit=limit,
    )
    return [WebEvent(seq=int(row["seq"]), body=row["body"], at=_moment(row["at"])) for row in rows]


def latest_events(tx: Transaction, office_id: int, address: str, limit: int = 100) -> list[WebEvent]:
    """What was said at an address last, the newest first."""
    rows = tx.all(
        """SELECT seq, body, at FROM web_event
           WHERE office_id = :office_id AND address = :address ORDER BY seq DESC LIMIT :limit""",
        office_id=office_id,
        address=address,
        limit=limit,
    )
    return [WebEvent(seq=int(row["seq"]), body=row["body"], at=_moment(row["at"])) for row in rows]


def _moment(value: datetime | str) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)
