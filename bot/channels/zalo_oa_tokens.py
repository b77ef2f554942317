"""The account's pair of tokens: renewed before it ends, kept before it is used, by one worker at a time.

The access token lasts 25 hours. The refresh token lasts 3 months, renews once, and gives a new one; whoever loses that
one has lost the account until an admin grants it anew. So:

- the row of storage/channel_tokens.py has the pair in force; a new pair is committed before anybody uses it;
- in a process one task renews and all others wait for it; between workers a lease in the row decides, and the others
  wait for its version to change;
- what happens if the process dies after Zalo has answered and before the commit, no client can mend: the pair is lost.
  Nothing is done between the two.

The first pair comes from the settings. Each refresh token of the settings is taken over once: a worker that starts with
an old .env does not bring back a pair that was renewed long since, and a new one in .env ends a dead one.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import structlog

from bot.channels.base import SendError
from bot.channels.http_errors import as_send_error
from bot.channels.zalo_oa_api import envelope_of
from bot.channels.zalo_oa_errors import DEAD_REFRESH, TOKEN_REFUSED
from bot.channels.zalo_oa_updates import NAME
from bot.clock import Clock, now
from storage import channel_tokens
from storage.database import Database
from storage.errors import AlreadyRecorded, StorageError
from storage.records import ChannelToken

log = structlog.get_logger(__name__)

Pause = Callable[[float], Awaitable[None]]
OnDead = Callable[[str], Awaitable[None]]

_LEASE = timedelta(seconds=60)
_WHOLE_SECONDS = 30.0  # the call ends before the lease does
_LOOK_SECONDS = 0.2
_UNKNOWN_AGE = timedelta(hours=1)  # a pair from the settings may be of yesterday: it is renewed within the hour
_NOT_AGAIN_WITHIN = timedelta(minutes=1)
_DEFAULT_LIFE = 90_000  # 25 hours
_DEAD_SECONDS = 1800.0
_ROUND_SECONDS = 600.0
_SAVING_PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0, 4.0)


class _Dead(Exception):
    """The token service renews this pair no more; the message is the reason, without any token."""


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What the settings say: the token service, the app, and the first pair (the access token may be empty)."""

    oauth_url: str
    app_id: str
    app_secret: str
    access_token: str
    refresh_token: str

    def __repr__(self) -> str:
        """Without what is secret."""
        return f"Credentials(app_id={self.app_id!r})"

    def fingerprint(self) -> str:
        """By which a pair of the settings is known again."""
        return hashlib.sha256(f"{self.access_token}\n{self.refresh_token}".encode()).hexdigest()[:32]


@dataclass(frozen=True, kw_only=True)
class Access:
    """An access token, and the version of the pair that it belongs to."""

    token: str
    version: int

    def __repr__(self) -> str:
        """Without the token."""
        return f"Access(version={self.version})"


async def nobody_told(reason: str) -> None:
    """The OnDead of a program that has nobody to tell."""
    del reason


