"""The platform's side of a shut window: is it really shut, and the template that tells somebody that news wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot import doors
from bot.channels.base import SendError, WindowedChannel
from bot.clock import Clock
from handlers.rules.doors import may_write
from handlers.texts import DEFAULT_LANGUAGE, Texts
from storage import concerns, deliveries, offices, people
from storage.database import Database
from storage.records import Delivery, Urgency
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
_ONE_TEMPLATE = timedelta(days=1)
"""Somebody for whom several answers wait is told so by template once in this time."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A template that went out just now, or one of the last day that still tells the same."""

    remote_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What a template may say of a message, and to which telephone number it may go; `told`: one went out already."""

    values: Mapping[str, str]
    phone: str | None
    told: bool


class Windows:
    """The windows of one account's recipients."""

    def __init__(self, database: Database, channel: WindowedChannel, clock: Clock) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock

    async def is_shut(self, row: Delivery) -> bool:
        """Whether this recipient may not be written to now. What we know is asked again before it is believed.

        A menu tap or a call opens a window, too, and only the platform knows of it.
        """
        door, paid = await self._database.read(
            lambda tx: (
                people.door_at(tx, row.office_id, row.channel, row.address),
                row.urgency is not Urgency.ANNOUNCEMENT or doors.pays_for_announcements(tx, row.office_id),
            )
        )
        if door is None or may_write(door, self._clock(), paid=paid):
            return False
        try:
            window = await self._channel.window(row.address)
        except SendError as error:
            log.warning("window_unknown", channel=row.channel, delivery=row.id, code=error.code)
            return True
        door = await self._database.write(lambda tx: doors.keep_window(tx, row, window))
        return door is not None and not may_write(door, self._clock(), paid=paid)

    async def tell_by_template(self, row: Delivery, at: datetime) -> Told | None:
        """Tell the person by an approved template that this waits for them; None where that cannot be done."""
        if row.urgency is Urgency.ANNOUNCEMENT or row.concern_id is None:
            return None
        facts = await self._database.read(lambda tx: _facts(tx, row, at))
        if facts is None or facts.told:
            return Told() if facts else None
        try:
            remote_id = await self._channel.send_template(row.id, row.address, facts.values, facts.phone)
        except SendError as error:
            log.warning("template_not_sent", channel=row.channel, delivery=row.id, code=error.code)
            return None
        return Told(remote_id=remote_id)


def _facts(tx: Transaction, row: Delivery, at: datetime) -> _Facts | None:
    """A telephone may be a family's: where the concern is protected, no number is given."""
    concern = concerns.get_concern(tx, row.office_id, row.concern_id) if row.concern_id is not None else None
    if concern is None:
        return None
    office = offices.get_office(tx, row.office_id)
    person = people.get_person(tx, row.office_id, concern.person_id)
    phone = person.phone if person is not None and not concern.protected else ""
    day = Texts(DEFAULT_LANGUAGE).day(at)
    return _Facts(
        values={"code": concern.code, "office": office.name, "agency": office.name, "date": day},
        phone=phone or None,
        told=deliveries.was_templated(tx, row.office_id, row.channel, row.address, at - _ONE_TEMPLATE),
    )
