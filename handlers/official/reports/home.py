"""`/nhap`: contributors' reports. What one owes and has filed, what comes through one's hands, and the ways to file.

A contributor reads what they filed themselves, and nothing else. Of a concern that is closed to all but the inspector
they get the code, and that it is handled in confidence.
"""

from collections.abc import Callable

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.milestones.words import due_words, line
from handlers.official.concerns.desk import official_of
from handlers.official.reports import forward as report_forward
from handlers.official.reports import mood as report_mood
from handlers.official.reports import write as report_write
from handlers.official.reports.words import entry, report_heading
from handlers.official.sessions.words import label
from handlers.official.upload import receive
from handlers.reports import filing, withdrawing
from handlers.reports.routes import DESK, Board, Leg, board
from handlers.reports.sheet import PURPOSE, waiting_report
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import reports
from storage.ids import new_id
from storage.records import Report, ReportState, ReportWay, SheetOrder

ADD, TEMPLATE, FILE, LIST, INCOMING, PASS_ON, UNDO, MOOD = "them", "mau", "tep", "xem", "den", "chuyen", "huy", "tamtu"
MOST_OWED, PAGE, MOST_CONCERNS = 8, 5, 20
_NOTHING_TO_UNDO = N_("report.nothing_to_undo")
BESIDE = "beside"
"""The choice of the desk to file beside every route of the plan."""


def command(turn: Turn, argument: str) -> None:
    """`/nhap`: the overview. `them|mau|tep`: file. `xem [id]`: what was filed. `huy [id]`: take it back.

    `tamtu <id>`: the people's mood beside a report. `den`: what comes here on its way. `chuyen <id>`: pass it on.
    """
    word, _, rest = fold(argument).partition(" ")
    known = board(turn.tx, turn.office, official_of(turn), turn.at)
    if not (known.owed or known.incoming or turn.has_role(*DESK) or _has_filed(turn)):
        turn.record("refused_report", "report")
        turn.finish()
        turn.say(turn.t(N_("report.not_a_sender")), [Choice(label=turn.t(N_("milestone.all")), value="/hanchot")])
        return
    number = to_id(rest.strip())
    ways: dict[str, Callable[[], None]] = {
        ADD: lambda: _add(turn, known, number),
        FILE: lambda: _ask_route(turn, known, FILE),
        TEMPLATE: lambda: _order(turn),
        LIST: lambda: _show_filed(turn, number),
        INCOMING: lambda: report_forward.show(turn, known),
        PASS_ON: lambda: report_forward.pass_on(turn, known, number),
        UNDO: lambda: _undo(turn, number),
        MOOD: lambda: _ask_mood(turn, number),
    }
    ways.get(word, lambda: _home(turn, known))()


def _has_filed(turn: Turn) -> bool:
    return bool(reports.filed_by(turn.tx, turn.office.id, turn.person.id, limit=1))


def _home(turn: Turn, known: Board) -> None:
    turn.finish()
    parts = [turn.t(N_("report.home")), _owed_words(turn, known), report_forward.incoming_words(turn, known)]
    choices = [Choice(label=turn.t(message), value=f"/nhap {word}") for message, word in _WAYS]
    if _has_filed(turn):
        choices.append(Choice(label=turn.t(N_("report.see_filed")), value=f"/nhap {LIST}"))
    if known.incoming:
        choices.append(Choice(label=turn.t(N_("report.see_incoming")), value=f"/nhap {INCOMING}"))
    turn.say("\n\n".join(part for part in parts if part), choices)


_WAYS = (
    (N_("report.one_by_one"), ADD),
    (N_("report.get_template"), TEMPLATE),
    (N_("report.send_file"), FILE),
)


def _owed_words(turn: Turn, known: Board) -> str:
    if not known.owed:
        return ""
    lines = [turn.t(N_("report.owed"))]
    lines += [line(turn.texts, leg.milestone, turn.at) for leg in known.owed[:MOST_OWED]]
    if len(known.owed) > MOST_OWED:
        lines.append(turn.tn("milestone.more", len(known.owed) - MOST_OWED))
    return "\n".join(lines)


