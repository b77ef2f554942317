"""Fetch the bytes of what residents sent, after the commit and before the platform's links expire.

The rows are the queue: a file stays `pending` until it is on disk, refused, or lost, also across a restart.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Channel, Limits, SendError
from bot.channels.files import FileStore
from bot.outbox import queue_all
from bot.ratelimit import backoff
from bot.uploads import UploadReader
from handlers.messages import Outgoing, Reply
from handlers.texts import N_, Texts
from storage import attachments, people
from storage.database import Database
from storage.records import Attachment, AttachmentState, IdentityState, Urgency
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
_AT_ONCE = 8
_GIVE_UP_AFTER = timedelta(days=1)
_LONGEST_NAME = 60
_MEGABYTE = 1024 * 1024
_OTHER_REASON = N_("file.refused_type")
_SOME_FILE = N_("file.document")
_SAID = {
    "too_large": N_("file.refused_size"),
    "lost": N_("file.lost"),
}
_NAMELESS = {
    "photo": N_("file.photo"),
    "voice": N_("file.voice"),
}


class AttachmentFetcher:
    """Fetches pending files of every channel that is configured."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        files: FileStore,
        limits: Mapping[str, Limits],
        wake: Callable[[str], None],
    ) -> None:
        self._database = database
        self._channels = channels
        self._files = files
        self._limits = limits
        self._wake = wake
        self._uploads = UploadReader(database, files, limits, wake)

    async def fetch_due(self, at: datetime) -> int:
        """Try the next few files that may be tried at `at`, side by side, then have those read that officials sent
        for a purpose; return how many there were.

        Raises what the database raised, after all of them have been tried.
        """
        due = await self._database.read(lambda tx: attachments.pending(tx, at, _AT_ONCE))
        trying = (self._fetch(attachment, at) for attachment in due)
        for failure in await asyncio.gather(*trying, return_exceptions=True):
            if failure is not None:
                raise failure
        return len(due) + await self._uploads.read_due(at)

    async def _fetch(self, attachment: Attachment, at: datetime) -> None:
        if attachment.size > self._files.largest:
            await self._end(attachment, AttachmentState.REFUSED, "too_large", at)
            return
        try:
            data = await self._download(attachment)
        except SendError as error:
            await self._not_fetched(attachment, error, at)
            return
        await self._keep(attachment, data, at)

    async def _download(self, attachment: Attachment) -> bytes:
        channel = self._channels.get(attachment.channel)
        if channel is None:
            raise SendError("channel_not_configured", retryable=True)
        return await channel.fetch(attachment.remote_ref)

    async def _keep(self, attachment: Attachment, data: bytes, at: datetime) -> None:
        """Check and store; in a thread, because reading an archive and waiting for the disk take their time."""
        verdict = await asyncio.to_thread(self._files.check, data, attachment.content_type, attachment.name)
        if not verdict.accepted:
            await self._end(attachment, AttachmentState.REFUSED, verdict.reason, at)
            return
        try:
            stored_as = await asyncio.to_thread(self._files.put, data)
        except OSError as error:  # a full disk is no fault of the sender's: it is tried for as long as it takes
            log.error("file_not_stored", attachment=attachment.id, error=type(error).__name__, errno=error.errno)
            await self._later(attachment, at, backoff(attachment.attempts))
            return
        await self._database.write(
            lambda tx: attachments.mark_stored(tx, attachment, stored_as, verdict.content_type, len(data))
        )

    async def _not_fetched(self, attachment: Attachment, error: SendError, at: datetime) -> None:
        log.warning("file_not_fetched", channel=attachment.channel, attachment=attachment.id, code=error.code)
        if error.code == "file_too_large":
            await self._end(attachment, AttachmentState.REFUSED, "too_large", at)
        elif error.retryable and at - attachment.created_at < _GIVE_UP_AFTER:
            await self._later(attachment, at, max(error.retry_after or 0.0, backoff(attachment.attempts)))
        else:
            await self._end(attachment, AttachmentState.LOST, "lost", at)

    async def _later(self, attachment: Attachment, at: datetime, seconds: float) -> None:
        not_before = at + timedelta(seconds=seconds)
        await self._database.write(lambda tx: attachments.mark_retry(tx, attachment, not_before))

    async def _end(self, attachment: Attachment, state: AttachmentState, reason: str, at: datetime) -> None:
        """The file will not be kept: its sender is told once, and what to do."""
        log.info("file_not_kept", channel=attachment.channel, attachment=attachment.id, reason=reason)

        def unit(tx: Transaction) -> set[str]:
            if not attachments.mark_ended(tx, attachment, state):
                return set()
            said = self._notice(tx, attachment, reason)
            return queue_all(tx, attachment.office_id, said, self._limits, at)

        for channel in await self._database.write(unit):
            self._wake(channel)

    def _notice(self, tx: Transaction, attachment: Attachment, reason: str) -> list[Outgoing]:
        """What to say to the sender, in their language; nothing to one who is gone."""
        identity = people.get_identity(tx, attachment.office_id, attachment.identity_id)
        person = people.get_person(tx, attachment.office_id, identity.person_id) if identity else None
        if identity is None or person is None or identity.state is IdentityState.GONE:
            return []
        texts = Texts(person.language)
        text = texts.t(
            _SAID.get(reason, _OTHER_REASON),
            name=_name(texts, attachment),
            limit=self._files.largest // _MEGABYTE,
        )
        reply = Reply(text=text)
        return [Outgoing(channel=identity.channel, address=identity.address, reply=reply, urgency=Urgency.NOTICE)]


def _name(texts: Texts, attachment: Attachment) -> str:
    """What the sender knows the file by: its name in one short line, or its kind."""
    name = " ".join(attachment.name.split())
    if not name:
        return texts.t(_NAMELESS.get(attachment.kind, _SOME_FILE))
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
