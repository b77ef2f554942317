"""One concern on behalf of somebody, a question a turn: for whom, from where, their words, the topic, a look, «Gửi».

What is still lacking is worked out from the answers alone. Each answer is checked as the cell of a sheet would be
(`handlers/rules/contributions.py`), so that chat and sheet take the same and say the same.
"""

from collections.abc import Callable, Mapping

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.reports import filing
from handlers.resident import suggestions
from handlers.resident.courtesies import is_cancel
from handlers.rules.contributions import (
    HEADINGS,
    NO,
    SOURCE_WORDS,
    YES,
    Cell,
    Column,
    Contribution,
    RowProblem,
    SheetRow,
    Source,
    check_rows,
)
from handlers.texts import N_, local_day
from handlers.turn import Turn
from storage import offices, reports
from storage.ids import new_id
from storage.records import Kind, Report, ReportState, ReportWay

PERSON, GROUP, MEETING, POLL = "person", "group", "meeting", "poll"
_SOURCE = {PERSON: Source.RESIDENT, GROUP: Source.RESIDENT, MEETING: Source.MEETING, POLL: Source.POLL}
PLACE = "place"
_ABOUT_A_GROUP = (Column.NAME, Column.PEOPLE, Column.AREA, Column.PHONE, Column.TEXT, Column.TOPIC)
_WANTED: Mapping[str, tuple[str, ...]] = {
    PERSON: (Column.NAMED, Column.NAME, Column.AREA, Column.PHONE, Column.TEXT, Column.TOPIC),
    GROUP: _ABOUT_A_GROUP,
    MEETING: (Column.DAY, PLACE, *_ABOUT_A_GROUP),
    POLL: (Column.DAY, *_ABOUT_A_GROUP),
}
"""What is asked, in order."""
_QUESTIONS: Mapping[str, str] = {
    Column.NAMED: N_("report.ask_named"),
    Column.NAME: N_("report.ask_name"),
    Column.PEOPLE: N_("report.ask_people"),
    Column.AREA: N_("report.ask_area"),
    Column.PHONE: N_("report.ask_phone"),
    Column.DAY: N_("report.ask_day"),
    PLACE: N_("report.ask_place"),
    Column.TEXT: N_("report.ask_text"),
    Column.TOPIC: N_("report.ask_topic"),
    Column.PROPOSAL: N_("report.ask_proposal"),
}
_SKIP: Mapping[str, str] = {
    Column.AREA: N_("report.many_areas"),
    Column.PHONE: N_("report.no_phone"),
    Column.TOPIC: N_("report.no_topic"),
}
"""What may be left empty, and the words of the tap that does so."""
SKIPPED = "-"
_STEP = "report."
FIELD_STEPS = tuple(f"{_STEP}{column}" for column in _QUESTIONS)
"""A step a question: a tap on an earlier one must never answer a later one."""
_MOST_PLACE_LETTERS, _SHOWN = 200, 600


def begin(turn: Turn, session_id: int | None, route: str, sender: str, *, report: str = "") -> None:
    """Begin one concern of a report: under this route of the plan, or (`report`) as one more of a report begun."""
    to = {"session": str(session_id or ""), "route": route, "sender": sender}
    turn.begin(to=to, report=report, row={}, whom="")
    whom = [
        (turn.t(N_("report.whom.person")), PERSON),
        (turn.t(N_("report.whom.group")), GROUP),
        (turn.t(N_("report.whom.meeting")), MEETING),
        (turn.t(N_("report.whom.poll")), POLL),
    ]
    turn.ask("report.whom", turn.t(N_("report.ask_whom")), whom)


def take_whom(turn: Turn, value: str) -> None:
    """One person, a group, a meeting or a poll."""
    if turn.incoming.choice is None or value not in _SOURCE:
        _not_a_choice(turn)
        return
    turn.data["whom"] = value
    _go_on(turn)


def _not_a_choice(turn: Turn) -> None:
    if is_cancel(turn.incoming.text or ""):
        _drop(turn)
    else:
        turn.ask_again()


def _go_on(turn: Turn, lead: str = "") -> None:
    """Ask what is still lacking; then show everything at a glance."""
    lacking = next((one for one in _WANTED[turn.data["whom"]] if one not in turn.data["row"]), None)
    if lacking is None:
        _ask_confirm(turn, lead)
    else:
        _ask(turn, lacking, lead)


