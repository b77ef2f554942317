"""The queue of updates: getUpdates, its offset and its hold, as in tdlib/telegram-bot-api's Client.cpp."""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from tests.fakes.bot_api.params import ApiError, Json, Params, bad_request

FIRST_UPDATE_ID = 100_000_001
MESSAGE_LIFETIME = 86_400.0  # seconds until an update that nobody fetched is dropped
CALLBACK_LIFETIME = 150.0
MAX_HOLD = 50  # seconds
MAX_BATCH = 100
LEFT_OUT_BY_DEFAULT = frozenset(("chat_member", "message_reaction", "message_reaction_count"))

TERMINATED_BY_POLL = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
TERMINATED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"

dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that is not confirmed yet; `body` is its JSON, `chat` keeps pushes of one chat in order."""

    number: int
    update_id: int
    chat: int
    body: str
    expires_at: float


class UpdateQueue:
    """Updates in the order of their arrival, each kept until the bot confirms it.

    `now` gives seconds on a clock that only goes on. `on_push`, while set, is told of every new update.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._pending: OrderedDict[int, Pending] = OrderedDict()
        self._numbers = 0
        self._next_id = FIRST_UPDATE_ID
        self._poll: asyncio.Future[ApiError | None] | None = None
        self.allowed: frozenset[str] | None = None
        self.on_push: Callable[[Pending], None] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def is_held(self) -> bool:
        """Whether a poller is waiting for an update now."""
        return self._poll is not None and not self._poll.done()

    def push(self, kind: str, payload: Json, chat: int, lifetime: float = MESSAGE_LIFETIME) -> int | None:
        """Queues an update of `kind` and returns its update_id, None if the bot does not want that kind."""
        if kind in LEFT_OUT_BY_DEFAULT if self.allowed is None else kind not in self.allowed:
            return None
        return self.push_raw({"update_id": self._next_id, kind: payload}, chat, lifetime)

    def push_raw(self, update: Json, chat: int = 0, lifetime: float = MESSAGE_LIFETIME) -> int:
        """Queues `update` as it is, a second time too; gives it an update_id if it has none."""
        update_id: int = update.get("update_id", self._next_id)
        self._next_id = max(self._next_id, update_id + 1)
        self._numbers += 1
        body = dump({"update_id": update_id, **update})
        pending = Pending(self._numbers, update_id, chat, body, self._now() + lifetime)
        self._pending[pending.number] = pending
        if self.on_push is not None:
            self.on_push(pending)
        self._end_poll(None)
        return update_id

    def drop(self, pending: Pending) -> None:
        """Forgets one update: it was delivered, or is too old."""
        self._pending.pop(pending.number, None)

    def clear(self) -> None:
        """Forgets all updates (drop_pending_updates)."""
        self._pending.clear()

    def allow(self, params: Params) -> None:
        """Remembers allowed_updates: left out keeps what was set before, an empty list means the default."""
        kinds = params.json("allowed_updates", "allowed updates")
        if kinds is None:
            return
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("allowed_updates must be an Array of String")
        self.allowed = frozenset(kinds) or None

    async def get(self, params: Params) -> str:
        """Answers getUpdates with a JSON array: confirms, gives what waits or holds for the first arrival.

        Raises ApiError 409 when another poller or a webhook ends the hold.
        """
        limit = max(1, min(params.integer("limit", MAX_BATCH), MAX_BATCH))
        hold = max(0, min(params.integer("timeout"), MAX_HOLD))
        self.allow(params)
        self._confirm(params.integer("offset"))
        if not self.oldest(limit) and hold:
            await self._wait(hold)
        return f"[{','.join(each.body for each in self.oldest(limit))}]"

    def oldest(self, limit: int) -> list[Pending]:
        """The oldest `limit` updates, without what is too old."""
        now = self._now()
        batch: list[Pending] = []
        stale: list[Pending] = []
        for each in self._pending.values():
            if len(batch) == limit:
                break
            (stale if each.expires_at <= now else batch).append(each)
        for each in stale:
            self.drop(each)
        return batch

    def end_hold(self, description: str = TERMINATED_BY_WEBHOOK) -> None:
        """Sends a poller that is held away with 409."""
        self._end_poll(ApiError(409, description))

    def release_hold(self) -> None:
        """Answers a poller that is held with what there is."""
        self._end_poll(None)

    async def _wait(self, hold: float) -> None:
        self._end_poll(ApiError(409, TERMINATED_BY_POLL))
        poll = self._poll = asyncio.get_running_loop().create_future()
        done, _ = await asyncio.wait((poll,), timeout=hold)
        if self._poll is poll:
            self._poll = None
        if done and (error := poll.result()) is not None:
            raise error

    def _end_poll(self, error: ApiError | None) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(error)

    def _confirm(self, offset: int) -> None:
        """Forgets what is before `offset`; below 0 it counts from the end, in the future it means nothing."""
        if offset < 0:
            offset += self._next_id
        if offset > self._next_id:
            return
        while self._pending:
            first = next(iter(self._pending.values()))
            if first.update_id >= offset:
                return
            self.drop(first)