def _order(turn: Turn) -> None:
    """The empty sheet: it is made off this path and comes as a message of its own."""
    turn.finish()
    reports.add_order(
        turn.tx,
        SheetOrder(
            office_id=turn.office.id,
            id=new_id(turn.at),
            identity_id=turn.identity.id,
            state="waiting",
            created_at=turn.at,
        ),
    )
    turn.say(turn.t(N_("report.template_comes")))


def _add(turn: Turn, known: Board, report_id: int | None) -> None:
    """One more concern for the report that was begun, or a new report."""
    begun = reports.get_report(turn.tx, turn.office.id, report_id) if report_id is not None else None
    if begun is not None and _is_open(turn, begun):
        report_write.begin(turn, begun.session_id, begun.route, begun.sender, report=str(begun.id))
    else:
        _ask_route(turn, known, ADD)


def _is_open(turn: Turn, report: Report) -> bool:
    """Whether this person may still add to it: theirs, written in chat, and of the last day."""
    own = report.filed_by == turn.person.id and report.way is ReportWay.CHAT and report.state is ReportState.FILED
    return own and (turn.at - report.filed_at).days < 1


def _ask_route(turn: Turn, known: Board, then: str) -> None:
    """Which report of the plan this is; not asked where there is only one, or for the desk none."""
    turn.begin(then=then)
    desk = turn.has_role(*DESK)
    if len(known.owed) + desk == 1:
        _go_on(turn, known.owed[0] if known.owed else None)
        return
    if not known.owed and not desk:
        turn.finish()
        turn.say(turn.t(N_("report.nothing_owed")), [Choice(label=turn.t(N_("milestone.all")), value="/hanchot")])
        return
    shown = known.owed[:MOST_OWED]
    several = len({leg.milestone.debtor for leg in known.owed}) > 1
    choices = [(_leg_label(turn, leg, with_sender=several), str(leg.milestone.id)) for leg in shown]
    if desk:
        choices.insert(0, (turn.t(N_("report.beside")), BESIDE))
    turn.ask("report.route", turn.t(N_("report.ask_route")), choices)


def _leg_label(turn: Turn, leg: Leg, *, with_sender: bool) -> str:
    """«Tổng hợp ý kiến, trước 11 giờ …», with the body's name before it where somebody files for several."""
    words = f"{label(leg.milestone.name)}, {due_words(turn.texts, leg.milestone)}"
    return f"{leg.milestone.owed_by}: {words}" if with_sender else words


def take_route(turn: Turn, value: str) -> None:
    """The report of the plan that was chosen."""
    known = board(turn.tx, turn.office, official_of(turn), turn.at)
    leg = known.owed_by_id(to_id(value))
    if turn.incoming.choice is None or (leg is None and not (value == BESIDE and turn.has_role(*DESK))):
        turn.ask_again()
        return
    _go_on(turn, leg)


def _go_on(turn: Turn, leg: Leg | None) -> None:
    session_id = leg.session.id if leg else None
    route, sender = (leg.route.key, leg.milestone.debtor) if leg else ("", "")
    if turn.data["then"] == FILE:
        turn.data["to"] = {"session": str(session_id or ""), "route": route, "sender": sender}
        template = (turn.t(N_("report.get_template")), f"/nhap {TEMPLATE}")
        turn.ask("report.file", turn.t(N_("report.ask_file")), [template])
    else:
        report_write.begin(turn, session_id, route, sender)


def take_file(turn: Turn, value: str) -> None:
    """The filled sheet; words instead of one ask again."""
    del value
    upload = receive(turn, PURPOSE)
    if upload is None:
        turn.ask_again(turn.t(N_("report.no_file")))
        return
    to = turn.data["to"]
    reports.add_report(turn.tx, waiting_report(upload, to_id(to["session"]), to["route"], to["sender"]))
    turn.record("send_report", "report", upload.id)
    turn.finish()
    turn.say(turn.t(N_("report.file_received")))


def _own(turn: Turn, report_id: int | None) -> Report | None:
    """A report of this person's; None for everybody else's and for none, which is logged."""
    found = reports.get_report(turn.tx, turn.office.id, report_id) if report_id is not None else None
    if found is not None and found.filed_by == turn.person.id:
        return found
    turn.record("refused_report", "report", found.id if found else None)
    return None