def _ask(turn: Turn, column: str, lead: str = "") -> None:
    question = turn.t(_question(turn, column))
    choices = _choices(turn, column)
    turn.ask(f"{_STEP}{column}", f"{lead}\n\n{question}" if lead else question, choices)


def _question(turn: Turn, column: str) -> str:
    if column == Column.NAME and turn.data["whom"] != PERSON:
        return N_("report.ask_group_name")
    return _QUESTIONS[column]


def _choices(turn: Turn, column: str) -> list[tuple[str, str]]:
    taps: Mapping[str, Callable[[], list[tuple[str, str]]]] = {
        Column.NAMED: lambda: [(turn.t(N_("report.named")), YES), (turn.t(N_("report.not_named")), NO)],
        Column.AREA: lambda: [(area.name, area.name) for area in offices.areas(turn.tx, turn.office.id)],
        Column.DAY: lambda: [(turn.t(N_("report.today")), f"{local_day(turn.at):%d/%m/%Y}")],
        Column.TOPIC: lambda: _topics(turn),
    }
    choices = taps[column]() if column in taps else []
    may_skip = column in _SKIP and not (column == Column.AREA and turn.data["whom"] == PERSON)
    return [*choices, (turn.t(_SKIP[column]), SKIPPED)] if may_skip else choices


def _topics(turn: Turn) -> list[tuple[str, str]]:
    """The likely topics first, then all others; values are the names that a sheet would carry."""
    likely = [one.topic for one in suggestions.topics(turn.office, turn.data["row"].get(Column.TEXT, ""))]
    others = [topic for topic in turn.office.profile.topics if topic not in likely]
    return [(suggestions.label(turn.texts, topic), topic.vi) for topic in (*likely, *others)]


def take_field(turn: Turn, value: str) -> None:
    """The answer to the question that waits: kept when a sheet's cell might hold it, else said what is wrong."""
    column = turn.step.removeprefix(_STEP)
    words = value if turn.incoming.choice is not None else turn.incoming.text or ""
    if turn.incoming.choice is None and is_cancel(words):
        _drop(turn)
        return
    skipped = turn.incoming.choice is not None and value == SKIPPED
    row = {**turn.data["row"], column: "" if skipped else words.strip()}
    wrong = "" if skipped and column in _SKIP else _wrong(turn, row, column)
    if wrong:
        turn.ask_again(wrong)
        return
    if column == Column.NAMED and row[column] == NO:
        row |= {Column.NAME: "", Column.PHONE: ""}
    turn.data["row"] = row
    _go_on(turn)


def _wrong(turn: Turn, row: dict[str, str], column: str) -> str:
    """What is wrong with one answer, "" for nothing."""
    words = row[column]
    if not words or (column == PLACE and len(words) > _MOST_PLACE_LETTERS):
        return turn.t(N_("report.say_it"), most=_MOST_PLACE_LETTERS)
    if column == Column.NAMED and words not in {YES, NO}:
        return turn.t(N_("report.ask_named"))
    if column == Column.PEOPLE and turn.data["whom"] == GROUP and words.strip("0. ") == "1":
        return turn.t(N_("report.group_of_one"))
    return next((one.message for one in _problems(turn, row) if one.column == column), "")


def _problems(turn: Turn, row: Mapping[str, str]) -> tuple[RowProblem, ...]:
    return check_rows((_sheet_row(turn, row),), filing.choices_of(turn.tx, turn.office), local_day(turn.at)).problems


def _sheet_row(turn: Turn, row: Mapping[str, str]) -> SheetRow:
    """The answers as a row of a sheet."""
    source = SOURCE_WORDS[_SOURCE[turn.data["whom"]]]
    known = {Column.DAY: f"{local_day(turn.at):%d/%m/%Y}", Column.SOURCE: source}
    cells = known | {column: row[column.value] for column in HEADINGS if column.value in row}
    return SheetRow(line=1, cells={column: Cell(text=words) for column, words in cells.items()})


