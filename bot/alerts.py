"""Something is broken that only a person can mend: the admins hear of it, on another channel than the broken one."""

from collections.abc import Callable, Mapping

from bot.channels.base import Limits
from bot.clock import Clock
from bot.outbox import queue_all
from handlers.channel_names import channel_name
from handlers.messages import Outgoing, Reply
from handlers.rules.doors import best_door
from handlers.texts import N_, Texts, local_day
from storage import officials, people
from storage.database import Database
from storage.records import Role, Urgency
from storage.transaction import Transaction

_HOW_TO_MEND = {
    "zalo_oa": N_("alert.tokens"),
}
_UNKNOWN = N_("alert.account")


class Alerts:
    """Tells the admins of one office, once a day for each thing that is broken."""

    def __init__(
        self,
        database: Database,
        office_id: int,
        limits: Mapping[str, Limits],
        wake: Callable[[str], None],
        clock: Clock,
    ) -> None:
        self._database = database
        self._office_id = office_id
        self._limits = limits
        self._wake = wake
        self._clock = clock

    async def account_dead(self, channel: str, code: str) -> None:
        """An account's rights are gone and a person must give them anew; `code` says what the platform said."""
        for woken in await self._database.write(lambda tx: self._tell(tx, channel, code)):
            self._wake(woken)

    def _tell(self, tx: Transaction, channel: str, code: str) -> set[str]:
        at = self._clock()
        said = []
        for admin in officials.with_role(tx, self._office_id, Role.ADMIN):
            others = [door for door in people.doors(tx, self._office_id, admin.person_id) if door.channel != channel]
            person, door = people.get_person(tx, self._office_id, admin.person_id), best_door(others, at, paid=True)
            if door is None or person is None:
                continue
            texts = Texts(person.language)
            text = texts.t(_HOW_TO_MEND.get(channel, _UNKNOWN), channel=channel_name(texts, channel), code=code)
            said.append(
                Outgoing(
                    channel=door.channel,
                    address=door.address,
                    reply=Reply(text=text),
                    urgency=Urgency.NOTICE,
                    once_key=f"alert/{channel}/{local_day(at)}/{person.id}",
                )
            )
        return queue_all(tx, self._office_id, said, self._limits, at)
