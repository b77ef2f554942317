"""The milestones of a session as rows of a picture or a table: pure."""

from collections.abc import Iterable
from datetime import datetime

from handlers.papers.tables import Progress, TimelineEntry
from handlers.rules.milestone_clock import Standing
from handlers.rules.milestone_entries import timeline_entries
from handlers.texts import local_day
from storage.records import Milestone

_PROGRESS = {
    Standing.DONE: Progress.DONE,
    Standing.DONE_LATE: Progress.DONE,
    Standing.LATE: Progress.LATE,
}


def timeline_rows(milestones: Iterable[Milestone], at: datetime) -> list[TimelineEntry]:
    """The rows in order; what has its last day today is due, what is to come is next."""
    today = local_day(at)
    return [
        TimelineEntry(
            name=one.name,
            due=one.due,
            clock=one.clock,
            owed_by=one.owed_by,
            owed_to=one.owed_to,
            progress=_PROGRESS.get(one.state, Progress.DUE if one.due == today else Progress.NEXT),
            explanation=one.explanation,
        )
        for one in timeline_entries(milestones, at)
    ]
