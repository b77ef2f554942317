"""Tokens that a platform renews."""

from storage.records.base import Record, Strings, Utc


class ChannelToken(Record):
    """The pair of tokens of one account that is in force now.

    version: one more with each new pair, which is how workers see that another one renewed it.
    seeds: fingerprints of the refresh tokens that the settings have given; each is taken over once.
    leased_until: until then one worker renews the pair and the others wait.
    refreshed_at: when the platform gave the pair; None: it came from the settings.
    dead_reason: why the pair can be renewed no more; empty while it can.
    """

    office_id: int
    channel: str
    access_token: str
    refresh_token: str
    expires_at: Utc
    version: int
    seeds: Strings
    leased_until: Utc | None
    refreshed_at: Utc | None
    dead_reason: str

    def __repr__(self) -> str:
        """Without the tokens: a repr ends up in logs."""
        return f"ChannelToken(office_id={self.office_id}, channel={self.channel!r}, version={self.version})"

    __str__ = __repr__
