"""Reports on their way («qua»): who has filed, who is late, and one tap that passes them on and marks one's own."""

from handlers.messages import Choice
from handlers.milestones.words import due_words, state_words
from handlers.official.sessions.words import label
from handlers.reports import filing
from handlers.reports.routes import Board, Leg, too_late_to_pass_on
from handlers.texts import N_
from handlers.turn import Turn
from storage import reports
from storage.ids import new_id
from storage.records import Report, ReportState, ReportWay

MOST_LINES = 12


def incoming_words(turn: Turn, known: Board) -> str:
    """How many of the reports that come here are in; "" where none do."""
    if not known.incoming:
        return ""
    there = [leg for leg in known.incoming if not leg.milestone.is_open]
    return turn.tn("report.incoming_count", len(known.incoming), there=turn.texts.number(len(there)))


def show(turn: Turn, known: Board) -> None:
    """Each report that comes here, filed or late; of one's own that wait for them, a tap to pass on."""
    turn.finish()
    if not known.incoming:
        turn.say(turn.t(N_("report.none_incoming")), [Choice(label=turn.t(N_("report.home_again")), value="/nhap")])
        return
    lines = [turn.t(N_("report.incoming")), *(_line(turn, leg) for leg in known.incoming[:MOST_LINES])]
    if len(known.incoming) > MOST_LINES:
        lines.append(turn.tn("milestone.more", len(known.incoming) - MOST_LINES))
    parts = ["\n".join(lines), *_warnings(turn, known)]
    choices = [
        Choice(
            label=turn.tn("report.pass_on", len(_to_pass_on(turn, known, leg)), name=label(leg.milestone.name)),
            value=f"/nhap chuyen {leg.milestone.id}",
        )
        for leg in known.owed
        if _to_pass_on(turn, known, leg)
    ]
    turn.say("\n\n".join(parts), [*choices, Choice(label=turn.t(N_("report.home_again")), value="/nhap")])


def _filed(turn: Turn, leg: Leg) -> list[Report]:
    return reports.filed_under(turn.tx, turn.office.id, leg.session.id, leg.route.key, leg.milestone.debtor)


def _line(turn: Turn, leg: Leg) -> str:
    """«- Hội Nông dân: đã gửi, 12 ý kiến; chưa chuyển tiếp», or that nothing came and how late it is.

    What is closed to all but the inspector is not counted.
    """
    filed = _filed(turn, leg)
    state = state_words(turn.texts, leg.milestone, turn.at)
    if not filed:
        due = due_words(turn.texts, leg.milestone)
        return turn.t(N_("report.incoming_none"), sender=leg.milestone.owed_by, due=due, state=state)
    n = sum(
        not concern.protected for report in filed for concern in reports.concerns_of(turn.tx, turn.office.id, report.id)
    )
    text = turn.tn("report.incoming_line", n, sender=leg.milestone.owed_by, state=state)
    moods = [turn.t(N_("report.mood_line"), mood=report.mood) for report in filed if report.mood]
    passed_on = all(report.forwarded_in is not None for report in filed)
    line = " ".join([text, turn.t(N_("report.is_passed_on"))]) if passed_on else text
    return "\n".join([line, *moods])


def _warnings(turn: Turn, known: Board) -> list[str]:
    """What the plan's check knows: reports that come in only when one's own is already due."""
    return [
        turn.t(N_("report.same_minute"), name=leg.milestone.name, due=due_words(turn.texts, leg.milestone))
        for leg in known.owed
        if leg.milestone.is_open and any(too_late_to_pass_on(one, leg) for one in known.feeding(leg))
    ]


def _to_pass_on(turn: Turn, known: Board, leg: Leg) -> list[Report]:
    """The filed reports that feed this one and were not passed on."""
    return [report for one in known.feeding(leg) for report in _filed(turn, one) if report.forwarded_in is None]


def pass_on(turn: Turn, known: Board, milestone_id: int | None) -> None:
    """Pass on what has come in for one's own report, and mark that; what comes later can be passed on again."""
    turn.finish()
    leg = known.owed_by_id(milestone_id)
    waiting = _to_pass_on(turn, known, leg) if leg is not None else []
    home = Choice(label=turn.t(N_("report.home_again")), value="/nhap")
    if leg is None or not waiting:
        turn.say(turn.t(N_("report.nothing_to_pass_on")), [home])
        return
    report, milestone = filing.timed(turn.tx, turn.office, _report(turn, leg))
    reports.add_report(turn.tx, report)
    for one in waiting:
        reports.forward(turn.tx, turn.office.id, one.id, report.id)
    filed, notices = filing.finish(turn.tx, turn.office, report, (), milestone, turn.at)
    turn.outgoing += notices
    lines = [turn.tn("report.passed_on", len(waiting))]
    missing = [one.milestone.owed_by for one in known.feeding(leg) if one.milestone.is_open and not _filed(turn, one)]
    if missing:
        lines.append(turn.t(N_("report.still_missing"), senders=", ".join(missing)))
    if filed.marked and filed.milestone is not None:
        lines.append(filing.marked_words(turn.texts, filed.milestone, late=report.late))
    undo = Choice(label=turn.t(N_("report.undo")), value=f"/nhap huy {report.id}")
    turn.say("\n".join(lines), [undo, home])


def _report(turn: Turn, leg: Leg) -> Report:
    return Report(
        office_id=turn.office.id,
        id=new_id(turn.at),
        session_id=leg.session.id,
        route=leg.route.key,
        sender=leg.milestone.debtor,
        filed_by=turn.person.id,
        filed_at=turn.at,
        due_at=None,
        late=False,
        way=ReportWay.FORWARD,
        source_hash="",
        state=ReportState.FILED,
    )
