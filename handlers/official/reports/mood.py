"""What a report says of the people's mood as a whole («tâm tư, nguyện vọng»): a few words beside its concerns.

It is nobody's concern and gets no code. Whoever gets the report reads it. What looks like a denunciation is not taken
here: it is filed as a concern, where it is closed at once.
"""

from handlers.messages import Choice
from handlers.reports import filing
from handlers.reports.routes import leg_of
from handlers.resident import suggestions
from handlers.resident.courtesies import is_cancel
from handlers.rules.answers import typed
from handlers.rules.concerns import says_too_little
from handlers.texts import N_, Texts
from handlers.turn import Turn
from storage import reports
from storage.records import Kind, Report, ReportState

MOST_LETTERS = 3_000


def ask(turn: Turn, report: Report) -> None:
    """Ask for the words; what stood there before is written anew."""
    turn.begin(mood=str(report.id))
    turn.ask("report.mood", turn.t(N_("report.ask_mood")))


def take(turn: Turn, value: str) -> None:
    """The words: kept beside the report, and told to whoever gets it."""
    words = typed(value)
    if is_cancel(words):
        turn.finish()
        turn.say(turn.t(N_("desk.nothing_done")), [_home(turn)])
    elif says_too_little(words) or len(words) > MOST_LETTERS:
        turn.ask_again(turn.t(N_("report.mood_length"), most=turn.texts.number(MOST_LETTERS)))
    elif suggestions.kind(words) is Kind.DENUNCIATION:
        turn.finish()
        file = Choice(label=turn.t(N_("report.one_by_one")), value="/nhap them")
        turn.say(turn.t(N_("report.mood_denounces")), [file, _home(turn)])
    else:
        _keep(turn, words)


def _keep(turn: Turn, words: str) -> None:
    report = reports.get_report(turn.tx, turn.office.id, int(turn.data["mood"]))
    turn.finish()
    if report is None or report.state is not ReportState.FILED or report.filed_by != turn.person.id:
        turn.say(turn.t(N_("report.undone_before")), [_home(turn)])
        return
    reports.set_mood(turn.tx, turn.office.id, report.id, words)
    turn.record("write_mood", "report", report.id)
    turn.say(turn.t(N_("report.mood_kept")), [_home(turn)])
    milestone = leg_of(turn.tx, turn.office, report.session_id, report.route, report.sender)
    if milestone is None:
        return

    def wording(texts: Texts) -> str:
        return texts.t(N_("report.mood_told"), sender=milestone.owed_by, mood=words)

    occasion = f"mood/{turn.identity.id}/{turn.serial}"
    turn.outgoing += filing.tell_creditors(turn.tx, turn.office, report, milestone, wording, occasion=occasion)


def _home(turn: Turn) -> Choice:
    return Choice(label=turn.t(N_("report.home_again")), value="/nhap")
