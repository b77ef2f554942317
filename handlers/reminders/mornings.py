"""The hour at which what is due by the day is told."""

from datetime import datetime, time

from handlers.texts import LOCAL

MORNING = time(7, 30)
"""When the day's messages are owed; local time."""
EVENING = time(20, 0)
"""A morning that was missed is made good until then, not after."""


def this_morning(at: datetime, begins: time = MORNING) -> datetime | None:
    """The hour of this morning's messages, while they are owed: from then until the evening."""
    local = at.astimezone(LOCAL)
    if not begins <= local.time() < EVENING:
        return None
    return datetime.combine(local.date(), begins, LOCAL)