class ZaloOATokens:
    """Gives the access token in force. Opens nothing until it is asked; `close` when done.

    margin: how long before its end a pair is renewed. on_dead(reason): awaited once in each process when the refresh
    token renews nothing any more; several workers may call it. pause(seconds): waits between looks at another worker.
    """

    def __init__(
        self,
        database: Database,
        office_id: int,
        credentials: Credentials,
        clock: Clock = now,
        *,
        margin: timedelta = timedelta(hours=1),
        on_dead: OnDead = nobody_told,
        pause: Pause = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._database = database
        self._office_id = office_id
        self._credentials = credentials
        self._url = f"{credentials.oauth_url.rstrip('/')}/v4/oa/access_token"
        self._clock = clock
        self._margin = margin
        self._on_dead = on_dead
        self._pause = pause
        self._client = httpx.AsyncClient(transport=transport, trust_env=False, timeout=10.0)
        self._known: ChannelToken | None = None
        self._unsaved: ChannelToken | None = None
        self._told_of = 0
        self._failed_at: datetime | None = None
        self._renewing: asyncio.Task[ChannelToken] | None = None

    async def close(self) -> None:
        """Let a renewal that is under way come to its end, so that its pair is kept; close every connection."""
        if self._renewing is not None:
            _, waiting = await asyncio.wait({self._renewing}, timeout=_WHOLE_SECONDS)
            for task in waiting:  # for another worker's lease, which is longer than a call
                task.cancel()
        if self._unsaved is not None:
            with suppress(StorageError):
                await self._save(self._unsaved)
        await self._client.aclose()

    async def current(self) -> Access:
        """The token to use now. Raises SendError."""
        known = self._known
        if known is None or known.dead_reason or self._is_due(known):
            known = await self._shared(0)
        return Access(token=known.access_token, version=known.version)

    async def after_refusal(self, version: int) -> Access:
        """The token to use after that of `version` was refused: a newer one, renewed if need be. Raises SendError."""
        known = self._known
        if known is None or known.dead_reason or known.version <= version:
            known = await self._shared(version)
        return Access(token=known.access_token, version=known.version)

    async def keep_fresh(self) -> None:
        """Look now and then, until cancelled, whether to renew the pair, also when nothing is sent for weeks."""
        while True:
            try:
                await self.current()
            except SendError as error:
                log.warning("token_not_fresh", channel=NAME, code=error.code)
            await self._pause(_ROUND_SECONDS)

    def _is_due(self, token: ChannelToken) -> bool:
        """Whether to renew: not for a minute after a failure, as long as the token still works."""
        at = self._clock()
        if at >= token.expires_at:
            return True
        resting = self._failed_at is not None and at - self._failed_at < _NOT_AGAIN_WITHIN
        return at >= token.expires_at - self._margin and not resting

    async def _shared(self, refused: int) -> ChannelToken:
        """One task for all who wait. It goes on when one of them is cancelled: its pair must be kept."""
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._find(refused))
            self._renewing.add_done_callback(_look_at)  # all who waited may be gone by then
        found = await asyncio.shield(self._renewing)
        if found.version <= refused:  # that task had begun for others, who knew of no refusal
            return await self._shared(refused)
        return found

    async def _find(self, refused: int) -> ChannelToken:
        """The pair in force, renewed if it is due or was refused; remembered for the next who ask."""
        try:
            token = await self._in_force()
            if token.dead_reason:
                raise await self._dead(token)
            if token.version <= refused or self._is_due(token):
                token = await self._renewed(token, was_refused=token.version <= refused)
        except StorageError as error:
            raise SendError("storage", retryable=True) from error
        self._known = token
        return token

    async def _in_force(self) -> ChannelToken:
        """The row, made or replaced from the settings when they have a pair that was never taken over."""
        if self._unsaved is not None:
            await self._save(self._unsaved)
        row = await self._database.read(lambda tx: channel_tokens.get_token(tx, self._office_id, NAME))
        seed = self._credentials.fingerprint()
        if row is not None and (seed in row.seeds or not self._credentials.refresh_token):
            return row
        fresh = self._from_settings(row, seed)
        try:
            if row is None:
                await self._database.write(lambda tx: channel_tokens.add_token(tx, fresh))
            elif not await self._database.write(lambda tx: channel_tokens.replace_token(tx, fresh)):
                return await self._in_force()
        except AlreadyRecorded:
            return await self._in_force()
        return fresh

    def _from_settings(self, row: ChannelToken | None, seed: str) -> ChannelToken:
        has_access = bool(self._credentials.access_token)
        return ChannelToken(
            office_id=self._office_id,
            channel=NAME,
            access_token=self._credentials.access_token,
            refresh_token=self._credentials.refresh_token,
            expires_at=self._clock() + (self._margin + _UNKNOWN_AGE if has_access else timedelta()),
            version=row.version + 1 if row else 1,
            seeds=(*(row.seeds if row else ()), seed),
            leased_until=None,
            refreshed_at=None,
            dead_reason="",
        )

    async def _renewed(self, token: ChannelToken, *, was_refused: bool) -> ChannelToken:
        """A newer pair than `token`: made here, or by the worker who has the lease. Raises SendError."""
        at = self._clock()
        if was_refused and token.refreshed_at is not None and at - token.refreshed_at < _NOT_AGAIN_WITHIN:
            raise SendError(TOKEN_REFUSED, retryable=True)  # a new one is refused: the fault is not the token's age
        if not token.refresh_token:
            raise SendError(TOKEN_REFUSED, retryable=True)
        if not await self._lease(token):
            return await self._in_force()
        try:
            fresh = await self._ask(token)
        except _Dead as death:
            return await self._died(token, str(death))
        except SendError as error:
            return await self._not_renewed(token, error, was_refused=was_refused)
        await self._save(fresh)
        log.info("token_renewed", channel=NAME, version=fresh.version)
        self._failed_at = None
        return await self._in_force()

    async def _lease(self, token: ChannelToken) -> bool:
        """Wait until we are the one who renews this pair; False when it is not in force any more."""
        while not await self._try_lease(token, self._clock()):
            row = await self._in_force()
            if row.dead_reason:
                raise await self._dead(row)
            if row.version != token.version:
                return False
            await self._pause(_LOOK_SECONDS)
        return True

    async def _try_lease(self, token: ChannelToken, at: datetime) -> bool:
        return await self._database.write(lambda tx: channel_tokens.lease(tx, token, at, at + _LEASE))

    async def _ask(self, token: ChannelToken) -> ChannelToken:
        """Give the refresh token away for a new pair. Raises _Dead, SendError."""
        form = {
            "grant_type": "refresh_token",
            "refresh_token": token.refresh_token,
            "app_id": self._credentials.app_id,
        }
        with as_send_error():
            async with asyncio.timeout(_WHOLE_SECONDS):
                answer = await self._client.post(
                    self._url, data=form, headers={"secret_key": self._credentials.app_secret}
                )
        envelope = envelope_of(answer)
        access, refresh = envelope.get("access_token"), envelope.get("refresh_token")
        if isinstance(access, str) and isinstance(refresh, str) and access and refresh:
            at = self._clock()
            return token.model_copy(
                update={
                    "access_token": access,
                    "refresh_token": refresh,
                    "expires_at": at + timedelta(seconds=_seconds(envelope.get("expires_in"))),
                    "version": token.version + 1,
                    "refreshed_at": at,
                    "leased_until": None,
                }
            )
        raise _refusal(envelope, answer.status_code)

    async def _save(self, fresh: ChannelToken) -> None:
        """Commit a new pair; as long as that fails it is kept in memory and tried again before anything else."""
        self._unsaved = fresh
        for seconds in (*_SAVING_PAUSES, None):
            try:
                kept = await self._database.write(lambda tx: channel_tokens.keep_renewed(tx, fresh))
            except StorageError as error:
                log.error("token_not_kept", channel=NAME, version=fresh.version, error=type(error).__name__)
                if seconds is None:
                    raise
                await self._pause(seconds)
            else:
                self._unsaved = None
                if not kept:
                    log.warning("token_overtaken", channel=NAME, version=fresh.version)
                break

    async def _not_renewed(self, token: ChannelToken, error: SendError, *, was_refused: bool) -> ChannelToken:
        """The pair as it is, while it still works; it is tried again later."""
        await self._database.write(lambda tx: channel_tokens.end_lease(tx, token))
        log.warning("token_not_renewed", channel=NAME, code=error.code)
        self._failed_at = self._clock()
        if was_refused or self._failed_at >= token.expires_at:
            raise error
        return token

    async def _died(self, token: ChannelToken, reason: str) -> ChannelToken:
        """The pair that the settings gave meanwhile, if they did. Raises SendError."""
        await self._database.write(lambda tx: channel_tokens.mark_dead(tx, token, reason))
        row = await self._in_force()
        if row.dead_reason:
            raise await self._dead(row)
        return row

    async def _dead(self, token: ChannelToken) -> SendError:
        """What to raise for a pair that is dead; the first to see it in this process tells."""
        self._known = token
        if self._told_of != token.version:
            self._told_of = token.version
            log.error("refresh_token_dead", channel=NAME, reason=token.dead_reason)
            try:
                await self._on_dead(token.dead_reason)
            except Exception as error:  # the alert is not what the sender waits for
                log.error("alert_failed", channel=NAME, error=type(error).__name__)
        return SendError("refresh_token_dead", retryable=True, retry_after=_DEAD_SECONDS)


def _refusal(envelope: dict[str, object], status: int) -> Exception:
    """Why there is no new pair. The service's own description is not told: nobody has promised what it quotes."""
    code = str(envelope.get("error", ""))
    if code.removeprefix("-").isdecimal() and int(code) in DEAD_REFRESH:
        return _Dead(f"error {code}")
    if code:
        log.error("token_service_refuses", channel=NAME, number=code if code.removeprefix("-").isdecimal() else "?")
        return SendError("token_not_renewed", retryable=True)
    return SendError("bad_answer" if status < 500 else "network", retryable=True)


def _look_at(task: "asyncio.Task[ChannelToken]") -> None:
    """An error that nobody waits for any more was said by then."""
    if not task.cancelled():
        task.exception()


def _seconds(value: object) -> int:
    """`expires_in`, which comes as text («90000»)."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdecimal() and int(text) > 0 else _DEFAULT_LIFE
