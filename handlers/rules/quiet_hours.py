"""At night nobody is written to who did not just write: pure rules on local time; the hours are the office's own."""

from datetime import datetime, timedelta

from handlers.texts import LOCAL
from storage.records import Profile


def is_night(at: datetime, profile: Profile) -> bool:
    """Whether `at` is a quiet hour of the office: from `quiet_from`, up to but not including `quiet_until`.

    An office whose two hours are the same has no quiet hours.
    """
    clock, begins, ends = at.astimezone(LOCAL).time(), profile.quiet_from, profile.quiet_until
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends


def after_night(at: datetime, profile: Profile) -> datetime:
    """`at` itself, or the end of the night it falls into."""
    if not is_night(at, profile):
        return at
    local = at.astimezone(LOCAL)
    morning = local.date() if local.time() < profile.quiet_until else local.date() + timedelta(days=1)
    return datetime.combine(morning, profile.quiet_until, LOCAL).astimezone(at.tzinfo)
