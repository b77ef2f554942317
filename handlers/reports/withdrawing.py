"""Take a report back: as long as nobody has begun to deal with any of it. Nothing is deleted."""

from datetime import datetime

from handlers.reports.routes import leg_of
from handlers.texts import N_
from storage import milestones, offices, reports
from storage.records import Milestone, Report, ReportState
from storage.transaction import Transaction


def refusal(tx: Transaction, report: Report) -> str | None:
    """The message id of why a report cannot be taken back now; None when it can."""
    if report.state is not ReportState.FILED:
        return N_("report.undone_before")
    if report.forwarded_in is not None:
        return N_("report.passed_on_before")
    return N_("report.in_work") if reports.count_assigned(tx, report.office_id, report.id) else None


def withdraw(tx: Transaction, report: Report, at: datetime) -> int:
    """Take it back, and open its milestone again where no other report keeps it; return how many concerns went.

    What is closed to all but the inspector stays with the inspector: nobody takes a denunciation back for its author.
    """
    reports.concerns_of(tx, report.office_id, report.id, hold=True)
    if refusal(tx, report) is not None or not reports.mark_withdrawn(tx, report.office_id, report.id, at):
        return 0
    taken = reports.withdraw_concerns(tx, report.office_id, report.id)
    reports.take_forward_back(tx, report.office_id, report.id)
    _reopen(tx, report, at)
    return taken


def _reopen(tx: Transaction, report: Report, at: datetime) -> None:
    """The milestone that this very report marked is owed again, unless another report of the sender stands."""
    office = offices.get_office(tx, report.office_id)
    milestone = leg_of(tx, office, report.session_id, report.route, report.sender)
    others = reports.filed_under(tx, office.id, report.session_id, report.route, report.sender)
    if milestone is not None and not others and _marked_by_report(tx, milestone, report):
        milestones.reopen(tx, office.id, milestone.id, at)
        milestones.flag_late(tx, office.id, at)


def _marked_by_report(tx: Transaction, milestone: Milestone, report: Report) -> bool:
    """Whether a report marked it, this one or one taken back before, and not a person by `/xongviec`."""
    done = milestone.done_at
    return done is not None and reports.was_filed_at(tx, report, done)
