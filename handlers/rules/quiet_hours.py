"""At night nobody is written to who did not just write: pure rules on local time."""

from datetime import datetime, time, timedelta

from handlers.texts import LOCAL

NIGHT_BEGINS = time(21, 0)
NIGHT_ENDS = time(7, 0)


def is_night(at: datetime, *, begins: time = NIGHT_BEGINS, ends: time = NIGHT_ENDS) -> bool:
    """Whether `at` is a quiet hour: from `begins` in the evening, up to but not including `ends` in the morning."""
    clock = at.astimezone(LOCAL).time()
    return clock >= begins or clock < ends


def after_night(at: datetime, *, begins: time = NIGHT_BEGINS, ends: time = NIGHT_ENDS) -> datetime:
    """`at` itself, or the end of the night it falls into."""
    if not is_night(at, begins=begins, ends=ends):
        return at
    local = at.astimezone(LOCAL)
    morning = local.date() if local.time() < ends else local.date() + timedelta(days=1)
    return datetime.combine(morning, ends, LOCAL).astimezone(at.tzinfo)
