"""A contributor's report and its concerns as lines, and for whom a concern was filed as the desk reads it."""

from handlers.official.words import Words, first_words
from handlers.reports import filing
from handlers.reports.routes import leg_of
from handlers.reports.words import SOURCES, whom_words
from handlers.rules.contributions import Source
from handlers.texts import N_
from handlers.turn import Turn
from storage import reports
from storage.records import Concern, OnBehalf, Report, ReportState, ReportWay


def report_heading(turn: Turn, report: Report) -> str:
    """«26/11/2026 10:05 · Hội Nông dân · 12 ý kiến, mã GM-0043 đến GM-0054 · trễ hạn»."""
    made = reports.concerns_of(turn.tx, turn.office.id, report.id)
    if report.way is ReportWay.FORWARD:
        what = turn.t(N_("report.passed_on_line"))
    else:
        what = turn.tn("report.count", len(made), codes=filing.codes(turn.texts, turn.office, made))
    parts = [turn.texts.moment(report.filed_at), what]
    if report.late:
        parts.append(turn.t(N_("report.was_late")))
    if report.state is ReportState.WITHDRAWN:
        parts.append(turn.t(N_("report.was_withdrawn")))
    return " · ".join(parts)


def entry(turn: Turn, concern: Concern) -> str:
    """One concern for the person who filed it: code, state, for whom, first words; of a closed one its code alone."""
    if concern.protected:
        return turn.t(N_("report.closed_entry"), code=concern.code)
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    behalf = reports.on_behalf_of(turn.tx, turn.office.id, concern.id)
    whom = whom_words(turn.texts, behalf, names=True) if behalf else ""
    return f"{concern.code} · {words.state(concern)} · {whom}\n{first_words(concern.text)}"


def on_behalf_lines(turn: Turn, concern: Concern, *, names: bool) -> list[str]:
    """For whom a concern was filed, when and where, by which body, and what answer it proposes; [] for any other.

    `names`: whether the reader may see the person's name and telephone number.
    """
    if concern.has_door:
        return []
    behalf = reports.on_behalf_of(turn.tx, turn.office.id, concern.id)
    report = reports.get_report(turn.tx, turn.office.id, behalf.report_id) if behalf is not None else None
    if behalf is None or report is None:
        return []
    lines = [turn.t(N_("report.on_behalf"), whom=whom_words(turn.texts, behalf, names=names))]
    if names and behalf.phone:
        lines.append(turn.t(N_("report.phone"), phone=behalf.phone))
    lines.append(_origin(turn, behalf))
    lines.append(turn.t(N_("report.filed_by"), sender=sender_name(turn, report)))
    if behalf.proposal:
        lines.append(turn.t(N_("report.proposal"), proposal=behalf.proposal))
    return lines


def _origin(turn: Turn, behalf: OnBehalf) -> str:
    source, day = turn.t(SOURCES[Source(behalf.source)]), turn.texts.day(behalf.met_on)
    if behalf.place:
        return turn.t(N_("report.origin_at"), source=source, day=day, place=behalf.place)
    return turn.t(N_("report.origin"), source=source, day=day)


def sender_name(turn: Turn, report: Report) -> str:
    """The body that filed a report: the plan's own name for it, else the official who did."""
    from_plan = leg_of(turn.tx, turn.office, report.session_id, report.route, report.sender)
    if from_plan is not None:
        return from_plan.owed_by
    return Words(tx=turn.tx, office=turn.office, texts=turn.texts).official(report.filed_by)
