"""What the checks of a plan look at, and what they answer with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from handlers.rules.calendar import Calendar
from handlers.rules.plans.lines import Path
from handlers.rules.plans.model import Plan
from handlers.rules.plans.profile import Profile
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.window import held_on


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A plan under review, with the days already fixed for its sessions by key."""

    plan: Plan
    calendar: Calendar
    profile: Profile
    session_dates: Mapping[str, dt.date]

    def sessions(self) -> Iterator[tuple[Path, PlannedSession]]:
        """Every session with its place in the file."""
        for at, session in enumerate(self.plan.sessions):
            yield ("sessions", at), session

    def held(self, session: PlannedSession) -> dt.date | None:
        """The session's day, as far as anybody has fixed it."""
        return held_on(session, self.session_dates.get(session.key))


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One thing a check has to say about the value at ``path``."""

    level: Literal["error", "warning"]
    path: Path
    message: str


def error(path: Path, message: str) -> Remark:
    """A remark on something that cannot work."""
    return Remark(level="error", path=path, message=message)


def warning(path: Path, message: str) -> Remark:
    """A remark on something that can work but should be looked at."""
    return Remark(level="warning", path=path, message=message)
