"""The pair of tokens of an account whose platform renews them; single use, so one worker renews and says so first."""

from datetime import datetime

from storage.records import ChannelToken, to_json
from storage.rows import insert
from storage.transaction import Transaction


def get_token(tx: Transaction, office_id: int, channel: str) -> ChannelToken | None:
    """The pair in force, or None when the account never had one."""
    row = tx.one(
        "SELECT * FROM channel_token WHERE office_id = :office_id AND channel = :channel",
        office_id=office_id,
        channel=channel,
    )
    return ChannelToken.of(row) if row else None


def add_token(tx: Transaction, token: ChannelToken) -> None:
    """Keep an account's first pair. Raises AlreadyRecorded when it has one."""
    insert(tx, "channel_token", token)


def replace_token(tx: Transaction, token: ChannelToken) -> bool:
    """Put a pair that the settings gave in the place of `version - 1`; False when that is not in force any more."""
    return bool(
        tx.run(
            """UPDATE channel_token SET access_token = :access_token, refresh_token = :refresh_token,
                 expires_at = :expires_at, version = :version, seeds = :seeds, leased_until = NULL,
                 refreshed_at = NULL, dead_reason = ''
               WHERE office_id = :office_id AND channel = :channel AND version = :version - 1""",
            office_id=token.office_id,
            channel=token.channel,
            access_token=token.access_token,
            refresh_token=token.refresh_token,
            expires_at=token.expires_at,
            version=token.version,
            seeds=to_json(token.seeds),
        )
    )


def lease(tx: Transaction, token: ChannelToken, at: datetime, until: datetime) -> bool:
    """Become the one who renews this pair; False when another worker does so, or did, or it is dead."""
    return bool(
        tx.run(
            """UPDATE channel_token SET leased_until = :until
               WHERE office_id = :office_id AND channel = :channel AND version = :version AND dead_reason = ''
                 AND (leased_until IS NULL OR leased_until <= :at)""",
            office_id=token.office_id,
            channel=token.channel,
            version=token.version,
            at=at,
            until=until,
        )
    )


def end_lease(tx: Transaction, token: ChannelToken) -> None:
    """The pair was not renewed; whoever wants to may try."""
    tx.run(
        """UPDATE channel_token SET leased_until = NULL
           WHERE office_id = :office_id AND channel = :channel AND version = :version""",
        office_id=token.office_id,
        channel=token.channel,
        version=token.version,
    )


def keep_renewed(tx: Transaction, token: ChannelToken) -> bool:
    """Put a renewed pair in the place of `version - 1`, whoever has the lease: only one renewal can have succeeded.

    False when `version - 1` is not in force any more: the settings gave another pair meanwhile.
    """
    return bool(
        tx.run(
            """UPDATE channel_token SET access_token = :access_token, refresh_token = :refresh_token,
                 expires_at = :expires_at, version = :version, leased_until = NULL,
                 refreshed_at = :refreshed_at, dead_reason = ''
               WHERE office_id = :office_id AND channel = :channel AND version = :version - 1""",
            office_id=token.office_id,
            channel=token.channel,
            access_token=token.access_token,
            refresh_token=token.refresh_token,
            expires_at=token.expires_at,
            version=token.version,
            refreshed_at=token.refreshed_at,
        )
    )


def mark_dead(tx: Transaction, token: ChannelToken, reason: str) -> bool:
    """The platform renews this pair no more; False when it is not in force any more."""
    return bool(
        tx.run(
            """UPDATE channel_token SET dead_reason = :reason, leased_until = NULL
               WHERE office_id = :office_id AND channel = :channel AND version = :version""",
            office_id=token.office_id,
            channel=token.channel,
            version=token.version,
            reason=reason,
        )
    )