def _show_filed(turn: Turn, report_id: int | None) -> None:
    turn.finish()
    found = _own(turn, report_id) if report_id is not None else None
    if found is not None:
        _show_one(turn, found)
        return
    filed = reports.filed_by(turn.tx, turn.office.id, turn.person.id, limit=PAGE)
    if not filed:
        turn.say(turn.t(N_("report.none_filed")), [Choice(label=turn.t(N_("report.home_again")), value="/nhap")])
        return
    lines = [f"{place}. {report_heading(turn, one)}" for place, one in enumerate(filed, 1)]
    choices = [Choice(label=turn.texts.moment(one.filed_at), value=f"/nhap {LIST} {one.id}") for one in filed]
    turn.say("\n".join([turn.t(N_("report.filed")), *lines]), choices)


def _show_one(turn: Turn, report: Report) -> None:
    """Its concerns, each with its state; what is closed to all shows its code alone."""
    made = reports.concerns_of(turn.tx, turn.office.id, report.id)
    lines = [report_heading(turn, report), *(entry(turn, one) for one in made[:MOST_CONCERNS])]
    if len(made) > MOST_CONCERNS:
        lines.append(turn.tn("milestone.more", len(made) - MOST_CONCERNS))
    if report.mood:
        lines.append(turn.t(N_("report.mood_line"), mood=report.mood))
    choices = []
    if report.state is ReportState.FILED and report.route:
        choices.append(Choice(label=turn.t(N_("report.write_mood")), value=f"/nhap {MOOD} {report.id}"))
    if withdrawing.refusal(turn.tx, report) is None:
        choices.append(Choice(label=turn.t(N_("report.undo")), value=f"/nhap {UNDO} {report.id}"))
    choices.append(Choice(label=turn.t(N_("report.see_filed")), value=f"/nhap {LIST}"))
    turn.say("\n\n".join(lines), choices)


def _ask_mood(turn: Turn, report_id: int | None) -> None:
    report = _own(turn, report_id)
    if report is None or report.state is not ReportState.FILED:
        _show_filed(turn, None)
        return
    report_mood.ask(turn, report)


def _undo(turn: Turn, report_id: int | None) -> None:
    """`huy`: ask about the last report. `huy <id>`: ask about this one; only the tap on «Gỡ» takes it back."""
    turn.begin()
    filed = reports.filed_by(turn.tx, turn.office.id, turn.person.id, limit=PAGE)
    last = next((one for one in filed if one.state is ReportState.FILED), None)
    report = _own(turn, report_id) if report_id is not None else last
    why = _NOTHING_TO_UNDO if report is None else withdrawing.refusal(turn.tx, report)
    if report is None or why is not None:
        turn.finish()
        turn.say(turn.t(why or _NOTHING_TO_UNDO), [Choice(label=turn.t(N_("report.see_filed")), value=f"/nhap {LIST}")])
        return
    choices = [(turn.t(N_("report.undo_yes")), "yes"), (turn.t(N_("desk.keep")), "no")]
    turn.ask(
        "report.undo", turn.t(N_("report.undo_sure"), report=report_heading(turn, report)), choices, undo=report.id
    )


def take_undo(turn: Turn, value: str) -> None:
    """Take the report back, unless somebody began to deal with it meanwhile."""
    if turn.incoming.choice is None:
        turn.ask_again()
        return
    report = _own(turn, turn.data["undo"])
    turn.finish()
    home = Choice(label=turn.t(N_("report.home_again")), value="/nhap")
    if value != "yes" or report is None:
        turn.say(turn.t(N_("desk.nothing_done")), [home])
        return
    why = withdrawing.refusal(turn.tx, report)
    if why is not None:
        turn.say(turn.t(why), [home])
        return
    taken = withdrawing.withdraw(turn.tx, report, turn.at)
    turn.record("withdraw_report", "report", report.id, after={"concerns": taken})
    kept = [one for one in reports.concerns_of(turn.tx, turn.office.id, report.id) if one.protected]
    lines = [turn.tn("report.undone", taken)]
    if kept:
        lines.append(turn.tn("report.kept_closed", len(kept), codes=filing.codes(turn.texts, turn.office, kept)))
    turn.say("\n".join(lines), [home])