def _contribution(turn: Turn) -> Contribution | None:
    row = _sheet_row(turn, turn.data["row"])
    checked = check_rows((row,), filing.choices_of(turn.tx, turn.office), local_day(turn.at))
    return checked.contributions[0] if checked.contributions else None


def _ask_confirm(turn: Turn, lead: str = "") -> None:
    """Everything before it goes. Of what looks like a denunciation nothing is repeated."""
    row = turn.data["row"]
    closed = suggestions.kind(row[Column.TEXT]) is Kind.DENUNCIATION
    choices = [(turn.t(N_("report.send")), "send")]
    if closed:
        text = turn.t(N_("report.confirm_closed"))
    else:
        text = turn.t(N_("report.confirm"), details=_details(turn), text=_head(row[Column.TEXT]))
        choices.append((turn.t(N_("report.add_proposal")), "proposal"))
    choices += [(turn.t(N_("report.edit_text")), "text"), (turn.t(N_("report.drop")), "drop")]
    turn.ask("report.confirm", f"{lead}\n\n{text}" if lead else text, choices)


def _details(turn: Turn) -> str:
    """The answers a line each, with the titles of the sheet."""
    row = turn.data["row"]
    shown = [column for column in HEADINGS if column not in {Column.TEXT, Column.NAMED} and row.get(column)]
    lines = [f"{HEADINGS[column]}: {row[column]}" for column in shown]
    if row.get(Column.NAMED) == NO:
        lines.insert(0, turn.t(N_("report.unnamed_line")))
    return "\n".join([*lines, *([turn.t(N_("report.place_line"), place=row[PLACE])] if row.get(PLACE) else [])])


def _head(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def take_confirm(turn: Turn, value: str) -> None:
    """Send it, add the answer that is proposed, write the words anew, or drop it."""
    if turn.incoming.choice is None:
        _not_a_choice(turn)
    elif value == "send":
        _send(turn)
    elif value in {"proposal", "text"}:
        _ask(turn, Column.PROPOSAL if value == "proposal" else Column.TEXT)
    else:
        _drop(turn)


def _drop(turn: Turn) -> None:
    turn.finish()
    turn.say(turn.t(N_("report.dropped")), [Choice(label=turn.t(N_("report.home_again")), value="/nhap")])


def _send(turn: Turn) -> None:
    contribution = _contribution(turn)
    if contribution is None:  # the office's hamlets or topics changed while this was written
        begin(turn, to_id(turn.data["to"]["session"]), turn.data["to"]["route"], turn.data["to"]["sender"])
        return
    prepared = filing.prepare(turn.office, contribution, place=turn.data["row"].get(PLACE, ""))
    report, milestone = filing.timed(turn.tx, turn.office, _report(turn))
    made = filing.add_concerns(turn.tx, turn.office, report, [prepared], turn.at)
    filed, notices = filing.finish(turn.tx, turn.office, report, made, milestone, turn.at)
    turn.outgoing += notices
    turn.finish()
    mood = [Choice(label=turn.t(N_("report.write_mood")), value=f"/nhap tamtu {report.id}")] if report.route else []
    choices = [
        Choice(label=turn.t(N_("report.add_another")), value=f"/nhap them {report.id}"),
        *mood,
        Choice(label=turn.t(N_("report.undo")), value=f"/nhap huy {report.id}"),
        Choice(label=turn.t(N_("report.see_filed")), value="/nhap xem"),
    ]
    turn.say(filing.receipt_words(turn.texts, turn.office, filed), choices)


def _report(turn: Turn) -> Report:
    """The report that was begun, while it stands; else a new one."""
    begun = to_id(turn.data["report"])
    report = reports.get_report(turn.tx, turn.office.id, begun) if begun is not None else None
    if report is not None and report.state is ReportState.FILED:
        return report
    to = turn.data["to"]
    report = Report(
        office_id=turn.office.id,
        id=new_id(turn.at),
        session_id=to_id(to["session"]),
        route=to["route"],
        sender=to["sender"],
        filed_by=turn.person.id,
        filed_at=turn.at,
        due_at=None,
        late=False,
        way=ReportWay.CHAT,
        source_hash="",
        state=ReportState.FILED,
    )
    report, _ = filing.timed(turn.tx, turn.office, report)
    reports.add_report(turn.tx, report)
    return report
